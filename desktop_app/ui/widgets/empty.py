"""What a page shows while it has nothing to show: why, and what to do first."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, label, sign


class Empty(QWidget):
    """An icon, one sentence, and the first act."""

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        text: str,
        act: str = "",
        on: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        middle = QVBoxLayout(self)
        middle.setContentsMargins(24, 8, 24, 8)
        middle.setSpacing(10)
        centre = Qt.AlignmentFlag.AlignCenter
        middle.addStretch(1)
        self.sign = sign(look, icon, side=36)
        middle.addWidget(self.sign, 0, centre)
        self.title = label(title, "heading", wrap=True)
        self.text = label(text, "muted", wrap=True)
        for each in (self.title, self.text):
            each.setAlignment(centre)
            each.setMinimumWidth(look.px(240))
            middle.addWidget(each)
        if act and on:
            self.act = button(look, act, "plus", part="primary", on=on)
            middle.addWidget(self.act, 0, centre)
        middle.addStretch(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icon away where there is no room for all: the words come first."""
        super().resizeEvent(event)
        layout, room = self.layout(), self.height()
        assert layout is not None  # noqa: S101  # __init__ made it
        self.sign.show()
        self.sign.setVisible(layout.heightForWidth(self.width()) <= room)
