"""The editor of photos: thumbnails to look at, a place to drop files on, a button to choose them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_app.domain import attachments
from desktop_app.domain.values import Cell, Value
from desktop_app.i18n import _, language
from desktop_app.ui.theme import Look
from desktop_app.ui.tickets import Given
from desktop_app.ui.widgets.basics import button
from desktop_app.ui.widgets.flow import flow

THUMBNAIL = 72
"""The side of a thumbnail, in pixels at 100 %."""
NAME = int(Qt.ItemDataRole.UserRole) + 1
PATTERNS = "*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp"


class PhotoAnswer(QFrame):
    """The photos of one record.

    Signals: ``touched()``; ``brought(list[Path])`` files to be kept; ``missed(sha256)`` a photo whose bytes
    are to be fetched; ``opened(sha256)`` one to be seen whole.
    """

    touched = Signal()
    brought = Signal(object)
    missed = Signal(str)
    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.record = 0  # which record is open, counted: a photo that comes late belongs to the one before
        self.setProperty("part", "drop")
        self.setAcceptDrops(True)
        self._put: Cell = None
        self._first: list[dict[str, Any]] = []
        self.list = _Thumbnails(look)
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(NAME)["sha256"]))
        self.list.currentRowChanged.connect(lambda _row: self._show_acts())
        self.list.given_up.connect(self.remove)
        self.add_button = button(look, _("Thêm ảnh…"), "plus", on=self.choose)
        self.remove_button = button(look, "", "trash-2", on=self.remove, name=_("Bỏ ảnh đang chọn (Delete)"))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(6)
        inside.addWidget(self.list)
        inside.addWidget(flow(self.add_button, self.remove_button))
        self.setFocusProxy(self.add_button)
        self._show_acts()

    def setAccessibleName(self, name: str) -> None:
        """Name the list and the button too: the keyboard comes to them."""
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)
        self.add_button.setAccessibleName(f"{name}: {self.add_button.text().strip()}")

    # --- the value ----------------------------------------------------------------------------------

    def put(self, cell: Cell, _text: str) -> None:
        """Show the photos that a value names."""
        self._put = cell
        v = cell.v if isinstance(cell, Value) else None
        self._show(v if v is not None and attachments.fits(v) else [])
        self._first = self._names()

    def _show(self, names: Sequence[dict[str, Any]]) -> None:
        self.list.clear()
        for name in names:
            self._append(name)
        self._show_acts()

    def _append(self, name: dict[str, Any]) -> None:
        number = self.list.count() + 1
        item = QListWidgetItem(_("Ảnh {n}").format(n=number))
        item.setData(NAME, name)
        size = _("{n} kB").format(n=max(1, name["bytes"] // 1000))
        item.setToolTip(_("{size}. Enter để xem, Delete để bỏ.").format(size=size))
        self.list.addItem(item)
        self.missed.emit(name["sha256"])

    def _names(self) -> list[dict[str, Any]]:
        return [self.list.item(row).data(NAME) for row in range(self.list.count())]

    def add(self, name: dict[str, Any]) -> None:
        """Add a photo that is kept now; one that is there already, or one too many, is not added."""
        names = self._names()
        if name not in names and len(names) < attachments.MOST:
            self._append(name)
            self._show_acts()
            self.touched.emit()

    def remove(self) -> None:
        """Take the chosen photo out of the record; the photo itself stays kept."""
        if (row := self.list.currentRow()) >= 0:
            self.list.takeItem(row)
            self._show_acts()
            self.touched.emit()

    def show_photo(self, sha256: str, content: bytes | None) -> None:
        """Show the bytes of a photo; without them its name stays and says why."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(NAME)["sha256"] != sha256:
                continue
            if content is None:
                item.setText(_("Ảnh chưa tới"))
                item.setToolTip(_("Ảnh này ở máy khác, chưa chuyển đến đây."))
            else:
                item.setIcon(QIcon(QPixmap.fromImage(QImage.fromData(content))))

    def given(self) -> Given:
        """Return the photos; a value of a newer program stays as it is until it is changed."""
        names = self._names()
        if names == self._first:
            return self._put
        return Value(names) if names else None

    def is_changed(self) -> bool:
        """Return whether photos were added or taken out."""
        return self._names() != self._first

    def settle(self) -> None:
        """Take the photos as what was put: they are saved."""
        names = self._names()
        if names != self._first:
            self._put, self._first = Value(names) if names else None, names

    def shown(self) -> str:
        """Return how many photos there are."""
        return attachments.show(self._names(), language())

    def words(self) -> str:
        """Return what names the photos, to be kept as scratch."""
        return json.dumps(self._names())

    def put_words(self, words: str) -> None:
        """Show photos that were kept as scratch; what is not ours is none."""
        try:
            names = json.loads(words) if words else []
        except ValueError:
            names = []
        self._show(names if attachments.fits(names) else [])
        self.touched.emit()

    # --- files --------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files."""
        kinds = _("Ảnh") + f" ({PATTERNS})"
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Thêm ảnh"), str(Path.home()), kinds)
        if paths:
            self.brought.emit([Path(path) for path in paths])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        event.acceptProposedAction()
        self.brought.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _show_acts(self) -> None:
        count = self.list.count()
        self.list.setVisible(count > 0)
        self.add_button.setEnabled(count < attachments.MOST)
        self.remove_button.setVisible(count > 0)
        self.remove_button.setEnabled(self.list.currentRow() >= 0)


class _Thumbnails(QListWidget):
    """A row of thumbnails. Signal: ``given_up()`` Delete was pressed on one."""

    given_up = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        side = look.px(THUMBNAIL)
        self.setProperty("part", "side")
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(False)
        self.setIconSize(QSize(side, side))
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(side + self.fontMetrics().height() + look.px(34))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen photo out, Enter opens it."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
