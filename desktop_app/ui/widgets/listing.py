"""A list to read: cells with words, icons and chips, sorted by its head, rows as tall as their words."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.domain.text import sort_key
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.listing_delegate import ListingDelegate, Shown

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SHOWN = int(Qt.ItemDataRole.UserRole) + 20
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Head:
    """A column. Where room is short, one with a ``share`` gets that part of what is left, and its words wrap.

    ``least`` is the narrowest that such a column gets, in pixels at 100 %.
    """

    title: str
    right: bool = False
    share: int = 0
    least: int = 120


class Line(NamedTuple):
    """One row: what it is known by, its cells; a ``band`` is a heading over the whole width instead."""

    key: Hashable
    cells: Sequence[Shown] = ()
    band: str = ""

    def spoken(self, at: int) -> str:
        """Return the text of one cell."""
        if self.band:
            return self.band if at == 0 else ""
        return "\n".join(part for part in (self.cells[at].text, self.cells[at].under) if part)


class ListingModel(QAbstractTableModel):
    """The rows, in the order of the column by which they are sorted."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = tuple(heads)
        self.lines: list[Line] = []
        self._order: tuple[int, Qt.SortOrder] | None = None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return a cell's text, or what is drawn."""
        line = self.lines[index.row()]
        if role == SHOWN:
            return None if line.band else line.cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and not line.band:
            return line.cells[index.column()].more or None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken(index.column())
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that a row can be chosen, a heading not."""
        if self.lines[index.row()].band:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return a column's title, and its side."""
        if side is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.heads[section].right else _LEFT
        return None

    def put(self, lines: Sequence[Line]) -> None:
        """Show these rows, in the order that was chosen."""
        self.beginResetModel()
        self.lines = list(lines)
        if self._order:
            self._sort(*self._order)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; cells with nothing in them come last either way. -1: as the rows were put."""
        self._order = (column, order) if column >= 0 else None
        self.beginResetModel()
        if self._order:
            self._sort(column, order)
        self.endResetModel()

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        filled = [line for line in self.lines if _weight(line, column) is not None]
        blank = [line for line in self.lines if _weight(line, column) is None]
        descending = order is Qt.SortOrder.DescendingOrder
        self.lines = sorted(filled, key=lambda line: _weight(line, column), reverse=descending) + blank


def _weight(line: Line, column: int) -> Any:
    """Return what a cell is sorted by: its number where it has one, else its words in Vietnamese order."""
    shown = line.cells[column]
    if shown.sort is not None:
        return shown.sort
    return sort_key(shown.text) if shown.text and not shown.numeric else None


class Listing(QTableView):
    """Rows to look at and choose from.

    Signals: ``picked(key)`` the row under the cursor changed, None where there is none; ``opened(key)`` it
    was double-clicked, or Enter was pressed on it.
    """

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, look: Look, heads: Sequence[Head], name: str, *, sortable: bool = True) -> None:
        super().__init__()
        self._look = look
        self._fitted = -1
        self.rows = ListingModel(heads)
        self.rows.setParent(self)
        self.drawing = ListingDelegate(look, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.drawing)
        self.setAccessibleName(name)
        self._set_up(sortable=sortable)
        self.rows.modelReset.connect(self._fit)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda _now, _old: self.picked.emit(self.key()))

    def _set_up(self, *, sortable: bool) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        if sortable:
            head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    # --- what is shown ------------------------------------------------------------------------------

    def put(self, lines: Sequence[Line]) -> None:
        """Show these rows; the chosen row stays chosen and the place stays."""
        chosen, down = self.key(), self.verticalScrollBar().value()
        self.rows.put(lines)
        self.choose(chosen)
        self.verticalScrollBar().setValue(down)

    def key(self) -> Hashable | None:
        """Return what the chosen row is known by."""
        at = self.currentIndex().row()
        return self.rows.lines[at].key if 0 <= at < len(self.rows.lines) else None

    def choose(self, key: Hashable | None) -> None:
        """Choose the row of ``key``, if it is there."""
        keys = [line.key for line in self.rows.lines]
        if key is not None and key in keys:
            self.selectRow(keys.index(key))

    def texts(self) -> list[list[str]]:
        """Return the text of every cell, row by row."""
        return [[line.spoken(at) for at in range(len(self.rows.heads))] for line in self.rows.lines]

    # --- shape --------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give each column the width of its widest words, the rest to those that share; then the heights."""
        self.ensurePolished()
        room = self._fitted = self.viewport().width()
        widths = [self._natural(at) for at in range(len(self.rows.heads))]
        spare = room - sum(widths)
        if spare < 0:
            widths = self._squeezed(widths, room)
        for at, wide in enumerate(widths):
            self.setColumnWidth(at, wide + max(0, spare) // len(widths))
        self._fit_heights()

    def _squeezed(self, widths: Sequence[int], room: int) -> list[int]:
        """Return the widths where the words do not all stand side by side: those that wrap give way."""
        shares = [head.share for head in self.rows.heads]
        left = room - sum(wide for wide, share in zip(widths, shares, strict=True) if not share)
        return [
            max(self._look.px(head.least), left * head.share // sum(shares)) if head.share else wide
            for wide, head in zip(widths, self.rows.heads, strict=True)
        ]

    def _fit_heights(self) -> None:
        self.clearSpans()
        for row, line in enumerate(self.rows.lines):
            if line.band:
                self.setSpan(row, 0, 1, len(self.rows.heads))
            self.setRowHeight(row, self._height(line))

    def _natural(self, at: int) -> int:
        head, metrics = self.rows.heads[at], self.horizontalHeader().fontMetrics()
        # Room for the sign of the sorted column stands beside the title.
        titled = metrics.horizontalAdvance(head.title) + self._look.px(2 * 8 + 16)
        cells = (line.cells[at] for line in self.rows.lines if not line.band)
        return max([titled, *(self.drawing.width_of(cell, self.font()) for cell in cells)])

    def _height(self, line: Line) -> int:
        if line.band:
            return self._look.px(34)
        widths = (self.columnWidth(at) for at in range(len(line.cells)))
        pairs = zip(line.cells, widths, self.rows.heads, strict=True)
        return max(
            self.drawing.height_of(cell, wide, self.font(), wraps=bool(head.share))
            for cell, wide, head in pairs
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width anew."""
        super().resizeEvent(event)
        if self._fitted != self.viewport().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "drawing"):
            self._fit()

    # --- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if not self.rows.lines[row].band:
            self.opened.emit(self.rows.lines[row].key)
