"""Running totals: what a long table comes to at the end of each page, carried over to the next.

The template shares the rows out over pages, by the heights of `tables`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from desktop_app.paper.words import Words, grouped


@dataclass(frozen=True, slots=True)
class Running:
    """The cells of the totals before the first row and after each, and what a total is called in its second cell.

    ``carry`` is said at a page's end, ``brought`` at the next one's head.
    """

    rows: Sequence[Sequence[str]]
    carry: str
    brought: str


def running(rows: Sequence[Sequence[int | None]], columns: Sequence[int], width: int, word: Words) -> Running:
    """Returns the totals of ``rows``, whose figures stand in these ``columns`` of a table ``width`` columns wide."""
    return Running(list(_cells(rows, columns, width)), word.carry, word.brought)


def _cells(rows: Sequence[Sequence[int | None]], columns: Sequence[int], width: int) -> Iterator[list[str]]:
    for known in sums(rows, len(columns)):
        cells = [""] * width
        for at, total in zip(columns, known, strict=True):
            cells[at] = grouped(total)
        yield cells


def sums(rows: Sequence[Sequence[int | None]], columns: int) -> Iterator[tuple[int | None, ...]]:
    """Yields what ``columns`` come to before the first row and after each; None while nothing is known."""
    return accumulate(rows, _added, initial=(None,) * columns)


def _added(before: Sequence[int | None], row: Sequence[int | None]) -> tuple[int | None, ...]:
    return tuple(b if a is None else a if b is None else a + b for a, b in zip(before, row, strict=True))
