"""In và báo cáo: forms, survey sheets, registers and reports; looked at, printed, kept as PDF."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.app.files import free_path, write_file
from desktop_app.app.ports import Asking
from desktop_app.i18n import _, language
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.preview import Preview, SvgPage
from desktop_app.ui.pages.preview_bar import PreviewBar
from desktop_app.ui.pages.print_batch import Batch, each_of
from desktop_app.ui.pages.print_choices import Choices
from desktop_app.ui.pages.print_files import Files, papers_folder
from desktop_app.ui.pages.print_forms import FormList
from desktop_app.ui.pages.printing import Papers, print_pages
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Lane
from desktop_app.ui.widgets.basics import button, card, scrolling
from desktop_app.ui.widgets.message import Act

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk, FormInfo, Printed, Want
    from desktop_app.ui.window import Window


class Ready(NamedTuple):
    """A paper that was made: its form, its pages and its PDF."""

    form: "FormInfo"
    pages: list[SvgPage]
    pdf: bytes


class PrintPage(Page):
    """A list of forms at the left and what they are asked for, their pages at the right."""

    key = "print"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.ready: Ready | None = None
        self.is_district = session.who is not None and session.who.is_district
        self._asked, self._shown = 0, ("", Asking())
        self._acts()
        self.list = FormList(session.look, is_district=self.is_district)
        self.choices = Choices(session)
        self.preview = Preview()
        self.bar = PreviewBar(session.look, self.preview)
        self.files = Files(session, self)
        self.batch = Batch(session, self, self.files)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._side(), 0)
        line.addWidget(self._paper(), 1)
        self.body.addLayout(line, 1)
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self.make)
        self._recall()
        self._listen()
        self._forget()

    # --- building -------------------------------------------------------------------------------------

    def _acts(self) -> None:
        look = self.session.look
        self.print_button = button(look, _("In…"), "printer", part="primary", on=self.print)
        self.pdf_button = button(look, _("Lưu PDF"), "download", on=self.save_pdf)
        self.xlsx_button = button(look, _("Lưu Excel…"), "file-spreadsheet", on=self.save_workbook)
        self.batch_button = button(look, _("Hàng loạt…"), "copy", on=self.ask_batch)
        self.details_button = button(look, _("Thông tin in…"), "pencil", on=self.ask_details)
        count = button(look, _("Kiểm kê…"), "list-checks", on=lambda: self.session.go("stocktake"))
        count.setObjectName("count")
        self.head(
            _("In và báo cáo"), count, self.batch_button, self.xlsx_button, self.pdf_button, self.print_button
        )

    def _side(self) -> QWidget:
        frame, inside = card(10, 8)
        frame.setFixedWidth(self.session.look.px(264))
        inside.addWidget(self.list, 1)
        self._asks = scrolling(self.choices)
        inside.addWidget(self._asks, 1)
        inside.addWidget(self.details_button)
        return frame

    def _paper(self) -> QWidget:
        frame, inside = card(6, 6)
        inside.addWidget(self.bar.widget)
        inside.addWidget(self.preview, 1)
        return frame

    def _listen(self) -> None:
        self.list.form_chosen.connect(self._suit)
        self.choices.changed.connect(self._changed)
        self.choices.unit_changed.connect(self._ask_offices)
        self.preview.zoomed.connect(lambda _zoom: self._remember())
        self.session.changed.connect(self._records_changed)

    # --- choosing -------------------------------------------------------------------------------------

    @property
    def form(self) -> "FormInfo":
        """The form that is chosen."""
        return self.list.form

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show a form (``sheet``: its key, or a topic whose register is meant), or the one of last time."""
        wanted = str(where.get("sheet") or "")
        if wanted in (topic.key for topic in self.session.desk.topics.all):
            self.choices.choose(topic=wanted)
            wanted = "register"
        if wanted:
            self.list.choose(wanted)
        self._ask_offices()
        if self.ready is None:
            self._suit()
        self.list.setFocus()

    def where(self) -> dict[str, Any]:
        """Return the form that is shown."""
        return {"sheet": self.form.key}

    def _recall(self) -> None:
        last = {
            key: value for key, value in self.session.settings.prints.items() if isinstance(value, str | int)
        }
        self.list.choose(str(last.get("form", "")))
        self.choices.suit(self.form)
        self.choices.choose(**{key: str(last.get(key, "")) for key in ("topic", "unit", "office")})
        zoom = last.get("zoom", "width")
        if zoom in ("width", "page") or (isinstance(zoom, int) and self.bar.zoom.findData(zoom) >= 0):
            self.preview.set_zoom(zoom)  # type: ignore[arg-type]  # looked at just now

    def _remember(self) -> None:
        asking = self.choices.asking()
        chosen = {"form": self.form.key, "zoom": self.preview.zoom}
        more = {"topic": asking.topic, "unit": asking.unit, "office": asking.office}
        kept = {**self.session.settings.prints, **chosen, **{k: v or "" for k, v in more.items()}}
        self.session.remember(prints=kept)

    def _ask_offices(self) -> None:
        from desktop_app.app import batch

        unit = self.choices.unit.currentData()
        self.session.ask(lambda desk: batch.offices(desk, unit), self.choices.show_offices, self)

    def _suit(self) -> None:
        self.choices.suit(self.form)
        # An area that scrolls would take its height from what stood in it first.
        tall = self.choices.sizeHint().height()
        self._asks.setMaximumHeight(tall)
        self._asks.setMinimumHeight(min(tall, self.session.look.px(130)))
        self.batch_button.setVisible(bool(self._each()))
        self.xlsx_button.setVisible(self._has_workbook())
        self._changed()

    def _each(self) -> "list[Want]":
        return each_of(self.form, is_district=self.is_district)

    def _has_workbook(self) -> bool:
        return self.form.key in ("report", "register")

    def _changed(self) -> None:
        self._forget()
        if self.isVisible():
            self._soon.start()

    def _records_changed(self, _topic: str) -> None:
        self._changed()

    def _forget(self) -> None:
        self._asked += 1
        self.ready = None
        for act in (self.print_button, self.pdf_button):
            act.setEnabled(False)

    # --- making ---------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the chosen paper, beside the store lane: the first page of a long one before the others."""
        self._remember()
        self._asked += 1
        asked, form, asking, desk = self._asked, self.form, self.choices.asking(), self.session.desk
        if self._shown != (form.key, asking):  # else only records changed: what is looked at stays in sight
            self.preview.say(_("Đang dàn trang…"))
            self._shown = (form.key, asking)
        self.bar.show_count(known=False)
        self.session.lanes.run(
            lambda: _begun(desk, form, asking),
            lambda begun: self._take_first(asked, form, *begun),
            self._refused, owner=self, lane=Lane.POOL, droppable=True,
        )  # fmt: skip

    def _refused(self, error: Any) -> None:
        self.preview.say(" ".join((error.what, error.todo)))
        self.bar.show_count(known=True)

    def _take_first(self, asked: int, form: "FormInfo", made: "Printed", first: SvgPage | None) -> None:
        if asked != self._asked:
            return
        if first is not None and not self.preview.leaves:
            self.preview.show_pages([first])
            self.bar.show_count(known=False)
        self.session.lanes.run(
            lambda: _whole(form, made), lambda ready: self._take(asked, ready),
            self._refused, owner=self, lane=Lane.POOL, droppable=True,
        )  # fmt: skip

    def _take(self, asked: int, made: Ready) -> None:
        if asked != self._asked:
            return
        self.ready = made
        if self.preview.leaves:
            self.preview.continue_with(made.pages)
        else:
            self.preview.show_pages(made.pages)
        self.bar.show_count(known=True)
        for act in (self.print_button, self.pdf_button):
            act.setEnabled(True)

    def ask_details(self) -> None:
        """Ask what the chosen unit, or the chosen office, writes on its papers."""
        from desktop_app.ui.pages.print_details import ask_details

        asking = self.choices.asking()
        ask_details(self, self.session, asking.unit, asking.office, self._changed)

    # --- acts -----------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Write the PDF that typst made to the folder of papers at once, over nothing that is there."""
        if self.ready is not None:
            self.save_pdf_to(
                free_path(papers_folder(self.session.settings.papers), self.ready.form.file, ".pdf")
            )

    def save_pdf_elsewhere(self) -> None:
        """Ask for a file and write the PDF; its folder is that of papers from now on."""
        if self.ready is not None:
            self.files.ask(f"{self.ready.form.file}.pdf", self._save_and_remember)

    def _save_and_remember(self, path: Path) -> None:
        self.session.remember(papers=str(path.parent))
        self.save_pdf_to(path)

    def save_pdf_to(self, path: Path) -> None:
        """Write the PDF."""
        made = self.ready
        if made is not None:
            elsewhere = Act(_("Lưu nơi khác…"), self.save_pdf_elsewhere)
            self.files.write(path, lambda _desk: write_file(path, made.pdf), elsewhere)

    def save_workbook(self) -> None:
        """Ask for a file and write the records, or the report, as a workbook."""
        name = self.form.file if self.form.key == "report" else self.choices.asking().topic
        self.files.ask(f"{name}.xlsx", self.save_workbook_to)

    def save_workbook_to(self, path: Path) -> None:
        """Write the workbook."""
        form, asking = self.form, self.choices.asking()

        def work(desk: "Desk") -> None:
            if form.key == "report":
                desk.workbooks.report(desk, path)
            else:
                desk.workbooks.write(desk, path, (asking.topic,) if asking.topic else (), asking.unit)

        self.files.write(path, work)

    def print(self) -> None:
        """Print the pages that are shown."""
        if self.ready is not None:
            title = self.ready.form.title.text(language())
            print_pages(
                self.session, self, Papers(title, self.ready.pages, self.ready.pdf), self.preview.page
            )

    def ask_batch(self) -> None:
        """Ask what to print one by one, and where to."""
        self.batch.ask(self.form, self.choices.asking(), self._each())


def _begun(desk: "Desk", form: "FormInfo", asking: Asking) -> "tuple[Printed, SvgPage | None]":
    made = desk.paper.made(desk, form.key, asking)
    first = made.first_page()
    return made, None if first is None else SvgPage(first)


def _whole(form: "FormInfo", made: "Printed") -> Ready:
    pages = [SvgPage(page) for page in made.pages()]
    pdf = made.pdf()
    made.forget()
    return Ready(form, pages, pdf)
