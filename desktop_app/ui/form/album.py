"""What the form does for the photos of a record: keeps those that come, fetches those to be seen."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.answers import PhotoAnswer
from desktop_app.ui.session import Session
from desktop_app.ui.tasks import Lane

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk


class Album(QObject):
    """Serves one `PhotoAnswer`: pictures are made smaller beside the store lane, and kept on it."""

    def __init__(self, session: Session, answer: PhotoAnswer) -> None:
        super().__init__(answer)
        self._session, self._answer = session, answer
        self.dialog: QDialog | None = None
        answer.brought.connect(self.bring)
        answer.missed.connect(self._fetch)
        answer.opened.connect(self._open)

    def bring(self, paths: list[Path]) -> None:
        """Keep what these files show, and add it to the record that is open now."""
        from desktop_app.ui import photos

        for path in paths:
            self._session.lanes.run(
                partial(photos.fit, path),
                partial(self._keep, self._answer.record),
                owner=self._answer,
                lane=Lane.POOL,
            )

    def _keep(self, record: int, content: bytes) -> None:
        self._session.ask(lambda desk: _keep(desk, content), partial(self._add, record), self._answer)

    def _add(self, record: int, name: dict[str, Any]) -> None:
        if record == self._answer.record:
            self._answer.add(name)
        else:
            todo = _("Hãy mở lại dòng trước rồi thêm ảnh lần nữa.")
            self._session.say("warn", _("Ảnh chưa được thêm: đã sang dòng khác."), todo)

    def _fetch(self, sha256: str) -> None:
        self._session.ask(
            lambda desk: _content(desk, sha256),
            lambda content: self._answer.show_photo(sha256, content),
            self._answer,
        )

    def _open(self, sha256: str) -> None:
        self._session.ask(lambda desk: _content(desk, sha256), self._show, self._answer)

    def _show(self, content: bytes | None) -> None:
        if content is not None:
            self.dialog = PhotoDialog(content, self._answer)
            self.dialog.open()


class PhotoDialog(QDialog):
    """One photo, as large as there is room for."""

    def __init__(self, content: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Ảnh"))
        room = parent.window().size() * 0.8
        picture = QLabel()
        picture.setAccessibleName(_("Ảnh"))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(
            QPixmap.fromImage(QImage.fromData(content)).scaled(
                room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        inside = QVBoxLayout(self)
        inside.addWidget(picture, 1)
        inside.addWidget(buttons)


def _keep(desk: "Desk", content: bytes) -> dict[str, Any]:
    from desktop_app.app import photos

    return photos.keep(desk, content)


def _content(desk: "Desk", sha256: str) -> bytes | None:
    from desktop_app.app import photos

    return photos.content_of(desk, sha256)
