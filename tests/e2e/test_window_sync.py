"""Sending by the network from a commune's window."""

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from desks import StoppedClock, add, new_commune, new_district
from flaky import Weather, flaky
from hub_kit import Running, running_hub
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from window_kit import at, click, press, settle, topic, type_keys, until, window_on

from desktop_app.app import syncing, views
from desktop_app.app.hub_facts import set_address
from desktop_app.app.ports import Address, Desk
from desktop_app.compose.online import connect
from desktop_app.sync.link import HttpLink
from desktop_app.sync.pace import Timing
from desktop_app.ui.pages.submit import SubmitPage
from desktop_app.ui.window import Window

THIN = Weather(bytes_per_s=8000, piece=512)
MUCH = random.Random(3).randbytes(9000).hex()  # some 9 kB that no packing makes smaller


@dataclass
class Pair:
    """A district whose hub is on, and a commune's home that knows where it is."""

    district: Desk
    hub: Running
    commune: Path


@contextmanager
def pair(
    folder: Path, through: Callable[[Running], str] = lambda hub: hub.url, note: str = ""
) -> Iterator[Pair]:
    clock = StoppedClock()
    district = new_district(folder / "district", clock)
    try:
        with running_hub(district, folder) as hub:
            set_address(district, through(hub))
            commune = new_commune(folder / "commune", district, "03319", clock)
            add(commune, asset_code="MT-1", kind="desktop", note=note)
            commune.store.close()
            yield Pair(district, hub, folder / "commune")
    finally:
        district.store.close()


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as made:
        yield made


@pytest.fixture
def cut_off(tmp_path: Path) -> Path:
    """A commune's home that knows an address at which nobody answers."""
    clock = StoppedClock()
    district = new_district(tmp_path / "district", clock)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        set_address(district, f"http://127.0.0.1:{taken.getsockname()[1]}")
    commune = new_commune(tmp_path / "commune", district, "03319", clock)
    add(commune, asset_code="MT-1", kind="desktop")
    for desk in (district, commune):
        desk.store.close()
    return tmp_path / "commune"


def submit(window: Window) -> SubmitPage:
    window.go("submit")
    settle(window)
    page = window.pages["submit"]
    assert isinstance(page, SubmitPage)
    return page


def test_sending_online_ends_with_the_receipt(online: Pair) -> None:
    with window_on(online.commune) as window:
        assert "1 trên máy này" in window.bar.standing.said
        page = submit(window)
        assert QApplication.focusWidget() is page.online.send_button
        assert online.hub.url in page.online.where.text()
        click(page.online.send_button)
        settle(window)
        assert page.online.result.property("tone") == "good"
        assert "Huyện đã nhận đủ" in page.online.result.text()
        assert window.bar.standing.said == "1 đã nhận"
        assert [row.unit for row in views.all_rows(online.district, "computer")] == ["03319"]


def test_without_an_address_the_stick_is_the_way(tmp_path: Path) -> None:
    clock = StoppedClock()
    district = new_district(tmp_path / "district", clock)
    new_commune(tmp_path / "commune", district, "03319", clock).store.close()
    district.store.close()
    with window_on(tmp_path / "commune") as window:
        page = submit(window)
        assert page.online.send_button.isHidden()
        assert "chưa biết địa chỉ" in page.online.where.text()
        assert page.export_button.property("part") == "primary"


def test_offline_says_so_and_puts_the_stick_forward(cut_off: Path, tmp_path: Path) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    with window_on(cut_off) as window:
        page = submit(window)
        assert page.export_button.property("part") == ""
        click(page.online.send_button)
        settle(window)
        assert "USB" in page.online.result.text()
        assert page.online.result.property("tone") == "warn"
        assert page.export_button.property("part") == "primary"
        assert QApplication.focusWidget() is page.export_button
        page.folder.setText(str(usb))
        click(page.export_button)
        settle(window)
        assert len(list(usb.glob("*.moduong"))) == 1


