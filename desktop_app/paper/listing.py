"""The records of any topic as columns and rows of a print register, in the language in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_app.app.place import Place
from desktop_app.app.ports import Desk
from desktop_app.app.views import Row, show
from desktop_app.domain import kinds, values
from desktop_app.domain.numbers import format_whole
from desktop_app.domain.text import sort_key
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import Cell, Raw
from desktop_app.i18n import _, language, plural
from desktop_app.paper.assets import is_estimate
from desktop_app.paper.model import NAME, Align, Column
from desktop_app.paper.naming import unit_name
from desktop_app.paper.words import words

_CENTRED = frozenset({Kind.YEAR, Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.YES_NO})
_WEIGHTS = {Kind.LONG_TEXT: 2.0, Kind.TEXT: 1.5, Kind.REFERENCE: 1.5}

Units = Mapping[str, str]


def unit_names(desk: Desk, rows: Sequence[Row], place: Place) -> Units:
    """Return unit code → its bare name on one line; the home's own unit, which may bear the same, in full."""
    return {code: _unit_name(desk, place, code) for code in {row.unit for row in rows}}


def _unit_name(desk: Desk, place: Place, code: str) -> str:
    unit = desk.units.find(code, place.on)
    if unit is None:
        return code
    name = unit_name(desk.units, unit.id, place.on)
    return name.full if unit.id == place.unit else name.bare.replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Listing:
    """The columns of a topic, its rows; for the columns of money, column → the amount of each row, and which
    of them are estimates.
    """

    columns: list[Column]
    rows: list[list[str]]
    amounts: dict[int, list[int | None]]
    guesses: dict[int, list[bool]]


def table(topic: Topic, rows: Sequence[Row], units: Units | None) -> Listing:
    """Return the records of a topic as a table; with ``units``, unit by unit, which has a column too."""
    fields = kinds.written(topic)
    columns = [_column(field, is_name=field.key == topic.name[0]) for field in fields]
    in_order = ordered(topic, rows)
    if units is not None:
        # Second: the first column says what a row is, and is repeated where the columns are split.
        columns.insert(1, Column(_("Đơn vị"), weight=1.5))
        in_order.sort(key=lambda row: row.unit)
    cells = [_cells(topic, row) for row in in_order]
    if units is not None:
        cells = [_with_unit(each, units[row.unit]) for each, row in zip(cells, in_order, strict=True)]
    shift = len(columns) - len(fields)
    money = {at + shift * (at > 0): field for at, field in enumerate(fields) if field.kind is Kind.MONEY}
    return Listing(
        columns,
        cells,
        {at: [_amount(field, row) for row in in_order] for at, field in money.items()},
        {at: [is_estimate(row.cells.get(field.key)) for row in in_order] for at, field in money.items()},
    )


def _amount(field: Field, row: Row) -> int | None:
    kept: int | None = kinds.stored(field, row.cells.get(field.key))
    return kept


def ordered(topic: Topic, rows: Sequence[Row]) -> list[Row]:
    """Return rows in the store's order; where a reference names them, by what it shows, not by its id."""
    fields = [topic.by_key[name] for name in topic.name]
    if fields[0].kind is not Kind.REFERENCE:
        return list(rows)
    return sorted(rows, key=lambda row: [sort_key(_name_part(field, row)) for field in fields])


def _name_part(field: Field, row: Row) -> str:
    cell = row.cells.get(field.key)
    return show(field, cell, row.names) if field.kind is Kind.REFERENCE else str(values.plain(cell) or "")


def _with_unit(cells: list[str], unit: str) -> list[str]:
    return [cells[0], unit, *cells[1:]]


def _column(field: Field, *, is_name: bool) -> Column:
    lang = language()
    title = field.label.text(lang) + (f" ({field.unit.text(lang)})" if field.unit else "")
    return Column(title, _align(field), _WEIGHTS.get(field.kind, 1.0), NAME if is_name else 0.0)


def _align(field: Field) -> Align:
    if field.kind in _CENTRED:
        return "center"
    return "right" if kinds.rules(field).numeric else "left"


def _cells(topic: Topic, row: Row) -> list[str]:
    first, *others = [_cell(field, row.cells.get(field.key), row) for field in kinds.written(topic)]
    return [" ".join(filter(None, (first, *marks(row)))), *others]


def marks(row: Row) -> list[str]:
    """Return what is said beside the name of a record that is a draft or in review."""
    said = (_("(bản nháp)") if row.status == "draft" else "", _("(chờ xem lại)") if row.in_review else "")
    return [mark.replace(" ", "\u00a0") for mark in said if mark]


def _cell(field: Field, cell: Cell, row: Row) -> str:
    text = show(field, cell, row.names)
    if isinstance(cell, Raw):
        return f"{text} (?)"
    return words(language()).estimate.format(number=text) if is_estimate(cell) else text


def notes(rows: Sequence[Row]) -> str:
    """Return what the marks in the rows mean and how many rows bear them; "" where none does."""
    drafts = sum(row.status == "draft" for row in rows)
    reviews = sum(row.in_review for row in rows)
    cells = [cell for row in rows for cell in row.cells.values()]
    unread = any(isinstance(cell, Raw) for cell in cells)
    guessed = any(map(is_estimate, cells))
    lines = (
        plural("{n} dòng là bản nháp, số liệu chưa chốt.", drafts, n=_number(drafts)) if drafts else "",
        plural("{n} dòng có giá trị khác nhau, chờ xem lại.", reviews, n=_number(reviews)) if reviews else "",
        _("(?): ghi đúng như đã nhập, chưa đọc được.") if unread else "",
        _("(ước): số ước tính, hoặc tổng có số ước tính.") if guessed else "",
    )
    return " ".join(filter(None, lines))


def _number(number: int) -> str:
    return format_whole(number, language())
