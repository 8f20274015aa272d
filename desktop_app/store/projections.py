"""Projections: one real table a topic, made from its declaration and rebuilt from the log at any time.

Table ``p_<topic>``: ``id`` (the record's local number), ``space``, ``unit`` and ``unit_level``,
``rec``, ``status``, ``round``, ``updated_ms``, ``updated_by``, ``review``, one typed column a
field, ``<field>_state`` for fields that may be estimated, ``sort_key`` and ``folded`` (search
text). Table ``p_<topic>__order``: the sort key of every text field, apart from the rows, so that reading
these stays cheap. Only records that are shown have a row. Adding a field needs no migration of data.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import BigInteger as Big
from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from desktop_app.domain import kinds, registers, text
from desktop_app.domain.kinds import Column as Kept
from desktop_app.domain.ops import ROUND, STATUS
from desktop_app.domain.registers import RecordState, Stamp, in_review
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import State
from desktop_app.store import tables
from desktop_app.store.sql import insert_many, select_in, update_many

_TYPES: dict[Kept, Any] = {Kept.TEXT: Text, Kept.INTEGER: Big, Kept.REAL: Float}
# Sort keys are compared byte by byte, whatever the server's locale.
_ORDERED: Any = Text().with_variant(Text(collation="C"), "postgresql")
# Where a row stands: of these the tables have indexes, and most changes leave them as they are.
_STANDING = ("id", "space", "unit", "unit_level", "rec", "sort_key")
_FIXED = (*_STANDING, "status", "round", "updated_ms", "updated_by", "review", "folded")

_NOWHERE: Mapping[tuple[str, str], str] = MappingProxyType({})
# Indexes of the merged records can be made anew as well: a home of before gets a new one with its tables.
INDEXES = sorted(
    SQLModel.metadata.tables[str(tables.Record.__tablename__)].indexes, key=lambda index: str(index.name)
)

REMEMBERED = 128  # texts of a field: makers, rooms and choices come again and again
_DOUBTS = frozenset({*map(str, State)} - {str(State.ACTUAL)})

VERSION = 3
"""Another one makes the tables anew: it grows when they hold something else than before."""

Place = tuple[str, str | None, str | None]  # space uuid, unit, unit level


def table_name(topic: str) -> str:
    """Return the name of a topic's table."""
    return f"p_{topic}"


def order_table_name(topic: str) -> str:
    """Return the name of the table of a topic's sort keys."""
    return f"{table_name(topic)}__order"


def sorted_as_text(field: Field) -> bool:
    """Return whether a field's values have sort keys of their own."""
    return field.kind in (Kind.TEXT, Kind.LONG_TEXT)


def build_tables(topic: Topic, metadata: MetaData) -> tuple[Table, Table]:
    """Return the table of ``topic``, and that of its sort keys."""
    keys = [Column(field.key, _ORDERED) for field in topic.fields if sorted_as_text(field)]
    number = Column("id", tables.BIG, primary_key=True, autoincrement=False)
    return _build_rows(topic, metadata), Table(order_table_name(topic.key), metadata, number, *keys)


def _build_rows(topic: Topic, metadata: MetaData) -> Table:
    fixed: list[Column[Any]] = [
        Column("id", tables.BIG, primary_key=True, autoincrement=False),
        *(Column(name, Text) for name in ("space", "unit", "unit_level", "rec", "status", "round")),
        Column("updated_ms", Big),
        Column("updated_by", Text),
        Column("review", Integer),
        Column("sort_key", _ORDERED),
        Column("folded", Text),
    ]
    name = table_name(topic.key)
    indexes = [Index(f"ix_{name}_order", "sort_key", "id"), Index(f"ix_{name}_unit", "unit")]
    indexes += [_covering(f"ix_{name}_{what}", columns) for what, columns in _covered(topic)]
    indexes += [_of_the_few(name, field.key) for field in topic.fields if field.kind is Kind.ATTACHMENT]
    return Table(name, metadata, *fixed, *_field_columns(topic), *indexes)


def _covered(topic: Topic) -> Iterable[tuple[str, Sequence[str]]]:
    """Yield what searching reads, and what filtering by short values reads, without the rest of the rows."""
    short = [column.name for field in topic.fields if not sorted_as_text(field) for column in _columns(field)]
    yield "find", ("folded",)
    yield "filter", ("unit", "status", "round", "review", "updated_ms", "updated_by", *short)


