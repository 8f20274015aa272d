"""Looking: topics, list, history, check, status, figures, digest."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, desk, finish, invocation, put_json, say, table
from desktop_app.domain.ops import LIVE
from desktop_app.domain.topic import Field, Level, Topic
from desktop_app.domain.values import Cell, Opaque, Raw, State, Value
from desktop_app.i18n import _, language, plural

if TYPE_CHECKING:
    from desktop_app.app.overview import Status
    from desktop_app.app.ports import Desk
    from desktop_app.app.replies import Reply
    from desktop_app.app.states import States
    from desktop_app.app.views import Change, Row
    from desktop_app.topics.registry import Registry

UNIT = typer.Option("", "--unit", help="Mã đơn vị / unit code.")


def register(app: typer.Typer) -> None:
    """Put the verbs of looking onto the command line."""
    app.command("topics", help=_("Các chủ đề và trường của chúng"))(topics)
    app.command("list", help=_("Liệt kê bản ghi"))(list_)
    app.command("history", help=_("Mọi giá trị từng ghi của một bản ghi"))(history)
    app.command("check", help=_("Kiểm tra số liệu; còn lỗi phải sửa thì mã thoát là 1"))(check)
    app.command("status", help=_("Kho này đã lưu gì, đã gửi gì"))(status)
    app.command("figures", help=_("Các chỉ tiêu: đã nêu và tính được"))(figures)
    app.command("digest", help=_("Một giá trị băm của trạng thái đã hợp nhất"))(digest)


# --- topics -------------------------------------------------------------------------------------------


def topics(
    as_json: bool = JSON,
    as_schema: bool = typer.Option(False, "--schema", help="JSON Schema của mỗi chủ đề / of each topic."),
) -> None:
    """Show the topics and their fields."""
    from desktop_app.domain.schema import schema

    known = _known_topics()
    if as_schema:
        put_json({topic.key: schema(topic) for topic in known})
    elif as_json:
        put_json([_topic(topic) for topic in known])
    else:
        head = (_("Mã"), _("Chủ đề"), _("Các trường"))
        lines = [(topic.key, topic.title.text(language()), ", ".join(topic.by_key)) for topic in known]
        table([head, *lines])


def _known_topics() -> "Registry":
    """Return the topics of the home, as its district extends them; without a home, those shipped."""
    from desktop_app.app.files import is_home
    from desktop_app.topics.registry import ALL

    return desk().topics if is_home(invocation().home) else ALL


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "key": topic.key,
        "title": topic.title.text(language()),
        "titles": topic.title._asdict(),
        "fields": [_field(field) for field in topic.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "kind": str(field.kind),
        "title": field.label.text(language()),
        "titles": field.label._asdict(),
        "choices": [{"key": c.key, "title": c.label.text(language())} for c in field.choices],
        "unit": field.unit.text(language()) if field.unit else None,
        "to": field.to,
        "required": field.required,
        "estimable": field.estimable,
        "minimum": field.minimum,
        "maximum": field.maximum,
    }


# --- list ---------------------------------------------------------------------------------------------


def list_(
    topic: str,
    search: str = typer.Option("", "--search", help="Tìm không cần dấu / accents do not matter."),
    unit: str = UNIT,
    limit: int | None = typer.Option(None, "--limit", min=0, help="Nhiều nhất bao nhiêu dòng / at most."),
    as_json: bool = JSON,
) -> None:
    """List records."""
    from desktop_app.app.ports import Query
    from desktop_app.app.views import all_rows

    opened = desk()
    found = all_rows(opened, topic, Query(search=search, unit=unit or None, limit=limit))
    declared = opened.topics.get(topic)
    if as_json:
        standing = _standings(opened, topic, found)
        put_json([_row(declared, row) | standing[row.rec] for row in found])
    elif found:
        table(_lines(declared, found))
    else:
        say(_("Không có bản ghi nào."))


def _standings(opened: "Desk", topic: str, found: Sequence["Row"]) -> dict[str, dict[str, Any]]:
    """Return record → how far it has come, and what the district says of it."""
    from desktop_app.app.replies import reply_of
    from desktop_app.app.states import state_of

    recs = [row.rec for row in found]
    states, replies = state_of(opened, topic, recs), reply_of(opened, topic, recs)
    return {
        rec: {
            "state": str(states[rec]),
            "reply": replies[rec].outcome if rec in replies else None,
            "comment": (replies[rec].comment or None) if rec in replies else None,
        }
        for rec in recs
    }


def _row(topic: Topic, row: "Row") -> dict[str, Any]:
    """Return a record for scripts: bare values; states, unreadable text and names of references apart."""
    document: dict[str, Any] = {"id": row.rec, "unit": row.unit, "status": row.status}
    document |= {field.key: _bare(row.cells.get(field.key)) for field in topic.fields}
    cells = row.cells.items()
    document["states"] = {
        name: str(cell.state)
        for name, cell in cells
        if isinstance(cell, Value) and cell.state != State.ACTUAL
    }
    document["raw"] = {name: cell.raw for name, cell in cells if isinstance(cell, Raw)}
    document["names"] = {
        field.key: row.names[v]
        for field in topic.fields
        if field.to and isinstance(v := _bare(row.cells.get(field.key)), str) and v in row.names
    }
    return document


def _bare(cell: Cell) -> Any:
    return cell.v if isinstance(cell, Value) else cell.json if isinstance(cell, Opaque) else None


def _lines(topic: Topic, found: Sequence["Row"]) -> list[tuple[str, ...]]:
    """Return records as lines under a heading; a field that is blank in all of them takes no column."""
    from desktop_app.app.views import show

    shown = {
        field: [show(field, row.cells.get(field.key), row.names) for row in found] for field in topic.fields
    }
    filled = {field.label.text(language()): cells for field, cells in shown.items() if any(cells)}
    status = [_status_word(row.status) for row in found]
    fixed = ([row.rec for row in found], [row.unit for row in found], status)
    head = (_("Mã bản ghi"), _("Đơn vị"), _("Trạng thái"), *filled)
    return [head, *zip(*fixed, *filled.values(), strict=True)]


def _status_word(status: str) -> str:
    return _("đã chốt") if status == "final" else _("bản nháp")


def when(ms: int | None) -> str | None:
    """Return a moment as ISO 8601 in UTC, or None."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")


