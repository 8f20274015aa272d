"""The two tables of the report: every indicator, and the main figures of each unit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop_app.app.ports import Tally
from desktop_app.indicators import ALL, Figure, Measure
from desktop_app.indicators.model import Number
from desktop_app.paper.model import NAME, Align, Column, Table
from desktop_app.paper.sentences import NO_DATA, lowered, number_text, title, value_text
from desktop_app.paper.survey import Figures, Survey, Tallies

UNKNOWN = "–"

_ABOVE_COMMUNE = frozenset({"computers_district", "computers_commune", "tslcd_video", "video_national"})

# --- indicators -----------------------------------------------------------------------------------


def indicator_table(home: Survey) -> Table:
    """Return what each indicator gives, aims at and reaches, beside what its source states of this unit."""
    has_stated = any(figure.stated is not None for figure in home.figures.values())
    columns = [
        Column("Chỉ tiêu", least=NAME),
        Column("Đơn vị tính", "center", weight=2),
        *([Column("Đã nêu", "right")] if has_stated else []),
        Column("Tính được", "right"),
        Column("Mục tiêu", "right"),
        Column("Đánh giá", "center", weight=2),
    ]
    found = listed(home)
    rows: list[list[str]] = []
    headings: list[int] = []
    for group, figures in groupby(found, lambda figure: figure.indicator.group.vi):
        headings.append(len(rows))
        rows.append([group.upper(), *[""] * (len(columns) - 1)])
        rows += [_indicator_row(figure, has_stated=has_stated) for figure in figures]
    return Table(
        columns, rows, "Biểu 1. Tổng hợp chỉ tiêu",
        note="; ".join(_indicator_notes(found, has_stated=has_stated)), headings=headings,
    )  # fmt: skip


def listed(home: Survey) -> list[Figure]:
    """Return the figures that the report of this home is about, in order."""
    left_out = frozenset() if home.parts else _ABOVE_COMMUNE
    return [home.figures[indicator.key] for indicator in ALL if indicator.key not in left_out]


def _indicator_row(figure: Figure, *, has_stated: bool) -> list[str]:
    estimated = " (ước)" if figure.estimated and figure.value is not None else ""
    computed = UNKNOWN if figure.value is None else value_text(figure, figure.value) + estimated
    return [
        title(figure),
        figure.unit.vi,
        *([stated_text(figure)] if has_stated else []),
        computed,
        target_text(figure),
        {True: "đạt", False: "chưa đạt", None: ""}[figure.reached],
    ]


def stated_text(figure: Figure) -> str:
    """Return the source's own figure, "" where it states none."""
    if figure.stated is None:
        return ""
    if figure.indicator.stated_of is not None:
        return f"{number_text(figure.stated)}/{number_text(figure.indicator.stated_of)}"
    return number_text(figure.stated) + (" %" if figure.indicator.measure is Measure.PERCENT else "")


def target_text(figure: Figure) -> str:
    """Return the target as its value is read, "" where there is none: "21/21", "100 %"."""
    if figure.indicator.measure is Measure.SHARE and figure.indicator.target and not figure.denominator:
        return f"{number_text(figure.indicator.target)} %"  # of nothing yet
    return "" if figure.target is None else value_text(figure, figure.target)


def _indicator_notes(found: Sequence[Figure], *, has_stated: bool) -> list[str]:
    source = next((figure.source for figure in found if figure.stated is not None), "")
    notes = {
        f"Đã nêu: theo {source}": has_stated and bool(source),
        "(ước): có số ước tính": any(figure.estimated for figure in found),
        f"{UNKNOWN}: {NO_DATA}": any(figure.value is None for figure in found),
    }
    return [note for note, is_needed in notes.items() if is_needed]


# --- units ----------------------------------------------------------------------------------------

