"""Rounds of the survey: which one came before, and whose counts changed much since (DOMAIN §3)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_app.app.place import Place
from desktop_app.app.ports import Transaction
from desktop_app.domain.topic import Level, Problem, Topic
from desktop_app.domain.values import from_json, plain
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
