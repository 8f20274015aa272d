"""The way from a topic's grid and form to its past: a menu, a button, and keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from desktop_app.i18n import _
from desktop_app.ui.pages.history import DeletedDialog, HistoryDialog
from desktop_app.ui.shortcuts import bind
from desktop_app.ui.widgets.basics import tinted

if TYPE_CHECKING:
    from desktop_app.ui.pages.topic import TopicView

HISTORY_KEYS, DELETED_KEYS = "Ctrl+H", "Ctrl+Shift+Delete"


class Past(QObject):
    """Opens the history of the record in hand, and the deleted rows; ``dialog`` is what was opened last."""

    def __init__(self, view: "TopicView") -> None:
        super().__init__(view)
        self._view = view
        self.dialog: QDialog | None = None
        view.grid.offers.connect(self._offer)
        bind(view, HISTORY_KEYS, _("Lịch sử của ô và của dòng đang chọn"), self.show_history)
        bind(view, DELETED_KEYS, _("Dòng đã xoá: xem và khôi phục"), self.show_deleted)

    def _offer(self, menu: QMenu) -> None:
        look = self._view.session.look
        menu.addSeparator()
        if self._rec():
            act = menu.addAction(tinted(look, "history"), _("Lịch sử…"))
            act.setShortcut(QKeySequence(HISTORY_KEYS))
            act.triggered.connect(lambda _on=False: self.show_history())
        act = menu.addAction(tinted(look, "trash-2"), _("Dòng đã xoá…"))
        act.setShortcut(QKeySequence(DELETED_KEYS))
        act.triggered.connect(lambda _on=False: self.show_deleted())

    def show_history(self) -> None:
        """Show the history of the record, at the field under the cursor; what is open is saved first."""
        field, rec = self._field(), self._rec()
        if not rec:
            return
        self._view.leave()
        self._open(HistoryDialog(self._view, self._view.session, self._view.topic, rec, field))

    def show_deleted(self) -> None:
        """Show the deleted rows of the topic; what is open is saved first."""
        self._view.leave()
        unit = self._view.filters.unit
        self._open(DeletedDialog(self._view, self._view.session, self._view.topic, unit))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _rec(self) -> str:
        row = self._view.grid.current_row()
        return row.rec if row else ""

    def _field(self) -> str:
        """Return the field that has the keyboard: a question of the form, else the cell of the grid."""
        focused = QApplication.focusWidget()
        for key, question in self._view.form.questions.items():
            if focused is not None and question.isAncestorOf(focused):
                return key
        index = self._view.grid.currentIndex()
        column = self._view.grid.rows.columns[index.column()] if index.isValid() else None
        return column.key if column is not None and column.field is not None else ""
