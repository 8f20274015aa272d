"""Bundles out and in: export, receive, receipts (SYNC.md, SEND, INGEST, RECEIPT)."""

from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.app import blobs, folders
from desktop_app.app.hub_keys import upward_recipients
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import (
    BundleInfo,
    Desk,
    Have,
    Outgoing,
    PeerInfo,
    SealedTips,
    SealInfo,
    Transaction,
)
from desktop_app.app.spaces import shared
from desktop_app.app.trust import is_wide
from desktop_app.domain import ops
from desktop_app.domain.have import Run
from desktop_app.domain.ops import OpId

MARK, LATEST, ANSWERED, SENT_UP_TO = "mark", "latest_bundle", "answered", "sent_up_to"
SUFFIX = ".moduong"


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle that stands on the disk, read back and found whole; path None: nothing new to send."""

    path: Path | None
    ops: int
    bytes: int
    bundle_id: str = ""


def export(desk: Desk, folder: Path, *, ask: bool = False) -> Exported:
    """Write a bundle with every op that the hub has not acknowledged into ``folder``.

    ``ask``: also when there are none, so that the answer brings what the hub has and this PC lacks.
    A lost stick costs nothing: the next bundle carries the same ops again. The bundle is entered in
    the list after it stands on the disk. Raises `NotFoundError` for a folder, or stick, that is not there.
    """
    folders.prepare(folder)
    return export_within(desk, folder, ask=ask)


def export_within(desk: Desk, folder: Path, *, ask: bool = False) -> Exported:
    """Write a bundle as `export`, into a folder of the home's own."""
    with desk.store.read() as tx:
        place = place_of(tx)
        rows = unacknowledged(tx, place)
        out = outgoing(desk, tx, place, rows)
    if not rows and not ask and not out.blobs:
        return Exported(None, 0, 0)
    path = _free_name(folder, f"{place.code}-{desk.clock.today():%Y%m%d}")
    written = desk.codec.write(path, place.keys, out)
    with desk.store.write() as tx:
        bundle_id, now = written.signed.bundle_id, desk.clock.now_ms()
        tx.put_setting(LATEST, bundle_id)
        tx.put_setting(SENT_UP_TO, rows[-1] if rows else tx.setting(SENT_UP_TO))
        tx.put_seal(written.signed, now)
        tx.put_bundle(BundleInfo(bundle_id, place.hub.device, True, now, "sent", len(rows), path.name))
    return Exported(path, len(rows), written.bytes, bundle_id)


def unacknowledged(tx: Transaction, place: Place) -> list[int]:
    """Return the log's rows that the hub has not acknowledged, oldest first."""
    return tx.lacking(shared(tx, place), mark_of(tx))


def mark_of(tx: Transaction) -> Have:
    """Return what the hub has acknowledged: HAVE of the receipt answering the latest bundle."""
    return msgspec.convert(tx.setting(MARK) or {}, dict[str, list[Run]])


def awaits_approval(tx: Transaction, place: Place) -> bool:
    """Return whether this PC asked to be enrolled and has not heard from its hub since."""
    return not place.is_hub and not place.activation and tx.setting(MARK) is None


def outgoing(desk: Desk, tx: Transaction, place: Place, rows: Sequence[int]) -> Outgoing:
    """Return a bundle with these rows of the log, for the hub."""
    lines = tuple(tx.lines(rows))
    return Outgoing(
        to=place.hub.device,
        recipients=upward_recipients(desk, tx, place),
        answers=None,
        have=tx.have(shared(tx, place)),
        held=tuple((op, reason) for op, _chain, reason in tx.held()),
        ops=lines,
        seals=relayed(tx, lines, place.device),
        tips=signed_tips(tx, place, lines),
        enrol=(place.activation, place.secret) if _must_prove(tx, place) else None,
        wanted=blobs.missing(tx, shared(tx, place)),
        blobs=blobs.to_send(tx, shared(tx, place), tx.setting(blobs.WANTED) or ()),
    )


def _must_prove(tx: Transaction, place: Place) -> bool:
    """Return whether the header must prove the enrolment: the latest bundle was not answered.

    Not only until the first receipt: a hub restored from before it met this PC must know it again.
    """
    latest = tx.setting(LATEST)
    return bool(place.secret) and (latest is None or latest != tx.setting(ANSWERED))


def own_tips(tx: Transaction, place: Place) -> tuple[tuple[str, int, str], ...]:
    """Return [chain, seq, op id] of each of this device's own tips, old chains too.

    Never of an op that came in this device's name without its seal: who signs such a tip makes
    what another wrote its own. Of a run that ends so, the tip is the last op before.
    """
    unsealed = tx.unsealed(place.device)
    found = {
        (run.chain, run.end, run.tip) if run.tip not in unsealed else _below(tx, space, run, unsealed)
        for space, runs in tx.have(info.uuid for info in tx.spaces()).items()
        for run in runs
        if run.chain.startswith(place.device)
    }
    return tuple(sorted(tip for tip in found if tip is not None))


