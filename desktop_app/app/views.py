"""Looking at records: ids in order, windows of rows, names, history, counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as by_default
from typing import Any

from desktop_app.app.entry import Editing, editing_from, find
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Query, StoredRow, Transaction
from desktop_app.domain import kinds, ops, text, values
from desktop_app.domain.conditions import UNIT, Condition, Contains, OneOf, Order
from desktop_app.domain.ids import UUID, device_of
from desktop_app.domain.kinds import Showing
from desktop_app.domain.ops import LIFE, RETIRED, ROUND, STATUS
from desktop_app.domain.reasons import is_reason, reason_in
from desktop_app.domain.registers import RecordState, in_review
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _, language

BLOCK = 500
MOST_NAMED = 5000
"""A word that is part of more names than these finds by the first of them: a statement takes no more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a screen shows it; ``names`` are what its references are called, by record id."""

    id: int
    rec: str
    space: str
    unit: str
    status: str
    round: str | None
    cells: Mapping[str, Cell]
    updated_ms: int
    updated_by: str
    in_review: bool
    editing: Editing
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of a topic: all, drafts, final ones, and those not confirmed in the open round."""

    total: int
    draft: int
    final: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Change:
    """One op of a record's history, and what it set.

    ``device`` is the id of the PC, ``round`` that of the round in which the op confirmed the record,
    ``retired`` why the record is no longer there (see `desktop_app.app.confirming`). ``was``: field → what
    the op replaced, each value once: several where it closed a conflict, none where it was the first to
    say anything. ``reasons``: register → the words, "" where a reason was withdrawn.
    """

    op: str
    when_ms: int
    user: str
    device: str
    sets: Mapping[str, Cell]
    life: str | None = None
    status: str | None = None
    round: str | None = None
    retired: str | None = None
    was: Mapping[str, tuple[Cell, ...]] = by_default(default_factory=dict)
    reasons: Mapping[str, str] = by_default(default_factory=dict)


def ids(desk: Desk, topic: str, query: Query | None = None) -> list[int]:
    """Return the row ids that ``query`` asks for, in order: what a grid holds. Units in it are codes."""
    with desk.store.read() as tx:
        return tx.ids(desk.topics.get(topic), meant(desk, tx, topic, query or Query()))


def found(desk: Desk, topic: str, query: Query, total: int | None = None) -> tuple[list[int], int]:
    """Return what `ids` returns, and how many records there are in all: ``total``, where that is known."""
    with desk.store.read() as tx:
        about = desk.topics.get(topic)
        return tx.ids(about, meant(desk, tx, topic, query)), tx.size(about) if total is None else total


def meant(desk: Desk, tx: Transaction, topic: str, query: Query) -> Query:
    """Return what a person's query asks the store for: units and other records by their ids."""
    about = desk.topics.get(topic)
    named = tuple(_named(desk, tx, about, text.fold(query.search).split()))
    unit = None if query.unit is None else unit_id(desk, tx, query.unit)
    where = tuple(_meant(desk, tx, about, one) for one in query.where)
    order = tuple(_ranked(desk, tx, one) if one.field == UNIT else one for one in query.order)
    return query._replace(unit=unit, where=where, order=order, named=named)


def _named(
    desk: Desk, tx: Transaction, topic: Topic, words: Sequence[str]
) -> Iterator[tuple[str, tuple[OneOf, ...]]]:
    """Yield each word that is part of the name of records that ``topic`` points at, with these."""
    pointing = [field for field in topic.fields if field.to is not None] if words else []
    called = {field.key: _names_to(desk, tx, field) for field in pointing}
    for word in words:
        holding = {
            key: tuple(rec for rec, name in names.items() if _holds(name, [word]))[:MOST_NAMED]
            for key, names in called.items()
        }
        if found := tuple(OneOf(key, recs) for key, recs in holding.items() if recs):
            yield word, found


def _names_to(desk: Desk, tx: Transaction, field: Field) -> dict[str, str]:
    """Return record id → name of all records that a reference may point at."""
    return names_of(desk, tx, field.to or "", tx.labels(desk.topics.get(field.to or "")))


def _meant(desk: Desk, tx: Transaction, topic: Topic, condition: Condition) -> Condition:
    if isinstance(condition, OneOf) and condition.field == UNIT:
        return OneOf(UNIT, tuple(unit_id(desk, tx, str(code)) for code in condition.values))
    field = topic.by_key.get(condition.field)
    if isinstance(condition, Contains) and field is not None and field.to is not None:
        called = _names_to(desk, tx, field)
        words = text.fold(condition.words).split()
        return OneOf(field.key, tuple(rec for rec, name in called.items() if _holds(name, words)))
    return condition


def _holds(name: str, words: Iterable[str]) -> bool:
    folded = text.fold(name)
    return all(word in folded for word in words)


