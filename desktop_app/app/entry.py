"""Entering records: open, save, delete, bring back.

Bases are captured when the editor opens, not when it is saved, and an ordinary save lists only
heads whose value was shown and writes only fields that changed (SYNC.md, rules 1–4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.writing import append
from desktop_app.domain import ids, kinds, ops, text, values
from desktop_app.domain.kinds import Reading
from desktop_app.domain.ops import LIFE, RETIRED, ROUND, STATUS, OpId, Sets
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import WITHOUT_VALUE, Cell, Raw, State, Value
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _, language

DRAFT, FINAL = "draft", "final"


@dataclass(frozen=True, slots=True)
class Editing:
    """A record as it was shown when its editor opened, and the heads behind each shown value."""

    topic: str
    rec: str
    space: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    bases: Mapping[str, tuple[OpId, ...]] = field(default_factory=dict)
    life: tuple[OpId, ...] = ()
    everything: tuple[OpId, ...] = ()
    status: str = DRAFT
    round: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that is in the log, durably; ``op`` is None when nothing had changed."""

    topic: str
    rec: str
    op: OpId | None


def new_record(desk: Desk, topic: str, unit: str | None = None) -> Editing:
    """Return the editing of a record that does not exist yet; ``unit`` is a code, default the home's own."""
    desk.topics.get(topic)
    with desk.store.read() as tx:
        space = _space_for(desk, tx, unit)
    return Editing(topic, ids.uuid7(desk.clock.now_ms(), desk.random), space, is_new=True)


def open_record(desk: Desk, topic: str, rec: str) -> Editing:
    """Return a record as it is shown now; raises `NotFoundError`."""
    desk.topics.get(topic)
    with desk.store.read() as tx:
        return editing_of(tx, topic, *find(tx, topic, rec))


def find(tx: Transaction, topic: str, rec: str) -> tuple[str, str]:
    """Return (space, record id) of a record; raises `NotFoundError`."""
    spaces = tx.locate(topic, rec)
    if not spaces:
        raise NotFoundError(
            _("Không có bản ghi “{rec}” trong chủ đề “{topic}”.").format(rec=rec, topic=topic),
            todo=_("Hãy xem mã bằng “moduong list {topic}”.").format(topic=topic),
        )
    return spaces[0], rec


def editing_of(tx: Transaction, topic: str, space: str, rec: str) -> Editing:
    """Return the editing of an existing record inside a transaction."""
    return editing_from(topic, space, rec, tx.state(space, topic, rec) or RecordState())


def editing_from(topic: str, space: str, rec: str, state: RecordState) -> Editing:
    """Return the editing of a record in ``state``."""
    names = list(state.fields())
    return Editing(
        topic,
        rec,
        space,
        {name: values.from_json(state.shown(name)) for name in names if not name.startswith("_")},
        {name: tuple(state.shown_bases(name)) for name in names},
        tuple(state.heads.get(LIFE, ())),
        tuple(sorted(state.field_heads())),
        str(state.shown(STATUS) or DRAFT),
        state.shown(ROUND),
    )


def read_cell(
    desk: Desk, field: Field, typed: str, state: State = State.ACTUAL, space: str | None = None
) -> Cell:
    """Return what ``typed`` means in ``field``: a value, `Raw` if it cannot be read, None if blank.

    Names of other records are looked up in ``space`` (default: the home's own).
    """
    with desk.store.read() as tx:
        return read_typed(reading(desk, tx, space), field, typed, state)


def read_typed(context: Reading, field: Field, typed: str, state: State = State.ACTUAL) -> Cell:
    """Return what ``typed`` means in ``field``, with the names that ``context`` knows."""
    if state in WITHOUT_VALUE:
        return Value(None, state)
    kept = text.clean(typed)
    if not kept.strip():
        return None
    v = kinds.rules(field).read(field, kept, context)
    return Raw(kept) if v is None else Value(v, state)


def reading(desk: Desk, tx: Transaction, space: str | None = None) -> Reading:
    """Return what reading typed text needs, with the names of a space looked up once a topic."""
    place = place_of(tx)
    named: dict[str, dict[str, str]] = {}

    def resolve(topic: str, typed: str) -> str | None:
        if topic not in named:
            named[topic] = tx.labels(desk.topics.get(topic), space=space or place.space)
        if typed in named[topic] or (ids.UUID.fullmatch(typed) and tx.locate(topic, typed)):
            return typed
        return _named(named[topic], typed)

    return Reading(desk.clock.today(), resolve, language())


def _named(named: Mapping[str, str], typed: str) -> str | None:
    """Return the one record with this name, accents or not; None where there is none or more than one."""
    exact = [rec for rec, name in named.items() if name == typed]
    folded = text.fold(typed)
    found = exact or [rec for rec, name in named.items() if text.fold(name) == folded]
    return found[0] if len(found) == 1 else None


def save(desk: Desk, editing: Editing, changes: Mapping[str, Cell]) -> Saved:
    """Save one record; when this returns, it is durable."""
    return save_many(desk, [(editing, changes)])[0]


def save_many(desk: Desk, edits: Sequence[tuple[Editing, Mapping[str, Cell]]]) -> list[Saved]:
    """Save several records in one transaction: one group, one undo step."""
    with desk.store.write() as tx:
        return save_in(desk, tx, edits)


