"""Topics extended by what a hub handed out: new fields of a topic, new choices of a field (DESIGN §3).

A pure function of facts: whoever holds the same ops of the catalogue has the same topics. A fact that
makes no sense here, for it is malformed, comes from a newer program or takes a key that is taken, is
left out with its reason and stops nothing; the values entered under it are kept all the same.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, TypeVar

import msgspec
from msgspec import Meta

from desktop_app.domain.text import fold
from desktop_app.domain.topic import Choice, Field, Kind, Label, Topic
from desktop_app.topics.registry import Registry

FIELD_TOPIC, CHOICE_TOPIC = "_field", "_choice"
ADDED = Label("Huyện bổ sung", "Added by the district")
MOST = 100  # fields that a topic may be given

# What a projection or a document for scripts already calls otherwise, and columns that databases keep.
RESERVED = frozenset(
    (
        *(
            "id",
            "space",
            "unit",
            "unit_level",
            "rec",
            "status",
            "round",
            "updated_ms",
            "updated_by",
            "review",
        ),
        *("sort_key", "folded", "states", "raw", "names"),
        *("rowid", "oid", "ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"),
    )
)
_CHOICE_KINDS = frozenset({Kind.CHOICE, Kind.MULTI_CHOICE})
_SEPARATORS = re.compile(r"[,;+/]")
_STATE = "_state"

_Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)]
_Title = Annotated[str, Meta(pattern=r"^\S(?:.*\S)?\Z", max_length=200)]
_Note = Annotated[str, Meta(max_length=2000)]


class Why(StrEnum):
    """Why a fact is left out."""

    FORM = "form"
    TOPIC = "topic"
    FIELD = "field"
    TAKEN = "taken"
    TITLE_TAKEN = "title_taken"
    RESERVED = "reserved"
    CHOICES = "choices"
    SEPARATOR = "separator"
    REFERENCE = "reference"
    LIMITS = "limits"
    TOO_MANY = "too_many"


class Fact(NamedTuple):
    """What a record of the catalogue says; ``order``: (time, op id). Of two that clash the smaller holds."""

    topic: str
    rec: str
    order: tuple[int, str]
    said: Mapping[str, Any]


class Ignored(NamedTuple):
    """A fact that is left out; ``subject`` is the "topic.field.key" that it speaks of, as far as it does."""

    topic: str
    rec: str
    subject: str
    why: str


class Extended(NamedTuple):
    """The topics in force, and which facts are not."""

    topics: Registry
    ignored: tuple[Ignored, ...]


class NewChoice(msgspec.Struct, frozen=True):
    """A choice as a fact spells it."""

    key: _Key
    vi: _Title
    en: _Title

    def choice(self) -> Choice:
        return Choice(self.key, Label(self.vi, self.en))


class NewField(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field as a fact spells it; "" and null are what is not said."""

    topic: str
    key: _Key
    kind: Kind
    title_vi: _Title
    title_en: _Title
    help_vi: _Note = ""
    help_en: _Note = ""
    unit_vi: _Note = ""
    unit_en: _Note = ""
    to: str = ""
    required: bool = False
    estimable: bool = False
    minimum: int | None = None
    maximum: int | None = None
    digits: Annotated[int, Meta(ge=0, le=9)] = 2
    choices: tuple[NewChoice, ...] = ()

    def field(self) -> Field:
        """Return the field; its choices are put in one by one."""
        return Field(
            self.key, self.kind, Label(self.title_vi, self.title_en),
            help=_label(self.help_vi, self.help_en), unit=_label(self.unit_vi, self.unit_en), group=ADDED,
            to=self.to or None, required=self.required, estimable=self.estimable,
            minimum=self.minimum, maximum=self.maximum, digits=self.digits,
        )  # fmt: skip


class AddedChoice(msgspec.Struct, frozen=True):
    """A choice for a field that is there."""

    topic: str
    field: str
    key: _Key
    vi: _Title
    en: _Title


class NoSenseError(ValueError):
    """A fact that cannot be put into force; its one argument is the `Why`."""

    @property
    def why(self) -> Why:
        return Why(self.args[0])


