"""A value as it is typed, kept and merged: what was said, and how sure its author was.

``{"v": 8, "state": "actual"}``, ``{"v": null, "state": "no_data"}``, or ``{"raw": "tám"}`` for
what was typed and could not be read. ``null`` erases. One spelling a value, so that equal values
have equal bytes (SYNC.md, HEADS).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Thực tế, ước tính, chưa có số liệu, không áp dụng: blank is not zero."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


_STATES = frozenset(map(str, State))
WITHOUT_VALUE = frozenset({State.NO_DATA, State.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was read: ``v`` in its kind's canonical form, None in a state without one."""

    v: Any
    state: State = State.ACTUAL


@dataclass(frozen=True, slots=True)
class Raw:
    """What was typed and could not be read: kept, a hard problem, NULL in the projection."""

    raw: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value of a newer program: kept and passed on, not shown."""

    json: Any


Cell = Value | Raw | Opaque | None


def to_json(cell: Cell) -> Any:
    """Return the canonical JSON value of ``cell`` for an op."""
    match cell:
        case Value(v, state):
            return {"state": str(state), "v": v}
        case Raw(raw):
            return {"raw": raw}
        case Opaque(json):
            return json
    return None


def from_json(json: Any) -> Cell:
    """Return the cell that ``json`` (from an op) means; what is not known becomes `Opaque`."""
    match json:
        case None:
            return None
        case {"v": v, "state": str(state), **rest} if not rest and state in _STATES:
            return Value(v, State(state))
        case {"raw": str(raw), **rest} if not rest:
            return Raw(raw)
    return Opaque(json)


def plain(cell: Cell) -> Any:
    """Return the bare ``v`` of a readable cell, else None: what a projection holds."""
    return cell.v if isinstance(cell, Value) else None
