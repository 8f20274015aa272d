"""Who may write where, as the hub's ops say it: enrolment, revocation, admission (SYNC.md, COUNTED).

The record of an activation in the catalogue space says, in turn: which space it is for (issuing it is
the approval); which device showed its secret first (the binding); where that device is cut off. All of
it is ops of the hub, so every replica computes the same, and a hub that was restored learns it again.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from desktop_app.app.place import Place
from desktop_app.app.ports import Desk, PeerInfo, Transaction
from desktop_app.app.spaces import announced, record_spaces
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.counting import Authority, Seat
from desktop_app.domain.ops import OpId
from desktop_app.domain.registers import RecordState, same_value
from desktop_app.domain.values import Value, from_json, plain, to_json

ACTIVATION_TOPIC, ADMISSION_TOPIC = "_activation", "_admit"
REVOKED, REPLICA = "revoked", "replica"
ADMITTED_AN_OP = 2000  # 64 digits each: well below 256 KiB a line


class Binding(NamedTuple):
    """What the hub's ops say of one activation; ``device`` is "" until its secret was shown.

    ``cuts``: for each head of the revocation the ops up to which the device still counts; none: not revoked.
    ``is_told``: whether they say who showed it; where they say two things, ``device`` is "" all the same.
    """

    activation: str
    space: str
    device: str
    public: str
    recipient: str
    cuts: tuple[tuple[OpId, ...], ...]
    is_told: bool = True
    role: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it is a replica's: it may write in every space that the hub opens, and reply."""
        return self.role == REPLICA

    def seats(self, opened: Iterable[str]) -> Iterator[Seat]:
        """Yield which device may write, and in which spaces; ``opened``: every space of a unit."""
        return ((self.device, space) for space in ({*opened, self.space} if self.is_wide else (self.space,)))


def bindings(tx: Transaction) -> list[Binding]:
    """Return every activation that the hub issued, oldest first."""
    return _READ.bindings(list(tx.all_of(ACTIVATION_TOPIC)))


class _Read:
    """What was read last, of which states: it is asked for several times a bundle, and seldom changes."""

    def __init__(self) -> None:
        self._last: tuple[list[tuple[str, RecordState]], list[Binding]] = [], []

    def bindings(self, states: list[tuple[str, RecordState]]) -> list[Binding]:
        """Return what the records of the activations say, from the last time if they are the same."""
        known, found = self._last
        if states != known:
            found = [_binding(activation, state) for activation, state in states]
            self._last = states, found
        return list(found)


_READ = _Read()


def _binding(activation: str, state: RecordState) -> Binding:
    space, device, public, recipient, role = (
        _agreed(state, name) for name in ("space", "device", "public", "recipient", "role")
    )
    cuts = [plain(from_json(v)) for v in state.heads.get(REVOKED, {}).values()]
    known = tuple(tuple(map(str, cut)) for cut in cuts if isinstance(cut, list))
    is_told = bool(state.heads.get("device"))
    return Binding(activation, space, device, public, recipient, known, is_told, role)


def _agreed(state: RecordState, name: str) -> str:
    """Return the one text that all heads say, else "": where copies of a hub disagree, the stricter holds."""
    if state.in_conflict(name):
        return ""
    v = plain(from_json(state.shown(name)))
    return v if isinstance(v, str) else ""


def authority(tx: Transaction, place: Place) -> Authority:
    """Return who may write what, as this home knows it now.

    For ops that come from outside: also those in this PC's own name must be sealed. What this PC wrote
    itself stays on its screen even when the hub has cut it off.
    """
    known = bound(tx)
    opened = announced(tx) if any(one.is_wide for one in known) else {}
    own = {(place.device, space) for space in record_spaces(tx, place)}
    judges = {one.device for one in known if one.is_wide} | ({place.device} if place.is_district else set())
    return Authority(
        place.hub.device,
        {seat for one in known for seat in one.seats(opened)} | own,
        cuts={seat: cut for one in known for seat, cut in _cut_off(tx, one, opened) if seat not in own},
        admitted=frozenset(_admitted(tx)),
        judges=judges,
    )


def bound(tx: Transaction) -> list[Binding]:
    """Return every activation that a device has shown: as the hub's ops say it, else as it was shown here."""
    found = bindings(tx)
    said = {one.activation: one for one in found}
    unknown = Binding("", "", "", "", "", (), is_told=False)
    here = [
        said.get(peer.activation, unknown)._replace(
            activation=peer.activation, space=peer.space, device=peer.device, public=peer.public,
            recipient=peer.recipient,
        )
        for peer in tx.peers()
        if not said.get(peer.activation, unknown).is_told
    ]  # fmt: skip
    return [one for one in found if one.device] + here


