"""Paper: print c53, print register, report."""

from pathlib import Path

import typer

from desktop_app.app.files import write_file
from desktop_app.cli.context import desk
from desktop_app.errors import UsageError
from desktop_app.i18n import _

PDF = typer.Option(..., "--pdf", help="Tệp PDF / PDF file.")
UNIT = typer.Option("", "--unit", help="Mã đơn vị / unit code.")


def register(app: typer.Typer) -> None:
    """Put the verbs of paper onto the command line."""
    printing = typer.Typer(help="In biểu mẫu / print forms.", no_args_is_help=True)
    printing.command("c53")(c53)
    printing.command("register")(register_)
    app.add_typer(printing, name="print")
    app.command("report")(report)


def c53(
    pdf: Path = PDF,
    office: str = typer.Option("", "--office", help="Tên cơ quan / name of the office."),
    unit: str = UNIT,
) -> None:
    """Biên bản kiểm kê TSCĐ, mẫu C53-HD / the inventory record."""
    opened = desk()
    _write(pdf, opened.paper.c53(opened, unit=unit or None, office=office or None).pdf())


def register_(
    topic: str = typer.Option(..., "--topic", help="Chủ đề / topic."), pdf: Path = PDF, unit: str = UNIT
) -> None:
    """Danh sách của một chủ đề / the print register of a topic."""
    opened = desk()
    _write(pdf, opened.paper.register(opened, opened.topics.get(topic).key, unit=unit or None).pdf())


def report(
    pdf: Path | None = typer.Option(None, "--pdf", help="Tệp PDF / PDF file."),
    xlsx: Path | None = typer.Option(None, "--xlsx", help="Tệp Excel / XLSX file."),
) -> None:
    """Báo cáo tổng hợp của huyện / the consolidated report."""
    if pdf is None and xlsx is None:
        raise UsageError(
            _("Chưa nói ghi báo cáo vào đâu."), todo=_("Ghi --pdf TỆP, --xlsx TỆP, hoặc cả hai.")
        )
    opened = desk()
    if pdf is not None:
        _write(pdf, opened.paper.report(opened).pdf())
    if xlsx is not None:
        opened.workbooks.report(opened, xlsx)
        typer.echo(_("Đã ghi {path}.").format(path=xlsx))


def _write(path: Path, data: bytes) -> None:
    write_file(path, data)
    typer.echo(_("Đã ghi {path}.").format(path=path))
