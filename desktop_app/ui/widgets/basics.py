"""Labels, buttons, cards and chips: each says what it is, the style sheet says how that looks."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import icons
from desktop_app.ui.theme import Look

AROUND = 20
"""The margin of a page, in pixels at 100 %."""


def label(text: str, part: str = "", *, wrap: bool = False, tone: str = "") -> QLabel:
    """Return a label; ``part`` is its role in the style sheet. The text is never read as markup."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setProperty("part", part)
    result.setWordWrap(wrap)
    if tone:
        result.setProperty("tone", tone)
    return result


def chip(text: str, tone: str = "good") -> QLabel:
    """Return a small pill that says a state; ``tone`` is good, warn, bad or plain."""
    result = label(text, "chip", tone=tone)
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    result.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return result


def retone(widget: QWidget, tone: str) -> None:
    """Change a widget's tone; the style sheet is asked again only when it did change."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(
    look: Look,
    text: str,
    icon: str = "",
    *,
    part: str = "",
    on: Callable[[], object] | None = None,
    name: str = "",
) -> QPushButton:
    """Return a push button; ``part`` "primary" is the main act; ``name`` is for one of only an icon."""
    result = QPushButton(f" {text}" if icon and text else text)
    result.setProperty("part", part)
    result.setAccessibleName(name or text)
    if name:
        result.setToolTip(name)
    if icon:
        result.setIcon(tinted(look, icon, part))
        result.setIconSize(QSize(look.px(16), look.px(16)))
    if on:
        result.clicked.connect(lambda _checked=False: on())
    return result


def tinted(look: Look, icon: str, part: str = "") -> QIcon:
    """Return an icon in the colour of what it stands on."""
    t = look.tokens
    colour = {"primary": t.on_accent, "good": t.accent, "warn": t.warn, "bad": t.bad}.get(part, t.muted)
    return icons.icon(icon, colour, t.field_line if part != "primary" else t.muted)


def tool(look: Look, icon: str, name: str, on: Callable[[], object] | None = None) -> QToolButton:
    """Return a small button of only an icon; ``name`` is its tooltip and what a screen reader says."""
    result = QToolButton()
    result.setProperty("part", "quiet")
    result.setIcon(tinted(look, icon))
    result.setIconSize(QSize(look.px(16), look.px(16)))
    result.setToolTip(name)
    result.setAccessibleName(name)
    if on:
        result.clicked.connect(lambda _checked=False: on())
    return result


def sign(look: Look, icon: str, tone: str = "", side: int = icons.SIZE) -> QLabel:
    """Return an icon to stand beside a text; it has no name of its own, the text says it."""
    t = look.tokens
    colour = {"good": t.accent, "warn": t.warn, "bad": t.bad, "text": t.text}.get(tone, t.muted)
    result = QLabel()
    result.setPixmap(icons.pixmap(icon, colour, look.px(side)))
    result.setAlignment(Qt.AlignmentFlag.AlignTop)
    return result


def centred(shown: QLabel) -> QLabel:
    """Return an icon that stands in the middle of its line, beside a text of one line."""
    shown.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return shown


def card(margin: int = 16, spacing: int = 8, part: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """Return a card and the column inside it."""
    frame = QFrame()
    frame.setProperty("part", part)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(margin, margin - 2, margin, margin - 2)
    inside.setSpacing(spacing)
    return frame, inside


def rule() -> QFrame:
    """Return a thin line between two parts."""
    frame = QFrame()
    frame.setProperty("part", "rule")
    return frame


def row(*widgets: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets; None is the space that pushes the rest to the right."""
    result = QHBoxLayout()
    result.setContentsMargins(0, 0, 0, 0)
    result.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            result.addStretch(1)
        else:
            result.addWidget(widget)
    return result


def scrolling(inside: QWidget) -> QScrollArea:
    """Return an area that scrolls ``inside`` up and down, never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("part", "clear")
    area.setWidget(inside)
    return area


def column(margin: int = 0, spacing: int = 12) -> tuple[QWidget, QVBoxLayout]:
    """Return a clear widget and the column inside it."""
    widget = QWidget()
    widget.setProperty("part", "clear")
    inside = QVBoxLayout(widget)
    inside.setContentsMargins(margin, margin, margin, margin)
    inside.setSpacing(spacing)
    return widget, inside
