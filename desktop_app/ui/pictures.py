"""The main pages as PNG, drawn without a display: for the demonstration, the handbook, and looking at."""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from desktop_app.ui.launch import application, make_window
from desktop_app.ui.opening import Opening
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.programme import Programme
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

SIZE = (1366, 720)


def save_pages(
    programme: Programme,
    folder: Path,
    *,
    lang: str = "vi",
    theme: str = "light",
    size: tuple[int, int] = SIZE,
    scale: int = 100,
) -> list[Path]:
    """Save each page of the programme's home, and a grid, as PNG in ``folder``; returns the files.

    Needs a platform for Qt: set ``QT_QPA_PLATFORM=offscreen`` where there is no display.
    """
    application()
    window = make_window(programme, Settings(language=lang, theme=theme, text_scale=scale))
    window.session.remembers = False
    window.resize(*size)
    window.show()
    Opening(window.session, window).begin(first_name=True)
    settle(window)
    try:
        return [_save(window, folder, lang, theme, *one) for one in _wanted(window)]
    finally:
        window.close()


def _wanted(window: Window) -> Sequence[tuple[str, str, dict[str, str]]]:
    who = window.session.who
    keys = [place.key for place in places_of(who.role if who else "commune")]
    return [*((key, key, {}) for key in keys), *_further(keys), ("computers", "entry", {"topic": "computer"})]


def _further(keys: Sequence[str]) -> Sequence[tuple[str, str, dict[str, str]]]:
    """Return the sheets that lie behind the first one of a page."""
    sheets = [("review", tab) for tab in ("duplicates", "returned", "log")]
    sheets += [("inbox", "lan")] if "inbox" in keys else []
    return [(f"{key}-{tab}", key, {"tab": tab}) for key, tab in sheets]


def _save(
    window: Window, folder: Path, lang: str, theme: str, name: str, key: str, where: dict[str, str]
) -> Path:
    window.go(key, where)
    settle(window)
    role = window.session.who.role if window.session.who else "start"
    path = folder / f"{role}-{name}-{lang}-{theme}.png"
    folder.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(path))
    return path


def settle(window: Window, seconds: float = 30) -> None:
    """Wait until the page has been filled: each answer of the store may ask for another."""
    until, quiet = time.monotonic() + seconds, 0
    # Twice: what is done with an answer may only begin as the call is let go of.
    while time.monotonic() < until and quiet < 2:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 30)
        window.session.lanes.settle()
        quiet = 0 if window.session.lanes.is_busy or _hastened(window) else quiet + 1
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 30)


def _hastened(window: Window) -> bool:
    """Do at once what a page would do in a moment, by a timer; return whether there was anything."""
    pauses = [
        timer
        for timer in window.findChildren(QTimer)
        if timer.isActive() and timer.isSingleShot() and timer.interval() < 1000
    ]
    for timer in pauses:
        if timer.isActive():  # what one does may have stopped another
            timer.stop()
            timer.timeout.emit()
    return bool(pauses)
