"""Draws the cells and opens their editors."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.domain.topic import Kind
from desktop_app.ui import icons
from desktop_app.ui.answers import (
    ChoiceAnswer,
    LongAnswer,
    ManyAnswer,
    ReferenceAnswer,
    answer_for,
    as_answer,
)
from desktop_app.ui.grid.columns import PADDING
from desktop_app.ui.grid.model import GridModel
from desktop_app.ui.grid.painting import Paint
from desktop_app.ui.grid.popup import CellPopup
from desktop_app.ui.grid.rows import PAINT
from desktop_app.ui.theme import Look
from desktop_app.ui.tickets import Ticket

if TYPE_CHECKING:
    from desktop_app.ui.session import Session

MARK = 13
"""The side of the sign of a problem in a cell, in pixels at 100 %."""
Index = QModelIndex | QPersistentModelIndex
_LEAVING = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class GridDelegate(QStyledItemDelegate):
    """One for a grid. Signal: ``left(rows, columns)`` after Enter or Tab ended an editor: where to go."""

    left = Signal(int, int)

    def __init__(self, look: Look, session: "Session", model: GridModel) -> None:
        super().__init__()
        self._look, self._session, self._model = look, session, model
        self.editor: QWidget | None = None
        self.place: QPersistentModelIndex | None = None
        self._ticket: Ticket | None = None
        self.holder: Callable[[int], QWidget | None] = lambda _column: None

    @property
    def scratch_key(self) -> str:
        """The name under which the open editor's text is kept."""
        return f"grid:{self._model.topic.key}"

    # --- drawing ------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        drawn: Paint = index.data(PAINT)
        rect, t = option.rect, self._look.tokens
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = {"bad": t.bad_soft, "warn": t.warn_soft}.get(drawn.ground)
        if selected or ground:
            painter.fillRect(rect, QColor(ground or t.selection))
        if drawn.icon:
            self._paint_icon(painter, rect, drawn)
        if drawn.mark:
            self._paint_mark(painter, rect, drawn)
        if drawn.text:
            self._paint_text(painter, option, drawn)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _ink(self, tone: str) -> str:
        t = self._look.tokens
        return {"muted": t.muted, "bad": t.bad, "warn": t.warn, "good": t.accent}.get(tone, t.text)

    def _paint_icon(self, painter: QPainter, rect: QRect, drawn: Paint) -> None:
        side = self._look.px(16)
        colour = self._ink(drawn.tone) if drawn.icon != "circle-dashed" else self._look.tokens.scroll
        image = icons.cached_pixmap(drawn.icon, colour, side)
        painter.drawPixmap(rect.center().x() - side // 2 + 1, rect.center().y() - side // 2 + 1, image)

    def _paint_mark(self, painter: QPainter, rect: QRect, drawn: Paint) -> None:
        """Draw the sign of what is wrong with the cell, for whom colour says nothing."""
        side, padding = self._look.px(MARK), self._look.px(PADDING)
        colour = self._ink(drawn.ground or "muted")
        left = rect.left() + padding if drawn.right else rect.right() - padding - side + 1
        image = icons.cached_pixmap(drawn.mark, colour, side)
        painter.drawPixmap(left, rect.center().y() - side // 2 + 1, image)

    def _paint_text(self, painter: QPainter, option: QStyleOptionViewItem, drawn: Paint) -> None:
        padding = self._look.px(PADDING)
        room: QRect = option.rect.adjusted(padding, 0, -padding, 0)
        if drawn.mark:  # at the side where the words do not begin
            taken = self._look.px(MARK + 4)
            room.adjust(*((taken, 0, 0, 0) if drawn.right else (0, 0, -taken, 0)))
        painter.setFont(option.font)
        metrics: QFontMetrics = option.fontMetrics
        text = metrics.elidedText(drawn.text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if drawn.right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(self._ink(drawn.tone)))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    # --- editing ------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the editor of a cell; the bases are those of what the screen shows now."""
        field = self._model.field_at(index.column())
        assert field is not None  # noqa: S101  # flags() lets only fields be edited
        self._ticket = self._model.ticket(index.row())
        widget = self._widget(index)
        title = field.label.text("vi" if self._session.settings.language != "en" else "en")
        widget.setAccessibleName(title)
        editor: QWidget = widget
        if isinstance(widget, (ManyAnswer, LongAnswer)):
            editor = CellPopup(widget, self._look)
            widget.installEventFilter(self)  # the keys go to it, not to the frame around it
        else:
            widget.setProperty("part", "cell")
        editor.setParent(self.holder(index.column()) or parent)
        self.editor, self.place = editor, QPersistentModelIndex(index)
        if isinstance(widget, ReferenceAnswer) and field.to:
            self._session.fetch_names(field.to, self._ticket, widget)
        if isinstance(widget, ChoiceAnswer):
            widget.activated.connect(lambda _at: self._leave((0, 0)))
        as_answer(widget).touched.connect(self._watch)
        return editor

    def _widget(self, index: Index) -> QWidget:
        field = self._model.field_at(index.column())
        assert field is not None  # noqa: S101
        words = self._model.earlier(field) if field.kind is Kind.TEXT and field.copies else ()
        if field.kind is Kind.TEXT and "\n" in self._model.text(index):
            return LongAnswer()
        return answer_for(field, words=words)

    def answer(self) -> QWidget | None:
        """Return the open editor's field."""
        return self.editor.answer if isinstance(self.editor, CellPopup) else self.editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the editor once, as it opens: what arrives later never overwrites what is being typed."""
        if editor.property("filled"):
            return
        editor.setProperty("filled", True)
        answer = self.answer()
        if answer is not None:
            as_answer(answer).put(self._model.cell(index), self._model.text(index))
        if isinstance(answer, LongAnswer):
            answer.selectAll()  # as Qt does for a line: letters over a cell replace it

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        """Save what was typed, if anything was."""
        answer = self.answer()
        if editor is not self.editor or answer is None or self._ticket is None:
            return
        one = as_answer(answer)
        if one.is_changed():
            self._model.commit(index, self._ticket, one.given(), one.shown(), self._hand_over())
            self._ticket = self._model.ticket(index.row())
            one.settle()

    def _hand_over(self) -> str | None:
        return self._session.scratch.hand_over(self.scratch_key)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Let go of an editor."""
        if editor is self.editor:
            self.editor = self.place = self._ticket = None
            self._session.scratch.forget(self.scratch_key)
        super().destroyEditor(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Put the editor on its cell; one that is larger stays inside the grid."""
        rect: QRect = option.rect
        holder = cast(QWidget, editor.parentWidget())
        if isinstance(option.widget, QAbstractItemView) and holder is option.widget:
            rect = rect.translated(option.widget.viewport().pos())
        if isinstance(editor, CellPopup):
            rect = editor.placed_at(rect, holder.rect())
        editor.setGeometry(rect)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a size: rows have one height, columns their own width."""
        return QSize(80, self._look.px(34))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter goes down, Tab goes on, Esc gives up; all else belongs to the editor."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _LEAVING.get(Qt.Key(event.key()))
            enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if step and enters and event.modifiers() & _NEW_LINE and isinstance(self.answer(), LongAnswer):
                return False
            if step and not (enters and self._popup_is_open()):
                self._leave(step)
                return True
            if event.key() == Qt.Key.Key_Escape and editor is not self.editor and self.editor is not None:
                self.closeEditor.emit(self.editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
                return True
        return editor is self.editor and super().eventFilter(editor, event)

    def _popup_is_open(self) -> bool:
        answer = self.answer()
        if isinstance(answer, ChoiceAnswer):
            return answer.view().isVisible()
        return False

    def _leave(self, step: tuple[int, int]) -> None:
        editor = self.editor
        if editor is None:
            return
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if step != (0, 0):
            self.left.emit(*step)

    def finish(self) -> None:
        """Save and close the open editor, if there is one."""
        self._leave((0, 0))

    def _watch(self) -> None:
        self._session.scratch.watch(self.scratch_key, self._words, self)

    def _words(self) -> dict[str, str] | None:
        answer, place = self.answer(), self.place
        if answer is None or place is None or not place.isValid() or not as_answer(answer).is_changed():
            return None
        row = self._model.row_at(place.row())
        return {
            "topic": self._model.topic.key,
            "rec": row.rec if row else "",
            "unit": self._model.unit or "",
            "field": self._model.columns[place.column()].key,
            "words": as_answer(answer).words(),
        }


_NEW_LINE = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
