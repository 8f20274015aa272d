"""Columns as the person arranged them: shown or not, moved, widened, standing still; remembered by topic."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.grid.columns import STATUS, Column
from desktop_app.ui.grid.frozen import FrozenColumns
from desktop_app.ui.grid.heading import Heading
from desktop_app.ui.grid.layout import forget, remember, remembered
from desktop_app.ui.session import Session

if TYPE_CHECKING:
    from desktop_app.ui.grid.view import GridView


class Arrangement(QObject):
    """The columns of one grid. Signal: ``changed()`` other columns are shown, or in another order."""

    changed = Signal()

    def __init__(self, grid: "GridView", session: Session) -> None:
        super().__init__(grid)
        self._grid, self._session = grid, session
        self._topic = grid.rows.topic.key
        self._layout = remembered(session, self._topic)
        grid.rows.show_columns(self._layout.columns)
        self.frozen = FrozenColumns(grid, session)
        self.frozen.wanted = self._wanted()
        for head in (self.head, self.frozen.head):
            head.moved.connect(self.show_columns)
            head.resized.connect(self._widened)
        grid.rows.modelReset.connect(self.place)

    def holder(self, column: int) -> QWidget | None:
        """Return what holds a cell's editor where the viewport would let it be covered."""
        return self._grid if column < self.frozen.count else None

    @property
    def head(self) -> Heading:
        """The grid's own head."""
        head = self._grid.horizontalHeader()
        assert isinstance(head, Heading)  # noqa: S101  # the grid was given one
        return head

    # --- which columns --------------------------------------------------------------------------------

    def shown(self) -> tuple[str, ...]:
        """Return the keys of the columns shown, without the status, which always is."""
        return tuple(column.key for column in self._grid.rows.columns if column.key != STATUS)

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in this order, () for all; remembered."""
        self._layout = remember(self._session, self._topic, columns=tuple(keys))
        self._grid.finish()
        self._grid.rows.show_columns(keys)
        self.frozen.wanted = self._wanted()
        self.changed.emit()

    def reset(self) -> None:
        """Show all columns as they are at first."""
        forget(self._session, self._topic)
        self._layout = remembered(self._session, self._topic)
        self.show_columns(())

    # --- widths ---------------------------------------------------------------------------------------

    def width(self, column: Column) -> int:
        """Return the width that the person gave a column, in pixels; 0 for the usual one."""
        return self._session.look.px(self._layout.widths.get(column.key, 0))

    def _widened(self, key: str, pixels: int) -> None:
        usual = max(1, round(pixels * 100 / self._session.look.scale))
        widths = {**self._layout.widths, key: usual}
        self._layout = remember(self._session, self._topic, widths=widths)

    # --- standing still -------------------------------------------------------------------------------

    def freeze(self, count: int) -> None:
        """Let the first ``count`` columns stand still; remembered."""
        self._layout = remember(self._session, self._topic, frozen=count)
        self.frozen.wanted = self._wanted()
        self.place()

    def _wanted(self) -> int:
        """Return how many columns stand still: usually all before the second field."""
        rows, asked = self._grid.rows, self._layout.frozen
        return rows.column_of("") + 1 if asked is None else min(asked, rows.columnCount() - 1)

    def place(self) -> None:
        """Put the columns that stand still where they belong."""
        self.frozen.place()

    def moved(self, rect: QRect, column: int) -> QRect:
        """Return where ``rect``, a cell of the grid, is seen."""
        if 0 <= column < self.frozen.count:
            return rect.translated(self._grid.horizontalScrollBar().value(), 0)
        return rect

    def uncover(self, column: int, before: int) -> None:
        """Scroll so that a cell is not under what stands still; a cell that does needs no scrolling."""
        bar, still = self._grid.horizontalScrollBar(), self.frozen.count
        if not still:
            return
        if column < still:
            bar.setValue(before)
            return
        left = sum(self._grid.columnWidth(at) for at in range(still))
        hidden = left - self._grid.columnViewportPosition(column)
        if hidden > 0:
            bar.setValue(bar.value() - hidden)
