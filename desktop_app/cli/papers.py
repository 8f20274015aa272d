"""Paper: print c53, print register, report."""

from pathlib import Path

import typer

from desktop_app.app.files import write_file
from desktop_app.cli.context import JSON, a_path, desk, put_json, say
from desktop_app.errors import UsageError
from desktop_app.i18n import _

PDF = typer.Option(..., "--pdf", parser=a_path, metavar="FILE", help="Tệp PDF / PDF file.")
UNIT = typer.Option("", "--unit", help="Mã đơn vị / unit code.")


def register(app: typer.Typer) -> None:
    """Put the verbs of paper onto the command line."""
    printing = typer.Typer()
    printing.command("c53", help=_("Biên bản kiểm kê tài sản cố định, mẫu C53-HD"))(c53)
    printing.command("register", help=_("Danh sách của một chủ đề"))(register_)
    app.add_typer(printing, name="print", help=_("In biểu mẫu ra tệp PDF"))
    app.command("report", help=_("Báo cáo tổng hợp của huyện"))(report)


def c53(
    pdf: Path = PDF,
    office: str = typer.Option("", "--office", help="Tên cơ quan / name of the office."),
    unit: str = UNIT,
    as_json: bool = JSON,
) -> None:
    """Print the inventory record of a commune, or of one of its offices."""
    opened = desk()
    write_file(pdf, opened.paper.c53(opened, unit=unit or None, office=office or None).pdf())
    _wrote([pdf], as_json=as_json)


def register_(
    topic: str = typer.Option(..., "--topic", help="Chủ đề / topic."),
    pdf: Path = PDF,
    unit: str = UNIT,
    as_json: bool = JSON,
) -> None:
    """Print the register of a topic."""
    opened = desk()
    write_file(pdf, opened.paper.register(opened, opened.topics.get(topic).key, unit=unit or None).pdf())
    _wrote([pdf], as_json=as_json)


def report(
    pdf: Path | None = typer.Option(None, "--pdf", parser=a_path, metavar="FILE", help="Tệp PDF / PDF file."),
    xlsx: Path | None = typer.Option(
        None, "--xlsx", parser=a_path, metavar="FILE", help="Tệp Excel / XLSX file."
    ),
    as_json: bool = JSON,
) -> None:
    """Write the consolidated report."""
    if pdf is None and xlsx is None:
        raise UsageError(
            _("Chưa nói ghi báo cáo vào đâu."), todo=_("Ghi --pdf TỆP, --xlsx TỆP, hoặc cả hai.")
        )
    opened = desk()
    if pdf is not None:
        write_file(pdf, opened.paper.report(opened).pdf())
    if xlsx is not None:
        opened.workbooks.report(opened, xlsx)
    _wrote([path for path in (pdf, xlsx) if path is not None], as_json=as_json)


def _wrote(paths: list[Path], *, as_json: bool) -> None:
    if as_json:
        put_json({"paths": paths})
    for path in () if as_json else paths:
        say(_("Đã ghi {path}.").format(path=path))
