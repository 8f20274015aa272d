"""Which columns are shown, and in what order: ticked, and dragged up and down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.grid.columns import Column
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, row

_KEY = int(Qt.ItemDataRole.UserRole)


class ColumnChooser(QDialog):
    """Signal: ``chosen(keys)``, () for the columns as they are at first. Nothing ticked shows nothing new."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, look: Look, every: Sequence[Column], shown: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Chọn cột"))
        self._shown = tuple(shown)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các cột"))
        self.list.setProperty("part", "ticks")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        by_key = {column.key: column for column in every if column.title}
        for key in (*shown, *(key for key in by_key if key not in shown)):
            item = QListWidgetItem(by_key[key].title, self.list)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(lambda _item: self._look_again())
        self.list.setCurrentRow(0)
        self.up = button(look, "", "arrow-up", on=lambda: self._move(-1), name=_("Đưa cột lên"))
        self.down = button(look, "", "arrow-down", on=lambda: self._move(1), name=_("Đưa cột xuống"))
        usual = button(look, _("Như ban đầu"), "undo-2", on=self._reset)
        self.finish = button(look, _("Xong"), part="primary", on=self._choose)
        self.finish.setDefault(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(label(_("Đánh dấu cột cần xem; kéo để đổi thứ tự."), wrap=True))
        inside.addWidget(self.list, 1)
        inside.addLayout(
            row(self.up, self.down, usual, None, button(look, _("Thôi"), on=self.reject), self.finish)
        )
        self.resize(look.px(440), min(look.px(520), parent.window().height() - 40))

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the ticked columns, in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _look_again(self) -> None:
        self.finish.setEnabled(bool(self.keys()))

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)

    def _reset(self) -> None:
        self.accept()
        self.chosen.emit(())

    def _choose(self) -> None:
        self.accept()
        if self.keys() != self._shown:
            self.chosen.emit(self.keys())
