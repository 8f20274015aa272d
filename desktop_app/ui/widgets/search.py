"""A field to search in: answers a moment after the last key, so that no key waits for the store."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import tinted

PAUSE_MS = 180


class Search(QLineEdit):
    """A line for words to look for; accents do not matter.

    Signals: ``searched(str)`` the words, after a pause or Enter; ``left_down()`` Down leaves for the list.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, look: Look, hint: str, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        for inner in self.findChildren(QToolButton):
            inner.setAccessibleName(_("Xoá chữ đang tìm"))
        self.setMaxLength(200)
        self.addAction(tinted(look, "search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._answer)
        # textChanged, not textEdited: Qt says nothing of the latter while a syllable is composed.
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._answer)

    def _answer(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Esc empties the field; Down goes to what was found."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
