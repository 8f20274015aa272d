"""S26-H, Sổ theo dõi TSCĐ và công cụ, dụng cụ tại nơi sử dụng: what came in, what went out, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.paper.columns import fit, squeeze
from desktop_app.paper.holdings import Holding, cost_notes
from desktop_app.paper.model import NAME, Column, PaperHead, Signature
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.running import Running, running
from desktop_app.paper.tables import Grid, head_data, signatures
from desktop_app.paper.words import grouped, long_date

WIDTH = 765.0
"""Points between the margins of a landscape A4 page (297 mm less 2 × 13.5 mm)."""

SIGNATURES = (Signature("Người lập biểu"), Signature("Kế toán trưởng"))

_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
_COLUMNS = (
    Column("Ngày tháng ghi sổ", "center", 0.5),
    Column("Số hiệu", weight=0.5),
    Column("Ngày tháng", "center", 0.5),
    Column("Tên TSCĐ và công cụ, dụng cụ", weight=3, least=NAME),
    Column("Đơn vị tính", "center", 0.2),
    Column("Số lượng", "right", 0.2),
    Column("Đơn giá", "right", 0.5),
    Column("Thành tiền", "right", 0.5),
    Column("Lý do", weight=1),
    Column("Số lượng", "right", 0.2),
    Column("Đơn giá", "right", 0.5),
    Column("Thành tiền", "right", 0.5),
)
_GROUPS = (
    (1, 2, "Chứng từ"),
    (5, 3, "Ghi tăng tài sản cố định và công cụ, dụng cụ"),
    (8, 4, "Ghi giảm tài sản cố định và công cụ, dụng cụ"),
)
_NAME = 3
_CAME_IN, _WENT_OUT = (5, 7), (9, 11)  # how many, what they cost
_LETTERS = (*"ABCDE", *"1234567")


@dataclass(frozen=True, slots=True)
class S26:
    """The ledger of one place of use: A4 landscape, 12 columns under two levels of titles.

    ``held`` and ``gone`` came in by the year they were put in use; ``gone`` went out too, for its reason.
    Days and vouchers are not in the records: they are left to write in.
    """

    head: PaperHead
    place_of_use: str
    held: Sequence[Holding]
    gone: Sequence[Holding] = ()
    year: int | None = None
    signatures: Sequence[Signature] = SIGNATURES
    sample: bool = False


def payload(form: S26, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `s26.typ`."""
    came = sorted((*form.held, *form.gone), key=lambda one: (one.year is None, one.year or 0))
    rows = [*map(_came_in, came), *map(_went_out, form.gone)]
    totals = _totals(came, _CAME_IN).then(_totals(form.gone, _WENT_OUT))
    grid = Grid(_COLUMNS, rows, totals.total, printer, totals)
    found = fit(grid.needs, WIDTH, _SIZES) or squeeze(grid.needs, WIDTH, _SIZES[-1])
    return {
        "head": head_data(form.head, printer),
        "foot": clipped(printer(form.head.form_code)),
        "year": "" if form.year is None else str(form.year),
        "place_of_use": printer.prose(form.place_of_use),
        "table": grid.prepared(found) | {"groups": _GROUPS, "letters": _LETTERS},
        "notes": [*_notes(came)],
        "dated": long_date(None).replace("n", "N", 1),
        "signatures": signatures(form.signatures, printer),
    }


def _came_in(one: Holding) -> list[str]:
    year = "" if one.year is None else str(one.year)
    cost = grouped(one.cost)
    return [year, "", "", _name(one), one.measure, "1", cost, cost, "", "", "", ""]


def _went_out(one: Holding) -> list[str]:
    cost = grouped(one.cost)
    return ["", "", "", _name(one), one.measure, "", "", "", one.why, "1", cost, cost]


def _name(one: Holding) -> str:
    return f"{one.name} ({one.code})" if one.code else one.name


def _totals(rows: Sequence[Holding], columns: Sequence[int]) -> Running:
    """Returns how many there are and what they cost as far as that is known; unit prices are not added up."""
    return running([(1, one.cost) for one in rows], columns, len(_COLUMNS), named=_NAME)


def _notes(rows: Sequence[Holding]) -> Iterator[str]:
    if rows:
        yield "Cột A: năm đưa vào sử dụng; ngày tháng và chứng từ để trống do chưa có trong số liệu."
    yield from cost_notes(rows)
