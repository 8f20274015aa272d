"""What a record was: every change in words, an old value put back, deleted rows seen and brought back.

Nothing is ever gone: putting back and bringing back are new ops, and like any save they list what the
screen showed when it was opened (SYNC.md, SAVE).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.app import entry
from desktop_app.app.checking import name_of
from desktop_app.app.confirming import reason_text
from desktop_app.app.entry import Editing
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.rounds import rounds_called
from desktop_app.app.views import Change, history, life_name, rows_in, tell, unit_id
from desktop_app.domain import registers, values
from desktop_app.domain.ids import begins, device_of
from desktop_app.domain.ops import DELETED, LIFE, LIVE, RETIRED, OpId
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _, language


class Step(NamedTuple):
    """One thing that one op did to a record, in words.

    ``field`` is its key, "" for what is no field (deleted, finalised, confirmed, a reason); ``cell`` is what
    was put; ``before`` is "" where nothing stood there.
    """

    op: OpId
    when_ms: int
    user: str
    device: str
    field: str
    label: str
    before: str
    after: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Story:
    """The history of a record, oldest first, and the record as it stood when it was opened."""

    name: str
    steps: tuple[Step, ...]
    editing: Editing
    is_deleted: bool

    def can_put_back(self, step: Step) -> bool:
        """Return whether a step put a value that the record does not show now."""
        return bool(step.field) and not self.is_deleted and self.editing.cells.get(step.field) != step.cell


def story(desk: Desk, topic: str, rec: str, field: str | None = None) -> Story:
    """Return the history of a record, or of one field of it; raises `NotFoundError`, `UsageError`."""
    declared, changes = desk.topics.get(topic), history(desk, topic, rec)
    if field is not None:
        entry.field_of(declared, field)
    with desk.store.read() as tx:
        space, rec = entry.find(tx, topic, rec)
        state = tx.state(space, topic, rec) or RecordState()
        editing = entry.editing_from(topic, space, rec, state)
        rounds = rounds_called(tx)
        steps = [step for change in changes for step in _steps(desk, tx, declared, change, rounds)]
        return Story(
            _name(desk, tx, declared, editing),
            tuple(step for step in steps if field in (None, step.field)),
            editing,
            not registers.plainly_live(state),
        )


def _steps(
    desk: Desk, tx: Transaction, topic: Topic, change: Change, rounds: Mapping[str, str]
) -> Iterator[Step]:
    def step(label: str, after: str, field: str = "", before: str = "", cell: Cell = None) -> Step:
        by = (change.op, change.when_ms, change.user, change.device)
        return Step(*by, field, label, before, after, cell)

    place = {name: at for at, name in enumerate(topic.by_key)}
    for name, cell in sorted(change.sets.items(), key=lambda one: place.get(one[0], len(place))):
        field = topic.by_key.get(name)
        before = " | ".join(_told(desk, tx, field, one) for one in change.was[name])
        label = field.label.text(language()) if field else name
        yield step(label, _told(desk, tx, field, cell), name, before, cell)
    for words in change.reasons.values():
        yield step(_("Lý do giữ nguyên"), words or _("(rút lại)"))
    if change.life is not None:
        yield step(_("Dòng"), _("khôi phục") if change.life == LIVE else life_name(change.life))
    if change.status is not None:
        yield step(_("Trạng thái"), _("đã chốt") if change.status == entry.FINAL else _("bản nháp"))
    if change.round is not None:
        yield step(_("Xác nhận"), rounds.get(change.round, change.round))
    if change.retired is not None:
        yield step(_("Không còn"), reason_text(change.retired))


def _told(desk: Desk, tx: Transaction, field: Field | None, cell: Cell) -> str:
    return str(values.to_json(cell)) if field is None else tell(desk, tx, field, cell)


def _name(desk: Desk, tx: Transaction, topic: Topic, editing: Editing) -> str:
    fields = (topic.by_key[key] for key in topic.name)
    called = (tell(desk, tx, one, cell) for one in fields if (cell := editing.cells.get(one.key)) is not None)
    return " ".join(called) or topic.row.text(language())


def put_back(desk: Desk, told: Story, step: Step) -> OpId | None:
    """Put an old value back, over what the story showed; None where it stands there already."""
    if told.is_deleted:
        raise UsageError(_("Dòng này đã xoá."), where=told.name, todo=_("Hãy khôi phục dòng trước."))
    return entry.save(desk, told.editing, {step.field: step.cell}).op


def step_of(told: Story, field: str, op: str) -> Step:
    """Return the step that put ``field`` in the op whose id begins with ``op``; raises `NotFoundError`."""
    found = [step for step in told.steps if step.field == field and begins(step.op, op)]
    if len(found) != 1:
        raise NotFoundError(
            _("“{op}” không chỉ đúng một lần ghi của “{field}”.").format(op=op, field=field),
            todo=_("Hãy xem mã bằng “moduong history”."),
        )
    return found[0]


# --- deleted rows -----------------------------------------------------------------------------------


class DeletedRow(NamedTuple):
    """A row that was deleted: what it was called, by whom and when, and why if that was said."""

    rec: str
    unit: str
    name: str
    user: str
    device: str
    when_ms: int
    why: str
    editing: Editing


def deleted_rows(desk: Desk, topic: str, unit: str | None = None) -> list[DeletedRow]:
    """Return the deleted rows of a topic, not the merged ones, the latest first; ``unit`` is a code."""
    declared = desk.topics.get(topic)
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        stored = [
            one
            for one in tx.deleted(topic)
            if one.state.shown(LIFE) == DELETED and wanted in (None, one.unit)
        ]
        rows = rows_in(desk, tx, declared, stored)
    found = []
    for row, one in zip(rows, stored, strict=True):
        stamp = one.state.head_list(LIFE)[0].stamp
        name = name_of(declared, row.cells, row.names)
        by = (stamp.user, device_of(stamp.chain), stamp.time)
        why = reason_text(one.state.shown(RETIRED))
        found.append(DeletedRow(row.rec, row.unit, name, *by, why, row.editing))
    return sorted(found, key=lambda row: -row.when_ms)
