"""Cells on their way from the grid onto the clipboard."""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.clipboard import text_of
from desktop_app.ui.grid.columns import Column
from desktop_app.ui.grid.painting import typable
from desktop_app.ui.tasks import Report

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row


@dataclass(frozen=True)
class Copy:
    """What is copied, and the grid as it stood when the key was pressed.

    ``parts``: the numbers of rows and the columns that are copied of each of them; ``typed``: what stands in
    cells and is not on the disk; ``here``: the rows that are loaded, by number.
    """

    topic: str
    parts: Sequence[tuple[Sequence[int], Sequence[Column]]]
    typed: Mapping[tuple[int, str], str]
    here: "MutableMapping[int, Row]"
    unit_name: Callable[[str], str]

    @property
    def count(self) -> int:
        """How many rows are copied."""
        return sum(len(numbers) for numbers, _columns in self.parts)

    def text_here(self) -> str | None:
        """Return the text if all of its rows are loaded, else None."""
        if not all(number in self.here for numbers, _columns in self.parts for number in numbers):
            return None
        return text_of(
            line for numbers, columns in self.parts for line in self._lines(numbers, columns, self.here)
        )

    def text(self, desk: "Desk", report: Report) -> str:
        """Return the text, read block by block: all the rows of a district are a gigabyte."""
        return text_of(self._read(desk, report))

    def _read(self, desk: "Desk", report: Report) -> Iterator[list[str]]:
        from desktop_app.app.views import BLOCK, rows

        done, count = 0, self.count
        for numbers, columns in self.parts:
            for start in range(0, len(numbers), BLOCK):
                report(done, count, _("Đang đọc…"))
                block = numbers[start : start + BLOCK]
                found = {row.id: row for row in rows(desk, self.topic, [one for one in block if one > 0])}
                yield from self._lines(block, columns, ChainMap(found, self.here))
                done += len(block)

    def _lines(
        self, numbers: Sequence[int], columns: Sequence[Column], rows: "Mapping[int, Row]"
    ) -> Iterator[list[str]]:
        for number in numbers:
            row = rows.get(number)
            yield [self._words(number, column, row) for column in columns]

    def _words(self, number: int, column: Column, row: "Row | None") -> str:
        typed = self.typed.get((number, column.key))
        if typed is not None or row is None:
            return typed or ""
        return typable(column.field, row) if column.field else self.unit_name(row.unit)
