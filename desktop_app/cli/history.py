"""What records were: history, deleted, undelete, revert; and reason, which says why a warning is right."""

from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, desk, put_json, say, table
from desktop_app.cli.looking import moment, said, when
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.checking import Finding
    from desktop_app.app.history import DeletedRow, Step
    from desktop_app.app.ports import Desk
    from desktop_app.app.replies import Reply
    from desktop_app.app.views import Change

FIELD = typer.Option("", "--field", metavar="FIELD", help="Chỉ một trường / one field only.")


def register(app: typer.Typer) -> None:
    """Put the verbs of history onto the command line."""
    app.command("history", help=_("Mọi giá trị từng ghi của một bản ghi"))(history)
    app.command("deleted", help=_("Các dòng đã xoá của một chủ đề"))(deleted)
    app.command("undelete", help=_("Khôi phục một dòng đã xoá"))(undelete)
    app.command("revert", help=_("Lấy lại một giá trị cũ của một trường"))(revert)
    app.command("reason", help=_("Giữ nguyên chỗ nên xem lại, kèm lý do"))(reason)


# --- history ------------------------------------------------------------------------------------------


def history(topic: str, record: str, field: str = FIELD, as_json: bool = JSON) -> None:
    """Show every value ever set, and what it replaced."""
    from desktop_app.app.history import story
    from desktop_app.app.replies import replies_to
    from desktop_app.app.views import history as changes

    opened = desk()
    told = story(opened, topic, record, field or None)
    replies = [] if field else replies_to(opened, topic, record)
    if as_json:
        found = [_change(one, field) for one in changes(opened, topic, record)]
        put_json([*(one for one in found if not field or one["sets"]), *map(_reply, replies)])
        return
    before = ""
    for step in told.steps:
        if step.op != before:
            machine = _("máy {device}").format(device=step.device[:8])
            say(f"{moment(step.when_ms)}  {step.user}  {machine}  {step.op[:12]}")
            before = step.op
        say(f"  {_line(step)}")
    for reply in replies:
        outcome = _("huyện đã duyệt") if reply.accepted else _("huyện trả lại: {comment}")
        say(f"{moment(reply.when_ms)}  {reply.user}  {outcome.format(comment=reply.comment)}")


def _line(step: "Step") -> str:
    if not step.field:
        return f"({step.label}: {step.after})"
    change = f"{step.before} → {step.after}" if step.before else step.after
    return f"{step.label} [{step.field}]: {change}"


def _reply(reply: "Reply") -> dict[str, Any]:
    return {
        "op": reply.op,
        "when": when(reply.when_ms),
        "user": reply.user,
        "device": reply.device,
        "sets": {},
        "was": {},
        "life": None,
        "status": None,
        "round": None,
        "retired": None,
        "reply": reply.outcome,
        "comment": reply.comment or None,
    }


def _change(change: "Change", only: str) -> dict[str, Any]:
    wanted = [name for name in change.sets if only in ("", name)]
    return {
        "op": change.op,
        "when": when(change.when_ms),
        "user": change.user,
        "device": change.device,
        "sets": {name: said(change.sets[name]) for name in wanted},
        "was": {name: [said(cell) for cell in change.was[name]] for name in wanted},
        "life": change.life,
        "status": change.status,
        "round": change.round,
        "retired": change.retired,
    }


# --- what was, again ------------------------------------------------------------------------------------


def deleted(
    topic: str,
    unit: str = typer.Option("", "--unit", help="Mã đơn vị / unit code."),
    as_json: bool = JSON,
) -> None:
    """List the deleted rows of a topic, the latest first."""
    from desktop_app.app.history import deleted_rows

    found = deleted_rows(desk(), topic, unit or None)
    if as_json:
        put_json([_deleted(one) for one in found])
    elif found:
        head = (_("Mã bản ghi"), _("Đơn vị"), _("Bản ghi"), _("Người xoá"), _("Lúc"))
        table([head, *((one.rec, one.unit, one.name, one.user, moment(one.when_ms)) for one in found)])
    else:
        say(_("Không có dòng nào đã xoá."))


