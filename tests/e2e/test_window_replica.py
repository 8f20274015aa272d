"""The window of a PC at the district that works with every commune's records beside the receiving PC."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import StoppedClock, add, desk_on, new_commune, new_district, open_desk
from hub_kit import running_hub
from links import sync
from PySide6.QtWidgets import QPushButton
from window_kit import at, click, enter, settle, topic, type_keys, window_on

from desktop_app.app import enrolling, starting, views
from desktop_app.app.hub_facts import hub_address, set_address
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from desktop_app.store.home import create_home
from desktop_app.topics.registry import ALL
from desktop_app.ui.pages.district_home import DistrictHome
from desktop_app.ui.pages.places import places_of
from desktop_app.ui.pages.submit import SubmitPage
from desktop_app.ui.window import Window


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Desk]:
    """A district whose hub listens, which has two computers of a commune; beside it a replica's home."""
    clock = StoppedClock()
    desk = new_district(tmp_path / "district", clock)
    file = tmp_path / "replica.kichhoat"
    enrolling.enrol(desk, "100", file, whole=True)
    replica = desk_on(create_home(tmp_path / "replica", ALL, own_key_file=True), clock)
    starting.start_commune(replica, file)
    replica.store.close()
    commune = new_commune(tmp_path / "commune", desk, "03319", clock)
    for number in (1, 2):
        add(commune, asset_code=f"MT-{number}", kind="desktop")
    with running_hub(desk, tmp_path) as hub:
        set_address(desk, hub.url)
        sync(commune, hub)
        commune.store.close()
        yield desk
    desk.store.close()


@pytest.fixture
def window(tmp_path: Path, district: Desk) -> Iterator[Window]:
    with district.store.read() as tx:
        address = hub_address(tx, place_of(tx))
    assert address is not None
    desk = open_desk(tmp_path / "replica", StoppedClock())
    sync(desk, address)  # from then on it knows where the hub is
    desk.store.close()
    with window_on(tmp_path / "replica") as made:
        yield made


def synced(window: Window) -> SubmitPage:
    window.go("submit")
    settle(window)
    page = window.pages["submit"]
    assert isinstance(page, SubmitPage)
    click(page.online.send_button)
    settle(window)
    assert page.online.result.property("tone") == "good", page.online.result.text()
    return page


def test_it_has_the_districts_places_without_receiving_and_sends_instead(window: Window) -> None:
    keys = [place.key for place in places_of("replica")]
    assert keys == ["home", "entry", "review", "figures", "submit", "print", "settings"]
    for key in keys:
        window.go(key)
        settle(window)
        assert window.key == key


def test_home_counts_what_the_hub_has(window: Window) -> None:
    window.go("home")
    settle(window)
    home = window.pages["home"]
    assert isinstance(home, DistrictHome)
    assert home.came.text() == "1/21"
    texts = [made.text().strip() for made in home.findChildren(QPushButton)]
    assert "Đồng bộ với máy tiếp nhận" in texts
    assert not any("chưa được cấp máy" in text for text in texts)
    assert "2 chờ duyệt" in window.bar.standing.said


def test_what_is_typed_into_a_communes_row_goes_to_the_hub(window: Window, district: Desk) -> None:
    synced(window)
    view = topic(window)
    at(view.grid, 0, "room")
    type_keys("p12")
    enter()
    settle(window)
    assert "1 trên máy này" in window.bar.standing.said
    synced(window)
    rooms = {row.cells["room"] for row in views.all_rows(district, "computer") if "room" in row.cells}
    assert rooms == {Value("p12")}
    assert "trên máy này" not in window.bar.standing.said
