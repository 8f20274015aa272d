"""What needs a person: registers with several values, records that were deleted and edited at once.

Only an op that lists every head closes a review (SYNC.md, REVIEW): the heads are those that were
shown when the conflict was opened, so that what comes in between is never closed unseen.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from desktop_app.app import entry
from desktop_app.app.confirming import reason_text
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, StoredRow, Transaction
from desktop_app.app.rounds import rounds_called
from desktop_app.app.views import life_name, names_of, tell, unit_id
from desktop_app.app.writing import append
from desktop_app.domain import attachments, ops, registers, values
from desktop_app.domain.ids import begins, device_of
from desktop_app.domain.ops import LIFE, LIVE, RETIRED, ROUND, STATUS, OpId
from desktop_app.domain.reasons import COUNT_TOPIC, is_reason, reason_in
from desktop_app.domain.registers import RecordState
from desktop_app.domain.values import Cell, Value
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _, language


class Version(NamedTuple):
    """One of the values that stand side by side; ``json`` as in the op; who and when are claims."""

    op: OpId
    json: Any
    user: str
    device: str
    when_ms: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record with several values, or its life (`_life`); the shown one first.

    ``unit`` is a code, ``name`` what the record is called; ``seen``: every field head when it was
    opened, which a deletion must cover (SYNC.md, rule 4).
    """

    topic: str
    rec: str
    space: str
    unit: str
    name: str
    field: str
    versions: tuple[Version, ...]
    seen: tuple[OpId, ...]

    @property
    def register(self) -> str:
        """The first half of `id`: which field of which record, however its values change."""
        return _digits(8, self.space, self.topic, self.rec, self.field)

    @property
    def id(self) -> str:
        """What a person types; another one as soon as there is a head that was not shown."""
        heads = {*(one.op for one in self.versions), *(self.seen if self.field == LIFE else ())}
        return f"{self.register}-{_digits(4, *sorted(heads))}"


def _digits(count: int, *parts: str) -> str:
    return hashlib.sha256("\t".join(parts).encode()).hexdigest()[:count]


def conflicts(desk: Desk, unit: str | None = None) -> list[Conflict]:
    """Return everything that is in review, in the order of topics; ``unit`` is a code."""
    with desk.store.read() as tx:
        found = tx.in_review(None if unit is None else unit_id(desk, tx, unit))
        names = _names(desk, tx, found)
        rank = {topic.key: at for at, topic in enumerate(desk.topics.all)}
        codes = _codes(desk, tx, (row for _topic, row in found))
        return [
            Conflict(
                topic, row.rec, row.space, codes.get(row.unit or "", ""), names.get(row.rec, topic),
                field, tuple(_versions(row.state, field)), tuple(sorted(row.state.field_heads())),
            )
            for topic, row in sorted(found, key=lambda one: rank.get(one[0], len(rank)))
            for field in _fields(row.state)
        ]  # fmt: skip


def _codes(desk: Desk, tx: Transaction, rows: Iterable[StoredRow]) -> dict[str, str]:
    on = place_of(tx).on
    return {unit: desk.units.code(unit, on) for unit in {row.unit for row in rows} if unit}


def _names(desk: Desk, tx: Transaction, found: Iterable[tuple[str, StoredRow]]) -> dict[str, str]:
    """Return record id → name, for the topics that this program knows."""
    recs: dict[str, list[str]] = {}
    for topic, row in found:
        recs.setdefault(topic, []).append(row.rec)
    called = dict.fromkeys(recs.get(COUNT_TOPIC, ()), _("toàn đơn vị"))
    for declared in desk.topics.all:
        if asked := recs.get(declared.key):
            row_name = declared.row.text(language())
            known = names_of(desk, tx, declared.key, asked)
            called |= {rec: known.get(rec) or row_name for rec in asked}
    return called


def _fields(state: RecordState) -> list[str]:
    found = [field for field in state.conflicts() if field != LIFE]
    is_plain = registers.plainly_live(state) and not state.in_conflict(LIFE)
    return found if is_plain else [LIFE, *found]


def _versions(state: RecordState, field: str) -> Iterator[Version]:
    for head in state.head_list(field):
        yield _version(state, head.op, head.value)
    if field == LIFE:
        yield from _unseen_edits(state)


def _unseen_edits(state: RecordState) -> Iterator[Version]:
    """Yield the edits that no deletion saw: each says that the record lives."""
    unseen = state.field_heads() - frozenset[OpId]().union(*state.covers.values())
    for op in sorted(unseen, key=lambda op: (state.stamps[op].time, op), reverse=True):
        yield _version(state, op, LIVE)


def _version(state: RecordState, op: OpId, json: Any) -> Version:
    stamp = state.stamps[op]
    return Version(op, json, stamp.user, device_of(stamp.chain), stamp.time)


# --- closing -----------------------------------------------------------------------------------------


def find(desk: Desk, wanted: str) -> Conflict:
    """Return the open conflict of this id, or of an unmistakable beginning; raises `NotFoundError`.

    An id whose values changed since it was shown is refused: a person must see what came.
    """
    found = conflicts(desk)
    named = [one for one in found if begins(one.id, wanted)]
    if len(named) == 1:
        return named[0]
    todo = _("Hãy xem danh sách bằng “moduong conflicts”.")
    if named:
        raise UsageError(_("Có nhiều xung đột bắt đầu bằng “{id}”.").format(id=wanted), todo=todo)
    if any(one.register == wanted.partition("-")[0] for one in found):
        raise NotFoundError(
            _("Xung đột “{id}” đã có giá trị mới từ lúc xem.").format(id=wanted),
            todo=todo,
        )
    raise NotFoundError(_("Không có xung đột nào mang mã “{id}”.").format(id=wanted), todo=todo)


