"""Enrolment by request and sixteen digits, and as a QR code."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_app.app import (
    enrolling,
    overview,
    receiving,
    requesting,
    trust,
    views,
)
from desktop_app.app.ingesting import renew_doors
from desktop_app.app.ports import Desk, Request
from desktop_app.domain.fingerprint import fingerprint
from desktop_app.domain.values import Value
from desktop_app.errors import NotFoundError, RefusedError, UnknownDeviceError, UsageError, UserError
from desktop_app.store.home import create_home
from desktop_app.topics.registry import ALL
from tests.desks import (
    COMMUNES,
    Road,
    StoppedClock,
    add,
    change,
    copy_of,
    desk_on,
    new_commune,
    place,
    put_back,
    renewed,
    shown,
)
from tests.hub_kit import running_hub
from tests.links import sync

UNIT = COMMUNES[0]


def asking(home: Path, district: Desk, clock: StoppedClock, code: str = UNIT) -> tuple[Desk, Request]:
    """A PC that began with the district's card; its desk and what it asks for, as the district reads it."""
    card, file = home.with_name("district.huyen"), home.with_name(f"{home.name}.xin")
    requesting.hub_card(district, card)
    desk = desk_on(create_home(home, ALL, own_key_file=True), clock)
    requesting.start_by_request(desk, desk.codec.read_card(card), code, file)
    return desk, district.codec.read_request(file)


def digits(request: Request) -> str:
    return fingerprint(request.public)


def held(desk: Desk) -> set[str]:
    with desk.store.read() as tx:
        return {reason for _op, _chain, reason in tx.held()}


def sealed(desk: Desk) -> list[Path]:
    return sorted((desk.store.path / "sealed").glob("*"))


def agree(*desks: Desk) -> bool:
    return len({overview.digest(desk, UNIT) for desk in desks}) == 1


# --- a request and sixteen digits -----------------------------------------------------------------------


