"""Paper: print FORM, report."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import typer

from desktop_app.app import batch, folders, labels
from desktop_app.app.batch import EACH
from desktop_app.app.files import write_file
from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Asking, Desk, FormInfo, Want
from desktop_app.cli import paper_details as details
from desktop_app.cli.context import JSON, a_path, desk, put_json, say
from desktop_app.errors import UsageError
from desktop_app.i18n import _, language

PDF = typer.Option(..., "--pdf", parser=a_path, metavar="FILE", help="Tệp PDF / PDF file.")
_PDF_OR_DIR = typer.Option(None, "--pdf", parser=a_path, metavar="FILE", help="Tệp PDF / PDF file.")
_DIR = typer.Option(
    None, "--dir", parser=a_path, metavar="FOLDER", help="Thư mục cho nhiều tệp / folder for many files."
)
_ALL = "Với --each: in cả nơi chưa có số liệu / with --each: those without records too."
_EACH = "Mỗi đơn vị hoặc mỗi cơ quan một bản / one for each unit or office."
_OPTIONS: dict[Want, Any] = {
    Want.UNIT: typer.Option("", "--unit", metavar="CODE", help="Mã đơn vị / unit code."),
    Want.OFFICE: typer.Option("", "--office", metavar="NAME", help="Tên cơ quan / name of the office."),
    Want.TOPIC: typer.Option("", "--topic", metavar="TOPIC", help="Chủ đề / topic."),
    Want.WHERE: typer.Option(
        "", "--where", metavar="WORDS", help="Chỉ các dòng có những từ này / rows with these words."
    ),
    Want.START: typer.Option(
        1, "--start", min=1, metavar="N", help="Ô đầu tiên, đếm từ 1 / first label, from 1."
    ),
    Want.LAYOUT: typer.Option(
        "", "--layout", metavar="LAYOUT", help="24, 40, 65 tem, hoặc mm / or mm: 70x37:3x8."
    ),
    Want.OFFSET: typer.Option(
        "", "--offset", metavar="MM;MM", help="Độ lệch máy in / printer's offset, mm: 1,5;-0,3."
    ),
    Want.CALIBRATE: typer.Option(False, "--calibrate", help="Trang chỉnh máy in / a page of rulers."),
}


_KINDS = {Want.START: int, Want.CALIBRATE: bool}


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

    def verb(pdf: Path | None, *, as_json: bool, **said: Any) -> None:
        opened = desk()
        out = Out(pdf, said.pop("each", None), said.pop("into", None), said.pop("with_empty", False))
        asking = Asking(**{name: value for name, value in said.items() if value})
        if asking.topic:
            opened.topics.get(asking.topic)
        paths, left_out = _write(opened, form, asking, out)
        if Want.LAYOUT in form.wants:
            labels.remember(opened, asking)
        _wrote(paths, left_out, as_json=as_json)

    def option(name: str, kind: Any, default: Any) -> inspect.Parameter:
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)

    wanted = (want for want in Want if want in form.wants)
    each = [want.value for want in EACH if want in form.wants]
    more = [
        option("each", _choice(each), typer.Option(None, "--each", help=_EACH)),
        option("into", Path | None, _DIR),
        *([] if form.by_hand else [option("with_empty", bool, typer.Option(False, "--all", help=_ALL))]),
    ]
    verb.__signature__ = inspect.Signature([  # type: ignore[attr-defined]
        option("pdf", Path | None if each else Path, _PDF_OR_DIR if each else PDF),
        *(option(want.value, _KINDS.get(want, str), _option(form, want)) for want in wanted),
        *(more if each else ()),
        option("as_json", bool, JSON),
    ])  # fmt: skip
    verb.__doc__ = form.help.text(language())
    return verb


def _choice(names: list[str]) -> Any:
    """Return the type of an option that is one of these words, or is not given."""
    return Literal[tuple(names)] | None


class Out(NamedTuple):
    """Where a form goes: into one file, or into one file of a folder for each unit or office."""

    pdf: Path | None
    each: str | None
    into: Path | None
    with_empty: bool


def _write(opened: Desk, form: FormInfo, asking: Asking, out: Out) -> tuple[list[Path], list[batch.Copy]]:
    if (out.pdf is None) == (out.into is None) or (out.into and not out.each):
        raise UsageError(
            _("Chưa nói rõ ghi vào đâu."),
            todo=_("Ghi --pdf TỆP cho một tệp, hoặc --each unit|office --dir THƯ MỤC cho nhiều tệp."),
        )
    left_out: list[batch.Copy] = []
    if out.each is None:
        made = opened.paper.made(opened, form.key, asking).pdf()
    else:
        run = batch.Run(form, batch.copies(opened, form, Want(out.each), asking), out.with_empty)
        if out.into is not None:
            folders.make_last(out.into)
            return batch.write_each(opened, run, out.into, _silent)
        made, left_out = batch.one_pdf(opened, run, _silent)
    assert out.pdf is not None  # noqa: S101  # checked above
    write_file(out.pdf, made)
    return [out.pdf], left_out


def _silent(_done: int, _of: int) -> None:
    """Nobody watches a command line's progress: what it wrote is listed at its end."""


def _option(form: FormInfo, want: Want) -> Any:
    if want in form.needs:
        return typer.Option(..., f"--{want}", metavar=_OPTIONS[want].metavar, help=_OPTIONS[want].help)
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
    _wrote([path for path in (pdf, xlsx) if path is not None], [], as_json=as_json)


def _wrote(paths: list[Path], left_out: list[batch.Copy], *, as_json: bool) -> None:
    if as_json:
        put_json({"paths": paths, "left_out": [copy.name for copy in left_out]})
        return
    for path in paths:
        say(_("Đã ghi {path}.").format(path=path))
    if left_out:
        say(batch.said_left_out(left_out))