def save_in(desk: Desk, tx: Transaction, edits: Sequence[tuple[Editing, Mapping[str, Cell]]]) -> list[Saved]:
    """Save several records inside a transaction that the caller commits."""
    place = place_of(tx)
    parts: dict[str, list[Sets]] = {}
    for editing, changes in edits:
        _check_may_change(desk, editing)
        if found := parts_of(editing, _known(desk, editing.topic, changes), place.round.id):
            parts.setdefault(editing.space, []).extend(found)
    written = {space: append(desk, tx, place, space, found) for space, found in parts.items()}
    changed = {part.rec for found in parts.values() for part in found}
    return [
        Saved(one.topic, one.rec, written[one.space] if one.rec in changed else None)
        for one, _changes in edits
    ]


def parts_of(editing: Editing, changes: Mapping[str, Cell], round_id: str) -> list[Sets]:
    """Return the op's parts for one save, none if nothing changed.

    A save confirms the record in the open round, and reopens one that was final.
    """
    put: dict[str, Any] = {
        name: values.to_json(cell) for name, cell in changes.items() if cell != editing.cells.get(name)
    }
    if not put and not editing.is_new:
        return []
    if editing.is_new or editing.status != DRAFT:
        put[STATUS] = DRAFT
    if editing.round != round_id:
        put[ROUND] = round_id
    return putting(editing, put)


def putting(editing: Editing, put: Mapping[str, Any]) -> list[Sets]:
    """Return the parts that put these values, each field listing just the heads that were shown of it.

    What a part lists ends for each of its fields, and an op listed for one field may have put another
    whose value was not shown, or is a head again when a device is cut off: so fields share a part only
    where they list the same.
    """
    groups: dict[tuple[OpId, ...], dict[str, Any]] = {}
    for name, json in put.items():
        groups.setdefault(tuple(sorted(editing.bases.get(name, ()))), {})[name] = json
    return [ops.sets(editing.topic, editing.rec, group, bases) for bases, group in groups.items()]


def _check_may_change(desk: Desk, editing: Editing) -> None:
    topic = desk.topics.get(editing.topic)
    if topic.append_only and not editing.is_new:
        raise UsageError(
            _("Một lần đo đã ghi thì không sửa."), where=topic.title.vi, todo=_("Hãy ghi một lần đo mới.")
        )


def _known(desk: Desk, topic: str, changes: Mapping[str, Cell]) -> Mapping[str, Cell]:
    for name in changes:
        field_of(desk.topics.get(topic), name)
    return changes


def field_of(topic: Topic, name: str) -> Field:
    """Return a field of ``topic``; raises `UsageError` naming the fields that there are."""
    if name not in topic.by_key:
        raise UsageError(
            _("Chủ đề “{topic}” không có trường “{field}”.").format(topic=topic.key, field=name),
            todo=_("Các trường: {fields}.").format(fields=", ".join(topic.by_key)),
        )
    return topic.by_key[name]


def delete(desk: Desk, editing: Editing) -> OpId | None:
    """Delete a record as it was shown: the delete covers every field head that it saw (rule 4)."""
    with desk.store.write() as tx:
        return append(desk, tx, place_of(tx), editing.space, [living(editing, ops.DELETED)])


def bring_back(desk: Desk, topic: str, rec: str) -> OpId | None:
    """Make a deleted record live again, as it stands now."""
    return revive(desk, open_record(desk, topic, rec))


def revive(desk: Desk, editing: Editing) -> OpId | None:
    """Make a deleted record live again as it was shown; why it was taken out is no longer said."""
    parts = [living(editing, ops.LIVE)]
    if RETIRED in editing.bases:
        parts += putting(editing, {RETIRED: None})
    with desk.store.write() as tx:
        return append(desk, tx, place_of(tx), editing.space, parts)


def living(editing: Editing, life: str, also: Sequence[OpId] = ()) -> Sets:
    """Return the part that puts a record's life: it covers all that was shown, and the heads in ``also``."""
    return ops.sets(editing.topic, editing.rec, {LIFE: life}, [*editing.life, *editing.everything, *also])


def put_status(desk: Desk, tx: Transaction, editings: Sequence[Editing], status: str) -> None:
    """Make records draft or final, inside a transaction."""
    changed = [one for one in editings if one.status != status]
    put_all(desk, tx, [(one, {STATUS: status}) for one in changed])


def put_all(desk: Desk, tx: Transaction, edits: Sequence[tuple[Editing, Mapping[str, Any]]]) -> None:
    """Put registers of several records, inside a transaction: one op a space."""
    parts: dict[str, list[Sets]] = {}
    for editing, put in edits:
        parts.setdefault(editing.space, []).extend(putting(editing, put))
    for space, found in parts.items():
        append(desk, tx, place_of(tx), space, found)


def _space_for(desk: Desk, tx: Transaction, code: str | None) -> str:
    place = place_of(tx)
    if code is None or code == place.code:
        return place.space
    for info in tx.spaces():
        if place.is_district and code and desk.units.known_code(info.unit, place.on) == code:
            return info.uuid
    raise NotFoundError(
        _("Kho này không nhập số liệu cho đơn vị {code}.").format(code=code),
        todo=_("Hãy ghi mã đơn vị của kho, hoặc cấp máy cho đơn vị đó trước."),
    )
