"""At a district: an activation file for one PC of one unit. Issuing it is the approval."""

from pathlib import Path

from desktop_app.app.hub_facts import hub_address
from desktop_app.app.place import Place, check_district, place_of
from desktop_app.app.ports import Activation, Desk, SpaceInfo, Transaction
from desktop_app.app.starting import SPACE_TOPIC
from desktop_app.app.trust import ACTIVATION_TOPIC
from desktop_app.app.views import unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.values import Value, to_json


def enrol(desk: Desk, code: str, path: Path) -> Activation:
    """Write an activation file for one PC of the unit ``code`` at ``path``; raises `UserError`."""
    with desk.store.write() as tx:
        place = place_of(tx)
        check_district(place)
        issued = _issue(desk, tx, place, unit_id(desk, tx, code))
        # Inside the transaction: a file that could not be written leaves no activation behind.
        desk.codec.write_activation(path, issued)
    return issued


def _issue(desk: Desk, tx: Transaction, place: Place, unit: str) -> Activation:
    space = _space_of(desk, tx, place, unit)
    activation, secret = ids.uuid4(desk.random), desk.random(16).hex()
    said = {"space": to_json(Value(space)), "unit": to_json(Value(unit)), "role": to_json(Value("commune"))}
    append(desk, tx, place, place.catalogue, [ops.sets(ACTIVATION_TOPIC, activation, said, [])])
    tx.add_activation(activation, secret, space)
    hub, opened, address = place.hub, place.round, hub_address(tx, place)
    return Activation(
        activation, secret, place.public, hub.recipient, hub.recovery, place.name, place.catalogue,
        unit, desk.units.code(unit, place.on), desk.units.name(unit, place.on), _kind(desk, unit),
        space, "commune", opened.id, opened.name, opened.reference_date, place.sample,
        *(address or ()),
    )  # fmt: skip


def _space_of(desk: Desk, tx: Transaction, place: Place, unit: str) -> str:
    """Return the space of a unit, opening one at its first PC; a space is never reused."""
    for info in tx.spaces():
        if info.unit == unit:
            return info.uuid
    space = ids.uuid4(desk.random)
    tx.put_space(SpaceInfo(space, unit, _kind(desk, unit)))
    opened = ops.sets(SPACE_TOPIC, space, {"unit": to_json(Value(unit))}, [])
    append(desk, tx, place, place.catalogue, [opened])
    return space


def _kind(desk: Desk, unit: str) -> str:
    found = desk.units.by_id(unit)
    return str(found.kind) if found else ""
