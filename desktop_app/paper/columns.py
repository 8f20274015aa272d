"""Widths of table columns from what stands in them, so that nothing is cut off and little is broken.

Each column says what it needs (`Need`, in em); `fit` finds the largest type size and the widths in points at
which all needs are met; `groups` splits columns that no size fits into sets that do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

PADDING = 6.0
"""Points that a cell leaves free at its left and right together; the templates' inset is half of it."""

# In em, as `page.typ` sets lines.
_LINE = 1.11
_LEADING = 0.04
# In em. A word longer than these is broken, a serial number of 20 signs is not: otherwise one long word would
# starve all other columns.
_LONGEST_WORD = 12.0
_LONGEST_NUMBER = 16.0
# A cell is rather set in this many lines than narrower, and is not given more than this width.
_FEW_LINES = 6
_LONGEST_LINE = 24.0
_NEARLY_LARGEST = 3


@dataclass(frozen=True, slots=True)
class Need:
    """What a column's texts take: the widest word and line, and the title on one line, in em, unbounded.

    Numbers are not broken. ``floor``: points that the column has in any case.
    """

    word: float
    line: float
    title: float = 0.0
    weight: float = 1.0
    number: bool = False
    floor: float = 0.0

    def least(self, size: float) -> float:
        """Returns the least width in points at a type size in points."""
        word = min(self.word, _LONGEST_NUMBER if self.number else _LONGEST_WORD)
        return max(self.floor, size * max(word, min(self.line, _LONGEST_LINE) / _FEW_LINES) + PADDING)

    def ample(self, size: float) -> float:
        """Returns the width in points at which no cell is broken."""
        return max(self.least(size), size * min(self.line, _LONGEST_LINE) + PADDING)

    def roomy(self, size: float) -> float:
        """Returns the width in points at which the title is not broken either."""
        return max(self.ample(size), size * min(self.title, _LONGEST_WORD) + PADDING)


@dataclass(frozen=True, slots=True)
class Fit:
    """A type size and the width of each column, all in points."""

    size: float
    widths: tuple[float, ...]

    def room(self, column: int) -> float:
        """Returns how much text fits on one line of a column, in em."""
        return (self.widths[column] - PADDING) / self.size

    def height(self, lines: int) -> float:
        """Returns the height in points of a row whose tallest cell has so many lines."""
        return self.size * (lines * _LINE + (lines - 1) * _LEADING) + PADDING / 2


def fit(needs: Sequence[Need], width: float, sizes: Sequence[float]) -> Fit | None:
    """Returns the first of ``sizes`` at which the columns fit into ``width`` points, None where none does.

    A slightly smaller type is taken where it saves all breaking of lines.
    """
    spared = [size for size in sizes[:_NEARLY_LARGEST] if sum(need.ample(size) for need in needs) <= width]
    enough = [size for size in sizes if sum(need.least(size) for need in needs) <= width]
    best = next(iter((*spared, *enough)), None)
    return None if best is None else Fit(best, _share(needs, width, best))


def squeeze(needs: Sequence[Need], width: float, size: float) -> Fit:
    """Returns widths in proportion to the needs where a form may not be split: long words will be broken."""
    floor = sum(need.floor for need in needs)
    over = [need.least(size) - need.floor for need in needs]
    part = (width - floor) / sum(over)
    return Fit(size, tuple(need.floor + each * part for need, each in zip(needs, over, strict=True)))


def _share(needs: Sequence[Need], width: float, size: float) -> tuple[float, ...]:
    """Returns widths that fill ``width``: first every need is met, then cells are spared, then titles."""
    stages = [
        [need.least(size) for need in needs],
        [need.ample(size) for need in needs],
        [need.roomy(size) for need in needs],
    ]
    for few, more in pairwise(stages):
        if sum(more) > width:
            wishes = [(b - a) * need.weight for a, b, need in zip(few, more, needs, strict=True)]
            return _widened(few, wishes, width)
    wishes = [most * need.weight for most, need in zip(stages[-1], needs, strict=True)]
    return _widened(stages[-1], wishes, width)


def _widened(widths: Sequence[float], wishes: Sequence[float], width: float) -> tuple[float, ...]:
    part = (width - sum(widths)) / sum(wishes)
    return tuple(each + wish * part for each, wish in zip(widths, wishes, strict=True))


def groups(needs: Sequence[Need], fixed: int, width: float, size: float) -> list[list[int]]:
    """Returns sets of column indexes, each beginning with the first ``fixed`` columns and fitting ``width``.

    As few sets as possible, about equally full, so that no set is crowded beside an airy one.
    """
    least = [need.least(size) for need in needs]
    ample = [need.ample(size) for need in needs]
    room = width - sum(least[:fixed])
    tight = _filled(least, fixed, room)
    for slack in range(100, 200, 2):
        even = _filled(ample, fixed, sum(ample[fixed:]) / len(tight) * slack / 100)
        if len(even) <= len(tight) and all(sum(least[at] for at in each) <= room for each in even):
            tight = even
            break
    return [[*range(fixed), *each] for each in tight]


def _filled(sizes: Sequence[float], fixed: int, room: float) -> list[list[int]]:
    found: list[list[int]] = [[]]
    used = 0.0
    for column in range(fixed, len(sizes)):
        if found[-1] and used + sizes[column] > room:
            found.append([])
            used = 0.0
        found[-1].append(column)
        used += sizes[column]
    return found
