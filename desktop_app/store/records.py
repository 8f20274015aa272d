"""Merged records and their projections: what follows from the ops that count."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import Connection

from desktop_app.domain import registers
from desktop_app.domain.ops import LIFE, SAME, OpId, Sets
from desktop_app.domain.registers import RecordState
from desktop_app.store import projections
from desktop_app.store.log import Log, Stored
from desktop_app.store.lookups import FROM_RECORD, STATE, Lookups, state_of
from desktop_app.store.merged import Merged, merged, moves
from desktop_app.store.projections import Place, Projector, Shown
from desktop_app.store.sql import batched, insert_many, next_numbers, select_in, update_many

Key = tuple[int, str, str]  # (space number, topic, rec)
Counts = Callable[[OpId], bool]
_NOTHING: Mapping[Key, list[tuple[Stored, Sets]]] = MappingProxyType({})
_COLUMNS = ("id", "rec", "topic", "space_id", "hidden", "review", "same", "op", "state")


@dataclass(slots=True)
class _Entry:
    """A record on its way back: ``only`` says it all, or ``state`` does.

    ``first``: the op that alone made it at first; ``was``: its row, if it alone had made it until now;
    ``had_row``: it was shown until now; ``shown``: what is shown of it now, None if it is hidden.
    """

    number: int
    only: tuple[Stored, Sets] | None = None
    state: RecordState = field(default_factory=RecordState)
    first: OpId | None = None
    was: int | None = None
    had_row: bool = False
    shown: Shown | None = None

    @property
    def flags(self) -> tuple[int, int]:
        """Whether it is hidden, and in review."""
        return int(self.shown is None), int(self.shown is not None and self.shown.review)


class Records(Lookups):
    """The records of one transaction."""

    def __init__(self, connection: Connection, projectors: dict[str, Projector]) -> None:
        super().__init__(connection)
        self._projectors = projectors

    def apply(self, counted: Sequence[Stored], counts: Counts) -> None:
        """Merge ops in, in any order, each at most once; bring projections up to date.

        ``counts``: whether an op of the log, not among ``counted``, has been applied before.
        """
        before = merged(self._connection)
        self._apply(self._by_record(counted), counted, counts)
        self._point_anew(before)

    def redo(self, rows: Sequence[int], log: Log) -> None:
        """Make the records anew that these ops put, from the ops that count now."""
        if not rows:
            return
        before = merged(self._connection)
        numbers = sorted(self._put_by(rows))
        counted = log.put_by(numbers)
        keys = self._remove(numbers)
        parts = {key: found for key, found in self._by_record(counted).items() if key in keys}
        self._apply(parts, counted, log.counts)
        lost = keys - parts.keys()
        self._show_again(self._followers(lost))
        self._point_anew(before)

    def _point_anew(self, before: Merged) -> None:
        """Write anew the rows whose references lead elsewhere than ``before``."""
        after = merged(self._connection)
        for topic, moved in moves(before, after).items():
            for projector in self._projectors.values():
                numbers = projector.pointing(self._connection, topic, moved)
                if numbers:
                    self._project({projector.topic.key: self._shown_rows(numbers)}, {})

    def show_space(self, space: int) -> None:
        """Write anew the rows of a space."""
        listed = self._connection.exec_driver_sql(
            "SELECT topic, id FROM record WHERE space_id = ? AND hidden = 0", (space,)
        )
        numbers: dict[str, list[int]] = {}
        for topic, number in listed:
            numbers.setdefault(topic, []).append(number)
        self._project({topic: self._shown_rows(found) for topic, found in numbers.items()}, {})

    def _shown_rows(self, numbers: Sequence[int]) -> list[tuple[Key, int, Shown]]:
        rows = select_in(
            self._connection,
            f"SELECT r.id, r.space_id, r.topic, r.rec, {STATE} {FROM_RECORD} WHERE r.id IN ({{keys}})",
            numbers,
        )
        return [((row[1], row[2], row[3]), row[0], projections.shown(state_of(*row[4:]))) for row in rows]

    def _remove(self, numbers: Sequence[int]) -> set[Key]:
        """Take records out of all that follows from the log; return which they were."""
        keys: set[Key] = set()
        for batch in batched(numbers):
            listed = ", ".join(map(str, batch))
            found = self._connection.exec_driver_sql(
                f"SELECT space_id, topic, rec, id FROM record WHERE id IN ({listed})"  # noqa: S608  # integers
            ).all()
            keys.update((row[0], row[1], row[2]) for row in found)
            for topic in {row[1] for row in found} & self._projectors.keys():
                gone = [row[3] for row in found if row[1] == topic]
                self._projectors[topic].write(self._connection, (), gone)
            for table, column in (("touched", "record_id"), ("record", "id")):
                self._connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} IN ({listed})")  # noqa: S608
        return keys

    def _apply(
        self, parts: dict[Key, list[tuple[Stored, Sets]]], counted: Sequence[Stored], counts: Counts
    ) -> None:
        old = self._load(parts)
        new = self._number([key for key in parts if key not in old])
        batch = {one.op.id for one in counted}
        for key, found in parts.items():
            if key in new and len(found) == 1 and registers.says_it_all(found[0][0].op):
                new[key].only = found[0]
            else:
                _merge((old.get(key) or new[key]).state, found, batch, counts)
        entries = {**old, **new}
        self._decide(entries, parts)
        self._insert(new)
        self._update(old)
        self._touch(parts, entries)
        self._show(entries)
        self._show_again(self._followers(entries))

    @staticmethod
    def _by_record(counted: Iterable[Stored]) -> dict[Key, list[tuple[Stored, Sets]]]:
        parts: dict[Key, list[tuple[Stored, Sets]]] = {}
        for one in counted:
            for part in one.op.sets:
                parts.setdefault((one.space, part.topic, part.rec), []).append((one, part))
        return parts

    def _load(self, wanted: Collection[Key]) -> dict[Key, _Entry]:
        entries: dict[Key, _Entry] = {}
        rows = select_in(
            self._connection,
            f"SELECT r.id, r.topic, r.rec, r.space_id, r.op, r.hidden, {STATE} {FROM_RECORD} "
            "WHERE r.rec IN ({keys})",
            sorted({rec for _space, _topic, rec in wanted}),
        )
        for number, topic, rec, space, row, hidden, blob, line, op in rows:
            if (key := (space, topic, rec)) in wanted:
                entries[key] = _Entry(
                    number, state=state_of(blob, line, op), first=op.hex() if op else None,
                    was=row if blob is None else None, had_row=not hidden,
                )  # fmt: skip
        return entries

    def _number(self, keys: Sequence[Key]) -> dict[Key, _Entry]:
        numbers = next_numbers(self._connection, "record", len(keys))
        return {key: _Entry(number) for number, key in zip(numbers, keys, strict=True)}

    def _insert(self, entries: dict[Key, _Entry]) -> None:
        insert_many(
            self._connection, "record", _COLUMNS,
            ((e.number, rec, topic, space, *e.flags, None, e.only[0].row, None) if e.only
             else (e.number, rec, topic, space, *e.flags, _same_of(e.state), None, registers.pack(e.state))
             for (space, topic, rec), e in entries.items()),
        )  # fmt: skip

    def _update(self, entries: dict[Key, _Entry]) -> None:
        """Write what more than one op made by now."""
        rows = (
            (*one.flags, _same_of(one.state), registers.pack(one.state, one.first), one.number)
            for one in entries.values()
        )
        update_many(self._connection, "record", ("hidden", "review", "same", "state"), rows)

    def _touch(self, parts: dict[Key, list[tuple[Stored, Sets]]], entries: dict[Key, _Entry]) -> None:
        """Keep the history of what more than one op made."""
        touched: set[tuple[int, int]] = set()
        for key, found in parts.items():
            if (entry := entries[key]).only is None:
                touched.update((entry.number, one.row) for one, _part in found)
                if entry.was is not None:
                    touched.add((entry.number, entry.was))
        insert_many(self._connection, "touched", ("record_id", "op"), sorted(touched))

    def _followers(self, changed: Collection[Key]) -> dict[Key, _Entry]:
        """Return the records that lead through "same:" to a changed one: their visibility may change too."""
        links = self._connection.exec_driver_sql(
            f"SELECT r.id, r.rec, r.topic, r.space_id, r.same, {STATE} {FROM_RECORD} WHERE same IS NOT NULL"
        ).all()
        reached = set(changed)
        found: dict[Key, _Entry] = {}
        while True:
            more = {
                (link.space_id, link.topic, link.rec): _Entry(link.id, state=state_of(*link[5:]))
                for link in links
                if (link.space_id, link.topic, link.same) in reached
                and (link.space_id, link.topic, link.rec) not in reached
            }
            if not more:
                return found
            found.update(more)
            reached.update(more)

    def _decide(
        self, entries: dict[Key, _Entry], parts: Mapping[Key, list[tuple[Stored, Sets]]] = _NOTHING
    ) -> None:
        """Decide what is shown of each record, now that ``parts`` were merged in."""
        for key, entry in entries.items():
            if entry.only is not None:
                one, part = entry.only
                entry.shown = Shown(part.put, registers.stamp_of(one.op))
            elif not registers.hidden(entry.state, self._finder(key, entries)):
                put = {name for _one, part in parts.get(key, ()) for name in part.put}
                entry.shown = projections.shown(entry.state, put if entry.had_row else None)

    def _show(self, entries: dict[Key, _Entry]) -> None:
        """Write the projections."""
        shown: dict[str, list[tuple[Key, int, Shown]]] = {}
        gone: dict[str, list[int]] = {}
        for key, entry in entries.items():
            if entry.shown is None:
                gone.setdefault(key[1], []).append(entry.number)
            else:
                shown.setdefault(key[1], []).append((key, entry.number, entry.shown))
        self._project(shown, gone)

    def _show_again(self, entries: dict[Key, _Entry]) -> None:
        """Decide anew what is hidden, and show it, of records whose state is the same."""
        self._decide(entries)
        flags = ((*entry.flags, entry.number) for entry in entries.values())
        update_many(self._connection, "record", ("hidden", "review"), flags)
        self._show(entries)

    def _finder(self, key: Key, entries: Mapping[Key, _Entry]) -> Callable[[str], RecordState | None]:
        """Return what looks up a record beside ``key``: among ``entries``, which may not be written yet."""
        space, topic, _rec = key

        def find(rec: str) -> RecordState | None:
            near = entries.get((space, topic, rec))
            return self.state(space, topic, rec) if near is None else near.state

        return find

    def _project(self, shown: dict[str, list[tuple[Key, int, Shown]]], gone: dict[str, list[int]]) -> None:
        places, leads = self._places(), merged(self._connection)
        for topic in {*shown, *gone}:
            if (projector := self._projectors.get(topic)) is not None:
                rows = [
                    projector.row(number, key[2], places[key[0]], found, leads)
                    for key, number, found in shown.get(topic, ())
                ]
                projector.write(self._connection, rows, gone.get(topic, ()))

    def _places(self) -> dict[int, Place]:
        rows = self._connection.exec_driver_sql("SELECT id, uuid, unit, unit_level FROM space")
        return {row.id: (row.uuid, row.unit, row.unit_level) for row in rows}


def _merge(state: RecordState, found: list[tuple[Stored, Sets]], batch: set[OpId], counts: Counts) -> None:
    left = {one.op.id for one, _part in found}

    def known(op: OpId) -> bool:
        return op not in left if op in batch else counts(op)

    for one, part in found:
        left.discard(one.op.id)
        state.apply(one.op, part, known)
    state.tidy()


def _same_of(state: RecordState) -> str | None:
    said = {value for value in state.heads.get(LIFE, {}).values() if isinstance(value, str)}
    targets = sorted(value.removeprefix(SAME) for value in said if value.startswith(SAME))
    return targets[0] if targets else None
