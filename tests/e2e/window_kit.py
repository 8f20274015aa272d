"""A real window on a real home, driven by real keys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from desks import Road, StoppedClock, add, change, new_commune, new_district
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.app import entry
from desktop_app.app.files import is_home
from desktop_app.app.ports import Desk
from desktop_app.compose import desktop, embedded, online
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.launch import application, make_window
from desktop_app.ui.opening import Opening
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.pictures import settle
from desktop_app.ui.programme import Programme
from desktop_app.ui.settings import Settings
from desktop_app.ui.window import Window

USER = "Lò Thị Gõ"


def homes(folder: Path) -> tuple[Path, Path]:
    """Make a district and a commune (03319) of it; return both homes, closed."""
    clock = StoppedClock()
    district = new_district(folder / "district", clock)
    commune = new_commune(folder / "commune", district, "03319", clock)
    district.store.close()
    commune.store.close()
    return folder / "district", folder / "commune"


def programme(home: Path, user: str = USER) -> Programme:
    def create_sample(path: Path, report: Any) -> Desk:
        from desktop_app.compose import sample

        return sample.create_sample(path, lambda done, of: report(done, of, ""), user, own_key_file=True)

    return Programme(
        home=home,
        config_dir=home.parent / "config",
        version="0",
        has_home=is_home,
        open_desk=desktop.open_desk,
        reopen=desktop.reopen,
        create_commune=lambda path, file, name: desktop.create_commune(path, file, name, own_key_file=True),
        create_district=lambda path, code, name: desktop.create_district(path, code, name, own_key_file=True),
        create_sample=create_sample,
        connect=online.connect,
        open_hub=embedded.open_hub,
        user=user,
    )


def open_window(
    home: Path, settings: Settings | None = None, size: tuple[int, int] = (1366, 720), user: str = USER
) -> Window:
    """Return a window on ``home``, filled."""
    application()
    window = make_window(programme(home, user), settings or Settings(language="vi", theme="light"))
    window.resize(*size)
    window.show()
    QTest.qWaitForWindowExposed(window)
    Opening(window.session, window).begin()
    settle(window)
    return window


def vanish(window: Window) -> None:
    """End a window as a power cut would: nothing is saved, nothing is asked."""
    window.session.lanes.settle()
    window.session.lanes.closed = True
    window._going = True
    window.session.desk.store.close()
    window.close()


@contextmanager
def window_on(home: Path, **more: Any) -> Iterator[Window]:
    """A window that is closed in an orderly way at the end."""
    window = open_window(home, **more)
    bugs: list[BaseException] = []
    window.session.lanes.bug.connect(bugs.append)
    try:
        yield window
        settle(window)
        assert bugs == [], "a fault of our own on a lane"
    finally:
        window.session.lanes.settle()
        window.close()
        if window.session.is_open:
            window.session.desk.store.close()
        window.deleteLater()


def topic(window: Window, key: str = "computer") -> TopicView:
    """Go to a topic's grid; the cursor is on its first field."""
    window.go("entry", {"topic": key})
    settle(window)
    view = window.pages["entry"].view  # type: ignore[attr-defined]
    view.grid.setFocus()
    return view  # type: ignore[no-any-return]


def at(grid: GridView, row: int, field: str) -> QModelIndex:
    """Put the cursor on a cell."""
    grid._select(row, grid.rows.column_of(field))
    grid.setFocus()
    return grid.currentIndex()


def said(grid: GridView, row: int, field: str) -> str:
    """Return what a cell shows."""
    return grid.rows.paint(row, grid.rows.column_of(field)).text


def press(
    key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the keyboard is."""
    where = QApplication.focusWidget()
    assert where is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(where, QKeyEvent(kind, key, modifiers, text))
    QApplication.processEvents()


def type_keys(text: str) -> None:
    """Type letters one by one, as a keyboard without an input method does."""
    for letter in text:
        press(Qt.Key(ord(letter.upper())) if ord(letter) < 128 else Qt.Key.Key_unknown, letter)


def compose(text: str, steps: tuple[str, ...] = ()) -> None:
    """Type through an input method: the steps are shown underlined, then ``text`` is committed."""
    for step in steps:
        _input(QInputMethodEvent(step, []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    _input(done)


def _input(event: QInputMethodEvent) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QApplication.sendEvent(where, event)
    QApplication.processEvents()


def unikey(before: str, after: str) -> None:
    """Type as UniKey does: the letters before, then Backspace for what changes, then the new letters."""
    type_keys(before)
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    for _letter in before[same:]:
        press(Qt.Key.Key_Backspace, "\b")
    type_keys(after[same:])


def enter() -> None:
    press(Qt.Key.Key_Return, "\r")


def tab() -> None:
    press(Qt.Key.Key_Tab, "\t")


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Let the window work until something is true."""
    for _turn in range(int(seconds * 100)):
        if true():
            return
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        QTest.qWait(5)
    raise AssertionError("it did not come true")


# --- a district and two PCs of a commune that have something to decide ---------------------------------


class Trio(NamedTuple):
    """The homes of a district and of two PCs of its commune 03319, and the clock that they were filled by."""

    district: Path
    first: Path
    second: Path
    clock: StoppedClock


def trio(folder: Path) -> Trio:
    """Make the three homes: a value in conflict, a record deleted and edited at once, a possible duplicate.

    All three have heard of everything.
    """
    clock = StoppedClock()
    district = new_district(folder / "district", clock)
    first = new_commune(folder / "first", district, "03319", clock)
    second = replace(new_commune(folder / "second", district, "03319", clock), user="Cà Thị Hai")
    twice = add(first, asset_code="MT-1", kind="desktop", maker="Dell", serial="BT007781")
    gone = add(first, asset_code="MT-2", kind="laptop", maker="HP", serial="BT007818")
    share(folder, district, first, second)
    clock.tick(3_600_000)
    change(first, twice, maker="Dell Latitude")
    entry.delete(first, entry.open_record(first, "computer", gone))
    add(first, asset_code="MT-9", kind="desktop", maker="FPT Elead", serial="BT009999", year="2019")
    clock.tick(3_600_000)
    change(second, twice, maker="Lenovo")
    change(second, gone, year="2021")
    add(second, asset_code="MT-09", kind="desktop", maker="FPT", serial="BT009999", ram_gb="8")
    share(folder, district, first, second)
    for desk in (district, first, second):
        desk.store.close()
    return Trio(folder / "district", folder / "first", folder / "second", clock)


def share(folder: Path, district: Desk, *desks: Desk) -> None:
    """Everybody hears of everything, by stick."""
    road = Road(folder / "road")
    road.folder.mkdir(exist_ok=True)
    road.folder = Path(mkdtemp(dir=road.folder))
    for desk in (*desks, *desks):
        road.exchange(desk, district)
