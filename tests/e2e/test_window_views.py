"""Looking at a topic: columns, filters, sorting and views, by derivation for every topic."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from looking_kit import chips, codes, columns, three_computers
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from window_kit import at, compose, enter, said, settle, tab, topic, type_keys, window_on

from desktop_app.app import entry, views
from desktop_app.app.ports import Query
from desktop_app.domain.conditions import Between, Blank, Contains, OneOf, Order
from desktop_app.domain.values import Value
from desktop_app.topics.registry import ALL
from desktop_app.ui.grid.chooser import ColumnChooser
from desktop_app.ui.grid.columns import STATUS
from desktop_app.ui.pages.column_filter import ColumnFilter
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return three_computers(tmp_path)


@pytest.fixture
def window(home: Path) -> Iterator[Window]:
    with window_on(home) as made:
        yield made


def click_head(window: Window, view: TopicView, field: str, *, shift: bool = False) -> None:
    """Click the head of a column that is in view."""
    head, column = view.grid.horizontalHeader(), view.grid.rows.column_of(field)
    view.grid.scrollTo(view.grid.rows.index(0, column))
    place = QPoint(head.sectionViewportPosition(column) + 20, 10)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, keys, place)
    settle(window)


def column_filter(view: TopicView, field: str) -> ColumnFilter:
    """Open the filter of a column by the keyboard."""
    at(view.grid, 0, field)
    view.window().activateWindow()
    assert QTest.qWaitForWindowActive(view.window())
    view.looking.dialog = None
    QTest.keyClick(view.grid, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert isinstance(view.looking.dialog, ColumnFilter)
    return view.looking.dialog


# --- filters ------------------------------------------------------------------------------------------


def test_the_head_with_the_cursor_opens_its_filter_and_is_marked_while_it_is_on(
    window: Window,
) -> None:
    view = topic(window)
    at(view.grid, 0, "kind")
    head = view.grid.arrangement.head
    kind, maker = (view.grid.rows.column_of(key) for key in ("kind", "maker"))
    assert [head.shows_handle(column) for column in (0, kind, maker)] == [False, True, False]
    QTest.mouseMove(head.viewport(), QPoint(head.sectionViewportPosition(maker) + 20, 10))
    settle(window)
    assert head.shows_handle(maker)
    plain = head.grab(head.handle(kind)).toImage()
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=head.handle(kind).center())
    popup = view.looking.dialog
    assert isinstance(popup, ColumnFilter)
    assert view.grid.rows.order == (), "it does not sort"
    popup.close()
    view.filters.put("kind", OneOf("kind", ("laptop",)))
    at(view.grid, 0, "maker")
    settle(window)
    assert head.shows_handle(kind)
    assert head.grab(head.handle(kind)).toImage() != plain
    view.filters.clear()
    settle(window)
    assert not head.shows_handle(kind)
    click_head(window, view, "kind")
    assert [one.field for one in view.grid.rows.order] == ["kind"]
    at(view.grid, 0, "kind")
    QTest.mouseMove(view.grid.viewport(), QPoint(5, 5))
    head.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not head.shows_handle(kind), "the arrow of its order is not covered"


def test_answers_are_ticked_and_each_filter_is_a_chip_that_goes_away(window: Window) -> None:
    view = topic(window)
    asked = column_filter(view, "kind")
    asked.part.item(0).setCheckState(Qt.CheckState.Checked)  # type: ignore[union-attr]
    asked.apply()
    settle(window)
    assert codes(view) == ["MT-1", "MT-10"]
    assert chips(view) == ["Loại máy: Để bàn", "Xoá hết"]
    asked = column_filter(view, "maker")
    asked.part.words.setText("dell")  # type: ignore[union-attr]
    QTest.keyClick(asked, Qt.Key.Key_Return)
    settle(window)
    assert codes(view) == ["MT-10"]
    assert chips(view) == ["Loại máy: Để bàn", "Hãng: chứa “dell”", "Xoá hết"]
    assert view.filters.is_narrowing
    assert "1 / 3 dòng" in [made.text() for made in chip_labels(view)]
    view.filters.chips.buttons()[0].click()
    settle(window)
    assert codes(view) == ["MT-2", "MT-10"]
    view.filters.chips.buttons()[-1].click()
    settle(window)
    assert codes(view) == ["MT-1", "MT-2", "MT-10"]
    assert chips(view) == []


def chip_labels(view: TopicView) -> list[QLabel]:
    return [
        made for made in view.findChildren(QLabel) if made.property("part") == "chip" and made.isVisible()
    ]


def test_limits_are_read_as_in_a_cell_and_what_cannot_be_read_is_marked(window: Window) -> None:
    view = topic(window)
    asked = column_filter(view, "year")
    compose("hai nghìn")
    enter()
    assert asked.isVisible()
    assert asked.part.low.property("tone") == "bad"  # type: ignore[union-attr]
    asked.part.low.setText("2015")  # type: ignore[union-attr]
    asked.part.high.setText("2015")  # type: ignore[union-attr]
    asked.apply()
    settle(window)
    assert codes(view) == ["MT-1"]
    assert chips(view)[0] == "Năm đưa vào sử dụng: 2015"
    again = column_filter(view, "year")
    assert again.part.low.text() == "2015"  # type: ignore[union-attr]
    again.part.low.clear()  # type: ignore[union-attr]
    again.part.high.clear()  # type: ignore[union-attr]
    again.part.blanks.setCurrentIndex(1)  # type: ignore[union-attr]
    again.apply()
    settle(window)
    assert codes(view) == ["MT-10"]


def test_filters_and_the_search_go_together_and_escape_changes_nothing(window: Window) -> None:
    view = topic(window)
    view.filters.search.setText("binh")
    view.filters.search.returnPressed.emit()
    view.filters.put("maker", Contains("maker", "dell"))
    settle(window)
    assert codes(view) == ["MT-10"]
    asked = column_filter(view, "maker")
    QTest.keyClick(asked.part, Qt.Key.Key_Escape)
    settle(window)
    assert view.filters.conditions == {"maker": Contains("maker", "dell")}


@pytest.mark.parametrize("key", [one.key for one in ALL.all])
def test_every_column_of_every_topic_has_a_filter(window: Window, key: str) -> None:
    view = topic(window, key)
    for column in range(1, view.grid.rows.columnCount()):
        view.looking.filter_column(column, QPoint(0, 0))
        asked = view.looking.dialog
        assert isinstance(asked, ColumnFilter)
        assert asked.part.can_be_read()
        assert asked.part.condition("x") is None
        asked.apply()
        view.looking.sort(view.grid.rows.columns[column].key)
        settle(window)
    assert view.filters.conditions == {}


# --- sorting ------------------------------------------------------------------------------------------


def test_a_head_sorts_up_down_and_no_longer_and_shift_adds_a_key(window: Window) -> None:
    view = topic(window)
    assert codes(view) == ["MT-1", "MT-2", "MT-10"], "numbers in text are numbers"
    click_head(window, view, "maker")
    assert codes(view) == ["MT-2", "MT-10", "MT-1"]
    click_head(window, view, "year", shift=True)
    click_head(window, view, "year", shift=True)
    assert view.filters.order == (Order("maker"), Order("year", down=True))
    click_head(window, view, "maker")
    assert (codes(view), view.filters.order) == (["MT-1", "MT-2", "MT-10"], (Order("maker", down=True),))
    click_head(window, view, "maker")
    assert view.filters.order == ()


def test_people_are_sorted_by_given_name(window: Window) -> None:
    view = topic(window)
    view.looking.sort("user")
    settle(window)
    assert [said(view.grid, row, "user") for row in range(3)] == ["Vì Thị An", "Cà Văn Bình", "Lò Văn Bình"]


def test_the_cursor_stays_on_its_record_when_the_rows_are_sorted_otherwise(window: Window) -> None:
    view = topic(window)
    at(view.grid, 2, "maker")
    settle(window)
    click_head(window, view, "asset_code")
    click_head(window, view, "asset_code")
    assert codes(view) == ["MT-10", "MT-2", "MT-1"]
    assert said(view.grid, view.grid.currentIndex().row(), "asset_code") == "MT-10"
    assert view.grid.rows.columns[view.grid.currentIndex().column()].key == "maker"


# --- columns ------------------------------------------------------------------------------------------


def test_chosen_columns_and_widths_are_there_after_a_new_start(home: Path) -> None:
    with window_on(home) as window:
        view = topic(window)
        view.looking.choose_columns()
        chooser = view.looking.dialog
        assert isinstance(chooser, ColumnChooser)
        for row in range(chooser.list.count()):
            keep = chooser.list.item(row).data(Qt.ItemDataRole.UserRole) in ("maker", "asset_code", "year")
            chooser.list.item(row).setCheckState(Qt.CheckState.Checked if keep else Qt.CheckState.Unchecked)
        chooser.list.setCurrentRow(0)
        chooser.down.click()
        chooser.finish.click()
        settle(window)
        shown_now = columns(view)
        assert shown_now == [STATUS, "asset_code", "maker", "year"]
        view.grid.arrangement.head.moved.emit(["year", "asset_code", "maker"])
        view.grid.arrangement.head.resized.emit("maker", 222)
        view.grid.arrangement.freeze(0)
        settings = window.session.settings
    with window_on(home, settings=settings) as window:
        view = topic(window)
        assert columns(view) == [STATUS, "year", "asset_code", "maker"]
        assert view.grid.columnWidth(3) == 222
        assert not view.grid.arrangement.frozen.isVisible()
        view.grid.arrangement.reset()
        settle(window)
        assert len(columns(view)) == len(ALL.get("computer").fields) + 1


def test_a_column_is_dragged_to_another_place(window: Window) -> None:
    view = topic(window)
    head = view.grid.arrangement.head
    head.moveSection(2, 1)  # what the mouse does at the end of a drag
    settle(window)
    assert columns(view)[:4] == [STATUS, "serial", "asset_code", "office"]
    assert [head.visualIndex(n) for n in range(head.count())] == list(range(head.count()))
    assert said(view.grid, 0, "asset_code") == "MT-1"


def test_tab_goes_from_column_to_column_as_they_are_shown(window: Window) -> None:
    view = topic(window)
    view.grid.arrangement.show_columns(["maker", "asset_code"])
    settle(window)
    at(view.grid, 0, "maker")
    type_keys("hp")
    tab()
    type_keys("x-1")
    enter()
    settle(window)
    assert (said(view.grid, 0, "maker"), said(view.grid, 0, "asset_code")) == ("hp", "x-1")
    assert view.grid.currentIndex().column() == 1


# --- columns that stand still -------------------------------------------------------------------------


def test_the_first_columns_stand_still_and_are_edited_where_they_are_seen(window: Window) -> None:
    view = topic(window)
    grid, frozen = view.grid, view.grid.arrangement.frozen
    assert frozen.isVisible()
    assert (frozen.count, columns(view)[:2]) == (2, [STATUS, "asset_code"])
    at(grid, 0, "note")
    assert grid.horizontalScrollBar().value() > 0
    seen = grid.visualRect(grid.rows.index(0, 1))
    assert grid.viewport().rect().contains(seen)
    at(grid, 1, "asset_code")
    assert grid.horizontalScrollBar().value() > 0, "what stands still needs no scrolling"
    type_keys("y-2")
    editor = grid.editing.editor
    assert editor is not None
    assert editor.mapTo(grid, QPoint(0, 0)).x() == grid.viewport().x() + seen.x()
    enter()
    settle(window)
    assert said(grid, 1, "asset_code") == "y-2"


def test_a_cell_is_never_left_under_what_stands_still(window: Window) -> None:
    grid = topic(window).grid
    frozen = grid.arrangement.frozen
    at(grid, 0, "note")
    for field in reversed(columns(topic(window))[2:]):
        at(grid, 0, field)
        assert grid.visualRect(grid.currentIndex()).left() >= frozen.width() - 2


def test_both_parts_scroll_and_are_selected_together(window: Window) -> None:
    grid = topic(window).grid
    frozen = grid.arrangement.frozen
    assert frozen.selectionModel() is grid.selectionModel()
    place = frozen.visualRect(grid.rows.index(1, 1)).center()
    QTest.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 1)
    assert grid.hasFocus()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    assert frozen.verticalScrollBar().value() == grid.verticalScrollBar().value()


def test_what_is_shown_is_shown_again_in_another_language(window: Window) -> None:
    view = topic(window)
    for condition in (OneOf("kind", ("desktop",)), Between("year", 2000, None), Blank("note")):
        view.filters.put(condition.field, condition)
    view.filters.sort((Order("maker"),))
    settle(window)
    before = view.filters.query()
    window.session.change_look(language="en")
    settle(window)
    again = window.pages["entry"].view  # type: ignore[attr-defined]
    assert again is not view
    assert chips(again) == ["Kind: Desktop", "Year put in use: from 2000", "Note: blank", "Clear all"]
    assert again.filters.query() == before


def test_a_record_far_below_is_gone_to(window: Window) -> None:
    """It need not have been loaded: only the rows around what is seen are."""
    desk = window.session.desk
    entry.save_many(
        desk,
        [(entry.new_record(desk, "computer"), {"asset_code": Value(f"N-{n:03}")}) for n in range(450)],
    )
    (row,) = views.all_rows(desk, "computer", Query(search="N-449"))
    window.go("entry", {"topic": "computer", "rec": row.rec, "field": "maker"})
    settle(window)
    grid = window.pages["entry"].view.grid  # type: ignore[attr-defined]
    assert said(grid, grid.currentIndex().row(), "asset_code") == "N-449"
    assert grid.rows.columns[grid.currentIndex().column()].key == "maker"
