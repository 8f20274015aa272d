"""The PCs of a home: fingerprints, revocation of a lost one, admission of what is held."""

from pathlib import Path

import pytest

from desktop_app.app import devices
from desktop_app.app.ports import Desk
from desktop_app.domain.fingerprint import fingerprint
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, place, shown

UNIT = COMMUNES[0]


@pytest.fixture
def second(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """Another PC of the same commune."""
    return new_commune(tmp_path / "second", district, UNIT, clock)


def lost(district: Desk, commune: Desk, road: Road) -> str:
    """A PC that went on writing after it was revoked; return what it wrote then."""
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    devices.revoke_device(district, place(commune).device[:8])
    rec = add(commune, asset_code="MT-2")
    road.deliver(district, road.send(commune))
    return rec


def test_every_bound_pc_is_listed_with_what_came_from_it(
    district: Desk, commune: Desk, second: Desk, road: Road, clock: StoppedClock
) -> None:
    assert devices.devices(district) == []
    add(commune)
    bound = clock.now
    road.exchange(commune, district)
    clock.tick()
    road.exchange(second, district)
    road.exchange(commune, district)
    found = {one.device: one for one in devices.devices(district)}
    assert found.keys() == {place(commune).device, place(second).device}
    one = found[place(commune).device]
    assert (one.unit, one.bound_ms, one.last_ms, one.ops, one.held, one.revoked) == (
        UNIT, bound, clock.now, 1, 0, False,
    )  # fmt: skip
    assert one.fingerprint == fingerprint(place(commune).public)
    assert found[place(second).device].ops == 0
    assert {one.fingerprint for one in devices.devices(commune)} == {
        one.fingerprint for one in devices.devices(district)
    }


def test_a_commune_sees_the_pcs_of_its_own_unit_only(
    communes: list[Desk], district: Desk, road: Road
) -> None:
    for desk in (*communes, *communes):
        road.exchange(desk, district)
    assert len(devices.devices(district)) == len(communes)
    assert [one.device for one in devices.devices(communes[0])] == [place(communes[0]).device]


def test_a_pc_is_named_by_the_beginning_of_its_id_or_its_fingerprint(
    district: Desk, commune: Desk, road: Road
) -> None:
    road.exchange(commune, district)
    (one,) = devices.devices(district)
    for wanted in (one.device, one.device[:4], one.fingerprint, one.fingerprint.replace(" ", "")):
        assert devices.find(district, wanted) == one
    for wrong in ("", one.device[:3], "0000 0000 0000 0001", "zzzz"):
        with pytest.raises(NotFoundError):
            devices.find(district, wrong)


def test_what_a_lost_pc_had_delivered_counts_and_what_comes_later_is_held(
    district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    rec = lost(district, commune, road)
    (one,) = devices.devices(district)
    assert (one.revoked, one.ops, one.held) == (True, 2, 1)
    with district.store.read() as tx:
        assert tx.locate("computer", rec) == []
    again = devices.revoke_device(district, one.device)  # nothing more is let in by saying it twice
    assert (again.counting, again.device.held) == (1, 1)
    for _time in range(2):
        road.exchange(second, district)
    assert next(found for found in devices.devices(second) if found.device == one.device).revoked


def test_a_pc_that_was_bound_but_never_answered_can_be_revoked(
    district: Desk, commune: Desk, road: Road
) -> None:
    from desktop_app.app import receiving

    add(commune)
    receiving.receive(district, [road.send(commune)])  # no receipt: the hub has not spoken
    assert devices.revoke_device(district, place(commune).device).device.revoked
    add(commune, asset_code="MT-2")
    (there,) = road.deliver(district, road.send(commune))
    assert there.outcome == "held"


@pytest.mark.parametrize("by", ["device", "op"])
def test_the_district_admits_what_is_held(district: Desk, commune: Desk, road: Road, by: str) -> None:
    rec = lost(district, commune, road)
    ((op, device, reason),) = devices.held_ops(district)
    assert reason == "revoked"
    assert devices.admit_held(district, op[:10] if by == "op" else device[:10]) == 1
    assert devices.held_ops(district) == []
    assert shown(district, rec, "asset_code").v == "MT-2"
    with pytest.raises(NotFoundError, match="giữ lại"):
        devices.admit_held(district, device)


def test_only_a_district_revokes_and_admits(district: Desk, commune: Desk, road: Road) -> None:
    road.exchange(commune, district)
    for act in (devices.revoke_device, devices.admit_held):
        with pytest.raises(UsageError, match="kho của huyện"):
            act(commune, place(commune).device)
