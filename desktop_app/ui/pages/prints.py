"""In và báo cáo: the official form, the registers, the report; looked at, printed, kept as PDF."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop_app.i18n import _, language, plural
from desktop_app.ui.answers import QuietCombo
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.preview import Preview
from desktop_app.ui.pages.printing import print_pages
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Lane
from desktop_app.ui.widgets.basics import button, card, label, row, tinted, tool
from desktop_app.ui.widgets.message import Act

if TYPE_CHECKING:
    from desktop_app.app.ports import Asking, Desk, FormInfo, Want
    from desktop_app.domain.topic import Topic
    from desktop_app.ui.window import Window


class Sheet(NamedTuple):
    """One kind of paper: its form, the topic that a form of any topic is of, what it is called, its file."""

    form: str
    topic: str
    icon: str
    title: str
    file: str
    wants: frozenset["Want"]

    @property
    def key(self) -> str:
        """What it is remembered by."""
        return self.topic or self.form


class Ready(NamedTuple):
    """A paper that was made: its pages as SVG, its PDF, and how to let go of what making it took."""

    sheet: Sheet
    pages: list[str]
    pdf: bytes
    forget: Callable[[], None]


class PrintPage(Page):
    """A list of papers at the left, their pages at the right."""

    key = "print"

    def __init__(self, session: Session, _window: "Window") -> None:
        super().__init__(session)
        self.ready: Ready | None = None
        self.is_district = session.who is not None and session.who.is_district
        look = session.look
        self.print_button = button(look, _("In…"), "printer", part="primary", on=self.print)
        self.pdf_button = button(look, _("Lưu PDF"), "download", on=self.save_pdf)
        self.xlsx_button = button(look, _("Lưu Excel…"), "file-spreadsheet", on=self.save_workbook)
        self.head(_("In và báo cáo"), self.xlsx_button, self.pdf_button, self.print_button)
        self.list = self._sheets()
        self.details_button = button(look, _("Thông tin in…"), "pencil", on=self.ask_details)
        self.unit, self.office = QuietCombo(), QuietCombo()
        self.preview = Preview(look)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self._side(), 0)
        line.addWidget(self._paper(), 1)
        self.body.addLayout(line, 1)
        self._soon = QTimer(self, singleShot=True, interval=150)
        self._soon.timeout.connect(self.make)
        session.changed.connect(self._forget)
        self._show_ready(None)

    # --- building -------------------------------------------------------------------------------------

    def _sheets(self) -> QListWidget:
        made = QListWidget()
        made.setProperty("part", "side")
        made.setAccessibleName(_("Biểu mẫu"))
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for sheet in self._known():
            item = QListWidgetItem(tinted(self.session.look, sheet.icon), sheet.title)
            item.setData(Qt.ItemDataRole.UserRole, tuple(sheet))
            item.setToolTip(sheet.title)
            item.setSizeHint(QSize(0, self.session.look.px(32)))
            made.addItem(item)
        made.setIconSize(QSize(self.session.look.px(18), self.session.look.px(18)))
        made.setUniformItemSizes(True)
        made.currentRowChanged.connect(lambda _at: self._changed())
        return made

    def _known(self) -> list[Sheet]:
        from desktop_app.app.forms import FORMS

        topics = self.session.desk.topics.all
        forms = [form for form in FORMS if self.is_district or not form.district]
        return [sheet for form in forms for sheet in _sheets(form, topics)]

    def _side(self) -> QWidget:
        frame, inside = card(10, 8)
        frame.setFixedWidth(self.session.look.px(272))
        inside.addWidget(self.list, 1)
        if self.is_district:
            self.unit.addItem(_("Mọi đơn vị"), None)
        for code, name in self.session.units.items():
            self.unit.addItem(name, code)
        for title, choice in ((_("Đơn vị"), self.unit), (_("Cơ quan (C53-HD)"), self.office)):
            head = label(title, "label")
            head.setBuddy(choice)
            choice.setAccessibleName(title)
            choice.currentIndexChanged.connect(lambda _at: self._changed())
            inside.addWidget(head)
            inside.addWidget(choice)
        inside.addWidget(self.details_button)
        return frame

    def _paper(self) -> QWidget:
        frame, inside = card(6, 6)
        look = self.session.look
        self.pages = label("", "hint")
        out = tool(look, "zoom-out", _("Thu nhỏ"), lambda: self.preview.zoom(-1))
        closer = tool(look, "zoom-in", _("Phóng to"), lambda: self.preview.zoom(1))
        inside.addLayout(row(self.pages, None, out, closer))
        inside.addWidget(self.preview, 1)
        return frame

    # --- choosing -------------------------------------------------------------------------------------

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show a paper: the one asked for, or the first."""
        self._ask_offices()
        wanted = where.get("sheet")
        keys = [
            Sheet(*self.list.item(at).data(Qt.ItemDataRole.UserRole)).key for at in range(self.list.count())
        ]
        if wanted in keys:
            self.list.setCurrentRow(keys.index(wanted))
        elif self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        elif self.ready is None:
            self._changed()
        self.list.setFocus()

    def where(self) -> dict[str, Any]:
        """Return the paper that is shown."""
        return {"sheet": self.sheet.key}

    @property
    def sheet(self) -> Sheet:
        """The paper that is chosen."""
        item = self.list.item(max(0, self.list.currentRow()))
        return Sheet(*item.data(Qt.ItemDataRole.UserRole))

    def _ask_offices(self) -> None:
        from desktop_app.app import views

        self.session.ask(lambda desk: views.names(desk, "office"), self._show_offices, self)

    def _show_offices(self, names: dict[str, str]) -> None:
        now = self.office.currentData()
        self.office.blockSignals(True)
        self.office.clear()
        self.office.addItem(_("Cả đơn vị"), None)
        for name in sorted(set(names.values())):
            self.office.addItem(name, name)
        self.office.setCurrentIndex(max(0, self.office.findData(now)))
        self.office.blockSignals(False)

    def _changed(self) -> None:
        self._forget()
        self.unit.setEnabled("unit" in self.sheet.wants)
        self.office.setEnabled("office" in self.sheet.wants)
        if self.isVisible():
            self._soon.start()

    def _forget(self, _topic: str = "") -> None:
        self.ready = None
        self._show_ready(None)

    # --- making ---------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make the chosen paper, beside the store lane."""
        from desktop_app.app.ports import Asking

        sheet = self.sheet
        asking = Asking(self.unit.currentData(), self.office.currentData(), sheet.topic)
        self.preview.say(_("Đang dàn trang…"))
        desk = self.session.desk
        self.session.lanes.run(
            lambda: _made(desk, sheet, asking), self._take, self._refused, owner=self, lane=Lane.POOL
        )

    def _refused(self, error: Any) -> None:
        self.preview.say(error.what)
        self.session.complain(error)

    def _take(self, made: Ready) -> None:
        self.session.lanes.run(made.forget, lane=Lane.POOL, droppable=True)
        if made.sheet == self.sheet:
            self.ready = made
            self._show_ready(made)

    def _show_ready(self, made: Ready | None) -> None:
        for act in (self.print_button, self.pdf_button):
            act.setEnabled(made is not None)
        self.preview.show_pages(made.pages if made else [])
        self.pages.setText(plural("{n} trang", len(made.pages)) if made else "")

    def ask_details(self) -> None:
        """Ask what the chosen unit, or the chosen office, writes on its papers."""
        from desktop_app.ui.pages.print_details import ask_details

        office = self.office.currentData() if self.office.isEnabled() else None
        ask_details(self, self.session, self.unit.currentData(), office, self._changed)

    # --- acts -----------------------------------------------------------------------------------------

    def save_pdf(self) -> None:
        """Write the PDF that typst made to the folder of papers at once, over nothing that is there."""
        if self.ready is not None:
            self.save_pdf_to(free_path(papers_folder(self.session.settings.papers), self.ready.sheet.file))

    def save_pdf_elsewhere(self) -> None:
        """Ask for a file and write the PDF; its folder is that of papers from now on."""
        if self.ready is not None:
            self._save(f"{self.ready.sheet.file}.pdf", self._save_and_remember)

    def _save_and_remember(self, path: Path) -> None:
        self.session.remember(papers=str(path.parent))
        self.save_pdf_to(path)

    def save_pdf_to(self, path: Path) -> None:
        """Write the PDF."""
        made = self.ready
        if made is not None:
            elsewhere = Act(_("Lưu nơi khác…"), self.save_pdf_elsewhere)
            self._write(path, lambda _desk: _write_file(path, made.pdf), elsewhere)

    def save_workbook(self) -> None:
        """Ask for a file and write the records, or the report, as a workbook."""
        name = (
            "bao-cao.xlsx"
            if self.sheet.form == "report"
            else f"{self.session.who.unit if self.session.who else ''}.xlsx"
        )
        self._save(name, self.save_workbook_to)

    def save_workbook_to(self, path: Path) -> None:
        """Write the workbook."""
        sheet, unit = self.sheet, self.unit.currentData()
        topics = (sheet.topic,) if sheet.topic else ()

        def work(desk: "Desk") -> None:
            if sheet.form == "report":
                desk.workbooks.report(desk, path)
            else:
                desk.workbooks.write(desk, path, topics, unit)

        self._write(path, work)

    def _save(self, name: str, on: Callable[[Path], None]) -> None:
        folder = Path(self.session.settings.folder or Path.home())
        path, _kind = QFileDialog.getSaveFileName(self, _("Lưu tệp"), str(folder / name))
        if path:
            on(Path(path))

    def _write(self, path: Path, work: Callable[["Desk"], object], *more: Act) -> None:
        def done(_none: object) -> None:
            show = Act(_("Mở tệp"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
            self.session.say("good", _("Đã ghi {path}.").format(path=path), acts=(show, *more), key="written")

        self.session.ask_long(_("Đang ghi tệp…"), lambda desk, _report: work(desk), done, self, Lane.POOL)

    def print(self) -> None:
        """Print the pages that are shown."""
        if self.ready is not None:
            print_pages(self.session, self, self.ready.sheet.title, self.ready.pages, self.ready.pdf)


def _sheets(form: "FormInfo", topics: "Iterable[Topic]") -> list[Sheet]:
    """Return the papers that one form gives: one of every topic where it is of a topic."""
    lang = language()
    if "topic" not in form.needs:
        return [Sheet(form.key, "", form.icon, form.title.text(lang), form.file, form.wants)]
    return [
        Sheet(form.key, topic.key, topic.icon, topic.title.text(lang), topic.key, form.wants)
        for topic in topics
    ]


def _made(desk: "Desk", sheet: Sheet, asking: "Asking") -> Ready:
    printed = desk.paper.made(desk, sheet.form, asking)
    return Ready(sheet, printed.pages(), printed.pdf(), printed.forget)


def papers_folder(chosen: str) -> Path:
    """Return the folder that was chosen for papers, while it is there; else the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folders = [Path(one) for one in (chosen, documents) if one]
    return next((one for one in folders if one.is_dir()), Path.home())


def free_path(folder: Path, name: str) -> Path:
    """Return where a PDF of this name goes so that it replaces none."""
    names = (f"{name}{f' ({n})' if n > 1 else ''}.pdf" for n in range(1, 10_000))
    return next(path for one in names if not (path := folder / one).exists())


def _write_file(path: Path, data: bytes) -> None:
    from desktop_app.app.files import write_file

    write_file(path, data)
