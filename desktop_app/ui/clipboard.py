"""Tables on the clipboard, as Excel and LibreOffice write and read them: tabs part cells, lines rows."""

import csv
import io
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication


def put_table(rows: Iterable[Sequence[str]]) -> None:
    """Put a table on the clipboard; a cell with a tab, a line or a quote in it is quoted.

    A line end follows each row, but for a single cell: that is pasted into other fields too.
    """
    lines = ["\t".join(map(_quoted, row)) + "\n" for row in rows]
    text = "".join(lines)
    single = len(lines) == 1 and "\t" not in text
    QGuiApplication.clipboard().setText(text.removesuffix("\n") if single else text)


def table() -> list[list[str]]:
    """Return the table on the clipboard, [] if there is no text."""
    return table_of(QGuiApplication.clipboard().text())


def table_of(text: str) -> list[list[str]]:
    """Return the cells of a text, each row as long as the longest; the line end at its end is no row.

    Where its quotes do not fit together they are letters like any other: LibreOffice does not quote them.
    """
    if not text:
        return []
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.splitlines()]
    width = max(1, *map(len, rows))
    return [[_plain(cell) for cell in row] + [""] * (width - len(row)) for row in rows]


def _plain(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\t\n"') else text