def test_entry_is_possible_before_approval_and_nothing_entered_is_lost(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    pc, request = asking(tmp_path / "pc", district, clock)
    first = add(pc, asset_code="MT-1")
    bundles = [road.send(pc)]
    second = add(pc, asset_code="MT-2")
    bundles.append(road.send(pc))
    assert [one.outcome for one in road.deliver(district, *bundles)] == ["sealed", "sealed"]
    assert views.count(district)["computer"].total == 0
    done = requesting.approve(district, request, digits(request), road.new_folder())
    assert [one.outcome for one in done.received] == ["applied", "applied"]
    assert (done.unit, done.device, sealed(district)) == (UNIT, place(pc).device, [])
    assert shown(district, first, "asset_code") == Value("MT-1")
    assert shown(district, second, "asset_code") == Value("MT-2")
    for one in done.received:
        assert one.receipt is not None
        assert receiving.receive_one(pc, one.receipt).outcome == "applied"
    assert overview.status(pc).in_bundle == 0
    change(pc, first, note="x")
    road.exchange(pc, district)
    assert agree(pc, district)
    assert held(pc) == held(district) == set()


def test_a_pc_that_has_only_asked_is_told_that_it_waits_for_its_approval(
    tmp_path: Path, district: Desk, clock: StoppedClock
) -> None:
    pc, request = asking(tmp_path / "pc", district, clock)
    add(pc)
    assert overview.status(pc).awaiting_approval
    with running_hub(district, tmp_path) as hub:
        with pytest.raises(UnknownDeviceError, match="chờ huyện duyệt") as caught:
            sync(pc, hub)
        assert "đối chiếu" in caught.value.todo
        requesting.approve(district, request, digits(request))
        renew_doors(district, hub.spool)
        assert overview.status(pc).awaiting_approval, "it has not heard of it yet"
        assert sync(pc, hub).outcome == "done"
        assert not overview.status(pc).awaiting_approval


def test_only_who_asked_for_it_waits_for_an_approval(tmp_path: Path, district: Desk, commune: Desk) -> None:
    add(commune)
    assert not overview.status(commune).awaiting_approval
    assert not overview.status(district).awaiting_approval
    with running_hub(district, tmp_path, takes_in=False) as hub:
        hub.spool.put_doors(replace(hub.spool.doors(), devices={}, activations=[]))
        with pytest.raises(UnknownDeviceError, match="chưa biết máy này"):
            sync(commune, hub)


def test_two_pcs_that_ask_for_one_commune_share_its_records_once_approved(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    one, first = asking(tmp_path / "one", district, clock)
    two, second = asking(tmp_path / "two", district, clock)
    rec = add(one)
    for request in (second, first):
        requesting.approve(district, request, digits(request))
    three = new_commune(tmp_path / "three", district, UNIT, clock)  # by an activation file
    for desk in (one, two, three):
        road.exchange(desk, district)
    assert {place(desk).space for desk in (one, two, three)} == {place(one).space}
    assert shown(two, rec, "asset_code") == shown(three, rec, "asset_code") == Value("MT-1")


def test_a_wrong_digit_approves_nothing(tmp_path: Path, district: Desk, clock: StoppedClock) -> None:
    _pc, request = asking(tmp_path / "pc", district, clock)
    right = digits(request)
    with district.store.read() as tx:
        before = tx.largest_row()
    for wrong in (right[:-1] + str(9 - int(right[-1])), right[:-1], "", "0000 0000 0000 0000"):
        with pytest.raises(RefusedError, match=right):
            requesting.approve(district, request, wrong)
    with district.store.read() as tx:
        assert (tx.largest_row(), trust.bindings(tx)) == (before, [])


@pytest.mark.parametrize("grouped", ["{}{}{}{}", "{}-{}-{}-{}", " {}  {} {} {}\n", "{}.{}.{}.{}"])
def test_the_digits_may_be_grouped_as_one_likes(
    tmp_path: Path, district: Desk, clock: StoppedClock, grouped: str
) -> None:
    _pc, request = asking(tmp_path / "pc", district, clock)
    requesting.approve(district, request, grouped.format(*digits(request).split()))
    with district.store.read() as tx:
        assert [one.device for one in trust.bindings(tx)] == [request.device]


def test_approving_twice_binds_once(tmp_path: Path, district: Desk, clock: StoppedClock) -> None:
    _pc, request = asking(tmp_path / "pc", district, clock)
    for _time in range(2):
        requesting.approve(district, request, digits(request))
    with district.store.read() as tx:
        assert len(trust.bindings(tx)) == 1


def test_what_no_hub_should_approve(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    pc, request = asking(tmp_path / "pc", district, clock)
    road.exchange(commune, district)
    asked = request.place
    bad = {
        "ở nơi khác": request._replace(hub="0" * 32),
        "không quản lý": request._replace(place=asked._replace(unit="nowhere")),
        "kho số liệu khác": request._replace(place=asked._replace(space=place(district).space)),
        "đã có kho": request._replace(place=asked._replace(space=place(district).catalogue)),
        "không gộp được": request._replace(place=asked._replace(unit=place(district).unit)),
    }
    for words, one in bad.items():
        with pytest.raises(RefusedError, match=words):
            requesting.approve(district, one, digits(one))
    with pytest.raises(UsageError):
        requesting.approve(commune, request, digits(request))
    with pytest.raises(UsageError):
        requesting.hub_card(commune, tmp_path / "x.huyen")
    with pytest.raises(NotFoundError):
        requesting.start_by_request(
            pc, pc.codec.read_card(tmp_path / "district.huyen"), "99999", tmp_path / "x"
        )


def test_a_revoked_device_is_not_approved_again(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    pc, request = asking(tmp_path / "pc", district, clock)
    add(pc)
    requesting.approve(district, request, digits(request))
    road.exchange(pc, district)
    with district.store.write() as tx:
        trust.revoke(district, tx, place(district), request.device)
    with pytest.raises(RefusedError, match="thu hồi"):
        requesting.approve(district, request, digits(request))


def test_only_the_bundles_of_the_approved_device_are_opened(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    one, first = asking(tmp_path / "one", district, clock)
    two, _second = asking(tmp_path / "two", district, clock)
    for desk in (one, two):
        add(desk)
        road.deliver(district, road.send(desk))
    (district.store.path / "sealed" / "broken.moduong").write_bytes(b"PK\x03\x04 no bundle")
    assert len(requesting.approve(district, first, digits(first)).received) == 1
    assert len(sealed(district)) == 2
    assert views.count(district)["computer"].total == 1


def test_what_is_kept_sealed_is_listed_also_by_a_hub_that_was_restored(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    pc, _asked = asking(tmp_path / "pc", district, clock)
    add(pc)
    bundle, earlier = road.send(pc), copy_of(district, tmp_path / "backup")
    district = renewed(district)
    road.deliver(district, bundle)
    shutil.copytree(district.store.path / "sealed", earlier.store.path / "sealed")
    assert overview.status(earlier).sealed == 0
    for _time in range(2):
        assert road.deliver(earlier, bundle)[0].outcome == "sealed"
        assert (overview.status(earlier).sealed, len(sealed(earlier))) == (1, 1)


def test_a_commune_that_a_restored_hub_does_not_know_asks_again(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    earlier = copy_of(district, tmp_path / "backup")
    district = renewed(district)
    pc = new_commune(tmp_path / "pc", district, UNIT, clock)
    rec = add(pc)
    road.exchange(pc, district)  # the PC forgot its one-time secret: the hub knew it
    put_back(district, earlier)
    district = renewed(district)
    (there,) = road.deliver(district, road.send_anyway(pc))
    assert there.outcome == "sealed"
    file = tmp_path / "again.xin"
    requesting.ask_again(pc, file)
    request = district.codec.read_request(file)
    assert request.place.space == place(pc).space
    requesting.approve(district, request, digits(request))
    for _time in range(2):  # the receipt of the first shows what it lacks
        road.exchange(pc, district)
    assert shown(district, rec, "asset_code") == Value("MT-1")
    assert agree(pc, district)


# --- the QR code ----------------------------------------------------------------------------------------


def test_a_picture_that_cannot_be_written_leaves_no_activation(tmp_path: Path, district: Desk) -> None:
    for picture in ("a.gif", "nowhere/deep/a.png"):
        with pytest.raises(UserError):
            enrolling.enrol(district, UNIT, tmp_path / "a.kichhoat", tmp_path / picture)
    with district.store.read() as tx:
        assert trust.bindings(tx) == []
    assert not (tmp_path / "a.kichhoat").exists()
