"""Merged records and their projections: what follows from the ops that count."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop_app.domain import registers
from desktop_app.domain.ops import LIFE, SAME, Op, OpId, Sets
from desktop_app.domain.registers import RecordState
from desktop_app.store.projections import Place, Projector
from desktop_app.store.sql import insert_many, select_in

Key = tuple[int, str, str]  # (space number, topic, rec)
_COLUMNS = ("id", "rec", "topic", "space_id", "hidden", "review", "same", "state")


@dataclass(slots=True)
class Counted:
    """An op that counts, with its row in the log and the number of its space."""

    op: Op
    row: int
    space: int


@dataclass(slots=True)
class _Entry:
    number: int
    state: RecordState


class Records:
    """The records of one transaction."""

    def __init__(self, connection: Connection, projectors: dict[str, Projector]) -> None:
        self._connection = connection
        self._projectors = projectors

    def apply(self, counted: Sequence[Counted], counts: Callable[[OpId], bool]) -> None:
        """Merge ops in, in any order, each at most once; bring projections up to date.

        ``counts``: whether an op of the log, not among ``counted``, has been applied before.
        """
        parts = self._by_record(counted)
        entries = self._load(list(parts))
        batch = {one.op.id for one in counted}
        for key, found in parts.items():
            _merge(entries[key].state, found, batch, counts)
        self._write(entries)
        touched = {(entries[key].number, one.row) for key, found in parts.items() for one, _part in found}
        insert_many(self._connection, "touched", ("record_id", "op"), sorted(touched))

    @staticmethod
    def _by_record(counted: Iterable[Counted]) -> dict[Key, list[tuple[Counted, Sets]]]:
        parts: dict[Key, list[tuple[Counted, Sets]]] = {}
        for one in counted:
            for part in one.op.sets:
                parts.setdefault((one.space, part.topic, part.rec), []).append((one, part))
        return parts

    def _load(self, keys: Sequence[Key]) -> dict[Key, _Entry]:
        wanted = set(keys)
        entries: dict[Key, _Entry] = {}
        rows = select_in(
            self._connection,
            "SELECT id, rec, topic, space_id, state FROM record WHERE rec IN ({keys})",
            sorted({rec for _space, _topic, rec in wanted}),
        )
        for number, rec, topic, space, state in rows:
            if (key := (space, topic, rec)) in wanted:
                entries[key] = _Entry(number, registers.unpack(state))
        top = self._connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM record").scalar_one()
        new = (key for key in keys if key not in entries)
        entries.update({key: _Entry(number, RecordState()) for number, key in enumerate(new, start=top + 1)})
        return entries

    def _write(self, entries: dict[Key, _Entry]) -> None:
        """Write blobs first, so that looking up "same:" targets sees this transaction's own changes."""
        insert_many(
            self._connection, "record", _COLUMNS,
            ((e.number, rec, topic, space, 0, 0, _same_of(e.state), registers.pack(e.state))
             for (space, topic, rec), e in entries.items()),
            replace_on=("id",),
        )  # fmt: skip
        followers = self._followers(entries)
        self._show({**entries, **followers})

    def _followers(self, changed: dict[Key, _Entry]) -> dict[Key, _Entry]:
        """Return the records that lead through "same:" to a changed one: their visibility may change too."""
        links = self._connection.exec_driver_sql(
            "SELECT id, rec, topic, space_id, same, state FROM record WHERE same IS NOT NULL"
        ).all()
        reached = set(changed)
        found: dict[Key, _Entry] = {}
        while True:
            more = {
                (link.space_id, link.topic, link.rec): _Entry(link.id, registers.unpack(link.state))
                for link in links
                if (link.space_id, link.topic, link.same) in reached
                and (link.space_id, link.topic, link.rec) not in reached
            }
            if not more:
                return found
            found.update(more)
            reached.update(more)

    def _show(self, entries: dict[Key, _Entry]) -> None:
        """Decide what is hidden and in review, and write the projections."""
        flags: list[tuple[int, int, int]] = []
        shown: dict[str, list[tuple[Key, _Entry]]] = {}
        gone: dict[str, list[int]] = {}
        for key, entry in entries.items():
            hides = bool(entry.state.heads.get(LIFE)) and registers.hidden(entry.state, self._finder(key))
            review = registers.in_review(entry.state, is_hidden=hides)
            if hides or review:
                flags.append((int(hides), int(review), entry.number))
            if hides:
                gone.setdefault(key[1], []).append(entry.number)
            else:
                shown.setdefault(key[1], []).append((key, entry))
        if flags:
            self._connection.exec_driver_sql("UPDATE record SET hidden = ?, review = ? WHERE id = ?", flags)
        self._project(shown, gone)

    def _finder(self, key: Key) -> Callable[[str], RecordState | None]:
        space, topic, _rec = key

        def find(rec: str) -> RecordState | None:
            return self.state(space, topic, rec)

        return find

    def _project(self, shown: dict[str, list[tuple[Key, _Entry]]], gone: dict[str, list[int]]) -> None:
        places = self._places()
        for topic in {*shown, *gone}:
            if (projector := self._projectors.get(topic)) is not None:
                rows = [
                    projector.row(entry.number, key[2], places[key[0]], entry.state)
                    for key, entry in shown.get(topic, ())
                ]
                projector.write(self._connection, rows, gone.get(topic, ()))

    def _places(self) -> dict[int, Place]:
        rows = self._connection.exec_driver_sql("SELECT id, uuid, unit, unit_level FROM space")
        return {row.id: (row.uuid, row.unit, row.unit_level) for row in rows}

    # --- looking up -------------------------------------------------------------------------------

    def state(self, space: int, topic: str, rec: str) -> RecordState | None:
        """Return the merged state of a record, or None."""
        row = self._connection.exec_driver_sql(
            "SELECT state FROM record WHERE rec = ? AND topic = ? AND space_id = ?", (rec, topic, space)
        ).first()
        return registers.unpack(row.state) if row else None

    def locate(self, topic: str, rec: str) -> list[str]:
        """Return the spaces in which a record of this topic and id exists."""
        rows = self._connection.exec_driver_sql(
            "SELECT s.uuid FROM record r JOIN space s ON s.id = r.space_id "
            "WHERE rec = ? AND topic = ? ORDER BY s.id",
            (rec, topic),
        )
        return [row.uuid for row in rows]

    def history(self, space: int, topic: str, rec: str) -> list[bytes]:
        """Return the lines of every op that put a record, in log order."""
        rows = self._connection.exec_driver_sql(
            "SELECT op.line FROM touched t JOIN op ON op.id = t.op JOIN record r ON r.id = t.record_id "
            "WHERE r.rec = ? AND r.topic = ? AND r.space_id = ? ORDER BY op.id",
            (rec, topic, space),
        )
        return [row.line for row in rows]

    def touched_by(self, ops: Iterable[int]) -> int:
        """Return how many records the ops of these rows put."""
        statement = "SELECT DISTINCT record_id FROM touched WHERE op IN ({keys})"
        return len({row[0] for row in select_in(self._connection, statement, ops)})

    def heads(self, space: int) -> Iterator[tuple[str, str, str, str]]:
        """Yield (topic, rec, field, op id) of every head of a space."""
        rows = self._connection.exec_driver_sql(
            "SELECT topic, rec, state FROM record WHERE space_id = ?", (space,)
        )
        for topic, rec, state in rows:
            for field, found in registers.unpack(state).heads.items():
                for op in found:
                    yield topic, rec, field, op

    def all_of(self, topic: str) -> Iterator[tuple[str, RecordState]]:
        """Yield (rec, state) of every record of a topic, hidden or not: for the catalogue's few."""
        rows = self._connection.exec_driver_sql(
            "SELECT rec, state FROM record WHERE topic = ? ORDER BY id", (topic,)
        )
        for rec, state in rows:
            yield rec, registers.unpack(state)

    def conflicts(self) -> int:
        """Return how many records need a person to look."""
        return int(
            self._connection.exec_driver_sql("SELECT count(*) FROM record WHERE review = 1").scalar_one()
        )


def _merge(
    state: RecordState, found: list[tuple[Counted, Sets]], batch: set[OpId], counts: Callable[[OpId], bool]
) -> None:
    left = {one.op.id for one, _part in found}

    def known(op: OpId) -> bool:
        return op not in left if op in batch else counts(op)

    for one, part in found:
        left.discard(one.op.id)
        state.apply(one.op, part, known)


def _same_of(state: RecordState) -> str | None:
    said = {value for value in state.heads.get(LIFE, {}).values() if isinstance(value, str)}
    targets = sorted(value.removeprefix(SAME) for value in said if value.startswith(SAME))
    return targets[0] if targets else None
