"""One bundle by both roads: begun by HTTP and finished on a stick, and the other way round."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.app import overview, receiving
from desktop_app.app.ingesting import renew_doors
from desktop_app.app.ports import Desk
from tests.desks import Road, add, shown
from tests.hub_kit import Running, running_hub
from tests.links import Pulled, add_large, on_its_way, pull_after, same, sync

KIB = 1024


@pytest.fixture
def hub(district: Desk, commune: Desk, tmp_path: Path) -> Iterator[Running]:  # its doors know it
    with running_hub(district, tmp_path / "hub") as running:
        yield running


def test_begun_by_http_and_finished_by_usb(district: Desk, commune: Desk, hub: Running, road: Road) -> None:
    """The very file of the outbox is carried on a stick; its receipt empties the outbox."""
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(30 * KIB))
    (bundle,) = on_its_way(commune)
    stick = shutil.copy(bundle, road.new_folder())
    (there,) = road.deliver(district, Path(stick))
    assert (there.outcome, there.ops) == ("applied", 12)
    assert receiving.receive_one(commune, there.receipt).outcome == "applied"
    assert on_its_way(commune) == []
    renew_doors(district, hub.spool)
    assert sync(commune, hub).sent_ops == 0
    assert same(commune, district)


def test_begun_by_http_and_overtaken_by_another_bundle_on_usb(
    district: Desk, commune: Desk, hub: Running, road: Road
) -> None:
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(30 * KIB))
    add(commune, asset_code="MT-mới")
    assert road.exchange(commune, district).outcome == "applied"
    assert on_its_way(commune) == [], "a receipt of another bundle says that all of it is there"
    renew_doors(district, hub.spool)
    assert sync(commune, hub).sent_ops == 0
    assert same(commune, district)


def test_a_receipt_that_lacks_some_of_it_leaves_the_bundle_on_its_way(
    district: Desk, commune: Desk, hub: Running, road: Road
) -> None:
    add(commune, asset_code="MT-1")
    old = road.send(commune)
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(30 * KIB))
    (there,) = road.deliver(district, old)
    receiving.receive_one(commune, there.receipt)
    assert len(on_its_way(commune)) == 1
    assert sync(commune, hub).outcome == "done"
    assert same(commune, district)


def test_begun_by_usb_and_finished_by_http(district: Desk, commune: Desk, hub: Running, road: Road) -> None:
    """The stick was read at the district, and its receipt never came back."""
    rec = add(commune, asset_code="MT-1")
    there = road.deliver(district, road.send(commune))[0]
    assert there.outcome == "applied"
    done = sync(commune, hub)
    assert (done.outcome, done.sent_ops) == ("done", 1)
    assert overview.status(commune).in_bundle == 0
    assert receiving.receive_one(commune, there.receipt).outcome == "applied", "late, and harmless"
    assert overview.status(commune).in_bundle == 0
    assert shown(district, rec, "asset_code") == shown(commune, rec, "asset_code")


def test_the_same_bundle_by_both_roads(district: Desk, commune: Desk, hub: Running, road: Road) -> None:
    """Read from the stick first, then the upload is finished too: one answer each, nothing twice."""
    add_large(commune)
    with pytest.raises(Pulled):
        sync(commune, hub, pull_after(30 * KIB))
    (there,) = road.deliver(district, on_its_way(commune)[0])
    assert there.ops == 12
    done = sync(commune, hub)
    assert done.outcome == "done"
    assert receiving.receive_one(commune, there.receipt).outcome == "applied"
    assert overview.status(commune).records["computer"] == overview.status(district).records["computer"] == 12