def _ranked(desk: Desk, tx: Transaction, order: Order) -> Order:
    on = place_of(tx).on
    units = {space.unit for space in tx.spaces() if space.unit and desk.units.known_code(space.unit, on)}
    in_order = sorted(units, key=lambda unit: text.sort_key(desk.units.name(unit, on)))
    return Order(order.field, order.down, tuple(in_order))


def rows(desk: Desk, topic: str, wanted: Sequence[int]) -> list[Row]:
    """Return these rows, in the order asked for."""
    with desk.store.read() as tx:
        return rows_in(desk, tx, desk.topics.get(topic), tx.rows(desk.topics.get(topic), wanted))


def rows_in(desk: Desk, tx: Transaction, topic: Topic, found: Sequence[StoredRow]) -> list[Row]:
    """Return stored rows as a screen shows them."""
    codes = _codes(desk, tx, found)
    editings = [editing_from(topic.key, one.space, one.rec, one.state) for one in found]
    names = _names(desk, tx, topic, editings)
    shown = []
    for one, editing in zip(found, editings, strict=True):
        stamp = one.state.latest()
        shown.append(
            Row(
                one.id, one.rec, one.space, codes.get(one.unit or "", ""),
                editing.status, editing.round, editing.cells,
                stamp.time if stamp else 0, stamp.user if stamp else "",
                in_review(one.state, is_hidden=False), editing, names,
            )
        )  # fmt: skip
    return shown


def each_row(desk: Desk, tx: Transaction, topic: Topic, wanted: Sequence[int]) -> Iterator[Row]:
    """Yield these rows, a block at a time: all the rows of a district at once are a gigabyte."""
    for start in range(0, len(wanted), BLOCK):
        yield from rows_in(desk, tx, topic, tx.rows(topic, wanted[start : start + BLOCK]))


def all_rows(desk: Desk, topic: str, query: Query | None = None) -> list[Row]:
    """Return every row that ``query`` asks for: for paper and workbooks."""
    return rows(desk, topic, ids(desk, topic, query))


def _codes(desk: Desk, tx: Transaction, found: Iterable[StoredRow]) -> dict[str, str]:
    on = place_of(tx).on
    return {unit: desk.units.known_code(unit, on) for unit in {one.unit for one in found} if unit}


def _names(desk: Desk, tx: Transaction, topic: Topic, editings: Sequence[Editing]) -> dict[str, str]:
    names: dict[str, str] = {}
    for field in topic.fields:
        if field.kind is Kind.REFERENCE and field.to is not None:
            wanted = {values.plain(editing.cells.get(field.key)) for editing in editings} - {None}
            names.update(names_of(desk, tx, field.to, wanted))
    return names


def names_of(desk: Desk, tx: Transaction, topic: str, recs: Iterable[str]) -> dict[str, str]:
    """Return record id → name; names that are references themselves are followed once.

    A merged record is called what the one in its place is called; a deleted one what it was, as deleted.
    """
    found = desk.topics.get(topic)
    labels = _labels(tx, found, recs)
    inner = [found.by_key[name] for name in found.name if found.by_key[name].kind is Kind.REFERENCE]
    for field in inner:
        parts = {part for label in labels.values() for part in label.split(" – ") if _is_record(part)}
        called = _labels(tx, desk.topics.get(field.to or ""), parts)
        labels = {rec: _called(label, called) for rec, label in labels.items()}
    return labels


def _labels(tx: Transaction, topic: Topic, recs: Iterable[str]) -> dict[str, str]:
    wanted = set(recs)
    labels = tx.labels(topic, wanted)
    if hidden := wanted - labels.keys():
        into = tx.merged(topic.key)
        shown = tx.labels(topic, {into[rec] for rec in hidden if rec in into})
        labels |= {rec: shown[into[rec]] for rec in hidden if into.get(rec) in shown}
        for rec in hidden - labels.keys():
            if (name := _last_name(tx, topic, rec)) is not None:
                labels[rec] = name
    return labels


def _last_name(tx: Transaction, topic: Topic, rec: str) -> str | None:
    """Return what a record that is not shown was called, and why; None if nothing is known of it."""
    for space in tx.locate(topic.key, rec):
        state = tx.state(space, topic.key, rec) or RecordState()
        parts = (kinds.stored(topic.by_key[key], values.from_json(state.shown(key))) for key in topic.name)
        name = " – ".join(str(part) for part in parts if part is not None) or topic.row.text(language())
        return f"{name} ({life_name(state.shown(LIFE))})"
    return None


def life_name(life: Any) -> str:
    """Return what a value of `_life` means, in words."""
    if life == ops.DELETED:
        return _("đã xoá")
    if isinstance(life, str) and life.startswith(ops.SAME):
        return _("đã gộp vào bản ghi khác")
    if isinstance(life, str) and life.startswith(ops.MOVED):
        return _("đã chuyển sang đơn vị khác")
    return _("còn dùng")


def _called(label: str, called: Mapping[str, str]) -> str:
    return " – ".join(called.get(part, part) for part in label.split(" – "))


