"""Looking: topics, list, history, check, status, figures, digest."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, desk, finish, put_json, table
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell, Opaque, Raw, State, Value
from desktop_app.i18n import _, language

if TYPE_CHECKING:
    from desktop_app.app.views import Row

UNIT = typer.Option("", "--unit", help="Mã đơn vị / unit code.")


def register(app: typer.Typer) -> None:
    """Put the verbs of looking onto the command line."""
    for name, verb in (
        ("topics", topics), ("list", list_), ("history", history), ("check", check),
        ("status", status), ("figures", figures), ("digest", digest),
    ):  # fmt: skip
        app.command(name)(verb)


def topics(as_json: bool = JSON) -> None:
    """Các chủ đề và trường của chúng / the topics and their fields."""
    from desktop_app.topics.registry import ALL

    if as_json:
        put_json([_topic(topic) for topic in ALL.all])
    else:
        table([(topic.key, topic.title.text(language()), ", ".join(topic.by_key)) for topic in ALL.all])


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


def list_(
    topic: str,
    search: str = typer.Option("", "--search", help="Tìm không cần dấu / accents do not matter."),
    unit: str = UNIT,
    limit: int | None = typer.Option(None, "--limit", min=0, help="Nhiều nhất bao nhiêu dòng / at most."),
    as_json: bool = JSON,
) -> None:
    """Liệt kê bản ghi / list records."""
    from desktop_app.app.ports import Query
    from desktop_app.app.views import all_rows

    opened = desk()
    found = all_rows(opened, topic, Query(search=search, unit=unit or None, limit=limit))
    declared = opened.topics.get(topic)
    if as_json:
        put_json([_row(declared, row) for row in found])
    else:
        table([_line(declared, row) for row in found])


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


def _line(topic: Topic, row: "Row") -> tuple[str, ...]:
    from desktop_app.app.views import show

    cells = (show(field, row.cells.get(field.key), row.names) for field in topic.fields)
    one_line = (" ".join(cell.split()) for cell in cells)
    return (row.rec, row.unit, row.status, *one_line)


def when(ms: int | None) -> str | None:
    """Return a moment as ISO 8601 in UTC, or None."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")


def history(topic: str, record: str, as_json: bool = JSON) -> None:
    """Mọi giá trị từng ghi của một bản ghi / every value ever set."""
    from desktop_app.app.views import history as changes

    opened = desk()
    found = changes(opened, topic, record)
    declared = opened.topics.get(topic)
    if as_json:
        put_json([_change(declared, change) for change in found])
        return
    for change in found:
        typer.echo(f"{when(change.when_ms)}  {change.user}  {change.device[:8]}")
        for name, cell in change.sets.items():
            typer.echo(f"  {name} = {_said(cell)}")
        for said in (change.life, change.status):
            if said:
                typer.echo(f"  ({said})")


def _change(_topic: Topic, change: Any) -> dict[str, Any]:
    return {
        "op": change.op,
        "when": when(change.when_ms),
        "user": change.user,
        "device": change.device,
        "sets": {name: _said(cell) for name, cell in change.sets.items()},
        "life": change.life,
        "status": change.status,
    }


def _said(cell: Cell) -> Any:
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


def check(unit: str = UNIT, as_json: bool = JSON) -> None:
    """Kiểm tra số liệu / what is wrong with the records; exit 1 if anything hard is."""
    from desktop_app.app.checking import check as findings

    found = findings(desk(), unit or None)
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
        table([(str(one.problem.level), one.topic, one.rec, one.name, one.problem.message) for one in found])
    else:
        typer.echo(_("Không có lỗi nào."))
    finish(problem=any(one.hard for one in found))


def status(as_json: bool = JSON) -> None:
    """Kho này đang ở đâu: đã lưu gì, đã gửi gì / where this home stands."""
    from dataclasses import asdict

    from desktop_app.app.overview import status as standing

    found = standing(desk())
    document = asdict(found)
    document["last_receipt"] = when(document.pop("last_receipt_ms"))
    document["last_sent"] = when(document.pop("last_sent_ms"))
    if as_json:
        put_json(document)
        return
    records = document.pop("records")
    table([(key, str(value)) for key, value in document.items()])
    table([(f"  {topic}", str(count)) for topic, count in records.items()])


def figures(unit: str = UNIT, as_json: bool = JSON) -> None:
    """Các chỉ tiêu: đã nêu và tính được / the indicators, stated and computed."""
    from desktop_app.app.figures import as_document, lines
    from desktop_app.app.figures import figures as computed

    found = computed(desk(), unit or None)
    if as_json:
        put_json([as_document(figure) for figure in found])
    else:
        table(lines(found))


def digest(unit: str = UNIT) -> None:
    """Một giá trị băm của trạng thái đã hợp nhất / one hash of the merged state."""
    from desktop_app.app.overview import digest as hashed

    typer.echo(hashed(desk(), unit or None))
