"""The window follows the district's catalogue as soon as it came in and nobody is typing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import Road, StoppedClock, add, new_commune, new_district
from window_kit import at, enter, said, settle, topic, type_keys, until, window_on

from desktop_app.app import cataloguing, exchange, receiving
from desktop_app.app.ports import Desk
from desktop_app.ui.pages.submit import SubmitPage
from desktop_app.ui.window import Window

WIFI: dict[str, Any] = {
    "topic": "peripheral", "key": "wifi", "kind": "choice", "title_vi": "Nối Wi-Fi", "title_en": "On Wi-Fi",
    "choices": [{"key": "yes", "vi": "Có nối", "en": "Yes"}, {"key": "no", "vi": "Không nối", "en": "No"}],
}  # fmt: skip


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Desk]:
    made = new_district(tmp_path / "district", StoppedClock())
    yield made
    made.store.close()


@pytest.fixture
def window(tmp_path: Path, district: Desk) -> Iterator[Window]:
    commune = new_commune(tmp_path / "commune", district, "03319", StoppedClock())
    add(commune, "peripheral", asset_code="MT-1")
    commune.store.close()
    with window_on(tmp_path / "commune") as made:
        yield made


def receive_catalogue(window: Window, district: Desk, folder: Path) -> None:
    """Let the district hand out a field, and take its receipt in by the page Nộp."""
    cataloguing.add_field(district, cataloguing.field_of(WIFI))
    road = Road(folder)
    bundle = exchange.export(window.session.desk, road.new_folder(), ask=True).path
    assert bundle is not None
    (there,) = receiving.receive(district, [bundle], road.new_folder())
    window.go("submit")
    page = window.pages["submit"]
    assert isinstance(page, SubmitPage)
    assert there.receipt is not None
    page.receive([there.receipt])
    settle(window)


def has_wifi(window: Window) -> bool:
    return not window.session.is_resting and "wifi" in window.session.desk.topics.get("peripheral").by_key


def test_a_new_field_stands_in_the_grid_after_the_receipt(
    window: Window, district: Desk, tmp_path: Path
) -> None:
    view = topic(window, "peripheral")
    assert "wifi" not in view.form.questions
    receive_catalogue(window, district, tmp_path)
    window.session.typist._last = float("-inf")
    until(lambda: has_wifi(window))
    settle(window)
    assert window.key == "submit", "the person stays where they were"
    assert any(one.notice.key == "catalogue" for one in window.messages.shown())
    view = topic(window, "peripheral")
    assert "wifi" in view.form.questions
    at(view.grid, 0, "wifi")
    type_keys("co")
    enter()
    settle(window)
    assert said(view.grid, 0, "wifi") == "Có nối"
    assert window.session.desk.user == "Lò Thị Gõ"


def test_it_waits_for_whoever_is_typing(
    window: Window, district: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.ui.typist.QUIET_S", 3600)  # however slow the machine is
    window.renewal._timer.setInterval(10**8)  # this test says when to look
    receive_catalogue(window, district, tmp_path)
    view = topic(window, "peripheral")
    at(view.grid, 0, "maker")
    type_keys("ep")
    window.renewal._try()
    assert not has_wifi(window)
    assert view.grid.editing.editor is not None
    type_keys("son")
    enter()
    settle(window)
    window.renewal._try()
    assert not has_wifi(window), "a key was pressed just now"
    window.session.typist._last = float("-inf")
    window.renewal._try()
    until(lambda: has_wifi(window))
    settle(window)
    assert window.key == "entry"
    again = window.pages["entry"].view  # type: ignore[attr-defined]
    assert said(again.grid, 0, "maker") == "epson"


def test_what_changes_nothing_opens_nothing_anew(window: Window, district: Desk, tmp_path: Path) -> None:
    desk = window.session.desk
    window.session.refreshed.emit()
    settle(window)
    assert not window.renewal._timer.isActive()
    assert window.session.desk is desk


def test_a_district_that_receives_goes_on_receiving(tmp_path: Path, district: Desk) -> None:
    home = district.store.path
    district.store.close()
    with window_on(home) as window:
        receiving = window.session.receiving
        receiving.port = 0
        receiving.switch(on=True)
        settle(window)
        before = receiving.hub
        assert before is not None
        cataloguing.add_field(window.session.desk, cataloguing.field_of(WIFI))
        window.session.typist._last = float("-inf")
        window.session.refreshed.emit()
        until(lambda: has_wifi(window) and receiving.hub not in (None, before), 40)
        assert receiving.error is None
