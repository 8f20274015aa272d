"""The matrix: village × operator × technology filled in by single keys, as one sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, shown
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from window_kit import click, enter, homes, press, settle, tab, topic, type_keys, until, window_on

from desktop_app.app import views
from desktop_app.compose import desktop
from desktop_app.domain.values import Cell, Raw, Value
from desktop_app.ui.matrix.view import MatrixView
from desktop_app.ui.pages.matrix import GRID, MATRIX, MatrixPage
from desktop_app.ui.window import Window

VILLAGES = ("Bản A", "Bản B", "Bản C")
CTRL = Qt.KeyboardModifier.ControlModifier
GOOD, WEAK, NONE = Value("good"), Value("weak"), Value("none")


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    home = homes(tmp_path)[1]
    desk = desktop.open_desk(home)
    for name in VILLAGES:
        add(desk, "village", name=name)
    desk.store.close()
    return home


@pytest.fixture
def window(commune: Path) -> Iterator[Window]:
    with window_on(commune) as made:
        yield made


def page(window: Window) -> MatrixPage:
    """Go to the coverage of the commune as one sheet."""
    if "coverage" not in window.session.settings.matrices:
        click(topic(window, "coverage").switch.buttons[MATRIX])
    else:
        window.go("entry", {"topic": "coverage"})
    settle(window)
    made = window.pages["entry"].matrix  # type: ignore[attr-defined]
    assert isinstance(made, MatrixPage)
    until(lambda: made.sheet.cells.rowCount() == len(VILLAGES))
    made.sheet.setFocus()
    return made


def go(sheet: MatrixView, line: int, operator: str, field: str) -> None:
    sheet.go_to((line, column(sheet, operator, field)))


def column(sheet: MatrixView, operator: str, field: str) -> int:
    keys = [(choice.key, one.key) for choice, one in sheet.cells.columns]
    return keys.index((operator, field))


def select(sheet: MatrixView, top: int, left: int, bottom: int, right: int) -> None:
    chosen = QItemSelection(sheet.cells.index(top, left), sheet.cells.index(bottom, right))
    sheet.go_to((top, left))
    sheet.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def cells(window: Window) -> dict[tuple[str, str, str], Cell]:
    """Return (village, operator, field) → value of everything that is in the log."""
    settle(window)
    found: dict[tuple[str, str, str], Cell] = {}
    for row in views.all_rows(window.session.desk, "coverage"):
        village, operator = (row.cells[name] for name in ("village", "operator"))
        assert isinstance(village, Value)
        assert isinstance(operator, Value)
        for name, cell in row.cells.items():
            if cell is not None and name not in ("village", "operator"):
                found[row.names[village.v], operator.v, name] = cell
    return found


def undo(window: Window) -> None:
    window.session.writer.undo_stack.undo()
    settle(window)


# --- keys ---------------------------------------------------------------------------------------------------


def test_a_letter_fills_the_cell_and_makes_the_record(window: Window) -> None:
    sheet = page(window).sheet
    go(sheet, 0, "viettel", "signal_4g")
    type_keys("t")
    assert cells(window) == {("Bản A", "viettel", "signal_4g"): GOOD}
    assert sheet.cells.mark((0, column(sheet, "viettel", "signal_4g")))[:2] == ("T", "good")


@pytest.mark.parametrize(("key", "value"), [("t", GOOD), ("y", WEAK), ("k", NONE), ("1", GOOD), ("3", NONE)])
def test_letters_and_numbers_mean_the_levels(window: Window, key: str, value: Value) -> None:
    go(page(window).sheet, 0, "viettel", "signal_4g")
    type_keys(key)
    assert cells(window) == {("Bản A", "viettel", "signal_4g"): value}


def test_keys_pressed_faster_than_the_disk_fill_one_record(window: Window) -> None:
    go(page(window).sheet, 0, "viettel", "signal_2g")
    for key in "tykt":
        type_keys(key)
        tab()
    assert cells(window) == {
        ("Bản A", "viettel", f"signal_{at}g"): value
        for at, value in zip("2345", (GOOD, WEAK, NONE, GOOD), strict=True)
    }
    assert views.count(window.session.desk)["coverage"].total == 1


def test_who_would_rather_point_chooses_from_a_menu(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_5g")
    select(sheet, 0, first, 1, first + 1)  # the place beside it has other answers
    acts = {act.text(): act for act in sheet.menu().actions()}
    acts["Y  Yếu"].trigger()
    assert cells(window) == {(name, "viettel", "signal_5g"): WEAK for name in VILLAGES[:2]}
    {act.text(): act for act in sheet.menu().actions()}["Xoá ô"].trigger()
    assert cells(window) == {}


def test_tab_goes_on_into_the_next_line_and_enter_goes_down(window: Window) -> None:
    sheet = page(window).sheet
    sheet.go_to((0, sheet.cells.columnCount() - 1))
    tab()
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (1, 0)
    press(Qt.Key.Key_Backtab)
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (0, sheet.cells.columnCount() - 1)
    enter()
    assert (sheet.currentIndex().row(), sheet.currentIndex().column()) == (1, sheet.cells.columnCount() - 1)
    press(Qt.Key.Key_Left)
    assert sheet.currentIndex().column() == sheet.cells.columnCount() - 2


@pytest.mark.parametrize("key", [Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_cell_is_emptied(window: Window, key: Qt.Key) -> None:
    go(page(window).sheet, 0, "viettel", "signal_4g")
    type_keys("t")
    settle(window)
    press(key)
    assert cells(window) == {}


def test_a_letter_that_means_nothing_here_changes_nothing(window: Window) -> None:
    sheet = page(window).sheet
    go(sheet, 0, "viettel", "signal_4g")
    type_keys("x8")
    assert cells(window) == {}
    assert sheet.currentIndex().row() == 0


# --- blocks -------------------------------------------------------------------------------------------------


def test_a_letter_fills_everything_selected_and_is_one_step(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "vinaphone", "signal_2g")
    select(sheet, 0, first, 2, first + 3)
    type_keys("t")
    found = cells(window)
    assert len(found) == 3 * 4
    assert set(found.values()) == {GOOD}
    undo(window)
    assert views.count(window.session.desk)["coverage"].total == 0
    window.session.writer.undo_stack.redo()
    assert cells(window) == found


def test_undo_puts_back_what_stood_there(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_3g")
    sheet.go_to((1, first))
    type_keys("k")
    settle(window)
    select(sheet, 0, first, 2, first)
    type_keys("t")
    settle(window)
    undo(window)
    assert cells(window) == {("Bản B", "viettel", "signal_3g"): NONE}
    until(lambda: sheet.cells.mark((1, first)).letter == "K" and not sheet.cells.mark((0, first)).letter)


def test_ctrl_d_fills_down(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_3g")
    sheet.go_to((0, first))
    type_keys("y")
    select(sheet, 0, first, 2, first)
    press(Qt.Key.Key_D, "\x04", CTRL)
    assert set(cells(window).values()) == {WEAK}
    assert len(cells(window)) == 3
    sheet.go_to((2, first + 1))
    press(Qt.Key.Key_D, "\x04", CTRL)  # of a single cell: what stands above it, here nothing
    assert len(cells(window)) == 3


def test_a_block_of_a_spreadsheet_is_pasted_in_words_letters_or_numbers(window: Window) -> None:
    sheet = page(window).sheet
    go(sheet, 0, "viettel", "signal_2g")
    QGuiApplication.clipboard().setText("Tốt\tY\r\nkhong co\t2\r\n")
    press(Qt.Key.Key_V, "\x16", CTRL)
    assert cells(window) == {
        ("Bản A", "viettel", "signal_2g"): GOOD,
        ("Bản A", "viettel", "signal_3g"): WEAK,
        ("Bản B", "viettel", "signal_2g"): NONE,
        ("Bản B", "viettel", "signal_3g"): WEAK,
    }
    undo(window)
    assert cells(window) == {}


def test_what_is_copied_is_pasted_again_the_same(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "vinaphone", "signal_2g")
    sheet.go_to((0, first))
    for key in "tyk":
        type_keys(key)
        tab()
    settle(window)
    select(sheet, 0, first, 0, first + 3)
    press(Qt.Key.Key_C, "\x03", CTRL)
    assert QGuiApplication.clipboard().text() == "Tốt\tYếu\tKhông có\t\n"
    sheet.go_to((2, first))
    press(Qt.Key.Key_V, "\x16", CTRL)
    found = cells(window)
    assert [found.get(("Bản C", "vinaphone", f"signal_{n}g")) for n in "2345"] == [GOOD, WEAK, NONE, None]


def test_one_value_is_pasted_into_everything_selected(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_2g")
    select(sheet, 0, first, 2, first + 1)
    QGuiApplication.clipboard().setText("Yếu")
    press(Qt.Key.Key_V, "\x16", CTRL)
    assert len(cells(window)) == 6
    assert set(cells(window).values()) == {WEAK}


def test_pasted_words_that_mean_nothing_are_kept_and_marked(window: Window) -> None:
    sheet = page(window).sheet
    go(sheet, 0, "viettel", "signal_4g")
    QGuiApplication.clipboard().setText("chập chờn")
    press(Qt.Key.Key_V, "\x16", CTRL)
    assert cells(window) == {("Bản A", "viettel", "signal_4g"): Raw("chập chờn")}
    assert sheet.cells.mark((0, column(sheet, "viettel", "signal_4g")))[:2] == ("?", "bad")


def notices(window: Window) -> str:
    return " ".join(one.notice.what for one in window.messages.shown())


def test_what_is_not_read_and_what_lies_outside_is_said(window: Window) -> None:
    sheet = page(window).sheet
    sheet.go_to((2, sheet.cells.columnCount() - 1))
    QGuiApplication.clipboard().setText("chập chờn\tT\nT\t\n")
    press(Qt.Key.Key_V, "\x16", CTRL)
    assert list(cells(window).values()) == [Raw("chập chờn")]
    assert "1 ô dán vào không đọc được" in notices(window)
    assert "2 ô dán ra ngoài" in notices(window)


def test_a_block_is_repeated_where_it_fits_and_is_one_step(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_2g")
    select(sheet, 0, first, 2, first + 3)
    QGuiApplication.clipboard().setText("T\tY")
    press(Qt.Key.Key_V, "\x16", CTRL)
    found = cells(window)
    for name in VILLAGES:
        said = [found[name, "viettel", f"signal_{n}g"] for n in "2345"]
        assert said == [GOOD, WEAK, GOOD, WEAK]
    assert window.session.writer.undo_stack.count() == 1
    undo(window)
    assert cells(window) == {}


def test_cutting_empties_and_pasting_brings_it_elsewhere(window: Window) -> None:
    sheet = page(window).sheet
    first = column(sheet, "viettel", "signal_2g")
    go(sheet, 0, "viettel", "signal_2g")
    for key in "ty":
        type_keys(key)
        tab()
    settle(window)
    select(sheet, 0, first, 0, first + 1)
    press(Qt.Key.Key_X, "\x18", CTRL)
    assert cells(window) == {}
    sheet.go_to((1, first + 2))
    press(Qt.Key.Key_V, "\x16", CTRL)
    assert cells(window) == {("Bản B", "viettel", "signal_4g"): GOOD, ("Bản B", "viettel", "signal_5g"): WEAK}


# --- the page -----------------------------------------------------------------------------------------------


def test_what_is_blank_is_counted(window: Window) -> None:
    made = page(window)
    must = made.sheet.cells.left()[0]
    assert must == 3 * 3 * 2  # villages × operators × 3G and 4G
    assert made._must.text() == f"còn {must} ô phải điền"
    go(made.sheet, 0, "viettel", "signal_4g")
    type_keys("t")
    settle(window)
    assert made._must.text() == f"còn {must - 1} ô phải điền"


def test_the_grid_shows_what_the_matrix_wrote_and_the_matrix_what_the_grid_did(window: Window) -> None:
    made = page(window)
    go(made.sheet, 0, "viettel", "signal_4g")
    type_keys("t")
    settle(window)
    click(made.switch.buttons[GRID])
    settle(window)
    view = window.pages["entry"].view  # type: ignore[attr-defined]
    assert view.grid.rows.paint(0, view.grid.rows.column_of("signal_4g")).text == "Tốt"
    view.grid._select(0, view.grid.rows.column_of("signal_4g"))
    view.grid.setFocus()
    press(Qt.Key.Key_Delete)
    settle(window)
    made = page(window)
    until(lambda: made.sheet.cells.cell((0, column(made.sheet, "viettel", "signal_4g"))) is None)


def test_how_the_topic_was_shown_last_is_remembered(window: Window) -> None:
    made = page(window)
    window.go("home")
    window.go("entry", {"topic": "coverage"})
    settle(window)
    assert window.pages["entry"].matrix is made  # type: ignore[attr-defined]
    window.go("entry", {"topic": "coverage", "rec": "", "quick": "all"})  # what names rows shows rows
    settle(window)
    assert window.pages["entry"].matrix is None  # type: ignore[attr-defined]


def test_a_change_of_another_pc_comes_into_the_sheet(window: Window) -> None:
    made = page(window)
    village = made.sheet.cells._lines[0].rec
    rec = add(window.session.desk, "coverage", village=village, operator="mobifone", signal_3g="Yếu")
    window.session.refreshed.emit()
    until(lambda: made.sheet.cells.cell((0, column(made.sheet, "mobifone", "signal_3g"))) == WEAK)
    go(made.sheet, 0, "mobifone", "signal_3g")
    type_keys("t")
    settle(window)
    assert shown(window.session.desk, rec, "signal_3g", "coverage") == GOOD


def test_without_a_village_it_says_what_to_enter_first(tmp_path: Path) -> None:
    home = homes(tmp_path)[1]
    with window_on(home) as window:
        click(topic(window, "coverage").switch.buttons[MATRIX])
        settle(window)
        made = window.pages["entry"].matrix  # type: ignore[attr-defined]
        until(lambda: made._stack.currentIndex() == 1)
