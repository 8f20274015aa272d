"""Checks: what is wrong with the records of this home, and making the sound ones final."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop_app.app import entry
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Query, Transaction
from desktop_app.app.rounds import large_changes, round_before
from desktop_app.app.views import each_row, rows_in, show, unit_id
from desktop_app.domain import kinds, values
from desktop_app.domain.checks import check_cells
from desktop_app.domain.identities import identity
from desktop_app.domain.topic import Cells, Level, Problem, Topic
from desktop_app.domain.values import Cell
from desktop_app.i18n import _
from desktop_app.topics.registry import Registry


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, and the record that has it; ``name`` is what the record is called.

    ``rec`` is empty for what a whole topic of a unit has.
    """

    topic: str
    rec: str
    unit: str
    name: str
    problem: Problem

    @property
    def hard(self) -> bool:
        """Whether it keeps the record from becoming final."""
        return self.problem.level is Level.HARD


@dataclass(frozen=True, slots=True)
class Finalised:
    """How many records became final, and the hard problems that kept others from it."""

    done: int
    left: tuple[Finding, ...]


class _Tables:
    """What checks ask about other records, looked up once a run."""

    def __init__(self, tx: Transaction, topics: Registry, today: date) -> None:
        self.tx, self.topics, self.today = tx, topics, today
        self._counts: dict[tuple[str, ...], Counter[tuple[Any, ...]]] = {}
        self._cells: dict[str, dict[str, Cells]] = {}
        self._identities: dict[tuple[str, str], Counter[tuple[str, str | None]]] = {}
        self._merged: dict[str, Mapping[str, str]] = {}

    def count(self, topic: str, values_of: Mapping[str, Any], space: str | None = None) -> int:
        """Return how many shown records, of a space or of all, hold these values."""
        fields = tuple(sorted(values_of))
        counts = self._grouped(topic, fields)
        wanted = tuple(self._stored(topic, name, values_of[name]) for name in fields)
        if space is not None:
            return counts[(space, *wanted)]
        return sum(number for found, number in counts.items() if found[1:] == wanted)

    def alike(self, topic: str, field: str, v: Any, space: str) -> int:
        """Return how many shown records of a space have the same identity in ``field``."""
        if (topic, field) not in self._identities:
            rows = self.tx.execute(f'SELECT space, "{field}" FROM p_{topic}', {})  # noqa: S608  # our own names
            self._identities[topic, field] = Counter((row[0], identity(row[1])) for row in rows)
        return self._identities[topic, field][space, identity(v)]

    def _stored(self, topic: str, name: str, v: Any) -> Any:
        field = self.topics.get(topic).by_key[name]
        if field.to is not None and v is not None:
            return self.shown(field.to, v)
        return None if v is None else kinds.rules(field).kept(v)

    def shown(self, topic: str, rec: str) -> str:
        """Return the record that a reference means: a merged one leads to the one that is shown."""
        if topic not in self._merged:
            self._merged[topic] = self.tx.merged(topic)
        return self._merged[topic].get(rec, rec)

    def _grouped(self, topic: str, fields: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
        if (topic, *fields) not in self._counts:
            names = ", ".join(f'"{self.topics.get(topic).by_key[name].key}"' for name in fields)
            found = self.tx.execute(
                f"SELECT space, {names}, count(*) FROM p_{topic} GROUP BY space, {names}",  # noqa: S608  # our own names
                {},
            )
            self._counts[topic, *fields] = Counter({row[:-1]: int(row[-1]) for row in found})
        return self._counts[topic, *fields]

    def record(self, topic: str, rec: str) -> Cells | None:
        """Return the cells of a shown record, or of the one that it was merged into."""
        rec = self.shown(topic, rec)
        if topic not in self._cells:
            self._cells[topic] = {}
        known = self._cells[topic]
        if rec not in known:
            wanted = self.tx.ids(self.topics.get(topic), Query(equal=(("rec", rec),), limit=1))
            found = self.tx.rows(self.topics.get(topic), wanted)
            if not found:
                return None
            known[rec] = {
                name: values.from_json(found[0].state.shown(name)) for name in found[0].state.fields()
            }
        return known[rec]


class _Facts:
    """The facts as one record sees them: "others" leaves the record itself out."""

    def __init__(self, tables: _Tables, topic: str, rec: str, space: str, kept: Cells) -> None:
        self._tables, self._topic, self._space, self._kept = tables, topic, space, kept
        self.today, self.rec = tables.today, rec

    def record(self, topic: str, rec: str) -> Mapping[str, Cell] | None:
        return self._tables.record(topic, rec)

    def count(self, topic: str, field: str, v: Any) -> int:
        return self._tables.count(topic, {field: v})

    def others(self, topic: str, field: str, v: Any) -> int:
        kept = identity(values.plain(self._kept.get(field)))
        return self._tables.alike(topic, field, v, self._space) - int(kept == identity(v))

    def alike(self, topic: str, wanted: Mapping[str, Any]) -> int:
        return self._tables.count(topic, wanted, self._space) - self._itself(topic, wanted)

    def _itself(self, topic: str, wanted: Mapping[str, Any]) -> int:
        same = (values.plain(self._kept.get(name)) == v for name, v in wanted.items())
        return int(topic == self._topic and all(same))


def check(desk: Desk, unit: str | None = None) -> list[Finding]:
    """Return every problem of every record, in the order of topics; ``unit`` is a code."""
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        return check_in(desk, tx, wanted)


def check_in(desk: Desk, tx: Transaction, unit: str | None) -> list[Finding]:
    """Return every problem, inside a transaction; ``unit`` is a surrogate id."""
    tables = _Tables(tx, desk.topics, desk.clock.today())
    findings: list[Finding] = []
    for topic in desk.topics.all:
        for row in each_row(desk, tx, topic, tx.ids(topic, Query(unit=unit))):
            problems = check_cells(topic, row.cells, _Facts(tables, topic.key, row.rec, row.space, row.cells))
            if problems:
                name = name_of(topic, row.cells, row.names)
                findings += [Finding(topic.key, row.rec, row.unit, name, problem) for problem in problems]
    return [*findings, *_changed_counts(desk, tx, unit)]


def _changed_counts(desk: Desk, tx: Transaction, unit: str | None) -> Iterator[Finding]:
    """Yield a finding, of no record, for every count that changed much since the round before."""
    place = place_of(tx)
    if (before := round_before(tx, place)) is None:
        return
    units = {space.uuid: space.unit or "" for space in tx.spaces()}
    for topic in desk.topics.all:
        for change in large_changes(tx, topic, before, units):
            if unit in (None, change.unit):
                code = desk.units.known_code(change.unit, place.on)
                yield Finding(topic.key, "", code, _("toàn đơn vị"), change.problem)


def name_of(topic: Topic, cells: Cells, called: Mapping[str, str]) -> str:
    """Return what a record is called: its naming fields, or the kind of row that it is."""
    parts = (show(topic.by_key[name], cells.get(name), called) for name in topic.name)
    return " ".join(part for part in parts if part) or topic.row.vi


def problems_of(desk: Desk, topic: str, rec: str, cells: Cells | None = None) -> list[Problem]:
    """Return the problems of one record, with ``cells`` as they stand in an open editor or as saved."""
    found = desk.topics.get(topic)
    with desk.store.read() as tx:
        space = next(iter(tx.locate(topic, rec)), place_of(tx).space)
        kept = entry.editing_of(tx, topic, space, rec).cells
        facts = _Facts(_Tables(tx, desk.topics, desk.clock.today()), topic, rec, space, kept)
        return check_cells(found, kept if cells is None else cells, facts)


def finalise(desk: Desk, unit: str | None = None, *, but: Collection[str] = frozenset()) -> Finalised:
    """Make every draft without a hard problem final, except the records ``but``; one transaction."""
    with desk.store.write() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        hard = [finding for finding in check_in(desk, tx, wanted) if finding.hard]
        stopped = {(finding.topic, finding.rec) for finding in hard}
        drafts = [
            row.editing
            for topic in desk.topics.all
            for row in rows_in(
                desk, tx, topic, tx.rows(topic, tx.ids(topic, Query(unit=wanted, status=entry.DRAFT)))
            )
            if (topic.key, row.rec) not in stopped and row.rec not in but
        ]
        entry.put_status(desk, tx, drafts, entry.FINAL)
    return Finalised(len(drafts), tuple(hard))
