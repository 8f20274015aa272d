"""What checks ask about other records: counted once, kept in step with what changes, and remembered.

A question is remembered with the record that asked it, so that after a change only those records are
checked again whose answers can have become others (`desktop_app.app.rechecking`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from desktop_app.app.ports import Transaction
from desktop_app.app.tallies import Mark, Shape, Tally
from desktop_app.domain import kinds, values
from desktop_app.domain.identities import identity
from desktop_app.domain.topic import Cells
from desktop_app.domain.values import Cell
from desktop_app.topics.registry import Registry

Owner = tuple[str, str]  # (topic, rec)


class About(NamedTuple):
    """The question whether a record is shown, and what it holds."""

    topic: str
    rec: str


class Tables:
    """The answers, for one reading of the home at a time: `read_in` goes on to a later one."""

    def __init__(self, topics: Registry) -> None:
        self._topics = topics
        self._tallies: dict[Shape, Tally] = {}
        self._asked: dict[Mark, int | set[int]] = {}  # by rows: most questions are asked by one alone

    def read_in(self, tx: Transaction, today: date) -> None:
        """Answer from this transaction on; what was counted stays, and is renewed by `changed`."""
        self._tx, self.today = tx, today
        self._cells: dict[tuple[str, str], Cells | None] = {}
        self._merged: dict[str, Mapping[str, str]] = {}

    def changed(self, topic: str, recs: Iterable[str]) -> set[int]:
        """Take in that these records were written.

        Return the rows of those that must be checked again: their own, and of whoever asked what they
        may answer otherwise now.
        """
        wanted = sorted(recs)
        ids = rows_of(self._tx, topic, wanted)
        again, marks = set(ids), {hash(About(topic, rec)) for rec in wanted}
        for tally in (one for one in self._tallies.values() if one.shape.topic == topic):
            others = tally.renew(self._tx, ids)
            again.update(row for mark in others for row in tally.under(mark))
            marks |= others
        return again.union(*map(self._askers, marks))

    def _askers(self, mark: Mark) -> Iterable[int]:
        found = self._asked.get(mark, ())
        return (found,) if isinstance(found, int) else found

    def count(self, row: int | None, shape: Shape, space: str, found: Iterable[Any]) -> int:
        """Return how many shown records hold these values, the asking row among them; 0 for a blank."""
        if (mark := shape.mark(space, found)) is None:
            return 0
        if (tally := self._tallies.get(shape)) is None:
            tally = self._tallies[shape] = Tally(shape, self._tx)
        if row is not None and tally.mark_of(row) != mark:  # what it counts under itself it has asked for
            self._ask(row, mark)
        return tally[mark]

    def stored(self, topic: str, name: str, v: Any) -> Any:
        """Return what a projection holds of a plain value."""
        field = self._topics.get(topic).by_key[name]
        if field.to is not None and v is not None:
            return self._shown(field.to, v)
        return None if v is None else kinds.rules(field).kept(v)

    def _shown(self, topic: str, rec: str) -> str:
        """Return the record that a reference means: a merged one leads to the one that is shown."""
        if topic not in self._merged:
            self._merged[topic] = self._tx.merged(topic)
        return self._merged[topic].get(rec, rec)

    def record(self, row: int | None, topic: str, rec: str) -> Cells | None:
        """Return the cells of a shown record, or of the one that it was merged into.

        ``row``: who asks, here and in `count`; None is an open editor, which asks again by itself.
        """
        rec = self._shown(topic, rec)
        if row is not None:
            self._ask(row, hash(About(topic, rec)))
        if (topic, rec) not in self._cells:
            found = self._tx.rows(self._topics.get(topic), rows_of(self._tx, topic, [rec]))
            self._cells[topic, rec] = _cells(found[0].state) if found else None
        return self._cells[topic, rec]

    def name(self, row: int, topic: str, cells: Cells) -> None:
        """Remember that a record is called by others: those that its name refers to, and theirs once."""
        for to, rec in self._named(topic, cells):
            target = self.record(row, to, rec)
            for further, inner in self._named(to, target or {}):
                self.record(row, further, inner)

    def _named(self, topic: str, cells: Cells) -> Iterable[tuple[str, str]]:
        declared = self._topics.get(topic)
        for field in (declared.by_key[name] for name in declared.name):
            if field.to is not None and isinstance(rec := values.plain(cells.get(field.key)), str):
                yield field.to, rec

    def _ask(self, row: int, mark: Mark) -> None:
        others = self._asked.setdefault(mark, row)
        if isinstance(others, set):
            others.add(row)
        elif others != row:
            self._asked[mark] = {others, row}


def rows_of(tx: Transaction, topic: str, recs: Iterable[str]) -> list[int]:
    """Return the row ids of these records, those too that are not shown, in the order of the ids."""
    names = {f"r{at}": rec for at, rec in enumerate(recs)}
    listed = ", ".join(f":{name}" for name in names)
    found = tx.execute(
        f"SELECT id FROM record WHERE rec IN ({listed}) AND topic = :topic ORDER BY id",  # noqa: S608  # names
        {**names, "topic": topic},
    )
    return [row[0] for row in found]


def _cells(state: Any) -> Cells:
    return {name: values.from_json(state.shown(name)) for name in state.fields()}


class RecordFacts:
    """The facts as one record sees them: "others" leaves the record itself out."""

    def __init__(self, tables: Tables, owner: Owner, space: str, kept: Cells, row: int | None = None) -> None:
        self._tables, self._owner, self._space, self._kept, self._row = tables, owner, space, kept, row
        self.today, self.rec = tables.today, owner[1]

    def record(self, topic: str, rec: str) -> Mapping[str, Cell] | None:
        return self._tables.record(self._row, topic, rec)

    def count(self, topic: str, field: str, v: Any) -> int:
        shape = Shape(topic, (field,), anywhere=True)
        return self._tables.count(self._row, shape, self._space, [self._tables.stored(topic, field, v)])

    def others(self, topic: str, field: str, v: Any) -> int:
        found = self._tables.count(self._row, Shape(topic, (field,), folded=True), self._space, [v])
        asked = identity(v)
        is_own = asked is not None and identity(values.plain(self._kept.get(field))) == asked
        return found - int(is_own)

    def alike(self, topic: str, wanted: Mapping[str, Any]) -> int:
        names = tuple(sorted(wanted))
        stored = [self._tables.stored(topic, name, wanted[name]) for name in names]
        found = self._tables.count(self._row, Shape(topic, names), self._space, stored)
        same = (values.plain(self._kept.get(name)) == v for name, v in wanted.items())
        return found - int(topic == self._owner[0] and None not in stored and all(same))
