"""The pages of a commune: next step, problems, submitting, paper, settings; the first start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, change
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget
from window_kit import at, enter, homes, open_window, settle, topic, type_keys, window_on

from desktop_app.app import enrolling, people, receiving, views
from desktop_app.compose import desktop
from desktop_app.topics.registry import ALL
from desktop_app.ui.pages.check import CheckPage
from desktop_app.ui.pages.home import CommuneHome
from desktop_app.ui.pages.prints import PrintPage
from desktop_app.ui.pages.settings import SettingsPage
from desktop_app.ui.pages.submit import SubmitPage
from desktop_app.ui.shortcuts import sheet
from desktop_app.ui.start import StartPage, WhoPage
from desktop_app.ui.window import Window


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    return homes(tmp_path)


@pytest.fixture
def window(both: tuple[Path, Path]) -> Iterator[Window]:
    with window_on(both[1]) as made:
        yield made


def page(window: Window, key: str) -> QWidget:
    window.go(key)
    settle(window)
    return window.pages[key]


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


# --- home -----------------------------------------------------------------------------------------------


def test_home_says_the_one_next_step(window: Window) -> None:
    home = page(window, "home")
    assert isinstance(home, CommuneHome)
    assert home.next.step is not None
    assert home.next.step.title == "Bắt đầu nhập số liệu"

    rec = add(window.session.desk, asset_code="MT-1", kind="desktop", connection="lan", year="2999")
    window.session.changed.emit("")
    settle(window)
    assert home.next.step.title.startswith("Sửa ")

    change(window.session.desk, rec, year="2020", condition="good")
    window.session.changed.emit("")
    settle(window)
    assert home.next.step.title == "Chốt 1 dòng còn là bản nháp"
    home.next.button.click()
    assert window.key == "submit"


# --- check ----------------------------------------------------------------------------------------------


def test_enter_on_a_problem_goes_to_its_cell(window: Window) -> None:
    add(window.session.desk, asset_code="MT-1", kind="desktop", connection="lan")
    wrong = add(window.session.desk, asset_code="MT-2", kind="desktop", connection="lan", year="2999")
    check = page(window, "check")
    assert isinstance(check, CheckPage)
    found = [
        check.model.data(check.model.index(row), Qt.ItemDataRole.DisplayRole)
        for row in range(check.model.rowCount())
    ]
    row = next(n for n, text in enumerate(found) if "Năm" in text)
    check.list.setCurrentIndex(check.model.index(row))
    check.list.setFocus()
    enter()
    settle(window)
    grid = window.pages["entry"].view.grid  # type: ignore[attr-defined]
    assert grid.current_row().rec == wrong
    assert grid.rows.columns[grid.currentIndex().column()].key == "year"
    assert grid.hasFocus()


# --- submit ---------------------------------------------------------------------------------------------


def test_the_whole_road_final_bundle_receipt(both: tuple[Path, Path], tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with window_on(both[1]) as window:
        topic(window, "office")
        grid = window.pages["entry"].view.grid  # type: ignore[attr-defined]
        at(grid, 0, "name")
        type_keys("ubnd")
        enter()
        settle(window)
        submit = page(window, "submit")
        assert isinstance(submit, SubmitPage)
        submit.folder.setText(str(usb))
        submit.export_button.click()
        settle(window)
        assert "có thể rút" in submit.result.text()
        assert window.session.settings.folder == str(usb)
        assert len(list(usb.glob("*.moduong"))) == 1
        assert "trong gói" in window.bar.standing.said

        district = desktop.open_desk(both[0])
        results = receiving.receive(district, [usb], usb)
        district.store.close()
        assert [one.outcome for one in results] == ["applied"]

        submit.receive(sorted(usb.glob("bien-nhan*")))
        settle(window)
        assert submit.receipts.property("tone") == "good"
        assert "đã nhận" in window.bar.standing.said


def test_finalising_makes_sound_rows_final_and_says_what_is_left(window: Window) -> None:
    add(window.session.desk, "office", name="UBND", level="commune", kind="committee", posts="20", lan="both")
    add(window.session.desk, asset_code="MT-2", year="2999")
    submit = page(window, "submit")
    assert isinstance(submit, SubmitPage)
    submit.finalise()
    settle(window)
    notice = next(one for one in window.messages.shown() if one.notice.key == "submit")
    counts = views.count(window.session.desk)
    final = sum(one.final for one in counts.values())
    assert notice.notice.what == f"Đã chốt {final} dòng."
    assert "1 dòng còn lỗi" in notice.notice.todo


def test_a_foreign_file_is_refused_in_words(window: Window, tmp_path: Path) -> None:
    stray = tmp_path / "stray.moduong"
    stray.write_bytes(b"not a bundle")
    submit = page(window, "submit")
    assert isinstance(submit, SubmitPage)
    submit.receive([stray])
    settle(window)
    assert submit.receipts.property("tone") == "bad"
    assert submit.receipts.text().startswith("stray.moduong: ")


# --- paper ----------------------------------------------------------------------------------------------


def test_a_form_is_shown_page_by_page_and_kept_as_pdf(window: Window, tmp_path: Path) -> None:
    add(window.session.desk, asset_code="MT-1", kind="desktop")
    prints = page(window, "print")
    assert isinstance(prints, PrintPage)
    assert prints.form.key == "c53"
    assert len(prints.preview.leaves) >= 1
    assert prints.print_button.isEnabled()
    prints.save_pdf_to(tmp_path / "c53.pdf")
    settle(window)
    assert (tmp_path / "c53.pdf").read_bytes().startswith(b"%PDF")
    window.go("print", {"sheet": "computer"})
    settle(window)
    assert (prints.form.key, prints.choices.asking().topic) == ("register", "computer")
    prints.save_workbook_to(tmp_path / "computers.xlsx")
    settle(window)
    assert (tmp_path / "computers.xlsx").read_bytes().startswith(b"PK")


# --- settings -------------------------------------------------------------------------------------------


def test_another_person_sits_down_and_stands_in_every_op(window: Window) -> None:
    settings = page(window, "settings")
    assert isinstance(settings, SettingsPage)
    settings.person.setEditText("Cà Thị Mới")
    settings.sit_down()
    settle(window)
    assert "Cà Thị Mới" in window.bar.person.text()
    assert people.people(window.session.desk)[0] == "Cà Thị Mới"
    rec = add(window.session.desk, asset_code="MT-1")
    assert views.history(window.session.desk, "computer", rec)[0].user == "Cà Thị Mới"


def test_a_safe_copy_is_written(window: Window, tmp_path: Path) -> None:
    settings = page(window, "settings")
    assert isinstance(settings, SettingsPage)
    settings.back_up_to(tmp_path / "copy.db")
    settle(window)
    assert (tmp_path / "copy.db").stat().st_size > 0
    assert any(one.notice.key == "backup" for one in window.messages.shown())


def test_theme_and_text_size_change_at_once_and_are_remembered(window: Window) -> None:
    before = window.bar.saved.font().pointSizeF(), window.palette().window().color().lightness()
    window.session.change_look(theme="dark", text_scale=125)
    settle(window)
    after = window.bar.saved.font().pointSizeF(), window.palette().window().color().lightness()
    assert after[0] > before[0]
    assert after[1] < 60 < before[1]
    from desktop_app.ui.settings import Settings

    kept = Settings.load(window.session.programme.config_dir)
    assert (kept.theme, kept.text_scale) == ("dark", 125)


def test_no_key_is_taken_from_copy_paste_cut_undo_save_select_all(window: Window) -> None:
    for key in ("entry", "check", "submit", "print", "settings"):
        page(window, key)
    topic(window)
    taken = {
        sequence.toString(): action
        for action in window.findChildren(QAction)
        for sequence in action.shortcuts()
    }
    taken |= {made.key().toString(): made for made in window.findChildren(QShortcut)}
    for keys in ("Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+S"):
        assert QKeySequence(keys).toString() not in taken
    assert "hoàn tác" in taken["Ctrl+Z"].text().lower()  # type: ignore[union-attr]


def test_the_sheet_of_shortcuts_is_made_from_the_actions(window: Window) -> None:
    topic(window)
    window.actions_of._all["help"].trigger()
    help_ = window.help
    assert help_ is not None
    text = words(help_)
    bound = [one for one in window.findChildren(QAction) if one.shortcut().toString()]
    assert len(bound) > 12
    for action in bound:
        assert action.text(), action.shortcut().toString()
        assert action.text() in text
        assert action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in text
    assert not [one.key().toString() for one in window.findChildren(QShortcut) if not one.whatsThis()]
    help_.reject()
    settings = page(window, "settings")
    assert all(line.text in words(settings) for line in sheet(window, inside=False))


def test_help_says_what_the_page_is_for_and_what_the_questions_mean(window: Window) -> None:
    seen = set()
    for key in ("home", "entry", "check", "review", "submit", "print", "settings"):
        page(window, key)
        window.actions_of._all["help"].trigger()
        assert window.help is not None
        seen.add(words(window.help)[:60])
        window.help.reject()
    assert len(seen) == 7
    topic(window, "computer")
    window.actions_of._all["help"].trigger()
    assert window.help is not None
    assert all(field.help.vi in words(window.help) for field in ALL.get("computer").fields if field.help)
    window.help.reject()


# --- first start ----------------------------------------------------------------------------------------


def test_an_empty_home_begins_with_an_activation_file(both: tuple[Path, Path], tmp_path: Path) -> None:
    district = desktop.open_desk(both[0])
    enrolling.enrol(district, "03322", tmp_path / "kich-hoat")
    district.store.close()
    with window_on(tmp_path / "new") as window:
        start = window.body.stack.currentWidget()
        assert isinstance(start, StartPage)
        assert window.rail.isHidden()
        start.begin_commune(tmp_path / "kich-hoat")
        settle(window)
        assert window.key == "home"
        assert window.session.who is not None
        assert window.session.who.unit == "03322"
        assert not window.rail.isHidden()


def test_a_district_is_set_up_and_its_recovery_key_shown_once(tmp_path: Path) -> None:
    with window_on(tmp_path / "new") as window:
        start = window.body.stack.currentWidget()
        assert isinstance(start, StartPage)
        start.district.click()
        start.code.setText("100")
        start.begin_district()
        settle(window)
        assert "Cất khoá khôi phục" in words(start)
        assert window.session.who is None
        from PySide6.QtWidgets import QPushButton

        go_on = next(made for made in start.findChildren(QPushButton) if "Tôi đã cất khoá" in made.text())
        go_on.click()
        settle(window)
        assert window.session.who is not None
        assert window.session.who.is_district


def test_a_wrong_unit_code_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with window_on(tmp_path / "new") as window:
        start = window.body.stack.currentWidget()
        assert isinstance(start, StartPage)
        start.ask_unit()
        start.code.setText("99999")
        start.begin_district()
        settle(window)
        assert "99999" in window.messages.shown()[0].notice.what
        start.code.setText("100")
        start.begin_district()
        settle(window)
        assert "Cất khoá khôi phục" in words(start)


def test_the_sample_is_marked_as_one(tmp_path: Path) -> None:
    with window_on(tmp_path / "new") as window:
        start = window.body.stack.currentWidget()
        assert isinstance(start, StartPage)
        start.try_sample()
        settle(window)
        assert window.session.who is not None
        assert window.session.who.sample
        assert "BẢN THỬ" in words(window.rail)
        assert "BẢN THỬ" in window.windowTitle()
        assert views.count(window.session.desk)["computer"].total > 0


def test_who_sits_here_is_asked_where_several_are_known(both: tuple[Path, Path]) -> None:
    desk = desktop.open_desk(both[1])
    people.remember_person(desk, "Lò Văn A")
    people.remember_person(desk, "Cà Thị B")
    desk.store.close()
    with window_on(both[1], user="") as window:
        asked = window.body.stack.currentWidget()
        assert isinstance(asked, WhoPage)
        assert [made.text().strip() for made in asked.buttons] == ["Cà Thị B", "Lò Văn A"]
        asked.buttons[1].click()
        settle(window)
        assert window.key == "home"
        assert window.session.desk.user == "Lò Văn A"


def test_a_home_that_cannot_be_opened_is_said(tmp_path: Path, both: tuple[Path, Path]) -> None:
    database = next(path for path in both[1].iterdir() if path.suffix == ".db" or "db" in path.name)
    database.write_bytes(b"x" * 5000)
    window = open_window(both[1])
    shown = window.body.stack.currentWidget()
    assert shown is not None
    assert "Không mở được kho dữ liệu" in words(shown)
    window.close()


def test_looking_at_the_first_page_in_another_language_makes_no_home(tmp_path: Path) -> None:
    with window_on(tmp_path / "new") as window:
        window.session.change_look(language="en")
        settle(window)
        start = window.body.stack.currentWidget()
        assert isinstance(start, StartPage)
        assert start.isVisible()
        assert not window.session.programme.home.exists()