def moment(ms: int | None) -> str:
    """Return a moment in local time, as people write it."""
    return _("chưa") if ms is None else f"{datetime.fromtimestamp(ms / 1000).astimezone():%H:%M %d/%m/%Y}"


# --- history ------------------------------------------------------------------------------------------


def history(topic: str, record: str, as_json: bool = JSON) -> None:
    """Show every value ever set."""
    from desktop_app.app.replies import replies_to
    from desktop_app.app.rounds import rounds_called
    from desktop_app.app.views import history as changes
    from desktop_app.cli.confirming import stood

    opened = desk()
    found, replies = changes(opened, topic, record), replies_to(opened, topic, record)
    with opened.store.read() as tx:
        rounds = rounds_called(tx)
    if as_json:
        put_json([*map(_change, found), *map(_reply, replies)])
        return
    for change in found:
        machine = _("máy {device}").format(device=change.device[:8])
        say(f"{moment(change.when_ms)}  {change.user}  {machine}")
        for line in (*_told(opened.topics.get(topic), change), *stood(change, rounds)):
            say(f"  {line}")
    for reply in replies:
        outcome = _("huyện đã duyệt") if reply.accepted else _("huyện trả lại: {comment}")
        say(f"{moment(reply.when_ms)}  {reply.user}  {outcome.format(comment=reply.comment)}")


def _reply(reply: "Reply") -> dict[str, Any]:
    return {
        "op": reply.op,
        "when": when(reply.when_ms),
        "user": reply.user,
        "device": reply.device,
        "sets": {},
        "life": None,
        "status": None,
        "round": None,
        "retired": None,
        "reply": reply.outcome,
        "comment": reply.comment or None,
    }


def _change(change: "Change") -> dict[str, Any]:
    return {
        "op": change.op,
        "when": when(change.when_ms),
        "user": change.user,
        "device": change.device,
        "sets": {name: said(cell) for name, cell in change.sets.items()},
        "life": change.life,
        "status": change.status,
        "round": change.round,
        "retired": change.retired,
    }


def _told(topic: Topic, change: "Change") -> list[str]:
    from desktop_app.app.views import life_name, show

    lines = [
        f"{name} = {show(topic.by_key[name], cell, {}) if name in topic.by_key else said(cell)}"
        for name, cell in change.sets.items()
    ]
    if change.life is not None:
        life = _("khôi phục") if change.life == LIVE else life_name(change.life)
        lines.append(f"({life})")
    return [*lines, *([f"({_status_word(change.status)})"] if change.status else [])]


def said(cell: Cell) -> Any:
    """Return a cell for history: its bare value, or what tells it apart from one."""
    match cell:
        case Value(v, State.ACTUAL):
            return v
        case Value(v, state):
            return {"v": v, "state": str(state)}
        case Raw(raw):
            return {"raw": raw}
        case Opaque(json):
            return json
    return None


# --- check, status, figures, digest -------------------------------------------------------------------


