"""All that a report says of a home, read at one time: its figures, who has sent, what is still a draft."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop_app.app.figures import known_figures, scope_of, tallies, unstated
from desktop_app.app.overview import inbox, status
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Tally, Transaction
from desktop_app.app.views import unit_id
from desktop_app.indicators import ALL, Figure, Indicator, Scope
from desktop_app.indicators.declared import STATED_OF
from desktop_app.paper.asked import Asked
from desktop_app.paper.naming import UnitName, unit_name

Figures = Mapping[str, Figure]
Tallies = Mapping[str, Tally]


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of a district's home: its own offices (``is_own``), or a commune and whether it has sent."""

    name: UnitName
    figures: Figures
    tallies: Tallies
    is_own: bool
    has_sent: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """A home as its report sees it; ``above`` is the unit that the report goes to, if there is one."""

    place: Place
    name: UnitName
    above: UnitName | None
    today: date
    figures: Figures
    tallies: Tallies
    parts: tuple[Part, ...]
    conflicts: int
    held: int

    @property
    def communes(self) -> tuple[Part, ...]:
        """The units below; none at a commune's home."""
        return tuple(part for part in self.parts if not part.is_own)

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(tally.total for tally in self.tallies.values())

    @property
    def drafts(self) -> int:
        """How many records are still drafts."""
        return sum(tally.total - tally.final for tally in self.tallies.values())


def survey(desk: Desk, by_unit: Collection[str]) -> Survey:
    """Return what the report of this home is written from; ``by_unit``: the figures of each unit."""
    wanted = tuple(indicator for indicator in ALL if indicator.key in by_unit)
    state = status(desk)
    with desk.store.read() as tx:
        place = place_of(tx)
        counted = tallies(desk, tx, None)
        figures = _figures(tx, ALL, scope_of(desk, place, None), counted)
        if place.code != STATED_OF:
            figures = {key: unstated(figure) for key, figure in figures.items()}
        own = _part(desk, tx, place, place.unit, wanted, has_sent=True)
    sent = [(one.unit, one.last_received_ms is not None) for one in inbox(desk)] if place.is_district else []
    with desk.store.read() as tx:
        communes = [_part(desk, tx, place, unit, wanted, has_sent=has_sent) for unit, has_sent in sent]
    found = desk.units.by_id(place.unit)
    return Survey(
        place, unit_name(desk.units, place.unit, place.on),
        unit_name(desk.units, found.parent, place.on) if found and found.parent else None,
        desk.clock.today(), figures, counted, (own, *communes) if place.is_district else (),
        state.conflicts, state.held,
    )  # fmt: skip


def unit_survey(desk: Desk, asked: Asked) -> Survey:
    """Return the same of one unit of the home, by itself: a commune, or a district's own offices."""
    with desk.store.read() as tx:
        unit = unit_id(desk, tx, asked.code)
        counted = tallies(desk, tx, unit)
        figures = _figures(tx, ALL, scope_of(desk, asked.place, unit), counted)
        conflicts = len(tx.in_review(unit))
    held = (
        sum(one.held for one in inbox(desk) if one.unit == unit)
        if asked.place.is_district
        else status(desk).held
    )
    if asked.code != STATED_OF:
        figures = {key: unstated(figure) for key, figure in figures.items()}
    return Survey(asked.place, asked.name, None, desk.clock.today(), figures, counted, (), conflicts, held)


def _part(
    desk: Desk, tx: Transaction, place: Place, unit: str, wanted: tuple[Indicator, ...], *, has_sent: bool
) -> Part:
    counted = tallies(desk, tx, unit)
    figures = _figures(tx, wanted, Scope((), place.on.year, unit), counted)
    is_there = has_sent or any(tally.total for tally in counted.values())  # also typed in by the district
    return Part(unit_name(desk.units, unit, place.on), figures, counted, unit == place.unit, is_there)


def _figures(tx: Transaction, wanted: Iterable[Indicator], scope: Scope, counted: Tallies) -> Figures:
    return {figure.key: figure for figure in known_figures(tx, wanted, scope, counted)}
