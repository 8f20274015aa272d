"""Records as a workbook that is read again without loss: one sheet a topic, real numbers and dates.

What a cell cannot carry by its text alone (two offices of one name, a value of a newer program)
stands in a hidden sheet, with a fingerprint of the cell, and counts as long as nobody changed the cell.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from desktop_app.app.files import write_by
from desktop_app.app.ports import Desk
from desktop_app.app.wording import understand
from desktop_app.domain import kinds, values
from desktop_app.domain.kinds import Reading
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Cell, Value
from desktop_app.excel import look
from desktop_app.excel.cells import Typed, fingerprint, typed, written
from desktop_app.excel.columns import AS_TEXT, FORMAT, LISTS, MARK, META, STATUSES, Column, columns
from desktop_app.excel.content import SAMPLE, Book, Sheet, SheetRecord, of_desk
from desktop_app.excel.lists import Lists, title

CHUNK = 30_000
LONG = 255  # Excel 2007 shows longer text in a cell of the format "text" as ####
_RISKY = ("=", "+", "-", "@")

Line = list[Typed]


def write(desk: Desk, path: Path, topics: Sequence[str] = (), unit: str | None = None) -> int:
    """Write the records of ``topics`` (default: all), of one unit (a code) or of all; return how many."""
    return write_book(path, of_desk(desk, topics, unit))


def write_book(path: Path, book: Book) -> int:
    """Write a workbook at ``path``, whole or not at all; return how many records it holds."""
    made = Workbook(write_only=True)
    made.properties.title = f"{SAMPLE} – {book.title}" if book.sample else book.title
    made.properties.creator, made.properties.created = "Mở Đường", book.made
    lists = Lists(book.showing.lang, [sheet.topic for sheet in book.sheets])
    meta: list[list[str]] = [[MARK, str(FORMAT)]]
    for sheet in book.sheets:
        meta += _SheetWriter(made.create_sheet(title(sheet.topic)), book, sheet).write(lists)
    _write_hidden(made.create_sheet(LISTS), lists.rows())
    _write_hidden(made.create_sheet(META), meta)
    write_by(path, made.save)
    return sum(len(sheet.records) for sheet in book.sheets)


def _write_hidden(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    sheet.sheet_state = "veryHidden"
    look.set_size(sheet, max(map(len, rows), default=1), len(rows))
    for row in rows:
        sheet.append([look.text_cell(sheet, text) for text in row])


class _SheetWriter:
    """One topic's sheet in the making."""

    def __init__(self, sheet: Any, book: Book, content: Sheet) -> None:
        self._sheet, self._book, self._content = sheet, book, content
        self._columns = columns(content.topic)
        self._known: dict[Any, tuple[Typed, str, bool]] = {}
        self._readings: dict[str, Reading] = {}
        self._exact: list[list[str]] = []

    def write(self, lists: Lists) -> list[list[str]]:
        """Write the sheet; return what the hidden sheet has to say of it."""
        lines = [self._line(record) for record in self._content.records]
        self._lay_out(lines)
        self._sheet.append([self._heading(column) for column in self._columns])
        pens = [_Pen(self._sheet, column) for column in self._columns]
        for line in lines:
            self._sheet.append([pen.cell(value) for pen, value in zip(pens, line, strict=True)])
        for validation in lists.validations(self._content.topic, len(lines) + 1):
            self._sheet.data_validations.append(validation)
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{len(lines) + 1}"
        key = self._content.topic.key
        return [["column", key, column.key, self._label(column)] for column in self._columns] + self._exact

    def _label(self, column: Column) -> str:
        return column.label.text(self._book.showing.lang)

    def _heading(self, column: Column) -> Any:
        return look.head_cell(self._sheet, self._label(column), quiet=column.field is None)

    # --- layout

    def _lay_out(self, lines: Sequence[Line]) -> None:
        """Set what the file wants before the first row."""
        sheet = self._sheet
        look.set_size(sheet, len(self._columns), len(lines) + 1)
        look.fit_widths(sheet, [self._label(column) for column in self._columns], lines)
        for place, column in enumerate(self._columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].number_format = column.number_format
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = "E2"
        kept = f"{self._content.topic.title.text(self._book.showing.lang)} – {self._book.title}"
        look.set_page(sheet, f"{SAMPLE} – {kept}" if self._book.sample else kept, head_rows=1)
        if self._book.sample:
            sheet.sheet_properties.tabColor = "C0392B"

    # --- records

    def _line(self, record: SheetRecord) -> Line:
        status = STATUSES.get(record.status)
        line: Line = [record.rec, record.unit, status.text(self._book.showing.lang) if status else None]
        for field in kinds.written(self._content.topic):
            value, word, carried = self._put(field, record.cells.get(field.key), record.space)
            line += [value, word or None] if field.estimable else [value]
            if not carried:
                place = [self._content.topic.key, record.rec, field.key]
                mark = fingerprint(typed(field, value), word)
                self._exact.append(["exact", *place, mark, *_chunks(record.cells[field.key])])
        return [*line, record.round or None]

    def _put(self, field: Field, cell: Cell, space: str) -> tuple[Typed, str, bool]:
        """Return what is written, the word beside it, and whether reading it gives the same cell again."""
        if cell is None:
            return None, "", True
        key = self._cache_key(field, cell, space)
        if key is not None and key in self._known:
            return self._known[key]
        value, word = written(field, cell, self._book.showing)
        if space not in self._readings:
            self._readings[space] = self._book.reading(space)
        back = understand(self._readings[space], field, typed(field, value), word if field.estimable else "")
        found = value, word, back == cell and _same_type(back, cell)
        if key is not None:
            self._known[key] = found
        return found

    @staticmethod
    def _cache_key(field: Field, cell: Cell, space: str) -> Any:
        """Return a key where values repeat, or None."""
        if not isinstance(cell, Value) or not isinstance(cell.v, str | int):
            return None
        if field.kind in (Kind.LONG_TEXT, Kind.MOMENT):
            return None
        return field.key, type(cell.v), cell.v, cell.state, space if field.kind is Kind.REFERENCE else ""


def _same_type(back: Cell, cell: Cell) -> bool:
    """Say that True is not 1."""
    return type(values.plain(back)) is type(values.plain(cell))


def _chunks(cell: Cell) -> Iterator[str]:
    # Escaped, so that no letter of it means anything to XLSX.
    line = json.dumps(values.to_json(cell)).replace("_", "\\u005f")
    for start in range(0, len(line), CHUNK):
        yield line[start : start + CHUNK]


class _Pen:
    """The cells of one column: each row writes through the same ones, which is quick."""

    def __init__(self, sheet: Any, column: Column) -> None:
        quiet = column.field is None
        self._plain = _cell(sheet, column.number_format, quiet=quiet)
        self._quoted = _cell(sheet, AS_TEXT, quiet=quiet)
        self._quoted.quotePrefix = True
        self._long = _cell(sheet, "General", quiet=quiet)
        self._long.quotePrefix = True

    def cell(self, value: Typed) -> Any:
        """Return a styled cell that holds ``value``; None for a blank."""
        if value is None:
            return None
        if not isinstance(value, str):
            self._plain.value = value
            return self._plain
        cell = self._long if len(value) > LONG else self._quoted if value.startswith(_RISKY) else self._plain
        look.put_text(cell, value)
        return cell


def _cell(sheet: Any, number_format: str, *, quiet: bool) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.number_format, cell.alignment = number_format, look.TOP
    if quiet:
        cell.font = look.QUIET_FONT
    return cell
