"""Tables on the clipboard, as Excel and LibreOffice write and read them: tabs part cells, lines rows."""

import csv
import io
from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication

_ENDS = ("\n", "\r")
_PARTS = ("\t", "\n", "\r")


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as a text; a cell with a tab, a line or a quote in it is quoted.

    A line end follows each row, but for a single cell: that is pasted into other fields too.
    """
    lines = ["\t".join(map(_quoted, row)) + "\n" for row in rows]
    text = "".join(lines)
    single = len(lines) == 1 and "\t" not in text
    return text.removesuffix("\n") if single else text


def put(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def text() -> str:
    """Return the text on the clipboard, "" if there is none."""
    return QGuiApplication.clipboard().text()


def lines_at_most(text: str) -> int:
    """Return how many rows the table in a text has at most; no cell of it is looked at."""
    return max(text.count("\n"), text.count("\r")) + (not text.endswith(_ENDS))


def is_single(text: str) -> bool:
    """Return whether a text is one value: neither columns nor rows."""
    return not any(sign in text.removesuffix("\n").removesuffix("\r") for sign in _PARTS)


def table_of(text: str) -> list[list[str]]:
    """Return the cells of a text, each row as long as the longest; the line end at its end is no row.

    Where its quotes do not fit together they are letters like any other: LibreOffice does not quote them.
    """
    if not text:
        return []
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in lines.removesuffix("\n").split("\n")]
    width = max(1, *map(len, rows))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return rows


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\t\n"') else text
