"""Editors in which an answer is chosen: one of a list, or several boxes."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop_app.domain.text import fold
from desktop_app.domain.topic import Field
from desktop_app.domain.values import Cell, Raw, Value
from desktop_app.i18n import language
from desktop_app.ui.tickets import Given
from desktop_app.ui.widgets.flow import Flow

_COMMAND = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SEEK_SECONDS = 1.2


class QuietCombo(QComboBox):
    """A list to choose from that the wheel changes only while it has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page unless this field has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceAnswer(QuietCombo):
    """One of a few answers, or none; letters jump to an answer."""

    touched = Signal()

    def __init__(self, choices: list[tuple[object, str]]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem("", None)
        for key, text in choices:
            self.addItem(text, key)
        self._strange: Cell = None
        self._first = 0
        self._sought, self._sought_at = "", 0.0
        for one in (self, self.view()):
            one.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.view().installEventFilter(self)
        self.currentIndexChanged.connect(lambda _at: self.touched.emit())

    def put(self, cell: Cell, text: str) -> None:
        """Show a value; one that the list does not have is kept as a line of its own."""
        self._strange = None
        at = self._find(cell.v if isinstance(cell, Value) else None)
        if at < 0 or isinstance(cell, Raw) or (cell is not None and at == 0 and not isinstance(cell, Value)):
            self._strange = cell
            self.addItem(text, cell)
            at = self.count() - 1
        self.setCurrentIndex(at)
        self._first = at

    def _find(self, v: object) -> int:
        return next((at for at in range(self.count()) if self.itemData(at) == v), -1)

    def given(self) -> Given:
        """Return the chosen answer."""
        v = self.currentData()
        if v is None or (self._strange is not None and v == self._strange):
            return self._strange if v is not None else None
        return Value(v)

    def is_changed(self) -> bool:
        """Return whether another answer was chosen."""
        return self.currentIndex() != self._first

    def settle(self) -> None:
        """Take the chosen answer as what was put: it is saved."""
        self._first = self.currentIndex()

    def shown(self) -> str:
        """Return the chosen answer's text."""
        return self.currentText()

    def words(self) -> str:
        """Return the chosen answer's text."""
        return self.currentText()

    def put_words(self, words: str) -> None:
        """Choose the answer with this text."""
        self.setCurrentIndex(max(0, self.findText(words)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters jump to an answer, accents or not: "de" finds "Để bàn"."""
        if self._seeks(event):
            return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters jump to an answer too."""
        if event.commitString():
            self._seek(self._so_far() + event.commitString())
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the open list letters jump as well: the list's own search knows no accents."""
        if watched is self.view():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._seeks(event):
                return True
            if isinstance(event, QInputMethodEvent):
                self.inputMethodEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _seeks(self, event: QKeyEvent) -> bool:
        """Take a key that belongs to what is being looked for; UniKey takes letters back by Backspace."""
        letters, so_far = event.text(), self._so_far()
        if so_far and event.key() == Qt.Key.Key_Backspace:
            self._seek(so_far[:-1])
            return True
        typed = letters.isprintable() and not event.modifiers() & _COMMAND
        if not typed or not (letters.strip() or (letters and so_far)):
            return False
        self._seek(so_far + letters)
        return True

    def _so_far(self) -> str:
        """Return what was typed just now, to which the next letter belongs."""
        return self._sought if time.monotonic() - self._sought_at < _SEEK_SECONDS else ""

    def _seek(self, letters: str) -> None:
        self._sought, self._sought_at = letters, time.monotonic()
        wanted = fold(letters)
        if not wanted:
            return
        starts = (at for at in range(1, self.count()) if fold(self.itemText(at)).startswith(wanted))
        inside = (at for at in range(1, self.count()) if wanted in fold(self.itemText(at)))
        at = next(starts, None) or next(inside, None)
        if at is None:
            return
        if self.view().isVisible():
            self.view().setCurrentIndex(self.model().index(at, self.modelColumn()))
        else:
            self.setCurrentIndex(at)


class ManyAnswer(QWidget):
    """Any number of a few answers: one box each."""

    touched = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._boxes: dict[str, QCheckBox] = {}
        self._put: Cell = None
        self._ticked: list[str] = []
        line = Flow(self, 4)
        for choice in field.choices:
            box = QCheckBox(choice.label.text(language()))
            box.setAccessibleName(f"{field.label.text(language())}: {box.text()}")
            box.toggled.connect(lambda _on: self.touched.emit())
            self._boxes[choice.key] = box
            line.addWidget(box)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def put(self, cell: Cell, _text: str) -> None:
        """Tick what the value holds."""
        self._put = cell
        held = cell.v if isinstance(cell, Value) and isinstance(cell.v, list) else []
        for key, box in self._boxes.items():
            box.setChecked(key in held)
        self._ticked = self._keys()

    def _keys(self) -> list[str]:
        return sorted(key for key, box in self._boxes.items() if box.isChecked())

    def given(self) -> Given:
        """Return the ticked answers; one that a newer program added stays."""
        held = self._put.v if isinstance(self._put, Value) and isinstance(self._put.v, list) else []
        kept = [key for key in held if key not in self._boxes]
        keys = sorted({*self._keys(), *kept})
        return Value(keys) if keys else None

    def is_changed(self) -> bool:
        """Return whether other boxes are ticked."""
        return self._keys() != self._ticked

    def settle(self) -> None:
        """Take the ticked boxes as what was put: they are saved."""
        self._ticked = self._keys()

    def shown(self) -> str:
        """Return the ticked answers."""
        return ", ".join(box.text() for box in self._boxes.values() if box.isChecked())

    def words(self) -> str:
        """Return the ticked keys."""
        return ",".join(self._keys())

    def put_words(self, words: str) -> None:
        """Tick the boxes that were kept."""
        for key, box in self._boxes.items():
            box.setChecked(key in words.split(","))
