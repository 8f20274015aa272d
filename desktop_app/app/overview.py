"""Where things stand: status, the district's inbox, digests, rebuilding, backups."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from desktop_app.app import blobs
from desktop_app.app.exchange import SENT_UP_TO, awaits_approval, mark_of
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, PeerInfo, Transaction
from desktop_app.app.receiving import SEALED
from desktop_app.app.spaces import record_spaces, shared
from desktop_app.app.views import unit_id
from desktop_app.domain.digest import space_digest, whole_digest
from desktop_app.domain.ids import device_of
from desktop_app.errors import HomeError, NotFoundError
from desktop_app.i18n import _


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar and ``moduong status`` say.

    ``unsent``: records with changes in no bundle yet; ``in_bundle``: those with changes in a bundle that
    no receipt has answered;
    ``last_sent_ms``, ``last_receipt_ms``: when, or None; ``held``: ops kept but not counted, here
    or (at a commune) at the hub; ``sealed``: bundles of unknown devices; ``awaiting_approval``: this PC
    asked to be enrolled, and has not heard from the hub since; ``photos``: those that the hub lacked when
    it last answered, and that are here to be sent.
    """

    role: str
    unit: str
    unit_name: str
    records: dict[str, int]
    unsent: int
    in_bundle: int
    last_sent_ms: int | None
    last_receipt_ms: int | None
    held: int
    sealed: int
    conflicts: int
    round: str
    reference_date: str
    sample: bool
    awaiting_approval: bool = False
    photos: int = 0


def status(desk: Desk) -> Status:
    """Return where this home stands."""
    with desk.store.read() as tx:
        place = place_of(tx)
        unsent, in_bundle = (0, 0) if place.is_hub else _outstanding(tx, place)
        listed = tx.bundles()
        records = {topic.key: tx.tally(topic, None, None).total for topic in desk.topics.all}
        return Status(
            place.role, place.code, place.name, records, unsent, in_bundle,
            max((one.time for one in listed if one.sent), default=None),
            max((one.time for one in listed if one.outcome == "receipt"), default=None),
            len(tx.held()) + len(tx.setting("held_by_hub") or ()),
            sum(one.outcome == SEALED for one in listed),
            tx.reviews(), place.round.name, place.round.reference_date, place.sample,
            awaits_approval(tx, place), 0 if place.is_hub else blobs.waiting(tx, shared(tx, place)),
        )  # fmt: skip


def _outstanding(tx: Transaction, place: Place) -> tuple[int, int]:
    rows = tx.lacking(record_spaces(tx, place), mark_of(tx))
    sent = tx.setting(SENT_UP_TO) or 0
    fresh = [row for row in rows if row > sent]
    return tx.touched_by(fresh), tx.touched_by(row for row in rows if row <= sent)


@dataclass(frozen=True, slots=True)
class CommuneState:
    """One commune as the district sees it: when its last bundle came, and what it holds.

    ``confirmed``: how many of its computers were confirmed in the open round.
    """

    unit: str
    code: str
    name: str
    enrolled: bool
    last_received_ms: int | None
    bundles: int
    ops: int
    computers: int
    confirmed: int
    held: int


def inbox(desk: Desk) -> list[CommuneState]:
    """Return every commune of the district on the round's date, by code."""
    with desk.store.read() as tx:
        place = place_of(tx)
        held = [chain for _op, chain, _reason in tx.held()]
        spaces = {info.unit: info.uuid for info in tx.spaces()}
        return [
            _commune(desk, tx, place, unit.id, spaces.get(unit.id), held)
            for unit in desk.units.children(place.unit, place.on)
        ]


def _commune(
    desk: Desk, tx: Transaction, place: Place, unit: str, space: str | None, held: list[str]
) -> CommuneState:
    peers = {peer.device for peer in tx.peers() if peer.space == space}
    computers = tx.tally(desk.topics.get("computer"), unit, place.round.id)
    last, bundles, ops = _came_from(tx, peers) if place.is_hub else _heard_of(tx, place, space)
    return CommuneState(
        unit, desk.units.code(unit, place.on), desk.units.name(unit, place.on), space is not None,
        last, bundles, ops, computers.total, computers.confirmed,
        sum(chain[:32] in peers for chain in held),
    )  # fmt: skip


Came = tuple[int | None, int, int]
"""When something came last (ms), in how many bundles, how many ops."""


def _came_from(tx: Transaction, peers: Container[str]) -> Came:
    came = [one for one in tx.bundles() if one.device in peers and not one.sent]
    return max((one.time for one in came), default=None), len(came), sum(one.ops for one in came)


def _heard_of(tx: Transaction, place: Place, space: str | None) -> Came:
    """Return what a replica knows of a commune's PCs: what was in their bundles, not the bundles.

    The time is when the hub's latest answer came.
    """
    runs = [] if space is None else tx.have([space])[space]
    theirs = [run for run in runs if device_of(run.chain) not in (place.hub.device, place.device)]
    answered = max((one.time for one in tx.bundles() if one.outcome == "receipt"), default=None)
    return answered if theirs else None, 0, sum(run.end - run.start + 1 for run in theirs)


def peers_of(desk: Desk) -> list[PeerInfo]:
    """Return the devices bound at this hub."""
    with desk.store.read() as tx:
        return tx.peers()


def digest(desk: Desk, unit: str | None = None) -> str:
    """Return one hash of the merged state, of all units or of the unit with this code (SYNC.md, DIGEST)."""
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        spaces = [info.uuid for info in tx.spaces() if info.unit and wanted in (None, info.unit)]
        found = {space: space_digest(tx.heads(space)) for space in spaces}
    if wanted is None:
        return whole_digest(found)
    if not found:
        raise NotFoundError(_("Kho này không có số liệu của đơn vị {code}.").format(code=unit))
    return next(iter(found.values()))


def rebuild(desk: Desk) -> None:
    """Make records and projections anew from the log."""
    with desk.store.write() as tx:
        tx.rebuild()


def back_up(desk: Desk, path: Path) -> None:
    """Write a verified, encrypted copy of the home's database."""
    desk.store.back_up(path)


def begin_day(desk: Desk) -> None:
    """Check the home and keep today's copy, once a day; raises `HomeError` for a damaged one."""
    if not desk.store.is_sound():
        raise HomeError(
            _("Kho dữ liệu bị hỏng."),
            where=str(desk.store.path),
            todo=_("Đừng xoá gì; hãy chép cả thư mục này ra nơi khác rồi khôi phục từ thư mục “backups”."),
        )
    desk.store.keep_daily(desk.clock.today())
