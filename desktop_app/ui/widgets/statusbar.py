"""The bar at the foot of the window answers two questions: is it saved, is it sent?"""

from PySide6.QtWidgets import QLabel, QStatusBar

from desktop_app.i18n import _
from desktop_app.ui.widgets.basics import label, retone


class StatusBar(QStatusBar):
    """Saved · who sits here · sent."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.saved = self._add(_("Lưu"))
        self.person = self._add(_("Người đang nhập"))
        self.sent = label("")
        self.sent.setAccessibleName(_("Gửi"))
        self.addPermanentWidget(self.sent)

    def _add(self, name: str) -> QLabel:
        made = label("")
        made.setAccessibleName(name)
        self.addWidget(made)
        return made

    def say_saved(self, text: str, tone: str = "") -> None:
        """Say whether what was typed is on the disk."""
        self._say(self.saved, text, tone)

    def say_sent(self, text: str, tone: str = "") -> None:
        """Say whether what is on the disk has gone to the level above."""
        self._say(self.sent, text, tone)

    def say_person(self, text: str) -> None:
        """Say who sits here."""
        self._say(self.person, text, "")

    def _say(self, where: QLabel, text: str, tone: str) -> None:
        where.setText(text)
        where.setAccessibleDescription(text)
        retone(where, tone)
