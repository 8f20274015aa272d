"""A print register of any topic: its columns fitted to landscape A4, or split into groups that fit."""

from typing import Any

from desktop_app.domain.dates import format_date
from desktop_app.paper.model import Column, Lang, Register
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.tables import Grid, signatures
from desktop_app.paper.words import words

WIDTH = 765.0
"""Points between the margins of a landscape A4 page (297 mm less 2 × 13.5 mm)."""

_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
_REPEATED = 2  # the row's number and the first column, which says what the row is


def payload(register: Register, printer: Printer, lang: Lang) -> dict[str, Any]:
    """Returns the data of the template `register.typ`."""
    word = words(lang)
    columns = [Column(word.number, "center", 0.1), *register.columns]
    rows = [[str(number), *row] for number, row in enumerate(register.rows, start=1)]
    tables = Grid(columns, rows, (), printer).fitted(WIDTH, _SIZES, _REPEATED)
    return {
        "unit": printer.prose(register.unit),
        "foot": clipped(printer(register.title)),
        "title": printer.prose(register.title),
        "as_of": word.as_of.format(day=format_date(register.as_of)) if register.as_of else "",
        "note": printer.prose(register.note),
        "tables": tables,
        "parts": [
            printer.prose(
                word.part.format(part=at, parts=len(tables), first=table["part"][0], last=table["part"][1])
            )
            for at, table in enumerate(tables, start=1)
            if "part" in table
        ],
        "empty": "" if register.rows else word.empty,
        "dated": printer.prose(word.dated(register.place, register.prepared_on)),
        "signatures": signatures(register.signatures or word.signatures, printer),
    }
