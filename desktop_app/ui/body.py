"""What the window holds: the rail at the left, messages above the page, the pages, and the foot."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.pages.places import places_of
from desktop_app.ui.tasks import Job
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import AROUND
from desktop_app.ui.widgets.busy import Busy
from desktop_app.ui.widgets.message import Messages, Notice
from desktop_app.ui.widgets.rail import Rail
from desktop_app.ui.widgets.statusbar import StatusBar


class Body(QWidget):
    """The central widget, and the bar that goes with it; made anew for another language or look."""

    def __init__(self, look: Look, role: str, where: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self._look = look
        self.rail = Rail(look, places_of(role), where)
        self.stack = QStackedWidget()
        self.messages = Messages(look)
        self.bar = StatusBar(look)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(self._content(), 1)

    def _content(self) -> QWidget:
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
        return self.content

    def say(self, notice: Notice) -> None:
        """Show a message above the page."""
        self.messages.show_notice(notice)

    def veil(self, title: str, job: Job) -> None:
        """Cover the page while long work runs."""
        Busy(self._look, self.content, title, job)
