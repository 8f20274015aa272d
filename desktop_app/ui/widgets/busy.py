"""A veil over the page while long work runs: what is being done, how far, and a way out."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.tasks import Job
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, card, label, row


class Busy(QWidget):
    """Covers ``over`` while ``job`` runs; nothing under it takes the keyboard or the mouse."""

    def __init__(self, look: Look, over: QWidget, title: str, job: Job) -> None:
        super().__init__(over)
        self.setProperty("part", "veil")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._job = job
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._step = label("", "hint", wrap=True)
        self._cancel = button(look, _("Dừng"), "x", on=self._stop)
        self._lay_out(look, title)
        job.progressed.connect(self.move_on)
        job.destroyed.connect(self.close_veil)
        over.installEventFilter(self)
        self._cover(over)

    def _lay_out(self, look: Look, title: str) -> None:
        frame, inside = card(20, 10)
        frame.setFixedWidth(look.px(400))
        inside.addWidget(label(title, "heading", wrap=True))
        inside.addWidget(self._bar)
        inside.addWidget(self._step)
        inside.addLayout(row(None, self._cancel))
        middle = QVBoxLayout(self)
        middle.addWidget(frame, 0, Qt.AlignmentFlag.AlignCenter)

    def _cover(self, over: QWidget) -> None:
        self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self._cancel.setFocus()

    def move_on(self, done: int, total: int, text: str) -> None:
        """Show how far the work is; a total of 0 means that nobody knows."""
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        if text:
            self._step.setText(text)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._step.setText(_("Đang dừng…"))
        self._job.cancel()

    def close_veil(self) -> None:
        """Uncover the page."""
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's name
        """Keep covering the page while it changes its size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Esc asks the work to stop; no key reaches what lies under the veil."""
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
        event.accept()