def extended(base: Registry, facts: Iterable[Fact]) -> Extended:
    """Return ``base`` with every fact put into force that can be: fields first, then choices."""
    topics = {topic.key: topic for topic in base}
    ignored = []
    for fact in sorted(facts, key=lambda fact: (fact.topic != FIELD_TOPIC, fact.order, fact.rec)):
        try:
            changed = _with_field(topics, fact) if fact.topic == FIELD_TOPIC else _with_choice(topics, fact)
        except NoSenseError as error:
            ignored.append(Ignored(fact.topic, fact.rec, _subject(fact), error.why))
        else:
            topics[changed.key] = changed
    return Extended(Registry(tuple(topics.values())), tuple(ignored))


def _subject(fact: Fact) -> str:
    parts = (fact.said.get(name) for name in ("topic", "field", "key"))
    return ".".join(part for part in parts if isinstance(part, str))


_Shape = TypeVar("_Shape", bound=msgspec.Struct)


def read_fact(fact: Fact, shape: type[_Shape]) -> _Shape:
    """Return what a fact says; raises `NoSenseError`. What a newer program adds to it is not looked at."""
    try:
        return msgspec.convert(dict(fact.said), shape)
    except msgspec.ValidationError as error:
        raise NoSenseError(Why.FORM) from error


def _topic(topics: Mapping[str, Topic], key: str) -> Topic:
    if key not in topics:
        raise NoSenseError(Why.TOPIC)
    return topics[key]


def _with_field(topics: Mapping[str, Topic], fact: Fact) -> Topic:
    said = read_fact(fact, NewField)
    topic = _topic(topics, said.topic)
    _check_key(topic, said)
    _check_kind(topics, said)
    field = said.field()
    for choice in said.choices:
        field = with_choice(field, choice.choice())
    return replace(topic, fields=(*topic.fields, field))


def _check_key(topic: Topic, said: NewField) -> None:
    if said.key in RESERVED:
        raise NoSenseError(Why.RESERVED)
    states = {f"{field.key}{_STATE}" for field in topic.fields if field.estimable}
    if {said.key, f"{said.key}{_STATE}" if said.estimable else said.key} & (topic.by_key.keys() | states):
        raise NoSenseError(Why.TAKEN)
    if fold(said.title_vi) in {fold(field.label.vi) for field in topic.fields}:
        raise NoSenseError(Why.TITLE_TAKEN)
    if sum(field.group == ADDED for field in topic.fields) >= MOST:
        raise NoSenseError(Why.TOO_MANY)


def _check_kind(topics: Mapping[str, Topic], said: NewField) -> None:
    if (said.kind in _CHOICE_KINDS) != bool(said.choices):
        raise NoSenseError(Why.CHOICES)
    if (said.kind is Kind.REFERENCE) != bool(said.to) or (said.to and said.to not in topics):
        raise NoSenseError(Why.REFERENCE)
    if said.minimum is not None and said.maximum is not None and said.minimum > said.maximum:
        raise NoSenseError(Why.LIMITS)


def _with_choice(topics: Mapping[str, Topic], fact: Fact) -> Topic:
    said = read_fact(fact, AddedChoice)
    topic = _topic(topics, said.topic)
    if said.field not in topic.by_key or topic.by_key[said.field].kind not in _CHOICE_KINDS:
        raise NoSenseError(Why.FIELD)
    field = with_choice(topic.by_key[said.field], Choice(said.key, Label(said.vi, said.en)))
    return replace(topic, fields=tuple(field if one.key == field.key else one for one in topic.fields))


def with_choice(field: Field, choice: Choice) -> Field:
    """Return ``field`` with one choice more; raises `NoSenseError` where what was typed could mean two."""
    if field.choice(choice.key):
        raise NoSenseError(Why.TAKEN)
    spellings = {one for known in field.choices for one in _spellings(known)}
    if spellings & _spellings(choice):
        raise NoSenseError(Why.TITLE_TAKEN)
    if field.kind is Kind.MULTI_CHOICE and any(map(_SEPARATORS.search, choice.label)):
        raise NoSenseError(Why.SEPARATOR)
    return replace(field, choices=(*field.choices, choice))


def _spellings(choice: Choice) -> set[str]:
    return {choice.key, fold(choice.label.vi), fold(choice.label.en)}


def _label(vi: str, en: str) -> Label | None:
    return Label(vi or en, en or vi) if vi or en else None
