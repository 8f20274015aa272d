"""The sheet itself: single letters fill what is selected; keys move as in a spreadsheet."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop_app.domain import letters
from desktop_app.domain.topic import Topic
from desktop_app.domain.values import Value
from desktop_app.i18n import _, language
from desktop_app.ui.grid.columns import two_lines
from desktop_app.ui.matrix.acts import MatrixActs
from desktop_app.ui.matrix.model import MARK, Mark, MatrixModel
from desktop_app.ui.session import Session
from desktop_app.ui.spots import Spot
from desktop_app.ui.theme import Look

Index = QModelIndex | QPersistentModelIndex


class MatrixView(QTableView):
    """Letters and numbers fill the selected cells, 0 and Delete empty them; arrows, Tab and Enter move.

    Signal: ``confirmed()`` by Ctrl+Enter, what is selected holds in this round too.
    """

    confirmed = Signal()

    def __init__(self, session: Session, topic: Topic) -> None:
        super().__init__()
        self._session, self._look = session, session.look
        self.cells = MatrixModel(session, topic)
        self.cells.setParent(self)
        self.setModel(self.cells)
        self.setItemDelegate(MarkDelegate(self._look, self))
        self.setHorizontalHeader(GroupedHeader(self._look, self.cells))
        self.setAccessibleName(topic.title.text(language()))
        # Each key is an answer of its own: an input method would hold it back to compose a word.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(True)
        self.cells.modelReset.connect(self._begin)
        self.acts = MatrixActs(self, session)

    def _begin(self) -> None:
        """Give each column the room of its title on two lines, and put the cursor on the first cell."""
        self.ensurePolished()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        metrics, around = self.horizontalHeader().fontMetrics(), self._look.px(4)
        for at in range(self.cells.columnCount()):
            title = str(self.cells.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            self.setColumnWidth(at, max(two_lines(title, metrics) + around, self._look.px(40)))
        if self.cells.rowCount() and self.cells.columnCount():
            self.go_to((0, 0))

    # --- where the cursor is ------------------------------------------------------------------------

    def go_to(self, spot: Spot) -> None:
        """Put the cursor on a cell."""
        index = self.cells.index(*spot)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def chosen(self) -> list[Spot]:
        """Return the selected cells, from the top and the left."""
        return sorted((index.row(), index.column()) for index in self.selectionModel().selectedIndexes())

    def _step(self, down: int, right: int) -> None:
        lines, columns = self.cells.rowCount(), self.cells.columnCount()
        index = self.currentIndex()
        if not index.isValid():
            return
        at = index.row() * columns + index.column() + right
        line, column = divmod(min(max(at, 0), lines * columns - 1), columns)
        self.go_to((min(max(line + down, 0), lines - 1), column))

    # --- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fill, empty, copy, paste, or move."""
        if not (self._edits(event) or self._moves(event) or self._fills(event.text(), event.modifiers())):
            super().keyPressEvent(event)

    def _edits(self, event: QKeyEvent) -> bool:
        if self.acts.take(event):
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.confirmed.emit()
            return True
        if plain and event.key() == Qt.Key.Key_0:
            self.acts.empty()
            return True
        return False

    def _moves(self, event: QKeyEvent) -> bool:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = {
            Qt.Key.Key_Tab: (0, 1),
            Qt.Key.Key_Backtab: (0, -1),
            Qt.Key.Key_Return: (-1 if back else 1, 0),
            Qt.Key.Key_Enter: (-1 if back else 1, 0),
        }.get(Qt.Key(event.key()))
        if step is not None:
            self._step(*step)
        return step is not None

    def _fills(self, typed: str, modifiers: Qt.KeyboardModifier) -> bool:
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if modifiers & held or not typed.strip() or not typed.isprintable():
            return False
        found = {spot: self.cells.read(spot, typed) for spot in self.chosen()}
        self.acts.write(_("Điền ma trận"), {spot: cell for spot, cell in found.items() if cell is not None})
        return True  # a letter that means nothing here does not search either

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the answers of the cell, for who would rather point than type."""
        if self.currentIndex().isValid():
            self.menu().exec(event.globalPos())

    def menu(self) -> QMenu:
        """Return the answers of the cell under the cursor, for all selected cells that have the same."""
        choices = self.cells.columns[self.currentIndex().column()][1].choices
        same = [spot for spot in self.chosen() if self.cells.columns[spot[1]][1].choices == choices]
        menu, known = QMenu(self), letters.letters(choices, language())
        for at, choice in enumerate(choices, 1):
            act = menu.addAction(f"{known.get(choice.key, at)}  {choice.label.text(language())}")
            cells = dict.fromkeys(same, Value(choice.key))
            act.triggered.connect(
                lambda _checked=False, cells=cells: self.acts.write(_("Điền ma trận"), cells)
            )
        menu.addSeparator()
        menu.addAction(_("Xoá ô")).triggered.connect(lambda _checked=False: self.acts.empty())
        return menu


class MarkDelegate(QStyledItemDelegate):
    """Draws one letter on the ground of its tone; what is selected has a frame, for the ground is taken."""

    def __init__(self, look: Look, view: MatrixView) -> None:
        super().__init__(view)
        self._look, self._cells = look, view.cells

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell."""
        mark: Mark = index.data(MARK)
        t = self._look.tokens
        ground, ink = {
            "good": (t.accent_soft, t.accent),
            "warn": (t.warn_soft, t.warn),
            "bad": (t.bad_soft, t.bad),
        }.get(mark.tone if mark.holds else "", (t.surface, t.text if mark.holds else t.muted))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(t.selection if selected and ground == t.surface else ground))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if mark.holds else QFont.Weight.Normal)
        font.setItalic(not mark.is_saved)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, mark.letter)
        if self._cells.ends_group(index.column()):
            painter.setPen(QColor(t.field_line))
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        if selected:
            wide = 2 if option.state & QStyle.StateFlag.State_HasFocus else 1
            painter.setPen(QPen(QColor(t.accent), wide))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))