def check(unit: str = UNIT, as_json: bool = JSON) -> None:
    """Say what is wrong with the records; exit 1 if anything hard is."""
    from desktop_app.app.checking import check as findings

    found = findings(desk(), unit or None)
    levels = {Level.HARD: _("phải sửa"), Level.SOFT: _("nên xem lại")}
    if as_json:
        put_json(
            [
                {
                    "topic": one.topic, "id": one.rec, "unit": one.unit, "name": one.name,
                    "field": one.problem.field, "level": str(one.problem.level),
                    "code": one.problem.code, "message": one.problem.message,
                }
                for one in found
            ]
        )  # fmt: skip
    elif found:
        head = (_("Mức"), _("Chủ đề"), _("Mã bản ghi"), _("Đơn vị"), _("Bản ghi"), _("Vấn đề"))
        table(
            [
                head,
                *(
                    (levels[one.problem.level], one.topic, one.rec, one.unit, one.name, one.problem.message)
                    for one in found
                ),
            ]
        )
    else:
        say(_("Không có lỗi nào."))
    finish(problem=any(one.hard for one in found))


def status(as_json: bool = JSON) -> None:
    """Say where this home stands."""
    from dataclasses import asdict

    from desktop_app.app.overview import status as standing
    from desktop_app.app.states import states

    opened = desk()
    found, come = standing(opened), states(opened)
    if as_json:
        document = asdict(found)
        document["last_receipt"] = when(document.pop("last_receipt_ms"))
        document["last_sent"] = when(document.pop("last_sent_ms"))
        document["states"] = _states(come)
        put_json(document)
    else:
        table([*_standing(found), (_("Các bản ghi:"), _come(come))])
        table(_counted(opened.topics, found))


def _states(found: "States") -> dict[str, Any]:
    """Return state → how many records, and since when the one that has been in it longest."""
    return {
        str(state): {"count": count, "oldest": when(found.oldest_ms.get(state))}
        for state, count in found.counts.items()
    }


def _standing(found: "Status") -> list[tuple[str, ...]]:
    is_hub = found.role == "district"
    roles = {
        "district": _("huyện, nhận gói của các xã"),
        "replica": _("máy làm việc của huyện, gửi gói lên máy tiếp nhận"),
    }
    return [
        (_("Kho của:"), f"{found.unit_name} ({found.unit})" + (" – " + _("BẢN THỬ") if found.sample else "")),
        (_("Vai trò:"), roles.get(found.role, _("xã, gửi gói lên huyện"))),
        (_("Đợt khảo sát:"), found.round),
        (_("Số liệu tính đến:"), f"{datetime.fromisoformat(found.reference_date):%d/%m/%Y}"),
        *([] if is_hub else _sent(found)),
        (_("Thao tác giữ lại:"), str(found.held)),
        *([(_("Gói giữ niêm phong:"), str(found.sealed))] if is_hub else []),
        (_("Bản ghi cần đối chiếu:"), str(found.conflicts)),
    ]


def _come(found: "States") -> str:
    from desktop_app.app.states import state_name

    return " · ".join(f"{state_name(state)} {count}" for state, count in found.counts.items())


def _sent(found: "Status") -> list[tuple[str, ...]]:
    waits = (_("Cấp máy:"), _("chờ huyện duyệt"))
    return [
        *([waits] if found.awaiting_approval else []),
        (_("Chưa xuất ra gói:"), plural("{n} bản ghi", found.unsent)),
        (_("Đã xuất, chờ biên nhận:"), plural("{n} bản ghi", found.in_bundle)),
        (_("Xuất lần cuối:"), moment(found.last_sent_ms)),
        (_("Biên nhận lần cuối:"), moment(found.last_receipt_ms)),
    ]


def _counted(topics: "Registry", found: "Status") -> list[tuple[str, ...]]:
    titles = {topic.key: topic.title.text(language()) for topic in topics}
    return [
        (_("Chủ đề"), _("Mã"), _("Số bản ghi")),
        *((titles.get(key, key), key, str(count)) for key, count in found.records.items()),
    ]


def figures(unit: str = UNIT, as_json: bool = JSON) -> None:
    """Show the indicators, stated and computed."""
    from desktop_app.app.figures import as_document, lines
    from desktop_app.app.figures import figures as computed

    found = computed(desk(), unit or None)
    if as_json:
        put_json([as_document(figure) for figure in found])
    else:
        table(lines(found))


def digest(unit: str = UNIT, as_json: bool = JSON) -> None:
    """Print one hash of the merged state, alone on its line."""
    from desktop_app.app.overview import digest as hashed

    found = hashed(desk(), unit or None)
    if as_json:
        put_json({"digest": found, "unit": unit or None})
    else:
        say(found)
