"""A stocktake in the window by real keys: a scanner types a code and Enter, nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from window_kit import compose, homes, open_window, press, topic, type_keys, vanish, window_on

from desktop_app.app import entry, stocktake
from desktop_app.compose import desktop
from desktop_app.domain.stocktaking import Judged
from desktop_app.domain.tags import tag_of
from desktop_app.domain.values import plain
from desktop_app.errors import BusyError
from desktop_app.ui.pages.stocktake import MISSING, StocktakePage
from desktop_app.ui.pictures import settle
from desktop_app.ui.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def home(tmp_path: Path) -> Path:
    _district, commune = homes(tmp_path)
    desk = desktop.open_desk(commune, "Lò Thị Gõ")
    for n, room in enumerate(("Phòng 1", "Phòng 2", "Phòng 2"), start=1):
        add(desk, asset_code=f"SERAL-{n}", serial=f"SN{n}", room=room)
    desk.store.close()
    return commune


@pytest.fixture
def window(home: Path) -> Iterator[Window]:
    with window_on(home) as window:
        yield window


def page(window: Window) -> StocktakePage:
    """The page of a stocktake that has begun; the keyboard is in the room's line."""
    window.go("stocktake")
    settle(window)
    shown = window.pages["stocktake"]
    assert isinstance(shown, StocktakePage)
    shown.ask_begin()
    settle(window)
    assert shown.dialog is not None
    press(Qt.Key.Key_Return)
    window.activateWindow()  # nobody does it here when a dialog is gone
    settle(window)
    assert shown.stocktake is not None
    return shown


def scan(window: Window, code: str) -> None:
    """What a scanner does: the code, and Enter, wherever the keyboard is."""
    type_keys(code)
    press(Qt.Key.Key_Return)
    settle(window)


def codes(shown: StocktakePage) -> list[tuple[str, str]]:
    """(verdict, code) as the list shows them, the latest first."""
    return [(row[0], row[1].split("\n")[0]) for row in shown.scans.texts()]


def test_room_first_then_codes_and_every_verdict_is_said_and_listed(window: Window) -> None:
    shown = page(window)
    assert shown.room.hasFocus()
    compose("Phòng 1")
    press(Qt.Key.Key_Return)
    assert shown.line.hasFocus()
    for code in ("SERAL-1", "sn2", "LA-9", "SN1"):
        scan(window, code)
        assert shown.line.hasFocus()
        assert shown.line.text() == ""
        assert code in shown.verdict.text()
    assert codes(shown) == [
        ("Quét lại", "SN1"), ("Không có trong sổ", "LA-9"), ("Sai phòng", "sn2"), ("Đã thấy", "SERAL-1"),
    ]  # fmt: skip
    assert "Phòng 2" in shown.scans.texts()[2][2]
    shown.tabs.show_sheet(MISSING)
    assert [row[0] for row in shown.missing.texts()] == ["SERAL-3"]


def test_unikey_left_on_changes_nothing_that_is_found(window: Window) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    compose("SẺAL-3", steps=("SE", "SẺ", "SẺA"))
    press(Qt.Key.Key_Return)
    settle(window)
    assert codes(shown) == [("Đã thấy", "SẺAL-3")]


def test_a_code_scanned_into_the_rooms_line_is_a_scan_and_the_room_stays(window: Window) -> None:
    shown = page(window)
    compose("Phòng 2")
    press(Qt.Key.Key_Return)
    QTest.keyClick(shown.line, Qt.Key.Key_F9)
    assert shown.room.hasFocus()
    scan(window, "SN2")
    assert shown.room.text() == "Phòng 2"
    assert codes(shown) == [("Đã thấy", "SN2")]


def test_what_is_scanned_while_a_list_has_the_keyboard_is_not_lost(window: Window) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    scan(window, "SN1")
    shown.scans.setFocus()
    scan(window, "SN2")
    assert [code for _verdict, code in codes(shown)] == ["SN2", "SN1"]


def test_a_pasted_list_is_taken_line_by_line(window: Window) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    QGuiApplication.clipboard().setText("SERAL-1\tmáy\r\nSERAL-2\n\nLA-9")
    press(Qt.Key.Key_V, "\x16", CONTROL)
    settle(window)
    assert [code for _verdict, code in codes(shown)] == ["LA-9", "SERAL-2", "SERAL-1"]
    assert shown.line.text() == ""