def _covering(name: str, columns: Sequence[str]) -> Index:
    """Return an index that is read from end to end instead of the table: its order is that of the rows.

    In an encrypted file reading costs by the page; PostgreSQL takes neither so many columns nor long texts.
    """
    return Index(name, "id", "sort_key", *columns).ddl_if(dialect="sqlite")


def _of_the_few(table: str, column: str) -> Index:
    """Return an index of the few rows that hold something in a column: each exchange asks for them."""
    holds = sql(f'"{column}" IS NOT NULL')
    return Index(f"ix_{table}_{column}", "space", column, sqlite_where=holds, postgresql_where=holds)


def _field_columns(topic: Topic) -> Iterable[Column[Any]]:
    for field in topic.fields:
        yield from _columns(field)


def _columns(field: Field) -> Iterable[Column[Any]]:
    yield Column(field.key, _TYPES[kinds.rules(field).column])
    if field.estimable:
        yield Column(f"{field.key}_state", Text)


def fingerprint(topics: Iterable[Topic]) -> str:
    """Return a hash of the tables' shapes and labels: another one means the tables are made anew."""
    shapes = [
        (
            topic.key,
            topic.name,
            [(f.key, f.kind, f.estimable, f.choices, f.people) for f in topic.fields],
        )
        for topic in topics
    ]
    made = (shapes, [index.name for index in INDEXES], registers.PACKING, VERSION, text.VERSION)
    return hashlib.sha256(repr(made).encode()).hexdigest()


@dataclass(slots=True)
class Shown:
    """What a projection shows of a record: the shown value of every field, and the newest claims.

    ``put``: the fields that changed, for a record that had a row before; None: it may have none.
    """

    values: Mapping[str, Any]
    stamp: Stamp
    review: bool = False
    put: AbstractSet[str] | None = None


def shown(state: RecordState, put: AbstractSet[str] | None = None) -> Shown:
    """Return what is shown of a merged state."""
    review = in_review(state, is_hidden=False)
    return Shown(registers.values(state), state.latest() or Stamp(0, "", ""), review, put)


_Read = Callable[[Any], tuple[Any, str] | None]


class _Slot(NamedTuple):
    """Where a field goes in a row: its column (its doubt stands behind it), its place among the words.

    ``known``: what reads a text, and remembers the last ones.
    """

    column: int
    estimable: bool
    at: int
    read: _Read
    known: _Read


