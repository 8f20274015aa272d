"""What the catalogue adds to the program, as a list for people and scripts."""

from collections.abc import Iterator

import msgspec

from desktop_app.app.catalogue import (
    UNIT_TOPIC,
    catalogue_version,
    facts,
    in_force,
    reason,
    tables_of,
    targets,
)
from desktop_app.app.place import Round, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.domain.unit_tables import Read
from desktop_app.topics.extending import CHOICE_TOPIC, FIELD_TOPIC, AddedChoice, Fact, NewField, read_fact
from desktop_app.topics.registry import ALL


class ListedField(msgspec.Struct, frozen=True):
    """A field that a topic was given; ``titles``: language → title."""

    id: str
    topic: str
    key: str
    kind: str
    titles: dict[str, str]


class ListedChoice(msgspec.Struct, frozen=True):
    """A choice that a field was given."""

    id: str
    topic: str
    field: str
    key: str
    titles: dict[str, str]


class ListedTarget(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """A target; ``since``: from which reference date on, "" from the beginning."""

    id: str
    indicator: str
    value: str
    since: str


class ListedUnits(msgspec.Struct, frozen=True):
    """An import of units: which tables it brought."""

    id: str
    tables: list[str]


class ListedIgnored(msgspec.Struct, frozen=True):
    """What is left out, and why."""

    id: str
    topic: str
    subject: str
    reason: str


class Listed(msgspec.Struct, frozen=True):
    """All of it."""

    version: str
    round: Round
    fields: list[ListedField]
    choices: list[ListedChoice]
    targets: list[ListedTarget]
    units: list[ListedUnits]
    ignored: list[ListedIgnored]


def listed(desk: Desk, read: Read) -> Listed:
    """Return what the catalogue adds; ``read`` gives the shipped tables of units."""
    with desk.store.read() as tx:
        ignored = in_force(tx, ALL, read).ignored
        out = {one.rec for one in ignored}
        return Listed(
            catalogue_version(tx),
            place_of(tx).round,
            [_field(fact) for fact in _holding(tx, FIELD_TOPIC, out)],
            [_choice(fact) for fact in _holding(tx, CHOICE_TOPIC, out)],
            [ListedTarget(fact.rec, one.indicator, one.value, one.since) for fact, one in targets(tx)],
            [ListedUnits(fact.rec, sorted(tables_of(fact))) for fact in _holding(tx, UNIT_TOPIC, out)],
            [ListedIgnored(one.rec, one.topic, one.subject, reason(one)) for one in ignored],
        )


def _holding(tx: Transaction, topic: str, out: set[str]) -> Iterator[Fact]:
    return (fact for fact in facts(tx, topic) if fact.rec not in out)


def _field(fact: Fact) -> ListedField:
    said = read_fact(fact, NewField)
    titles = {"vi": said.title_vi, "en": said.title_en}
    return ListedField(fact.rec, said.topic, said.key, str(said.kind), titles)


def _choice(fact: Fact) -> ListedChoice:
    said = read_fact(fact, AddedChoice)
    return ListedChoice(fact.rec, said.topic, said.field, said.key, {"vi": said.vi, "en": said.en})
