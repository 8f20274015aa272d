"""Reviewing: conflicts and possible duplicates; at a district, accepting and returning."""

from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, desk, put_json, say, table
from desktop_app.cli.looking import UNIT, moment, said, when
from desktop_app.domain import values
from desktop_app.errors import UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.conflicts import Conflict, Version
    from desktop_app.app.duplicates import Group
    from desktop_app.app.entry import Editing
    from desktop_app.app.ports import Desk

SHOWN = 12  # digits of an op in a list


def register(app: typer.Typer) -> None:
    """Put the verbs of reviewing onto the command line."""
    app.command("conflicts", help=_("Các giá trị khác nhau cần người xem"))(conflicts)
    app.command("resolve", help=_("Giải quyết một xung đột: giữ một giá trị hoặc ghi giá trị khác"))(resolve)
    app.command("duplicates", help=_("Các bản ghi có thể trùng nhau"))(duplicates)
    app.command("same", help=_("Gộp bản ghi A vào B; --undo để tách lại"))(same)
    app.command("accept", help=_("Ở huyện: duyệt bản ghi"))(accept)
    app.command("move", help=_("Ở huyện: chuyển bản ghi sang đơn vị khác"))(move)
    app.command("return", help=_("Ở huyện: trả lại bản ghi kèm ý kiến"))(return_)


# --- conflicts ----------------------------------------------------------------------------------------


def conflicts(unit: str = UNIT, as_json: bool = JSON) -> None:
    """List everything in review, with every value, person, PC and time."""
    from desktop_app.app.conflicts import conflicts as in_review

    opened = desk()
    found = in_review(opened, unit or None)
    if as_json:
        put_json([_conflict(one) for one in found])
    elif found:
        for one in found:
            _tell(opened, one)
    else:
        say(_("Không có xung đột nào."))


def _conflict(one: "Conflict") -> dict[str, Any]:
    return {
        "id": one.id,
        "topic": one.topic,
        "record": one.rec,
        "unit": one.unit,
        "name": one.name,
        "field": one.field,
        "heads": [_head(version) for version in one.versions],
    }


def _head(version: "Version") -> dict[str, Any]:
    return {
        "op": version.op,
        "value": said(values.from_json(version.json)),
        "user": version.user,
        "device": version.device,
        "when": when(version.when_ms),
    }


def _tell(opened: "Desk", one: "Conflict") -> None:
    from desktop_app.app.conflicts import field_name, told

    say(f"{one.id}  {one.topic} {one.unit} {one.name}: {field_name(opened, one)}")
    table(
        [
            (
                f"  {version.op[:SHOWN]}",
                told(opened, one, version),
                version.user,
                _("máy {device}").format(device=version.device[:8]),
                moment(version.when_ms),
            )
            for version in one.versions
        ]
    )


def resolve(
    conflict: str = typer.Argument(..., metavar="ID", help="Mã trong “moduong conflicts” / its id."),
    keep: str = typer.Option("", "--keep", metavar="OP", help="Giữ giá trị này / keep this value."),
    value: str | None = typer.Option(None, "--value", help="Ghi giá trị khác / another value."),
    as_json: bool = JSON,
) -> None:
    """Close one conflict, by all the values that the list showed."""
    from desktop_app.app import conflicts as review

    if bool(keep) == (value is not None):
        raise UsageError(_("Hãy chọn một trong hai: --keep hoặc --value."))
    opened = desk()
    one = review.find(opened, conflict)
    if value is None:
        done = review.keep(opened, one, review.version_of(one, keep))
    else:
        done = review.settle(opened, one, value)
    left = len(review.conflicts(opened))
    if as_json:
        put_json({"id": one.id, "op": done, "left": left})
    else:
        say(_("Đã giải quyết {id}; còn {left} xung đột.").format(id=one.id, left=left))


# --- duplicates ---------------------------------------------------------------------------------------


def duplicates(unit: str = UNIT, as_json: bool = JSON) -> None:
    """List records that may be one thing, side by side."""
    from desktop_app.app.duplicates import duplicates as possible

    opened = desk()
    found = possible(opened, unit or None)
    if as_json:
        put_json([_group(one) for one in found])
    elif found:
        for one in found:
            _show_group(opened, one)
    else:
        say(_("Không có bản ghi nào có thể trùng nhau."))


def _group(one: "Group") -> dict[str, Any]:
    records = [
        {"id": row.rec} | {name: said(cell) for name, cell in sorted(row.cells.items())} for row in one.rows
    ]
    return {
        "topic": one.topic, "unit": one.unit, "by": one.by, "differing": one.differing, "records": records,
    }  # fmt: skip


