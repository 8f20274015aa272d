"""The op log: lines in, tips, seals, lines out (SYNC.md, HAVE, SEND, SEALS)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from desktop_app.domain.counting import Seat
from desktop_app.domain.have import Link, Run, extend, held, runs_of
from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import Op, OpId, again, read
from desktop_app.store.sql import batched, insert_many, next_numbers, select_in

_COLUMNS = ("id", "op_id", "chain_id", "seq", "prev", "sealed", "held", "line")


@dataclass(slots=True)
class Stored:
    """One op on its way into the log: its row, the numbers of its chain and space, whether it counts."""

    op: Op
    row: int
    chain: int
    space: int
    sealed: bool = False
    held: str | None = None


class Log:
    """The log of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- spaces and chains ------------------------------------------------------------------------

    def space_number(self, uuid: str) -> int | None:
        """Return the local number of a space, None for a space not seen yet."""
        found = self._connection.exec_driver_sql("SELECT id FROM space WHERE uuid = ?", (uuid,)).scalar()
        return None if found is None else int(found)

    def _space_made(self, uuid: str) -> int:
        insert_many(self._connection, "space", ("uuid",), [(uuid,)], skip_on=("uuid",))
        found = self._connection.exec_driver_sql("SELECT id FROM space WHERE uuid = ?", (uuid,))
        return int(found.scalar_one())

    def chain_numbers(self, chains: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (chain, space) → their local numbers, making rows for those not seen before."""
        numbers = {}
        for name, space in sorted(set(chains)):
            pair = (name, self._space_made(space))
            insert_many(self._connection, "chain", ("name", "space_id"), [pair], skip_on=("name", "space_id"))
            found = self._connection.exec_driver_sql(
                "SELECT id FROM chain WHERE name = ? AND space_id = ?", pair
            )
            numbers[name, space] = (int(found.scalar_one()), pair[1])
        return numbers

    # --- in ---------------------------------------------------------------------------------------

    def unseen(self, ops: Iterable[Op]) -> list[Op]:
        """Return the ops not in the log yet, each once, in the order given."""
        by_id = {op.id: op for op in ops}
        rows = select_in(
            self._connection,
            "SELECT op_id FROM op WHERE op_id IN ({keys})",
            (bytes.fromhex(op) for op in by_id),
        )
        for (found,) in rows:
            del by_id[found.hex()]
        return list(by_id.values())

    def number(self, ops: Sequence[Op]) -> list[Stored]:
        """Return ``ops`` with the row and chain numbers that they will have."""
        chains = self.chain_numbers((op.chain, op.space) for op in ops)
        rows = next_numbers(self._connection, "op", len(ops))
        return [Stored(op, row, *chains[op.chain, op.space]) for row, op in zip(rows, ops, strict=True)]

    def insert(self, stored: Iterable[Stored]) -> None:
        """Append to the log; lines are bytes, never re-serialised."""
        rows = (
            (
                one.row, bytes.fromhex(one.op.id), one.chain, one.op.seq,
                bytes.fromhex(one.op.prev) if one.op.prev else None,
                int(one.sealed), one.held, one.op.line,
            )
            for one in stored
        )  # fmt: skip
        insert_many(self._connection, "op", _COLUMNS, rows)

    def advance(self, stored: Sequence[Stored]) -> None:
        """Bring the tips of the chains up to date after `insert`."""
        by_chain: dict[int, list[Stored]] = {}
        for one in stored:
            by_chain.setdefault(one.chain, []).append(one)
        for chain, added in by_chain.items():
            runs = self._runs(chain)
            links = [Link(one.op.id, one.op.seq, one.op.prev) for one in added]
            name = added[0].op.chain
            after = extend(runs, name, links)
            self._put_runs(chain, runs_of(name, self._links(chain)) if after is None else after)

    def _runs(self, chain: int) -> list[Run]:
        rows = self._connection.exec_driver_sql(
            'SELECT c.name, t.start, t."end", t.op_id FROM tip t JOIN chain c ON c.id = t.chain_id '
            "WHERE t.chain_id = ?",
            (chain,),
        )
        return [Run(*row) for row in rows]

    def _put_runs(self, chain: int, runs: Iterable[Run]) -> None:
        self._connection.exec_driver_sql("DELETE FROM tip WHERE chain_id = ?", (chain,))
        rows = [(run.tip, chain, run.start, run.end) for run in runs]
        insert_many(self._connection, "tip", ("op_id", "chain_id", "start", "end"), rows)

    def _links(self, chain: int) -> Iterator[Link]:
        rows = self._connection.exec_driver_sql(
            "SELECT op_id, seq, prev FROM op WHERE chain_id = ?", (chain,)
        )
        for op, seq, prev in rows:
            yield Link(op.hex(), seq, prev.hex() if prev else None)

    # --- seals ------------------------------------------------------------------------------------

    def seal(self, tips: Iterable[tuple[str, OpId]], added: Mapping[OpId, Stored]) -> None:
        """Mark every op that ``prev`` reaches from a signed (chain, tip).

        ``added`` are ops not inserted yet: they are marked in memory. A walk ends at an op that is
        sealed already, but for a gap that was open below it: ops that fill it are sealed by their
        successor.
        """
        older: set[int] = set()
        for chain, tip in tips:
            self._seal_down(chain, tip, added, older)
        for one in sorted(added.values(), key=lambda one: one.op.seq, reverse=True):
            if not one.sealed and self._successor_is_sealed(one):
                self._seal_down(one.op.chain, one.op.id, added, older)
        for rows in batched(sorted(older)):
            update = f"UPDATE op SET sealed = 1 WHERE id IN ({', '.join(map(str, rows))})"  # noqa: S608  # integers
            self._connection.exec_driver_sql(update)

    def _successor_is_sealed(self, one: Stored) -> bool:
        row = self._connection.exec_driver_sql(
            "SELECT 1 FROM op WHERE chain_id = ? AND seq = ? AND prev = ? AND sealed = 1",
            (one.chain, one.op.seq + 1, bytes.fromhex(one.op.id)),
        )
        return row.first() is not None

    def _seal_down(self, chain: str, tip: OpId, added: Mapping[OpId, Stored], older: set[int]) -> None:
        at: OpId | None = tip
        while at is not None:
            at = self._seal_one(chain, at, added, older)

    def _seal_one(self, chain: str, at: OpId, added: Mapping[OpId, Stored], older: set[int]) -> OpId | None:
        if (one := added.get(at)) is not None:
            if one.sealed or one.op.chain != chain:
                return None
            one.sealed = True
            return one.op.prev
        row = self._connection.exec_driver_sql(
            "SELECT op.id, sealed, prev FROM op JOIN chain ON chain.id = chain_id "
            "WHERE op_id = ? AND name = ?",
            (bytes.fromhex(at), chain),
        ).first()
        if row is None or row.sealed or row.id in older:
            return None
        older.add(row.id)
        return row.prev.hex() if row.prev else None

    def held(self, spaces: Collection[str] | None = None) -> list[Stored]:
        """Return every op, or every one of these spaces, that does not count."""
        # Put in order here: asked for it in order of rows, SQLite would look through the whole log.
        rows = sorted(self._rows("WHERE op.held IS NOT NULL", ()), key=lambda row: int(row.id))
        found = (Stored(read(line), *rest) for _op_id, line, *rest in rows)
        return [one for one in found if spaces is None or one.op.space in spaces]

    def counted(self, batch: int) -> Iterator[list[Stored]]:
        """Yield every op that counts, in log order, in batches."""
        after = 0
        clauses = "WHERE op.held IS NULL AND op.id > ? ORDER BY op.id LIMIT ?"
        while found := [
            Stored(again(line, op_id.hex()), *rest)
            for op_id, line, *rest in self._rows(clauses, (after, batch))
        ]:
            after = found[-1].row
            yield found

    def counted_of(
        self, trusts: Callable[[Seat], bool], spaces: Collection[str] | None = None
    ) -> list[Stored]:
        """Return every op that counts of the chains, in these spaces, of those not trusted wholly."""
        chains = self._connection.exec_driver_sql(
            "SELECT c.id, c.name, s.uuid FROM chain c JOIN space s ON s.id = c.space_id"
        ).all()
        found: list[Stored] = []
        for chain, name, space in chains:
            if (spaces is None or space in spaces) and not trusts((device_of(name), space)):
                rows = self._rows("WHERE held IS NULL AND chain_id = ? ORDER BY op.id", (chain,))
                found += [Stored(again(line, op.hex()), *rest) for op, line, *rest in rows]
        return found

    def put_by(self, records: Iterable[int]) -> list[Stored]:
        """Return the ops that count of those that put these records, in log order."""
        found: dict[int, Stored] = {}
        for batch in batched(records):
            listed = ", ".join(map(str, batch))
            rows = self._rows(
                f"WHERE held IS NULL AND op.id IN (SELECT op FROM record WHERE id IN ({listed}) "  # noqa: S608
                f"UNION SELECT op FROM touched WHERE record_id IN ({listed}))",
                (),
            )
            found.update((row, Stored(again(line, op.hex()), row, *rest)) for op, line, row, *rest in rows)
        return [found[row] for row in sorted(found)]

    def _rows(self, clauses: str, values: tuple[int, ...]) -> Iterable[Any]:
        statement = (
            "SELECT op_id, line, op.id, chain_id, space_id, sealed, held FROM op "  # noqa: S608  # our own clauses
            f"JOIN chain c ON c.id = chain_id {clauses}"
        )
        return self._connection.exec_driver_sql(statement, values)

    def set_held(self, verdicts: Iterable[tuple[str | None, int]]) -> None:
        """Set the verdict of ops in the log: (reason or None, row)."""
        if rows := list(verdicts):
            self._connection.exec_driver_sql("UPDATE op SET held = ? WHERE id = ?", rows)

    def counts(self, op: OpId, below: int | None = None) -> bool:
        """Return whether an op is in the log, in a row ``below`` the given one, and counts."""
        found = self._connection.exec_driver_sql(
            "SELECT id FROM op WHERE op_id = ? AND held IS NULL", (bytes.fromhex(op),)
        ).scalar()
        return found is not None and (below is None or found < below)

    def holds(self, op: OpId) -> bool:
        """Return whether an op is in the log, counted or held."""
        row = self._connection.exec_driver_sql("SELECT 1 FROM op WHERE op_id = ?", (bytes.fromhex(op),))
        return row.first() is not None

    def largest_row(self) -> int:
        """Return the row of the newest op, 0 for an empty log."""
        return int(self._connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM op").scalar_one())

    def gaps(self, chains: Iterable[int]) -> int:
        """Return how many runs of these chains do not reach back to their first op."""
        rows = select_in(
            self._connection,
            "SELECT count(*) FROM tip WHERE start > 1 AND chain_id IN ({keys})",
            sorted(chains),
        )
        return sum(row[0] for row in rows)

    # --- out --------------------------------------------------------------------------------------

    def have(self, spaces: Iterable[str]) -> dict[str, list[Run]]:
        """Return the runs in hand of each of ``spaces``."""
        found: dict[str, list[Run]] = {space: [] for space in spaces}
        rows = select_in(
            self._connection,
            'SELECT s.uuid, c.name, t.start, t."end", t.op_id FROM tip t JOIN chain c ON c.id = t.chain_id '
            "JOIN space s ON s.id = c.space_id WHERE s.uuid IN ({keys})",
            list(found),
        )
        for space, *run in rows:
            found[space].append(Run(*run))
        return {space: sorted(runs) for space, runs in found.items()}

    def tip(self, chain: str, space: str) -> tuple[int, OpId] | None:
        """Return (seq, op id) of the last op of a chain of one's own, or None if it has none."""
        row = self._connection.exec_driver_sql(
            'SELECT t."end", t.op_id FROM tip t JOIN chain c ON c.id = t.chain_id '
            "JOIN space s ON s.id = c.space_id "
            'WHERE c.name = ? AND s.uuid = ? ORDER BY t."end" DESC',
            (chain, space),
        ).first()
        return (row[0], row[1]) if row else None

    def lacking(self, spaces: Iterable[str], mark: Mapping[str, Sequence[Run]]) -> list[int]:
        """Return the rows of all ops of ``spaces`` that ``mark`` does not acknowledge, in log order."""
        rows: list[int] = []
        for space in spaces:
            links = self._space_links(space)
            known = _walk(links, mark.get(space, ()))
            rows.extend(row for op, (row, _link) in links.items() if op not in known)
        return sorted(rows)

    def reach(self, space: str, tips: Iterable[OpId]) -> set[int]:
        """Return the rows of every op of a space that ``prev`` reaches from ``tips``."""
        links = self._space_links(space)
        return {links[op][0] for op in _walk(links, [Run("", 1, 0, tip) for tip in tips])}

    def ancestors(self, space: str, tips: Iterable[OpId]) -> set[OpId]:
        """Return every op of a space in hand that ``prev`` reaches from ``tips``, these included."""
        return _walk(self._space_links(space), [Run("", 1, 0, tip) for tip in tips])

    def unsealed(self, device: str) -> set[OpId]:
        """Return the ops that came in a device's name and for which no seal vouches."""
        rows = self._connection.exec_driver_sql(
            "SELECT op_id, c.name FROM op JOIN chain c ON c.id = chain_id "
            "WHERE held IS NOT NULL AND sealed = 0"
        )
        return {op.hex() for op, name in rows if device_of(name) == device}

    def _space_links(self, space: str) -> dict[OpId, tuple[int, Link]]:
        rows = self._connection.exec_driver_sql(
            "SELECT op.id, op_id, seq, prev FROM op JOIN chain c ON c.id = chain_id "
            "JOIN space s ON s.id = c.space_id WHERE s.uuid = ?",
            (space,),
        )
        return {
            op.hex(): (row, Link(op.hex(), seq, prev.hex() if prev else None)) for row, op, seq, prev in rows
        }

    def lines(self, rows: Iterable[int]) -> Iterator[bytes]:
        """Yield the lines of these rows, in the order given within each batch."""
        for (line,) in select_in(
            self._connection, "SELECT line FROM op WHERE id IN ({keys}) ORDER BY id", rows
        ):
            yield line


def _walk(links: Mapping[OpId, tuple[int, Link]], mark: Iterable[Run]) -> set[OpId]:
    def link_of(op: OpId) -> Link | None:
        return links[op][1] if op in links else None

    return {op for run in mark for op in held(run, link_of)}
