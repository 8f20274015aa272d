"""At a district: an activation file for one PC of one unit. Issuing it is the approval."""

from dataclasses import replace
from pathlib import Path

from desktop_app.app.hub_facts import hub_address
from desktop_app.app.place import Place, check_district, place_of
from desktop_app.app.ports import Activation, Address, Desk, SpaceInfo, Transaction
from desktop_app.app.starting import SPACE_TOPIC
from desktop_app.app.trust import ACTIVATION_TOPIC
from desktop_app.app.views import unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.values import Value, to_json


def enrol(desk: Desk, code: str, path: Path, picture: Path | None = None) -> Activation:
    """Write an activation file for one PC of the unit ``code`` at ``path``; raises `UserError`.

    ``picture``: the same as a QR code, .svg or .png.
    """
    with desk.store.write() as tx:
        place = place_of(tx)
        check_district(place)
        issued = _issue(desk, tx, place, unit_id(desk, tx, code))
        # Inside the transaction: a file that could not be written leaves no activation behind.
        if picture is not None:
            desk.codec.draw_activation(picture, issued)
        desk.codec.write_activation(path, issued)
    return issued


def _issue(desk: Desk, tx: Transaction, place: Place, unit: str) -> Activation:
    space = _space_of(desk, tx, place, unit)
    activation, secret = ids.uuid4(desk.random), desk.random(16).hex()
    said = {"space": to_json(Value(space)), "unit": to_json(Value(unit)), "role": to_json(Value("commune"))}
    append(desk, tx, place, place.catalogue, [ops.sets(ACTIVATION_TOPIC, activation, said, [])])
    tx.add_activation(activation, secret, space)
    return replace(
        issued_by(place, hub_address(tx, place)), activation=activation, secret=secret,
        unit=unit, unit_code=desk.units.code(unit, place.on), unit_name=desk.units.name(unit, place.on),
        level=kind_of(desk, unit), space=space,
    )  # fmt: skip


def issued_by(place: Place, address: Address | None) -> Activation:
    """Return what every activation of this hub says, without an id, a secret and a unit."""
    hub, opened = place.hub, place.round
    return Activation(
        "", "", place.public, hub.recipient, hub.recovery, place.name, place.catalogue,
        "", "", "", "", "", "commune", opened.id, opened.name, opened.reference_date, place.sample,
        *(address or ()),
    )  # fmt: skip


def space_for(tx: Transaction, place: Place, unit: str) -> str:
    """Return the space of a unit, or the one that it will have.

    That follows from the catalogue's, so that PCs which begin before anybody approves them agree on it.
    """
    known = (info.uuid for info in tx.spaces() if info.unit == unit)
    return next(known, ids.space_of(place.catalogue, unit))


def _space_of(desk: Desk, tx: Transaction, place: Place, unit: str) -> str:
    """Return the space of a unit, opening one at its first PC; a space is never reused."""
    space = space_for(tx, place, unit)
    if any(info.uuid == space and info.unit for info in tx.spaces()):
        return space
    tx.put_space(SpaceInfo(space, unit, kind_of(desk, unit)))
    opened = ops.sets(SPACE_TOPIC, space, {"unit": to_json(Value(unit))}, [])
    append(desk, tx, place, place.catalogue, [opened])
    return space


def kind_of(desk: Desk, unit: str) -> str:
    """Return the level of a unit as a space keeps it, "" for a unit that is not known."""
    found = desk.units.by_id(unit)
    return str(found.kind) if found else ""
