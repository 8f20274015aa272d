"""One record of the sample, as plain data."""

from typing import Any, NamedTuple

from desktop_app.domain.values import Cell, State, Value


class Record(NamedTuple):
    """A topic's key, a name for references within the unit, and the cells; a reference holds a ``ref``."""

    topic: str
    ref: str
    cells: dict[str, Cell]


def record(topic: str, ref: str, **fields: Any) -> Record:
    """Return a record of bare values (actual ones) and cells; None is a blank."""
    cells = {key: _cell(v) for key, v in fields.items() if v is not None}
    return Record(topic, ref, cells)


def _cell(v: Any) -> Cell:
    return v if isinstance(v, Value) else Value(v)


def estimate(v: int) -> Value:
    """Return an estimated value."""
    return Value(v, State.ESTIMATE)


NO_DATA = Value(None, State.NO_DATA)
