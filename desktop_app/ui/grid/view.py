"""The table itself: keys as in a spreadsheet, and the place kept through every reload."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QMenu, QTableView

from desktop_app.domain.topic import Topic
from desktop_app.i18n import _
from desktop_app.ui.answers import ChoiceAnswer
from desktop_app.ui.grid.columns import PADDING, STATUS, width_of
from desktop_app.ui.grid.delegate import GridDelegate
from desktop_app.ui.grid.model import GridModel
from desktop_app.ui.grid.states import states_menu
from desktop_app.ui.session import Session
from desktop_app.ui.theme import Look

if TYPE_CHECKING:
    from desktop_app.app.views import Row

AIR = 16
"""The height of a row beyond its letters, in pixels."""
WIDEST = 280
"""No column begins wider than this, in pixels at 100 %."""
Index = QModelIndex | QPersistentModelIndex


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
        self._place: tuple[str | None, int, int, int] | None = None
        self._wanted: tuple[str, str] | None = None
        self.setModel(self.rows)
        self.setItemDelegate(self.editing)
        self.setAccessibleName(topic.title.text(session.settings.language or "vi"))
        self._set_up()
        self._size_columns()
        self._listen()

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
        head = self.horizontalHeader()
        head.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        head.setHighlightSections(False)
        head.setSectionsMovable(False)

    def _listen(self) -> None:
        self.editing.left.connect(self._step)
        self.rows.may_load = lambda: self.editing.editor is None
        self.editing.closeEditor.connect(lambda *_args: QTimer.singleShot(0, self.rows.apply_waiting))
        self.rows.modelAboutToBeReset.connect(self._remember_place)
        self.rows.modelReset.connect(self._return_to_place)
        self.rows.arrived.connect(self._jump_to_wanted)
        self.rows.arrived.connect(self._widen)
        self.selectionModel().currentChanged.connect(self._moved)
        self.rows.dataChanged.connect(self._row_changed)

    def _size_columns(self) -> None:
        self.ensurePolished()
        # The air around a line stays the same when the letters grow, so that large letters still leave rows.
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + AIR)
        body, head = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        for at, column in enumerate(self.rows.columns):
            self.setColumnWidth(at, width_of(column, body, head, self._look.px(PADDING)))
        self._fit_head()

    def _fit_head(self) -> None:
        """Make the head two lines high only where a title needs them."""
        head = self.horizontalHeader()
        metrics, around = head.fontMetrics(), 2 * self._look.px(PADDING) + 8
        wide = (metrics.horizontalAdvance(column.title) + around for column in self.rows.columns)
        breaks = any(need > self.columnWidth(at) for at, need in enumerate(wide))
        head.setFixedHeight((2 if breaks else 1) * metrics.height() + self._look.px(14))

    def _widen(self) -> None:
        """Give each column the room that the first rows ask for; afterwards the person's widths stay."""
        self.rows.arrived.disconnect(self._widen)
        metrics, padding = self.fontMetrics(), self._look.px(PADDING)
        for at in range(1, self.rows.columnCount()):
            texts = (self.rows.paint(row, at).text for row in range(min(60, self.rows.rowCount() - 1)))
            wide = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * padding + 4
            self.setColumnWidth(at, max(self.columnWidth(at), min(wide, self._look.px(WIDEST))))
        self._fit_head()

    # --- where the cursor is ------------------------------------------------------------------------

    def current_row(self) -> "Row | None":
        """Return the record under the cursor, None on the row for a new one."""
        index = self.currentIndex()
        return self.rows.row_at(index.row()) if index.isValid() else None

    def selected_rows(self) -> "list[Row]":
        """Return the records that have a selected cell."""
        numbers = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [row for number in numbers if (row := self.rows.row_at(number)) is not None]

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
        if self._wanted is None:
            return
        rec, field = self._wanted
        row = self.rows.find(rec)
        if row >= 0:
            self._wanted = None
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
        if now.row() != before.row():
            self.at_row.emit(self.current_row())

    def _row_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.at_row.emit(self.current_row())

    def _remember_place(self) -> None:
        index, row = self.currentIndex(), self.current_row()
        rec = row.rec if row else None
        self._place = (rec, index.row(), index.column(), self.verticalScrollBar().value())

    def _return_to_place(self) -> None:
        if self._place is None or self._wanted is not None:
            return
        rec, row, column, scrolled = self._place
        if column < 0 and self.rows.rowCount() > 0:
            row, column = 0, self.rows.column_of("")
        found = self.rows.find(rec) if rec else -1
        wanted = found if found >= 0 else min(row, self.rows.rowCount() - 1)
        if wanted >= 0 and column >= 0:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Tab goes on, Delete empties the selected cells, Ctrl+C copies them."""
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(0, 1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.empty_cells()
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

    def empty_cells(self) -> None:
        """Empty the selected cells; each can be undone."""
        for index in self.selectionModel().selectedIndexes():
            editable = self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable
            if editable and not self.rows.is_new_row(index.row()) and self.rows.cell(index) is not None:
                self.rows.commit(index, self.rows.ticket(index.row()), None, "")

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

    def copy(self) -> None:
        """Copy the selected cells as text, columns parted by tabs."""
        lines: dict[int, dict[int, str]] = {}
        for index in self.selectionModel().selectedIndexes():
            if self.rows.columns[index.column()].key != STATUS and not self.rows.is_new_row(index.row()):
                lines.setdefault(index.row(), {})[index.column()] = _quoted(self.rows.text(index))
        text = "\n".join(
            "\t".join(cells[at] for at in sorted(cells)) for _row, cells in sorted(lines.items())
        )
        QGuiApplication.clipboard().setText(text)

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


def _quoted(text: str) -> str:
    """Return a cell for the clipboard, quoted as spreadsheets do where it holds a tab, a line or a quote."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in '\t\n"') else text
