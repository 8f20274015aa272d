"""A topic is data: what a row is, its fields, and the rules that cross them (DESIGN §3).

Every surface (projection, grid, form, checks, workbook, print register, JSON Schema) interprets
these declarations; none knows a topic by name. Keys are permanent and never renamed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from desktop_app.domain.values import Cell


class Label(NamedTuple):
    """A text in both languages; Vietnamese is the officials' own vocabulary (DOMAIN §8)."""

    vi: str
    en: str

    def text(self, lang: str) -> str:
        """Return the text in ``lang`` ("vi" or "en")."""
        return self.en if lang == "en" else self.vi


class Kind(StrEnum):
    """What a field holds; `desktop_app.domain.kinds` says how each is read, shown and stored."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    MOMENT = "moment"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO = "yes_no"
    REFERENCE = "reference"
    COORDINATES = "coordinates"
    ATTACHMENT = "attachment"


class Choice(NamedTuple):
    """One answer of a choice: a permanent key and its label."""

    key: str
    label: Label


class Relevant(NamedTuple):
    """A field matters only while another field holds one of these values."""

    field: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a topic.

    ``unit`` is shown beside the value ("GB", "đồng"); ``to`` names the topic that a reference
    points at; ``carry``: a new row takes the value of the row before; ``copies``: Nhân bản takes
    it along (an identity such as a serial does not); limits are inclusive; ``digits`` is the
    number of decimals kept.
    """

    key: str
    kind: Kind
    label: Label
    help: Label | None = None
    unit: Label | None = None
    group: Label | None = None
    choices: tuple[Choice, ...] = ()
    to: str | None = None
    required: bool = False
    relevant: Relevant | None = None
    minimum: int | None = None
    maximum: int | None = None
    digits: int = 2
    estimable: bool = False
    carry: bool = False
    copies: bool = True
    people: bool = False

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key, or None."""
        return next((choice for choice in self.choices if choice.key == key), None)


class Level(StrEnum):
    """Hard keeps a record from becoming final, never from being saved; soft is accepted with a reason."""

    HARD = "hard"
    SOFT = "soft"


class Problem(NamedTuple):
    """Something that a check found in one record; ``message`` is in the person's language.

    ``reason``: why a person accepted it as it is, "" if nobody did.
    """

    level: Level
    code: str
    message: str
    field: str | None = None
    reason: str = ""

    @property
    def is_hard(self) -> bool:
        """Whether it keeps the record from becoming final."""
        return self.level is Level.HARD

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to look at it: to mend it, or to say why it is right."""
        return self.is_hard or not self.reason


class Facts(Protocol):
    """What a check may ask of the rest of the home; ``rec`` is the record being checked.

    "Other" means: not ``rec`` itself. Counts take plain values, as a projection holds them; under a blank,
    and under what identifies nothing where identities are asked for, nothing is counted.
    """

    today: date
    rec: str

    def record(self, topic: str, rec: str) -> Mapping[str, Cell] | None:
        """Return the cells of a record that is shown, or None."""

    def others(self, topic: str, field: str, v: Any) -> int:
        """Return how many *other* shown records of the same unit may be the one that ``v`` identifies."""

    def count(self, topic: str, field: str, v: Any) -> int:
        """Return how many shown records of ``topic`` hold ``v`` in ``field``."""

    def alike(self, topic: str, values: Mapping[str, Any]) -> int:
        """Return how many *other* shown records of the same unit hold all of ``values``."""


Cells = Mapping[str, Cell]
Check = Callable[["Topic", Cells, Facts], Iterable[Problem]]


class Matrix(NamedTuple):
    """A topic that may be filled in as one sheet: a row for each record that ``rows`` refers to, a group of
    columns for each answer of the choice ``columns``, in it a column for each of the choices ``cells``.

    ``usual`` are the answers that always have a column; another has one where a record holds it. The choices
    of the cells in ``graded`` run from good to bad.
    """

    rows: str
    columns: str
    cells: tuple[str, ...]
    usual: tuple[str, ...] = ()
    graded: tuple[str, ...] = ()


class Section(StrEnum):
    """The four groups of topics on the entry page."""

    OFFICE = "office"
    EQUIPMENT = "equipment"
    NETWORK = "network"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of thing that is surveyed; a record is one such thing in the real world.

    ``row`` is what one record is called ("máy tính"); ``name`` are the fields that name it in a
    reference or a list; ``duplicates`` are fields whose equal values mean a possible duplicate;
    ``append_only`` records are never edited, only added and deleted. ``checks`` see readable values only.
    ``matrix``: the topic may be filled in as one sheet too.
    """

    key: str
    title: Label
    row: Label
    section: Section
    icon: str
    fields: tuple[Field, ...]
    name: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    duplicates: tuple[str, ...] = ()
    append_only: bool = False
    matrix: Matrix | None = None
    by_key: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {item.key: item for item in self.fields})