class Projector:
    """Writes the rows of one topic."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.table = table_name(topic.key)
        self.columns = [*_FIXED, *(column.name for column in _field_columns(topic))]
        self._blank = [None] * (len(self.columns) - len(_FIXED))
        self._slots = self._slots_of(topic)
        self._no_words = [""] * len(topic.fields)
        self._references = [
            (self._slots[field.key].column, field.key, field.to) for field in topic.fields if field.to
        ]
        self._order = [(self._slots[name].column, _order_of(topic.by_key[name])) for name in topic.name]
        self._names = frozenset(topic.name)
        texts = [field for field in topic.fields if sorted_as_text(field)]
        self.order_table = order_table_name(topic.key)
        self._order_columns = ["id", *(field.key for field in texts)]
        self._keys = [(self._slots[field.key].column + len(_FIXED), _text_key(field)) for field in texts]

    def _slots_of(self, topic: Topic) -> dict[str, "_Slot"]:
        slots = {}
        for at, field in enumerate(topic.fields):
            column, read = self.columns.index(field.key) - len(_FIXED), _reader(field)
            slots[field.key] = _Slot(column, field.estimable, at, read, lru_cache(REMEMBERED)(read))
        return slots

    def row(
        self, number: int, rec: str, place: Place, of: Shown, leads: Mapping[tuple[str, str], str] = _NOWHERE
    ) -> tuple[Any, ...]:
        """Return the row of a shown record, in the order of ``columns``.

        What `values.from_json` cannot read, and what does not fit its kind, is NULL. A reference to a
        merged record stands as the one that ``leads`` says is shown in its place. A row that `stays`
        where it is has no sort key: that is dear, and not written.
        """
        put, stamp = of.values, of.stamp
        cells: list[Any] = self._blank.copy()
        words: list[str] = self._no_words.copy()
        slots = self._slots
        for key, json in put.items():
            if type(json) is not dict or len(json) != 2 or key not in slots:
                continue
            column, estimable, at, read, known = slots[key]
            state = json.get("state")
            if state != "actual":
                if not (isinstance(state, str) and state in _DOUBTS):
                    continue
                if estimable:
                    cells[column + 1] = state
            v = json.get("v")
            found = None if v is None else known(v) if type(v) is str else read(v)
            if found is not None:
                cells[column], words[at] = found
        for column, _key, to in self._references if leads else ():
            cells[column] = leads.get((to, cells[column]), cells[column])
        order = None if self.stays(of) else "\x01".join([part(cells[at]) for at, part in self._order])
        return (
            number, *place, rec, order, _text(put.get(STATUS)) or "draft", _text(put.get(ROUND)),
            stamp.time, stamp.user, int(of.review), " ".join(filter(None, words)), *cells,
        )  # fmt: skip

    def stays(self, of: Shown) -> bool:
        """Return whether a record has a row already, and nothing by which rows are ordered changed."""
        return of.put is not None and self._names.isdisjoint(of.put)

    def pointing(self, connection: Connection, topic: str, recs: Iterable[str]) -> list[int]:
        """Return the rows that point at one of these records of ``topic``."""
        wanted, found = sorted(recs), set[int]()
        for _column, key, to in self._references:
            if to == topic:
                statement = f'SELECT id FROM {self.table} WHERE "{key}" IN ({{keys}})'  # noqa: S608  # our own
                found.update(row[0] for row in select_in(connection, statement, wanted))
        return sorted(found)

    def write(self, connection: Connection, rows: Sequence[tuple[Any, ...]], gone: Sequence[int]) -> None:
        """Replace ``rows``, those without a sort key where they stand, and remove the records ``gone``."""
        order, changing = _STANDING.index("sort_key"), len(_STANDING)
        placed = (row for row in rows if row[order] is not None)
        staying = ((*row[changing:], row[0]) for row in rows if row[order] is None)
        insert_many(connection, self.table, self.columns, placed, replace_on=("id",))
        update_many(connection, self.table, self.columns[changing:], staying)
        if self._keys:
            keys = ((row[0], *[key(row[at]) for at, key in self._keys]) for row in rows)
            insert_many(connection, self.order_table, self._order_columns, keys, replace_on=("id",))
        if gone:
            numbers = ", ".join(map(str, gone))
            for table in (self.table, self.order_table):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE id IN ({numbers})")  # noqa: S608  # our own


def _reader(field: Field) -> _Read:
    """Return what says of a value what is stored of it, and its words; None for one that does not fit."""
    fits, store, searched = _fits(field), kinds.rules(field).store, search_text(field)

    def read(v: Any) -> tuple[Any, str] | None:
        if not fits(v):
            return None
        stored = store(v) if store else v
        return stored, searched(stored) if searched else ""

    return read


def _fits(field: Field) -> Callable[[Any], bool]:
    """Return whether a value has the form of its kind, as fast as its kind allows."""
    if field.kind is Kind.CHOICE:
        known = frozenset(choice.key for choice in field.choices)
        return lambda v: isinstance(v, str) and v in known
    return partial(kinds.rules(field).fits, field)


def search_text(field: Field) -> Callable[[Any], str] | None:
    """Return how a stored value of ``field`` enters the search text, folded, or None if it does not."""
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _folded
    if field.kind is Kind.CHOICE:
        return {choice.key: text.fold(choice.label.vi) for choice in field.choices}.__getitem__
    return str if kinds.rules(field).numeric or field.kind in (Kind.DATE, Kind.MONTH) else None


def _text(v: Any) -> str | None:
    return v if isinstance(v, str) else None


def _order_of(field: Field) -> Callable[[Any], str]:
    """Return how a stored value of a naming field enters the sort key."""
    in_order = _person_order if field.people else _text_order

    def part(value: Any) -> str:
        if value is None:
            return "\uffff"
        return f"{value:020d}" if isinstance(value, int) else in_order(str(value))

    return part


def _text_key(field: Field) -> Callable[[Any], str | None]:
    """Return how a stored text sorts in a column of its own; blank is NULL."""
    in_order = _person_order if field.people else _text_order
    return lambda value: None if value is None else in_order(value)


# Makers, models, villages and names come again and again.
_folded = lru_cache(maxsize=8192)(text.fold)
_text_order = lru_cache(maxsize=8192)(text.sort_key)
_person_order = lru_cache(maxsize=8192)(text.person_sort_key)
