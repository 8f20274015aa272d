"""In the window: why a warning stands, what a record was, and rows that were deleted; all of it by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, change, shown
from PySide6.QtCore import Qt
from window_kit import at, click, enter, homes, press, settle, topic, type_keys, until, window_on

from desktop_app.app import checking, entry, views
from desktop_app.domain.values import Value
from desktop_app.ui.pages.check import CheckPage
from desktop_app.ui.pages.check_list import Band
from desktop_app.ui.pages.history import DeletedDialog, HistoryDialog
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(homes(tmp_path)[1]) as made:
        yield made


def checks(window: Window) -> CheckPage:
    window.go("check")
    settle(window)
    page = window.pages["check"]
    assert isinstance(page, CheckPage)
    return page


def history(view: TopicView, window: Window) -> HistoryDialog:
    press(Qt.Key.Key_H, "\b", CTRL)
    settle(window)
    dialog = view.past.dialog
    assert isinstance(dialog, HistoryDialog)
    return dialog


# --- checks ---------------------------------------------------------------------------------------------


def test_findings_stand_under_their_topics(window: Window) -> None:
    desk = window.session.desk
    add(desk, asset_code="MT-1", kind="Để bàn", year="2999")
    add(desk, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")
    page = checks(window)
    heads = [line.text for line in page.model.lines if isinstance(line, Band)]
    assert [text.partition(" (")[0] for text in heads] == ["Máy tính", "Điểm phục vụ bưu chính"]
    first = page.model.index(0)
    assert not page.model.flags(first) & Qt.ItemFlag.ItemIsSelectable
    said = [str(page.model.index(row).data()) for row in range(page.model.rowCount())]
    assert any(text.startswith("Phải sửa: Năm 2999") for text in said)
    assert any(text.startswith("Nên xem lại: “Số giờ") for text in said) or any("định mức" in t for t in said)


def test_a_warning_is_accepted_with_a_reason_and_withdrawn(window: Window) -> None:
    desk = window.session.desk
    add(desk, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")
    page = checks(window)
    row = next(at for at, line in enumerate(page.model.lines) if not isinstance(line, Band) and not line.hard
               and line.problem.code == "below_norm")  # fmt: skip
    page.list.choose(row)
    assert (page.give.isEnabled(), page.withdraw.isEnabled()) == (True, False)
    click(page.give)
    assert page.dialog is not None
    until(page.dialog.reason.hasFocus)
    assert not page.dialog.keep.isEnabled()
    type_keys("cho phien")
    click(page.dialog.keep)
    settle(window)
    assert "below_norm" not in {one.problem.code for one in checking.check(desk) if one.problem.is_open}
    click(page.filters["accepted"])
    assert "Lý do: cho phien" in str(page.model.index(1).data())
    page.list.choose(1)
    click(page.withdraw)
    settle(window)
    assert "below_norm" in {one.problem.code for one in checking.check(desk) if one.problem.is_open}


def test_a_cell_says_what_is_wrong_by_a_sign_and_in_words(window: Window) -> None:
    desk = window.session.desk
    add(desk, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")
    add(desk, asset_code="MT-1", kind="Để bàn", year="2999")
    grid = topic(window, "postal_point").grid
    window.session.findings.renew()
    settle(window)
    hours = at(grid, 0, "hours")
    assert grid.rows.paint(0, hours.column()).mark == "triangle-alert"
    assert str(hours.data(Qt.ItemDataRole.ToolTipRole)).startswith("Nên xem lại: ")
    grid = topic(window).grid
    year = at(grid, 0, "year")
    assert grid.rows.paint(0, year.column()).mark == "circle-x"
    assert str(year.data(Qt.ItemDataRole.AccessibleTextRole)).count("Phải sửa: ") == 1


# --- history ----------------------------------------------------------------------------------------------


def test_the_history_of_a_cell_gives_an_old_value_back_and_undo_takes_it_away(window: Window) -> None:
    desk = window.session.desk
    rec = add(desk, asset_code="MT-1", maker="Dell", room="P1")
    change(desk, rec, maker="HP")
    view = topic(window)
    at(view.grid, 0, "maker")
    dialog = history(view, window)
    assert dialog.fields.currentData() == "maker"
    found = dialog.list.texts()
    assert [(line[2], line[3], line[4]) for line in found] == [("Hãng", "Dell", "HP"), ("Hãng", "", "Dell")]
    assert found[0][1].endswith("máy này")
    assert not dialog.take.isEnabled()  # what stands there now
    press(Qt.Key.Key_Down)
    enter()
    settle(window)
    assert shown(desk, rec, "maker") == Value("Dell")
    assert len(dialog.list.texts()) == 3
    dialog.fields.setCurrentIndex(0)
    assert {"Phòng", "Hãng"} <= {line[2].split(",")[0] for line in dialog.list.texts()} | {"Phòng"}
    dialog.reject()
    window.session.writer.undo_stack.undo()
    settle(window)
    assert shown(desk, rec, "maker") == Value("HP")


def test_the_form_opens_the_history_of_its_question_and_saves_first(window: Window) -> None:
    desk = window.session.desk
    rec = add(desk, asset_code="MT-1", maker="Dell")
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].editor.setFocus()
    type_keys("x")
    dialog = history(view, window)
    assert dialog.fields.currentData() == "maker"
    assert shown(desk, rec, "maker") != Value("Dell")
    until(lambda: len(dialog.list.texts()) == 2)
    dialog.reject()


def test_a_deleted_row_is_seen_and_brought_back_by_keys(window: Window) -> None:
    desk = window.session.desk
    rec = add(desk, asset_code="MT-1")
    entry.delete(desk, entry.open_record(desk, "computer", rec))
    view = topic(window)
    view.grid.setFocus()
    press(Qt.Key.Key_Delete, "", CTRL | SHIFT)
    settle(window)
    dialog = view.past.dialog
    assert isinstance(dialog, DeletedDialog)
    assert [line[0] for line in dialog.list.texts()] == ["MT-1"]
    enter()
    settle(window)
    assert [row.rec for row in views.all_rows(desk, "computer")] == [rec]
    assert dialog.list.texts() == []
    dialog.reject()
    window.session.writer.undo_stack.undo()
    settle(window)
    assert views.all_rows(desk, "computer") == []


def test_the_menu_of_the_grid_leads_there_too(window: Window) -> None:
    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    names = [act.text() for act in view.grid.menu().actions()]
    assert names[-2:] == ["Lịch sử…", "Dòng đã xoá…"]
