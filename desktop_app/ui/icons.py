"""Lucide's line icons, tinted when drawn, sharp on every screen.

The typeface lacks arrows, ticks and warning signs, so an icon stands wherever a sign is needed.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.resources_path import resource
from desktop_app.ui.theme import Tokens

SIZE = 18
"""The side of an icon beside text, in logical pixels at 100 %."""


def svg(name: str, colour: str) -> bytes:
    """Return the icon's own SVG in ``colour`` ("#RRGGBB")."""
    return _source(name).replace("currentColor", colour).encode()


@cache
def _source(name: str) -> str:
    return resource("icons", "lucide", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, side: int = SIZE, ratio: float | None = None) -> QPixmap:
    """Return the icon drawn at ``side`` logical pixels for a screen of ``ratio`` (default: the sharpest)."""
    ratio = ratio or _sharpest()
    drawn = QPixmap(round(side * ratio), round(side * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@cache
def cached_pixmap(name: str, colour: str, side: int) -> QPixmap:
    """Return `pixmap`, drawn once: for the cells of a table."""
    return pixmap(name, colour, side)


def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return the icon for buttons and items; ``disabled`` is its colour while it cannot be used."""
    return QIcon(_icon(name, colour, disabled or colour, _sharpest()))


@cache
def _icon(name: str, colour: str, disabled: str, ratio: float) -> QIcon:
    result = QIcon()
    for side in {SIZE, round(SIZE * ratio), 2 * SIZE}:
        result.addPixmap(pixmap(name, colour, side, 1.0))
        result.addPixmap(pixmap(name, disabled, side, 1.0), QIcon.Mode.Disabled)
    return result


def _sharpest() -> float:
    return max([screen.devicePixelRatio() for screen in QGuiApplication.screens()], default=1.0)


@cache
def app_icon() -> QIcon:
    """Return the program's own icon, in the sizes that desktops ask for."""
    result = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        result.addFile(str(resource("icons", "app", f"moduong-{side}.png")), QSize(side, side))
    return result


def write_tinted(folder: Path, tokens: Tokens) -> dict[str, str]:
    """Write the few icons that a style sheet can only name by path; returns their paths by name."""
    wanted = {
        "arrow": ("chevron-down", tokens.muted),
        "arrow_up": ("chevron-up", tokens.muted),
        "arrow_right": ("chevron-right", tokens.muted),
        "tick": ("check", tokens.on_accent),
        "tick_menu": ("check", tokens.accent),
        "dot": ("dot", tokens.on_accent),
        "sort_up": ("arrow-up", tokens.muted),
        "sort_down": ("arrow-down", tokens.muted),
    }
    paths = {}
    for key, (name, colour) in wanted.items():
        path = folder / f"{key}-{colour[1:]}.svg"
        path.write_bytes(svg(name, colour))
        paths[key] = path.as_posix()
    return paths
