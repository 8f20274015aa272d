"""Windows that a test has closed are gone before the next, else each new one is slower; who does not wait."""

import gc
import sys
from collections.abc import Iterator

import pytest

from desktop_app.store import engine


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


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who finds the writer's lane taken gives up soon instead of after seconds."""
    assert engine.Database.__init__.__kwdefaults__["wait_s"] == engine.WAIT_S
    monkeypatch.setitem(engine.Database.__init__.__kwdefaults__, "wait_s", 0.2)
