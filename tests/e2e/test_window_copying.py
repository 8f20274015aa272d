"""Large selections on their way to the clipboard: off the window's thread, emptied only where they stand."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from clipboard_kit import CTRL, calls_here, column, notices, paste, put, select, three_computers, undo
from PySide6.QtCore import Qt
from window_kit import at, press, settle, topic, until

from desktop_app.ui.block import MANY
from desktop_app.ui.clipboard import table_of, text
from desktop_app.ui.grid.rows import Found
from desktop_app.ui.grid.view import GridView
from desktop_app.ui.window import Window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """A commune's window with three computers."""
    with three_computers(tmp_path) as made:
        yield made


def fill(window: Window, rows: int) -> GridView:
    """A grid of so many computers, of which the window has loaded the first ones only."""
    view = topic(window)
    at(view.grid, 3, "asset_code")
    put("\n".join(f"MT-{n:05d}\tS{n}" for n in range(4, rows + 1)))
    paste(window)
    until(window.session.writer.settled)
    settle(window)
    return view.grid


def test_a_large_copy_is_made_off_the_windows_thread(window: Window) -> None:
    rows = 3000
    grid = fill(window, rows)
    titles = list[str]()
    window.session.veiled.connect(lambda title, _job: titles.append(title))
    with calls_here() as calls:
        select(grid, 0, "asset_code", rows, "note")  # the row for a new record is no record
        press(Qt.Key.Key_C, "", CTRL)
        settle(window)
    copied = table_of(text())
    assert [line[0] for line in copied] == column(window, "asset_code")
    assert [line[-1] for line in copied] == ["dòng 1", "dòng 2", "dòng 3"] + [""] * (rows - 3)
    assert titles == ["Đang sao chép…"]
    assert f"Đã sao chép {rows} dòng" in notices(window)
    assert {name: n for name, n in calls.items() if n >= rows} == {}


def test_cells_of_a_large_selection_are_emptied_once_they_are_copied(window: Window) -> None:
    grid = fill(window, MANY + 1)
    select(grid, 0, "serial", MANY, "serial")
    press(Qt.Key.Key_X, "", CTRL)
    settle(window)
    assert text() == "\n\n\n" + "".join(f"S{n}\n" for n in range(4, MANY + 2))
    assert set(column(window, "serial")) == {None}
    undo(window)
    assert column(window, "serial")[3:] == [f"S{n}" for n in range(4, MANY + 2)]


def test_nothing_is_emptied_where_the_table_changed_while_it_was_copied(window: Window) -> None:
    grid, goes_on = fill(window, MANY + 1), Event()
    select(grid, 0, "serial", MANY, "serial")
    window.session.ask(lambda _desk: goes_on.wait(20), lambda _done: None, window)  # the lane is taken
    press(Qt.Key.Key_X, "", CTRL)
    grid.rows._take_found(Found(grid.rows._query, grid.rows.numbers()[1:], MANY, []))  # as after a sync
    goes_on.set()
    settle(window)
    assert text().endswith(f"S{MANY + 1}\n")
    assert "chưa xoá" in notices(window)
    assert len([one for one in column(window, "serial") if one]) == MANY - 2
