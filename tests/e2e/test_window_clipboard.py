"""Blocks of cells to and from Excel and LibreOffice: copied, cut, pasted; each paste one step."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from clipboard_kit import CTRL, calls_here, column, notices, paste, put, select, three_computers, undo
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from window_kit import at, enter, press, said, settle, topic, type_keys, until

from desktop_app.app import confirming, entry, views
from desktop_app.domain.values import Raw
from desktop_app.ui.block import MANY
from desktop_app.ui.clipboard import table_of, text, text_of
from desktop_app.ui.launch import application
from desktop_app.ui.tasks import Job
from desktop_app.ui.window import Window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """A commune's window with three computers."""
    with three_computers(tmp_path) as made:
        yield made


# --- reading -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a", [["a"]]),
        ("", []),
        ("a\t\nb", [["a", ""], ["b", ""]]),
        ('"hai\ndòng"\tx\n', [["hai\ndòng", "x"]]),
        ('"nói ""có"""\n', [['nói "có"']]),
        ('15" màn\tx', [['15" màn', "x"]]),
        ('"chưa đóng\tx\ny\tz', [['"chưa đóng', "x"], ["y", "z"]]),
    ],
    ids=["excel", "one", "nothing", "short row", "two lines", "quotes", "inch", "open quote"],
)
def test_a_table_is_read_as_the_spreadsheet_wrote_it(text: str, cells: list[list[str]]) -> None:
    assert table_of(text) == cells


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=6)


TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


@given(TABLES)
def test_what_is_copied_reads_back_the_same(rows: list[list[str]]) -> None:
    application()
    put(text_of(rows))
    assert table_of(text()) == (rows if rows != [[""]] else [])


# --- pasting -------------------------------------------------------------------------------------------


