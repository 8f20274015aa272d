"""A place to drop files on, with a button for those who cannot drag."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, restyle, sign


class Drop(QFrame):
    """Calls ``on`` with the paths of what was dropped or chosen."""

    def __init__(
        self, look: Look, icon: str, text: str, act: str, on: Callable[[list[Path]], object]
    ) -> None:
        super().__init__()
        self.setProperty("part", "drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self._on = on
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 14, 16, 14)
        line.setSpacing(12)
        line.addWidget(sign(look, icon, side=24), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(label(text, "muted", wrap=True), 1)
        self.button = button(look, act, "file-text", on=self.choose)
        line.addWidget(self.button)
        self._line = line

    def add(self, *widgets: QWidget) -> None:
        """Put further buttons beside the first."""
        for widget in widgets:
            self._line.addWidget(widget)

    def choose(self) -> None:
        """Ask for files."""
        paths, _kind = QFileDialog.getOpenFileNames(self, self.button.text(), str(Path.home()))
        if paths:
            self._on([Path(path) for path in paths])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._over(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """The files went away again."""
        self._over(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        self._over(on=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self._on(paths)

    def _over(self, *, on: bool) -> None:
        self.setProperty("over", on)
        restyle(self)
