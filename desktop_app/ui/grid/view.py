"""The table itself: keys as in a spreadsheet, and the place kept through every reload."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QMenu, QTableView

from desktop_app.domain.topic import Topic
from desktop_app.i18n import _
from desktop_app.ui.answers import ChoiceAnswer, LongAnswer
from desktop_app.ui.grid.arrangement import Arrangement
from desktop_app.ui.grid.columns import PADDING, width_of
from desktop_app.ui.grid.delegate import GridDelegate
from desktop_app.ui.grid.filling import Filling
from desktop_app.ui.grid.heading import Heading
from desktop_app.ui.grid.model import GridModel
from desktop_app.ui.grid.states import states_menu
from desktop_app.ui.session import Session
from desktop_app.ui.spots import Area, bands
from desktop_app.ui.theme import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QItemSelectionRange

    from desktop_app.app.views import Row

AIR = 16
"""The height of a row beyond its letters, in pixels."""
WIDEST = 280
"""No column begins wider than this, in pixels at 100 %."""
Index = QModelIndex | QPersistentModelIndex
_ANYWHERE = QAbstractItemView.ScrollHint.EnsureVisible


class GridView(QTableView):
    """The rows of a topic.

    Signals: ``at_row(Row | None)`` the record under the cursor changed; ``offers(QMenu)`` a menu for the
    selected rows is about to open, and may be added to.
    """

    at_row = Signal(object)
    offers = Signal(object)

    def __init__(self, session: Session, topic: Topic, *, with_unit: bool) -> None:
        super().__init__()
        self._session = session
        self._look: Look = session.look
        self.rows = GridModel(session, topic, with_unit=with_unit)
        self.rows.setParent(self)
        self.editing = GridDelegate(self._look, session, self.rows)
        self.editing.setParent(self)
        self._tab_origin: int | None = None
        self._place: tuple[str | None, int, str, int] | None = None
        self._wanted: tuple[str, str] | None = None
        self.setModel(self.rows)
        self.setItemDelegate(self.editing)
        self.setAccessibleName(topic.title.text(session.settings.language or "vi"))
        self._set_up()
        self.arrangement = Arrangement(self, session)
        self._size_columns()
        self._listen()
        self.filling = Filling(self, session)

    def _set_up(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = Heading(self.rows, self)
        self.setHorizontalHeader(head)
        head.sort_without_selecting()

    def _listen(self) -> None:
        self.editing.left.connect(self._step)
        self.editing.holder = self.arrangement.holder
        self.rows.may_load = lambda: self.editing.editor is None
        self.rows.first_shown = lambda: self.rowAt(0)
        self.editing.closeEditor.connect(lambda *_args: QTimer.singleShot(0, self.rows.apply_waiting))
        self.rows.modelAboutToBeReset.connect(self._remember_place)
        self.rows.modelReset.connect(self._return_to_place)
        self.rows.arrived.connect(self._widen)
        self.arrangement.changed.connect(self._resize_columns)
        self.selectionModel().currentChanged.connect(self._moved)
        self.rows.dataChanged.connect(self._row_changed)

    def _size_columns(self) -> None:
        self.ensurePolished()
        # The air around a line stays the same when the letters grow, so that large letters still leave rows.
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + AIR)
        body, head = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        for at, column in enumerate(self.rows.columns):
            usual = width_of(column, body, head, self._look.px(PADDING))
            self.setColumnWidth(at, self.arrangement.width(column) or usual)
        self._fit_head()

    def _fit_head(self) -> None:
        """Make the head two lines high only where a title needs them."""
        head = self.horizontalHeader()
        metrics, around = head.fontMetrics(), 2 * self._look.px(PADDING) + 8
        wide = (metrics.horizontalAdvance(column.title) + around for column in self.rows.columns)
        breaks = any(need > self.columnWidth(at) for at, need in enumerate(wide))
        head.setFixedHeight((2 if breaks else 1) * metrics.height() + self._look.px(14))
        self.arrangement.place()

    def _widen(self) -> None:
        """Give each column the room that the first rows ask for; afterwards the person's widths stay."""
        self.rows.arrived.disconnect(self._widen)
        self._fit_texts()

    def _resize_columns(self) -> None:
        self._size_columns()
        self._fit_texts()

    def _fit_texts(self) -> None:
        metrics, padding = self.fontMetrics(), self._look.px(PADDING)
        for at in range(1, self.rows.columnCount()):
            if self.arrangement.width(self.rows.columns[at]):
                continue
            texts = (self.rows.paint(row, at).text for row in range(min(60, self.rows.rowCount() - 1)))
            wide = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * padding + 4
            self.setColumnWidth(at, max(self.columnWidth(at), min(wide, self._look.px(WIDEST))))
        self._fit_head()

    # --- columns that stand still -------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns that stand still over their own."""
        super().resizeEvent(event)
        self.arrangement.place()

    def visualRect(self, index: Index) -> QRect:
        """Return where a cell is seen: one that stands still has not scrolled away."""
        rect = super().visualRect(index)
        return self.arrangement.moved(rect, index.column())

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _ANYWHERE) -> None:
        """Bring a cell into view, out from under the columns that stand still."""
        before = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        self.arrangement.uncover(index.column(), before)

    # --- where the cursor is ------------------------------------------------------------------------

    def current_row(self) -> "Row | None":
        """Return the record under the cursor, None on the row for a new one."""
        index = self.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    def selected_numbers(self) -> list[int]:
        """Return the numbers of the rows that have a selected cell."""
        return [line for lines, _columns in bands(self.selected_areas()) for line in lines]

    def selected_areas(self) -> list[Area]:
        """Return the blocks of selected cells; they may overlap."""
        blocks = cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())
        return [Area(one.top(), one.left(), one.bottom(), one.right()) for one in blocks]

    def selected_rows(self) -> "list[Row]":
        """Return the records that have a selected cell, of those that are loaded."""
        return self.rows.here_in(self.selected_areas())

    def with_selected(self, then: "Callable[[list[Row]], object]") -> None:
        """Call ``then`` with all records that have a selected cell, once they are here; not for none."""
        numbers = [number for number in self.selected_numbers() if number < self.rows.count]

        def all_here(away: "dict[int, Row]") -> None:
            found = [self.rows.here(number) or away.get(number) for number in numbers]
            if known := [row for row in found if row is not None]:
                then(known)

        self.rows.fetch(numbers, all_here)

    def begin_new(self) -> None:
        """Go to the first field of the row for a new record."""
        self.finish()
        self._select(self.rows.rowCount() - 1, self.rows.column_of(""))
        self.setFocus()

    def jump(self, rec: str, field: str) -> None:
        """Go to a record's cell, as soon as it is loaded."""
        self._wanted = (rec, field)
        self._jump_to_wanted()

    def _jump_to_wanted(self) -> None:
        if self._wanted is not None:
            self.rows.locate(self._wanted[0], self._jumped)

    def _jumped(self, rec: str, row: int) -> None:
        if self._wanted is None or self._wanted[0] != rec:
            return
        field, self._wanted = self._wanted[1], None
        if row >= 0:
            self._select(row, self.rows.column_of(field))
            self.setFocus()

    def go_to(self, row: int) -> None:
        """Put the cursor on another row, in the same column."""
        self._select(row, max(self.currentIndex().column(), self.rows.column_of("")))

    def _select(self, row: int, column: int) -> None:
        index = self.rows.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.column() != before.column():
            for head in (self.arrangement.head, self.arrangement.frozen.head):
                head.viewport().update()
        if now.row() != before.row():
            self.at_row.emit(self.current_row())

    def _row_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.at_row.emit(self.current_row())

    def _remember_place(self) -> None:
        index, row = self.currentIndex(), self.current_row()
        rec = row.rec if row else None
        key = self.rows.columns[index.column()].key if index.isValid() else ""
        self._place = (rec, index.row(), key, self.verticalScrollBar().value())

    def _return_to_place(self) -> None:
        if self._place is None or self._wanted is not None:
            return
        rec, row, key, scrolled = self._place
        row, column = max(row, 0), self.rows.column_of(key)
        found = self.rows.find(rec) if rec else -1
        wanted = found if found >= 0 else min(row, self.rows.rowCount() - 1)
        if wanted >= 0:
            self.selectionModel().setCurrentIndex(
                self.rows.index(wanted, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.verticalScrollBar().setValue(scrolled)

    # --- keys ---------------------------------------------------------------------------------------

    def _step(self, rows: int, columns: int) -> None:
        index = self.currentIndex()
        row, column = index.row() + rows, index.column() + columns
        if rows and self._tab_origin is not None:
            column = self._tab_origin
        last = self.rows.columnCount() - 1
        if column > last:
            row, column = row + 1, self.rows.column_of("")
        elif column < self.rows.column_of(""):
            row, column = (row - 1, last) if row else (row, self.rows.column_of(""))
        if columns and self._tab_origin is None:
            self._tab_origin = index.column()
        elif rows:
            self._tab_origin = None
        self._select(max(0, min(row, self.rows.rowCount() - 1)), column)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin where something can be typed: Qt would begin at the sign of the row's state."""
        super().focusInEvent(event)
        index, first = self.currentIndex(), self.rows.column_of("")
        if 0 <= index.column() < first:
            self._select(index.row(), first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Tab goes on, Delete empties the selected cells; Ctrl+C, X and V as everywhere."""
        key = Qt.Key(event.key())
        if self.filling.take(event):
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(0, 1 if key == Qt.Key.Key_Tab else -1)
        else:
            if key in _ARROWS:
                self._tab_origin = None
            super().keyPressEvent(event)

    def edit(  # type: ignore[override]  # Qt has two functions of this name
        self, index: Index, trigger: object = None, event: QEvent | None = None
    ) -> bool:
        """Open a cell's editor; one that was asked for by F2 or the mouse shows its choices at once."""
        if trigger is None:
            super().edit(index)
            return True
        opened = bool(super().edit(index, trigger, event))  # type: ignore[call-overload]
        asked = (QAbstractItemView.EditTrigger.EditKeyPressed, QAbstractItemView.EditTrigger.DoubleClicked)
        answer = self.editing.answer()
        if opened and trigger in asked and isinstance(answer, ChoiceAnswer):
            QTimer.singleShot(0, answer, answer.showPopup)
        if opened and trigger in asked and isinstance(answer, LongAnswer):
            answer.moveCursor(QTextCursor.MoveOperation.End)
        return opened

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open a cell for letters that an input method commits without having shown them first."""
        whole = event.commitString() and not event.preeditString()
        if not whole or self.editing.editor is not None or not self.edit(self.currentIndex(), _TYPED):
            super().inputMethodEvent(event)
            return
        answer = self.editing.answer()
        if isinstance(answer, QLineEdit):
            answer.selectAll()
        if answer is not None:
            QApplication.sendEvent(answer, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the states of the selected cells: actual, estimated, no data, not applicable."""
        menu = self.menu()
        if not menu.isEmpty():
            menu.exec(event.globalPos())

    def menu(self) -> QMenu:
        """Return the menu for what is selected."""
        menu = states_menu(self) or QMenu(self)
        self.offers.emit(menu)
        return menu

    def finish(self) -> None:
        """Save and close the open editor, if there is one."""
        self.editing.finish()


def grid_keys() -> tuple[tuple[str, str], ...]:
    """Return the keys that the grid handles as they are pressed, and what they do."""
    return (
        ("F2", _("Sửa ô đang chọn; gõ chữ để ghi đè")),
        ("Enter", _("Xuống dòng dưới; lưu ô đang sửa")),
        ("Tab", _("Sang ô bên; lưu ô đang sửa")),
        ("Esc", _("Bỏ nội dung đang gõ trong ô")),
        ("Delete", _("Xoá nội dung các ô đang chọn")),
        ("Ctrl+C", _("Sao chép các ô đang chọn sang Excel")),
    )


_TYPED = QAbstractItemView.EditTrigger.AnyKeyPressed
_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End}
