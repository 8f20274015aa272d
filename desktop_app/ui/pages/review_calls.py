"""What the page Hợp nhất và duyệt asks of the store: everything that waits for a person, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.reasons import COUNT_TOPIC
from desktop_app.i18n import _, language

if TYPE_CHECKING:
    from desktop_app.app.conflicts import Conflict
    from desktop_app.app.place import Place
    from desktop_app.app.ports import Desk, Transaction
    from desktop_app.app.replies import Reply
    from desktop_app.app.synclog import Entry
    from desktop_app.app.views import Row
    from desktop_app.domain.topic import Topic

LOG_LINES = 500
"""How many exchanges the log shows, the newest."""


@dataclass(frozen=True, slots=True)
class Open:
    """A conflict as it was when it was looked at.

    ``told``: each of its versions as a person reads it; ``seats``: the PC at which each was said.
    """

    conflict: "Conflict"
    topic: str
    unit: str
    field: str
    told: tuple[str, ...]
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one thing, as they were shown; ``by``: the fields in which they agree."""

    topic: str
    title: str
    unit: str
    by: tuple[str, ...]
    first: "Row"
    second: "Row"

    @property
    def key(self) -> tuple[str, str, str]:
        """What the pair is known by, however its values change."""
        return self.topic, self.first.rec, self.second.rec

    @property
    def heads(self) -> frozenset[str]:
        """Every op that is shown of the two."""
        return frozenset((*self.first.editing.everything, *self.second.editing.everything))


class Merged(NamedTuple):
    """A record that hides behind another one, because somebody said that they are the same."""

    topic: str
    rec: str
    name: str
    into: str
    unit: str
    user: str
    when_ms: int


class Returned(NamedTuple):
    """A record that the district has returned and that nobody has changed since."""

    reply: "Reply"
    name: str
    title: str
    unit: str


class Review(NamedTuple):
    """Everything that waits for a person, and the log of what went and came."""

    conflicts: list[Open]
    pairs: list[Pair]
    merged: list[Merged]
    returned: list[Returned]
    log: "list[Entry]"


def look(desk: "Desk") -> Review:
    """Return everything that waits."""
    from desktop_app.app.synclog import sync_log

    return Review(open_conflicts(desk), pairs(desk), merged(desk), returned(desk), sync_log(desk, LOG_LINES))


# --- conflicts ---------------------------------------------------------------------------------------


def open_conflicts(desk: "Desk") -> list[Open]:
    """Return every open conflict, in the order of topics."""
    from desktop_app.app import conflicts
    from desktop_app.app.place import place_of

    found = conflicts.conflicts(desk)
    titles = {COUNT_TOPIC: _("Số dòng so với đợt trước")}
    titles |= {topic.key: topic.title.text(language()) for topic in desk.topics.all}
    with desk.store.read() as tx:
        place = place_of(tx)
        return [
            Open(
                one,
                titles.get(one.topic, one.topic),
                one.unit,
                conflicts.field_name(desk, one),
                tuple(conflicts.told_in(desk, tx, one, version) for version in one.versions),
                tuple(seat_of(place, version.device) for version in one.versions),
            )
            for one in found
        ]


def seat_of(place: "Place", device: str) -> str:
    """Return what a PC is called here."""
    if device == place.device:
        return _("máy này")
    return place.hub.name if device == place.hub.device else _("máy {device}").format(device=device[:8])


# --- duplicates --------------------------------------------------------------------------------------


def pairs(desk: "Desk") -> list[Pair]:
    """Return the possible duplicates two by two: each further record beside the oldest of its group."""
    from desktop_app.app.duplicates import duplicates

    found = []
    for group in duplicates(desk):
        topic = desk.topics.get(group.topic)
        by = tuple(topic.by_key[name].label.text(language()) for name in group.by)
        title, oldest = topic.title.text(language()), group.rows[0]
        found += [Pair(topic.key, title, group.unit, by, oldest, other) for other in group.rows[1:]]
    return found


def merged(desk: "Desk") -> list[Merged]:
    """Return the records that hide behind another one, the newest merge first."""
    with desk.store.read() as tx:
        found = [one for topic in desk.topics.all for one in _merged(desk, tx, topic)]
    return sorted(found, key=lambda one: -one.when_ms)


def _merged(desk: "Desk", tx: "Transaction", topic: "Topic") -> Iterator[Merged]:
    from desktop_app.app.duplicates import targets
    from desktop_app.app.views import rows_in
    from desktop_app.domain.ops import LIFE

    hidden = {row.rec: row for row in tx.deleted(topic.key)}
    into = {
        rec: to[0] for rec, row in hidden.items() if (to := targets(row.state.heads.get(LIFE, {}).values()))
    }
    shown = {row.rec: row for row in rows_in(desk, tx, topic, [hidden[rec] for rec in into])}
    names = _names(desk, tx, topic.key, [*into.values()])
    for rec, target in into.items():
        life = hidden[rec].state.head_list(LIFE)[0].stamp
        row = shown[rec]
        yield Merged(
            topic.key, rec, _called(topic, row), names.get(target, target), row.unit, life.user, life.time
        )


def _called(topic: "Topic", row: "Row") -> str:
    from desktop_app.app.checking import name_of

    return name_of(topic, row.cells, row.names)


def _names(desk: "Desk", tx: "Transaction", topic: str, recs: list[str]) -> Mapping[str, str]:
    from desktop_app.app.views import names_of

    return names_of(desk, tx, topic, recs)


# --- what was returned -------------------------------------------------------------------------------


def returned(desk: "Desk") -> list[Returned]:
    """Return what the district has returned and nobody has changed since, the newest first."""
    from desktop_app.app.place import place_of
    from desktop_app.app.replies import standing_replies

    with desk.store.read() as tx:
        back = [one for one in standing_replies(desk, tx).values() if not one.accepted]
        on, spaces = place_of(tx).on, {info.uuid: info.unit for info in tx.spaces()}
        found = []
        for one in sorted(back, key=lambda reply: -reply.when_ms):
            unit = spaces.get(next(iter(tx.locate(one.topic, one.rec)), ""))
            name = _names(desk, tx, one.topic, [one.rec]).get(one.rec, one.rec)
            title = desk.topics.get(one.topic).title.text(language())
            found.append(Returned(one, name, title, desk.units.code(unit, on) if unit else ""))
    return found
