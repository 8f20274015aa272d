"""At a hub: an activation file for one PC, of one unit or of the district. Issuing it is the approval."""

from dataclasses import replace
from pathlib import Path

from desktop_app.app.hub_facts import hub_address
from desktop_app.app.place import Place, check_hub, place_of
from desktop_app.app.ports import Activation, Address, Desk, SpaceInfo, Transaction
from desktop_app.app.spaces import SPACE_TOPIC, kind_of, space_for
from desktop_app.app.trust import ACTIVATION_TOPIC, REPLICA, authority
from desktop_app.app.views import unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import UsageError
from desktop_app.i18n import _


def enrol(
    desk: Desk, code: str, path: Path, picture: Path | None = None, *, whole: bool = False
) -> Activation:
    """Write an activation file for one PC of the unit ``code`` at ``path``; raises `UserError`.

    ``picture``: the same as a QR code, .svg or .png. ``whole``: for a replica, which has the whole district
    in its scope; its unit is the district's own.
    """
    with desk.store.write() as tx:
        place = place_of(tx)
        check_hub(place)
        unit = unit_id(desk, tx, code)
        if whole and unit != place.unit:
            raise UsageError(
                _("Máy làm việc cho cả huyện phải mang mã của huyện ({code}).").format(code=place.code)
            )
        issued = _issue(desk, tx, place, unit, REPLICA if whole else "commune")
        # Inside the transaction: a file that could not be written leaves no activation behind.
        if picture is not None:
            desk.codec.draw_activation(picture, issued)
        desk.codec.write_activation(path, issued)
    return issued


def _issue(desk: Desk, tx: Transaction, place: Place, unit: str, role: str) -> Activation:
    space = _space_of(desk, tx, place, unit)
    activation, secret = ids.uuid4(desk.random), desk.random(16).hex()
    said = {name: to_json(Value(v)) for name, v in (("space", space), ("unit", unit), ("role", role))}
    append(desk, tx, place, place.catalogue, [ops.sets(ACTIVATION_TOPIC, activation, said, [])])
    tx.add_activation(activation, secret, space)
    return replace(
        issued_by(place, hub_address(tx, place)), activation=activation, secret=secret,
        unit=unit, unit_code=desk.units.code(unit, place.on), unit_name=desk.units.name(unit, place.on),
        level=kind_of(desk.units, unit), space=space, role=role,
    )  # fmt: skip


def issued_by(place: Place, address: Address | None) -> Activation:
    """Return what every activation of this hub says, without an id, a secret and a unit."""
    hub, opened = place.hub, place.round
    return Activation(
        "", "", place.public, hub.recipient, hub.recovery, place.name, place.catalogue,
        "", "", "", "", "", "commune", opened.id, opened.name, opened.reference_date, place.sample,
        *(address or ()),
    )  # fmt: skip


def _space_of(desk: Desk, tx: Transaction, place: Place, unit: str) -> str:
    """Return the space of a unit, opening one at its first PC; a space is never reused."""
    space = space_for(tx, place, unit)
    if any(info.uuid == space and info.unit for info in tx.spaces()):
        return space
    tx.put_space(SpaceInfo(space, unit, kind_of(desk.units, unit)))
    opened = ops.sets(SPACE_TOPIC, space, {"unit": to_json(Value(unit))}, [])
    append(desk, tx, place, place.catalogue, [opened])
    tx.recount(authority(tx, place))  # a replica may write there from now on
    return space
