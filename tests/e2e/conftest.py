"""Windows that a test has closed are gone before the next: else each new one is slower than the last."""

import gc
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def closed_windows_are_gone() -> Iterator[None]:
    """Delete what was closed: no loop of Qt runs here, which would, and Python is kept from it."""
    yield
    if "desktop_app.ui.window" not in sys.modules:
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from desktop_app.ui.window import Window

    for one in QApplication.topLevelWidgets():
        if isinstance(one, Window) and not one.isVisible():
            one.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
