"""Looking records up: merged states, the ops behind them, heads, confirmations; nothing is written here."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from sqlalchemy import Connection

from desktop_app.domain import registers
from desktop_app.domain.ops import ROUND, OpId, again
from desktop_app.domain.registers import RecordState
from desktop_app.store.sql import select_in
from desktop_app.store.tables import SYSTEM

# What `state_of` needs, and where it is found: a record that one op made has no state of its own, and
# that of a record which one op made at first leaves out what this op still says.
STATE = "r.state, o.line, o.op_id"
FROM_RECORD = "FROM record r LEFT JOIN op o ON o.id = r.op"


def state_of(blob: bytes | None, line: bytes | None, op: bytes | None) -> RecordState:
    """Return the merged state of a record from the columns `STATE`."""
    if line is None or op is None:
        return registers.unpack(blob or b"")
    first = again(line, op.hex())
    return registers.said_by(first) if blob is None else registers.unpack(blob, first)


_read_before = lru_cache(maxsize=4096)(state_of)


class Lookups:
    """What is asked of the records of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, space: int, topic: str, rec: str) -> RecordState | None:
        """Return the merged state of a record, or None."""
        row = self._connection.exec_driver_sql(
            f"SELECT {STATE} {FROM_RECORD} WHERE r.rec = ? AND r.topic = ? AND r.space_id = ?",
            (rec, topic, space),
        ).first()
        return state_of(*row) if row else None

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
            "SELECT line FROM record r JOIN op ON op.id = r.op OR op.id IN "
            "(SELECT t.op FROM touched t WHERE t.record_id = r.id) "
            "WHERE r.rec = ? AND r.topic = ? AND r.space_id = ? ORDER BY op.id",
            (rec, topic, space),
        )
        return [row.line for row in rows]

    def touched_by(self, ops: Iterable[int]) -> int:
        """Return how many records the ops of these rows put."""
        return len(self._put_by(list(ops)))

    def put_by(self, ops: Iterable[int]) -> list[tuple[str, str, int]]:
        """Return (topic, rec, row) for every record that the ops of these rows put, hidden ones too."""
        rows = list(ops)
        statements = (
            "SELECT r.topic, r.rec, t.op FROM touched t JOIN record r ON r.id = t.record_id "
            "WHERE t.op IN ({keys})",
            "SELECT topic, rec, op FROM record WHERE op IN ({keys}) AND state IS NULL",
        )
        return [
            (row[0], row[1], row[2])
            for statement in statements
            for row in select_in(self._connection, statement, rows)
        ]

    def _put_by(self, rows: Sequence[int]) -> set[int]:
        statements = (
            "SELECT record_id FROM touched WHERE op IN ({keys})",
            "SELECT id FROM record WHERE op IN ({keys})",
        )
        return {row[0] for statement in statements for row in select_in(self._connection, statement, rows)}

    def heads(self, space: int) -> Iterator[tuple[str, str, str, str]]:
        """Yield (topic, rec, field, op id) of every head of a space."""
        rows = self._connection.exec_driver_sql(
            f"SELECT r.topic, r.rec, {STATE} {FROM_RECORD} WHERE r.space_id = ?",  # our own names
            (space,),
        )
        for topic, rec, *state in rows:
            for name, found in state_of(*state).heads.items():
                for op in found:
                    yield topic, rec, name, op

    def all_of(self, topic: str) -> Iterator[tuple[str, RecordState]]:
        """Yield (rec, state) of every record of a system topic, hidden or not; states are only to be read.

        They are asked for several times a bundle and seldom change: the same columns give the same state.
        """
        rows = self._connection.exec_driver_sql(
            f"SELECT r.rec, {STATE} {FROM_RECORD} WHERE r.topic = ? AND {SYSTEM} ORDER BY r.id",
            (topic,),  # ours
        )
        for rec, *state in rows:
            yield rec, _read_before(*state)

    def head_ops(self, topic: str) -> Iterator[tuple[str, frozenset[OpId]]]:
        """Yield (rec, ops that hold a head of a field, life left out) of every record of a topic."""
        rows = self._connection.exec_driver_sql(
            "SELECT r.rec, r.state, CASE WHEN r.state IS NOT NULL THEN o.line END, o.op_id "
            f"{FROM_RECORD} WHERE r.topic = ?",
            (topic,),
        )
        for rec, blob, line, op in rows:
            heads = (op.hex(),) if blob is None else state_of(blob, line, op).field_heads()
            yield rec, frozenset(heads)

    def confirmations(self, topic: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield (space, rounds in which it was confirmed) of every record of a topic, deleted ones too."""
        found: dict[tuple[str, str], set[str]] = {}
        rows = self._connection.exec_driver_sql(
            "SELECT line, op_id FROM op WHERE id IN (SELECT op FROM record WHERE topic = ? "
            "UNION SELECT t.op FROM touched t JOIN record r ON r.id = t.record_id WHERE r.topic = ?)",
            (topic, topic),
        )
        for line, op_id in rows:
            op = again(line, op_id.hex())
            for part in op.sets:
                if part.topic == topic and isinstance(said := part.put.get(ROUND), str):
                    found.setdefault((op.space, part.rec), set()).add(said)
        for (space, _rec), rounds in found.items():
            yield space, frozenset(rounds)

    def conflicts(self) -> int:
        """Return how many records need a person to look; what only hubs write decides itself."""
        statement = "SELECT count(*) FROM record WHERE review = 1 AND substr(topic, 1, 1) <> '_'"
        return int(self._connection.exec_driver_sql(statement).scalar_one())
