"""Starts Qt, paints the window, and then opens the home."""

import sys
from typing import cast

from PySide6.QtWidgets import QApplication

from desktop_app.ui import fonts
from desktop_app.ui.bugs import report_bug
from desktop_app.ui.programme import Programme
from desktop_app.ui.qt_vietnamese import QtVietnamese
from desktop_app.ui.session import Session
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window


def application() -> QApplication:
    """Return Qt's application in the program's own style and face, with its Vietnamese words."""
    app = cast("QApplication | None", QApplication.instance()) or QApplication(sys.argv[:1])
    app.setApplicationName("moduong")
    app.setApplicationDisplayName("Mở Đường")
    app.setDesktopFileName("moduong")
    app.setStyle("Fusion")
    fonts.load()
    words = QtVietnamese(app)
    app.installTranslator(words)
    return app


def make_window(programme: Programme, settings: Settings | None = None) -> Window:
    """Return the window, not shown yet and without a home."""
    session = Session(programme, settings or Settings.load(programme.config_dir))
    window = Window(session)
    session.setParent(window)
    return window


def launch(programme: Programme) -> int:
    """Show the window until it is closed; returns the exit status."""
    app = application()
    window = make_window(programme)
    window.place()
    sys.excepthook = lambda _kind, error, _trace: report_bug(window.session, error)

    def begin() -> None:
        from desktop_app.ui.opening import Opening

        Opening(window.session, window).begin()

    # The first paint comes before everything that is slow to import.
    window.painted.connect(begin)
    window.show()
    return app.exec()
