"""The head of a grid: a click sorts, Shift adds a key, dragging moves a column; each may have its arrow.

At the right of the column that is pointed at, or that has the cursor, stands what opens its filter.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from desktop_app.i18n import _
from desktop_app.ui import icons
from desktop_app.ui.grid.columns import STATUS, sorts_by
from desktop_app.ui.grid.model import GridModel

if TYPE_CHECKING:
    from desktop_app.domain.conditions import Order


HANDLE, ICON = 22, 14
"""The sides of what opens a filter, and of the picture in it, in pixels at 100 %."""
GRIP = 5
"""So much at the right end of a column is left to be dragged, in pixels."""


class Heading(QHeaderView):
    """Signals: ``sorted_by(key, more)``; ``moved(keys)`` the new order of columns; ``asked(column, QPoint)``
    the menu of a column is wanted at a point of the screen; ``resized(key, pixels)`` by hand;
    ``filter_asked(column, QPoint)`` its filter is.
    """

    sorted_by = Signal(str, bool)
    moved = Signal(object)
    asked = Signal(int, QPoint)
    resized = Signal(str, int)
    filter_asked = Signal(int, QPoint)

    def __init__(self, rows: GridModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows, self._table = rows, parent
        self._by_hand = False
        self._pointed = -1
        self.setAccessibleName(_("Tên các cột"))
        self.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._dragged)
        self.sectionResized.connect(self._resized)

    def sort_without_selecting(self) -> None:
        """Let a click only sort: Qt's tables select the column too, and the cursor would leave its record."""
        self.sectionPressed.disconnect()
        self.sectionEntered.disconnect()

    def setSelectionModel(self, model: QItemSelectionModel) -> None:
        """Take no part in the selection: to paint it, Qt would ask for the flags of every selected cell."""
        super().setSelectionModel(QItemSelectionModel(model.model(), self))

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, at: int) -> None:
        """Give every column that the rows are sorted by its arrow."""
        super().initStyleOptionForIndex(option, at)
        down = {one.field: one.down for one in self._rows.order}.get(sorts_by(self._rows.columns[at]))
        arrow = QStyleOptionHeader.SortIndicator
        option.sortIndicator = arrow.None_ if down is None else arrow.SortUp if down else arrow.SortDown

    # --- filters --------------------------------------------------------------------------------------

    def handle(self, at: int) -> QRect:
        """Return where a click opens the filter of a column, which stands there if `shows_handle`."""
        side = self._rows.session.look.px(HANDLE)
        right = self.sectionViewportPosition(at) + self.sectionSize(at) - GRIP
        return QRect(right - side, (self.height() - side) // 2, side, side)

    def shows_handle(self, at: int) -> bool:
        """Return whether what opens the filter is seen; the cursor alone covers no arrow of an order."""
        if self._rows.columns[at].key == STATUS:
            return False
        if at == self._pointed or self._is_filtered(at):
            return True
        sorted_by = {one.field for one in self._rows.order}
        has_cursor = at == self._table.currentIndex().column()
        return has_cursor and sorts_by(self._rows.columns[at]) not in sorted_by

    def _is_filtered(self, at: int) -> bool:
        return sorts_by(self._rows.columns[at]) in {one.field for one in self._rows.conditions}

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        """Paint a column's head, and over its right end what opens its filter."""
        painter.save()
        super().paintSection(painter, rect, at)
        painter.restore()
        if not self.shows_handle(at):
            return
        look, place = self._rows.session.look, self.handle(at)
        is_on = self._is_filtered(at)
        painter.fillRect(place, QColor(look.tokens.accent_soft if is_on else look.tokens.surface))
        name, colour = ("list-filter", look.tokens.accent) if is_on else ("chevron-down", look.tokens.muted)
        image = icons.cached_pixmap(name, colour, look.px(ICON))
        middle = QRect(QPoint(0, 0), image.deviceIndependentSize().toSize())
        middle.moveCenter(place.center())
        painter.drawPixmap(middle.topLeft(), image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the filter of a column where its handle is pressed; anywhere else the column is sorted."""
        at = self.logicalIndexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and at >= 0 and self._is_on_handle(at, event.position().toPoint()):
            self.filter_asked.emit(at, self.viewport().mapToGlobal(self.handle(at).bottomLeft()))
            return
        super().mousePressEvent(event)

    def _is_on_handle(self, at: int, place: QPoint) -> bool:
        return self.shows_handle(at) and self.handle(at).contains(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the handle of the column under the mouse."""
        self._point_at(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide it when the mouse is gone."""
        self._point_at(-1)
        super().leaveEvent(event)

    def _point_at(self, at: int) -> None:
        if at != self._pointed:
            self._pointed = at
            self.viewport().update()

    # --- order and width ------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the column under the mouse."""
        if (at := self.logicalIndexAt(event.pos())) >= 0:
            self.asked.emit(at, event.globalPos())

    def _clicked(self, at: int) -> None:
        column = self._rows.columns[at]
        more = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        if column.key != STATUS:
            self.sorted_by.emit(sorts_by(column), more)

    def _dragged(self, _at: int, _before: int, _now: int) -> None:
        # After the mouse is let go of: the model is reset, and the sections stand in its order again.
        QTimer.singleShot(0, self, self._tell_order)

    def _tell_order(self) -> None:
        places = [self.logicalIndex(visual) for visual in range(self.count())]
        if places == list(range(self.count())):
            return
        keys = [self._rows.columns[at].key for at in places]
        self.blockSignals(True)
        for visual in range(self.count()):
            self.moveSection(self.visualIndex(visual), visual)
        self.blockSignals(False)
        self.moved.emit([key for key in keys if key != STATUS])

    def _resized(self, at: int, _before: int, now: int) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.resized.emit(self._rows.columns[at].key, now)


def next_order(order: "tuple[Order, ...]", key: str, *, more: bool) -> "tuple[Order, ...]":
    """Return the order after a click: up, then down, then as before; ``more`` keeps the other keys."""
    from desktop_app.domain.conditions import Order

    was = next((one for one in order if one.field == key), None)
    new = None if was is not None and was.down else Order(key, down=was is not None)
    if not more:
        return (new,) if new else ()
    if was is None:
        return (*order, Order(key))
    return tuple(one for one in (new if one == was else one for one in order) if one is not None)
