"""Taking bundles in: at a district from communes, at a commune a receipt (SYNC.md, INGEST, RECEIPT).

Verify, then limit, then parse; one transaction a bundle; the receipt is signed after the commit.
`receive` writes no op.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from desktop_app.app import blobs, folders
from desktop_app.app.exchange import ANSWERED, LATEST, MARK, SUFFIX, answer, mark_of
from desktop_app.app.hub_keys import is_announced_right, keep_announced
from desktop_app.app.outbox import drop_idle, settled
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import (
    BundleInfo,
    Desk,
    Envelope,
    Ingested,
    Opened,
    PeerInfo,
    Transaction,
)
from desktop_app.app.rounds import follow_round
from desktop_app.app.spaces import shared
from desktop_app.app.taking import places, take_in
from desktop_app.app.trust import announce, is_wide, peer_of, unannounced
from desktop_app.app.writing import CHAINS, leave_chains
from desktop_app.domain import have, ops
from desktop_app.errors import CollisionError, RefusedError
from desktop_app.i18n import _

APPLIED, ALREADY, HELD, SEALED, REFUSED = "applied", "already", "held", "sealed", "refused"
OWN, OTHER = "own", "other"  # lying beside what was meant: on a stick that many use
PROBLEMS = frozenset({HELD, SEALED, REFUSED})
HELD_BY_HUB = "held_by_hub"
TRIES = 3
SEALED_FILES = 200  # bundles of unknown devices that are kept at most


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file; ``unit`` is the code of the unit that it came from, "" if unknown.

    ``device``: who signed it, "" for a file that no device did.
    """

    path: Path
    outcome: str
    reason: str = ""
    ops: int = 0
    unit: str = ""
    receipt: Path | None = None
    device: str = ""

    @property
    def is_problem(self) -> bool:
        """Whether a person must act."""
        return self.outcome in PROBLEMS


def receive(desk: Desk, paths: Iterable[Path], receipts: Path | None = None) -> list[Received]:
    """Take in files, each by itself; a folder means all bundles in it. Files are known by content.

    Raises `NotFoundError`, before anything is taken in, where ``receipts`` is on a stick that is not there.
    """
    if receipts is not None:
        folders.prepare(receipts)
    return [receive_one(desk, path, receipts) for path in bundles_in(desk, paths)]


