"""The consolidated report as a workbook: every figure, then each topic summed up by commune."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import Workbook

from desktop_app.app.figures import agreement, figures
from desktop_app.app.files import write_by
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.domain.topic import Topic
from desktop_app.excel import look
from desktop_app.excel.content import SAMPLE
from desktop_app.excel.lists import title as sheet_title
from desktop_app.excel.summary import UnitSums, by_unit, sums, total
from desktop_app.i18n import _, language, plural
from desktop_app.indicators.model import Figure, Measure, Number

_WHOLE: Final = "#,##0"
_EXACT: Final = "#,##0.##"
_PERCENT: Final = '0.0" %"'
_ESTIMATE: Final = '"≈ "#,##0'


class _Cell(NamedTuple):
    """A value and its number format; text is always text."""

    value: Number | str | None
    form: str = _WHOLE


def write_report(desk: Desk, path: Path) -> None:
    """Write the report of the whole home at ``path``, whole or not at all."""
    found = figures(desk)
    book = Workbook(write_only=True)
    with desk.store.read() as tx:
        place = place_of(tx)
        book.properties.title, book.properties.creator = _title(place), "Mở Đường"
        _Sheet(book.create_sheet(_("Chỉ tiêu")[:31]), place).write(_figure_heads(), map(_figure, found))
        units = {place.unit: place.name} | {
            unit.id: desk.units.name(unit.id, place.on) for unit in desk.units.children(place.unit, place.on)
        }
        for topic in desk.topics.all:
            _write_topic(_Sheet(book.create_sheet(sheet_title(topic)), place), tx, topic, units)
    write_by(path, book.save)


def _title(place: Place) -> str:
    title = _("Số liệu tổng hợp – {unit}").format(unit=place.name)
    return f"{SAMPLE} – {title}" if place.sample else title


def _day(place: Place) -> str:
    day = date.fromisoformat(place.round.reference_date)
    return _("{round}. Số liệu tính đến ngày {day}.").format(round=place.round.name, day=f"{day:%d/%m/%Y}")


class _Sheet:
    """One sheet: title, date, heading, rows; the last row may be a total."""

    def __init__(self, sheet: Any, place: Place) -> None:
        self._sheet, self._place = sheet, place

    def write(
        self, heads: Sequence[str], rows: Iterable[Sequence[_Cell]], *, has_total: bool = False
    ) -> None:
        """Write a whole sheet."""
        lines = list(rows)
        look.fit_widths(self._sheet, heads, [[cell.value for cell in line] for line in lines])
        look.set_page(self._sheet, _title(self._place), head_rows=4)
        self._sheet.freeze_panes = "B5"
        self._line(_title(self._place), look.TITLE_FONT)
        self._line(_day(self._place), look.QUIET_FONT)
        self._sheet.append([])
        self._sheet.append([look.head_cell(self._sheet, head) for head in heads])
        for number, line in enumerate(lines, start=1):
            bold = has_total and number == len(lines)
            self._sheet.append([self._cell(cell, bold=bold) for cell in line])

    def _line(self, text: str, font: Any) -> None:
        cell = look.text_cell(self._sheet, text)
        cell.font = font
        self._sheet.append([cell])

    def _cell(self, cell: _Cell, *, bold: bool) -> Any:
        made = look.text_cell(self._sheet, cell.value if isinstance(cell.value, str) else "")
        made.alignment = look.WRAPPED if isinstance(cell.value, str) else look.TOP
        if not isinstance(cell.value, str):
            made.value, made.number_format = cell.value, cell.form
        if bold:
            made.font = look.TOTAL_FONT
        return made


# --- figures --------------------------------------------------------------------------------------


def _figure_heads() -> tuple[str, ...]:
    return (
        _("Chỉ tiêu"), _("Nhóm"), _("Đã nêu"), _("Tính được"), _("Tử số"), _("Mẫu số"), _("Đơn vị tính"),
        _("Mục tiêu"), _("Đạt mục tiêu"), _("So với đã nêu"), _("Ghi chú"), _("Nguồn"),
    )  # fmt: skip


def _figure(figure: Figure) -> list[_Cell]:
    form = _PERCENT if figure.indicator.measure is Measure.PERCENT else _EXACT
    reached = {True: _("đạt"), False: _("chưa đạt"), None: ""}[figure.reached]
    return [
        _Cell(figure.title.text(language())), _Cell(figure.indicator.group.text(language())),
        _number(figure.stated, form), _number(figure.value, form),
        _number(figure.numerator, _EXACT), _number(figure.denominator, _EXACT),
        _Cell(figure.unit.text(language())), _number(figure.target, form),
        _Cell(reached), _Cell(agreement(figure)), _Cell(_remarks(figure)), _Cell(figure.source),
    ]  # fmt: skip


def _number(number: Number | None, form: str) -> _Cell:
    whole = isinstance(number, int) or (isinstance(number, Decimal) and number == number.to_integral_value())
    return _Cell(number, _WHOLE if whole and form == _EXACT else form)


def _remarks(figure: Figure) -> str:
    notes = []
    if figure.value is None:
        notes.append(_("chưa có số liệu"))
    if figure.estimated:
        notes.append(_("có số ước tính"))
    if figure.missing:
        notes.append(plural("{n} dòng thiếu số liệu", figure.missing))
    if figure.drafts:
        notes.append(plural("{n} dòng là bản nháp", figure.drafts))
    return "; ".join(notes)


# --- topics ---------------------------------------------------------------------------------------


def _write_topic(sheet: _Sheet, tx: Transaction, topic: Topic, units: dict[str, str]) -> None:
    columns = sums(topic)
    lang = language()
    heads = [_("Đơn vị")]
    for column in columns:
        parts = (column.group.text(lang), column.label.text(lang))
        heads.append(": ".join(part for part in parts if part))
    rows = by_unit(tx, topic, list(units))
    lines = [_sums(units.get(row.unit, row.unit), row) for row in rows]
    sheet.write(heads, [*lines, _sums(_("Tổng cộng"), total(rows))], has_total=True)


def _sums(name: str, row: UnitSums) -> list[_Cell]:
    numbers = zip(row.numbers, row.estimated, strict=True)
    return [_Cell(name), *(_Cell(number, _ESTIMATE if doubt else _WHOLE) for number, doubt in numbers)]
