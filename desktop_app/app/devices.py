"""The PCs that this home knows, and what came from them; at a district, revoking and admitting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.app.place import Place, check_hub, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.receiving import SEALED
from desktop_app.app.spaces import announced
from desktop_app.app.trust import ACTIVATION_TOPIC, Binding, admit, announce, authority, bound, revoke
from desktop_app.domain.counting import Held
from desktop_app.domain.fingerprint import DIGITS, fingerprint
from desktop_app.domain.ids import begins, device_of
from desktop_app.domain.ops import OpId
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _

ADMISSIBLE = frozenset({Held.NOT_ENROLLED, Held.REVOKED})


@dataclass(frozen=True, slots=True)
class Device:
    """One PC. ``unit`` is a code; ``bound_ms``: when its activation was first shown here, or the hub said so.

    ``last_ms``: when its last bundle came (None at a commune, and for one that never came); ``held``: how
    many of its ops are kept and do not count; ``whole``: it has the whole district in its scope.
    """

    device: str
    fingerprint: str
    unit: str
    name: str
    bound_ms: int | None
    last_ms: int | None
    ops: int
    held: int
    revoked: bool
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Revoked:
    """What became of a revoked PC: ``counting`` ops of it still count, all that this hub holds."""

    device: Device
    counting: int


def devices(desk: Desk) -> list[Device]:
    """Return every PC bound to a unit of this home, by unit."""
    with desk.store.read() as tx:
        return devices_in(desk, tx)


def devices_in(desk: Desk, tx: Transaction) -> list[Device]:
    """Return every PC bound to a unit of this home, inside a transaction."""
    place = place_of(tx)
    units = {info.uuid: info.unit for info in tx.spaces()}
    came = _came(tx)
    held = Counter(device_of(chain) for _op, chain, _reason in tx.held())
    since = _bound(tx)
    found = []
    for one in {one.device: one for one in bound(tx)}.values():
        unit = units.get(one.space)
        if unit is None or (not place.is_district and one.space != place.space):
            continue
        times = came.get(one.device, [])
        found.append(
            Device(
                one.device, fingerprint(one.public), desk.units.code(unit, place.on),
                desk.units.name(unit, place.on), since.get(one.device) or min(times, default=None),
                max(times, default=None), _written(tx, one), held[one.device], bool(one.cuts), one.is_wide,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.unit, one.bound_ms or 0, one.device))


def _came(tx: Transaction) -> dict[str, list[int]]:
    times: dict[str, list[int]] = {}
    for one in tx.bundles():
        if not one.sent and one.outcome != SEALED:
            times.setdefault(one.device, []).append(one.time)
    return times


def _bound(tx: Transaction) -> dict[str, int]:
    """Return device → when the hub said which PC it is."""
    said: dict[str, int] = {}
    for _activation, state in tx.all_of(ACTIVATION_TOPIC):
        for head in state.head_list("device"):
            if isinstance(head.value, dict):
                said[str(head.value.get("v"))] = head.stamp.time
    return said


def _written(tx: Transaction, one: Binding) -> int:
    """Return how many ops of a device are in hand, by the tips of its chains."""
    tips = {
        space: [run.tip for run in runs if device_of(run.chain) == one.device]
        for space, runs in tx.have(space for _device, space in one.seats(announced(tx))).items()
    }
    return sum(len(tx.reach(space, found)) for space, found in tips.items() if found)


def find(desk: Desk, wanted: str) -> Device:
    """Return the one PC that an id, its beginning, or a fingerprint names; raises `UserError`."""
    found = _named(devices(desk), wanted)
    if len(found) == 1:
        return found[0]
    todo = _("Hãy xem danh sách bằng “moduong devices”.")
    if found:
        raise UsageError(_("Có nhiều máy bắt đầu bằng “{id}”.").format(id=wanted), todo=todo)
    raise NotFoundError(_("Không có máy nào mang mã “{id}”.").format(id=wanted), todo=todo)


def _named(known: Sequence[Device], wanted: str) -> list[Device]:
    digits = "".join(wanted.split())
    if len(digits) == DIGITS and (found := [o for o in known if o.fingerprint.replace(" ", "") == digits]):
        return found
    return [one for one in known if begins(one.device, digits)]


def revoke_device(desk: Desk, wanted: str) -> Revoked:
    """Cut a PC off: what this hub holds of it still counts, nothing that comes later does.

    A PC that was cut off before stays so: another cut would let in what came since.
    """
    with desk.store.read() as tx:
        check_hub(place_of(tx))
    one = find(desk, wanted)
    with desk.store.write() as tx:
        place = place_of(tx)
        if not one.revoked:
            announce(desk, tx, place)  # a PC bound since the hub last spoke is cut off by name too
            revoke(desk, tx, place, one.device)
            tx.recount(authority(tx, place))
        now = next(found for found in devices_in(desk, tx) if found.device == one.device)
    return Revoked(now, now.ops - now.held)


def admit_held(desk: Desk, wanted: str) -> int:
    """Let in held ops, of a PC or one op by the beginning of its id; return how many count now."""
    with desk.store.write() as tx:
        place = place_of(tx)
        check_hub(place)
        chosen = _held_named(desk, tx, place, wanted)
        admit(desk, tx, place, chosen)
        still = {op for op, _chain, _reason in tx.held()}
    return len(chosen) - len(still & set(chosen))


def _held_named(desk: Desk, tx: Transaction, place: Place, wanted: str) -> list[OpId]:
    held = [(op, device_of(chain)) for op, chain, reason in tx.held() if reason in ADMISSIBLE]
    of_devices = {one.device for one in _named(devices_in(desk, tx), wanted)}
    of_devices |= {device for _op, device in held if begins(device, wanted)}
    of_ops = [op for op, _device in held if begins(op, wanted)]
    if len(of_devices) + len(of_ops) > 1:
        raise UsageError(
            _("“{id}” chỉ nhiều máy hoặc nhiều thao tác.").format(id=wanted), todo=_("Hãy ghi dài hơn.")
        )
    chosen = of_ops or [op for op, device in held if device in of_devices]
    if not chosen:
        raise NotFoundError(
            _("Không có thao tác giữ lại nào của “{id}” cho nhận được.").format(id=wanted),
            todo=_("Chỉ nhận được thao tác của máy chưa được cấp hoặc đã thu hồi."),
        )
    return chosen


def held_ops(desk: Desk) -> list[tuple[OpId, str, str]]:
    """Return (op, device, reason) of everything kept here that does not count."""
    with desk.store.read() as tx:
        return [(op, device_of(chain), reason) for op, chain, reason in tx.held()]