def bundles_in(desk: Desk, paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and of each folder the files that are, or are called, bundles."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(found for found in path.rglob("*") if found.is_file()):
            if file.suffix == SUFFIX or _is_bundle(desk, file):
                yield file


def _is_bundle(desk: Desk, file: Path) -> bool:
    try:
        return desk.codec.sniff(file) == "bundle"
    except RefusedError:
        return False


def receive_one(
    desk: Desk, path: Path, receipts: Path | None = None, *, identities: tuple[str, ...] = ()
) -> Received:
    """Take in one file; a refusal is an outcome, not an error, and changes nothing.

    ``identities``: secrets beside the home's own that may open it, as the recovery key; never kept.
    """
    device = ""
    try:
        with closing(desk.codec.envelope(path)) as envelope:
            device = envelope.device
            with desk.store.read() as tx:
                place = place_of(tx).opening_also(identities)
            if envelope.device == place.device:
                return Received(path, OWN, _("Gói do chính kho này ghi."))
            if envelope.to != place.device and envelope.device == place.hub.device:
                return Received(path, OTHER, _("Biên nhận này của máy khác; không cần làm gì."))
            if envelope.to != place.device:
                raise RefusedError(_("Gói này gửi cho nơi khác, không phải cho kho này."))
            take = _from_commune if place.is_hub else _from_hub
            done = _again(lambda: take(desk, place, path, envelope, receipts))
            return replace(done, device=device)
    except RefusedError as error:
        return Received(path, REFUSED, f"{error.what} {error.todo}".strip(), device=device)


def _again(take: Callable[[], Received]) -> Received:
    """Take in from the beginning what a server took back because two were in each other's way."""
    for _time in range(TRIES - 1):
        with suppress(CollisionError):
            return take()
    return take()


# --- at a district -------------------------------------------------------------------------------------


def _from_commune(
    desk: Desk, place: Place, path: Path, envelope: Envelope, receipts: Path | None
) -> Received:
    with desk.store.read() as tx:
        peer, seen = _peer(desk, tx, envelope), _is_seen(tx, envelope)
        wide = peer is not None and is_wide(tx, peer)
    if peer is None:
        return _keep_sealed(desk, path, envelope)
    unit = _unit_of(desk, place, peer)
    if seen:
        receipt = _answer(desk, place, peer, envelope, receipts)
        return Received(path, ALREADY, _("Gói này đã nhận rồi."), 0, unit, receipt)
    opened = envelope.open(place.identities)
    found = places(opened.ops)
    with desk.store.write(_written_to(place, peer, found, wide=wide)) as tx:
        taken = _taken(desk, tx, place, envelope, opened, found)
    if taken is None:
        return _from_commune(desk, place, path, envelope, receipts)
    outcome, reason, count = taken
    receipt = _answer(desk, place, peer._replace(have=opened.have), envelope, receipts, opened.wanted)
    return Received(path, outcome, reason, count, unit, receipt)


def _taken(
    desk: Desk, tx: Transaction, place: Place, envelope: Envelope, opened: Opened, found: Sequence[ops.Place]
) -> tuple[str, str, int] | None:
    """Return the outcome, its reason and how many ops were new.

    None, and nothing done, where on a server another process was quicker since we looked: it took in
    this very bundle, or bound another device to this activation.
    """
    peer = _peer(desk, tx, envelope)
    if peer is None or _is_seen(tx, envelope):
        return None
    tx.put_peer(peer._replace(have=opened.have))
    cloned = _was_cloned(tx, opened, found)
    result = _ingest(desk, tx, place, envelope, opened, found)
    blobs.take(tx, shared(tx, place) if is_wide(tx, peer) else (peer.space,), opened.blobs)
    if cloned:
        leave_chains(tx)
    outcome, reason = _outcome(result)
    tx.put_bundle(_entry(desk, envelope, outcome, result.new, reason))
    return outcome, reason, result.new


def _is_seen(tx: Transaction, envelope: Envelope) -> bool:
    """Return whether this bundle was taken in before."""
    mine = (one for one in tx.bundles() if one.bundle_id == envelope.bundle_id)
    return any(not one.sent and one.outcome != SEALED for one in mine)


def _peer(desk: Desk, tx: Transaction, envelope: Envelope) -> PeerInfo | None:
    """Return the bound device, or bind it at the first valid sight of its activation's secret."""
    if (known := peer_of(tx, envelope.device)) is not None:
        return known
    peers, proof = tx.peers(), envelope.enrol
    issued = tx.activation(proof.activation) if proof else None
    if proof is None or issued is None or any(peer.activation == proof.activation for peer in peers):
        return None
    secret, space = issued
    if not desk.codec.proves(secret, envelope):
        return None
    return PeerInfo(envelope.device, envelope.public, proof.recipient, proof.activation, space, {})


def _written_to(place: Place, peer: PeerInfo, found: Sequence[ops.Place], *, wide: bool) -> set[str] | None:
    """Return the spaces that a bundle changes; None where what it brings may change who counts anywhere.

    So may that of a replica (``wide``), which counts everywhere once it is known.
    """
    spaces = {peer.space, *(one.space for one in found)}
    return None if wide or place.catalogue in spaces else spaces


def _keep_sealed(desk: Desk, path: Path, envelope: Envelope) -> Received:
    """Keep an unknown device's bundle as it is, unopened, for when its PC is enrolled."""
    folder = desk.store.path / "sealed"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{envelope.bundle_id}{SUFFIX}"
    if not kept.exists():
        if len(list(folder.iterdir())) >= SEALED_FILES:
            raise RefusedError(
                _("Đã giữ đủ {n} gói của máy chưa được cấp; không nhận thêm.").format(n=SEALED_FILES)
            )
        envelope.keep(kept)
    _list_sealed(desk, path, envelope)
    return Received(
        path, SEALED, _("Máy gửi gói này chưa được cấp; gói được giữ nguyên niêm phong, chưa nhập số liệu.")
    )


def _list_sealed(desk: Desk, path: Path, envelope: Envelope) -> None:
    """Enter a kept bundle in the list, also where the file outlived the list: the hub was restored."""
    with desk.store.read() as tx:
        is_listed = any(one.bundle_id == envelope.bundle_id for one in tx.bundles())
    if not is_listed:
        with desk.store.write() as tx:
            tx.put_bundle(_entry(desk, envelope, SEALED, 0, path.name))


def _ingest(
    desk: Desk, tx: Transaction, place: Place, envelope: Envelope, opened: Opened, found: Sequence[ops.Place]
) -> Ingested:
    signed = [envelope.signed, *opened.seals]
    for seal in sorted(signed):  # in one order, for processes that write the same ones at once
        tx.put_seal(seal, desk.clock.now_ms())
    result = take_in(tx, place, desk.units, opened.ops, found, signed)
    follow_round(tx, desk.units)  # a hub restored from before hears of its own round again
    return result


def _outcome(result: Ingested) -> tuple[str, str]:
    if result.held:
        reasons = sorted({reason for _op, reason in result.held})
        text = _("Giữ lại {n} thao tác chưa được tính: {reasons}.").format(
            n=len(result.held), reasons=", ".join(held_reason(reason) for reason in reasons)
        )
        return HELD, text
    if result.gaps:
        return APPLIED, _("Còn thiếu một đoạn thao tác trước đó; đã nhập phần có trong gói.")
    return APPLIED, ""


def held_reason(reason: str) -> str:
    """Return why an op is held, in words."""
    known = {
        "unsealed": _("không có chữ ký bảo đảm"),
        "not_enrolled": _("máy không được cấp cho đơn vị này"),
        "revoked": _("máy đã bị thu hồi"),
        "system_topic": _("chỉ huyện được ghi"),
        "newer_version": _("do chương trình mới hơn ghi"),
    }
    return known.get(reason, _("sai quy cách"))


def _entry(desk: Desk, envelope: Envelope, outcome: str, count: int, detail: str) -> BundleInfo:
    return BundleInfo(envelope.bundle_id, envelope.device, False, desk.clock.now_ms(), outcome, count, detail)


def _answer(
    desk: Desk,
    place: Place,
    peer: PeerInfo,
    envelope: Envelope,
    receipts: Path | None,
    wanted: Sequence[str] = (),
) -> Path | None:
    if receipts is None:
        return None
    with desk.store.read() as tx:
        silent = not unannounced(tx) and is_announced_right(tx, place)
    if not silent:
        with desk.store.write() as tx:
            announce(desk, tx, place)
            keep_announced(desk, tx, place)
    with desk.store.read() as tx:
        return answer(desk, tx, place, peer, envelope.bundle_id, receipts, wanted)


def _unit_of(desk: Desk, place: Place, peer: PeerInfo) -> str:
    with desk.store.read() as tx:
        units = {info.uuid: info.unit for info in tx.spaces()}
    unit = units.get(peer.space)
    return desk.units.known_code(unit, place.on)


# --- at a commune --------------------------------------------------------------------------------------


def _from_hub(desk: Desk, place: Place, path: Path, envelope: Envelope, _receipts: Path | None) -> Received:
    if envelope.device != place.hub.device:
        raise RefusedError(
            _("Biên nhận này không do {hub} ký.").format(hub=place.hub.name),
            todo=_("Hãy hỏi lại cán bộ huyện."),
        )
    opened = envelope.open(place.identities)
    found = places(opened.ops)
    with desk.store.write() as tx:
        already = any(one.bundle_id == envelope.bundle_id for one in tx.bundles())
        cloned = _was_cloned(tx, opened, found)
        result = _ingest(desk, tx, place, envelope, opened, found)
        if cloned:
            leave_chains(tx)
        tx.put_setting(MARK, msgspec.to_builtins(_raised(tx, opened)))
        tx.put_setting(HELD_BY_HUB, list(opened.held))
        tx.put_setting(blobs.WANTED, list(opened.wanted))
        blobs.take(tx, shared(tx, place), opened.blobs)
        if opened.answers == tx.setting(LATEST):
            tx.put_setting(ANSWERED, opened.answers)
        if not already:
            tx.put_bundle(_entry(desk, envelope, "receipt", result.new, path.name))
        sent = settled(tx, place, opened.answers)
    if sent:
        drop_idle(desk, sent)
    outcome, reason = (ALREADY, _("Biên nhận này đã nhận rồi.")) if already else _outcome(result)
    return Received(path, outcome, reason, result.new, place.code)


def _raised(tx: Transaction, opened: Opened) -> dict[str, list[have.Run]]:
    """Return the new mark: the answer to the latest bundle replaces it, any other only raises it (rule 7)."""
    if opened.answers == tx.setting(LATEST):
        return opened.have
    return have.unite({space: list(runs) for space, runs in mark_of(tx).items()}, opened.have)


def _was_cloned(tx: Transaction, opened: Opened, found: Sequence[ops.Place]) -> bool:
    """Return whether one of my open chains goes on somewhere else: this home is a copy, or was restored."""
    for space, chain in (tx.setting(CHAINS) or {}).items():
        mine = tx.tip(chain, space)
        seen = [(run.end, run.tip) for run in opened.have.get(space, ()) if run.chain == chain]
        seen += [(one.seq, one.op) for one in found if one.chain == chain]
        if any(seq >= (mine or (0, ""))[0] and not tx.holds(op) for seq, op in seen):
            return True
    return False
