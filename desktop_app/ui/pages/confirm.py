"""The confirm round over a topic's grid: how many rows are left, and the keys that take them one by one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.domain.numbers import format_whole
from desktop_app.domain.topic import Topic
from desktop_app.i18n import _, language
from desktop_app.ui import confirming
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.pages.confirm_retire import RetireDialog
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.basics import button, chip, label
from desktop_app.ui.widgets.flow import flow, sides

if TYPE_CHECKING:
    from desktop_app.app.views import Counts, Row


class ConfirmBar(QWidget):
    """Shown while rows of the round before wait to be confirmed.

    Ctrl+Enter confirms the row under the cursor and goes to the next that is left; where only such rows
    are listed, Space does too. With several rows selected both take them all.

    Signal: ``placed()`` it came or went, so what stands below it moves.
    """

    placed = Signal()

    def __init__(self, session: Session, topic: Topic, grid: GridView) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.session, self.topic, self.grid = session, topic, grid
        self.left: int | None = None
        self.dialog: RetireDialog | None = None
        self._sent: set[str] = set()
        self._only_left = self._is_narrow = False
        self._total = 0
        self._counted: tuple[str | None, int] | None = None
        self._count = chip("", "warn")
        self._hint = label(_("Ctrl+Enter: dòng vẫn đúng, sang dòng sau. Sửa một ô cũng là xác nhận."), "hint")
        self.act = button(session.look, _("Xác nhận"), "list-checks", on=self.confirm)
        self.gone = button(session.look, _("Không còn…"), "circle-x", on=self.ask_retire)
        self.gone.setToolTip(_("Các dòng đang chọn không còn: thanh lý, điều chuyển, ghi nhầm…"))
        self._lay_out()
        self._listen()
        self.hide()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sides(flow(self._count, self._hint), flow(self.act, self.gone)))

    def _listen(self) -> None:
        self.grid.rows.counted.connect(lambda _n: self._look_again())
        self.grid.rows.arrived.connect(self._name)
        self.grid.selectionModel().selectionChanged.connect(lambda *_ranges: self._name())
        # Methods as they stand: Qt lets go of them with the page, of a lambda never.
        self.session.changed.connect(self._heard)
        self.session.refreshed.connect(self.count)
        self._keys = {
            name: QShortcut(QKeySequence(name), self.grid) for name in (*_ALWAYS, _WHERE_ALL_ARE_LEFT)
        }
        for made in self._keys.values():
            made.setContext(Qt.ShortcutContext.WidgetShortcut)
            made.setWhatsThis(_("Trong đợt mới: dòng vẫn đúng, sang dòng sau"))
            made.activated.connect(self.confirm)
        self._arm()

    def _arm(self) -> None:
        """Take the keys only while there is something to confirm."""
        for name, made in self._keys.items():
            made.setEnabled(bool(self.left) and (name in _ALWAYS or self._only_left))

    # --- how far it is ------------------------------------------------------------------------------

    def count(self) -> None:
        """Ask how many rows are left."""
        from desktop_app.app import views

        key, unit = self.topic.key, self.grid.rows.unit
        self._counted = (unit, self.grid.rows.total)
        self.session.ask(lambda desk: views.count_of(desk, key, unit), self._show, self)

    def _look_again(self) -> None:
        """Ask where other records are looked at; what is searched or sorted for changes nothing."""
        if self._counted != (self.grid.rows.unit, self.grid.rows.total):
            self.count()

    def _heard(self, topic: str) -> None:
        if topic in ("", self.topic.key):
            self._sent.clear()
            self.count()

    def _show(self, counts: "Counts") -> None:
        before, self.left, self._total = self.left, counts.unconfirmed, counts.total
        self._write()
        if self.isHidden() == (self.left > 0):
            self.setVisible(self.left > 0)
            self.placed.emit()
        self._arm()
        self._name()
        if before and not self.left:
            row = self.topic.row.text(language())
            what = _("Đã xác nhận đủ {total} {row} của đợt này.").format(total=counts.total, row=row)
            self.session.say("good", what, key="confirmed")

    def list_only_left(self, *, only: bool) -> None:
        """Say that the grid lists only rows that are left: then Space confirms too."""
        self._only_left = only
        self._arm()

    def _name(self) -> None:
        """Say on the button how many rows it takes."""
        rows = self.grid.selected_rows()
        n = sum(map(self.is_left, rows))
        text = _("Xác nhận {n} dòng").format(n=n) if n > 1 else _("Xác nhận")
        self.act.setText(f" {n}" if self._is_narrow and n > 1 else "" if self._is_narrow else f" {text}")
        self.act.setAccessibleName(text)
        self.act.setToolTip(text)
        self.act.setEnabled(n > 0)
        self.gone.setEnabled(bool(rows))

    def fit(self, *, narrow: bool) -> None:
        """Where there is little room, be short enough to stand beside the search."""
        self._is_narrow = narrow
        self._hint.setVisible(not narrow)
        self.gone.setText("" if narrow else f" {self.gone.accessibleName()}")
        self._write()
        self._name()

    def _write(self) -> None:
        """Say how many rows are left."""
        row, lang = self.topic.row.text(language()), language()
        left, total = format_whole(self.left or 0, lang), format_whole(self._total, lang)
        whole = _("Còn {left} / {total} {row} chưa xác nhận").format(left=left, total=total, row=row)
        self._count.setText(f"{left} / {total}" if self._is_narrow else whole)
        self._count.setToolTip(whole)
        self._count.setAccessibleName(whole)

    # --- acts ---------------------------------------------------------------------------------------

    def is_left(self, row: "Row") -> bool:
        """Return whether a row is still to be confirmed."""
        who = self.session.who
        return who is not None and row.round != who.round_id and row.rec not in self._sent

    def confirm(self) -> None:
        """Confirm the selected rows, and go to the next one that is left."""
        self.grid.finish()
        if self.topic.append_only or not self.left:
            return
        self.grid.with_selected(self._confirm)
        self._go_on(max(self.grid.selected_numbers(), default=-1))

    def _confirm(self, rows: "list[Row]") -> None:
        if chosen := [row for row in rows if self.is_left(row)]:
            self._sent |= {row.rec for row in chosen}
            confirming.confirm(self.session, chosen)

    def _go_on(self, after: int) -> None:
        """Put the cursor on the next row that is left, after the last one from the top again."""
        rows = self.grid.rows
        order = [*range(after + 1, rows.rowCount()), *range(after + 1)]
        found = next((at for at in order if (row := rows.row_at(at)) is not None and self.is_left(row)), None)
        if found is not None:
            self.grid.go_to(found)
        self.grid.setFocus()

    def ask_retire(self) -> None:
        """Ask why the selected rows are no longer there."""
        self.grid.finish()
        self.grid.with_selected(self._ask_retire)

    def _ask_retire(self, rows: "list[Row]") -> None:
        self.dialog = ask_retire(self, self.session, self.topic, rows)


def ask_retire(parent: QWidget, session: Session, topic: Topic, rows: "Sequence[Row]") -> RetireDialog:
    """Ask why rows are no longer there, and write it."""
    dialog = RetireDialog(parent, session, topic, rows)
    dialog.gone.connect(lambda reason: confirming.retire(session, rows, reason))
    dialog.stays.connect(lambda: confirming.await_disposal(session, rows))
    dialog.open()
    return dialog


_ALWAYS, _WHERE_ALL_ARE_LEFT = ("Ctrl+Return", "Ctrl+Enter"), "Space"
