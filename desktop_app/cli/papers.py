"""Paper: print FORM, report."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from desktop_app.app.files import write_file
from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Asking, FormInfo, Want
from desktop_app.cli import paper_details as details
from desktop_app.cli.context import JSON, a_path, desk, put_json, say
from desktop_app.errors import UsageError
from desktop_app.i18n import _, language

PDF = typer.Option(..., "--pdf", parser=a_path, metavar="FILE", help="Tệp PDF / PDF file.")
_OPTIONS: dict[Want, Any] = {
    Want.UNIT: typer.Option("", "--unit", help="Mã đơn vị / unit code."),
    Want.OFFICE: typer.Option("", "--office", help="Tên cơ quan / name of the office."),
    Want.TOPIC: typer.Option("", "--topic", help="Chủ đề / topic."),
    Want.WHERE: typer.Option("", "--where", help="Chỉ các dòng có những từ này / rows with these words."),
    Want.START: typer.Option(1, "--start", min=1, help="Ô đầu tiên, đếm từ 1 / first label, from 1."),
}


def register(app: typer.Typer) -> None:
    """Put the verbs of paper onto the command line: one for every form."""
    printing = typer.Typer()
    for form in FORMS:
        if form.key != "report":  # which is a verb of its own: it makes a workbook too
            printing.command(form.key, help=form.help.text(language()))(_verb(form))
    app.add_typer(printing, name="print", help=_("In biểu mẫu ra tệp PDF"))
    app.add_typer(details.verbs(), name="print-details", help=_("Thông tin in trên giấy tờ của cơ quan"))
    app.command("report", help=_("Báo cáo tổng hợp của huyện"))(report)


def _verb(form: FormInfo) -> Callable[..., None]:
    """Return the verb of a form: its options are what the form is asked for."""

    def verb(pdf: Path, *, as_json: bool, **said: Any) -> None:
        opened = desk()
        asking = Asking(**{name: value for name, value in said.items() if value})
        if asking.topic:
            opened.topics.get(asking.topic)
        write_file(pdf, opened.paper.made(opened, form.key, asking).pdf())
        _wrote([pdf], as_json=as_json)

    def option(name: str, kind: type, default: Any) -> inspect.Parameter:
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)

    wanted = (want for want in Want if want in form.wants)
    verb.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        option("pdf", Path, PDF),
        *(option(want.value, int if want is Want.START else str, _option(form, want)) for want in wanted),
        option("as_json", bool, JSON),
    ])  # fmt: skip
    verb.__doc__ = form.help.text(language())
    return verb


def _option(form: FormInfo, want: Want) -> Any:
    if want in form.needs:
        return typer.Option(..., f"--{want}", help=_OPTIONS[want].help)
    return _OPTIONS[want]


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
        write_file(pdf, opened.paper.made(opened, "report").pdf())
    if xlsx is not None:
        opened.workbooks.report(opened, xlsx)
    _wrote([path for path in (pdf, xlsx) if path is not None], as_json=as_json)


def _wrote(paths: list[Path], *, as_json: bool) -> None:
    if as_json:
        put_json({"paths": paths})
    for path in () if as_json else paths:
        say(_("Đã ghi {path}.").format(path=path))
