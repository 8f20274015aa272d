"""Where the hub listens: said at the district, carried by activation files and by the catalogue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import enrolling, hub_facts, syncing
from desktop_app.app.ingesting import renew_doors
from desktop_app.app.ports import Address, Desk
from desktop_app.errors import OfflineError, UsageError
from desktop_app.sync.activation import LIMIT, read_activation
from tests.desks import COMMUNES, Road, StoppedClock, new_commune, place
from tests.hub_kit import Running, running_hub
from tests.links import linked, sync

PIN = "ab" * 32


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub") as running:
        yield running


def address_of(desk: Desk) -> Address | None:
    with desk.store.read() as tx:
        return hub_facts.hub_address(tx, place(desk))


def test_a_new_pc_knows_the_hub_from_its_activation_file(
    district: Desk, tmp_path: Path, clock: StoppedClock
) -> None:
    hub_facts.set_address(district, "https://hub.example:8443/", PIN)
    enrolling.enrol(district, COMMUNES[0], tmp_path / "a")
    with (tmp_path / "a").open("rb") as file:
        said = read_activation(file.read(LIMIT)).hub
    assert (said.url, said.pin) == ("https://hub.example:8443", PIN)
    desk = new_commune(tmp_path / "new", district, COMMUNES[0], clock)
    assert address_of(desk) == Address("https://hub.example:8443", PIN)
    desk.store.close()


def test_an_enrolled_pc_learns_the_address_when_it_exchanges(
    district: Desk, commune: Desk, hub: Running, road: Road
) -> None:
    assert address_of(commune) is None
    with pytest.raises(OfflineError, match="địa chỉ"):
        syncing.sync(commune, linked)
    hub_facts.set_address(district, hub.url)
    road.exchange(commune, district)
    assert address_of(commune) == Address(hub.url)
    renew_doors(district, hub.spool)
    assert syncing.sync(commune, linked).outcome == "done"


def test_the_catalogue_says_it_newer_than_the_activation_file(
    district: Desk, tmp_path: Path, clock: StoppedClock
) -> None:
    hub_facts.set_address(district, "https://old.example", PIN)
    desk = new_commune(tmp_path / "new", district, COMMUNES[0], clock)
    with running_hub(district, tmp_path / "hub") as hub:
        hub_facts.set_address(district, hub.url)
        clock.now -= 10 * 365 * 86_400_000  # a district's clock that fell back: the last word holds
        hub_facts.set_address(district, "https://third.example", PIN)
        sync(desk, hub)
    assert address_of(desk) == Address("https://third.example", PIN)
    hub_facts.set_address(district, "")
    assert address_of(district) is None
    desk.store.close()


def test_saying_the_same_address_again_writes_nothing(district: Desk) -> None:
    hub_facts.set_address(district, "https://hub.example", PIN)
    with district.store.read() as tx:
        before = tx.largest_row()
    hub_facts.set_address(district, "https://hub.example/", PIN.upper())
    with district.store.read() as tx:
        assert tx.largest_row() == before


@pytest.mark.parametrize(
    ("url", "pin"),
    [
        ("", ""), ("hub.example", ""), ("ftp://hub", ""), ("https://a b", ""), ("https://u:p@hub", ""),
        ("https://hub?x=1", ""), ("https://hub", "abc"), ("http://hub", PIN), ("https://" + "a" * 200, ""),
    ],
)  # fmt: skip
def test_what_is_no_address(url: str, pin: str) -> None:
    with pytest.raises(UsageError):
        hub_facts.checked_address(url, pin)


def test_only_a_hub_says_where_it_listens_and_only_others_sync(district: Desk, commune: Desk) -> None:
    with pytest.raises(UsageError):
        hub_facts.set_address(commune, "https://hub.example")
    with pytest.raises(UsageError):
        syncing.sync(district, linked, None, Address("http://127.0.0.1:9"))
