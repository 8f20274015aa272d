"""Exchanging: export, receive, workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from desktop_app.cli.context import JSON, a_path, desk, finish, put_json, say, table
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _, plural

if TYPE_CHECKING:
    from desktop_app.app.receiving import Received


def register(app: typer.Typer) -> None:
    """Put the verbs of exchanging onto the command line."""
    app.command("export", help=_("Ghi gói gửi huyện ra thư mục hoặc USB"))(export)
    app.command("receive", help=_("Nhận gói (ở huyện) hoặc biên nhận (ở xã)"))(receive)
    app.command("workbook", help=_("Ghi bản ghi ra sổ Excel nhập lại được"))(workbook)


def export(
    to: Path = typer.Option(
        ..., "--to", parser=a_path, metavar="DIR", help="Thư mục hoặc USB / folder or stick."
    ),
    ask: bool = typer.Option(
        False, "--ask", help="Ghi cả khi không có gì mới, để nhận số liệu máy khác / even with nothing new."
    ),
    as_json: bool = JSON,
) -> None:
    """Write a bundle for the district."""
    from desktop_app.app.exchange import export as write_bundle

    done = write_bundle(desk(), to, ask=ask)
    if as_json:
        put_json({"path": done.path, "ops": done.ops, "bytes": done.bytes})
    elif done.path is None:
        say(_("Không có gì mới để gửi: huyện đã xác nhận tất cả."))
    else:
        say(
            _("Đã ghi và kiểm tra lại {path}: {ops} thao tác, {bytes} byte. Có thể rút USB.").format(
                path=done.path, ops=done.ops, bytes=done.bytes
            )
        )


def receive(
    paths: list[Path] = typer.Argument(
        ..., parser=a_path, metavar="PATH", help="Tệp hoặc thư mục / files or folders."
    ),
    receipts: Path | None = typer.Option(
        None, "--receipts", parser=a_path, metavar="DIR", help="Nơi ghi biên nhận / where receipts go."
    ),
    as_json: bool = JSON,
) -> None:
    """Take in bundles or receipts; a folder means all in it."""
    from desktop_app.app.receiving import receive as take_in

    for path in paths:
        if not path.exists():
            raise NotFoundError(
                _("Không có tệp hay thư mục này."), where=str(path), todo=_("Hãy kiểm tra đường dẫn.")
            )
    found = take_in(desk(), paths, receipts)
    if as_json:
        put_json([received_document(one) for one in found])
    elif found:
        table([received_line(one) for one in found])
    else:
        say(_("Không thấy gói nào."))
    finish(problem=any(one.is_problem for one in found))


def received_document(one: "Received") -> dict[str, Any]:
    """Return what became of one file, for scripts."""
    return {
        "path": one.path,
        "outcome": one.outcome,
        "reason": one.reason or None,
        "ops": one.ops,
        "unit": one.unit or None,
        "receipt": one.receipt,
    }


def received_line(one: "Received") -> tuple[str, ...]:
    """Return what became of one file, as a line of a table."""
    said = {
        "applied": _("đã nhập"),
        "already": _("đã nhận rồi"),
        "held": _("giữ lại một phần"),
        "sealed": _("giữ niêm phong"),
        "refused": _("từ chối"),
        "own": _("của kho này"),
        "other": _("của máy khác"),
    }
    count = plural("{n} thao tác", one.ops)
    return (said.get(one.outcome, one.outcome), one.unit, count, str(one.path), one.reason)


def workbook(
    out: Path = typer.Option(..., "--out", parser=a_path, metavar="FILE", help="Tệp Excel / XLSX file."),
    topic: str = typer.Option("", "--topic", help="Một chủ đề / one topic."),
    unit: str = typer.Option("", "--unit", help="Mã đơn vị / unit code."),
    as_json: bool = JSON,
) -> None:
    """Write the records as a workbook that imports again."""
    opened = desk()
    topics = [opened.topics.get(topic).key] if topic else []
    rows = opened.workbooks.write(opened, out, topics, unit or None)
    if as_json:
        put_json({"path": out, "rows": rows})
    else:
        say(_("Đã ghi {rows} dòng vào {path}.").format(rows=rows, path=out))
