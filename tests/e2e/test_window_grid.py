"""The grid: keys as in a spreadsheet, every letter kept, Vietnamese as it is typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, shown
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_kit import (
    at,
    compose,
    enter,
    homes,
    press,
    said,
    settle,
    tab,
    topic,
    type_keys,
    unikey,
    window_on,
)

from desktop_app.app import views
from desktop_app.compose import desktop
from desktop_app.domain.values import Raw, State, Value
from desktop_app.ui.window import Window


@pytest.fixture
def commune(tmp_path: Path) -> Path:
    return homes(tmp_path)[1]


@pytest.fixture
def window(commune: Path) -> Iterator[Window]:
    desk = desktop.open_desk(commune)
    for n in range(1, 4):
        add(desk, asset_code=f"MT-{n}", kind="desktop", maker="Dell")
    desk.store.close()
    with window_on(commune) as made:
        yield made


def rec_at(window: Window, row: int) -> str:
    found = window.pages["entry"].view.grid.rows.row_at(row)  # type: ignore[attr-defined]
    assert found is not None
    return str(found.rec)


# --- typing ---------------------------------------------------------------------------------------------


def test_letters_over_a_cell_replace_it_and_enter_saves_and_goes_down(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    type_keys("hp")
    enter()
    assert (grid.currentIndex().row(), grid.rows.columns[grid.currentIndex().column()].key) == (1, "maker")
    settle(window)
    assert said(grid, 0, "maker") == "hp"
    assert shown(window.session.desk, rec_at(window, 0), "maker") == Value("hp")
    assert window.bar.saved.text().startswith("Đã lưu")


def test_tab_goes_on_and_enter_returns_to_the_column_where_tab_began(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    type_keys("acer")
    tab()
    type_keys("veriton")
    enter()
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, grid.rows.column_of("maker"))
    settle(window)
    assert (said(grid, 0, "maker"), said(grid, 0, "model")) == ("acer", "veriton")


def test_escape_gives_up_what_was_typed(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    type_keys("zz")
    press(Qt.Key.Key_Escape)
    settle(window)
    assert said(grid, 0, "maker") == "Dell"
    assert grid.hasFocus()


def test_f2_keeps_the_text_to_be_changed(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_End)
    type_keys("x")
    enter()
    settle(window)
    assert said(grid, 0, "maker") == "Dellx"


def test_delete_empties_a_cell_and_undo_brings_it_back(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    press(Qt.Key.Key_Delete)
    settle(window)
    assert said(grid, 0, "maker") == ""
    window.session.writer.undo_stack.undo()
    settle(window)
    assert said(grid, 0, "maker") == "Dell"
    window.session.writer.undo_stack.redo()
    settle(window)
    assert said(grid, 0, "maker") == ""


def test_a_cell_left_as_it_was_writes_nothing(window: Window) -> None:
    grid = topic(window).grid
    rec = rec_at(window, 0)
    before = len(views.history(window.session.desk, "computer", rec))
    at(grid, 0, "maker")
    press(Qt.Key.Key_F2)
    enter()
    settle(window)
    assert len(views.history(window.session.desk, "computer", rec)) == before


# --- new rows -------------------------------------------------------------------------------------------


def test_typing_in_the_last_row_makes_a_record_and_its_next_cells_belong_to_it(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 3, "asset_code")
    type_keys("new-1")
    tab()
    type_keys("sn9")  # the save of the cell before may still be under way
    enter()
    settle(window)
    assert len(views.ids(window.session.desk, "computer")) == 4
    assert (said(grid, 3, "asset_code"), said(grid, 3, "serial")) == ("new-1", "sn9")
    assert grid.rows.is_new_row(4)


def test_undoing_a_new_row_deletes_it(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 3, "asset_code")
    type_keys("new-1")
    enter()
    settle(window)
    window.session.writer.undo_stack.undo()
    settle(window)
    assert len(views.ids(window.session.desk, "computer")) == 3
    assert grid.rows.rowCount() == 4


def test_deleted_rows_come_back_by_undo(window: Window) -> None:
    view = topic(window)
    at(view.grid, 1, "maker")
    view.delete()
    settle(window)
    assert view.grid.rows.rowCount() == 3
    window.session.writer.undo_stack.undo()
    settle(window)
    assert view.grid.rows.rowCount() == 4


# --- Vietnamese -----------------------------------------------------------------------------------------


def test_composed_letters_open_a_cell_and_are_kept(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "user")
    compose("Đặng", ("D", "Đ", "Đă", "Đặ", "Đặn"))
    compose(" Thị Ấm")
    enter()
    settle(window)
    assert shown(window.session.desk, rec_at(window, 0), "user") == Value("Đặng Thị Ấm")


def test_unikey_types_by_backspace_and_letter(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "user")
    unikey("may", "máy")
    enter()
    settle(window)
    assert shown(window.session.desk, rec_at(window, 0), "user") == Value("máy")


def test_decomposed_letters_are_kept_composed(window: Window) -> None:
    import unicodedata

    grid = topic(window).grid
    at(grid, 0, "user")
    compose(unicodedata.normalize("NFD", "Điện Biên"))
    enter()
    settle(window)
    assert shown(window.session.desk, rec_at(window, 0), "user") == Value("Điện Biên")


# --- kinds ----------------------------------------------------------------------------------------------


def test_letters_choose_an_answer_without_accents(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "kind")
    type_keys("xa")
    enter()
    settle(window)
    assert shown(window.session.desk, rec_at(window, 0), "kind") == Value("laptop")
    assert said(grid, 0, "kind") == "Xách tay"


def test_what_cannot_be_read_is_kept_and_shown_as_an_error(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "ram_gb")
    type_keys("tam gb")
    enter()
    settle(window)
    assert shown(window.session.desk, rec_at(window, 0), "ram_gb") == Raw("tam gb")
    drawn = grid.rows.paint(0, grid.rows.column_of("ram_gb"))
    assert (drawn.text, drawn.tone) == ("tam gb", "bad")


def test_a_record_is_picked_by_any_part_of_its_name(window: Window) -> None:
    desk = window.session.desk
    add(desk, "office", name="Đảng uỷ xã")
    wanted = add(desk, "office", name="UBND xã Mường Pồn")
    grid = topic(window).grid
    at(grid, 0, "office")
    type_keys("m")
    settle(window)
    type_keys("uong pon")
    popup = grid.editing.answer().completer().popup()  # type: ignore[union-attr]
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    grid.finish()
    settle(window)
    assert shown(desk, rec_at(window, 0), "office") == Value(wanted)
    assert said(grid, 0, "office") == "UBND xã Mường Pồn"


@pytest.mark.parametrize(
    ("key", "downs", "maker", "goes_on"),
    [
        (Qt.Key.Key_Return, 0, "de", (1, "maker")),
        (Qt.Key.Key_Tab, 0, "de", (0, "model")),
        (Qt.Key.Key_Tab, 1, "Dell", (0, "model")),
    ],
    ids=["enter", "tab", "tab on a text"],
)
def test_a_cell_is_left_by_one_key_while_texts_are_offered(
    window: Window, key: Qt.Key, downs: int, maker: str, goes_on: tuple[int, str]
) -> None:
    """On a screen the key goes to the popup, which has the keyboard, and not to the line."""
    grid = topic(window).grid
    at(grid, 0, "maker")
    type_keys("de")
    settle(window)
    popup = grid.editing.answer().completer().popup()  # type: ignore[union-attr]  # a maker is offered
    assert popup.isVisible()
    for _down in range(downs):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, key)
    settle(window)
    assert grid.editing.editor is None
    assert said(grid, 0, "maker") == maker
    index = grid.currentIndex()
    assert (index.row(), grid.rows.columns[index.column()].key) == goes_on


def test_several_answers_are_ticked_in_a_popup(window: Window) -> None:
    desk = window.session.desk
    rec = add(desk, "bts", code="BTS-1")
    grid = topic(window, "bts").grid
    at(grid, 0, "technologies")
    press(Qt.Key.Key_F2)
    boxes = list(grid.editing.answer()._boxes.values())  # type: ignore[union-attr]
    boxes[1].click()
    boxes[2].click()
    enter()
    settle(window)
    assert shown(desk, rec, "technologies", "bts") == Value(["3g", "4g"])


def test_the_wheel_changes_no_field_without_the_keyboard(window: Window) -> None:
    view = topic(window)
    at(view.grid, 0, "maker")
    settle(window)
    combo = view.form.questions["kind"].editor
    before = combo.currentIndex()  # type: ignore[attr-defined]
    wheel = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)
    assert combo.currentIndex() == before  # type: ignore[attr-defined]


def test_an_estimate_is_marked(window: Window) -> None:
    desk = window.session.desk
    from desktop_app.app import entry

    editing = entry.new_record(desk, "subscription")
    entry.save(desk, editing, {"fixed": Value(13567, State.ESTIMATE)})
    grid = topic(window, "subscription").grid
    assert said(grid, 0, "fixed") == "ước 13.567"


def test_cells_are_said_to_be_unknown_or_estimated_from_a_menu(window: Window) -> None:
    from desktop_app.ui.grid.states import states_menu

    rec = add(window.session.desk, "subscription", fixed="500")
    grid = topic(window, "subscription").grid
    at(grid, 0, "fixed")
    menu = states_menu(grid)
    assert menu is not None
    acts = {act.text(): act for act in menu.actions()}
    acts["Ước tính"].trigger()
    settle(window)
    assert shown(window.session.desk, rec, "fixed", "subscription") == Value(500, State.ESTIMATE)
    acts["Chưa có số liệu"].trigger()
    settle(window)
    assert shown(window.session.desk, rec, "fixed", "subscription") == Value(None, State.NO_DATA)
    assert said(grid, 0, "fixed") == "chưa có số liệu"


def test_pages_of_another_language_are_let_go_of(window: Window) -> None:
    for key in ("home", "entry", "check", "submit", "print", "settings"):
        window.go(key)
    topic(window)
    window.session.change_look(language="en")
    settle(window)
    window.session.changed.emit("")  # a page that is gone would answer with an error
    window.session.refreshed.emit()
    window.session.findings.renew()
    settle(window)
    assert window.key == "entry"
