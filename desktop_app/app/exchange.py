"""Bundles out and in: export, receive, receipts (SYNC.md, SEND, INGEST, RECEIPT)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.app.hub_keys import upward_recipients
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import BundleInfo, Desk, Have, Outgoing, PeerInfo, SealInfo, Transaction
from desktop_app.domain.have import Run

MARK, LATEST, SENT_UP_TO = "mark", "latest_bundle", "sent_up_to"
SUFFIX = ".moduong"


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that stands on the disk, read back and found whole; path None: nothing new to send."""

    path: Path | None
    ops: int
    bytes: int


def export(desk: Desk, folder: Path, *, ask: bool = False) -> Exported:
    """Write a bundle with every op that the hub has not acknowledged into ``folder``.

    ``ask``: also when there are none, so that the answer brings what the hub has and this PC lacks.
    A lost stick costs nothing: the next bundle carries the same ops again. The bundle is entered in
    the list after it stands on the disk.
    """
    with desk.store.read() as tx:
        place = place_of(tx)
        rows = tx.lacking(_shared(place), mark_of(tx))
        out = _outgoing(desk, tx, place, rows)
    if not rows and not ask:
        return Exported(None, 0, 0)
    path = _free_name(folder, f"{place.code}-{desk.clock.today():%Y%m%d}")
    written = desk.codec.write(path, place.keys, out)
    with desk.store.write() as tx:
        bundle_id, now = written.signed.bundle_id, desk.clock.now_ms()
        tx.put_setting(LATEST, bundle_id)
        tx.put_setting(SENT_UP_TO, rows[-1] if rows else tx.setting(SENT_UP_TO))
        tx.put_seal(written.signed, now)
        tx.put_bundle(BundleInfo(bundle_id, place.hub.device, True, now, "sent", len(rows), path.name))
    return Exported(path, len(rows), written.bytes)


def _shared(place: Place) -> tuple[str, str]:
    """Return the spaces that a commune shares with its hub."""
    return (place.space, place.catalogue)


def mark_of(tx: Transaction) -> Have:
    """Return what the hub has acknowledged: HAVE of the receipt answering the latest bundle."""
    return msgspec.convert(tx.setting(MARK) or {}, dict[str, list[Run]])


def _outgoing(desk: Desk, tx: Transaction, place: Place, rows: Sequence[int]) -> Outgoing:
    return Outgoing(
        to=place.hub.device,
        recipients=upward_recipients(desk, tx, place),
        answers=None,
        have=tx.have(_shared(place)),
        held=tuple((op, reason) for op, _chain, reason in tx.held()),
        ops=tuple(tx.lines(rows)),
        seals=relayed(tx, _shared(place), rows, place.device),
        tips=own_tips(tx, place),
        enrol=(place.activation, place.secret) if place.secret else None,
    )


def own_tips(tx: Transaction, place: Place) -> tuple[tuple[str, int, str], ...]:
    """Return [chain, seq, op id] of each of this device's own tips, old chains too."""
    have = tx.have(info.uuid for info in tx.spaces())
    runs = (run for found in have.values() for run in found if run.chain.startswith(place.device))
    return tuple(sorted((run.chain, run.end, run.tip) for run in runs))


def relayed(tx: Transaction, spaces: Sequence[str], rows: Sequence[int], me: str) -> tuple[SealInfo, ...]:
    """Return the fewest newest seals that vouch, end to end, for the ops of others among ``rows``."""
    left = tx.foreign(rows, me)
    chosen = []
    for seal in tx.seals() if left else ():
        reached = {row for space in spaces for row in tx.reach(space, (tip for _chain, tip in seal.tips))}
        if left & reached:
            chosen.append(seal.seal)
            left -= reached
    return tuple(chosen)


def _free_name(folder: Path, stem: str) -> Path:
    names = (f"{stem}{f'-{n}' if n > 1 else ''}{SUFFIX}" for n in range(1, 10_000))
    return next(path for name in names if not (path := folder / name).exists())


def answer(desk: Desk, tx: Transaction, place: Place, peer: PeerInfo, bundle_id: str, folder: Path) -> Path:
    """Write the receipt of a bundle: what is held here now, and what the peer lacks (SYNC.md, RECEIPT)."""
    spaces = (peer.space, place.catalogue)
    rows = tx.lacking(spaces, peer.have)
    path = _free_name(folder, f"bien-nhan-{_code_of(desk, tx, place, peer.space)}-{bundle_id[:8]}")
    chains = {run.chain for found in tx.have(spaces).values() for run in found}
    out = Outgoing(
        to=peer.device,
        recipients=(peer.recipient,),
        answers=bundle_id,
        have=tx.have(spaces),
        held=tuple((op, reason) for op, chain, reason in tx.held() if chain.startswith(peer.device)),
        ops=tuple(tx.lines(rows)),
        seals=relayed(tx, spaces, rows, place.device),
        tips=tuple(tip for tip in own_tips(tx, place) if tip[0] in chains),
    )
    desk.codec.write(path, place.keys, out)
    return path


def _code_of(desk: Desk, tx: Transaction, place: Place, space: str) -> str:
    units = {info.uuid: info.unit for info in tx.spaces()}
    unit = units.get(space)
    return desk.units.known_code(unit, place.on) or "hub"
