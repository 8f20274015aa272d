"""The rail at the left: where the person is, and the six places to go to."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui import icons
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label

WIDE, NARROW = 200, 60


class Place(NamedTuple):
    """One place of the rail."""

    key: str
    icon: str
    title: str


class Rail(QWidget):
    """A column of places; below 1200 pixels only their icons, with tooltips.

    Signal: ``chosen(str)`` the key of the place that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, places: Sequence[Place], where: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._brand = label("Mở Đường", "brand")
        self._where = label(where, "muted", wrap=True)
        self._mark = QLabel()
        self._mark.setPixmap(icons.app_icon().pixmap(QSize(32, 32)))
        self._mark.setToolTip(where)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._lay_out(places)
        self.set_compact(compact=False)

    def _lay_out(self, places: Sequence[Place]) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(self._brand)
        self._column.addWidget(self._where)
        self._column.addSpacing(12)
        for place in places:
            self._buttons[place.key] = made = self._button(place)
            self._group.addButton(made)
            self._column.addWidget(made)
        self._column.addStretch(1)

    def _button(self, place: Place) -> QToolButton:
        made = QToolButton()
        made.setProperty("part", "nav")
        made.setText(f"  {place.title}")
        made.setCheckable(True)
        made.setAccessibleName(place.title)
        made.setIconSize(QSize(self._look.px(18), self._look.px(18)))
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setProperty("icon_name", place.icon)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(place.key))
        self._tint(made, on=False)
        made.toggled.connect(lambda on: self._tint(made, on=on))
        return made

    def _tint(self, made: QToolButton, *, on: bool) -> None:
        t = self._look.tokens
        made.setIcon(icons.icon(made.property("icon_name"), t.accent if on else t.muted))

    def set_compact(self, *, compact: bool) -> None:
        """Show only icons, or icons with their titles."""
        around = 8 if compact else 12
        self._column.setContentsMargins(around, 16, around, 12)
        self.setFixedWidth(self._look.px(NARROW if compact else WIDE))
        for widget in (self._brand, self._where):
            widget.setVisible(not compact)
        self._mark.setVisible(compact)
        style = Qt.ToolButtonStyle
        for made in self._buttons.values():
            made.setToolButtonStyle(style.ToolButtonIconOnly if compact else style.ToolButtonTextBesideIcon)
            made.setToolTip(made.accessibleName() if compact else "")
            made.setProperty("compact", compact)
            made.style().unpolish(made)
            made.style().polish(made)

    def choose(self, key: str) -> None:
        """Mark a place as the one where the person is."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        """Move between the places with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        held = next((i for i, key in enumerate(keys) if self._buttons[key].hasFocus()), None)
        if step is None or held is None:
            super().keyPressEvent(event)
            return
        self._buttons[keys[(held + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)
