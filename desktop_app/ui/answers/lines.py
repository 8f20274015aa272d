"""Editors in which an answer is typed: one line, several lines, the name of another record."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.domain.text import fold
from desktop_app.domain.values import Cell, Value
from desktop_app.ui.tickets import Given, Typed

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
FOLDED = int(Qt.ItemDataRole.UserRole) + 1
REC = int(Qt.ItemDataRole.UserRole) + 2


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


def _leaves(event: QEvent, *, is_chosen: bool) -> bool:
    """Return whether a key leaves a line with texts offered under it: Tab, and Enter where none is chosen."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    return event.key() in _LEAVING or (event.key() in _ENTERS and not is_chosen)


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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter and Tab do what they do without a popup, unless Enter takes what is chosen there.

        Qt gives a key of the popup to the line itself, past those who watch it: a cell would ask for two.
        """
        offered = self.popup()
        if offered is None or watched is not offered:
            return super().eventFilter(watched, event)
        chosen, line = offered.currentIndex(), self.widget()
        if not _leaves(event, is_chosen=chosen.isValid()):
            return super().eventFilter(watched, event)
        if chosen.isValid() and isinstance(line, QLineEdit):
            line.setText(self.pathFromIndex(chosen))
            self._tell(chosen)
        offered.hide()
        QCoreApplication.sendEvent(line, event.clone())
        return True

    def _tell(self, index: QModelIndex) -> None:
        self.chosen.emit(str(index.data(REC)), str(index.data(Qt.ItemDataRole.DisplayRole)))

    def splitPath(self, path: str) -> list[str]:
        """Return what is looked for, folded as the offered texts are."""
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return the text itself, with its accents."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))
