"""How many records hold the same values: counted once, and kept in step with what is written."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from desktop_app.app.ports import Transaction
from desktop_app.domain.identities import identity

Mark = int
"""A question as 64 bits of its hash, for there are some of them a record: at 100,000 records two that
differ have one mark in one home of a thousand million. The marks are new in every process."""


class Shape(NamedTuple):
    """What is counted: the shown records of a topic by these fields, in each space or in all of them.

    ``folded``: by what the values identify (`desktop_app.domain.identities`), not by the values themselves.
    """

    topic: str
    fields: tuple[str, ...]
    folded: bool = False
    anywhere: bool = False

    def mark(self, space: str, found: Iterable[Any]) -> Mark | None:
        """Return what a record with these values counts under; None where one says nothing."""
        held = tuple(map(identity, found) if self.folded else found)
        return None if None in held else hash((self, None if self.anywhere else space, held))


class Tally:
    """How many rows count under each mark of a shape, and which.

    Rows as they were first read stand in arrays, 28 bytes each, where dicts take ten times that: in the
    order of their numbers, and once more in that of their marks. What was written since stands in dicts.
    """

    def __init__(self, shape: Shape, tx: Transaction) -> None:
        self.shape = shape
        self._rows, self._marks = array("q"), array("q")
        for row, mark in self._read(tx, ""):
            self._rows.append(row)
            self._marks.append(mark)
        self._order = array("l", sorted(range(len(self._marks)), key=self._marks.__getitem__))
        self._sorted = array("q", map(self._marks.__getitem__, self._order))
        self._since: dict[int, Mark | None] = {}
        self._more = Counter[Mark]()

    def __getitem__(self, mark: Mark) -> int:
        low, high = self._span(mark)
        return high - low + self._more[mark]

    def mark_of(self, row: int) -> Mark | None:
        """Return what a row counts under; None for one that does not."""
        if row in self._since:
            return self._since[row]
        at = bisect_left(self._rows, row)
        return self._marks[at] if at < len(self._rows) and self._rows[at] == row else None

    def under(self, mark: Mark) -> Iterator[int]:
        """Yield the rows that count under a mark."""
        then = (self._rows[self._order[at]] for at in range(*self._span(mark)))
        yield from (row for row in then if row not in self._since)
        yield from (row for row, now in self._since.items() if now == mark)

    def renew(self, tx: Transaction, ids: Sequence[int]) -> set[Mark]:
        """Count these rows as they are now; return the marks whose count has become another."""
        before = Counter(map(self.mark_of, ids))
        found = dict(self._read(tx, f"WHERE id IN ({', '.join(map(str, ids))})"))
        self._since.update((row, found.get(row)) for row in ids)
        after = Counter(map(self.mark_of, ids))
        changed = {mark for mark in before | after if mark is not None and before[mark] != after[mark]}
        for mark in changed:
            self._more[mark] += after[mark] - before[mark]
        return changed

    def _span(self, mark: Mark) -> tuple[int, int]:
        return bisect_left(self._sorted, mark), bisect_right(self._sorted, mark)

    def _read(self, tx: Transaction, where: str) -> Iterator[tuple[int, Mark]]:
        """Yield row, mark of those that count, in the order of their numbers."""
        columns = ", ".join(f'"{name}"' for name in self.shape.fields)
        asked = f"SELECT id, space, {columns} FROM p_{self.shape.topic} {where} ORDER BY id"  # noqa: S608  # our own
        for row, space, *found in tx.execute(asked, {}):
            if (mark := self.shape.mark(space, found)) is not None:
                yield row, mark
