"""The few questions to the store that only a window asks; each runs on the store lane."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row
    from desktop_app.ui.tickets import Ticket


def row_of(desk: "Desk", topic: str, rec: str) -> "Row":
    """Return one record as the grid shows it, by its record id; raises `NotFoundError`."""
    from desktop_app.app import entry, views
    from desktop_app.app.ports import StoredRow
    from desktop_app.domain.registers import RecordState

    with desk.store.read() as tx:
        space, _rec = entry.find(tx, topic, rec)
        unit = next((info.unit for info in tx.spaces() if info.uuid == space), None)
        stored = StoredRow(0, rec, space, unit, tx.state(space, topic, rec) or RecordState())
        return views.rows_in(desk, tx, desk.topics.get(topic), [stored])[0]


class Who(NamedTuple):
    """Where the window is: role, unit, round, whether it is only a sample."""

    role: str
    unit: str
    name: str
    round: str
    round_id: str
    reference_date: str
    sample: bool

    @property
    def is_hub(self) -> bool:
        """Whether this home receives bundles."""
        return self.role == "district"

    @property
    def is_district(self) -> bool:
        """Whether the whole district is in this home's scope: at its hub, and at a replica of that."""
        return self.role != "commune"


def who_am_i(desk: "Desk") -> Who:
    """Return where this home stands."""
    from desktop_app.app.place import place_of

    with desk.store.read() as tx:
        place = place_of(tx)
    return Who(
        place.role,
        place.code,
        place.name,
        place.round.name,
        place.round.id,
        place.round.reference_date,
        place.sample,
    )


def units_of(desk: "Desk", who: Who) -> dict[str, str]:
    """Return code → name of the home's unit and, at a district, of the units below it on the round's date."""
    on = date.fromisoformat(who.reference_date)
    own = {who.unit: who.name}
    found = desk.units.find(who.unit, on)
    if not who.is_district or found is None:
        return own
    return own | {
        desk.units.code(unit.id, on): desk.units.name(unit.id, on)
        for unit in desk.units.children(found.id, on)
    }


def names_for(desk: "Desk", topic: str, ticket: "Ticket") -> dict[str, str]:
    """Return record id → name of the records that a reference of the ticket's record may mean."""
    from desktop_app.app import views

    return views.names(desk, topic, ticket.editing.space if ticket.editing else None)
