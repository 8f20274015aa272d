"""The editors of one value, by kind: the same in the grid and in the form.

Text is read when editing ends, never while it is typed: UniKey types by Backspace and letter. Completion
is a popup only. The wheel never changes a field that does not have the keyboard.
"""

import time
from collections.abc import Mapping
from typing import Protocol, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.domain.text import fold
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Cell, Raw, Value
from desktop_app.i18n import _, language
from desktop_app.ui.widgets.flow import Flow
from desktop_app.ui.writer import Given, Typed

_COMMAND = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SEEK_SECONDS = 1.2
FOLDED = int(Qt.ItemDataRole.UserRole) + 1
REC = int(Qt.ItemDataRole.UserRole) + 2


class Answer(Protocol):
    """An editor of one value."""

    @property
    def touched(self) -> SignalInstance:
        """Emitted when something was typed or chosen."""

    def put(self, cell: Cell, text: str) -> None:
        """Show a value; ``text`` is how it reads."""

    def given(self) -> Given:
        """Return what was typed or chosen."""

    def is_changed(self) -> bool:
        """Return whether it differs from what was put."""

    def settle(self) -> None:
        """Take what is given now as what was put: it is saved."""

    def shown(self) -> str:
        """Return how what is given reads."""

    def words(self) -> str:
        """Return the open text, to be kept as scratch."""

    def put_words(self, words: str) -> None:
        """Show a text that was kept as scratch."""


def answer_for(field: Field, names: Mapping[str, str] | None = None, words: tuple[str, ...] = ()) -> QWidget:
    """Return the editor for ``field``; ``names`` are the records of a reference, ``words`` earlier texts."""
    match field.kind:
        case Kind.CHOICE:
            return ChoiceAnswer([(choice.key, choice.label.text(language())) for choice in field.choices])
        case Kind.YES_NO:
            return ChoiceAnswer([(True, _("Có")), (False, _("Không"))])
        case Kind.MULTI_CHOICE:
            return ManyAnswer(field)
        case Kind.REFERENCE:
            return ReferenceAnswer(names or {})
        case Kind.LONG_TEXT:
            return LongAnswer()
    return LineAnswer(words)


def as_answer(widget: QWidget) -> Answer:
    """Return the widget as what every editor is."""
    return cast(Answer, widget)


class LineAnswer(QLineEdit):
    """One line, for text and for everything that is typed as text: numbers, dates, coordinates."""

    touched = Signal()

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.setMaxLength(20_000)
        self._put = ""
        if words:
            self.setCompleter(_Folding(words, self))
        self.textChanged.connect(lambda _text: self.touched.emit())

    def put(self, _cell: Cell, text: str) -> None:
        """Show a value."""
        self.setText(text)
        self.setCursorPosition(0)
        self._put = self.text()

    def given(self) -> Given:
        """Return the text."""
        return Typed(self.text())

    def is_changed(self) -> bool:
        """Return whether the text is another."""
        return self.text() != self._put

    def settle(self) -> None:
        """Take the text as what was put: it is saved."""
        self._put = self.text()

    def shown(self) -> str:
        """Return the text."""
        return self.text()

    def words(self) -> str:
        """Return the text."""
        return self.text()

    def put_words(self, words: str) -> None:
        """Show a text that was kept."""
        self.setText(words)


