"""Receiving by the network in a district's window."""

import socket
from pathlib import Path

import pytest
from desks import StoppedClock, add, new_commune, new_district, open_desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from window_kit import click, press, settle, type_keys, until, window_on

from desktop_app.app import syncing, views
from desktop_app.app.ports import Address
from desktop_app.compose.online import connect
from desktop_app.ui.pages.inbox_page import InboxPage
from desktop_app.ui.window import Window


def words(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    clock = StoppedClock()
    district = new_district(tmp_path / "district", clock)
    commune = new_commune(tmp_path / "commune", district, "03319", clock)
    add(commune, asset_code="MT-1", kind="desktop")
    for desk in (district, commune):
        desk.store.close()
    return tmp_path / "district", tmp_path / "commune"


def inbox(window: Window) -> InboxPage:
    window.go("inbox", {"tab": "lan"})
    settle(window)
    page = window.pages["inbox"]
    assert isinstance(page, InboxPage)
    return page


def switch_on(window: Window) -> Address:
    """Switch receiving on, at a free port; return where a PC beside it can reach it."""
    page = inbox(window)
    window.session.receiving.port = 0
    page.lan.switch.setFocus()
    press(Qt.Key.Key_Space, " ")
    settle(window)
    hub = window.session.receiving.hub
    assert hub is not None, page.lan.state.text()
    return Address(f"https://127.0.0.1:{hub.port}", hub.pin)


def test_a_commune_sends_to_the_districts_window(homes: tuple[Path, Path]) -> None:
    commune = open_desk(homes[1], StoppedClock())
    with window_on(homes[0]) as window:
        address = switch_on(window)
        page = inbox(window)
        assert page.lan.switch.isChecked()
        assert str(window.session.receiving.hub.port) in page.lan.state.text()  # type: ignore[union-attr]
        done = syncing.sync(commune, connect, hub=address)
        assert done.outcome == "done"
        until(lambda: bool(page.results))
        settle(window)
        assert page.recent.list.texts()[0][1:3] == ["Xã Mường Pồn", "đã nhập"]
        assert page.communes.list.texts()[0][2] in ("đã nhận", "chưa cấp máy")
        assert len(views.all_rows(window.session.desk, "computer")) == 1
        page.lan.switch.setFocus()
        press(Qt.Key.Key_Space, " ")
        settle(window)
        assert window.session.receiving.hub is None
        until(lambda: _refuses(address))
    commune.store.close()


def _refuses(address: Address) -> bool:
    host, _colon, port = address.url.removeprefix("https://").rpartition(":")
    with socket.socket() as trial:
        return trial.connect_ex((host, int(port))) != 0


def test_what_is_on_its_way_in_is_shown_with_its_commune_and_percent(homes: tuple[Path, Path]) -> None:
    from desktop_app.ui.programme import Arriving

    commune = open_desk(homes[1], StoppedClock())
    with window_on(homes[0]) as window:
        address = switch_on(window)
        syncing.sync(commune, connect, hub=address)
        page = inbox(window)
        receiving = window.session.receiving
        until(lambda: bool(receiving.units))
        device = next(iter(receiving.units))
        receiving._timer.stop()
        receiving._show([Arriving("a" * 64, device, 30_000, 120_000), Arriving("b" * 64, "f" * 32, 0, 5_000)])
        settle(window)
        told = words(page.lan)
        assert "Xã Mường Pồn" in told
        assert "25 % · 120 kB" in told
        assert "Máy mới" in told
        assert page.tabs.titles()["lan"] == "Qua mạng (2)"
        receiving._show([])
        assert "25 %" not in words(page.lan)
    commune.store.close()


def test_a_port_that_is_taken_is_said_in_words(homes: tuple[Path, Path]) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken, window_on(homes[0]) as window:
        page = inbox(window)
        window.session.receiving.port = taken.getsockname()[1]
        click(page.lan.switch)
        settle(window)
        assert not page.lan.switch.isChecked()
        assert page.lan.state.property("tone") == "bad"
        assert str(taken.getsockname()[1]) in page.lan.state.text()


def test_another_port_is_chosen_and_off_and_on_at_once_works(homes: tuple[Path, Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with window_on(homes[0]) as window:
        page = inbox(window)
        page.lan.port.setFocus()
        page.lan.port.selectAll()
        type_keys(str(port))
        press(Qt.Key.Key_Return, "\r")
        click(page.lan.switch)
        settle(window)
        assert f"cổng {port}" in page.lan.state.text()
        assert not page.lan.port.isEnabled()
        click(page.lan.switch)
        click(page.lan.switch)
        until(lambda: window.session.receiving.is_on and not window.session.receiving.is_starting)
        assert page.lan.switch.isChecked()
        until(lambda: not _refuses(Address(f"https://127.0.0.1:{port}")))


def test_the_switch_is_remembered_for_this_home_and_off_at_closing(homes: tuple[Path, Path]) -> None:
    with window_on(homes[0]) as window:
        address = switch_on(window)
        assert not _refuses(address)
    until(lambda: _refuses(address))
    with window_on(homes[0]) as window:
        settle(window)
        assert window.session.receiving.is_on
        page = inbox(window)
        click(page.lan.switch)
        settle(window)
    with window_on(homes[0]) as window:
        settle(window)
        assert not window.session.receiving.is_on


def test_the_address_is_told_to_new_pcs(homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.app.hub_facts import hub_address
    from desktop_app.app.place import place_of

    monkeypatch.setattr("desktop_app.ui.receiving.hosts", lambda: ["192.0.2.7", "192.0.2.8"])
    with window_on(homes[0]) as window:
        address = switch_on(window)
        page = inbox(window)
        desk = window.session.desk
        with desk.store.read() as tx:
            known = hub_address(tx, place_of(tx))
        port = window.session.receiving.hub.port  # type: ignore[union-attr]
        assert known == Address(f"https://192.0.2.7:{port}", address.pin)
        other = next(
            one
            for one in page.lan.findChildren(QWidget)
            if "192.0.2.8" in one.accessibleName() and "Báo" in one.accessibleName()
        )
        click(other)
        settle(window)
        with desk.store.read() as tx:
            assert hub_address(tx, place_of(tx)) == Address(f"https://192.0.2.8:{port}", address.pin)
        assert "192.0.2.8" in page.lan.known.text()
