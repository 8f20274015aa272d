"""The program's own face: Be Vietnam Pro, shipped with it, so that every PC shows the same letters."""

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from desktop_app.resources_path import resource

FAMILY = "Be Vietnam Pro"
BASE_POINTS = 10.0
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")


def load() -> None:
    """Make the face known to Qt, once an application."""
    app = QGuiApplication.instance()
    # Not by asking for the known families: that reads all fonts of the system, 12 ms before the first paint.
    if app is None or app.property("face"):
        return
    app.setProperty("face", FAMILY)
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(
            str(resource("fonts", "be-vietnam-pro", f"BeVietnamPro-{weight}.ttf"))
        )


def base(scale: int) -> QFont:
    """Return the body font at a text size of ``scale`` percent."""
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_POINTS * scale / 100)
    return font
