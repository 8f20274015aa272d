"""What goes into a workbook: the sheets with their records, and what the records are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Query, Transaction
from desktop_app.app.rounds import rounds_called
from desktop_app.app.views import Row, names_of, rows_in, unit_id
from desktop_app.app.wording import Names
from desktop_app.domain.kinds import Reading, Showing
from desktop_app.domain.topic import Topic
from desktop_app.domain.values import Cell
from desktop_app.i18n import _, language

SAMPLE: Final = "BẢN THỬ"


class SheetRecord(NamedTuple):
    """One record; ``unit`` as it is shown, its code first; ``status`` "" where there is none yet.

    ``round`` is the name of the round in which it was last confirmed.
    """

    rec: str
    space: str
    unit: str
    status: str
    cells: Mapping[str, Cell]
    round: str = ""


class Sheet(NamedTuple):
    """The records of one topic, in order."""

    topic: Topic
    records: Sequence[SheetRecord]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole workbook. ``called``: record id → name; ``names``: the names of a topic within a space."""

    title: str
    sheets: Sequence[Sheet]
    called: Mapping[str, str]
    names: Callable[[str, str], Names]
    today: date
    made: datetime
    sample: bool = False

    @property
    def showing(self) -> Showing:
        """How values are shown in it."""
        return Showing(language(), lambda _topic, rec: self.called.get(rec, _("(bản ghi đã xoá)")))

    def reading(self, space: str) -> Reading:
        """How it will be read again, in the same unit."""
        return Reading(self.today, lambda topic, typed: self.names(topic, space).one(typed), language())


def of_desk(desk: Desk, topics: Sequence[str], unit: str | None) -> Book:
    """Return the records of a home: of these topics (default: all), of one unit (a code) or of all."""
    wanted = [desk.topics.get(key) for key in topics] or list(desk.topics.all)
    with desk.store.read() as tx:
        place, rounds = place_of(tx), rounds_called(tx)
        query = Query(unit=None if unit is None else unit_id(desk, tx, unit))
        called: dict[str, str] = {}
        sheets = []
        for topic in wanted:
            found = rows_in(desk, tx, topic, tx.rows(topic, tx.ids(topic, query)))
            called.update(found[0].names if found else {})
            sheets.append(Sheet(topic, _records(desk, place, found, rounds)))
        names = _all_names(desk, tx, sheets)
    return Book(
        title=place.name,
        sheets=sheets,
        called=called,
        names=lambda topic, space: names[topic, space],
        today=desk.clock.today(),
        made=datetime.fromtimestamp(desk.clock.now_ms() / 1000).astimezone().replace(tzinfo=None),
        sample=place.sample,
    )


def _records(desk: Desk, place: Place, found: Sequence[Row], rounds: Mapping[str, str]) -> list[SheetRecord]:
    codes = {row.unit for row in found}
    shown = {code: unit_text(code, _name(desk, place, code), place.sample) for code in codes}
    ordered = sorted(found, key=lambda row: row.unit)
    return [
        SheetRecord(
            row.rec, row.space, shown[row.unit], row.status, row.cells, rounds.get(row.round or "", "")
        )
        for row in ordered
    ]


def unit_text(code: str, name: str, sample: bool) -> str:
    """Return how a unit stands in its column: "03319 – Xã Mường Pồn", its code first."""
    text = f"{code} – {name}" if name else code
    return f"{text} ({SAMPLE})" if sample else text


def _name(desk: Desk, place: Place, code: str) -> str:
    unit = desk.units.find(code, place.on)
    return desk.units.name(unit.id, place.on) if unit else ""


def _all_names(desk: Desk, tx: Transaction, sheets: Sequence[Sheet]) -> dict[tuple[str, str], Names]:
    """Return the names of every record that one in ``sheets`` could point at, by topic and space."""
    pairs = {
        (field.to, record.space)
        for sheet in sheets
        for field in sheet.topic.fields
        if field.to is not None
        for record in sheet.records
    }
    return {(topic, space): Names(_called(desk, tx, topic, space).items()) for topic, space in pairs}


def _called(desk: Desk, tx: Transaction, topic: str, space: str) -> dict[str, str]:
    return names_of(desk, tx, topic, tx.labels(desk.topics.get(topic), space=space))