def _show_group(opened: "Desk", one: "Group") -> None:
    from desktop_app.app.views import show
    from desktop_app.i18n import language

    topic = opened.topics.get(one.topic)
    fields = [topic.by_key[name] for name in dict.fromkeys([*one.by, *one.differing]) if name in topic.by_key]
    head = ("", *(row.rec for row in one.rows))
    lines = [
        (
            field.label.text(language()),
            *(show(field, row.cells.get(field.key), row.names) for row in one.rows),
        )
        for field in fields
    ]
    say(f"{one.topic} {one.unit}")
    table([head, *lines])


def same(
    topic: str,
    first: str = typer.Argument(..., metavar="A", help="Bản ghi được gộp / the one that hides."),
    second: str = typer.Argument(..., metavar="B", help="Bản ghi giữ lại / the one that stays."),
    undo: bool = typer.Option(False, "--undo", help="Tách A ra lại / take it back."),
    take: list[str] = typer.Option([], "--take", metavar="FIELD", help="Lấy giá trị của A / A's value."),
    as_json: bool = JSON,
) -> None:
    """Merge A into B: what only A says is copied into B, and what --take names."""
    from desktop_app.app import entry
    from desktop_app.app.duplicates import merge, merged_into, part, suggested

    opened = desk()
    hides, stays = (entry.open_record(opened, topic, rec) for rec in (first, second))
    if undo:
        if merged_into(opened, topic, first) != second:
            raise UsageError(_("{a} không được gộp vào {b}.").format(a=first, b=second))
        done = part(opened, topic, first)
    else:
        named = {entry.field_of(opened.topics.get(topic), name).key: first for name in take}
        done = merge(opened, hides, stays, suggested(hides, stays) | named)
    if as_json:
        put_json({"topic": topic, "id": first, "into": None if undo else second, "op": done})
    elif undo:
        say(_("Đã tách {a} ra khỏi {b}.").format(a=first, b=second))
    else:
        say(_("Đã gộp {a} vào {b}; có thể tách lại bằng --undo.").format(a=first, b=second))


# --- replies ------------------------------------------------------------------------------------------


def accept(
    topic: str,
    records: list[str] = typer.Argument(None, metavar="RECORD…"),
    unit: str = typer.Option("", "--unit", help="Mọi bản ghi đã chốt của đơn vị / all final ones."),
    as_json: bool = JSON,
) -> None:
    """Accept records, or all final ones of a unit."""
    from desktop_app.app import entry, replies

    if bool(records) == bool(unit):
        raise UsageError(_("Hãy ghi các bản ghi, hoặc --unit với mã đơn vị."))
    opened = desk()
    shown = _final_of(opened, topic, unit) if unit else [entry.open_record(opened, topic, r) for r in records]
    done = replies.accept(opened, shown)
    if as_json:
        put_json({"accepted": done, "judged": len(shown)})
    else:
        say(_("Đã duyệt {n} bản ghi.").format(n=done))


def _final_of(opened: "Desk", topic: str, unit: str) -> list["Editing"]:
    from desktop_app.app.entry import FINAL
    from desktop_app.app.ports import Query
    from desktop_app.app.views import all_rows

    return [row.editing for row in all_rows(opened, topic, Query(unit=unit, status=FINAL))]


def return_(
    topic: str,
    record: str,
    comment: str = typer.Option(..., "--comment", help="Điều cần sửa / what to mend."),
    as_json: bool = JSON,
) -> None:
    """Return a record to its commune with a comment."""
    from desktop_app.app import entry, replies

    opened = desk()
    replies.give_back(opened, entry.open_record(opened, topic, record), comment)
    if as_json:
        put_json({"topic": topic, "id": record, "returned": True})
    else:
        say(_("Đã trả lại {record}; xã thấy ý kiến sau lần trao đổi tới.").format(record=record))


def move(
    topic: str,
    record: str,
    to: str = typer.Option(..., "--to", metavar="CODE", help="Mã đơn vị nhận / the unit that takes it."),
    as_json: bool = JSON,
) -> None:
    """Hand a record over to another unit: it leaves here, a new one begins there."""
    from desktop_app.app import entry
    from desktop_app.app.handover import hand_over

    opened = desk()
    done = hand_over(opened, entry.open_record(opened, topic, record), to)
    if as_json:
        put_json({"topic": topic, "id": record, "unit": to, "new": done.rec})
    else:
        moved = _("Đã chuyển {record} sang đơn vị {unit}; ở đó là {new}.")
        say(moved.format(record=record, unit=to, new=done.rec))
