"""The pages of a district: figures, the same grid over all communes, paper, workbooks; pictures of all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import StoppedClock, add, open_desk
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from window_kit import at, enter, homes, programme, settle, topic, type_keys, window_on

from desktop_app.app import exchange, receiving, views
from desktop_app.compose import desktop
from desktop_app.ui.pages.district_home import DistrictHome
from desktop_app.ui.pages.entry import EntryPage
from desktop_app.ui.pages.figures import FiguresPage
from desktop_app.ui.pages.prints import PrintPage
from desktop_app.ui.pictures import save_pages
from desktop_app.ui.window import Window


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    """A district that has received one commune's three computers."""
    district, commune = homes(tmp_path)
    sender = open_desk(commune, StoppedClock())
    for n in range(1, 4):
        add(sender, asset_code=f"MT-{n}", kind="desktop", connection="internet")
    (tmp_path / "usb").mkdir()
    exchange.export(sender, tmp_path / "usb")
    sender.store.close()
    taker = open_desk(district, StoppedClock())
    receiving.receive(taker, [tmp_path / "usb"])
    taker.store.close()
    return district, commune


@pytest.fixture
def window(both: tuple[Path, Path]) -> Iterator[Window]:
    with window_on(both[0]) as made:
        yield made


def page(window: Window, key: str) -> QWidget:
    window.go(key)
    settle(window)
    return window.pages[key]


def test_home_says_who_has_sent_and_what_is_to_be_done(window: Window) -> None:
    home = page(window, "home")
    assert isinstance(home, DistrictHome)
    assert home.came.text() == "1/21"
    texts = [made.text().strip() for made in home.findChildren(QPushButton)]
    assert "20 xã chưa được cấp máy" in texts


def test_the_grid_shows_all_communes_and_one_by_the_filter(window: Window) -> None:
    add(window.session.desk, asset_code="MT-HUYEN", kind="desktop")
    view = topic(window)
    units = {view.grid.rows.paint(row, 1).text for row in range(4)}
    assert units == {"Xã Mường Pồn", "Huyện Điện Biên"}
    view.filters.units.setCurrentIndex(view.filters.units.findData("03319"))
    settle(window)
    assert view.grid.rows.rowCount() == 3 + 1
    assert view.grid.rows.paint(0, 1).text == "Xã Mường Pồn"


def test_a_district_enters_its_own_offices(window: Window) -> None:
    view = topic(window, "office")
    at(view.grid, 0, "name")
    type_keys("phong vhtt")
    enter()
    settle(window)
    rows = views.all_rows(window.session.desk, "office")
    assert [row.unit for row in rows] == ["100"]


def test_figures_stand_against_target_and_source(window: Window) -> None:
    figures = page(window, "figures")
    assert isinstance(figures, FiguresPage)
    lines = {
        figures.table.item(row, 0).text(): figures.table.item(row, 1).text()
        for row in range(figures.table.rowCount())
    }
    assert lines["Máy tính"] == "3"
    assert len(figures._made) == 6
    figures.unit.setCurrentIndex(figures.unit.findData("03322"))
    settle(window)
    row = next(n for n in range(figures.table.rowCount()) if figures.table.item(n, 0).text() == "Máy tính")
    assert figures.table.item(row, 1).text() in ("0", "chưa có số liệu")


def test_the_report_is_shown_and_kept(window: Window, tmp_path: Path) -> None:
    window.go("print", {"sheet": "report"})
    settle(window)
    prints = window.pages["print"]
    assert isinstance(prints, PrintPage)
    assert prints.form.key == "report"
    assert prints.preview.leaves
    prints.save_pdf_to(tmp_path / "report.pdf")
    prints.save_workbook_to(tmp_path / "report.xlsx")
    settle(window)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")


def test_a_workbook_is_tried_first_and_then_taken_in(both: tuple[Path, Path], tmp_path: Path) -> None:
    sender = desktop.open_desk(both[1])
    sender.workbooks.write(sender, tmp_path / "back.xlsx", ("computer",))
    sender.store.close()
    with window_on(both[1]) as window:
        rec = views.all_rows(window.session.desk, "computer")[0].rec
        view = topic(window)
        at(view.grid, 0, "maker")
        type_keys("dell")
        enter()
        settle(window)
        window.go("entry", {"all": True})
        entry = window.pages["entry"]
        assert isinstance(entry, EntryPage)
        entry.try_workbooks([tmp_path / "back.xlsx"])
        settle(window)
        assert entry.importing is not None
        assert not entry.importing.do.isEnabled(), "a blank cell leaves the value as it is"
        assert len(views.history(window.session.desk, "computer", rec)) == 2

        add(window.session.desk, "office", name="UBND")
        window.session.desk.workbooks.write(window.session.desk, tmp_path / "all.xlsx")
        entry.importing.closed.emit()
        assert entry.view is None


def test_a_workbook_into_an_empty_home_adds_its_rows(both: tuple[Path, Path], tmp_path: Path) -> None:
    from desks import new_commune

    sender = desktop.open_desk(both[1])
    sender.workbooks.write(sender, tmp_path / "book.xlsx")
    sender.store.close()
    district = open_desk(both[0], StoppedClock())
    new_commune(tmp_path / "second", district, "03319", StoppedClock()).store.close()
    district.store.close()
    with window_on(tmp_path / "second") as window:
        window.go("entry", {"all": True})
        settle(window)
        entry = window.pages["entry"]
        assert isinstance(entry, EntryPage)
        entry.try_workbooks([tmp_path / "book.xlsx"])
        settle(window)
        assert entry.importing is not None
        assert entry.importing.do.isEnabled()
        assert views.count(window.session.desk)["computer"].total == 0, "a trial changes nothing"
        entry.importing.do.click()
        settle(window)
        assert views.count(window.session.desk)["computer"].total == 3
        assert any(one.notice.key == "import" for one in window.messages.shown())


def test_pictures_of_every_page_without_a_trace(both: tuple[Path, Path], tmp_path: Path) -> None:
    files = save_pages(programme(both[1]), tmp_path / "pictures", lang="en", theme="dark", size=(1024, 540))
    assert [file.name for file in files] == [
        f"commune-{name}-en-dark.png"
        for name in (
            "home",
            "entry",
            "check",
            "review",
            "submit",
            "print",
            "settings",
            "review-duplicates",
            "review-returned",
            "review-log",
            "computers",
        )
    ]
    for file in files:
        image = QImage(str(file))
        assert (image.width(), image.height()) == (1024, 540)
        colours = {image.pixel(x, y) for x in range(0, 1024, 16) for y in range(0, 540, 9)}
        assert len(colours) > 5, f"{file.name} is empty"
    assert not (tmp_path / "config" / "window.json").exists()
