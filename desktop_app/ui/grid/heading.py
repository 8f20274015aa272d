"""The head of a grid: a click sorts, Shift adds a key, dragging moves a column; each may have its arrow."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QTableView

from desktop_app.i18n import _
from desktop_app.ui.grid.columns import STATUS, sorts_by
from desktop_app.ui.grid.model import GridModel

if TYPE_CHECKING:
    from desktop_app.domain.conditions import Order


class Heading(QHeaderView):
    """Signals: ``sorted_by(key, more)``; ``moved(keys)`` the new order of columns; ``asked(column, QPoint)``
    the menu of a column is wanted at a point of the screen; ``resized(key, pixels)`` by hand.
    """

    sorted_by = Signal(str, bool)
    moved = Signal(object)
    asked = Signal(int, QPoint)
    resized = Signal(str, int)

    def __init__(self, rows: GridModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = rows
        self._by_hand = False
        self.setAccessibleName(_("Tên các cột"))
        self.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        self.setHighlightSections(False)
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
