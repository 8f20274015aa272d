"""Where papers go on the disk: asked for, written off the window's thread, said."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.i18n import _
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Lane
from desktop_app.ui.widgets.message import Act

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk


class Files:
    """Asks for files in the name of a page, and writes them."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session, self._parent = session, parent

    def ask(self, name: str, on: Callable[[Path], None]) -> None:
        """Ask where a file is to go."""
        folder = papers_folder(self._session.settings.papers)
        path, _kind = QFileDialog.getSaveFileName(self._parent, _("Lưu tệp"), str(folder / name))
        if path:
            on(Path(path))

    def ask_folder(self, on: Callable[[Path], None]) -> None:
        """Ask for a folder for many files; it is that of papers from now on."""
        now = papers_folder(self._session.settings.papers)
        folder = QFileDialog.getExistingDirectory(self._parent, _("Chọn thư mục"), str(now))
        if folder:
            self._session.remember(papers=folder)
            on(Path(folder))

    def write(self, path: Path, work: Callable[["Desk"], object], *more: Act) -> None:
        """Let ``work`` write the file."""
        self._session.ask_long(
            _("Đang ghi tệp…"),
            lambda desk, _report: work(desk),
            lambda _none: self.wrote(_("Đã ghi {path}.").format(path=path), path, *more),
            self._parent,
            Lane.POOL,
        )

    def wrote(self, said: str, path: Path, *more: Act) -> None:
        """Say what was written, and offer to open it."""
        text = _("Mở thư mục") if path.is_dir() else _("Mở tệp")
        show = Act(text, lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        self._session.say("good", said, acts=(show, *more), key="written")


def papers_folder(chosen: str) -> Path:
    """Return the folder that was chosen for papers, while it is there; else the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folders = [Path(one) for one in (chosen, documents) if one]
    return next((one for one in folders if one.is_dir()), Path.home())
