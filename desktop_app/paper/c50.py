"""C50-HD, Biên bản giao nhận TSCĐ: which assets one side hands over to another.

The layout is that of the hand-over record which the trade knows (docs/decisions/019): until somebody has
compared it with the circular's, it is the office's own form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.paper.columns import fit, squeeze
from desktop_app.paper.holdings import Holding, cost_notes
from desktop_app.paper.model import NAME, Column, PaperHead, Signature
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.running import running
from desktop_app.paper.tables import Grid, head_data, signatures
from desktop_app.paper.words import grouped, long_date

WIDTH = 765.0
"""Points between the margins of a landscape A4 page (297 mm less 2 × 13.5 mm)."""

SIGNATURES = (
    Signature("Thủ trưởng bên nhận", "(Ký, họ tên, đóng dấu)"),
    Signature("Kế toán trưởng bên nhận"),
    Signature("Người nhận"),
    Signature("Người giao"),
)
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5)
_COLUMNS = (
    Column("STT", "center", 0.2),
    Column("Tên, ký hiệu, quy cách (cấp hạng TSCĐ)", weight=3, least=NAME),
    Column("Số hiệu TSCĐ"),
    Column("Nước sản xuất (xây dựng)", weight=0.7),
    Column("Năm sản xuất", "center", 0.3),
    Column("Năm đưa vào sử dụng", "center", 0.3),
    Column("Công suất (diện tích thiết kế)", weight=1),
    Column("Giá mua (giá thành sản xuất)", "right", 0.5),
    Column("Chi phí vận chuyển", "right", 0.5),
    Column("Chi phí chạy thử", "right", 0.5),
    Column("......", "right", 0.3),
    Column("Nguyên giá TSCĐ", "right", 0.5),
    Column("Tài liệu kỹ thuật kèm theo", weight=0.7),
)
_GROUPS = ((7, 5, "Tính nguyên giá tài sản cố định"),)
_BLANK_ROWS, _COST = 4, 11
_LETTERS = (*"ABCD", *"12345678", "E")


@dataclass(frozen=True, slots=True)
class C50:
    """A record of handing over: A4 landscape, 13 columns. Who hands over to whom, and by which decision, is
    left to write in, as are the parts of the cost: the records know its sum only. Without rows some stand
    blank.
    """

    head: PaperHead
    rows: Sequence[Holding]
    signatures: Sequence[Signature] = SIGNATURES
    sample: bool = False


def payload(form: C50, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `c50.typ`."""
    rows = [_cells(at, one) for at, one in enumerate(form.rows, start=1)]
    rows = rows or [[""] * len(_COLUMNS)] * _BLANK_ROWS
    amounts = [(one.cost,) for one in form.rows] or [(None,)] * _BLANK_ROWS
    totals = running(amounts, (_COST,), len(_COLUMNS))
    grid = Grid(_COLUMNS, rows, totals.total, printer, totals)
    found = fit(grid.needs, WIDTH, _SIZES) or squeeze(grid.needs, WIDTH, _SIZES[-1])
    return {
        "head": head_data(form.head, printer),
        "foot": clipped(printer(form.head.form_code)),
        "dated": long_date(None),
        "table": grid.prepared(found) | {"groups": _GROUPS, "letters": _LETTERS},
        "notes": [*cost_notes(form.rows)],
        "signatures": signatures(form.signatures, printer),
    }


def _cells(at: int, one: Holding) -> list[str]:
    year = "" if one.year is None else str(one.year)
    return [str(at), one.described, one.code, "", "", year, "", "", "", "", "", grouped(one.cost), ""]
