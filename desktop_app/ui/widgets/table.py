"""A small table that only shows: as tall as its lines, columns as wide as their texts."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop_app.ui import icons
from desktop_app.ui.theme import Look


class Said(NamedTuple):
    """One cell: its text, its tone, an icon."""

    text: str
    tone: str = ""
    icon: str = ""


class Table(QTableWidget):
    """Lines of text; ``right`` are columns of numbers, ``stretch`` is the one that takes the spare room."""

    def __init__(
        self, look: Look, heads: Sequence[str], name: str, right: Sequence[int] = (), stretch: int = -1
    ) -> None:
        super().__init__(0, len(heads))
        self._look, self._right = look, set(right)
        self.setHorizontalHeaderLabels(list(heads))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(stretch % len(heads), QHeaderView.ResizeMode.Stretch)
        self.setProperty("part", "plain")
        for at in self._right:
            item = self.horizontalHeaderItem(at)
            if item is not None:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_lines(self, lines: Sequence[Sequence[Said]]) -> None:
        """Show these lines."""
        self.setRowCount(len(lines))
        for at, line in enumerate(lines):
            for column, said in enumerate(line):
                self.setItem(at, column, self._item(said, column))
        self.resizeRowsToContents()
        self.updateGeometry()

    def _item(self, said: Said, column: int) -> QTableWidgetItem:
        t = self._look.tokens
        ink = {"good": t.accent, "warn": t.warn, "bad": t.bad, "muted": t.muted}.get(said.tone, t.text)
        item = QTableWidgetItem(said.text)
        item.setForeground(QBrush(QColor(ink)))
        item.setToolTip(said.text)
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        if said.icon:
            item.setIcon(icons.icon(said.icon, ink))
        return item

    def resizeEvent(self, event: object) -> None:
        """Texts that break need taller lines."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.resizeRowsToContents()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return a size in which all lines stand."""
        tall = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 6
        bar = self.horizontalScrollBar()
        return QSize(400, tall + (bar.height() if bar.isVisible() else 0))

    def minimumSizeHint(self) -> QSize:
        """Return the same: the page scrolls, not the table."""
        return QSize(100, self.sizeHint().height())