def _cut_off(
    tx: Transaction, one: Binding, opened: Iterable[str]
) -> Iterator[tuple[Seat, tuple[AbstractSet[OpId], ...]]]:
    """Yield each seat of a device that was revoked, with the ops of it that count all the same."""
    if not one.cuts:
        return
    runs = tx.have(space for _device, space in one.seats(opened))
    for device, space in one.seats(opened):
        wrote = any(run.chain.startswith(device) for run in runs[space])
        yield (device, space), tuple(tx.ancestors(space, cut) if wrote else frozenset() for cut in one.cuts)


def _admitted(tx: Transaction) -> Iterable[OpId]:
    for _rec, state in tx.all_of(ADMISSION_TOPIC):
        said = plain(from_json(state.shown("ops")))
        yield from map(str, said if isinstance(said, list) else ())


def unannounced(tx: Transaction) -> list[PeerInfo]:
    """Return the devices bound here of which the catalogue does not tell yet."""
    told = {one.activation for one in bindings(tx) if one.is_told}
    return [peer for peer in tx.peers() if peer.activation not in told]


def announce(desk: Desk, tx: Transaction, place: Place) -> None:
    """Say in the catalogue which devices were bound since the hub last spoke: receiving writes no op."""
    parts = [
        ops.sets(ACTIVATION_TOPIC, peer.activation, _said(device=peer.device, public=peer.public,
                                                          recipient=peer.recipient), [])
        for peer in unannounced(tx)
    ]  # fmt: skip
    append(desk, tx, place, place.catalogue, parts)


def _said(**facts: Any) -> dict[str, Any]:
    return {name: to_json(Value(v)) for name, v in facts.items()}


def peer_of(tx: Transaction, device: str) -> PeerInfo | None:
    """Return a bound device: from the list of peers, or, at a hub restored from before, from its own ops."""
    for peer in tx.peers():
        if peer.device == device:
            return peer
    for one in bindings(tx):
        if one.device == device and one.recipient:
            return PeerInfo(device, one.public, one.recipient, one.activation, one.space, {})
    return None


def is_wide(tx: Transaction, peer: PeerInfo) -> bool:
    """Return whether a bound device is a replica, with the whole district in its scope."""
    return any(one.is_wide for one in bindings(tx) if one.activation == peer.activation)


def doors(tx: Transaction) -> tuple[dict[str, str], list[str]]:
    """Return who may send to this hub: device → public key, and activations that nobody has shown yet."""
    peers, known = tx.peers(), bindings(tx)
    bound = {one.device: one.public for one in known if one.device} | {p.device: p.public for p in peers}
    shown = {one.activation for one in known if one.device} | {peer.activation for peer in peers}
    return dict(sorted(bound.items())), sorted(one.activation for one in known if one.activation not in shown)


def revoke(desk: Desk, tx: Transaction, place: Place, device: str) -> list[OpId]:
    """Cut a device off at what the hub holds of it now, in every space; return the tips of the cut."""
    cut: list[OpId] = []
    for activation, state in tx.all_of(ACTIVATION_TOPIC):
        one = _binding(activation, state)
        if one.device != device:
            continue
        spaces = {space for _device, space in one.seats(announced(tx))}
        tips = sorted(
            run.tip for runs in tx.have(spaces).values() for run in runs if run.chain.startswith(device)
        )
        if not any(same_value(to_json(Value(tips)), said) for said in state.heads.get(REVOKED, {}).values()):
            bases = state.shown_bases(REVOKED) if state.heads.get(REVOKED) else []
            append(
                desk, tx, place, place.catalogue,
                [ops.sets(ACTIVATION_TOPIC, activation, _said(revoked=tips), bases)],
            )  # fmt: skip
        cut += tips
    return cut


def admit(desk: Desk, tx: Transaction, place: Place, held: Iterable[OpId]) -> None:
    """Let in ops that are held for want of a seat: they count unchanged, here and wherever this op comes."""
    found = sorted(held)
    parts = [
        ops.sets(
            ADMISSION_TOPIC, ids.uuid4(desk.random), _said(ops=found[start : start + ADMITTED_AN_OP]), []
        )
        for start in range(0, len(found), ADMITTED_AN_OP)
    ]
    for part in parts:
        append(desk, tx, place, place.catalogue, [part])
    tx.recount(authority(tx, place))
