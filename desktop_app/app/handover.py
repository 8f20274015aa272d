"""Handing a record over to another unit: it moves away here, and a new one begins there (SYNC.md, rule 10).

A record never changes space: ``_life`` "moved:SPACE/REC" here, a new record there, in one transaction.
"""

from typing import Any

from desktop_app.app import entry
from desktop_app.app.entry import Editing, Saved
from desktop_app.app.place import check_district, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.views import unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops, registers, values
from desktop_app.domain.ops import LIFE, MOVED, ROUND, STATUS
from desktop_app.domain.registers import RecordState
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _


def hand_over(desk: Desk, shown: Editing, code: str) -> Saved:
    """Move a record as it was shown to the unit ``code``; return the new record; raises `UserError`.

    References are left out: they name records of the unit that it leaves. It begins as a draft.
    """
    with desk.store.write() as tx:
        place = place_of(tx)
        check_district(place)
        space = _space_of(desk, tx, code)
        _check_source(tx, shown, space)
        rec = ids.uuid7(desk.clock.now_ms(), desk.random)
        put = _carried(desk, shown) | {STATUS: entry.DRAFT, ROUND: place.round.id}
        written = append(desk, tx, place, space, [ops.sets(shown.topic, rec, put, [])])
        gone = {LIFE: f"{MOVED}{space}/{rec}"}
        bases = [*shown.life, *shown.everything]
        append(desk, tx, place, shown.space, [ops.sets(shown.topic, shown.rec, gone, bases)])
    return Saved(shown.topic, rec, written)


def _space_of(desk: Desk, tx: Transaction, code: str) -> str:
    unit = unit_id(desk, tx, code)
    for info in tx.spaces():
        if info.unit == unit:
            return info.uuid
    raise NotFoundError(
        _("Đơn vị {code} chưa có máy nào được cấp.").format(code=code),
        todo=_("Hãy cấp máy cho đơn vị đó trước."),
    )


def _check_source(tx: Transaction, shown: Editing, space: str) -> None:
    state = tx.state(shown.space, shown.topic, shown.rec) or RecordState()
    if space == shown.space:
        raise UsageError(_("Bản ghi đã ở đơn vị này."), where=shown.rec)
    if not registers.plainly_live(state) or state.conflicts():
        raise UsageError(
            _("Bản ghi đã xoá hoặc còn giá trị khác nhau, chưa chuyển được."),
            where=shown.rec,
            todo=_("Hãy khôi phục hoặc giải quyết xung đột trước."),
        )


def _carried(desk: Desk, shown: Editing) -> dict[str, Any]:
    references = {field.key for field in desk.topics.get(shown.topic).fields if field.to}
    return {
        name: values.to_json(cell)
        for name, cell in shown.cells.items()
        if cell is not None and name not in references
    }
