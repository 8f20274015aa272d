"""Setting up a home: a district with its keys, or a PC from an activation file."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop_app.app.place import Hub, Place, Round, put_place
from desktop_app.app.ports import Activation, Desk, SpaceInfo, Transaction
from desktop_app.app.rounds import ROUND_TOPIC, named_round, opening
from desktop_app.app.spaces import SPACE_TOPIC
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """What a new district must know; the recovery secret is shown once and kept nowhere."""

    place: Place
    recovery_secret: str


def start_district(
    desk: Desk,
    code: str,
    *,
    reference_date: date | None = None,
    round_name: str = "",
    sample: bool = False,
    recovery_secret: str = "",
) -> NewDistrict:
    """Make the open, empty home a district: keys, recovery key, catalogue space, own space, first round.

    ``recovery_secret``: that of a district which is lost, to be used on; without it a new one is made.
    """
    unit, on = _unit_for(desk, code, reference_date)
    keys = desk.codec.new_device()
    secret = recovery_secret or desk.codec.new_recovery()[0]
    recovery = desk.codec.recipient_of(secret)
    name = desk.units.name(unit, on)
    found = desk.units.by_id(unit)
    place = Place(
        role="district", unit=unit, code=code, name=name, level=str(found.kind) if found else "district",
        space=ids.uuid4(desk.random), catalogue=ids.uuid4(desk.random),
        hub=Hub(keys.device, keys.recipient, recovery, name),
        round=Round(ids.uuid4(desk.random), round_name or named_round(on), on.isoformat()),
        sample=sample, signing=keys.signing, age=keys.age, public=keys.public,
        device=keys.device, recipient=keys.recipient,
    )  # fmt: skip
    with desk.store.write() as tx:
        put_place(tx, place)
        tx.put_space(SpaceInfo(place.catalogue, None, None))
        tx.put_space(SpaceInfo(place.space, unit, place.level))
        _announce(desk, tx, place)
    return NewDistrict(place, secret)


def _announce(desk: Desk, tx: Transaction, place: Place) -> None:
    """Say in the catalogue which space the district's own unit has, and which round is open."""
    space = ops.sets(SPACE_TOPIC, place.space, {"unit": to_json(Value(place.unit))}, [])
    opened = ops.sets(ROUND_TOPIC, place.round.id, opening(place.round), [])
    append(desk, tx, place, place.catalogue, [space, opened])


def _unit_for(desk: Desk, code: str, wanted: date | None) -> tuple[str, date]:
    """Return (unit, reference date); without a date, today or the last day on which the code was in force."""
    today = desk.clock.today()
    for on in (wanted,) if wanted else (today, *_last_days(desk, code)):
        found = desk.units.find(code, on)
        if found is not None:
            return found.id, on
    raise NotFoundError(
        _("Không có đơn vị nào mang mã “{code}” vào ngày {day}.").format(
            code=code, day=f"{wanted or today:%d/%m/%Y}"
        ),
        todo=_("Mã huyện Điện Biên là 100; hãy kiểm tra mã và ngày."),
    )


def _last_days(desk: Desk, code: str) -> list[date]:
    found = desk.units.match(code).units
    today = desk.clock.today()
    ends = [desk.units.version(unit.id, today).valid_to for unit in found]
    return sorted((end for end in ends if end is not None), reverse=True)


def start_commune(desk: Desk, path: Path) -> Place:
    """Make the open, empty home what an activation file says; the PC makes its own keys."""
    return start_from(desk, desk.codec.read_activation(path))


def start_from(desk: Desk, issued: Activation) -> Place:
    """Make the open, empty home a commune's, or a replica's, from what an activation says."""
    keys = desk.codec.new_device()
    place = Place(
        role="replica" if issued.role == "replica" else "commune",
        unit=issued.unit, code=issued.unit_code, name=issued.unit_name, level=issued.level,
        space=issued.space, catalogue=issued.catalogue,
        hub=hub_of(desk, issued),
        round=round_of(issued),
        sample=issued.sample, signing=keys.signing, age=keys.age, public=keys.public,
        device=keys.device, recipient=keys.recipient,
        activation=issued.activation, secret=issued.secret,
    )  # fmt: skip
    with desk.store.write() as tx:
        put_place(tx, place)
        tx.put_space(SpaceInfo(place.catalogue, None, None))
        tx.put_space(SpaceInfo(place.space, place.unit, place.level))
    return place


def round_of(issued: Activation) -> Round:
    """Return the round that was open when an activation was issued."""
    return Round(issued.round_id, issued.round_name, issued.reference_date)


def hub_of(desk: Desk, issued: Activation) -> Hub:
    """Return the hub that issued an activation."""
    device = desk.codec.device_of(issued.hub)
    return Hub(
        device, issued.hub_recipient, issued.recovery_recipient, issued.hub_name, issued.url, issued.pin
    )
