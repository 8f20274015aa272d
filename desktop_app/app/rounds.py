"""Rounds of the survey: which one came before, and whose counts changed much since (DOMAIN §3)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from desktop_app.app.place import Place, Round, place_of, put_place
from desktop_app.app.ports import Transaction
from desktop_app.domain.dates import is_day
from desktop_app.domain.topic import Level, Problem, Topic
from desktop_app.domain.units import UnitCatalogue
from desktop_app.domain.values import Value, from_json, plain, to_json
from desktop_app.i18n import _

ROUND_TOPIC = "_round"
HALF = 0.5  # a change beyond this share of the earlier count asks for a confirmation


@dataclass(frozen=True, slots=True)
class Change:
    """How many records of a topic a unit had in the round before, and has now."""

    unit: str
    before: int
    now: int

    @property
    def is_large(self) -> bool:
        """Whether it is more than half of what was there before."""
        return abs(self.now - self.before) > HALF * self.before

    @property
    def problem(self) -> Problem:
        """The warning that this change is."""
        share = round(100 * (self.now - self.before) / self.before)
        said = _("Đợt này có {now}, đợt trước có {before} ({share} %). Hãy xem lại rồi xác nhận.")
        message = said.format(now=self.now, before=self.before, share=f"{share:+d}".replace("-", "−"))
        return Problem(Level.SOFT, "count_changed", message)


def named_round(on: date) -> str:
    """Return what a round is called that nobody named."""
    return _("Khảo sát đến {day}").format(day=f"{on:%d/%m/%Y}")


def opening(opened: Round, *, after: str = "") -> dict[str, Any]:
    """Return what the catalogue says of a new round; ``after``: the round that was open until now."""
    said = {"name": opened.name, "reference_date": opened.reference_date}
    return {name: to_json(Value(v)) for name, v in (said | ({"after": after} if after else {})).items()}


def round_in_force(tx: Transaction) -> Round | None:
    """Return the open round as the catalogue says it, None where it says nothing yet.

    It is the one after which no other was opened: no clock decides. Of several, which copies of a hub
    opened, the one with the latest reference date.
    """
    rounds, ended = {}, set()
    for rec, state in tx.all_of(ROUND_TOPIC):
        name, day, after = (plain(from_json(state.shown(one))) for one in ("name", "reference_date", "after"))
        ended.add(after)
        if isinstance(name, str) and isinstance(day, str) and is_day(day):
            rounds[rec] = Round(rec, name, day)
    still_open = (one for rec, one in rounds.items() if rec not in ended)
    return max(still_open, key=lambda one: (one.reference_date, one.id), default=None)


def rounds_called(tx: Transaction) -> dict[str, str]:
    """Return id → name of every round that this home has heard of."""
    named = {rec: plain(from_json(state.shown("name"))) for rec, state in tx.all_of(ROUND_TOPIC)}
    now = place_of(tx).round
    return {now.id: now.name} | {rec: name for rec, name in named.items() if isinstance(name, str)}


def follow_round(tx: Transaction, units: UnitCatalogue) -> None:
    """Bring the home into the round that is open now; its unit is called as on that reference date."""
    place, opened = place_of(tx), round_in_force(tx)
    if opened is None or opened == place.round:
        return
    moved = msgspec.structs.replace(place, round=opened)
    if units.by_id(place.unit):
        moved = msgspec.structs.replace(
            moved, code=units.code(place.unit, moved.on), name=units.name(place.unit, moved.on)
        )
    put_place(tx, moved)


def round_before(tx: Transaction, place: Place) -> str | None:
    """Return the id of the round with the latest reference date before that of the open one, or None."""
    days = ((plain(from_json(state.shown("reference_date"))), rec) for rec, state in tx.all_of(ROUND_TOPIC))
    open_since = place.round.reference_date
    earlier = [(day, rec) for day, rec in days if isinstance(day, str) and day < open_since]
    return max(earlier)[1] if earlier else None


def large_changes(tx: Transaction, topic: Topic, before: str, units: Mapping[str, str]) -> Iterator[Change]:
    """Yield the large changes of a topic since the round ``before``; ``units``: space → unit.

    A unit that had nothing then has nothing to compare with; a record that is deleted now was there then.
    """
    then: defaultdict[str, int] = defaultdict(int)
    for space, rounds in tx.confirmations(topic.key):
        then[units.get(space, "")] += before in rounds
    now = dict(tx.execute(f"SELECT unit, count(*) FROM p_{topic.key} GROUP BY unit", {}))  # noqa: S608  # our own
    for unit, count in sorted(then.items()):
        change = Change(unit, count, int(now.get(unit, 0)))
        if count and change.is_large:
            yield change
