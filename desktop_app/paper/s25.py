"""S25-H, Thẻ tài sản cố định: one card an asset, each on a page of its own.

The layout is that of the accounting cards which the trade knows (docs/decisions/019): until somebody has
compared it with the circular's, it is the office's own form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.paper.holdings import Holding
from desktop_app.paper.model import PaperHead, Signature
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.tables import head_data, signatures
from desktop_app.paper.words import grouped, long_date

SIGNATURES = (
    Signature("Người lập biểu"),
    Signature("Kế toán trưởng"),
    Signature("Thủ trưởng đơn vị", "(Ký, họ tên, đóng dấu)"),
)
_BLANK_CARD = Holding("", measure="")


@dataclass(frozen=True, slots=True)
class S25:
    """Asset cards: A4 portrait; without an asset one card to fill in by hand.

    ``year``: that for which the residual values are known.
    """

    head: PaperHead
    cards: Sequence[Holding]
    year: int | None = None
    signatures: Sequence[Signature] = SIGNATURES
    sample: bool = False


def payload(form: S25, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `s25.typ`."""
    return {
        "head": head_data(form.head, printer),
        "foot": clipped(printer(form.head.form_code)),
        "cards": [_card(one, form, printer) for one in form.cards or (_BLANK_CARD,)],
        "dated": long_date(None),
        "signatures": signatures(form.signatures, printer),
    }


def _card(one: Holding, form: S25, printer: Printer) -> dict[str, Any]:
    year = "" if one.year is None else str(one.year)
    return {
        "name": printer.prose(one.described),
        "code": printer.prose(one.code),
        "department": printer.prose(form.head.department or one.office),
        "used_since": printer.prose(year),
        "cost": ["Nguyên giá", grouped(one.cost)] if one.cost is not None else ["", ""],
        "worn": _worn(one, form.year),
    }


def _worn(one: Holding, year: int | None) -> list[str]:
    """Returns the year, the depreciation of that year (not known), and all of it up to then."""
    if one.cost is None or one.residual is None or one.residual > one.cost:
        return ["", "", ""]
    return ["" if year is None else str(year), "", grouped(one.cost - one.residual)]
