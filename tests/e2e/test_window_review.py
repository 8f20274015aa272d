"""Hợp nhất và duyệt: deciding between values, merging duplicates, returning records, the log, the chip."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desks import change, open_desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from window_kit import (
    Trio,
    at,
    click,
    enter,
    press,
    settle,
    share,
    topic,
    trio,
    type_keys,
    window_on,
)

from desktop_app.app import conflicts, duplicates, overview, replies, states, views
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from desktop_app.ui.pages.review_page import ReviewPage
from desktop_app.ui.window import Window


@pytest.fixture
def homes(tmp_path: Path) -> Trio:
    return trio(tmp_path)


@pytest.fixture
def window(homes: Trio) -> Iterator[Window]:
    with window_on(homes.first) as made:
        yield made


@pytest.fixture
def opened(homes: Trio) -> Iterator[Callable[[Path], Desk]]:
    desks: list[Desk] = []

    def open_(home: Path) -> Desk:
        desks.append(open_desk(home, homes.clock))
        return desks[-1]

    yield open_
    for desk in desks:
        desk.store.close()


def review(window: Window, tab: str = "conflicts") -> ReviewPage:
    window.go("review", {"tab": tab})
    settle(window)
    page = window.pages["review"]
    assert isinstance(page, ReviewPage)
    return page


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def makers(desk: Desk) -> dict[object, object]:
    rows = views.all_rows(desk, "computer")
    return {_plain(row.cells.get("asset_code")): _plain(row.cells.get("maker")) for row in rows}


def _plain(cell: object) -> object:
    return cell.v if isinstance(cell, Value) else cell


# --- two values --------------------------------------------------------------------------------------


def test_every_value_is_shown_with_person_pc_and_time(window: Window) -> None:
    view = review(window).conflicts.view
    assert view.name.text().startswith("MT-1")
    assert view.field.text() == "Máy tính · Hãng"
    assert len(view.versions.buttons) == 2
    told = words(view.versions)
    for part in ("Lenovo", "Cà Thị Hai", "Dell Latitude", "Lò Văn A", "máy này", "15/11/2023", "mới nhất"):
        assert part in told


def test_what_is_decided_in_the_window_closes_on_every_replica(
    homes: Trio, opened: Callable[[Path], Desk], tmp_path: Path
) -> None:
    with window_on(homes.first) as window:
        view = review(window).conflicts.view
        assert QApplication.focusWidget() is view.versions.buttons[0]
        press(Qt.Key.Key_Right)
        assert QApplication.focusWidget() is view.versions.buttons[1]
        enter()  # keeps "Dell Latitude"
        settle(window)
        assert view.name.text().startswith("MT-2"), "the next one comes by itself"
        assert "đã xoá" in words(view.versions)
        assert [one.text().strip() for one in view.versions.buttons] == ["Giữ lại bản ghi", "Vẫn xoá"] or [
            one.text().strip() for one in view.versions.buttons
        ] == ["Vẫn xoá", "Giữ lại bản ghi"]
        keep = next(one for one in view.versions.buttons if "Giữ lại" in one.text())
        click(keep)
        settle(window)
        assert view.open is None
        assert window.rail._buttons["review"].waiting == 0
    desks = [opened(home) for home in (homes.district, homes.first, homes.second)]
    share(tmp_path, *desks)
    for desk in desks:
        assert conflicts.conflicts(desk) == []
        assert makers(desk)["MT-1"] == "Dell Latitude"
        assert "MT-2" in makers(desk)
    assert len({overview.digest(desk, "03319") for desk in desks}) == 1


def test_another_value_is_typed_into_the_forms_own_editor(window: Window) -> None:
    view = review(window).conflicts.view
    assert view.question is not None
    assert not view.settle.isEnabled()
    view.question.editor.setFocus()
    type_keys("asus")
    click(view.settle)
    settle(window)
    assert makers(window.session.desk)["MT-1"] == "asus"
    assert [one.field for one in conflicts.conflicts(window.session.desk)] == ["_life"]


def test_a_refresh_leaves_the_typed_value_and_a_new_head_keeps_the_conflict_open(
    window: Window, homes: Trio, opened: Callable[[Path], Desk], tmp_path: Path
) -> None:
    page = review(window)
    view = page.conflicts.view
    assert view.question is not None
    view.question.editor.setFocus()
    type_keys("asus")
    opened_id = view.open.conflict.id if view.open else ""

    other, district = opened(homes.second), opened(homes.district)
    rec = view.open.conflict.rec if view.open else ""
    conflicts.settle(other, next(one for one in conflicts.conflicts(other) if one.rec == rec), "Acer")
    share(tmp_path, district, other, window.session.desk)
    change(other, rec, maker="Acer Aspire")
    share(tmp_path, district, other, window.session.desk)
    change(window.session.desk, rec, maker="HP")
    window.session.refreshed.emit()
    settle(window)
    page.look_again()
    settle(window)
    assert view.words() == "asus", "a refresh never discards what is being typed"
    assert view.open is not None
    assert view.open.conflict.id == opened_id
    assert not view.notice.isHidden()


def test_a_head_that_arrives_meanwhile_keeps_it_open_and_the_page_says_so(
    window: Window, homes: Trio, opened: Callable[[Path], Desk], tmp_path: Path
) -> None:
    page = review(window)
    view = page.conflicts.view
    assert view.open is not None
    rec = view.open.conflict.rec
    other, district = opened(homes.second), opened(homes.district)
    change(other, rec, maker="Acer")
    share(tmp_path, district, other, window.session.desk)
    page.look_again()
    settle(window)
    assert "giá trị mới" in words(view.notice)
    assert "Acer" not in words(view.versions), "what was opened stays as it was"
    click(next(one for one in view.versions.buttons if "Dell" in one.accessibleName()))
    settle(window)
    left = next(one for one in conflicts.conflicts(window.session.desk) if one.rec == rec)
    assert {_plain_json(one.json) for one in left.versions} == {"Acer", "Dell Latitude"}
    assert view.open is not None
    assert view.open.conflict.rec == rec, "it is still open, with what came"


def _plain_json(json: object) -> object:
    return json["v"] if isinstance(json, dict) else json


def test_what_is_being_typed_is_not_left_behind_by_the_arrows(window: Window) -> None:
    view = review(window).conflicts.view
    assert view.question is not None
    view.question.editor.setFocus()
    type_keys("as")
    click(view.queue.after)
    assert view.words() == "as"
    assert "chưa được ghi" in words(view.notice)
    click(view._again)
    settle(window)
    assert view.words() == ""
    click(view.queue.after)
    assert view.name.text().startswith("MT-2")


def test_another_language_keeps_the_conflict_and_the_typed_value(window: Window) -> None:
    view = review(window).conflicts.view
    assert view.question is not None
    view.question.editor.setFocus()
    type_keys("asus")
    window.session.change_look(language="en")
    settle(window)
    again = window.pages["review"].conflicts.view  # type: ignore[attr-defined]
    assert again is not view
    assert again.words() == "asus"
    assert again.name.text().startswith("MT-1")


def test_what_was_being_typed_at_the_end_is_offered_at_the_next_start(homes: Trio) -> None:
    with window_on(homes.first) as window:
        view = review(window).conflicts.view
        assert view.question is not None
        view.question.editor.setFocus()
        type_keys("asus")
    with window_on(homes.first) as window:
        (offered,) = [one for one in window.messages.shown() if one.notice.key == "scratch"]
        offered.notice.acts[0].on()
        settle(window)
        form = window.pages["entry"].view.form  # type: ignore[attr-defined]
        assert form.questions["maker"].editor.text() == "asus"


# --- duplicates --------------------------------------------------------------------------------------


def test_duplicates_are_merged_field_by_field_and_parted_again(window: Window) -> None:
    desk = window.session.desk
    sheet = review(window, "duplicates").pairs
    view = sheet.view
    assert view.pair is not None
    first, second = view.pair.first, view.pair.second
    assert view.chosen["asset_code"] == first.rec
    assert view.chosen["ram_gb"] == second.rec, "what only the other one says is taken over"
    theirs = next(
        one.mark
        for one in view.findChildren(QWidget)
        if getattr(one, "words", None) is not None and one.words.text() == "FPT"
    )
    theirs.setFocus()
    press(Qt.Key.Key_Space, " ")
    assert view.chosen["maker"] == second.rec
    click(view.merge_button)
    settle(window)
    (left,) = [
        row for row in views.all_rows(desk, "computer") if _plain(row.cells.get("serial")) == "BT009999"
    ]
    assert {name: _plain(left.cells.get(name)) for name in ("asset_code", "maker", "ram_gb", "year")} == {
        "asset_code": "MT-9", "maker": "FPT", "ram_gb": _plain(second.cells.get("ram_gb")), "year": 2019,
    }  # fmt: skip
    assert view.pair is None
    sheet.list.selectRow(0)
    assert sheet.list.texts()[0][:2] == ["MT-09 FPT", "MT-9 FPT"] or "MT-09" in sheet.list.texts()[0][0]
    click(sheet.part_button)
    settle(window)
    assert len(duplicates.duplicates(desk)) == 1
    assert view.pair is not None


def test_the_other_record_may_be_the_one_that_is_kept(window: Window) -> None:
    view = review(window, "duplicates").pairs.view
    assert view.pair is not None
    first, second = view.pair.first, view.pair.second
    view.swap()
    assert view.chosen["asset_code"] == first.rec or view.into == second.rec
    click(view.merge_button)
    settle(window)
    assert duplicates.merged_into(window.session.desk, "computer", first.rec) == second.rec


# --- returned ----------------------------------------------------------------------------------------


def test_a_district_returns_a_row_and_the_commune_mends_it(
    homes: Trio, opened: Callable[[Path], Desk], tmp_path: Path
) -> None:
    with window_on(homes.district) as window:
        grid = topic(window).grid
        row = next(n for n in range(grid.rows.rowCount()) if grid.rows.paint(n, 2).text == "MT-9")
        at(grid, row, "maker")
        texts = [act.text() for act in grid.menu().actions()]
        assert "Duyệt các dòng đang chọn" in texts
        view = window.pages["entry"].view  # type: ignore[attr-defined]
        view.ask_back()
        assert view.dialog.isVisible()
        view.dialog.activateWindow()
        settle(window)
        assert QApplication.focusWidget() is view.dialog.comment
        assert not view.dialog.send.isEnabled(), "a return without a word helps nobody"
        type_keys("thieu bo xu ly")
        click(view.dialog.send)
        settle(window)
        page = review(window, "returned")
        assert page.returned.list.texts()[0][1] == "thieu bo xu ly"
    district, first = opened(homes.district), opened(homes.first)
    share(tmp_path, district, first)
    assert states.states(first).counts[states.State.RETURNED] == 1
    first.store.close()
    with window_on(homes.first) as window:
        assert "1 bị trả lại" in window.bar.standing.said
        page = review(window, "returned")
        assert "thieu bo xu ly" in page.returned.list.texts()[0]
        page.returned.list.setFocus()
        page.returned.list.selectRow(0)
        enter()
        settle(window)
        assert window.key == "entry"
        grid = window.pages["entry"].view.grid  # type: ignore[attr-defined]
        assert grid.current_row().cells["asset_code"] == Value("MT-9")
        assert any("thieu bo xu ly" in one.notice.what for one in window.messages.shown())
        change(window.session.desk, grid.current_row().rec, cpu="i5")
        assert review(window, "returned").returned.is_empty


def test_rows_are_accepted_from_the_grid(homes: Trio) -> None:
    with window_on(homes.district) as window:
        view = topic(window)
        at(view.grid, 0, "maker")
        view.grid.selectAll()
        view.accept()
        settle(window)
        recs = [row.rec for row in views.all_rows(window.session.desk, "computer")]
        said = replies.reply_of(window.session.desk, "computer", recs)
        assert {one.accepted for one in said.values()} == {True}
        assert len(said) == len(recs)
        assert f"{len(recs)} đã duyệt" in window.bar.standing.texts[0]


# --- the log and the chip ----------------------------------------------------------------------------


def test_the_log_says_what_went_and_what_came(window: Window) -> None:
    lines = review(window, "log").log.list.texts()
    assert {line[1] for line in lines} == {"Ghi ra gói", "Nhận biên nhận"}
    assert {line[2] for line in lines} == {"Huyện Điện Biên"}


def test_the_chip_counts_and_opens_a_list_with_the_way_to_the_log(window: Window) -> None:
    change(window.session.desk, views.all_rows(window.session.desk, "computer")[0].rec, year="2020")
    window.session.changed.emit("computer")
    settle(window)
    chip = window.bar.standing
    assert chip.texts[0].startswith("1 trên máy này")
    assert "3 đã nhận" in chip.texts[0]
    assert window.rail._buttons["review"].waiting == 2
    assert "2 việc chờ" in window.rail._buttons["review"].accessibleName()
    click(chip)
    opened_list = window.open_list
    assert opened_list is not None
    assert opened_list.isVisible()
    assert "trên máy này" in words(opened_list)
    click(opened_list.buttons[0])
    settle(window)
    assert window.key == "review"
    assert window.pages["review"].tabs.key == "log"  # type: ignore[attr-defined]


def test_the_chip_says_less_where_there_is_less_room_and_is_never_cut(window: Window) -> None:
    change(window.session.desk, views.all_rows(window.session.desk, "computer")[0].rec, year="2020")
    window.session.changed.emit("computer")
    settle(window)
    chip = window.bar.standing
    window.session.change_look(text_scale=150)
    settle(window)
    chip = window.bar.standing
    for width in (1366, 1024, 760):
        window.resize(width, 540)
        settle(window)
        assert chip.said in chip.texts
        assert chip.width() >= chip.sizeHint().width()
        assert chip.mapTo(window, chip.rect().topRight()).x() <= window.width()
    assert chip.said != chip.texts[0]
    assert chip.toolTip() == chip.texts[0]
