"""The window: rail, pages, messages, status bar. It paints first and opens the home afterwards."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _, set_language
from desktop_app.ui import fonts, icons, stylesheet, theme
from desktop_app.ui.actions import Actions
from desktop_app.ui.bugs import report_bug
from desktop_app.ui.pages.page import Page
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Job
from desktop_app.ui.widgets.basics import AROUND
from desktop_app.ui.widgets.busy import Busy
from desktop_app.ui.widgets.message import Act, Messages, Notice
from desktop_app.ui.widgets.rail import Rail
from desktop_app.ui.widgets.statusbar import StatusBar

if TYPE_CHECKING:
    from desktop_app.app.overview import Status

NARROW = 1200
"""Below this width, in pixels at 100 %, the rail shows only icons and the form opens over the grid."""


class Window(QMainWindow):
    """The one window of the program. Signal: ``painted()`` once, after it was first drawn."""

    painted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pages: dict[str, Page] = {}
        self.key = ""
        self.status: Status | None = None
        self._folder = TemporaryDirectory(prefix="moduong-")
        self._going = self._drawn = False
        self.setWindowIcon(icons.app_icon())
        self.setMinimumSize(640, 400)
        self.actions_of = Actions(self)
        self.dress()
        self._build(session.settings.role or "commune", _("Đang mở…"))
        self._listen()

    # --- building -------------------------------------------------------------------------------------

    def dress(self) -> None:
        """Put on the chosen language, colours and text size."""
        set_language(self.session.settings.language or "vi")
        look = self.session.look
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # a window without an application cannot be
        app.setFont(fonts.base(look.scale))
        app.setPalette(theme.palette(look.tokens))
        app.setStyleSheet(stylesheet.build(look, icons.write_tinted(Path(self._folder.name), look.tokens)))

    def _build(self, role: str, where: str) -> None:
        self.rail = Rail(self.session.look, places_of(role), where)
        self.rail.chosen.connect(self.go)
        self.stack = QStackedWidget()
        self.messages = Messages(self.session.look)
        self.content = QWidget()
        self.content.setProperty("part", "page")
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        around = QVBoxLayout()
        around.setContentsMargins(AROUND, 8, AROUND, 0)
        around.addWidget(self.messages)
        inside.addLayout(around)
        inside.addWidget(self.stack, 1)
        root = QWidget()
        root.setObjectName("window")
        line = QHBoxLayout(root)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(self.content, 1)
        self.setCentralWidget(root)
        self.bar = StatusBar()
        self.setStatusBar(self.bar)
        self.setWindowTitle(_("Mở Đường"))
        self._fit()

    def _listen(self) -> None:
        session = self.session
        session.said.connect(self.say)
        session.wanted.connect(self.go)
        session.veiled.connect(self._veil)
        session.who_changed.connect(self._show_person)
        session.settings_changed.connect(self.rebuild)
        session.changed.connect(lambda _topic: self._ask_status_soon())
        session.writer.state_changed.connect(self._show_saved)
        session.lanes.bug.connect(lambda error: report_bug(session, error))
        self._status_pause = QTimer(self, singleShot=True, interval=500)
        self._status_pause.timeout.connect(self.ask_status)

    def rebuild(self) -> None:
        """Build everything anew in the chosen language and look; what is open is saved, the place is kept."""
        if not self.key:
            return  # nothing but the first start is shown, and that is built anew by itself
        here = self.pages.get(self.key)
        where = here.where() if here else {}
        for page in self.pages.values():
            page.leave()
        key, self.key, self.pages = self.key, "", {}
        self.dress()
        self.actions_of.name()
        self.home_opened()
        self.go(key, where)

    # --- the home -------------------------------------------------------------------------------------

    def home_opened(self) -> None:
        """Show the pages of the home that was opened."""
        who = self.session.who
        assert who is not None  # noqa: S101  # called after Session.begin
        place = f"{who.name} · {_('BẢN THỬ')}" if who.sample else who.name
        self._build(who.role, place)
        self.setWindowTitle(f"{_('Mở Đường')} – {place}")
        self._show_person()
        self._show_saved()
        self.ask_status()

    def refit(self, role: str, where: str) -> None:
        """Build the frame anew, without pages."""
        self._build(role, where)

    def show_alone(self, page: QWidget) -> None:
        """Show a page without the rail: the first start, the choice of who sits here."""
        self.rail.hide()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()

    def go(self, key: str, where: Mapping[str, Any] | None = None) -> None:
        """Go to a page; the one before is saved, and stays as it is."""
        here = self.pages.get(self.key)
        if here is not None and key != self.key:
            here.leave()
        if key not in self.pages:
            made = self._make(key)
            if made is None:
                return
            self.pages[key] = made
            self.stack.addWidget(made)
        self.key = key
        self.rail.choose(key)
        self.stack.setCurrentWidget(self.pages[key])
        self.pages[key].enter(where or {})
        self.session.remember(page=key)

    def _make(self, key: str) -> Page | None:
        from desktop_app.ui.pages.places import page_of

        role = self.session.who.role if self.session.who else "commune"
        return page_of(role, key, self.session, self)

    # --- telling --------------------------------------------------------------------------------------

    def say(self, notice: Notice) -> None:
        """Show a message above the page."""
        self.messages.show_notice(notice)

    def _veil(self, title: str, job: Job) -> None:
        Busy(self.session.look, self.content, title, job)

    def _ask_status_soon(self) -> None:
        self._status_pause.start()

    def ask_status(self) -> None:
        """Ask where the home stands, for the foot of the window."""
        from desktop_app.app import overview

        self.session.ask(overview.status, self._show_status, self)

    def _show_status(self, status: "Status") -> None:
        self.status = status
        text, tone = _sent(status)
        self.bar.say_sent(text, tone)

    def _show_person(self) -> None:
        if self.session.is_open and self.session.desk.user:
            self.bar.say_person(_("Người nhập: {name}").format(name=self.session.desk.user))

    def _show_saved(self) -> None:
        writer = self.session.writer
        if writer.failure is not None:
            self.bar.say_saved(_("CHƯA lưu: {what}").format(what=writer.failure.what), "bad")
        elif writer.pending:
            self.bar.say_saved(_("Đang lưu…"), "warn")
        elif writer.saved_at:
            when = datetime.fromtimestamp(writer.saved_at)  # noqa: DTZ006  # local time is meant
            self.bar.say_saved(_("Đã lưu {time}").format(time=f"{when:%H:%M:%S}"))
        else:
            self.bar.say_saved(_("Mọi thứ đã lưu"))

    # --- shape and end --------------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """Whether the rail shows only icons."""
        return self.width() < self.session.look.px(NARROW)

    def _fit(self) -> None:
        self.rail.set_compact(compact=self.is_narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first drawing, once it is done."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the rail where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system when it turns dark or light."""
        super().changeEvent(event)
        if (
            event.type() == QEvent.Type.ThemeChange
            and self.session.settings.theme == "system"
            and self.session.who
        ):
            self.session.change_look()

    def place(self) -> None:
        """Stand where the window stood last time."""
        geometry = QByteArray.fromBase64(self.session.settings.geometry.encode())
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1366, 720)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is open, wait until it is on the disk, and only then close."""
        if self._going:
            self.session.lanes.close()
            event.accept()
            return
        for page in self.pages.values():
            page.leave()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.session.remember(geometry=geometry)
        settled = self.session.lanes.close() if self.session.writer.settled() else self._settle()
        if not settled:
            event.ignore()
            return
        self._going = True
        self._folder.cleanup()
        event.accept()

    def _settle(self) -> bool:
        """Wait for the last saves; where one fails, keep the window open and say so."""
        self.session.lanes.settle()
        if self.session.writer.settled():
            return self.session.lanes.close()
        failure = self.session.writer.failure or UserError(_("Chưa lưu xong."))
        todo = _("Cửa sổ chưa đóng, để không mất nội dung vừa gõ.")
        acts = (
            Act(_("Thử lại"), self.session.writer.try_again),
            Act(_("Đóng, bỏ phần chưa lưu"), self._give_up),
        )
        self.say(Notice("bad", failure.what, f"{todo} {failure.todo}".strip(), acts, key="unsaved"))
        return False

    def _give_up(self) -> None:
        """Close although something typed could not be saved; the person has said so."""
        self._going = True
        self.close()


def _sent(status: "Status") -> tuple[str, str]:
    """Return what the foot of the window says about sending, and its tone."""
    if status.role == "district":
        return (_("{n} tệp chưa rõ nguồn").format(n=status.sealed), "warn") if status.sealed else ("", "")
    last = _("chưa nộp lần nào")
    if status.last_sent_ms:
        when = datetime.fromtimestamp(status.last_sent_ms / 1000)  # noqa: DTZ006
        last = _("nộp lần cuối {when}").format(when=f"{when:%d/%m/%Y}")
    if status.unsent:
        return _("{n} thay đổi chưa nộp · {last}").format(n=status.unsent, last=last), "warn"
    if status.in_bundle:
        return _("Đã ghi ra tệp, chờ biên nhận · {last}").format(last=last), ""
    return _("Huyện đã nhận đủ · {last}").format(last=last) if status.last_receipt_ms else last, ""