def test_the_person_goes_on_typing_sees_how_far_it_is_and_may_stop(tmp_path: Path) -> None:
    proxies = []

    def through(hub: Running) -> str:
        proxies.append(flaky(hub.address, THIN))
        return proxies[0].__enter__().url

    with pair(tmp_path, through, MUCH) as made, window_on(made.commune) as window:
        try:
            page = submit(window)
            click(page.online.send_button)
            until(lambda: "kB" in page.online.far.text())
            assert "Đang gửi" in page.online.far.text()
            assert page.online.stop_button.isVisible()
            view = topic(window)  # nothing is veiled: the person works on
            at(view.grid, 0, "maker")
            type_keys("dell")
            page = submit(window)
            click(page.online.stop_button)
            until(lambda: not window.session.sending.is_running)
            settle(window)
            assert page.online.send_button.isVisible()
            assert page.online.bar.isHidden()
            set_address(made.district, made.hub.url)
            done = syncing.sync(window.session.desk, connect, hub=Address(made.hub.url))
            assert done.outcome == "done", "what was stopped is finished the next time"
        finally:
            proxies[0].__exit__(None, None, None)


def test_a_stop_does_not_wait_for_a_hub_that_is_silent(cut_off: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, window_on(cut_off) as window:
        # The system accepts for it, and nobody ever reads.
        patient = partial(HttpLink, timing=Timing(idle_s=3600))
        window.session.programme = replace(
            window.session.programme,
            connect=lambda _address, keys: patient(
                Address(f"http://127.0.0.1:{server.getsockname()[1]}"), keys
            ),
        )
        page = submit(window)
        click(page.online.send_button)
        with server.accept()[0] as one:
            assert one.recv(1)
            click(page.online.stop_button)
            until(lambda: not window.session.sending.is_running)
        settle(window)
        assert page.online.send_button.isVisible()
        assert page.online.result.isHidden(), "what the person stopped is no failure"


def test_it_sends_by_itself_but_never_during_typing(online: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.ui.typist.QUIET_S", 3600)  # however slow the machine is
    with window_on(online.commune) as window:
        sending = window.session.sending
        assert sending._timer.isActive()
        assert sending.unsent == 1
        view = topic(window)
        at(view.grid, 0, "maker")
        type_keys("de")
        sending._plan.due_s = 0.0
        sending.look()
        assert not sending.is_running, "an editor is open"
        press(Qt.Key.Key_Return, "\r")
        settle(window)
        sending.look()
        assert not sending.is_running, "a key was pressed just now"
        window.session.typist._last -= 3601
        sending.look()
        assert sending.is_running
        settle(window)
        assert sending.result is not None
        assert sending.result.outcome == "done"
        assert not [one for one in window.messages.shown() if one.notice.key == "sent"], "calm: no message"
        sending._plan.due_s = 0.0
        settle(window)
        sending.look()
        assert not sending.is_running, "nothing is left to send"


def test_an_editor_that_was_only_opened_holds_it_back_too(online: Pair) -> None:
    with window_on(online.commune) as window:
        sending = window.session.sending
        view = topic(window)
        at(view.grid, 0, "maker")
        press(Qt.Key.Key_F2)
        sending._plan.due_s, window.session.typist._last = 0.0, float("-inf")
        sending.look()
        assert not sending.is_running


def test_a_failure_by_itself_is_quiet_and_waits_longer(cut_off: Path) -> None:
    with window_on(cut_off) as window:
        page = submit(window)
        page.folder.setFocus()
        sending = window.session.sending
        sending._plan.due_s = 0.0
        sending.look()
        settle(window)
        assert sending.error is not None
        assert window.messages.shown() == []
        assert page.folder.hasFocus(), "the keyboard stays where it is"
        assert not sending.is_running
        sending.look()
        assert not sending.is_running, "the next time comes later"


def test_closing_the_window_ends_what_is_under_way(tmp_path: Path) -> None:
    proxies = []

    def through(hub: Running) -> str:
        proxies.append(flaky(hub.address, THIN))
        return proxies[0].__enter__().url

    with pair(tmp_path, through, MUCH) as made:
        try:
            with window_on(made.commune) as window:
                page = submit(window)
                click(page.online.send_button)
                until(lambda: page.online.far.text().startswith("Đang gửi"))
                window.close()
                assert not window.session.sending._timer.isActive()
                assert not window.session.lanes.is_busy
        finally:
            proxies[0].__exit__(None, None, None)


def test_a_link_that_appears_brings_the_next_try_near(cut_off: Path) -> None:
    from PySide6.QtNetwork import QNetworkInformation

    with window_on(cut_off) as window:
        sending = window.session.sending
        sending.send(by_itself=True)
        settle(window)
        late = sending._plan.due_s
        sending._link_changed(QNetworkInformation.Reachability.Online)
        assert sending._plan.due_s < late