Cell = Callable[[Figures, Tallies], str]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A column of the table of units; ``figure`` is the key of the indicator that it shows."""

    title: str
    figure: str
    cell: Cell


def _number(key: str) -> Cell:
    return lambda figures, _tallies: _shown(figures[key], figures[key].numerator)


def _value(key: str) -> Cell:
    return lambda figures, _tallies: _shown(figures[key], figures[key].value, is_value=True)


def _shown(figure: Figure, number: Number | None, *, is_value: bool = False) -> str:
    if number is None or figure.value is None:
        return UNKNOWN
    return value_text(figure, number) if is_value else number_text(number)


def _records(topic: str) -> Cell:
    return lambda _figures, tallies: _tallied(tallies[topic])


def _tallied(tally: Tally) -> str:
    return number_text(tally.total) if tally.total else UNKNOWN


_COLUMNS = (
    _Measured("Máy tính", "computers", _number("computers")),
    _Measured("Máy có Internet", "computers_online", _number("computers_online")),
    _Measured("Thiết bị ngoại vi", "peripherals", _number("peripherals")),
    _Measured("Trạm BTS", "bts", _number("bts")),
    _Measured("Thôn, bản", "", _records("village")),
    _Measured("Bản có sóng 4G", "villages_4g", _number("villages_4g")),
    _Measured("Bản trắng sóng", "villages_dark", _number("villages_dark")),
    _Measured("Hộ có băng rộng", "households_broadband", _value("households_broadband")),
    _Measured("Thuê bao Internet", "internet_subscribers", _number("internet_subscribers")),
)

BY_UNIT = tuple(column.figure for column in _COLUMNS if column.figure)
"""The indicators that the table of units shows."""

EVERY = tuple(indicator for indicator in ALL if indicator.key not in _ABOVE_COMMUNE)
"""The indicators that a commune has."""

_RIGHT: Align = "right"


def unit_table(home: Survey) -> Table:
    """Return the main figures of the unit's own offices and of each commune, and those of the whole."""
    return _by_unit(home, _COLUMNS, "Biểu 2. Số liệu theo đơn vị")


def group_tables(home: Survey) -> Iterator[Table]:
    """Yield every figure that a commune has, unit by unit: a table for each group of indicators.

    The survey must hold the figures of `EVERY` for its parts.
    """
    for number, (group, found) in enumerate(groupby(EVERY, lambda indicator: indicator.group.vi), start=2):
        columns = [_Measured(title(home.figures[one.key]), one.key, _value(one.key)) for one in found]
        yield _by_unit(home, columns, f"Biểu {number}. {group}")


def record_table(home: Survey, topics: Mapping[str, str]) -> Table:
    """Return how many records of each of ``topics`` (key → title) each unit has, and how many are drafts."""
    columns = [_Measured(name, "", _records(topic)) for topic, name in topics.items()]
    all_of_them = (
        ("Tổng số", lambda tally: tally.total),
        ("Bản nháp", lambda tally: tally.total - tally.final),
    )
    columns += [_Measured(name, "", _summed(count)) for name, count in all_of_them]
    return _by_unit(home, columns, "Biểu 1. Số bản ghi")


def _summed(count: Callable[[Tally], int]) -> Cell:
    def cell(_figures: Figures, tallies: Tallies) -> str:
        is_there = any(tally.total for tally in tallies.values())
        return number_text(sum(map(count, tallies.values()))) if is_there else UNKNOWN

    return cell


def _by_unit(home: Survey, measured: Sequence[_Measured], name: str) -> Table:
    columns = [Column("Đơn vị", weight=4, least=NAME), *(Column(column.title, _RIGHT) for column in measured)]
    rows = [
        [_part_name(home, part.is_own, part.name.bare), *_cells(measured, part.figures, part.tallies)]
        for part in home.parts
    ]
    total = [f"Toàn {home.name.kind}", *_cells(measured, home.figures, home.tallies)]
    estimated = [lowered(c.title) for c in measured if c.figure and home.figures[c.figure].estimated]
    notes = [f"Có số ước tính: {', '.join(estimated)}"] if estimated else []
    if any(UNKNOWN in row for row in [*rows, total]):
        notes.append(f"{UNKNOWN}: {NO_DATA}")
    return Table(columns, rows, name, total, note="; ".join(notes))


def _part_name(home: Survey, is_own: bool, name: str) -> str:
    return f"Cấp {home.name.kind}" if is_own else name


def _cells(measured: Sequence[_Measured], figures: Mapping[str, Figure], tallies: Tallies) -> list[str]:
    return [column.cell(figures, tallies) for column in measured]
