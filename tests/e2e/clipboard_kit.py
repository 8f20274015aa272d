"""The clipboard, and a window with three computers to copy from and paste into."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from desks import StoppedClock, add, open_desk
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from window_kit import at, homes, press, settle, window_on

from desktop_app.app import views
from desktop_app.domain.values import Value
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@contextmanager
def three_computers(folder: Path) -> Iterator[Window]:
    """A commune's window with three computers."""
    _district, home = homes(folder)
    desk = open_desk(home, StoppedClock())
    for n in range(1, 4):
        add(desk, asset_code=f"MT-{n}", kind="desktop", ram_gb="4", note=f"dòng {n}")
    desk.store.close()
    with window_on(home) as made:
        yield made


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def paste(window: Window) -> None:
    press(Qt.Key.Key_V, "", CTRL)
    settle(window)


def undo(window: Window) -> None:
    window.session.writer.undo_stack.undo()
    settle(window)


def select(grid: GridView, top: int, left: str, bottom: int, right: str) -> None:
    at(grid, top, left)
    first = grid.rows.index(top, grid.rows.column_of(left))
    last = grid.rows.index(bottom, grid.rows.column_of(right))
    chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect
    grid.selectionModel().select(QItemSelection(first, last), chosen)


def notices(window: Window) -> str:
    return " ".join(one.notice.what for one in window.messages.shown())


def column(window: Window, field: str) -> list[object]:
    rows = views.all_rows(window.session.desk, "computer")
    return [cell.v if isinstance(cell := row.cells.get(field), Value) else cell for row in rows]


@contextmanager
def calls_here() -> Iterator[Counter[str]]:
    """Count the calls of each function of the program on this thread."""
    found, before = Counter[str](), sys.getprofile()

    def hear(frame: FrameType, event: str, _given: object) -> None:
        if event == "call" and "desktop_app" in frame.f_code.co_filename:
            found[frame.f_code.co_qualname] += 1

    sys.setprofile(hear)
    try:
        yield found
    finally:
        sys.setprofile(before)
