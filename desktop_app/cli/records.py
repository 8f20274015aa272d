"""Records: add, set, delete, import, finalise."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from desktop_app.cli.context import JSON, a_path, desk, finish, put_json, say, table
from desktop_app.domain.topic import Field, Kind, Level, Topic
from desktop_app.domain.values import WITHOUT_VALUE, Cell, Raw, State
from desktop_app.errors import UsageError
from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.entry import Editing
    from desktop_app.app.ports import Desk
    from desktop_app.domain.topic import Problem

ASSIGNMENTS = typer.Argument(
    None, metavar="FIELD=VALUE…", help="truong=gia_tri; truong:estimate=500; truong:no_data="
)


def register(app: typer.Typer) -> None:
    """Put the verbs of records onto the command line."""
    app.command("add", help=_("Thêm một bản ghi; còn lỗi vẫn lưu nháp"))(add)
    app.command("set", help=_("Sửa một bản ghi"))(set_)
    app.command("delete", help=_("Xoá một bản ghi; lịch sử vẫn còn"))(delete)
    app.command("import", help=_("Nhập sổ Excel của chương trình"))(import_)
    app.command("finalise", help=_("Chốt mọi bản nháp không còn lỗi"))(finalise)


def add(
    topic: str,
    assignments: list[str] = ASSIGNMENTS,
    unit: str = typer.Option("", "--unit", help="Mã đơn vị (ở huyện) / unit code (at a district)."),
    as_json: bool = JSON,
) -> None:
    """Add a record; it is saved as a draft even with hard problems."""
    from desktop_app.app import entry

    opened = desk()
    declared = opened.topics.get(topic)
    editing = entry.new_record(opened, topic, unit or None)
    _save(opened, declared, editing, assignments or [], as_json=as_json)


def set_(topic: str, record: str, assignments: list[str] = ASSIGNMENTS, as_json: bool = JSON) -> None:
    """Change a record."""
    from desktop_app.app import entry

    opened = desk()
    declared = opened.topics.get(topic)
    _save(opened, declared, entry.open_record(opened, topic, record), assignments or [], as_json=as_json)


def _save(
    opened: "Desk", topic: Topic, editing: "Editing", assignments: Sequence[str], *, as_json: bool
) -> None:
    from desktop_app.app import entry
    from desktop_app.app.checking import problems_of

    saved = entry.save(opened, editing, _cells(opened, topic, editing, assignments))
    problems = problems_of(opened, topic.key, saved.rec)
    if as_json:
        put_json({"id": saved.rec, "problems": [_problem(problem) for problem in problems]})
        return
    say(saved.rec)
    for problem in problems:
        say(f"  {_level(problem)}: {problem.message}")


def _level(problem: "Problem") -> str:
    return _("phải sửa") if problem.level is Level.HARD else _("nên xem lại")


def _problem(problem: "Problem") -> dict[str, str | None]:
    return {
        "level": str(problem.level),
        "code": problem.code,
        "field": problem.field,
        "message": problem.message,
    }


def _cells(
    opened: "Desk", topic: Topic, editing: "Editing", assignments: Sequence[str]
) -> Mapping[str, Cell]:
    from desktop_app.app import entry

    cells: dict[str, Cell] = {}
    with opened.store.read() as tx:
        context = entry.reading(opened, tx, editing.space)
        for field, state, typed in (_assignment(topic, one) for one in assignments):
            if field.key in cells:
                raise UsageError(_("Trường “{field}” được ghi hai lần.").format(field=field.key))
            cell = entry.read_typed(context, field, typed, state)
            _check_choice(field, cell)
            cells[field.key] = cell
    return cells


def _assignment(topic: Topic, written: str) -> tuple[Field, State, str]:
    from desktop_app.app.entry import field_of

    name, equals, typed = written.partition("=")
    if not equals:
        raise UsageError(
            _("“{written}” không có dấu “=”.").format(written=written), todo=_("Ghi: trường=giá trị.")
        )
    key, _colon, state = name.partition(":")
    if state and state not in set(State):
        raise UsageError(
            _("Không có trạng thái “{state}”.").format(state=state),
            where=key,
            todo=_("Các trạng thái: {states}.").format(states=", ".join(State)),
        )
    field, meant = field_of(topic, key), State(state or State.ACTUAL)
    if meant in WITHOUT_VALUE and typed.strip():
        raise UsageError(
            _("“{state}” không đi cùng một giá trị.").format(state=state),
            where=key,
            todo=_("Ghi: {key}:{state}= rồi để trống.").format(key=key, state=state),
        )
    return field, meant, typed


def _check_choice(field: Field, cell: Cell) -> None:
    """Raise `UsageError` for a choice that there is not: on the command line that is a slip, not data."""
    if field.kind in (Kind.CHOICE, Kind.MULTI_CHOICE) and isinstance(cell, Raw):
        raise UsageError(
            _("“{typed}” không phải một lựa chọn.").format(typed=cell.raw),
            where=field.key,
            todo=_("Các lựa chọn: {keys}.").format(keys=", ".join(choice.key for choice in field.choices)),
        )


def delete(topic: str, record: str, as_json: bool = JSON) -> None:
    """Delete a record; its history stays."""
    from desktop_app.app import entry

    opened = desk()
    entry.delete(opened, entry.open_record(opened, topic, record))
    if as_json:
        put_json({"id": record, "deleted": True})
    else:
        say(_("Đã xoá {record}.").format(record=record))


def import_(
    files: list[Path] = typer.Argument(
        ..., parser=a_path, metavar="FILE", help="Sổ Excel / workbooks of ours."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ thử, không ghi / change nothing."),
    as_json: bool = JSON,
) -> None:
    """Import our own workbooks."""
    from desktop_app.app.importing import import_files

    done = import_files(desk(), files, dry_run=dry_run)
    problems = [problem for file in done.files for problem in file.problems]
    if as_json:
        put_json(done)
    else:
        for file in done.files:
            say(
                _("{path}: thêm {added}, sửa {changed}, không đổi {unchanged}").format(
                    path=file.path, added=file.added, changed=file.changed, unchanged=file.unchanged
                )
            )
        table([(f"{one.sheet}!{one.column}{one.row}", one.what, one.todo) for one in problems])
    finish(problem=bool(problems))


def finalise(
    unit: str = typer.Option("", "--unit", help="Mã đơn vị / unit code."), as_json: bool = JSON
) -> None:
    """Make every sound draft final; exit 1 if hard problems kept others from it."""
    from desktop_app.app.checking import finalise as make_final

    done = make_final(desk(), unit or None)
    if as_json:
        left = sorted({(one.topic, one.rec) for one in done.left})
        put_json({"done": done.done, "left": [{"topic": topic, "id": rec} for topic, rec in left]})
    else:
        say(_("Đã chốt {done} bản ghi.").format(done=done.done))
        table([(one.topic, one.rec, one.name, one.problem.message) for one in done.left])
    finish(problem=bool(done.left))
