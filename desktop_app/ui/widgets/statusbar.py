"""The bar at the foot of the window answers two questions: is it saved, how far has it come?"""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStatusBar

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label, retone
from desktop_app.ui.widgets.standing import StandingChip

AIR = 36
"""The room between the parts, in pixels."""


class StatusBar(QStatusBar):
    """Saved · who sits here · how far the records have come."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.saved = self._add(_("Lưu"))
        self.person = self._add(_("Người đang nhập"))
        self.standing = StandingChip(look)
        self.standing.hide()
        self.addPermanentWidget(self.standing)

    def _add(self, name: str) -> QLabel:
        made = label("")
        made.setAccessibleName(name)
        self.addWidget(made)
        return made

    def say_saved(self, text: str, tone: str = "") -> None:
        """Say whether what was typed is on the disk."""
        self._say(self.saved, text, tone)

    def say_standing(self, texts: Sequence[str], icon: str, tone: str = "") -> None:
        """Say how far the records have come, in the longest of ``texts`` that fits."""
        self.standing.say(texts, icon, tone)
        self._fit()

    def say_person(self, text: str) -> None:
        """Say who sits here."""
        self._say(self.person, text, "")

    def _say(self, where: QLabel, text: str, tone: str) -> None:
        where.setText(text)
        where.setAccessibleDescription(text)
        retone(where, tone)
        self._fit()

    def _fit(self) -> None:
        taken = sum(one.sizeHint().width() for one in (self.saved, self.person) if one.text())
        self.standing.fit(self.width() - taken - AIR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._fit()