def test_a_scan_is_taken_back_by_a_key_and_stays_in_the_list(window: Window) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    scan(window, "SN1")
    scan(window, "SN2")
    QTest.keyClick(shown.line, Qt.Key.Key_F8)
    settle(window)
    assert codes(shown) == [("Đã rút lại", "SN2"), ("Đã thấy", "SN1")]
    assert shown.line.hasFocus()
    assert shown.count is not None
    assert len(shown.count.missing) == 2


def test_a_power_cut_after_a_verdict_loses_nothing(home: Path) -> None:
    window = open_window(home)
    shown = page(window)
    press(Qt.Key.Key_Return)
    scan(window, "SN1")
    scan(window, "LA-9")
    vanish(window)
    with window_on(home) as again:
        again.go("stocktake")
        settle(again)
        found = again.pages["stocktake"]
        assert isinstance(found, StocktakePage)
        assert codes(found) == codes(shown) == [("Không có trong sổ", "LA-9"), ("Đã thấy", "SN1")]
        assert found.line.isEnabled()


def test_a_scan_that_could_not_be_written_is_held_until_it_is(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)

    def busy(*_said: object) -> None:
        raise BusyError("another program is writing")

    with monkeypatch.context() as patch:
        patch.setattr(stocktake, "scan_all", busy)
        scan(window, "SN1")
    assert codes(shown) == []
    assert not window.session.writer.settled()
    window.session.writer.try_again()
    settle(window)
    assert codes(shown) == [("Đã thấy", "SN1")]
    assert window.session.writer.settled()


def test_the_end_writes_c53_and_the_stocktake_can_be_reopened(window: Window, tmp_path: Path) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    scan(window, "SN1")
    shown.ending.finish_to(tmp_path / "c53.pdf")
    settle(window)
    assert (tmp_path / "c53.pdf").read_bytes().startswith(b"%PDF")
    assert not shown.line.isEnabled()
    shown.ending.reopen()
    settle(window)
    scan(window, "SN2")
    assert [verdict for verdict, _code in codes(shown)] == ["Đã thấy", "Đã thấy"]


def test_rooms_are_written_into_the_records_when_asked(window: Window) -> None:
    shown = page(window)
    compose("Hội trường")
    press(Qt.Key.Key_Return)
    scan(window, "SERAL-1")
    assert shown.rooms_button.isVisible()
    assert shown.count is not None
    (one,) = shown.count.moved
    shown.ending.write_rooms([one])
    settle(window)
    assert room_of(window, one) == "Hội trường"
    assert codes(shown) == [("Đã thấy", "SERAL-1")]


def room_of(window: Window, one: Judged) -> object:
    found = entry.open_record(window.session.desk, one.things[0].topic, one.things[0].rec)
    return plain(found.cells["room"])


def test_rooms_of_things_of_two_topics_are_one_step(window: Window) -> None:
    desk = window.session.desk
    add(desk, "peripheral", kind="printer", asset_code="MIN-1", room="Kho")
    shown = page(window)
    compose("Hội trường")
    press(Qt.Key.Key_Return)
    for code in ("SERAL-1", "SERAL-2", "MIN-1"):
        scan(window, code)
    assert shown.count is not None
    moved = shown.count.moved
    assert {one.things[0].topic for one in moved} == {"computer", "peripheral"}
    shown.ending.write_rooms(moved)
    settle(window)
    stack = window.session.writer.undo_stack
    assert [room_of(window, one) for one in moved] == ["Hội trường"] * 3
    assert stack.count() == 1
    stack.undo()
    settle(window)
    assert sorted(str(room_of(window, one)) for one in moved) == ["Kho", "Phòng 1", "Phòng 2"]
    assert shown.count is not None
    assert len(shown.count.moved) == 3
    stack.redo()
    settle(window)
    assert [room_of(window, one) for one in moved] == ["Hội trường"] * 3


def test_it_is_reached_from_the_print_page_and_from_the_things_that_are_counted(window: Window) -> None:
    view = topic(window)
    view.findChild(type(view.add), "count").click()
    assert window.key == "stocktake"
    window.go("print")
    window.pages["print"].findChild(type(view.add), "count").click()
    assert window.key == "stocktake"
    assert topic(window, "village").findChild(type(view.add), "count") is None


def test_the_tag_of_a_label_is_scanned_like_any_code(window: Window) -> None:
    shown = page(window)
    press(Qt.Key.Key_Return)
    assert shown.count is not None
    scan(window, tag_of(shown.count.books.things[0].rec))
    assert [verdict for verdict, _code in codes(shown)] == ["Đã thấy"]
    assert [one.id for one in stocktake.stocktakes(window.session.desk)] == [shown.stocktake.id]
    assert QApplication.focusWidget() is shown.line
