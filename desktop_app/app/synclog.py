"""The sync log: what went out and what came in, newest first, in words."""

from typing import NamedTuple

from desktop_app.app.outbox import ANSWER
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import BundleInfo, Desk, Transaction
from desktop_app.app.receiving import APPLIED, HELD, SEALED
from desktop_app.app.trust import bindings
from desktop_app.i18n import _, plural

OUT, IN = "out", "in"
BUNDLE, RECEIPT = "bundle", "receipt"


class Entry(NamedTuple):
    """One bundle: when (ms, by this PC's clock), which way, to or from whom, how many ops, what became of it.

    ``peer`` is the other device's id, ``unit`` the code of its unit ("" if unknown or the hub), ``name`` what
    it is called; ``reason``: why not all of it counts, or the file that it was.
    """

    when_ms: int
    direction: str
    what: str
    peer: str
    unit: str
    name: str
    ops: int
    outcome: str
    reason: str


def sync_log(desk: Desk, limit: int | None = None) -> list[Entry]:
    """Return the last ``limit`` exchanges, or all, newest first."""
    with desk.store.read() as tx:
        place = place_of(tx)
        units = _units(desk, tx, place)
        listed = tx.bundles()[::-1]
    return [_entry(desk, place, units, one) for one in listed[:limit]]


def _units(desk: Desk, tx: Transaction, place: Place) -> dict[str, str]:
    """Return device → the code of its unit."""
    spaces = {info.uuid: info.unit for info in tx.spaces()}
    seats = {one.device: one.space for one in bindings(tx)}
    seats |= {one.device: one.space for one in tx.peers()}
    return {
        device: desk.units.code(unit, place.on)
        for device, space in seats.items()
        if (unit := spaces.get(space))
    }


def _entry(desk: Desk, place: Place, units: dict[str, str], one: BundleInfo) -> Entry:
    unit = "" if one.device == place.hub.device else units.get(one.device, "")
    found = desk.units.find(unit, place.on) if unit else None
    name = desk.units.name(found.id, place.on) if found else _("máy chưa được cấp")
    if one.device == place.hub.device:
        name = place.hub.name
    what = RECEIPT if one.outcome == RECEIPT else BUNDLE
    direction = OUT if one.sent else IN
    # An answer from the network has no name that a person gave.
    detail = _("qua mạng") if one.detail.endswith(ANSWER) else one.detail
    return Entry(one.time, direction, what, one.device, unit, name, one.ops, one.outcome, detail)


def words(entry: Entry) -> str:
    """Return an entry as one sentence."""
    count = plural("{n} thao tác", entry.ops)
    if entry.direction == OUT:
        return _("Đã xuất gói gửi {name}: {count}").format(name=entry.name, count=count)
    if entry.what == RECEIPT:
        return _("Đã nhận biên nhận của {name}: {count}").format(name=entry.name, count=count)
    said = {
        APPLIED: _("Đã nhận gói của {name}: {count}"),
        HELD: _("Đã nhận gói của {name}, giữ lại một phần: {count}"),
        SEALED: _("Giữ niêm phong một gói của {name}"),
    }
    return said.get(entry.outcome, "{name}: {count}").format(name=entry.name, count=count)
