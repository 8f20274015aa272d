"""The window. It paints first; what is slow to import is imported when it is furnished, after that."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import delete

from desktop_app.ui import fonts, theme
from desktop_app.ui.settings import Settings

if TYPE_CHECKING:
    from desktop_app.ui.actions import Actions
    from desktop_app.ui.body import Body
    from desktop_app.ui.foot import Standing
    from desktop_app.ui.help import HelpDialog
    from desktop_app.ui.pages.page import Page
    from desktop_app.ui.session import Session
    from desktop_app.ui.tasks import Job
    from desktop_app.ui.widgets.message import Messages, Notice
    from desktop_app.ui.widgets.rail import Rail
    from desktop_app.ui.widgets.standing import StandingList
    from desktop_app.ui.widgets.statusbar import StatusBar

NARROW = 1200
"""Below this width, in pixels at 100 %, the rail shows only icons and the form opens over the grid."""
_RAIL = 200


class Window(QMainWindow):
    """The one window of the program. Signal: ``painted()`` once, after it was first drawn."""

    painted = Signal()
    session: "Session"
    body: "Body"
    actions_of: "Actions"

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self.key = ""
        self.standing: Standing | None = None
        self.open_list: StandingList | None = None
        self.help: HelpDialog | None = None
        self._settings = settings
        self._first = theme.look(settings.theme, settings.text_scale)
        self._going = self._drawn = self._furnished = False
        self.setWindowTitle("Mở Đường")
        self.setMinimumSize(640, 400)

    # --- building -------------------------------------------------------------------------------------

    def furnish(self, session: "Session") -> None:
        """Give the window its frame: rail, messages, foot. The pages come with the home."""
        from tempfile import TemporaryDirectory

        from desktop_app.i18n import _
        from desktop_app.ui import icons
        from desktop_app.ui.actions import Actions

        self.session = session
        session.setParent(self)
        self._folder = TemporaryDirectory(prefix="moduong-")
        self.setWindowIcon(icons.app_icon())
        self.dress()
        self.actions_of = Actions(self)
        self.frame(session.settings.role or "commune", _("Đang mở…"))
        self._listen()

    def dress(self) -> None:
        """Put on the chosen language, colours and text size."""
        from desktop_app.i18n import set_language
        from desktop_app.ui import icons, stylesheet

        set_language(self.session.settings.language or "vi")
        look = self.session.look
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # a window without an application cannot be
        app.setFont(fonts.base(look.scale))
        app.setPalette(theme.palette(look.tokens))
        app.setStyleSheet(stylesheet.build(look, icons.write_tinted(Path(self._folder.name), look.tokens)))

    def frame(self, role: str, where: str) -> None:
        """Build the frame anew, without pages; ``where`` stands under the name of the program."""
        self.standing = None
        from desktop_app.ui.body import Body

        self.body = Body(self.session.look, role, where)
        self.body.rail.chosen.connect(self.go)
        self.body.bar.standing.clicked.connect(self.show_standing)
        self.setCentralWidget(self.body)
        self.setStatusBar(self.body.bar)
        self._furnished = True
        self._fit()

    @property
    def rail(self) -> "Rail":
        """The places at the left."""
        return self.body.rail

    @property
    def messages(self) -> "Messages":
        """What is said above the page."""
        return self.body.messages

    @property
    def bar(self) -> "StatusBar":
        """The foot."""
        return self.body.bar

    def _listen(self) -> None:
        from desktop_app.ui.bugs import report_bug
        from desktop_app.ui.renewal import Renewal

        session = self.session
        self.renewal = Renewal(session, self)
        self._status_pause = QTimer(self, singleShot=True, interval=500)
        self._status_pause.timeout.connect(self.ask_status)
        QGuiApplication.styleHints().accessibility().contrastPreferenceChanged.connect(self._follow_system)
        session.said.connect(self.say)
        session.wanted.connect(self.go)
        session.veiled.connect(self._veil)
        session.who_changed.connect(self._show_person)
        # Queued: whoever asked for it is a part of what is built anew, and is gone then.
        session.settings_changed.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)
        session.changed.connect(lambda _topic: self._status_pause.start())
        session.lanes.bug.connect(lambda error: report_bug(session, error))

    def rebuild(self) -> None:
        """Build everything anew in the chosen language and look; what is open is saved, the place is kept.

        While a dialog or a menu is open it waits for that to close: what is being typed there would be gone.
        """
        if not self.key:
            return  # nothing but the first start is shown, and that is built anew by itself
        if (over := QApplication.activeModalWidget() or QApplication.activePopupWidget()) is not None:
            over.installEventFilter(self)
            return
        here = self.pages.get(self.key)
        where = here.where() if here else {}
        for page in self.pages.values():
            page.leave()
        key, self.key, self.pages = self.key, "", {}
        self._strip()
        self.dress()
        self.actions_of.name()
        self.home_opened()
        self.go(key, where)

    def _strip(self) -> None:
        """Let go of all pages at once: else a few thousand widgets are dressed anew that go right after."""
        self._furnished = False
        delete(self.body)

    # --- the home -------------------------------------------------------------------------------------

    def home_opened(self) -> None:
        """Show the frame of the home that was opened."""
        from desktop_app.i18n import _

        who = self.session.who
        assert who is not None  # noqa: S101  # called after Session.begin
        self.session.writer.state_changed.connect(self._show_saved, Qt.ConnectionType.UniqueConnection)
        self.renewal.begin()
        (self.session.receiving if who.is_hub else self.session.sending).begin()
        place = f"{who.name} · " + _("BẢN THỬ") if who.sample else who.name
        self.frame(who.role, place)
        self.setWindowTitle(place)  # Qt puts the program's name behind it
        self._show_person()
        self._show_saved()
        self.ask_status()

    def show_alone(self, page: QWidget) -> None:
        """Show a page without the rail: the first start, the choice of who sits here."""
        self.rail.hide()
        self.body.stack.addWidget(page)
        self.body.stack.setCurrentWidget(page)
        page.setFocus()

    def go(self, key: str, where: Mapping[str, Any] | None = None) -> None:
        """Go to a page; the one before is saved, and stays as it is."""
        if self.session.is_resting:
            return
        here = self.pages.get(self.key)
        if here is not None and key != self.key:
            here.leave()
        if key not in self.pages:
            made = self._make(key)
            if made is None:
                return
            self.pages[key] = made
            self.body.stack.addWidget(made)
        self.key = key
        self.rail.choose(key)
        self.body.stack.setCurrentWidget(self.pages[key])
        self.pages[key].enter(where or {})
        if QApplication.focusWidget() is None:
            self.rail.focus(key)  # else Tab would have nowhere to begin
        self.session.remember(page=key)

    def _make(self, key: str) -> "Page | None":
        from desktop_app.ui.pages.places import page_of

        role = self.session.who.role if self.session.who else "commune"
        return page_of(role, key, self.session, self)

    # --- telling --------------------------------------------------------------------------------------

    def say(self, notice: "Notice") -> None:
        """Show a message above the page."""
        self.body.say(notice)

    def _veil(self, title: str, job: "Job") -> None:
        self.body.veil(title, job)

    def ask_status(self) -> None:
        """Ask where the home stands, for the foot and the rail; beside the store lane, it only reads."""
        from desktop_app.ui import foot
        from desktop_app.ui.tasks import Lane

        if self.session.is_resting:
            return
        desk, lanes = self.session.desk, self.session.lanes
        lanes.run(lambda: foot.look(desk), self._show_status, owner=self, lane=Lane.POOL, droppable=True)

    def _show_status(self, standing: "Standing") -> None:
        from desktop_app.ui import foot

        self.standing = standing
        self.bar.say_standing(*foot.sayings(standing))
        self.rail.show_waiting("review", standing.waiting)
        self.rail.show_waiting("entry", standing.unconfirmed, "warn")
        if standing.status.role != "district":
            self.session.sending.unsent = standing.status.unsent + standing.status.in_bundle

    def show_standing(self) -> None:
        """Open the list behind the chip at the foot."""
        from desktop_app.ui.standing import standing_list

        if self.standing is not None:
            self.open_list = standing_list(self.session, self.standing)
            self.open_list.show_over(self.bar.standing)

    def _show_person(self) -> None:
        from desktop_app.i18n import _

        if self.session.is_open and self.session.desk.user:
            self.bar.say_person(_("Người nhập: {name}").format(name=self.session.desk.user))

    def _show_saved(self) -> None:
        from desktop_app.ui import foot

        self.bar.say_saved(*foot.saved(self.session.writer))

    # --- shape ----------------------------------------------------------------------------------------

    @property
    def is_narrow(self) -> bool:
        """Whether the rail shows only icons."""
        return self.width() < self.session.look.px(NARROW)

    def _fit(self) -> None:
        if self._furnished:
            self.rail.set_compact(compact=self.is_narrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the first picture: ground, rail, name; and tell when it is drawn."""
        super().paintEvent(event)
        if not self._furnished:
            self._paint_first()
        if not self._drawn:
            self._drawn = True
            QTimer.singleShot(0, self.painted.emit)

    def _paint_first(self) -> None:
        t, painter = self._first.tokens, QPainter(self)
        painter.fillRect(self.rect(), QColor(t.ground))
        painter.fillRect(QRect(0, 0, self._first.px(_RAIL), self.height()), QColor(t.surface))
        font = fonts.base(self._first.scale)
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QColor(t.accent))
        painter.drawText(12, 16 + painter.fontMetrics().ascent(), "Mở Đường")
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the rail where the window is narrow."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Build anew what could not be while ``watched`` was open."""
        if event.type() == QEvent.Type.Hide:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.rebuild)
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system when it turns dark or light."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            self._follow_system()

    def _follow_system(self) -> None:
        """Look as the system does now, where that was chosen."""
        if self.key and self.session.settings.theme == "system":
            self.session.change_look()

    def place(self) -> None:
        """Stand where the window stood last time."""
        geometry = QByteArray.fromBase64(self._settings.geometry.encode())
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1366, 720)

    # --- the end --------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is open, wait until it is on the disk, and only then close."""
        if self._furnished and not self._going:
            for page in self.pages.values():
                page.leave()
            self.session.remember(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
            self._going = not self.session.is_open or self._settle()
        if self._furnished and not self._going:
            event.ignore()
            return
        if self._furnished:
            self.hide()  # all is saved: what a slow network still holds up is nobody's business any more
            self.session.end()
            self._folder.cleanup()
        event.accept()

    def _settle(self) -> bool:
        """Wait for the last saves; where one fails, the window stays open and says so."""
        self.session.lanes.settle()
        if self.session.writer.settled():
            return True
        from desktop_app.ui.ending import unsaved

        self.say(unsaved(self.session.writer, self._give_up))
        return False

    def _give_up(self) -> None:
        """Close although something typed could not be saved; the person has said so."""
        self._going = True
        self.close()
