"""Which space is which unit's, as the hub's ops in the catalogue say it; which of them this home shares."""

from collections.abc import Iterator

from desktop_app.app.place import Place
from desktop_app.app.ports import SpaceInfo, Transaction
from desktop_app.domain import ids
from desktop_app.domain.units import UnitCatalogue
from desktop_app.domain.values import from_json, plain

SPACE_TOPIC = "_space"


def announced(tx: Transaction) -> dict[str, str]:
    """Return space → the unit whose records it holds, of every space that the hub ever opened."""
    said = ((space, plain(from_json(state.shown("unit")))) for space, state in tx.all_of(SPACE_TOPIC))
    return {space: unit for space, unit in said if isinstance(unit, str)}


def follow_spaces(tx: Transaction, units: UnitCatalogue) -> None:
    """Give every space its unit that the catalogue names: at a replica, and at a hub that was put back."""
    known = {info.uuid for info in tx.spaces() if info.unit}
    for space, unit in announced(tx).items():
        if space not in known:
            tx.put_space(SpaceInfo(space, unit, kind_of(units, unit)))


def space_for(tx: Transaction, place: Place, unit: str) -> str:
    """Return the space of a unit, or the one that it will have.

    That follows from the catalogue's, so that PCs which begin before anybody approves them agree on it.
    """
    known = (info.uuid for info in tx.spaces() if info.unit == unit)
    return next(known, ids.space_of(place.catalogue, unit))


def kind_of(units: UnitCatalogue, unit: str) -> str:
    """Return the level of a unit as a space keeps it, "" for a unit that is not known."""
    found = units.by_id(unit)
    return str(found.kind) if found else ""


def record_spaces(tx: Transaction, place: Place) -> Iterator[str]:
    """Yield the spaces whose records are in this home's scope.

    At a district that is every one of which it holds an op, also before it hears whose it is: what is written
    there waits to be sent like any other.
    """
    if not place.is_district:
        yield place.space
        return
    yield from (info.uuid for info in tx.spaces() if info.uuid != place.catalogue)


def shared(tx: Transaction, place: Place) -> tuple[str, ...]:
    """Return the spaces that this home exchanges with its hub, and a hub with a replica."""
    return (*record_spaces(tx, place), place.catalogue)
