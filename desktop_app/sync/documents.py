"""A hub's card and a PC's request, between the shapes of the file and those of the use cases."""

from desktop_app.app.ports import Activation, HubCard, Request, UnitPlace
from desktop_app.sync import signed
from desktop_app.sync.activation import Hub, Round, Unit
from desktop_app.sync.keys import device_id


def card(device: str, said: HubCard) -> signed.Card:
    """Return the card of the hub ``device``."""
    issued = said.issued
    return signed.Card(
        card=device,
        catalogue=issued.catalogue,
        hub=Hub(
            issued.hub,
            issued.hub_name,
            issued.hub_recipient,
            issued.recovery_recipient,
            issued.url,
            issued.pin,
        ),
        round=Round(issued.round_id, issued.round_name, issued.reference_date),
        sample=issued.sample,
        units=tuple(map(_place, said.units)),
    )


def said_by_card(read: signed.Card) -> HubCard:
    """Return what a card says; its activation names no unit yet."""
    hub, opened = read.hub, read.round
    issued = Activation(
        "", "", hub.device, hub.recipient, hub.recovery, hub.name, read.catalogue, "", "", "", "", "",
        "commune", opened.id, opened.name, opened.reference_date, read.sample, hub.url, hub.pin,
    )  # fmt: skip
    return HubCard(issued, tuple(map(_unit_place, read.units)))


def request(said: Request) -> signed.Request:
    """Return a request as the file has it."""
    return signed.Request(
        asks=said.device,
        device=said.public,
        hub=said.hub,
        place=_place(said.place),
        recipient=said.recipient,
    )


def said_by_request(read: signed.Request) -> Request:
    """Return what a request says."""
    device = device_id(bytes.fromhex(read.device))
    return Request(device, read.device, read.recipient, read.hub, _unit_place(read.place))


def _place(one: UnitPlace) -> signed.Place:
    return signed.Place(one.space, Unit(one.code, one.unit, one.level, one.name))


def _unit_place(read: signed.Place) -> UnitPlace:
    unit = read.unit
    return UnitPlace(unit.id, unit.code, unit.name, unit.level, read.space)