def version_of(conflict: Conflict, op: str) -> Version:
    """Return the one version whose op begins with ``op``; raises `UsageError`."""
    found = [one for one in conflict.versions if begins(one.op, op)]
    if len(found) != 1:
        raise UsageError(
            _("“{op}” không chỉ đúng một giá trị của xung đột này.").format(op=op),
            todo=_("Các giá trị: {ops}.").format(ops=", ".join(one.op[:12] for one in conflict.versions)),
        )
    return found[0]


def keep(desk: Desk, conflict: Conflict, version: Version) -> OpId | None:
    """Close a conflict with one of its values; return the op."""
    return _close(desk, conflict, version.json)


def settle(desk: Desk, conflict: Conflict, typed: str) -> OpId | None:
    """Close a conflict with a value that a person types; raises `UsageError` for what fits nothing.

    Of a life and of other system fields: one of the values that stand there; a life also "live" or "deleted".
    """
    return _close(desk, conflict, _read(desk, conflict, typed))


def settle_with(desk: Desk, conflict: Conflict, cell: Cell) -> OpId | None:
    """Close a conflict of a form's field with what an editor of the form gave; return the op."""
    return _close(desk, conflict, values.to_json(cell))


def _read(desk: Desk, conflict: Conflict, typed: str) -> Any:
    known = [one.json for one in conflict.versions]
    if conflict.field == LIFE:
        known += [LIVE, ops.DELETED]
    topics = {topic.key: topic for topic in desk.topics.all}
    field = topics[conflict.topic].by_key.get(conflict.field) if conflict.topic in topics else None
    if field is not None:
        return values.to_json(entry.read_cell(desk, field, typed, space=conflict.space))
    if typed in known:
        return typed
    raise UsageError(
        _("Trường này chỉ chọn một trong các giá trị đang có."),
        where=conflict.field,
        todo=_("Hãy dùng --keep với mã của giá trị."),
    )


def _close(desk: Desk, conflict: Conflict, json: Any) -> OpId | None:
    """Write the review: it lists every version that was shown, and a life every field head too."""
    bases = [one.op for one in conflict.versions]
    if conflict.field == LIFE:
        bases += conflict.seen
    parts = [ops.sets(conflict.topic, conflict.rec, {conflict.field: json}, bases)]
    with desk.store.write() as tx:
        state = tx.state(conflict.space, conflict.topic, conflict.rec) or RecordState()
        newly = not any(registers.same_value(json, one.json) for one in conflict.versions)
        if newly and conflict.field != LIFE and state.shown(STATUS) == entry.FINAL:
            # A value that nobody had entered is an edit, which reopens: in a part of its own, for its bases'
            # ops may have put the field too.
            reopened, shown = {STATUS: entry.DRAFT}, state.shown_bases(STATUS)
            parts.append(ops.sets(conflict.topic, conflict.rec, reopened, shown))
        return append(desk, tx, place_of(tx), conflict.space, parts)


# --- in words ----------------------------------------------------------------------------------------


def told(desk: Desk, conflict: Conflict, version: Version) -> str:
    """Return a version as a person reads it."""
    with desk.store.read() as tx:
        return told_in(desk, tx, conflict, version)


def told_in(desk: Desk, tx: Transaction, conflict: Conflict, version: Version) -> str:
    """Return a version as a person reads it, inside a transaction."""
    if conflict.field == LIFE:
        return life_name(version.json)
    if conflict.field == STATUS:
        return _("đã chốt") if version.json == entry.FINAL else _("bản nháp")
    if is_reason(conflict.field):
        return reason_in(version.json) or _("(rút lại)")
    if conflict.field == ROUND:
        return rounds_called(tx).get(version.json, str(version.json))
    if conflict.field == RETIRED:
        return reason_text(version.json) or _("(để trống)")
    topics = {topic.key: topic for topic in desk.topics.all}
    field = topics[conflict.topic].by_key.get(conflict.field) if conflict.topic in topics else None
    if field is None:
        return str(version.json)
    cell = values.from_json(version.json)
    told = tell(desk, tx, field, cell)
    return told if _photos_are_here(tx, cell) else _("{photos}, chưa có trên máy này").format(photos=told)


def _photos_are_here(tx: Transaction, cell: Cell) -> bool:
    """Return whether all photos are here that a value names: one that is not shown does not fetch its own."""
    wanted = set(attachments.hashes(cell.v)) if isinstance(cell, Value) else set()
    return not wanted or tx.held_blobs(wanted) == wanted


def field_name(desk: Desk, conflict: Conflict) -> str:
    """Return what the field of a conflict is called."""
    system = {
        LIFE: _("còn dùng hay đã xoá"),
        STATUS: _("trạng thái"),
        ROUND: _("đợt khảo sát"),
        RETIRED: _("lý do không còn"),
    }
    if conflict.field in system:
        return system[conflict.field]
    if is_reason(conflict.field):
        return _("lý do giữ nguyên")
    for topic in desk.topics.all:
        if topic.key == conflict.topic and conflict.field in topic.by_key:
            return topic.by_key[conflict.field].label.text(language())
    return conflict.field
