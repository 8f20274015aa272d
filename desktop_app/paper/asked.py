"""Whose records a print is to hold, and what the home knows about that unit."""

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk
from desktop_app.app.views import unit_id
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _, language
from desktop_app.paper.model import Document
from desktop_app.paper.naming import UnitName, unit_name
from desktop_app.paper.press import Pages


@dataclass(frozen=True, slots=True)
class Asked:
    """The home's place, and the unit asked for: its code and its name."""

    place: Place
    code: str
    name: UnitName


def asked_for(desk: Desk, unit: str | None) -> Asked:
    """Return the unit with this code, or the home's own; raises `NotFoundError` for one not kept here."""
    with desk.store.read() as tx:
        place = place_of(tx)
        found = place.unit if unit is None else unit_id(desk, tx, unit)
    below = {one.id for one in desk.units.children(place.unit, place.on)} if place.is_district else set()
    if found not in {place.unit, *below}:
        raise NotFoundError(
            _("Kho này không có số liệu của đơn vị {code}.").format(code=unit),
            todo=_("Kho này là của {name}, mã {code}.").format(name=place.name, code=place.code),
        )
    return Asked(place, desk.units.code(found, place.on), unit_name(desk.units, found, place.on))


def printed(desk: Desk, document: Document) -> Pages:
    """Return a document in the language of now, dated by the desk's clock; nothing is set yet."""
    return Pages(document, language(), datetime.fromtimestamp(desk.clock.now_ms() / 1000, UTC))
