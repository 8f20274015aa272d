"""The first columns, which stand still while the others scroll: a second view over the same rows.

It shows; everything that is done happens in the grid below, which has the keyboard and the editors.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView

from desktop_app.ui.grid.delegate import GridDelegate
from desktop_app.ui.grid.heading import Heading
from desktop_app.ui.session import Session

if TYPE_CHECKING:
    from desktop_app.ui.grid.view import GridView

MOST = 0.6
"""Of the grid's width at most this part stands still: else nothing does."""


class FrozenColumns(QTableView):
    """The first ``wanted`` columns of ``grid``."""

    def __init__(self, grid: "GridView", session: Session) -> None:
        super().__init__(grid)
        self._grid = grid
        self.wanted = 0
        self.setAccessibleName(grid.accessibleName())
        self.head = Heading(grid.rows, self)
        self.head.setSectionsMovable(False)
        self.setHorizontalHeader(self.head)
        self.head.sort_without_selecting()
        self.setModel(grid.rows)
        self.setSelectionModel(grid.selectionModel())
        self._delegate = _Drawn(grid, session)
        self._delegate.setParent(self)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._follow()

    def _set_up(self) -> None:
        self.setProperty("part", "frozen")
        self.setFocusProxy(self._grid)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(self._grid.selectionMode())
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self._grid.verticalScrollMode())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self._grid.verticalHeader().sectionResizeMode(0))

    def _follow(self) -> None:
        ours, theirs = self.verticalScrollBar(), self._grid.verticalScrollBar()
        theirs.valueChanged.connect(ours.setValue)
        ours.valueChanged.connect(theirs.setValue)
        self._grid.horizontalHeader().sectionResized.connect(self._resized)
        self.head.sectionResized.connect(self._resized_here)
        self.doubleClicked.connect(self._edit)

    @property
    def count(self) -> int:
        """How many columns stand still now."""
        return self.wanted if self.isVisibleTo(self._grid) else 0

    def place(self) -> None:
        """Show the wanted columns over the grid's own; none where too little would be left."""
        grid, most = self._grid, self._grid.viewport().width() * MOST
        wide = sum(grid.columnWidth(at) for at in range(self.wanted))
        self.setVisible(0 < wide <= most)
        if not self.isVisibleTo(grid):
            return
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.head.setFixedHeight(grid.horizontalHeader().height())
        for at in range(grid.rows.columnCount()):
            self.setColumnHidden(at, at >= self.wanted)
            if at < self.wanted:
                self.setColumnWidth(at, grid.columnWidth(at))
        frame = grid.viewport().geometry()
        head = grid.horizontalHeader().height()
        self.setGeometry(frame.x(), frame.y() - head, wide, frame.height() + head)
        self.verticalScrollBar().setValue(grid.verticalScrollBar().value())
        self.raise_()

    def _resized(self, at: int, _before: int, now: int) -> None:
        if at < self.wanted and self.columnWidth(at) != now:
            self.place()

    def _resized_here(self, at: int, _before: int, now: int) -> None:
        if self.isVisibleTo(self._grid) and now and self._grid.columnWidth(at) != now:
            self._grid.setColumnWidth(at, now)

    def _edit(self, index: QModelIndex) -> None:
        self._grid.edit(index, QAbstractItemView.EditTrigger.DoubleClicked)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The grid's menu."""
        self._grid.contextMenuEvent(event)


class _Drawn(GridDelegate):
    """Draws as the grid does; the cursor's ring is there while the grid has the keyboard."""

    def __init__(self, grid: "GridView", session: Session) -> None:
        super().__init__(session.look, session, grid.rows)
        self._grid = grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        if self._grid.hasFocus() and index == self._grid.currentIndex():
            option.state |= QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
