"""Starts Qt, paints the window, and then opens the home."""

import sys
from typing import cast

from PySide6.QtWidgets import QApplication

from desktop_app.ui import fonts
from desktop_app.ui.programme import Programme
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window


def application() -> QApplication:
    """Return Qt's application in the program's own style and face."""
    found = cast("QApplication | None", QApplication.instance())
    if found is None or not found.styleSheet():  # else a window is dressed already, in this style
        # Before the application, so that no other style is made first.
        QApplication.setStyle("Fusion")
    app = found or QApplication(sys.argv[:1])
    app.setApplicationName("moduong")
    app.setApplicationDisplayName("Mở Đường")
    app.setDesktopFileName("moduong")
    fonts.load()
    return app


def furnish(window: Window, programme: Programme, settings: Settings) -> None:
    """Import the rest, and give the window its frame."""
    from desktop_app.ui.qt_vietnamese import QtVietnamese
    from desktop_app.ui.session import Session

    QApplication.installTranslator(QtVietnamese(window))
    window.furnish(Session(programme, settings))


def make_window(programme: Programme, settings: Settings | None = None) -> Window:
    """Return the window, furnished, not shown yet and without a home."""
    chosen = settings or Settings.load(programme.config_dir)
    window = Window(chosen)
    furnish(window, programme, chosen)
    return window


def launch(programme: Programme) -> int:
    """Show the window until it is closed; returns the exit status."""
    app = application()
    settings = Settings.load(programme.config_dir)
    window = Window(settings)
    window.place()

    def begin() -> None:
        from desktop_app.ui.bugs import report_bug
        from desktop_app.ui.opening import Opening

        furnish(window, programme, settings)
        sys.excepthook = lambda _kind, error, _trace: report_bug(window.session, error)
        Opening(window.session, window).begin()

    # The first paint comes before everything that is slow to import.
    window.painted.connect(begin)
    window.show()
    return app.exec()
