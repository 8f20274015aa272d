"""How many keys a day's work takes, counted as the window gets them: DOMAIN's 30 computers of a commune.

A letter counts as one key, as UniKey sends it: a letter with accents counts as what is pressed for it in
Telex ("Để" is D, e, e, r).
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from window_kit import click, enter, homes, press, settle, tab, type_keys, until, window_on

from desktop_app.app import views
from desktop_app.domain.values import Value
from desktop_app.ui.pages.entry import EntryPage
from desktop_app.ui.pages.prints import PrintPage
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
FIRST, SIMILAR, TYPED, PASTED = 70, 12, 450, 25
COUNT = 30


class Counter:
    """Counts the keys that are pressed in the application."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        press(key, "", modifiers)

    def type(self, text: str) -> None:
        self.keys += sum(map(_telex, text))
        type_keys(text)

    def enter(self) -> None:
        self.keys += 1
        enter()

    def tab(self, times: int = 1) -> None:
        for _time in range(times):
            self.keys += 1
            tab()


def _telex(letter: str) -> int:
    """How many keys Telex takes for a letter: one, and one for each mark on it."""
    marks = len(unicodedata.normalize("NFD", letter)) - 1
    return 1 + marks + (letter in "đĐ")


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """A commune's window with nothing in it, as it is opened: at Trang chủ."""
    _district, home = homes(tmp_path)
    with window_on(home) as made:
        yield made


@pytest.fixture
def keys() -> Counter:
    return Counter()


def to_computers(window: Window, keys: Counter) -> TopicView:
    """Go to the computers' grid by keys: Alt+2, then the topic, which stands first."""
    window.setFocus()  # nothing has the keyboard yet
    keys.press(Qt.Key.Key_2, ALT)
    settle(window)
    page = window.pages["entry"]
    assert isinstance(page, EntryPage)
    return _open(window, keys, page)


def _open(window: Window, keys: Counter, page: EntryPage) -> TopicView:
    before = 0
    while not isinstance(QApplication.focusWidget(), QWidget) or not _is_computer(QApplication.focusWidget()):
        keys.tab()
        before += 1
        assert before < 20, "the topic is not reached by Tab"
    keys.enter()
    settle(window)
    view = page.view
    assert isinstance(view, TopicView)
    assert view.topic.key == "computer"
    view.grid.setFocus()
    return view


def _is_computer(widget: QWidget | None) -> bool:
    return widget is not None and "Máy tính" in (widget.accessibleName() or getattr(widget, "text", str)())


def fill(keys: Counter, view: TopicView, typed: dict[str, str], last: str) -> None:
    """Type values from the first column on; Tab goes on, Enter ends the row."""
    order = [column.key for column in view.grid.rows.columns if column.field is not None]
    for key in order[: order.index(last) + 1]:
        keys.type(typed.get(key, ""))
        if key != last:
            keys.tab()
    keys.enter()


def column(window: Window, field: str) -> list[object]:
    rows = views.all_rows(window.session.desk, "computer")
    return [cell.v if isinstance(cell := row.cells.get(field), Value) else cell for row in rows]


COMPUTER = {
    "asset_code": "MT01", "serial": "5CG01", "kind": "d", "maker": "Dell", "model": "3080", "cpu": "i3",
    "ram_gb": "4", "disk_kind": "s", "disk_gb": "256",
}  # fmt: skip


def test_the_first_computer(window: Window, keys: Counter) -> None:
    view = to_computers(window, keys)
    fill(keys, view, COMPUTER, "disk_gb")
    settle(window)
    assert column(window, "serial") == ["5CG01"]
    assert column(window, "kind") == ["desktop"]
    assert keys.keys <= FIRST, keys.keys


def test_thirty_computers_typed_by_cloning_the_first(window: Window, keys: Counter) -> None:
    view = to_computers(window, keys)
    fill(keys, view, COMPUTER, "disk_gb")
    settle(window)
    keys.press(Qt.Key.Key_Up)
    before = keys.keys
    keys.press(Qt.Key.Key_D, CTRL | SHIFT)
    keys.type(f"{COUNT - 1}")
    keys.enter()
    window.activateWindow()  # nobody does it here when a dialog is gone
    settle(window)
    for number in range(2, COUNT + 1):
        keys.type(f"MT{number:02d}")
        keys.tab()
        keys.type(f"5CG{number:02d}")
        keys.enter()
    settle(window)
    assert sorted(map(str, column(window, "asset_code"))) == [f"MT{n:02d}" for n in range(1, COUNT + 1)]
    assert sorted(map(str, column(window, "serial"))) == [f"5CG{n:02d}" for n in range(1, COUNT + 1)]
    assert set(column(window, "kind")) == {"desktop"}
    assert (keys.keys - before) / (COUNT - 1) <= SIMILAR, keys.keys - before
    assert keys.keys <= TYPED, keys.keys


def test_thirty_computers_pasted(window: Window, keys: Counter) -> None:
    lines = (f"MT{n:02d}\t5CG{n:02d}\t\tĐể bàn\tDell\t3080\ti3\t4" for n in range(1, COUNT + 1))
    QGuiApplication.clipboard().setText("\r\n".join(lines) + "\r\n")
    to_computers(window, keys)
    keys.press(Qt.Key.Key_V, CTRL)
    settle(window)
    assert len(column(window, "serial")) == COUNT
    assert set(column(window, "kind")) == {"desktop"}
    assert keys.keys <= PASTED, keys.keys


def test_an_inventory_sheet_is_two_clicks_away(window: Window, tmp_path: Path) -> None:
    """From Trang chủ: the place, then the button; the next one does not replace it."""
    window.session.remember(papers=str(tmp_path))
    click(window.rail._buttons["print"])
    settle(window)
    page = window.pages["print"]
    assert isinstance(page, PrintPage)
    until(page.pdf_button.isEnabled)
    click(page.pdf_button)
    settle(window)
    assert (tmp_path / "C53-HD.pdf").read_bytes().startswith(b"%PDF")
    click(page.pdf_button)
    settle(window)
    assert (tmp_path / "C53-HD (2).pdf").exists()
    assert str(tmp_path) in window.messages.shown()[0].notice.what
