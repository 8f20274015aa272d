"""Projections: one real table a topic, made from its declaration and rebuilt from the log at any time.

Table ``p_<topic>``: ``id`` (the record's local number), ``space``, ``unit`` and ``unit_level``,
``rec``, ``status``, ``round``, ``updated_ms``, ``updated_by``, ``review``, one typed column a
field, ``<field>_state`` for fields that may be estimated, ``sort_key`` and ``folded`` (search
text). Only records that are shown have a row. Adding a field needs no migration of data.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger as Big
from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text

from desktop_app.domain import kinds, text
from desktop_app.domain.kinds import Column as Kept
from desktop_app.domain.ops import ROUND, STATUS
from desktop_app.domain.registers import RecordState, Stamp, in_review
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import State
from desktop_app.store.sql import insert_many

_TYPES: dict[Kept, Any] = {Kept.TEXT: Text, Kept.INTEGER: Big, Kept.REAL: Float}
_FIXED = (
    "id", "space", "unit", "unit_level", "rec", "status", "round",
    "updated_ms", "updated_by", "review", "sort_key", "folded",
)  # fmt: skip

_DOUBTS = frozenset({*map(str, State)} - {str(State.ACTUAL)})

Place = tuple[str, str | None, str | None]  # space uuid, unit, unit level


def table_name(topic: str) -> str:
    """Return the name of a topic's table."""
    return f"p_{topic}"


def build_table(topic: Topic, metadata: MetaData) -> Table:
    """Return the table of ``topic``."""
    fixed: list[Column[Any]] = [
        Column("id", Integer, primary_key=True),
        *(Column(name, Text) for name in ("space", "unit", "unit_level", "rec", "status", "round")),
        Column("updated_ms", Big),
        Column("updated_by", Text),
        Column("review", Integer),
        Column("sort_key", Text),
        Column("folded", Text),
    ]
    name = table_name(topic.key)
    indexes = [Index(f"ix_{name}_order", "sort_key", "id"), Index(f"ix_{name}_unit", "unit")]
    return Table(name, metadata, *fixed, *_field_columns(topic), *indexes)


def _field_columns(topic: Topic) -> Iterable[Column[Any]]:
    for field in topic.fields:
        yield Column(field.key, _TYPES[kinds.rules(field).column])
        if field.estimable:
            yield Column(f"{field.key}_state", Text)


def fingerprint(topics: Iterable[Topic]) -> str:
    """Return a hash of the tables' shapes and labels: another one means the tables are made anew."""
    shapes = [
        (topic.key, topic.row, topic.name, [(f.key, f.kind, f.estimable, f.choices) for f in topic.fields])
        for topic in topics
    ]
    return hashlib.sha256(repr(shapes).encode()).hexdigest()


class Projector:
    """Writes the rows of one topic."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.table = table_name(topic.key)
        self.columns = [*_FIXED, *(column.name for column in _field_columns(topic))]
        self._cells = [(f.key, f.estimable, cell_of(f), search_text(f)) for f in topic.fields]
        self._title = text.fold(topic.row.vi)
        self._names = [(topic.by_key[name], list(topic.by_key).index(name)) for name in topic.name]

    def row(self, number: int, rec: str, place: Place, state: RecordState) -> tuple[Any, ...]:
        """Return the row of a shown record, in the order of ``columns``."""
        values: list[Any] = []
        cells: list[Any] = []
        words: list[str] = []
        heads = state.heads
        for key, estimable, cell, searched in self._cells:
            found = heads.get(key)
            if not found:
                value = doubt = None
            elif len(found) == 1:  # all but a conflict: the one value, without a call for each field
                value, doubt = cell(next(iter(found.values())))
            else:
                value, doubt = cell(state.shown(key))
            values.append(value)
            cells.append(value)
            if estimable:
                cells.append(doubt)
            if value is not None and searched is not None:
                words.append(searched(value))
        stamp = state.latest() or Stamp(0, "", "")
        order = "\x01".join(_part(field, values[at]) for field, at in self._names)
        return (
            number, *place, rec, _text(state.shown(STATUS)) or "draft", _text(state.shown(ROUND)),
            stamp.time, stamp.user, int(in_review(state, is_hidden=False)),
            order, f"{self._title} {text.fold(' '.join(words))}", *cells,
        )  # fmt: skip

    def write(self, connection: Connection, rows: Sequence[tuple[Any, ...]], gone: Sequence[int]) -> None:
        """Replace ``rows`` and remove the records ``gone``."""
        insert_many(connection, self.table, self.columns, rows, replace_on=("id",))
        if gone:
            numbers = ", ".join(map(str, gone))
            connection.exec_driver_sql(f"DELETE FROM {self.table} WHERE id IN ({numbers})")  # noqa: S608  # our own


CellOf = Callable[[Any], tuple[Any, str | None]]


def cell_of(field: Field) -> CellOf:
    """Return the function from an op's value to (column value, state).

    What `values.from_json` cannot read, and what does not fit, is NULL.
    """
    fits, store = _fits(field), kinds.rules(field).store

    def cell(json: Any) -> tuple[Any, str | None]:
        if type(json) is not dict or len(json) != 2:
            return None, None
        v, state = json.get("v"), json.get("state")
        if state != "actual" and not (isinstance(state, str) and state in _DOUBTS):
            return None, None
        doubt = None if state == "actual" else state
        return (store(v) if v is not None and fits(v) else None), doubt

    return cell


def _fits(field: Field) -> Callable[[Any], bool]:
    """Return whether a value has the form of its kind, as fast as its kind allows."""
    if field.kind is Kind.CHOICE:
        known = frozenset(choice.key for choice in field.choices)
        return lambda v: isinstance(v, str) and v in known
    rules = kinds.rules(field)
    return lambda v: rules.fits(field, v)


def search_text(field: Field) -> Callable[[Any], str] | None:
    """Return how a stored value of ``field`` enters the search text, before folding, or None if not."""
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return str
    if field.kind is Kind.CHOICE:
        return {choice.key: choice.label.vi for choice in field.choices}.__getitem__
    return str if kinds.rules(field).numeric or field.kind in (Kind.DATE, Kind.MONTH) else None


def _text(v: Any) -> str | None:
    return v if isinstance(v, str) else None


def _part(field: Field, value: Any) -> str:
    if value is None:
        return "\uffff"
    if isinstance(value, int):
        return f"{value:020d}"
    return _person_order(value) if field.people else _text_order(str(value))


# Makers, models, villages and names come again and again.
_text_order = lru_cache(maxsize=8192)(text.sort_key)
_person_order = lru_cache(maxsize=8192)(text.person_sort_key)
