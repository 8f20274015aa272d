"""What a list of records leaves out, column by column, and how it is sorted: data, so that it can be kept.

A ``field`` is a field's key or one of `SYSTEM`. Values are in the form in which a projection keeps them
(`kinds.Rules.kept`).
"""

from typing import Any, Final

import msgspec

UNIT, STATUS, REC = "unit", "status", "rec"
UPDATED_BY, UPDATED_MS = "updated_by", "updated_ms"
SYSTEM: Final = frozenset({UNIT, STATUS, REC, UPDATED_BY, UPDATED_MS})
"""What every record has beside its fields."""


class OneOf(msgspec.Struct, frozen=True, tag="one_of"):
    """The value is one of these, None for a blank; of several values, at least one is."""

    field: str
    values: tuple[str | int | None, ...]


class Contains(msgspec.Struct, frozen=True, tag="contains"):
    """The text, or the name of the record that is referred to, holds every word; accents do not count."""

    field: str
    words: str


class Between(msgspec.Struct, frozen=True, tag="between"):
    """The value is not below ``low`` and not above ``high``; None is no limit."""

    field: str
    low: str | int | float | None = None
    high: str | int | float | None = None


class Blank(msgspec.Struct, frozen=True, tag="blank"):
    """Nothing readable was entered; with ``blank`` False, something was. "No data" is an answer too."""

    field: str
    blank: bool = True


Condition = OneOf | Contains | Between | Blank


class Order(msgspec.Struct, frozen=True):
    """Sorted by ``field``, blanks last; ``down``: the largest first.

    ``ranks``: the values in their order, for a column whose values do not sort by themselves.
    """

    field: str
    down: bool = False
    ranks: tuple[str, ...] = ()


def to_json(found: tuple[Condition, ...] | tuple[Order, ...]) -> list[dict[str, Any]]:
    """Return conditions or an order as plain JSON."""
    plain: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(found))
    return plain


def conditions_from(json: Any) -> tuple[Condition, ...]:
    """Return the conditions that `to_json` wrote; () for what a newer program wrote, or what is damaged."""
    try:
        return msgspec.convert(json, tuple[Condition, ...])
    except msgspec.ValidationError:
        return ()


def orders_from(json: Any) -> tuple[Order, ...]:
    """Return the order that `to_json` wrote; () for what a newer program wrote, or what is damaged."""
    try:
        return msgspec.convert(json, tuple[Order, ...])
    except msgspec.ValidationError:
        return ()
