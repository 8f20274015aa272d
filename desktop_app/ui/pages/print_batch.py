"""Printing one form for every unit or every office: what for, and where to."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QRadioButton, QVBoxLayout, QWidget

from desktop_app.app import batch
from desktop_app.app.files import write_file
from desktop_app.app.ports import Want
from desktop_app.i18n import _, language, plural
from desktop_app.ui.pages.preview import SvgPage
from desktop_app.ui.pages.print_files import Files
from desktop_app.ui.pages.printing import Papers, print_pages
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Lane, Report
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop_app.app.batch import Copy, Run
    from desktop_app.app.ports import Asking, Desk, FormInfo, Printed, Progress

T = TypeVar("T")


class Way(StrEnum):
    """Where a batch goes."""

    FILE = "file"
    FOLDER = "folder"
    PRINTER = "printer"


class BatchDialog(QDialog):
    """Signal: ``chosen(Want, Way, bool)``: for each of what, where to, whether those without records too."""

    chosen = Signal(object, object, bool)

    def __init__(self, parent: QWidget, look: Look, form: "FormInfo", each: Sequence[Want]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("In hàng loạt: {form}").format(form=form.title.text(language())))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(6)
        names = {
            Want.UNIT: _("Mỗi đơn vị một bản"),
            Want.OFFICE: _("Mỗi cơ quan của đơn vị đang chọn một bản"),
        }
        ways = {
            Way.FILE: _("Vào một tệp PDF"),
            Way.FOLDER: _("Mỗi bản một tệp PDF, trong một thư mục"),
            Way.PRINTER: _("Ra máy in"),
        }
        self.each = self._group(inside, _("In những gì"), {key.value: names[key] for key in each})
        self.way = self._group(inside, _("In ra đâu"), {key.value: text for key, text in ways.items()})
        inside.addSpacing(6)
        self.with_empty = QCheckBox(_("In cả nơi chưa có số liệu"))
        self.with_empty.setHidden(form.by_hand)
        inside.addWidget(self.with_empty)
        inside.addSpacing(10)
        self.go = button(look, _("Tiếp tục"), part="primary", on=self._choose)
        self.go.setDefault(True)
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), self.go))
        self.setMinimumWidth(look.px(380))

    def _group(self, inside: QVBoxLayout, title: str, texts: dict[str, str]) -> QButtonGroup:
        group = QButtonGroup(self)
        inside.addSpacing(6)
        inside.addWidget(label(title, "heading"))
        for key, text in texts.items():
            choice = QRadioButton(text)
            choice.setProperty("key", key)
            group.addButton(choice)
            inside.addWidget(choice)
        group.buttons()[0].setChecked(True)
        return group

    def choose(self, each: Want, way: Way) -> None:
        """Tick a line in both lists."""
        for group, key in ((self.each, each.value), (self.way, way.value)):
            next(one for one in group.buttons() if one.property("key") == key).setChecked(True)

    def _choose(self) -> None:
        self.accept()
        self.chosen.emit(Want(_key(self.each)), Way(_key(self.way)), self.with_empty.isChecked())


class Order(NamedTuple):
    """A batch that was asked for: the form, what it is asked, for each of what, even without records."""

    form: "FormInfo"
    asking: "Asking"
    each: Want
    with_empty: bool = False

    @property
    def title(self) -> str:
        """What the form is called."""
        return self.form.title.text(language())


class Batch:
    """Runs batches in the name of a page; each is veiled, says how far it is and can be stopped."""

    def __init__(self, session: Session, parent: QWidget, files: Files) -> None:
        self._session, self._parent, self._files = session, parent, files

    def ask(self, form: "FormInfo", asking: "Asking", each: Sequence[Want]) -> BatchDialog:
        """Ask what to print one by one, and where to; return the dialog, which is open."""
        dialog = BatchDialog(self._parent, self._session.look, form, each)
        dialog.chosen.connect(
            lambda chosen, way, with_empty: self.begin(Order(form, asking, chosen, with_empty), way)
        )
        dialog.open()
        return dialog

    def begin(self, order: Order, way: Way) -> None:
        """Ask for the file or the folder, then make all."""
        match way:
            case Way.FILE:
                self._files.ask(f"{order.form.file}.pdf", lambda path: self.save_to(order, path))
            case Way.FOLDER:
                self._files.ask_folder(lambda folder: self.save_in(order, folder))
            case Way.PRINTER:
                self.print(order, lambda papers: print_pages(self._session, self._parent, papers))

    def save_to(self, order: Order, path: Path) -> None:
        """Write one PDF of all."""

        def work(desk: "Desk", run: "Run", tell: "Progress") -> "list[Copy]":
            made, left_out = batch.one_pdf(desk, run, tell)
            write_file(path, made)
            return left_out

        def done(left_out: "list[Copy]") -> None:
            self._files.wrote(_with(_("Đã ghi {path}.").format(path=path), left_out), path)

        self._run(order, work, done)

    def save_in(self, order: Order, folder: Path) -> None:
        """Write one PDF for each into a folder."""

        def work(desk: "Desk", run: "Run", tell: "Progress") -> "tuple[list[Path], list[Copy]]":
            return batch.write_each(desk, run, folder, tell)

        def done(made: "tuple[list[Path], list[Copy]]") -> None:
            paths, left_out = made
            said = plural("Đã ghi {n} tệp vào {folder}.", len(paths), folder=folder)
            self._files.wrote(_with(said, left_out), folder)

        self._run(order, work, done)

    def print(self, order: Order, on: Callable[[Papers], None]) -> None:
        """Make all pages to be printed one after the other."""

        def work(desk: "Desk", run: "Run", tell: "Progress") -> "tuple[Papers, list[Copy]]":
            pages: list[SvgPage] = []
            parts: list[tuple[str, bytes]] = []

            def take(copy: "Copy", made: "Printed") -> None:
                pages.extend(map(SvgPage, made.pages()))
                parts.append((copy.name, made.pdf()))

            left_out = batch.printed(desk, run, take, tell)
            return Papers(order.title, pages, desk.paper.joined(parts)), left_out

        def done(made: "tuple[Papers, list[Copy]]") -> None:
            papers, left_out = made
            if left_out:
                self._session.say("plain", batch.said_left_out(left_out), key="left out")
            on(papers)

        self._run(order, work, done)

    def _run(
        self, order: Order, work: "Callable[[Desk, Run, Progress], T]", done: "Callable[[T], None]"
    ) -> None:
        def all_of_it(desk: "Desk", report: Report) -> T:
            copies = batch.copies(desk, order.form, order.each, order.asking)

            def tell(at: int, of: int) -> None:
                report(at, of, copies[at].name if at < of else "")

            return work(desk, batch.Run(order.form, copies, order.with_empty), tell)

        self._session.ask_long(order.title, all_of_it, done, self._parent, Lane.POOL)


def _with(said: str, left_out: "Sequence[Copy]") -> str:
    return " ".join(filter(None, (said, batch.said_left_out(left_out))))


def _key(group: QButtonGroup) -> str:
    return next(str(one.property("key")) for one in group.buttons() if one.isChecked())


def each_of(form: "FormInfo", *, is_district: bool) -> list[Want]:
    """Return what this form can be printed one by one for."""
    return [want for want in batch.EACH if want in form.wants and (is_district or want is not Want.UNIT)]
