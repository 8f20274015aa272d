"""Returning a record to its commune: the comment that says what is to be mended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_app.i18n import _, plural
from desktop_app.ui.answers import LongAnswer
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.app.views import Row
    from desktop_app.domain.topic import Topic


class BackDialog(QDialog):
    """Asks for the comment. Signal: ``said(str)``."""

    said = Signal(str)

    def __init__(self, parent: QWidget, session: Session, name: str) -> None:
        super().__init__(parent)
        look = session.look
        self.setWindowTitle(_("Trả lại xã"))
        self.comment = LongAnswer()
        self.comment.setAccessibleName(_("Điều cần sửa"))
        self.comment.setMinimumHeight(look.px(90))
        self.comment.textChanged.connect(self._touched)
        self.send = button(look, _("Trả lại xã"), "message-square", part="primary", on=self._send)
        self.send.setDefault(True)
        self.send.setEnabled(False)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(label(_("Trả lại: {name}").format(name=name), "heading", wrap=True))
        inside.addWidget(
            label(
                _("Xã thấy lời nhắn này sau lần gửi nhận tới, ở mọi máy của xã. Bản ghi vẫn là của xã sửa."),
                wrap=True,
            )
        )
        inside.addWidget(label(_("Điều cần sửa"), "label"))
        inside.addWidget(self.comment)
        inside.addLayout(row(None, button(look, _("Thôi"), on=self.reject), self.send))
        self.setMinimumWidth(look.px(420))

    def _touched(self) -> None:
        self.send.setEnabled(bool(self.comment.toPlainText().strip()))

    def _send(self) -> None:
        text = self.comment.toPlainText().strip()
        if text:
            self.accept()
            self.said.emit(text)


def ask_back(parent: QWidget, session: Session, rows: "Sequence[Row]", name: str) -> BackDialog:
    """Ask why records are returned, and return them as they were shown."""
    dialog = BackDialog(parent, session, name)
    dialog.said.connect(lambda comment: give_back(session, rows, comment))
    dialog.open()
    dialog.comment.setFocus()
    return dialog


def give_back(session: Session, rows: "Sequence[Row]", comment: str) -> None:
    """Return records as they were shown."""

    def work(desk: "Desk") -> int:
        from desktop_app.app import replies

        return sum(replies.give_back(desk, shown.editing, comment) for shown in rows)

    def done(n: int) -> None:
        what = _("Đã trả lại {n} bản ghi, kèm lời nhắn.").format(n=n)
        session.say("good", what, _("Xã nhận được ở lần gửi nhận tới."), key="returned")
        session.changed.emit(rows[0].editing.topic)

    session.ask(work, done, session)


def accept(session: Session, rows: "Sequence[Row]") -> None:
    """Accept records as they were shown."""

    def work(desk: "Desk") -> int:
        from desktop_app.app import replies

        return replies.accept(desk, [row_.editing for row_ in rows])

    def done(n: int) -> None:
        session.say("good", _("Đã duyệt {n} dòng.").format(n=n), key="accepted")
        session.changed.emit(rows[0].editing.topic)

    session.ask(work, done, session)


def rows_name(topic: "Topic", rows: "Sequence[Row]") -> str:
    """Return what the selected rows are called: the one's name, or how many there are."""
    from desktop_app.app.checking import name_of

    if len(rows) == 1:
        return name_of(topic, rows[0].cells, rows[0].names)
    return plural("{n} dòng", len(rows))
