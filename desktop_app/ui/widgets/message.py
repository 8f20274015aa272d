"""A message inside the page: what happened, what to do about it, and the act that does it. No pop-up."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, sign, tool

_SIGNS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "plain": "info"}


class Act(NamedTuple):
    """A button of a message."""

    text: str
    on: Callable[[], object]


class Notice(NamedTuple):
    """What a message says; ``tone`` is good, warn, bad or plain."""

    tone: str
    what: str
    todo: str = ""
    acts: Sequence[Act] = ()
    key: str = ""

    @classmethod
    def of(cls, error: UserError, *acts: Act, key: str = "") -> "Notice":
        """Return the message for an error of the surroundings."""
        what = f"{error.where}: {error.what}" if error.where else error.what
        return cls("bad", what, error.todo, acts, key)


class Message(QFrame):
    """One message with its acts and a button that puts it away."""

    def __init__(self, look: Look, notice: Notice) -> None:
        super().__init__()
        self.notice = notice
        self.setProperty("part", "message")
        self.setProperty("tone", notice.tone)
        self.setAccessibleName(f"{notice.what} {notice.todo}".strip())
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 10, 10, 10)
        line.setSpacing(10)
        line.addWidget(sign(look, _SIGNS[notice.tone], notice.tone), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(self._texts(), 1)
        for act in notice.acts:
            line.addWidget(button(look, act.text, on=self._then(act)))
        line.addWidget(tool(look, "x", _("Đóng thông báo"), self.put_away))

    def _texts(self) -> QVBoxLayout:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(self.notice.what, "strong", wrap=True))
        if self.notice.todo:
            texts.addWidget(label(self.notice.todo, wrap=True))
        return texts

    def _then(self, act: Act) -> Callable[[], None]:
        def press() -> None:
            self.put_away()
            act.on()

        return press

    def put_away(self) -> None:
        """Close the message."""
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Esc puts the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)


class Messages(QWidget):
    """The messages under the page's head; one with the same key or text replaces the older one."""

    MOST = 3

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "clear")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_notice(self, notice: Notice) -> Message:
        """Show a message and return it."""
        for old in self.shown():
            if (notice.key and old.notice.key == notice.key) or old.notice.what == notice.what:
                old.put_away()
        for old in self.shown()[self.MOST - 1 :]:
            old.put_away()
        message = Message(self._look, notice)
        self._column.insertWidget(0, message)
        message.show()
        return message

    def shown(self) -> list[Message]:
        """Return the messages that are open, newest first."""
        found = (self._column.itemAt(i) for i in range(self._column.count()))
        widgets = [item.widget() for item in found if item is not None]
        return [widget for widget in widgets if isinstance(widget, Message) and not widget.isHidden()]

    def clear(self, key: str = "") -> None:
        """Put away all messages, or those with this key."""
        for message in self.shown():
            if not key or message.notice.key == key:
                message.put_away()
