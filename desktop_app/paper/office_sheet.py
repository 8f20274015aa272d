"""Sheets of tables that are the office's own, laid out by no circular: summary and consolidated tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.paper.model import Paragraph, Signature, Table
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.tables import signatures, table_data

# Points between the margins of an A4 page, upright and turned.
_UPRIGHT, _TURNED = 518.0, 765.0
# The type of the tables: a summary stands on two pages, the communes of a district and a total on one.
_LARGEST_UPRIGHT, _LARGEST_TURNED = 10.5, 9.0


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """Paragraphs and tables under a title, to be signed; A4 portrait, or landscape where ``wide``.

    ``is_empty``: there are no records that it could be about.
    """

    title: str
    unit: str
    about: Sequence[str]
    blocks: Sequence[Paragraph | Table]
    dated: str
    signatures: Sequence[Signature]
    foot: str
    wide: bool = False
    sample: bool = False
    is_empty: bool = False


def payload(form: OfficeSheet, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `office-sheet.typ`."""
    return {
        "foot": clipped(printer(form.foot)),
        "title": printer.prose(form.title),
        "unit": printer.prose(form.unit),
        "about": [printer.prose(line) for line in form.about],
        "wide": form.wide,
        "blocks": [_block(block, printer, wide=form.wide) for block in form.blocks],
        "dated": printer.prose(form.dated),
        "signatures": signatures(form.signatures, printer),
    }


def _block(block: Paragraph | Table, printer: Printer, *, wide: bool) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": printer.prose(block.text)}
    width, largest = (_TURNED, _LARGEST_TURNED) if wide else (_UPRIGHT, _LARGEST_UPRIGHT)
    return table_data(block, printer, width, largest)