def test_a_block_goes_over_the_cells_and_undo_takes_it_back_at_once(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    put("8\n16\n32\n")
    paste(window)
    assert column(window, "ram_gb") == [8, 16, 32]
    assert window.session.writer.undo_stack.count() == 1
    undo(window)
    assert column(window, "ram_gb") == [4, 4, 4]
    window.session.writer.undo_stack.redo()
    settle(window)
    assert column(window, "ram_gb") == [8, 16, 32]


def test_rows_grow_where_the_block_is_longer(window: Window) -> None:
    view = topic(window)
    at(view.grid, 2, "asset_code")
    put("MT-3\tS3\nMT-4\tS4\nMT-5\tS5\n")
    paste(window)
    assert column(window, "asset_code") == ["MT-1", "MT-2", "MT-3", "MT-4", "MT-5"]
    assert column(window, "serial") == [None, None, "S3", "S4", "S5"]
    assert window.session.writer.undo_stack.count() == 1
    undo(window)
    assert column(window, "asset_code") == ["MT-1", "MT-2", "MT-3"]
    assert column(window, "serial") == [None, None, None]


def test_one_value_goes_into_every_selected_cell(window: Window) -> None:
    view = topic(window)
    select(view.grid, 0, "ram_gb", 2, "ram_gb")
    put("16")
    paste(window)
    assert column(window, "ram_gb") == [16, 16, 16]
    undo(window)
    assert column(window, "ram_gb") == [4, 4, 4]


def test_a_block_is_repeated_where_the_selection_is_a_multiple_of_it(window: Window) -> None:
    view = topic(window)
    at(view.grid, 3, "asset_code")
    put("MT-4")
    paste(window)
    at(view.grid, 0, "ram_gb")
    select(view.grid, 0, "ram_gb", 3, "ram_gb")
    put("8\n16")
    paste(window)
    assert column(window, "ram_gb") == [8, 16, 8, 16]


def test_what_cannot_be_read_is_kept_and_said(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    put("nhiều\n8")
    paste(window)
    assert column(window, "ram_gb") == [Raw("nhiều"), 8, 4]
    assert said(view.grid, 0, "ram_gb") == "nhiều"
    assert "1 ô dán vào không đọc được" in notices(window)


def test_numbers_dates_and_choices_are_read_as_they_are_typed(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "kind")
    row = [column.key for column in view.grid.rows.columns]
    given = {"kind": "xach tay", "maker": "Đell", "ram_gb": "8", "cost": "12.500.000"}
    keys = row[row.index("kind") : row.index("cost") + 1]
    put("\t".join(given.get(key, "") for key in keys))
    paste(window)
    assert column(window, "kind")[0] == "laptop"
    assert column(window, "maker")[0] == "Đell"
    assert column(window, "cost")[0] == 12_500_000


def test_cells_beyond_the_last_column_are_said(window: Window) -> None:
    view = topic(window)
    last = view.grid.rows.columns[-1].key
    at(view.grid, 0, last)
    put("a\tb\tc")
    paste(window)
    assert "2 ô dán ra ngoài" in notices(window)


def test_what_the_grid_copied_pasted_on_itself_changes_nothing(window: Window) -> None:
    view = topic(window)
    first, last = view.grid.rows.columns[1].key, view.grid.rows.columns[-1].key
    select(view.grid, 0, first, 2, last)
    before = [row.editing for row in views.all_rows(window.session.desk, "computer")]
    press(Qt.Key.Key_C, "", CTRL)
    paste(window)
    assert [row.editing for row in views.all_rows(window.session.desk, "computer")] == before
    assert window.session.writer.undo_stack.count() == 0


def test_rows_that_are_not_loaded_are_copied_too(window: Window) -> None:
    view = topic(window)
    at(view.grid, 3, "asset_code")
    put("\n".join(f"MT-{n:05d}" for n in range(350)))
    paste(window)
    view = topic(window)
    view.grid.rows._window.reset([])  # as after a long way: nothing of it is here
    view.grid.rows._window._rows.clear()
    view.grid.rows.reload()
    settle(window)
    select(view.grid, 0, "asset_code", view.grid.rows.count - 1, "asset_code")
    assert view.grid.rows.row_at(300) is None
    press(Qt.Key.Key_C, "", CTRL)
    settle(window)
    assert [line for (line,) in table_of(text())] == column(window, "asset_code")


def test_cutting_empties_and_pasting_brings_it_elsewhere(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "note")
    press(Qt.Key.Key_X, "", CTRL)
    settle(window)
    assert column(window, "note") == [None, "dòng 2", "dòng 3"]
    at(view.grid, 1, "note")
    paste(window)
    assert column(window, "note") == [None, "dòng 1", "dòng 3"]


def test_a_row_that_is_typed_into_while_the_paste_is_saved_keeps_both(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    put("8")
    press(Qt.Key.Key_V, "", CTRL)
    at(view.grid, 0, "note")
    type_keys("moi")
    enter()
    settle(window)
    assert (column(window, "ram_gb")[0], column(window, "note")[0]) == (8, "moi")
    assert not any(row.in_review for row in views.all_rows(window.session.desk, "computer"))


def test_a_paste_can_be_undone_after_another_page(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    put("8\n16\n32\n")
    paste(window)
    window.go("home")
    settle(window)
    topic(window)
    undo(window)
    assert column(window, "ram_gb") == [4, 4, 4]


def test_five_thousand_rows_are_one_step(window: Window) -> None:
    view = topic(window)
    at(view.grid, 3, "asset_code")
    put("\n".join(f"MT-{n:05d}\tS{n:05d}\t\tĐể bàn\tDell\tOptiPlex" for n in range(5000)))
    press(Qt.Key.Key_V, "", CTRL)
    until(window.session.writer.settled)
    settle(window)
    assert len(views.ids(window.session.desk, "computer")) == 5003
    undo(window)
    until(window.session.writer.settled)
    settle(window)
    assert len(views.ids(window.session.desk, "computer")) == 3


def test_the_windows_thread_handles_no_pasted_cell_by_itself(window: Window) -> None:
    rows, columns = 2500, 10
    view = topic(window)
    with calls_here() as calls:
        for first, value in ((3, "8"), (0, "16")):  # as new rows; over them, most of which are not loaded
            at(view.grid, first, "asset_code")
            put("\n".join("\t".join([f"MT-{n:05d}", *[value] * (columns - 1)]) for n in range(rows)))
            paste(window)
            until(window.session.writer.settled)
            settle(window)
        undo(window)
        until(window.session.writer.settled)
        settle(window)
    assert window.session.writer.undo_stack.count() == 2
    assert Counter(column(window, "ram_gb")) == {8: rows, 4: 3}
    assert {name: n for name, n in calls.items() if n >= rows * columns / 2} == {}


def test_a_long_paste_can_be_stopped_and_then_nothing_of_it_is_there(window: Window) -> None:
    view = topic(window)
    at(view.grid, 3, "asset_code")
    put("\n".join(f"MT-{n:05d}" for n in range(3000)))
    jobs, first = [], Event()
    window.session.veiled.connect(lambda _title, job: jobs.append(job))
    window.session.ask(lambda _desk: first.wait(20), lambda _done: None, window)  # the lane is taken
    press(Qt.Key.Key_V, "", CTRL)
    jobs[0].cancel()
    first.set()
    settle(window)
    assert len(views.ids(window.session.desk, "computer")) == 3
    assert window.session.writer.settled()


@pytest.mark.parametrize("moment", ["as it is read", "as it is written", "as it has been written"])
def test_whenever_a_long_paste_is_stopped_what_is_saved_has_its_step(
    window: Window, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    view, jobs, begun = topic(window), list[Job](), Event()
    window.session.veiled.connect(lambda _title, job: (jobs.append(job), begun.set()))
    read, save = entry.new_records, confirming.save_and_confirm

    def stopping(work: Any, *, before: bool) -> Any:
        def stopped(*given: Any) -> Any:
            found = None if before else work(*given)
            assert begun.wait(20)
            jobs[0].cancel()
            return work(*given) if before else found

        return stopped

    made = {
        "as it is read": (entry, "new_records", stopping(read, before=True)),
        "as it is written": (confirming, "save_and_confirm", stopping(save, before=True)),
        "as it has been written": (confirming, "save_and_confirm", stopping(save, before=False)),
    }
    at(view.grid, 2, "asset_code")
    put("\n".join(f"MT-{n:05d}" for n in range(MANY + 1)))
    with monkeypatch.context() as patched:
        patched.setattr(*made[moment])
        paste(window)
    is_saved = moment != "as it is read"
    assert len(views.ids(window.session.desk, "computer")) == 3 + is_saved * MANY
    assert window.session.writer.undo_stack.count() == is_saved
    assert ("Đã lưu xong trước khi kịp dừng" in notices(window)) is is_saved
    assert window.session.writer.settled()
    undo(window)
    assert column(window, "asset_code") == ["MT-1", "MT-2", "MT-3"]
    at(view.grid, 2, "asset_code")
    type_keys("xong")  # nothing holds the row up any more
    enter()
    settle(window)
    assert column(window, "asset_code")[2] == "xong"