class LongAnswer(QPlainTextEdit):
    """Several lines; Tab leaves the field, as in every other."""

    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._put = ""
        self.textChanged.connect(self.touched)

    def put(self, _cell: Cell, text: str) -> None:
        """Show a value."""
        self.setPlainText(text)
        self._put = self.toPlainText()

    def given(self) -> Given:
        """Return the text."""
        return Typed(self.toPlainText())

    def is_changed(self) -> bool:
        """Return whether the text is another."""
        return self.toPlainText() != self._put

    def settle(self) -> None:
        """Take the text as what was put: it is saved."""
        self._put = self.toPlainText()

    def shown(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def words(self) -> str:
        """Return the text."""
        return self.toPlainText()

    def put_words(self, words: str) -> None:
        """Show a text that was kept."""
        self.setPlainText(words)


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
        letters = event.text()
        if letters.isprintable() and letters.strip() and not event.modifiers() & _COMMAND:
            self._seek(letters)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters jump to an answer too."""
        if event.commitString().strip():
            self._seek(event.commitString())
        event.accept()

    def _seek(self, letters: str) -> None:
        now = time.monotonic()
        again = now - self._sought_at < _SEEK_SECONDS
        self._sought, self._sought_at = (self._sought if again else "") + letters, now
        wanted = fold(self._sought)
        starts = (at for at in range(1, self.count()) if fold(self.itemText(at)).startswith(wanted))
        inside = (at for at in range(1, self.count()) if wanted in fold(self.itemText(at)))
        at = next(starts, None) or next(inside, None)
        if at is not None:
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


class ReferenceAnswer(QLineEdit):
    """Another record, found by any part of its name; two of one name are told apart by choosing."""

    touched = Signal()

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._put: tuple[Cell, str] = (None, "")
        self._chosen: tuple[str, str] | None = None
        self._names = names
        self._folding = _Folding(names, self)
        self.setCompleter(self._folding)
        self._folding.chosen.connect(self._choose)
        self.textChanged.connect(lambda _text: self.touched.emit())

    def set_names(self, names: Mapping[str, str]) -> None:
        """Take the names once the store has given them."""
        self._names = names
        self._folding.fill(names)

    def _choose(self, rec: str, name: str) -> None:
        self._chosen = (rec, name)

    def put(self, cell: Cell, text: str) -> None:
        """Show the record's name."""
        self._chosen = None
        self.setText(text)
        self._put = (cell, self.text())

    def given(self) -> Given:
        """Return the record that was chosen, else the text to look for."""
        typed = self.text().strip()
        if typed == self._put[1].strip() and isinstance(self._put[0], Value):
            return self._put[0]
        if self._chosen and self._chosen[1] == typed:
            return Value(self._chosen[0])
        found = [rec for rec, name in self._names.items() if name == typed]
        return Value(found[0]) if len(found) == 1 else Typed(self.text())

    def is_changed(self) -> bool:
        """Return whether another record was typed or chosen."""
        return self.text() != self._put[1] or self._chosen is not None

    def settle(self) -> None:
        """Take the text as what was put: it is saved."""
        given = self.given()
        self._put = (given if isinstance(given, Value) else None, self.text())
        self._chosen = None

    def shown(self) -> str:
        """Return the text."""
        return self.text()

    def words(self) -> str:
        """Return the text."""
        return self.text()

    def put_words(self, words: str) -> None:
        """Show a text that was kept."""
        self.setText(words)


class _Folding(QCompleter):
    """A popup that finds any part of a text, accents or not. Never inline: that breaks UniKey.

    Signal: ``chosen(rec, text)``.
    """

    chosen = Signal(str, str)

    def __init__(self, texts: Mapping[str, str] | tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(QStandardItemModel(self))
        self.fill(texts)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionRole(FOLDED)
        self.setMaxVisibleItems(8)
        popup = self.popup()
        assert popup is not None  # noqa: S101  # a popup completer has one
        popup.setProperty("part", "popup")
        # By the line and not by its text: two records of one name are told apart.
        self.activated[QModelIndex].connect(self._tell)  # type: ignore[index]  # two signals of one name

    def fill(self, texts: Mapping[str, str] | tuple[str, ...]) -> None:
        """Offer these texts."""
        model = cast(QStandardItemModel, self.model())
        model.clear()
        pairs = texts.items() if isinstance(texts, Mapping) else ((text, text) for text in texts)
        for rec, text in pairs:
            item = QStandardItem(text)
            item.setData(fold(text), FOLDED)
            item.setData(rec, REC)
            model.appendRow(item)

    def _tell(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(REC)), str(index.data(Qt.ItemDataRole.DisplayRole)))

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for, folded as the offered texts are."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the text itself, with its accents."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))