def _below(
    tx: Transaction, space: str, run: Run, unsealed: AbstractSet[OpId]
) -> tuple[str, int, OpId] | None:
    places = map(ops.place, tx.lines(sorted(tx.reach(space, [run.tip]))))
    own = [(one.chain, one.seq, one.op) for one in places if one.op not in unsealed]
    return max(own, key=lambda tip: tip[1], default=None)


def signed_tips(
    tx: Transaction, place: Place, lines: Iterable[bytes], among: Container[str] | None = None
) -> tuple[tuple[str, int, str], ...]:
    """Return what this device signs with a bundle of ``lines``, of the chains ``among``: its own tips.

    And where the lines stop short of a tip, the last of them: the receiver may lack what lies between, and
    whoever could send it may have lost it.
    """
    own = [one for one in map(ops.place, lines) if one.chain.startswith(place.device)]
    followed, unsealed = {one.prev for one in own}, tx.unsealed(place.device)
    ends = {(one.chain, one.seq, one.op) for one in own if one.op not in followed | unsealed}
    every = ends.union(own_tips(tx, place))
    return tuple(sorted(tip for tip in every if among is None or tip[0] in among))


def relayed(tx: Transaction, lines: Iterable[bytes], me: str) -> tuple[SealInfo, ...]:
    """Return newest seals that vouch, end to end, for the ops of others among ``lines``.

    First those whose signed tip is among the lines, with all that lies between; for what is left over any
    seal from whose tip it is reached here.
    """
    left = {one.op: one for one in map(ops.place, lines) if not one.chain.startswith(me)}
    chosen: dict[SealInfo, None] = {}
    for whole in (True, False):
        for seal in tx.seals() if left else ():
            # Most seals at a hub are of PCs of other units: nothing is read for them.
            if reached := _reached(tx, seal, left, whole=whole):
                chosen[seal.seal] = None
                left = {op: one for op, one in left.items() if op not in reached}
    return tuple(chosen)


def _reached(tx: Transaction, seal: SealedTips, left: Mapping[OpId, ops.Place], *, whole: bool) -> set[OpId]:
    """Return the ops ``left`` for which a seal vouches: by ops of the same bundle, or by any held here."""
    chains = {one.chain for one in left.values()}
    if not whole:
        spaces = {one.space for one in left.values()}
        tips = [tip for chain, tip in seal.tips if chain in chains]
        return {op for space in spaces if tips for op in tx.ancestors(space, tips)} & left.keys()
    found: set[OpId] = set()
    for chain, tip in seal.tips:
        one = left.get(tip)
        while one is not None and one.chain == chain:
            found.add(one.op)
            one = left.get(one.prev) if one.prev else None
    return found


def _free_name(folder: Path, stem: str) -> Path:
    names = (f"{stem}{f'-{n}' if n > 1 else ''}{SUFFIX}" for n in range(1, 10_000))
    return next(path for name in names if not (path := folder / name).exists())


def answer(
    desk: Desk,
    tx: Transaction,
    place: Place,
    peer: PeerInfo,
    bundle_id: str,
    folder: Path,
    wanted: Sequence[str] = (),
) -> Path:
    """Write the receipt of a bundle: what is held here now, and what the peer lacks (SYNC.md, RECEIPT).

    ``wanted``: the photos that it asks for.
    """
    spaces = shared(tx, place) if is_wide(tx, peer) else (peer.space, place.catalogue)
    lines = tuple(tx.lines(tx.lacking(spaces, peer.have)))
    path = _free_name(folder, f"bien-nhan-{_code_of(desk, tx, place, peer.space)}-{bundle_id[:8]}")
    chains = {run.chain for found in tx.have(spaces).values() for run in found}
    out = Outgoing(
        to=peer.device,
        recipients=(peer.recipient,),
        answers=bundle_id,
        have=tx.have(spaces),
        held=tuple((op, reason) for op, chain, reason in tx.held() if chain.startswith(peer.device)),
        ops=lines,
        seals=relayed(tx, lines, place.device),
        tips=signed_tips(tx, place, lines, chains),
        wanted=blobs.missing(tx, spaces),
        blobs=blobs.to_send(tx, spaces, wanted),
    )
    desk.codec.write(path, place.keys, out)
    return path


def _code_of(desk: Desk, tx: Transaction, place: Place, space: str) -> str:
    units = {info.uuid: info.unit for info in tx.spaces()}
    unit = units.get(space)
    return desk.units.known_code(unit, place.on) or "hub"
