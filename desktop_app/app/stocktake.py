"""Kiểm kê: a stocktake of a unit or an office by scanned codes, against what the records say.

A scan is in the encrypted home before anybody hears what it means, and stays in the ledger when it is
taken back. Verdicts are never stored: they follow from the ledger and the records
(`desktop_app.domain.stocktaking`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_app.app import entry
from desktop_app.app.entry import Editing, Saved
from desktop_app.app.offices import office_meant
from desktop_app.app.place import place_of
from desktop_app.app.ports import Asking, Desk, Query, StocktakeInfo, Transaction
from desktop_app.app.views import Row, all_rows, names_of, show, unit_id
from desktop_app.domain import ids
from desktop_app.domain.stocktaking import Books, Count, Judged, Scan, Thing, Verdict
from desktop_app.domain.text import clean
from desktop_app.domain.topic import Topic
from desktop_app.domain.values import Cell
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _, language

TOPICS = ("computer", "peripheral")
"""The topics whose records are counted."""


@dataclass(frozen=True, slots=True)
class Stocktake:
    """A stocktake of a unit (code), or of one of its offices (record id); open while ``ended_ms`` is None."""

    id: str
    unit: str
    unit_name: str
    office: str | None
    office_name: str
    user: str
    begun_ms: int
    ended_ms: int | None = None

    @property
    def place(self) -> str:
        """What is counted: the office, or the whole unit."""
        return self.office_name or self.unit_name


# --- stocktakes ---------------------------------------------------------------------------------------


def begin(desk: Desk, unit: str | None = None, office: str | None = None) -> Stocktake:
    """Begin a stocktake of a unit (code; default the home's own) or of an office (its name or record id).

    Raises `NotFoundError`.
    """
    rec = None if not office else _office(desk, unit, office)
    with desk.store.write() as tx:
        place = place_of(tx)
        now = desk.clock.now_ms()
        of = place.unit if unit is None else unit_id(desk, tx, unit)
        begun = StocktakeInfo(ids.uuid7(now, desk.random), of, rec, desk.user, now)
        tx.put_stocktake(begun)
        return _shown(desk, tx, begun)


def _office(desk: Desk, unit: str | None, typed: str) -> str:
    with desk.store.read() as tx:
        place = place_of(tx)
        of = place.unit if unit is None else unit_id(desk, tx, unit)
    offices = all_rows(desk, "office", Query(unit=desk.units.code(of, place.on)))
    return office_meant(desk.topics.get("office"), offices, typed, desk.units.name(of, place.on)).rec


def stocktakes(desk: Desk) -> list[Stocktake]:
    """Return every stocktake of this home, the latest first."""
    with desk.store.read() as tx:
        return [_shown(desk, tx, one) for one in tx.stocktakes()]


def _shown(desk: Desk, tx: Transaction, one: StocktakeInfo) -> Stocktake:
    on = place_of(tx).on
    called = {} if one.office is None else names_of(desk, tx, "office", [one.office])
    return Stocktake(
        one.id, desk.units.code(one.unit, on), desk.units.name(one.unit, on),
        one.office, called.get(one.office or "", one.office or ""), one.user, one.begun_ms, one.ended_ms,
    )  # fmt: skip


def find(desk: Desk, typed: str = "") -> Stocktake:
    """Return the stocktake whose id begins so, or the only open one; raises `NotFoundError`."""
    known = stocktakes(desk)
    found = [one for one in known if (ids.begins(one.id, typed) if typed else one.ended_ms is None)]
    if len(found) == 1:
        return found[0]
    listed = "; ".join(f"{one.id} ({one.place})" for one in found or known)
    raise NotFoundError(
        _("Chưa rõ là đợt kiểm kê nào."),
        where=typed,
        todo=_("Hãy ghi rõ một trong: {names}.").format(names=listed)
        if listed
        else _("Hãy bắt đầu một đợt bằng “moduong stocktake begin”."),
    )


def end(desk: Desk, stocktake: str) -> None:
    """Close a stocktake: nothing is scanned into it any more, unless it is reopened."""
    _put_end(desk, stocktake, desk.clock.now_ms())


def reopen(desk: Desk, stocktake: str) -> None:
    """Go on with a stocktake that was closed."""
    _put_end(desk, stocktake, None)


def _put_end(desk: Desk, stocktake: str, ended_ms: int | None) -> None:
    with desk.store.write() as tx:
        tx.put_stocktake(_known(tx, stocktake)._replace(ended_ms=ended_ms))


def _known(tx: Transaction, stocktake: str) -> StocktakeInfo:
    for one in tx.stocktakes():
        if one.id == stocktake:
            return one
    raise NotFoundError(_("Không có đợt kiểm kê này."), where=stocktake)


# --- scanning -----------------------------------------------------------------------------------------


def scan(desk: Desk, stocktake: str, typed: str, room: str = "") -> Scan:
    """Keep one scanned code; when this returns, it is durable. Raises `UsageError`."""
    return scan_all(desk, stocktake, [typed], room)[0]


def scan_all(desk: Desk, stocktake: str, codes: Iterable[str], room: str = "") -> list[Scan]:
    """Keep scanned codes in one transaction, as they came; raises `UsageError` if none may be."""
    kept = [one for code in codes if (one := clean(code).strip())]
    if not kept:
        raise UsageError(_("Chưa có mã nào để ghi."))
    where, now = " ".join(clean(room).split()), desk.clock.now_ms()
    with desk.store.write() as tx:
        if _known(tx, stocktake).ended_ms is not None:
            raise UsageError(
                _("Đợt kiểm kê này đã kết thúc."), where=stocktake, todo=_("Hãy mở lại đợt đó rồi quét tiếp.")
            )
        return tx.add_scans(stocktake, [Scan(0, one, where, now, desk.user) for one in kept])


def take_back(desk: Desk, stocktake: str, number: int) -> None:
    """Take a scan back: it stays in the ledger and counts no more. Raises `NotFoundError`."""
    with desk.store.write() as tx:
        if all(one.id != number for one in tx.scans(stocktake)):
            raise NotFoundError(_("Đợt kiểm kê này không có lần quét số {n}.").format(n=number))
        tx.take_scan_back(number, desk.clock.now_ms())


# --- what it comes to ---------------------------------------------------------------------------------


def count(desk: Desk, stocktake: Stocktake) -> Count:
    """Return the verdict of every scan, and what is missing, by the records as they stand now."""
    with desk.store.read() as tx:
        scans = tx.scans(stocktake.id)
    return Count(books(desk, stocktake), scans)


def books(desk: Desk, stocktake: Stocktake) -> Books:
    """Return what the unit's records hold; of an office's stocktake, other offices' things are not booked."""
    return Books(thing for key in TOPICS for thing in _things(desk, desk.topics.get(key), stocktake))


def _things(desk: Desk, topic: Topic, stocktake: Stocktake) -> Iterator[Thing]:
    for row in all_rows(desk, topic.key, Query(unit=stocktake.unit)):
        office = getattr(row.cells.get("office"), "v", None)
        booked = stocktake.office is None or office == stocktake.office
        yield Thing(
            row.rec, topic.key, thing_name(topic, row), _said(topic, row, "asset_code"),
            _said(topic, row, "serial"), _said(topic, row, "room"), _said(topic, row, "office"), booked,
        )  # fmt: skip


def thing_name(topic: Topic, row: Row) -> str:
    """Return what a person calls a computer or device: its kind, maker and model."""
    said = (_said(topic, row, key) for key in ("kind", "maker", "model"))
    return " ".join(filter(None, said)) or topic.row.text(language()).capitalize()


def _said(topic: Topic, row: Row, key: str) -> str:
    return show(topic.by_key[key], row.cells.get(key), row.names)


def room_edits(desk: Desk, moved: Sequence[Judged]) -> list[tuple[Editing, Mapping[str, Cell]]]:
    """Return the records of what was found elsewhere, each with the room in which it was found."""
    field = desk.topics.get(TOPICS[0]).by_key["room"]
    return [
        (
            entry.open_record(desk, one.things[0].topic, one.things[0].rec),
            {"room": entry.read_cell(desk, field, one.scan.room)},
        )
        for one in moved
    ]


def correct_rooms(desk: Desk, moved: Sequence[Judged]) -> list[Saved]:
    """Write the rooms in which things were found into their records: ordinary saves, in one transaction."""
    return entry.save_many(desk, room_edits(desk, moved)) if moved else []


def asking(stocktake: Stocktake, counted: Count) -> Asking:
    """Return how C53-HD is asked for with what was counted beside what is in the books."""
    return Asking(
        stocktake.unit, stocktake.office, counted=counted.counted,
        strays=[_stray(one) for one in counted.strays],
        counted_at=datetime.fromtimestamp(stocktake.begun_ms / 1000),  # noqa: DTZ006  # local time is meant
    )  # fmt: skip


def _stray(one: Judged) -> tuple[str, str]:
    """Return (code, note) of a thing without a line in the books: Vietnamese, as the form is."""
    place = f"thấy tại {one.scan.room}" if one.scan.room else ""
    if one.verdict is not Verdict.ELSEWHERE:
        return one.scan.typed, "; ".join(filter(None, ("không có trong sổ", place)))
    (thing,) = one.things
    said = f"{thing.name}, sổ ghi thuộc {thing.place or 'đơn vị khác'}"
    return thing.code or thing.serial or one.scan.typed, "; ".join(filter(None, (said, place)))
