"""A new round in the window: last round's rows are there, and one key says that a row still holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from desks import Road, StoppedClock, add, new_commune, new_district, shown
from PySide6.QtCore import Qt
from window_kit import at, click, enter, press, settle, tab, topic, type_keys, until, window_on

from desktop_app.app import cataloguing, confirming, entry, views
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from desktop_app.ui.block import save_block
from desktop_app.ui.pages.confirm import ConfirmBar
from desktop_app.ui.pages.home import CommuneHome
from desktop_app.ui.pages.matrix import MatrixPage
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window

ROWS = 6
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """A commune in its second round, with six computers of the first."""
    clock = StoppedClock()
    district = new_district(tmp_path / "district", clock)
    commune = new_commune(tmp_path / "commune", district, "03319", clock)
    for n in range(ROWS):
        add(commune, asset_code=f"MT-{n}", kind="desktop", condition="good", connection="none")
    cataloguing.open_round(district, date(2023, 12, 31), "Đợt 2023")
    road = Road(tmp_path / "road")
    road.exchange(commune, district)
    district.store.close(), commune.store.close()
    with window_on(tmp_path / "commune") as made:
        yield made


def desk(window: Window) -> Desk:
    return window.session.desk


def left(window: Window) -> int:
    settle(window)
    return len(confirming.unconfirmed_recs(desk(window), "computer"))


def only_left(window: Window) -> TopicView:
    """The rows that are left, as the button at home shows them."""
    window.go("entry", {"topic": "computer", "quick": "unconfirmed"})
    settle(window)
    view: TopicView = window.pages["entry"].view  # type: ignore[attr-defined]
    at(view.grid, 0, "maker")
    return view


def bar(view: TopicView) -> ConfirmBar:
    return view.confirming


def test_home_counts_what_is_left_and_its_button_leads_there(window: Window) -> None:
    window.go("home")
    settle(window)
    home = window.pages["home"]
    assert isinstance(home, CommuneHome)
    assert home.next.step is not None
    assert home.next.step.title == "Còn 6 / 6 máy tính chưa xác nhận"
    click(home.next.button)
    settle(window)
    view = window.pages["entry"].view  # type: ignore[attr-defined]
    assert view.topic.key == "computer"
    assert view.filters.query().not_round == window.session.who.round_id  # type: ignore[union-attr]
    assert view.confirming._count.text() == "Còn 6 / 6 máy tính chưa xác nhận"
    assert window.rail._buttons["entry"].waiting == 6


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, CTRL])
def test_every_row_is_confirmed_by_one_key(window: Window, modifiers: Qt.KeyboardModifier) -> None:
    only_left(window)
    keys = 0
    while left(window):
        press(*((Qt.Key.Key_Return, "\r") if modifiers else (Qt.Key.Key_Space, " ")), modifiers)
        keys += 1
        assert keys <= 2 * ROWS
    assert keys == ROWS


def test_keys_pressed_faster_than_the_disk_each_take_a_row_of_their_own(window: Window) -> None:
    view = only_left(window)
    for _n in range(ROWS):
        press(Qt.Key.Key_Space, " ")
    assert left(window) == 0
    until(lambda: bar(view).isHidden())


def test_among_all_rows_the_cursor_goes_to_the_next_that_is_left(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 1, "maker")
    press(Qt.Key.Key_Return, "\r", CTRL)
    settle(window)
    at(grid, 0, "maker")
    press(Qt.Key.Key_Return, "\r", CTRL)
    assert left(window) == ROWS - 2
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (2, grid.rows.column_of("maker"))


def test_where_all_rows_are_listed_space_is_a_letter(window: Window) -> None:
    grid = topic(window).grid
    at(grid, 0, "maker")
    press(Qt.Key.Key_Space, " ")
    assert grid.editing.editor is not None
    press(Qt.Key.Key_Escape)
    assert left(window) == ROWS


def test_a_changed_row_is_confirmed_by_that(window: Window) -> None:
    only_left(window)
    type_keys("hp")
    enter()
    assert left(window) == ROWS - 1
    window.session.writer.undo_stack.undo()
    assert left(window) == ROWS  # a slip of the hand has not confirmed it
    window.session.writer.undo_stack.redo()
    assert left(window) == ROWS - 1


def test_many_rows_are_one_step_with_their_number_on_the_button(window: Window) -> None:
    view = only_left(window)
    view.grid.selectAll()
    assert bar(view).act.accessibleName() == "Xác nhận 6 dòng"
    click(bar(view).act)
    assert left(window) == 0
    window.session.writer.undo_stack.undo()
    assert left(window) == ROWS
    window.session.writer.undo_stack.redo()
    assert left(window) == 0


def test_the_bar_goes_when_nothing_is_left_and_comes_back_by_undo(window: Window) -> None:
    view = only_left(window)
    assert bar(view).isVisible()
    view.grid.selectAll()
    press(Qt.Key.Key_Space, " ")
    settle(window)
    assert bar(view).isHidden()
    window.session.writer.undo_stack.undo()
    settle(window)
    assert bar(view).isVisible()


def test_what_is_no_longer_there_leaves_with_a_reason(window: Window) -> None:
    view = only_left(window)
    rec = view.grid.current_row().rec  # type: ignore[union-attr]
    click(bar(view).gone)
    dialog = bar(view).dialog
    assert dialog is not None
    dialog.choices["lost"].click()
    click(dialog.send)
    assert left(window) == ROWS - 1
    assert views.count(desk(window))["computer"].total == ROWS - 1
    assert views.history(desk(window), "computer", rec)[-2].retired == "lost"
    window.session.writer.undo_stack.undo()
    assert left(window) == ROWS


def test_ones_own_words_are_a_reason_too_and_nothing_is_none(window: Window) -> None:
    view = only_left(window)
    rec = view.grid.current_row().rec  # type: ignore[union-attr]
    click(bar(view).gone)
    dialog = bar(view).dialog
    assert dialog is not None
    dialog.choices[""].click()
    assert not dialog.send.isEnabled()
    until(dialog.words.hasFocus)
    type_keys("cho truong")
    click(dialog.send)
    settle(window)
    assert views.history(desk(window), "computer", rec)[-2].retired == "cho truong"


def test_what_awaits_disposal_stays_and_is_confirmed(window: Window) -> None:
    view = only_left(window)
    rec = view.grid.current_row().rec  # type: ignore[union-attr]
    click(bar(view).gone)
    dialog = bar(view).dialog
    assert dialog is not None
    dialog.choices["_stays"].click()
    click(dialog.send)
    assert left(window) == ROWS - 1
    assert shown(desk(window), rec, "condition") == Value("to_dispose")
    window.session.writer.undo_stack.undo()
    settle(window)
    assert shown(desk(window), rec, "condition") == Value("good")
    assert left(window) == ROWS


def old_coverage(window: Window) -> tuple[MatrixPage, list[str]]:
    """Return the sheet of two records of an earlier round, and their ids."""
    made = desk(window)
    village = add(made, "village", name="Bản A")
    recs = [
        add(made, "coverage", village=village, operator=one, signal_4g="Tốt")
        for one in ("viettel", "mobifone")
    ]
    confirming.put_back(made, "coverage", dict.fromkeys(recs, "an-earlier-round"))
    window.session.remember(matrices="coverage")
    window.go("entry", {"topic": "coverage"})
    settle(window)
    page = window.pages["entry"].matrix  # type: ignore[attr-defined]  # of the entry page alone
    until(lambda: page.sheet.cells.rowCount() == 1)
    return page, recs


def test_in_the_matrix_what_is_selected_is_confirmed_by_one_key(window: Window) -> None:
    made = desk(window)
    page, recs = old_coverage(window)
    assert page._old.text() == "2 bản × nhà mạng chưa xác nhận"
    old = [
        spot
        for spot in ((0, n) for n in range(page.sheet.cells.columnCount()))
        if not page.sheet.cells.mark(spot).holds
    ]
    assert len(old) == 2
    page.sheet.go_to(old[1])
    type_keys("t")  # the same letter once more says that it still holds
    settle(window)
    assert len(confirming.unconfirmed_recs(made, "coverage")) == 1
    window.session.writer.undo_stack.undo()
    settle(window)
    page.sheet.setFocus()
    page.sheet.go_to(old[0])
    press(Qt.Key.Key_Return, "\r", CTRL)
    settle(window)
    until(lambda: page.sheet.cells.mark(old[0]).holds)
    assert confirming.unconfirmed_recs(made, "coverage") == recs[1:]
    page.sheet.selectAll()
    click(page.act)
    settle(window)
    until(page._old.isHidden)
    window.session.writer.undo_stack.undo()
    settle(window)
    until(page._old.isVisible)


def test_in_the_matrix_a_paste_that_changes_one_and_confirms_another_is_one_step(window: Window) -> None:
    made = desk(window)
    page, recs = old_coverage(window)
    cells = page.sheet.cells
    first, second = (
        spot for spot in ((0, n) for n in range(cells.columnCount())) if not cells.mark(spot).holds
    )
    stack = window.session.writer.undo_stack
    before = stack.count()

    def signals() -> list[object]:
        return [entry.open_record(made, "coverage", rec).cells["signal_4g"] for rec in recs]

    good, weak = Value("good"), Value("weak")
    assert signals() == [good, good]
    cells.write("Dán", {first: weak, second: good})
    settle(window)
    assert (signals().count(weak), confirming.unconfirmed_recs(made, "coverage")) == (1, [])
    assert stack.count() == before + 1
    stack.undo()
    settle(window)
    assert signals() == [good, good]
    assert sorted(confirming.unconfirmed_recs(made, "coverage")) == sorted(recs)
    stack.redo()
    settle(window)
    assert (signals().count(weak), confirming.unconfirmed_recs(made, "coverage")) == (1, [])


def test_what_is_confirmed_beside_a_save_that_changes_nothing_is_a_step_too(window: Window) -> None:
    page, recs = old_coverage(window)
    same, held = page.sheet.cells.unconfirmed()
    writer = window.session.writer
    edits = [(writer.open(same), {"signal_4g": same.cells["signal_4g"]})]
    nothing = (lambda _results: None, lambda _error: None, lambda: None)
    save_block(window.session, "Dán", edits, *nothing, [held.editing])
    settle(window)
    assert confirming.unconfirmed_recs(desk(window), "coverage") == [same.rec]
    writer.undo_stack.undo()
    settle(window)
    assert sorted(confirming.unconfirmed_recs(desk(window), "coverage")) == sorted(recs)


def test_in_a_round_without_old_rows_nothing_asks_to_be_confirmed(window: Window) -> None:
    view = topic(window, "office")
    at(view.grid, 0, "name")
    type_keys("ubnd")
    tab()
    settle(window)
    assert bar(view).isHidden()
    press(Qt.Key.Key_Return, "\r", CTRL)
    settle(window)
    assert views.count(desk(window))["office"].unconfirmed == 0
