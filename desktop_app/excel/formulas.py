"""Formulas without a result: other programs leave some behind, and they would look like blanks."""

import re
import zipfile
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desktop_app.app.ports import SheetNote
from desktop_app.i18n import _

_FORMULA: Final = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[ />]")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 32


def uncounted(path: Path, sheets: Collection[str], max_row: int, max_column: int) -> list[SheetNote]:
    """Return a note for each formula in ``sheets`` whose result the file does not hold."""
    if not _has_formulas(path):
        return []
    with closing(_load(path, values=False)) as formulas, closing(_load(path, values=True)) as results:
        return [
            note
            for title in sheets
            for note in _compare(title, formulas[title], results[title], max_row, max_column)
        ]


def _load(path: Path, *, values: bool) -> Any:
    return load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_finds(archive, name) for name in parts)


def _finds(archive: zipfile.ZipFile, name: str) -> bool:
    before = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-_OVERLAP:]
    return False


def _compare(title: str, formulas: Any, results: Any, max_row: int, max_column: int) -> list[SheetNote]:
    pairs = zip(
        formulas.iter_rows(max_row=max_row, max_col=max_column),
        results.iter_rows(max_row=max_row, max_col=max_column, values_only=True),
        strict=False,
    )
    return [
        _note(title, cell.row, get_column_letter(cell.column))
        for row, values in pairs
        for cell, value in zip(row, values, strict=False)
        if value is None and cell.data_type == "f"
    ]


def _note(title: str, row: int, column: str) -> SheetNote:
    return SheetNote(
        title,
        row,
        column,
        _("Công thức chưa có kết quả, không nhập."),
        _("Hãy mở sổ bằng Excel rồi lưu lại, hoặc ghi giá trị vào ô."),
    )
