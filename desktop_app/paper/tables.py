"""A table made ready for the templates: cleaned cells, column widths, which cells and rows need care.

Most cells go to typst as plain strings. Two kinds do not: a word wider than its column is handed over in
pieces, so that it may break anywhere; a row too tall to be kept whole may run on over the page's end.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from desktop_app.paper.columns import Fit, Need, fit, groups, squeeze
from desktop_app.paper.measuring import Measure, Pieces, pieces
from desktop_app.paper.model import Align, Column, PaperHead, Signature, Table
from desktop_app.paper.printable import Printer
from desktop_app.paper.running import Running

# A row that takes more lines than this may be broken across pages: it would leave too much paper empty.
_LINES_KEPT_WHOLE = 12
_LONGEST_TITLE = 120
_MM = 72 / 25.4

# Of a table of figures: its type in points, largest first; how many columns repeat where they are split.
_SIZES = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_REPEATED = 1


class Grid:
    """The cells of a table, cleaned and measured: headings and totals are bold, other rows are not."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        total: Sequence[str],
        printer: Printer,
        running: Running | None = None,
    ) -> None:
        self.align: list[Align] = [column.align for column in columns]
        self.head = [_title(printer(column.title)) for column in columns]
        self.rows = [[printer(cell) for cell in row] for row in rows]
        self.total = [printer(cell) for cell in total]
        self.running = running
        self._plain, self._bold = Measure(), Measure("Bold")
        self.needs = [self._need(at, column) for at, column in enumerate(columns)]

    def _need(self, at: int, column: Column) -> Need:
        texts = {row[at] for row in self.rows} | {""}
        total = [*self.total[at : at + 1], *self._longest_running(at)]
        number = self.align[at] == "right"
        word = max(map(self._plain.longest_word, texts))
        line = max(map(self._plain.line, texts))
        for text in total:
            word, line = max(word, self._bold.longest_word(text)), max(line, self._bold.line(text))
        if number:
            word = line
        title = self._bold.title(self.head[at])
        return Need(
            max(word, title),
            max(line, title),
            self._bold.line(self.head[at]),
            max(column.weight, 0.01),
            number,
            column.least * _MM,
        )

    def _longest_running(self, at: int) -> list[str]:
        # All figures are of one width: the longest is the widest.
        return [max((texts[at] for texts in self.running.rows), key=len)] if self.running else []

    def fitted(self, width: float, sizes: Sequence[float], repeated: int) -> list[dict[str, Any]]:
        """Returns the tables, mostly one, in which all columns fit into ``width`` points.

        Columns too many for the smallest of ``sizes`` are split into groups at the middle one, each group
        beginning with the first ``repeated`` columns.
        """
        whole = fit(self.needs, width, sizes)
        if whole:
            return [self.prepared(whole)]
        size = sizes[len(sizes) // 2]
        parts = []
        for chosen in groups(self.needs, repeated, width, size):
            needs = [self.needs[at] for at in chosen]
            part = fit(needs, width, [size]) or squeeze(needs, width, size)
            parts.append(
                self.prepared(part, chosen) | {"part": [self.head[chosen[repeated]], self.head[chosen[-1]]]}
            )
        return parts

    def prepared(self, found: Fit, chosen: Sequence[int] | None = None) -> dict[str, Any]:
        """Returns what the template `table.typ` needs to set these columns in these widths."""
        columns = range(len(self.head)) if chosen is None else chosen
        rooms = [found.room(at) for at in range(len(columns))]
        return {
            "size": found.size,
            "widths": list(found.widths),
            "align": [self.align[at] for at in columns],
            "head": [
                pieces(self.head[at], room, self._bold) for at, room in zip(columns, rooms, strict=True)
            ],
            "cells": [row[at] for row in self.rows for at in columns],
            "wide": list(self._wide(columns, rooms)),
            "tall": list(self._tall(columns, rooms)),
            "total": [
                pieces(self.total[at], room, self._bold) for at, room in zip(columns, rooms, strict=True)
            ]
            if self._is_added_up(columns)
            else [],
        } | self._carried(found, columns, rooms)

    def _is_added_up(self, columns: Sequence[int]) -> bool:
        """Returns whether these columns, perhaps a part of all, have a total."""
        return bool(self.total) and (
            len(columns) == len(self.head)
            or any(self.total[at] for at in columns if self.align[at] == "right")
        )

    def _carried(self, found: Fit, columns: Sequence[int], rooms: Sequence[float]) -> dict[str, Any]:
        if self.running is None or not self._is_added_up(columns):
            return {}
        return {
            "tops": [0.0, *accumulate(map(found.height, self._lines(columns, rooms)))],
            "running": [[texts[at] for at in columns] for texts in self.running.rows],
            "carry": self.running.word.carry,
            "brought": self.running.word.brought,
            "named": self.running.named,
        }

    def _lines(self, columns: Sequence[int], rooms: Sequence[float]) -> Iterator[int]:
        """Yields in how many lines each row is set, never too few."""
        broken = [(at, room) for at, room in zip(columns, rooms, strict=True) if self._may_break(at, room)]
        known: dict[tuple[int, str], int] = {}
        for row in self.rows:
            most = 1
            for at, room in broken:
                key = (at, row[at])
                if key not in known:
                    known[key] = self._plain.wrapped(row[at], room)
                most = max(most, known[key])
            yield most

    def _may_break(self, at: int, room: float) -> bool:
        return self.needs[at].line > room or any("\n" in row[at] for row in self.rows)

    def _wide(self, columns: Sequence[int], rooms: Sequence[float]) -> Iterator[tuple[int, Pieces]]:
        suspects = [(i, at) for i, at in enumerate(columns) if self.needs[at].word > rooms[i]]
        for r, row in enumerate(self.rows):
            for i, at in suspects:
                if self._plain.longest_word(row[at]) > rooms[i]:
                    yield r * len(columns) + i, pieces(row[at], rooms[i], self._plain)

    def _tall(self, columns: Sequence[int], rooms: Sequence[float]) -> Iterator[int]:
        places = list(zip(columns, rooms, strict=True))
        for r, row in enumerate(self.rows):
            if any(self._is_tall(row[at], room) for at, room in places):
                yield r

    def _is_tall(self, text: str, room: float) -> bool:
        # Few texts are measured: a sign is mostly half an em wide, and never much more than one.
        if len(text) / room + text.count("\n") < _LINES_KEPT_WHOLE * 0.8:
            return False
        return self._plain.lines(text, room) > _LINES_KEPT_WHOLE


def _title(text: str) -> str:
    """Returns a title no longer than any sensible one: the head stands on every page and may not fill it."""
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1] + "…"


def table_data(table: Table, printer: Printer, width: float, largest: float = _SIZES[0]) -> dict[str, Any]:
    """Returns what `table-block` of the templates needs to set a table within ``width``, sizes in points."""
    grid = Grid(table.columns, table.rows, table.total, printer)
    return {
        "kind": "table",
        "title": printer.prose(table.title),
        "unit": printer.prose(table.unit),
        "note": printer.prose(table.note),
        "tables": [
            each | {"headings": list(table.headings)}
            for each in grid.fitted(width, [size for size in _SIZES if size <= largest], _REPEATED)
        ],
    }


def head_data(head: PaperHead, printer: Printer) -> dict[str, Any]:
    """Return what `form-head` of the template `page.typ` needs."""
    return {
        "unit": printer.prose(head.unit),
        "department": printer.prose(head.department),
        "budget_code": printer.prose(head.budget_code),
        "form_code": printer.prose(head.form_code),
        "circular": printer.prose(head.circular),
    }


def signatures(places: Sequence[Signature], printer: Printer) -> list[list[Pieces]]:
    """Returns title, hint and name of each place in a signature block."""
    return [[printer.prose(text) for text in (place.title, place.hint, place.name)] for place in places]
