"""Exchanging: export, receive, workbook."""

from pathlib import Path

import typer

from desktop_app.cli.context import JSON, desk, finish, put_json
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _


def register(app: typer.Typer) -> None:
    """Put the verbs of exchanging onto the command line."""
    for name, verb in (("export", export), ("receive", receive), ("workbook", workbook)):
        app.command(name)(verb)


def export(
    to: Path = typer.Option(..., "--to", help="Thư mục hoặc USB / folder."), as_json: bool = JSON
) -> None:
    """Xuất gói gửi huyện / write a bundle for the district."""
    from desktop_app.app.exchange import export as write_bundle

    done = write_bundle(desk(), to)
    if as_json:
        put_json({"path": done.path, "ops": done.ops, "bytes": done.bytes})
    elif done.path is None:
        typer.echo(_("Không có gì mới để gửi: huyện đã xác nhận tất cả."))
    else:
        typer.echo(
            _("Đã ghi và kiểm tra lại {path}: {ops} thao tác, {bytes} byte. Có thể rút USB.").format(
                path=done.path, ops=done.ops, bytes=done.bytes
            )
        )


def receive(
    paths: list[Path],
    receipts: Path | None = typer.Option(None, "--receipts", help="Nơi ghi biên nhận / where receipts go."),
    as_json: bool = JSON,
) -> None:
    """Nhận gói (huyện) hoặc biên nhận (xã) / take in bundles or receipts; a folder means all in it."""
    from desktop_app.app.receiving import receive as take_in

    for path in paths:
        if not path.exists():
            raise NotFoundError(_("Không có tệp hay thư mục này."), where=str(path))
    found = take_in(desk(), paths, receipts)
    if as_json:
        put_json(
            [
                {
                    "path": one.path, "outcome": one.outcome, "reason": one.reason or None,
                    "ops": one.ops, "unit": one.unit or None, "receipt": one.receipt,
                }
                for one in found
            ]
        )  # fmt: skip
    for one in () if as_json else found:
        typer.echo(f"{one.outcome}  {one.path}  {one.ops}  {one.reason}".rstrip())
    finish(problem=any(one.is_problem for one in found))


def workbook(
    out: Path = typer.Option(..., "--out", help="Tệp Excel / XLSX file."),
    topic: str = typer.Option("", "--topic", help="Một chủ đề / one topic."),
    unit: str = typer.Option("", "--unit", help="Mã đơn vị / unit code."),
) -> None:
    """Xuất bản ghi ra sổ Excel (nhập lại được) / the records as a workbook that imports again."""
    opened = desk()
    topics = [opened.topics.get(topic).key] if topic else []
    rows = opened.workbooks.write(opened, out, topics, unit or None)
    typer.echo(_("Đã ghi {rows} dòng vào {path}.").format(rows=rows, path=out))