def _deleted(row: "DeletedRow") -> dict[str, Any]:
    return {
        "id": row.rec, "unit": row.unit, "name": row.name,
        "user": row.user, "device": row.device, "when": when(row.when_ms), "why": row.why or None,
    }  # fmt: skip


def undelete(topic: str, record: str, as_json: bool = JSON) -> None:
    """Bring a deleted row back."""
    from desktop_app.app import entry, history

    opened = desk()
    row = next((one for one in history.deleted_rows(opened, topic) if one.rec == record), None)
    if row is None:
        raise NotFoundError(
            _("“{record}” không phải một dòng đã xoá.").format(record=record),
            todo=_("Hãy xem danh sách bằng “moduong deleted {topic}”.").format(topic=topic),
        )
    done = entry.revive(opened, row.editing)
    if as_json:
        put_json({"id": record, "op": done})
    else:
        say(_("Đã khôi phục {name}.").format(name=row.name))


def revert(
    topic: str,
    record: str,
    field: str = typer.Option(..., "--field", metavar="FIELD", help="Trường / the field."),
    to: str = typer.Option(..., "--to", metavar="OP", help="Lần ghi cần lấy lại / the op of the value."),
    as_json: bool = JSON,
) -> None:
    """Put an old value of a field back; its op is named as `history` shows it."""
    from desktop_app.app.history import put_back, step_of, story

    opened = desk()
    told = story(opened, topic, record, field)
    step = step_of(told, field, to)
    done = put_back(opened, told, step)
    if as_json:
        put_json({"id": record, "field": field, "op": done})
    elif done:
        say(_("Đã lấy lại {label}: {value}.").format(label=step.label, value=step.after))
    else:
        say(_("Giá trị này đang là giá trị hiện tại."))


# --- reasons --------------------------------------------------------------------------------------------


def reason(
    topic: str,
    record: str = typer.Argument("", metavar="[RECORD]", help="Bỏ trống: cả đơn vị / the whole unit."),
    code: str = typer.Option(..., "--code", help="Mã vấn đề như “check --json” ghi / the problem's code."),
    field: str = FIELD,
    unit: str = typer.Option("", "--unit", help="Mã đơn vị / unit code."),
    text: str = typer.Option("", "--text", help="Vì sao đúng / why it is right."),
    withdraw: bool = typer.Option(False, "--withdraw", help="Rút lý do / take it back."),
    as_json: bool = JSON,
) -> None:
    """Accept a warning with a reason, or take the reason back."""
    from desktop_app.app.reasons import give_reason, withdraw_reason

    if bool(text) == withdraw:
        raise UsageError(_("Hãy chọn một trong hai: --text hoặc --withdraw."))
    opened = desk()
    found = _found(opened, (topic, record, code, field), unit)
    done = withdraw_reason(opened, found) if withdraw else give_reason(opened, found, text)
    if as_json:
        put_json(
            {"topic": topic, "id": record or None, "code": code, "field": found.problem.field, "op": done}
        )
    elif withdraw:
        say(_("Đã rút lý do: {message}").format(message=found.problem.message))
    else:
        say(_("Đã giữ nguyên: {message}").format(message=found.problem.message))


def _found(opened: "Desk", wanted: tuple[str, str, str, str], unit: str) -> "Finding":
    from desktop_app.app.checking import check

    topic, record, code, field = wanted
    found = [
        one
        for one in check(opened, unit or None)
        if (one.topic, one.rec, one.problem.code) == (topic, record, code)
        and field in ("", one.problem.field)
    ]
    if len(found) != 1:
        what = _("Không có chỗ nào như vậy.") if not found else _("Có nhiều chỗ như vậy: hãy ghi --field.")
        raise NotFoundError(what, where=f"{topic} {record} {code}", todo=_("Hãy xem “moduong check --json”."))
    return found[0]