def _is_record(part: str) -> bool:
    """Return whether a part of a name is a record id."""
    return bool(UUID.fullmatch(part))


def names(desk: Desk, topic: str, space: str | None = None) -> dict[str, str]:
    """Return record id → name of every shown record: for reference pickers."""
    with desk.store.read() as tx:
        return names_of(desk, tx, topic, tx.labels(desk.topics.get(topic), space=space))


def show(field: Field, cell: Cell, called: Mapping[str, str]) -> str:
    """Return a cell as text in the current language; "" for blank."""
    if isinstance(cell, Raw):
        return cell.raw
    if not isinstance(cell, Value):
        return "" if cell is None else "…"
    if cell.v is None:
        return state_name(cell.state)
    if not kinds.rules(field).fits(field, cell.v):
        return str(cell.v)
    showing = Showing(language(), lambda _topic, rec: called.get(rec, _("(bản ghi đã xoá)")))
    return kinds.rules(field).show(field, cell.v, showing)


def tell(desk: Desk, tx: Transaction, field: Field, cell: Cell) -> str:
    """Return a cell as a sentence says it: references by name, an estimate called one, a blank in words."""
    v = values.plain(cell)
    called = names_of(desk, tx, field.to, [v]) if field.to and isinstance(v, str) else {}
    shown = show(field, cell, called)
    if isinstance(cell, Value) and cell.state is State.ESTIMATE:
        return f"{shown} ({state_name(cell.state)})"  # else it would look like the same number, certain
    return shown or _("(để trống)")


def state_name(state: State) -> str:
    """Return what a state is called."""
    return {
        State.ACTUAL: _("thực tế"),
        State.ESTIMATE: _("ước tính"),
        State.NO_DATA: _("chưa có số liệu"),
        State.NOT_APPLICABLE: _("không áp dụng"),
    }[state]


def count(desk: Desk, unit: str | None = None) -> dict[str, Counts]:
    """Return topic → counts; ``unit`` is a code."""
    with desk.store.read() as tx:
        round_id = place_of(tx).round.id
        wanted = None if unit is None else unit_id(desk, tx, unit)
        return {topic.key: _counts(tx, topic, wanted, round_id) for topic in desk.topics.all}


def count_of(desk: Desk, topic: str, unit: str | None = None) -> Counts:
    """Return the counts of one topic; ``unit`` is a code."""
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        return _counts(tx, desk.topics.get(topic), wanted, place_of(tx).round.id)


def _counts(tx: Transaction, topic: Topic, unit: str | None, round_id: str) -> Counts:
    tally = tx.tally(topic, unit, round_id)
    left = 0 if topic.append_only else tally.total - tally.confirmed  # a measurement stands as it was taken
    return Counts(tally.total, tally.total - tally.final, tally.final, left)


def history(desk: Desk, topic: str, rec: str) -> list[Change]:
    """Return every op of a record, oldest first: every value ever set."""
    desk.topics.get(topic)
    with desk.store.read() as tx:
        space, rec = find(tx, topic, rec)
        lines = tx.history(space, topic, rec)
    put = _Put()
    return [_change(ops.read(line), topic, rec, put) for line in lines]


_Put = dict[tuple[str, str], Any]  # (op, field) → what it put


def _change(op: ops.Op, topic: str, rec: str, known: _Put) -> Change:
    parts = [part for part in op.sets if (part.topic, part.rec) == (topic, rec)]
    put = {name: v for part in parts for name, v in part.put.items()}
    bases = {name: part.bases for part in parts for name in part.put}
    sets = {name: values.from_json(v) for name, v in put.items() if not name.startswith("_")}
    was = {name: _replaced(known, name, bases[name]) for name in sets}
    known.update({(op.id, name): v for name, v in put.items()})
    return Change(
        op.id, op.time, op.user, device_of(op.chain), sets, put.get(LIFE), put.get(STATUS), put.get(ROUND),
        put.get(RETIRED), was, {name: reason_in(v) for name, v in put.items() if is_reason(name)},
    )  # fmt: skip


def _replaced(known: _Put, name: str, bases: Iterable[str]) -> tuple[Cell, ...]:
    """Return what these ops had put in a field, each value once; what is not in hand says nothing."""
    found = [known[base, name] for base in bases if (base, name) in known]
    return tuple(values.from_json(v) for at, v in enumerate(found) if v not in found[:at])


def unit_id(desk: Desk, tx: Transaction, code: str) -> str:
    """Return the surrogate id of the unit with this code on the round's date; raises `NotFoundError`."""
    on = place_of(tx).on
    found = desk.units.find(code, on)
    if found is None:
        raise NotFoundError(
            _("Không có đơn vị nào mang mã “{code}” vào ngày {day}.").format(
                code=code, day=on.strftime("%d/%m/%Y")
            ),
            todo=_("Mã xã gồm 5 chữ số, ví dụ 03319; mã huyện Điện Biên là 100."),
        )
    return found.id
