"""A PC at the district with every commune in its scope: a replica of the hub (DESIGN §1)."""

from pathlib import Path

import pytest

from desktop_app.app import (
    conflicts,
    devices,
    enrolling,
    entry,
    exchange,
    handover,
    overview,
    receiving,
    replies,
    starting,
    states,
    trust,
    views,
)
from desktop_app.app.ports import Desk
from desktop_app.app.spaces import follow_spaces
from desktop_app.app.states import State
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import UsageError
from desktop_app.store.home import create_home
from desktop_app.topics.registry import ALL
from tests.desks import (
    COMMUNES,
    DISTRICT,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    desk_on,
    new_commune,
    open_desk,
    place,
    put_back,
    shown,
)
from tests.hub_kit import running_hub
from tests.links import sync


def new_replica(home: Path, district: Desk, clock: StoppedClock) -> Desk:
    file = home.with_name(f"{home.name}.kichhoat")
    enrolling.enrol(district, DISTRICT, file, whole=True)
    desk = desk_on(create_home(home, ALL, own_key_file=True), clock, "Cà Thị C")
    starting.start_commune(desk, file)
    return desk


@pytest.fixture
def replica(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    return new_replica(tmp_path / "replica", district, clock)


def held(desk: Desk) -> set[str]:
    with desk.store.read() as tx:
        return {reason for _op, _chain, reason in tx.held()}


def of_unit(desk: Desk, code: str) -> int:
    return views.count(desk, code)["computer"].total


def agree(*desks: Desk) -> bool:
    return len({overview.digest(desk) for desk in desks}) == 1


def reply(desk: Desk, rec: str) -> str:
    found = replies.reply_of(desk, "computer", [rec])
    return found[rec].outcome if rec in found else ""


# --- the whole district ---------------------------------------------------------------------------------


def test_it_gets_what_every_commune_sent_under_the_unit_it_is_of(
    district: Desk, communes: list[Desk], replica: Desk, road: Road
) -> None:
    for number, one in enumerate(communes):
        add(one, asset_code=f"MT-{number}")
        road.exchange(one, district)
    road.exchange(replica, district)
    assert agree(replica, district)
    assert views.count(replica)["computer"].total == len(communes)
    for code in COMMUNES:
        assert of_unit(replica, code) == 1
    assert held(replica) == held(district) == set()


def test_what_is_entered_there_for_a_commune_reaches_the_hub_and_that_commune(
    district: Desk, communes: list[Desk], replica: Desk, road: Road
) -> None:
    for one in communes:
        road.exchange(one, district)
    road.exchange(replica, district)
    rec = add(replica, unit=COMMUNES[1], asset_code="MT-9")
    own = add(replica, unit=None, asset_code="MT-100")
    road.exchange(replica, district)
    for one in communes:
        road.exchange(one, district)
    assert shown(communes[1], rec, "asset_code") == shown(district, rec, "asset_code") == Value("MT-9")
    assert views.count(communes[0])["computer"].total == 0
    assert shown(district, own, "asset_code") == Value("MT-100")
    assert agree(replica, district)
    assert {held(desk) == set() for desk in (replica, district, *communes)} == {True}


def test_a_commune_that_is_enrolled_later_comes_too(
    tmp_path: Path, district: Desk, replica: Desk, clock: StoppedClock, road: Road
) -> None:
    road.exchange(replica, district)
    commune = new_commune(tmp_path / "late", district, COMMUNES[2], clock)
    rec = add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    change(replica, rec, note="x")
    road.exchange(replica, district)
    road.exchange(commune, district)
    assert shown(commune, rec, "note") == Value("x")
    assert agree(replica, district)


def test_nothing_is_sent_twice(district: Desk, commune: Desk, replica: Desk, road: Road) -> None:
    add(commune)
    road.exchange(commune, district)
    for _time in range(2):
        road.exchange(replica, district)
    assert exchange.export(replica, road.new_folder()).path is None
    add(replica, unit=COMMUNES[0], asset_code="MT-2")
    assert road.export(replica).ops == 1


def test_its_records_wait_until_the_receipt(district: Desk, commune: Desk, replica: Desk, road: Road) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    change(replica, rec, note="x")
    assert states.state_of(replica, "computer", [rec])[rec] is State.HERE
    road.exchange(replica, district)
    assert states.state_of(replica, "computer", [rec])[rec] is State.RECEIVED


# --- conflicts and replies ------------------------------------------------------------------------------


def test_what_it_and_a_commune_typed_at_once_is_in_review_everywhere_until_it_is_resolved(
    district: Desk, commune: Desk, replica: Desk, road: Road
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    change(commune, rec, note="xã")
    change(replica, rec, note="huyện")
    for one in (commune, replica, commune):
        road.exchange(one, district)
    for desk in (commune, replica, district):
        (found,) = conflicts.conflicts(desk)
        assert {conflicts.told(desk, found, one) for one in found.versions} == {"xã", "huyện"}
    (found,) = conflicts.conflicts(replica)
    conflicts.keep(replica, found, found.versions[1])
    for one in (replica, commune):
        road.exchange(one, district)
    assert [conflicts.conflicts(desk) for desk in (commune, replica, district)] == [[], [], []]


def test_it_accepts_and_returns_for_the_hub(district: Desk, commune: Desk, replica: Desk, road: Road) -> None:
    good, bad = add(commune), add(commune, asset_code="MT-2")
    road.exchange(commune, district)
    road.exchange(replica, district)
    replies.accept(replica, [entry.open_record(replica, "computer", good)])
    replies.give_back(replica, entry.open_record(replica, "computer", bad), "Thiếu số sê-ri")
    for one in (replica, commune):
        road.exchange(one, district)
    for desk in (district, commune, replica):
        assert (reply(desk, good), reply(desk, bad)) == ("accepted", "returned")
        assert held(desk) == set()


def test_a_commune_that_replies_itself_is_held(
    district: Desk, commune: Desk, replica: Desk, road: Road
) -> None:
    rec = add(commune)
    said = {"topic": "computer", "outcome": "accepted", "comment": "", "ops": []}
    with commune.store.write() as tx:
        put = {name: to_json(Value(v)) for name, v in said.items()}
        append(commune, tx, place(commune), place(commune).space, [ops.sets("_reply", rec, put, [])])
    for one in (commune, replica):
        road.exchange(one, district)
    assert held(district) == held(replica) == {"unsealed"}  # nor does an honest program sign it
    assert reply(district, rec) == reply(replica, rec) == ""


def test_it_says_nothing_in_the_catalogue(district: Desk, commune: Desk, replica: Desk, road: Road) -> None:
    road.exchange(commune, district)
    with replica.store.write() as tx:
        here = place(replica)
        said = {"ops": to_json(Value([])), "url": to_json(Value("https://x"))}
        append(replica, tx, here, here.space, [ops.sets("_admit", here.activation, said, [])])
        append(replica, tx, here, here.catalogue, [ops.sets("_hub", here.catalogue, said, [])])
        append(replica, tx, here, here.catalogue, [ops.sets("computer", here.activation, said, [])])
    for one in (replica, commune):
        road.exchange(one, district)
    assert held(district) == {"unsealed", "not_enrolled"}
    assert overview.digest(district, COMMUNES[0]) == overview.digest(commune, COMMUNES[0])


def test_it_hands_a_record_over_to_another_commune(
    district: Desk, communes: list[Desk], replica: Desk, road: Road
) -> None:
    rec = add(communes[0])
    for one in (*communes, replica):
        road.exchange(one, district)
    moved = handover.hand_over(replica, entry.open_record(replica, "computer", rec), COMMUNES[1])
    for one in (replica, *communes):
        road.exchange(one, district)
    assert shown(communes[1], moved.rec, "asset_code") == Value("MT-1")
    assert views.count(communes[0])["computer"].total == 0
    assert agree(replica, district)


# --- authority ------------------------------------------------------------------------------------------


def test_only_the_districts_own_unit_has_one(tmp_path: Path, district: Desk) -> None:
    with pytest.raises(UsageError, match=DISTRICT):
        enrolling.enrol(district, COMMUNES[0], tmp_path / "x.kichhoat", whole=True)


def test_what_only_the_receiving_home_does_is_refused(replica: Desk, tmp_path: Path) -> None:
    for act in (
        lambda: enrolling.enrol(replica, COMMUNES[0], tmp_path / "x.kichhoat"),
        lambda: devices.revoke_device(replica, "x"),
        lambda: devices.admit_held(replica, "x"),
    ):
        with pytest.raises(UsageError, match="tiếp nhận"):
            act()


def test_once_revoked_what_the_hub_held_of_it_counts_everywhere_and_what_comes_later_nowhere(
    tmp_path: Path, district: Desk, communes: list[Desk], replica: Desk, clock: StoppedClock, road: Road
) -> None:
    for one in (*communes[:2], replica):
        road.exchange(one, district)
    before = [add(replica, unit=code, asset_code="MT-1") for code in COMMUNES[:2]]
    road.exchange(replica, district)
    assert devices.revoke_device(district, place(replica).device).counting == 2
    after = [add(replica, unit=code, asset_code="MT-2") for code in COMMUNES[:2]]
    late = new_commune(tmp_path / "late", district, COMMUNES[2], clock)
    road.exchange(replica, district)
    for one in (*communes[:2], late):
        road.exchange(one, district)
    assert held(district) == {"revoked"}
    for number, desk in enumerate(communes[:2]):
        assert shown(desk, before[number], "asset_code") == Value("MT-1")
        assert views.count(desk)["computer"].total == 1
    assert views.count(district)["computer"].total == 2
    assert shown(replica, after[0], "asset_code") == Value("MT-2")  # on its own screen it stays


def test_a_hub_put_back_to_before_it_met_the_replica_learns_everything_again(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    replica = new_replica(tmp_path / "replica", district, clock)
    early = copy_of(district, tmp_path / "early")
    district = open_desk(district.store.path, clock)
    rec = add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    change(replica, rec, note="x")
    road.exchange(replica, district)
    put_back(district, early)
    district = open_desk(district.store.path, clock)
    assert [one.outcome for one in road.deliver(district, road.send_anyway(replica))] == ["sealed"]
    for one in (replica, replica, commune, replica):
        road.exchange(one, district)
    assert agree(replica, district)
    assert shown(commune, rec, "note") == shown(district, rec, "note") == Value("x")
    assert held(district) == held(replica) == held(commune) == set()


def test_a_space_that_is_heard_of_after_its_records_is_shown_under_its_unit(
    district: Desk, commune: Desk, replica: Desk, road: Road
) -> None:
    add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    with replica.store.write() as tx:
        (info,) = [one for one in tx.spaces() if one.uuid == place(commune).space]
        tx.put_space(info._replace(unit=None, level=None))
    assert of_unit(replica, COMMUNES[0]) == 0
    with replica.store.write() as tx:
        follow_spaces(tx, replica.units)
    assert of_unit(replica, COMMUNES[0]) == 1


def test_what_it_writes_before_it_hears_whose_a_space_is_is_sent_all_the_same(
    district: Desk, commune: Desk, replica: Desk, road: Road
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    road.exchange(replica, district)
    with replica.store.write() as tx:
        (info,) = [one for one in tx.spaces() if one.uuid == place(commune).space]
        tx.put_space(info._replace(unit=None, level=None))
    change(replica, rec, note="x")
    assert road.export(replica).ops == 1


def test_a_bundle_of_it_cut_off_from_the_hub_changes_nothing_at_a_commune(
    district: Desk, commune: Desk, replica: Desk, road: Road
) -> None:
    bundle = road.send_anyway(replica)
    assert receiving.receive_one(commune, bundle).outcome == "refused"
    with district.store.read() as tx:
        assert [one.role for one in trust.bindings(tx)] == ["commune", "replica"]


def test_by_the_network_it_is_as_good_as_by_usb(
    tmp_path: Path, district: Desk, commune: Desk, replica: Desk
) -> None:
    rec = add(commune)
    with running_hub(district, tmp_path / "hub") as hub:
        sync(commune, hub)
        assert sync(replica, hub).received_ops > 0
        change(replica, rec, note="x")
        assert sync(replica, hub).sent_ops == 1
        sync(commune, hub)
    assert shown(commune, rec, "note") == Value("x")
    assert agree(replica, district)
