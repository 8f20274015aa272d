"""A print register of any topic: its columns fitted to A4, or split into groups that fit.

Portrait where all columns have ample room at the largest type, else landscape.
"""

from typing import Any

from desktop_app.domain.dates import format_date
from desktop_app.paper.model import Column, Lang, Register
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.running import Running, running
from desktop_app.paper.tables import Grid, signatures
from desktop_app.paper.words import words

WIDTH, PORTRAIT = 765.0, 518.0
"""Points between the margins of an A4 page, landscape and portrait (297 and 210 mm less 2 × 13.5 mm)."""

_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
_REPEATED = 2  # the row's number and the first column, which says what the row is


def payload(register: Register, printer: Printer, lang: Lang) -> dict[str, Any]:
    """Returns the data of the template `register.typ`."""
    word = words(lang)
    columns = [Column(word.number, "center", 0.1), *register.columns]
    rows = [[str(number), *row] for number, row in enumerate(register.rows, start=1)]
    totals = _totals(register, len(columns), lang)
    grid = Grid(columns, rows, totals.total if totals else (), printer, totals)
    portrait = not register.high and sum(need.ample(_SIZES[0]) for need in grid.needs) <= PORTRAIT
    tables = grid.fitted(PORTRAIT if portrait else WIDTH, _SIZES, _REPEATED)
    if register.high:
        tables = [table | {"high": register.high} for table in tables]
    return {
        "portrait": portrait,
        "unit": printer.prose(register.unit),
        "foot": clipped(printer(register.title)),
        "title": printer.prose(register.title),
        "as_of": word.as_of.format(day=format_date(register.as_of)) if register.as_of else "",
        "note": printer.prose(register.note),
        "legend": [printer(line) for line in register.legend],
        "partial": word.partial if totals and any(totals.missing) else "",
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


def _totals(register: Register, width: int, lang: Lang) -> Running | None:
    if not register.amounts or not register.rows:
        return None
    columns = [at + 1 for at in register.amounts]  # the row's number comes first
    none = [False] * len(register.rows)
    guesses = [register.guesses.get(at, none) for at in register.amounts]
    amounts, guessed = (list(zip(*each, strict=True)) for each in (register.amounts.values(), guesses))
    return running(amounts, columns, width, lang, guesses=guessed)
