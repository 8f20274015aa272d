"""Views of a topic: built in by what it holds, and the person's own, kept in the home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from looking_kit import chips, codes, columns, three_computers
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog
from window_kit import settle, topic, window_on

from desktop_app.domain.conditions import Contains
from desktop_app.ui.grid.columns import STATUS
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return three_computers(tmp_path)


@pytest.fixture
def window(home: Path) -> Iterator[Window]:
    with window_on(home) as made:
        yield made


def offered(window: Window, view: TopicView) -> dict[str, QAction]:
    """Return what the menu of views offers."""
    view.looking.menu.aboutToShow.emit()
    return {act.text(): act for act in view.looking.menu.actions() if act.text()}


def test_every_topic_has_views_of_its_own(window: Window) -> None:
    view = topic(window)
    acts = offered(window, view)
    assert list(acts)[:6] == [
        "Tất cả", "Tôi sửa hôm nay", "Chưa xác nhận đợt này", "Có lỗi", "Thiếu mã tài sản", "Thiếu số sê-ri",
    ]  # fmt: skip
    add(window.session.desk, asset_code="MT-3", serial="BT1")
    acts["Thiếu số sê-ri"].trigger()
    settle(window)
    assert codes(view) == ["MT-1", "MT-2", "MT-10"]
    assert offered(window, view)["Thiếu số sê-ri"].isChecked()
    offered(window, view)["Tôi sửa hôm nay"].trigger()
    settle(window)
    assert codes(view) == ["MT-3"]
    assert chips(view)[0] == "Tôi sửa hôm nay"
    offered(window, view)["Chưa xác nhận đợt này"].trigger()
    settle(window)
    view.grid.selectAll()
    view.confirming.confirm()
    settle(window)
    assert codes(view) == []
    offered(window, view)["Tất cả"].trigger()
    settle(window)
    assert len(codes(view)) == 4


def test_the_rows_with_errors_are_one_view_that_follows_the_checks(window: Window) -> None:
    view = topic(window)
    window.session.findings.renew()
    settle(window)
    wrong = set(window.session.findings.wrong("computer"))
    offered(window, view)["Có lỗi"].trigger()
    settle(window)
    rows = view.grid.rows
    assert {row.rec for n in range(rows.rowCount() - 1) if (row := rows.row_at(n))} == wrong != set()
    assert chips(view)[0] == "Có lỗi"


def test_a_view_is_saved_by_name_renamed_and_dropped_and_stays_in_the_home(home: Path) -> None:
    with window_on(home) as window:
        view = topic(window)
        view.filters.put("maker", Contains("maker", "Đông"))
        view.looking.sort("year")
        view.grid.arrangement.show_columns(["asset_code", "maker"])
        settle(window)
        offered(window, view)["Lưu cách xem này…"].trigger()
        asked = view.looking.dialog
        assert isinstance(asked, QInputDialog)
        asked.setTextValue("Máy Đông Á")
        asked.accept()
        settle(window)
        kept = (home.parent / "config" / "window.json").read_text(encoding="utf-8")
        assert "Đông" not in kept, "what is looked for stays in the encrypted home"
    with window_on(home) as window:
        view = topic(window)
        view.grid.arrangement.reset()
        settle(window)
        offered(window, view)["Máy Đông Á"].trigger()
        settle(window)
        assert (codes(view), columns(view)) == (["MT-1"], [STATUS, "asset_code", "maker"])
        assert offered(window, view)["Máy Đông Á"].isChecked()
        view.looking.rename("Máy Đông Á", "Của Đông Á")
        settle(window)
        assert "Của Đông Á" in offered(window, view)
        view.looking.drop("Của Đông Á")
        settle(window)
        assert view.looking.own == []
