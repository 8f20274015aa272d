"""Blocks of cells by line and column: where what is pasted goes, what a fill takes from where."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

Spot = tuple[int, int]
"""A line and a column."""


class Area(NamedTuple):
    """A block of cells, its last line and column included."""

    top: int
    left: int
    bottom: int
    right: int


def bands(areas: Sequence[Area]) -> list[tuple[range, list[int]]]:
    """Return lines and the columns selected in each of them, from the top; no cell is looked at by itself."""
    edges = sorted({area.top for area in areas} | {area.bottom + 1 for area in areas})
    found = []
    for top, end in pairwise(edges):
        across = [area for area in areas if area.top <= top <= area.bottom]
        columns = {column for area in across for column in range(area.left, area.right + 1)}
        if columns:
            found.append((range(top, end), sorted(columns)))
    return found


def placed(said: Sequence[Sequence[str]], chosen: Collection[Spot]) -> Iterator[tuple[Spot, str]]:
    """Yield where each text of a table goes that is pasted over the chosen cells.

    One value goes into every chosen cell; a block begins at the first, and is repeated where it fits a
    whole number of times.
    """
    deep, wide = len(said), len(said[0])
    if deep == wide == 1:
        yield from ((spot, said[0][0]) for spot in sorted(chosen))
        return
    top, left, bottom, right = _edges(chosen)
    columns = range(left, left + wide * _times(right - left + 1, wide))
    for line in range(top, top + deep * _times(bottom - top + 1, deep)):
        texts = said[(line - top) % deep]
        for column in columns:
            yield (line, column), texts[(column - left) % wide]


def reach(chosen: Collection[Spot], deep: int, *, single: bool) -> Sequence[int]:
    """Return the lines that a table of at most ``deep`` lines can go to; ``single``: one value."""
    if single:
        return sorted({line for line, _column in chosen})
    top, _left, bottom, _right = _edges(chosen)
    return range(top, max(bottom + 1, top + deep))


def filled_down(chosen: Collection[Spot]) -> dict[Spot, Spot]:
    """Return cell → the one whose value it takes: the topmost line fills those below, one line the one above.

    Nothing stands above the first line.
    """
    if not chosen:
        return {}
    top, _left, bottom, _right = _edges(chosen)
    source = top if top < bottom else top - 1
    return {(line, column): (source, column) for line, column in chosen if line > source >= 0}


def lines_of(words: Mapping[Spot, str]) -> list[list[str]]:
    """Return the words of cells as a table, line by line."""
    lines: dict[int, list[str]] = {}
    for spot in sorted(words):
        lines.setdefault(spot[0], []).append(words[spot])
    return list(lines.values())


def _edges(spots: Collection[Spot]) -> tuple[int, int, int, int]:
    """Return the first line and column and the last ones."""
    lines, columns = {line for line, _column in spots}, {column for _line, column in spots}
    return min(lines), min(columns), max(lines), max(columns)


def _times(room: int, size: int) -> int:
    return room // size if room % size == 0 else 1
