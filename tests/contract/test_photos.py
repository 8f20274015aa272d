"""Photos travel after the ops that name them, both ways, and no others do (SYNC.md, rule 16)."""

import hashlib
from pathlib import Path

from desktop_app.app import blobs, conflicts, entry, exchange, overview, photos, receiving
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, place
from tests.hub_kit import running_hub
from tests.links import sync


def picture(number: int, size: int = 3000) -> bytes:
    return hashlib.sha256(bytes([number])).digest() * (size // 32)


def photographed(desk: Desk, *numbers: int, size: int = 3000) -> str:
    """A computer with these photos; return its record."""
    names = [photos.keep(desk, picture(number, size)) for number in numbers]
    rec = add(desk, asset_code=f"MT-{numbers[0]}")
    entry.save(desk, entry.open_record(desk, "computer", rec), {"photos": Value(names)})
    return rec


def has(desk: Desk, *numbers: int, size: int = 3000) -> bool:
    found = [photos.content_of(desk, hashlib.sha256(picture(n, size)).hexdigest()) for n in numbers]
    return found == [picture(n, size) for n in numbers]


def has_none(desk: Desk, *numbers: int) -> bool:
    return not any(photos.content_of(desk, hashlib.sha256(picture(n)).hexdigest()) for n in numbers)


def test_ops_come_first_and_photos_in_the_next_bundle(district: Desk, commune: Desk, road: Road) -> None:
    photographed(commune, 1, 2)
    assert road.export(commune).bytes < 3000
    road.exchange(commune, district)
    assert has_none(district, 1, 2)
    made = road.export(commune)
    assert (made.ops, made.path is not None) == (0, True)  # nothing but photos
    road.exchange(commune, district)
    assert has(district, 1, 2)
    assert road.export(commune).path is None


def test_the_status_counts_the_photos_that_the_hub_still_lacks(
    district: Desk, commune: Desk, road: Road
) -> None:
    photographed(commune, 1, 2)
    assert overview.status(commune).photos == 0  # their record is not sent itself, and is counted as such
    road.exchange(commune, district)
    assert overview.status(commune).photos == 2
    road.exchange(commune, district)
    assert overview.status(commune).photos == 0
    assert overview.status(district).photos == 0


def test_a_second_pc_of_the_commune_gets_them_from_the_hub(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    photographed(commune, 1)
    for _time in range(2):
        road.exchange(commune, district)
    road.exchange(second, district)
    assert has_none(second, 1)
    road.exchange(second, district)
    assert has(second, 1)


def test_a_conflict_says_which_of_its_photos_are_not_here(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    rec = add(commune, asset_code="MT-1")
    for desk in (commune, second):
        road.exchange(desk, district)
    for desk, number in ((commune, 1), (second, 2)):
        name = photos.keep(desk, picture(number))
        entry.save(desk, entry.open_record(desk, "computer", rec), {"photos": Value([name])})
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    (conflict,) = conflicts.conflicts(second)
    with second.store.read() as tx:
        told = {
            version.device == place(second).device: conflicts.told_in(second, tx, conflict, version)
            for version in conflict.versions
        }
    assert told == {True: "1 ảnh", False: "1 ảnh, chưa có trên máy này"}


def test_other_communes_neither_get_nor_bring_them(district: Desk, communes: list[Desk], road: Road) -> None:
    first, other = communes[:2]
    photographed(first, 1)
    for _time in range(2):
        road.exchange(first, district)
        road.exchange(other, district)
    assert has_none(other, 1)
    photos.keep(other, picture(7))
    with other.store.write() as tx:  # it is told that the hub wants what no record of its own names
        tx.put_setting(blobs.WANTED, [hashlib.sha256(picture(n)).hexdigest() for n in (1, 7)])
    assert road.export(other).path is None


def test_a_photo_that_no_record_names_is_not_kept(district: Desk, commune: Desk, road: Road) -> None:
    road.exchange(commune, district)
    with commune.store.read() as tx:
        here = place_of(tx)
        out = exchange.outgoing(commune, tx, here, [])
    stray = {hashlib.sha256(picture(9)).hexdigest(): picture(9)}
    path = road.new_folder() / "x.moduong"
    commune.codec.write(path, here.keys, out._replace(blobs=stray))
    assert receiving.receive_one(district, path).outcome == "applied"
    assert has_none(district, 9)


def test_a_bundle_holds_so_many_and_the_next_the_others(district: Desk, commune: Desk, road: Road) -> None:
    size = blobs.A_BUNDLE // 2 + 32
    for number in range(3):
        photographed(commune, number, size=size)
    road.exchange(commune, district)
    for arrived in (1, 2, 3):
        road.exchange(commune, district)
        there = sum(has(district, number, size=size) for number in range(3))
        assert there == arrived


def test_a_lost_bundle_with_photos_costs_nothing(district: Desk, commune: Desk, road: Road) -> None:
    photographed(commune, 1)
    road.exchange(commune, district)
    road.send_anyway(commune)  # and lost
    road.exchange(commune, district)
    assert has(district, 1)


def test_one_sync_by_the_network_brings_all_of_them_both_ways(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    photographed(commune, 1, 2)
    with running_hub(district, tmp_path / "hub") as hub:
        assert sync(commune, hub).sent_ops == 2
        assert has(district, 1, 2)
        photographed(second, 3)
        sync(second, hub)
        sync(commune, hub)
    assert has(second, 1, 2)
    assert has(commune, 3)
    assert place(commune).space == place(second).space
