"""Checks: what is wrong with the records of this home, and making the sound ones final."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.app import entry
from desktop_app.app.checking_facts import Owner, RecordFacts, Tables
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Query, StoredRow, Transaction
from desktop_app.app.rounds import counts_of, large_changes, round_before
from desktop_app.app.views import BLOCK, Row, rows_in, show, unit_id
from desktop_app.domain.checks import check_cells
from desktop_app.domain.reasons import COUNT_TOPIC, count_record, with_reasons
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Cells, Problem, Topic
from desktop_app.i18n import _


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
        return self.problem.is_hard


@dataclass(frozen=True, slots=True)
class Finalised:
    """How many records became final, and the hard problems that kept others from it."""

    done: int
    left: tuple[Finding, ...]


def check(desk: Desk, unit: str | None = None) -> list[Finding]:
    """Return every problem of every record, in the order of topics; ``unit`` is a code."""
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        return check_in(desk, tx, wanted)


def check_in(desk: Desk, tx: Transaction, unit: str | None) -> list[Finding]:
    """Return every problem, inside a transaction; ``unit`` is a surrogate id."""
    tables = Tables(desk.topics)
    tables.read_in(tx, desk.clock.today())
    findings: list[Finding] = []
    for topic in desk.topics.all:
        ids = tx.ids(topic, Query(unit=unit))
        findings += (one for row in found_in(desk, tx, tables, topic, ids) for one in row.findings)
    return [*findings, *changed_counts(desk, tx, before_counts(desk, tx), unit)]


class Checked(NamedTuple):
    """A record that was checked: its row id, and what was found."""

    id: int
    findings: list[Finding]


def found_in(
    desk: Desk, tx: Transaction, tables: Tables, topic: Topic, ids: Sequence[int]
) -> Iterator[Checked]:
    """Yield what is found in each of these rows of a topic."""
    for start in range(0, len(ids), BLOCK):  # all the rows of a district at once are a gigabyte
        stored = tx.rows(topic, ids[start : start + BLOCK])
        for row, one in zip(rows_in(desk, tx, topic, stored), stored, strict=True):
            yield _checked(tables, topic, row, one)


def _checked(tables: Tables, topic: Topic, row: Row, one: StoredRow) -> Checked:
    facts = RecordFacts(tables, (topic.key, row.rec), row.space, row.cells, row.id)
    problems = with_reasons(check_cells(topic, row.cells, facts), one.state, row.cells)
    findings = []
    if problems:
        tables.name(row.id, topic.key, row.cells)
        name = name_of(topic, row.cells, row.names)
        findings = [Finding(topic.key, row.rec, row.unit, name, problem) for problem in problems]
    return Checked(row.id, findings)


# --- counts of two rounds -----------------------------------------------------------------------------


def before_counts(desk: Desk, tx: Transaction) -> dict[str, dict[str, int]]:
    """Return topic → unit → how many records it had in the round before; empty if there was none."""
    if (before := round_before(tx, place_of(tx))) is None:
        return {}
    units = {space.uuid: space.unit or "" for space in tx.spaces()}
    return {topic.key: counts_of(tx, topic, before, units) for topic in desk.topics.all}


def changed_counts(
    desk: Desk, tx: Transaction, before: Mapping[str, Mapping[str, int]], only: str | None = None
) -> Iterator[Finding]:
    """Yield a finding, of no record, for every count that changed much since the round before.

    ``only``: those of this unit (a surrogate id).
    """
    place = place_of(tx)
    spaces = {info.unit: info.uuid for info in tx.spaces()}
    for topic in (one for one in desk.topics.all if one.key in before):
        for change in large_changes(tx, topic, before[topic.key]):
            if only in (None, change.unit):
                rec = count_record(spaces[change.unit], topic.key, place.round.id)
                state = tx.state(spaces[change.unit], COUNT_TOPIC, rec) or RecordState()
                (problem,) = with_reasons([change.problem], state, {})
                code = desk.units.known_code(change.unit, place.on)
                yield Finding(topic.key, "", code, _("toàn đơn vị"), problem)


def name_of(topic: Topic, cells: Cells, called: Mapping[str, str]) -> str:
    """Return what a record is called: its naming fields, or the kind of row that it is."""
    parts = (show(topic.by_key[name], cells.get(name), called) for name in topic.name)
    return " ".join(part for part in parts if part) or topic.row.vi


def problems_of(desk: Desk, topic: str, rec: str, cells: Cells | None = None) -> list[Problem]:
    """Return the problems of one record, with ``cells`` as they stand in an open editor or as saved."""
    tables = Tables(desk.topics)
    with desk.store.read() as tx:
        tables.read_in(tx, desk.clock.today())
        return problems_in(desk, tx, tables, (topic, rec), cells)


def problems_in(
    desk: Desk, tx: Transaction, tables: Tables, owner: Owner, cells: Cells | None
) -> list[Problem]:
    """Return the problems of one record inside a transaction."""
    topic, rec = owner
    space = next(iter(tx.locate(topic, rec)), place_of(tx).space)
    state = tx.state(space, topic, rec) or RecordState()
    kept = entry.editing_from(topic, space, rec, state).cells
    shown = kept if cells is None else cells
    found = check_cells(desk.topics.get(topic), shown, RecordFacts(tables, owner, space, kept))
    return with_reasons(found, state, shown)


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
