"""Filling many cells: from above, today, by cloning, in bulk; what a new row keeps of the one before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clipboard_kit import CTRL, column, select, undo
from desks import StoppedClock, add, open_desk
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu
from window_kit import at, click, compose, enter, homes, press, said, settle, topic, type_keys, window_on

from desktop_app.app import views
from desktop_app.domain.values import State, Value
from desktop_app.ui.grid.bulk import BulkDialog, CloneDialog
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    _district, home = homes(tmp_path)
    desk = open_desk(home, StoppedClock())
    first = {"ram_gb": "8", "maker": "Dell", "room": "P1", "note": "riêng"}
    add(desk, asset_code="MT-1", serial="S1", kind="laptop", **first)
    add(desk, asset_code="MT-2", serial="S2", kind="desktop", ram_gb="4", maker="HP", room="P2")
    add(desk, asset_code="MT-3", serial="S3", kind="desktop", ram_gb="4", maker="HP", room="P3")
    desk.store.close()
    with window_on(home) as made:
        yield made


def key(window: Window, which: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    press(which, "", modifiers)
    settle(window)


def steps(window: Window) -> int:
    return window.session.writer.undo_stack.count()


# --- from above ----------------------------------------------------------------------------------------


def test_the_topmost_cells_fill_those_below_as_one_step(window: Window) -> None:
    view = topic(window)
    select(view.grid, 0, "kind", 2, "maker")
    key(window, Qt.Key.Key_D)
    assert (column(window, "kind"), column(window, "maker")) == (["laptop"] * 3, ["Dell"] * 3)
    assert steps(window) == 1
    undo(window)
    assert column(window, "maker") == ["Dell", "HP", "HP"]


@pytest.mark.parametrize("which", [Qt.Key.Key_D, Qt.Key.Key_Apostrophe])
def test_one_cell_takes_the_value_above_it(window: Window, which: Qt.Key) -> None:
    view = topic(window)
    at(view.grid, 1, "ram_gb")
    key(window, which)
    assert column(window, "ram_gb") == [8, 8, 4]


def test_the_first_row_has_nothing_above(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    key(window, Qt.Key.Key_D)
    assert steps(window) == 0


def test_an_estimate_stays_one(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "ram_gb")
    view.grid.filling.put("x", {0: {"cost": Value(9_000_000, State.ESTIMATE)}})
    settle(window)
    at(view.grid, 1, "cost")
    key(window, Qt.Key.Key_D)
    rows = views.all_rows(window.session.desk, "computer")
    assert rows[1].cells["cost"] == Value(9_000_000, State.ESTIMATE)


# --- today ---------------------------------------------------------------------------------------------


def test_today_is_written_as_the_cell_writes_dates(window: Window) -> None:
    day = window.session.desk.clock.today()
    view = topic(window)
    at(view.grid, 0, "year")
    key(window, Qt.Key.Key_Semicolon)
    assert column(window, "year")[0] == day.year
    view = topic(window, "certificate")
    at(view.grid, 0, "issued")
    key(window, Qt.Key.Key_Semicolon)
    assert said(view.grid, 0, "issued") == f"{day:%d/%m/%Y}"


def test_a_cell_that_holds_no_date_says_so(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "maker")
    key(window, Qt.Key.Key_Semicolon)
    assert "không ghi ngày" in " ".join(one.notice.what for one in window.messages.shown())
    assert column(window, "maker")[0] == "Dell"


# --- cloning -------------------------------------------------------------------------------------------


def cloned(window: Window, count: str) -> TopicView:
    view = topic(window)
    at(view.grid, 0, "asset_code")
    press(Qt.Key.Key_D, "", CTRL | SHIFT)
    assert isinstance(view.grid.filling.dialog, CloneDialog)
    spin = view.grid.filling.dialog.count
    for letter in count:
        press(Qt.Key(ord(letter)), letter)
    assert spin.value() == int(count)
    enter()
    settle(window)
    return view


def test_a_row_is_cloned_without_what_is_its_own_and_the_cursor_is_there(window: Window) -> None:
    view = cloned(window, "4")
    assert column(window, "kind").count("laptop") == 5
    assert column(window, "serial").count("S1") == 1
    assert column(window, "asset_code").count(None) == 4
    assert column(window, "note").count("riêng") == 1
    assert view.grid.rows.columns[view.grid.currentIndex().column()].key == "asset_code"
    row = view.grid.current_row()
    assert row is not None
    assert "asset_code" not in row.cells
    assert steps(window) == 1
    undo(window)
    assert len(column(window, "kind")) == 3
    window.session.writer.undo_stack.redo()
    settle(window)
    assert len(column(window, "kind")) == 7


def test_the_number_is_remembered(window: Window) -> None:
    view = cloned(window, "2")
    at(view.grid, 0, "asset_code")
    view.clone.click()
    assert isinstance(view.grid.filling.dialog, CloneDialog)
    assert view.grid.filling.dialog.count.value() == 2
    view.grid.filling.dialog.reject()


# --- in bulk -------------------------------------------------------------------------------------------


def test_a_field_of_all_selected_rows_changes_at_once(window: Window) -> None:
    view = topic(window)
    select(view.grid, 0, "room", 2, "room")
    press(Qt.Key.Key_E, "", CTRL | SHIFT)
    dialog = view.grid.filling.dialog
    assert isinstance(dialog, BulkDialog)
    assert dialog.field.currentData() == "room"
    assert "3 dòng sẽ thay đổi" in _texts(dialog)
    assert isinstance(dialog.answer, QLineEdit)
    dialog.answer.setFocus()
    compose("Phòng họp")
    enter()
    settle(window)
    assert column(window, "room") == ["Phòng họp"] * 3
    undo(window)
    assert column(window, "room") == ["P1", "P2", "P3"]


def test_another_field_may_be_chosen_and_asks_in_its_own_way(window: Window) -> None:
    view = topic(window)
    select(view.grid, 0, "room", 1, "room")
    view.grid.filling.ask_bulk()
    dialog = view.grid.filling.dialog
    assert isinstance(dialog, BulkDialog)
    dialog.field.setCurrentIndex(dialog.field.findData("kind"))
    assert isinstance(dialog.answer, QComboBox)
    dialog.answer.setCurrentIndex(dialog.answer.findData("server"))
    dialog._choose()
    settle(window)
    assert column(window, "kind") == ["server", "server", "desktop"]


def _texts(dialog: BulkDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(one.text() for one in dialog.findChildren(QLabel))


# --- what a new row keeps ------------------------------------------------------------------------------


def test_which_values_a_new_row_keeps_is_chosen_from_the_menu_and_remembered(window: Window) -> None:
    view = topic(window)
    at(view.grid, 2, "maker")
    act = _carrying(view.grid.menu())
    assert not act.isChecked()
    act.trigger()
    view.grid.begin_new()
    type_keys("mt-4")
    enter()
    settle(window)
    assert column(window, "maker")[-1] == "HP"
    assert window.session.settings.carried == "computer.maker"
    at(view.grid, 2, "maker")
    _carrying(view.grid.menu()).trigger()
    assert window.session.settings.carried == ""


def _carrying(menu: QMenu) -> QAction:
    return next(act for act in menu.actions() if act.isCheckable())


def test_emptying_several_cells_is_one_step(window: Window) -> None:
    view = topic(window)
    select(view.grid, 0, "room", 2, "room")
    press(Qt.Key.Key_Delete)
    settle(window)
    assert column(window, "room") == [None] * 3
    undo(window)
    assert column(window, "room") == ["P1", "P2", "P3"]
    click(view.undo)