class GroupedHeader(QHeaderView):
    """Two levels: the answer of the columns' choice over its fields. Qt has no such head."""

    def __init__(self, look: Look, cells: MatrixModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._cells = look, cells
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _tall(self) -> int:
        return int(self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """Return the room for one line over two."""
        return QSize(super().sizeHint().width(), 3 * self._tall() + self._look.px(18))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw a field's title, and this section's part of the title over its group."""
        t, tall = self._look.tokens, self._tall() + self._look.px(8)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(t.surface))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(t.text))
        whole = self._group(rect, section)
        choice, _field = self._cells.columns[section]
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(
            QRect(whole.x(), rect.y(), whole.width(), tall), middle, choice.label.text(language())
        )
        painter.setPen(QColor(t.muted))
        below = rect.adjusted(2, tall, -2, 0)
        title = str(self._cells.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
        painter.drawText(below, middle | Qt.TextFlag.TextWordWrap, title)
        self._rules(painter, rect, whole, tall)
        painter.restore()

    def _group(self, rect: QRect, section: int) -> QRect:
        """Return where the group of a section stands."""
        wide = len(self._cells.shape.cells)
        first = section - section % wide
        begin = self.sectionViewportPosition(first)
        end = self.sectionViewportPosition(first + wide - 1) + self.sectionSize(first + wide - 1)
        return QRect(begin, rect.y(), end - begin, rect.height())

    def _rules(self, painter: QPainter, rect: QRect, whole: QRect, tall: int) -> None:
        t = self._look.tokens
        painter.setPen(QColor(t.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.left(), rect.top() + tall, rect.right(), rect.top() + tall)
        painter.setPen(QColor(t.field_line if rect.right() == whole.right() else t.grid))
        top = rect.top() if rect.right() == whole.right() else rect.top() + tall
        painter.drawLine(rect.right(), top, rect.right(), rect.bottom())
