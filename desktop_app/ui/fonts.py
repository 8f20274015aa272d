"""The program's own face: Be Vietnam Pro, shipped with it, so that every PC shows the same letters."""

from PySide6.QtGui import QFont, QFontDatabase

from desktop_app.resources_path import resource

FAMILY = "Be Vietnam Pro"
BASE_POINTS = 10.0
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")


def load() -> None:
    """Make the face known to Qt; call once after the application object exists."""
    if FAMILY in QFontDatabase.families():
        return
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(
            str(resource("fonts", "be-vietnam-pro", f"BeVietnamPro-{weight}.ttf"))
        )


def base(scale: int) -> QFont:
    """Return the body font at a text size of ``scale`` percent."""
    font = QFont(FAMILY)
    font.setPointSizeF(BASE_POINTS * scale / 100)
    return font
