"""The chip at the foot that says how far the records have come, and the small list behind it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button, centred, label, row, sign, tinted


class Fact(NamedTuple):
    """One line of the list: an icon with its tone, a number, what it counts, a quieter word."""

    icon: str
    tone: str
    n: str
    text: str
    more: str


class Way(NamedTuple):
    """A button under the list."""

    text: str
    icon: str
    on: Callable[[], object]


class StandingChip(QPushButton):
    """A button that says as much as there is room for; nothing of what it says is ever cut."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "foot")
        self._look = look
        self.setIconSize(QSize(look.px(14), look.px(14)))
        self.texts: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, texts: Sequence[str], icon: str, tone: str) -> None:
        """Say one of ``texts``, the longest first, as `fit` finds room; the icon says what presses most."""
        self.texts = texts
        self.setAccessibleName(_("Gửi nhận: {said}").format(said=texts[0]))
        self.setIcon(tinted(self._look, icon, tone))
        self.setVisible(bool(texts))

    def fit(self, room: int) -> None:
        """Say the longest text that fits into ``room`` pixels; the shortest one always."""
        for text in self.texts:
            self.setText(f" {text}")
            if self.sizeHint().width() <= room:
                break
        self.setToolTip("" if not self.texts or self.said == self.texts[0] else self.texts[0])

    @property
    def said(self) -> str:
        """What it says now."""
        return self.text().strip()

    def minimumSizeHint(self) -> QSize:
        """Return the same as what is wanted: words are never cut."""
        return self.sizeHint()


class StandingList(QFrame):
    """The list behind the chip: every state with its number and age, and the ways on from there."""

    def __init__(self, look: Look, title: str, facts: Sequence[Fact], ways: Sequence[Way]) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setProperty("part", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.setSpacing(look.px(10))
        inside.addWidget(label(title, "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(6))
        for at, fact in enumerate(facts):
            self._put(look, grid, at, fact)
        inside.addLayout(grid)
        self.buttons = [button(look, way.text, way.icon, on=self._then(way)) for way in ways]
        inside.addLayout(row(None, *self.buttons))

    def _put(self, look: Look, grid: QGridLayout, at: int, fact: Fact) -> None:
        n: QLabel = label(fact.n, "strong")
        n.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        parts = (centred(sign(look, fact.icon, fact.tone, 16)), n, label(fact.text), label(fact.more, "hint"))
        for column, widget in enumerate(parts):
            grid.addWidget(widget, at, column)
        grid.setColumnStretch(3, 1)

    def _then(self, way: Way) -> Callable[[], None]:
        def press() -> None:
            self.close()
            way.on()

        return press

    def show_over(self, chip: QWidget) -> None:
        """Open above the chip, its right edge at the chip's."""
        self.adjustSize()
        corner = chip.mapToGlobal(QPoint(chip.width(), 0))
        self.move(max(0, corner.x() - self.width()), max(0, corner.y() - self.height() - 4))
        self.show()
        if self.buttons:
            self.buttons[0].setFocus()
