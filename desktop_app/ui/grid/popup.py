"""An editor that is larger than its cell: several boxes to tick, several lines."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from desktop_app.ui.answers import LongAnswer
from desktop_app.ui.theme import Look


class CellPopup(QFrame):
    """A small frame over the grid that holds ``answer``; the keyboard goes to it."""

    def __init__(self, answer: QWidget, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "popup")
        self.answer = answer
        self._look = look
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(answer)
        self.setFocusProxy(answer)
        self.setAutoFillBackground(True)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Pass on letters that are still being composed: the table sends them to the editor as a whole."""
        QApplication.sendEvent(self.answer, event)
        if event.commitString():  # not before: to move the keyboard would end the composing
            self.answer.setFocus()

    def sizeHint(self) -> QSize:
        """Return the size that the answer wants."""
        wide = self._look.px(320 if isinstance(self.answer, LongAnswer) else 260)
        if isinstance(self.answer, LongAnswer):
            return QSize(wide, self._look.px(110))
        layout = self.answer.layout()
        tall = layout.heightForWidth(wide - 18) if layout is not None else 0
        return QSize(wide, tall + 18)

    def placed_at(self, cell: QRect, room: QRect) -> QRect:
        """Return where to stand: at the cell, inside ``room``."""
        size = self.sizeHint().expandedTo(cell.size()).boundedTo(room.size())
        left = min(cell.left(), room.right() - size.width())
        top = min(cell.top(), room.bottom() - size.height())
        return QRect(max(0, left), max(0, top), size.width(), size.height())
