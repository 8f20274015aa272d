"""C53-HD, Biên bản kiểm kê TSCĐ (TT 107/2017/TT-BTC): differences, totals and what is not known."""

from collections.abc import Iterator, Sequence
from typing import Any

from desktop_app.paper.columns import fit, squeeze
from desktop_app.paper.measuring import Pieces
from desktop_app.paper.model import C53, NAME, AssetRow, Column, Member
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.running import running
from desktop_app.paper.tables import Grid, head_data, signatures
from desktop_app.paper.words import DOTS, grouped, long_date, moment

WIDTH = 765.0
"""Points between the margins of a landscape A4 page (297 mm less 2 × 13.5 mm)."""

_SIZES = (9.0, 8.5, 8.0, 7.5)
_FIGURES = ("Số lượng", "Nguyên giá", "Giá trị còn lại")
_GROUPS = ("Theo sổ kế toán", "Theo kiểm kê", "Chênh lệch")
_PLACE = 20.0  # mm: an office's name, or a room's, in less is a word a line
_COLUMNS = (
    Column("STT", "center", 0.2),
    Column("Tên TSCĐ", weight=2, least=NAME),
    Column("Mã số"),
    Column("Nơi sử dụng", weight=1.5, least=_PLACE),
    *(Column(title, "right", 0.5) for _ in _GROUPS for title in _FIGURES),
    Column("Ghi chú"),
)
_FIGURE_COLUMNS = range(4, 13)
_BLANK_COMMITTEE = (Member(role="Trưởng ban"), Member(), Member())

Figures = tuple[int | None, ...]


def figures(row: AssetRow) -> Figures:
    """Returns the nine figures of a row: booked, counted, and counted less booked (None: not known)."""
    booked = (row.book_qty, row.book_cost, row.book_residual)
    counted = (row.count_qty, row.count_cost, row.count_residual)
    pairs = zip(counted, booked, strict=True)
    return (*booked, *counted, *(None if c is None or b is None else c - b for c, b in pairs))


def payload(form: C53, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `c53.typ`."""
    rows = [figures(row) for row in form.rows]
    totals = running(rows, _FIGURE_COLUMNS, len(_COLUMNS))
    grid = Grid(_COLUMNS, list(_cells(form.rows, rows)), totals.total, printer, totals)
    found = fit(grid.needs, WIDTH, _SIZES) or squeeze(grid.needs, WIDTH, _SIZES[-1])
    groups = [(4 + 3 * at, 3, title) for at, title in enumerate(_GROUPS)]
    return {
        "head": head_data(form.head, printer),
        "foot": clipped(printer(form.head.form_code)),
        "title": printer.prose(form.title),
        "taken_at": moment(form.taken_at),
        "committee": [_member(member, printer) for member in form.committee or _BLANK_COMMITTEE],
        "table": grid.prepared(found) | {"groups": groups},
        "notes": [*_notes(totals.missing, form.rows)],
        "prepared_on": long_date(form.prepared_on).replace("ngày", "Ngày", 1),
        "signatures": signatures(form.signatures, printer),
    }


def _cells(assets: Sequence[AssetRow], rows: Sequence[Figures]) -> Iterator[list[str]]:
    for number, (asset, row) in enumerate(zip(assets, rows, strict=True), start=1):
        note = "; ".join(filter(None, ("bản nháp" if asset.draft else "", asset.note)))
        yield [str(number), asset.name, asset.code, asset.place, *map(grouped, row), note]


def _member(member: Member, printer: Printer) -> list[Pieces]:
    return [
        printer.prose(text) for text in (member.name, member.position, member.represents, member.role or DOTS)
    ]


def _notes(unknown: Sequence[int], rows: Sequence[AssetRow]) -> Iterator[str]:
    missing = [
        f"{_FIGURES[at % 3].lower()} {_GROUPS[at // 3].lower()} {grouped(count)} dòng"
        for at, count in enumerate(unknown[:6])
        if count
    ]
    if missing:
        yield (
            f"* Chưa có số liệu: {', '.join(missing)}. Dòng cộng chỉ gồm số đã biết; "
            "chênh lệch chỉ tính ở dòng có đủ số theo sổ và số kiểm kê."
        )
    guessed, drafts = sum(row.is_guess for row in rows), sum(row.draft for row in rows)
    if guessed:
        yield f"Dòng cộng gồm cả số ước tính của {grouped(guessed)} dòng (xem cột Ghi chú)."
    if drafts:
        yield f"{grouped(drafts)} dòng là bản nháp, số liệu chưa chốt."
