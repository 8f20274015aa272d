"""Running totals: what a long table comes to at the end of each page, carried over to the next.

The template shares the rows out over pages, by the heights of `tables`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from operator import add, or_

from desktop_app.domain.numbers import format_whole
from desktop_app.paper.model import Lang
from desktop_app.paper.words import Words, words

Amounts = Sequence[int | None]
"""The amounts of one row; None: not known."""

Guesses = Sequence[bool]
"""Which amounts of one row are estimates."""


@dataclass(frozen=True, slots=True)
class Running:
    """The cells of the totals before the first row and after each, and the cell that names a total.

    ``missing``: how many amounts of each column are not known.
    """

    rows: Sequence[Sequence[str]]
    word: Words
    missing: Sequence[int]
    named: int = 1

    @property
    def total(self) -> list[str]:
        """The cells of the whole table's total."""
        return [self.word.total if at == self.named else cell for at, cell in enumerate(self.rows[-1])]

    def then(self, others: "Running") -> "Running":
        """Returns the totals of these rows and of others below them, whose amounts stand in other columns."""
        last = self.rows[-1]
        below = [[a or b for a, b in zip(last, row, strict=True)] for row in others.rows[1:]]
        return Running([*self.rows, *below], self.word, (*self.missing, *others.missing), self.named)


def running(
    rows: Sequence[Amounts],
    columns: Sequence[int],
    width: int,
    lang: Lang = "vi",
    named: int = 1,
    guesses: Sequence[Guesses] = (),
) -> Running:
    """Returns the totals of ``rows``, whose amounts stand in ``columns`` of a table of ``width`` columns.

    A total that holds one of ``guesses`` (as many rows and columns; empty: none) is marked as an estimate.
    """
    none: Guesses = (False,) * len(columns)
    missing = list(unknown(rows, len(columns)))
    guessed = accumulate(guesses or repeat(none, len(rows)), _either, initial=none)
    totals = zip(sums(rows, len(columns)), missing, guessed, strict=True)
    cells = [_cells(zip(columns, *each, strict=True), width, lang) for each in totals]
    return Running(cells, words(lang), missing[-1], named)


def _cells(totals: Iterable[tuple[int, int | None, int, bool]], width: int, lang: Lang) -> list[str]:
    cells = [""] * width
    for at, total, missing, is_guess in totals:
        text = shown_total(total, missing, lang)
        cells[at] = words(lang).estimate.format(number=text) if is_guess else text
    return cells


def shown_total(total: int | None, missing: int, lang: Lang = "vi") -> str:
    """Returns a total, with a star where amounts that are not known are left out of it."""
    return "" if total is None else format_whole(total, lang) + ("*" if missing else "")


def _either(before: Guesses, row: Guesses) -> Guesses:
    return tuple(map(or_, before, row))


def sums(rows: Sequence[Amounts], columns: int) -> Iterator[Amounts]:
    """Yields what ``columns`` come to before the first row and after each; None while nothing is known."""
    return accumulate(rows, _added, initial=(None,) * columns)


def unknown(rows: Sequence[Amounts], columns: int) -> Iterator[tuple[int, ...]]:
    """Yields how many amounts were not known before the first row and after each."""
    missing = (tuple(int(amount is None) for amount in row) for row in rows)
    return accumulate(missing, lambda a, b: tuple(map(add, a, b)), initial=(0,) * columns)


def _added(before: Amounts, row: Amounts) -> Amounts:
    return tuple(b if a is None else a if b is None else a + b for a, b in zip(before, row, strict=True))
