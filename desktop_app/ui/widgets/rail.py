"""The rail at the left: where the person is, the places to go to, and where something waits."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui import icons
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label

WIDE, NARROW = 200, 60


class Place(NamedTuple):
    """One place of the rail."""

    key: str
    icon: str
    title: str


class PlaceButton(QToolButton):
    """A place; what waits there is counted in a pill at its end, or at its corner where only icons stand."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self._look, self._title = look, title
        self.waiting, self._tone = 0, "bad"
        self.setText(f"  {title}")
        self.setAccessibleName(title)

    def show_waiting(self, n: int, tone: str = "bad") -> None:
        """Say that ``n`` things wait there."""
        self.waiting, self._tone = n, tone
        self.setAccessibleName(
            _("{place}: {n} việc chờ").format(place=self._title, n=n) if n else self._title
        )
        self.name_by_tooltip(on=bool(self.toolTip()))
        self.update()

    def name_by_tooltip(self, *, on: bool) -> None:
        """Say the name in a tooltip: where only the icon stands."""
        self.setToolTip(self.accessibleName() if on else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the place, and the number over it."""
        super().paintEvent(event)
        if not self.waiting:
            return
        t = self._look.tokens
        soft, ink = (t.warn_soft, t.warn) if self._tone == "warn" else (t.bad_soft, t.bad)
        look, text = self._look, str(self.waiting) if self.waiting < 100 else "99+"
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        tall = metrics.height() + look.px(1)
        wide = max(tall, metrics.horizontalAdvance(text) + look.px(9))
        compact = self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
        down = look.px(1) if compact else (self.height() - tall) // 2
        pill = QRect(self.width() - wide - (0 if compact else look.px(10)), down, wide, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(pill, tall / 2, tall / 2)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


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
        self._buttons: dict[str, PlaceButton] = {}
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

    def _button(self, place: Place) -> PlaceButton:
        made = PlaceButton(self._look, place.title)
        made.setProperty("part", "nav")
        made.setCheckable(True)
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
            made.name_by_tooltip(on=compact)
            made.setProperty("compact", compact)
            made.style().unpolish(made)
            made.style().polish(made)

    def show_waiting(self, key: str, n: int, tone: str = "bad") -> None:
        """Say how many things wait at a place; ``tone`` is bad or warn."""
        if key in self._buttons:
            self._buttons[key].show_waiting(n, tone)

    def focus(self, key: str) -> None:
        """Give the keyboard to a place."""
        if key in self._buttons:
            self._buttons[key].setFocus()

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
