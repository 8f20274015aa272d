"""Enrolment and keys: a request and sixteen digits, a hub's new key, a lost PC, a lost district."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_app.app import (
    enrolling,
    entry,
    hub_keys,
    overview,
    receiving,
    recovering,
    requesting,
    starting,
    trust,
    views,
)
from desktop_app.app.ingesting import renew_doors
from desktop_app.app.ports import Desk, Request
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.fingerprint import fingerprint
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import NotFoundError, RefusedError, UnknownDeviceError, UsageError, UserError
from desktop_app.store.home import create_home
from desktop_app.sync.codec import BundleCodec
from desktop_app.topics.registry import ALL
from tests.desks import (
    COMMUNES,
    DISTRICT,
    REFERENCE,
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


def upward(desk: Desk) -> tuple[str, ...]:
    """Whom the next bundle is encrypted to."""
    with desk.store.read() as tx:
        return hub_keys.upward_recipients(desk, tx, place(desk))


def agree(*desks: Desk) -> bool:
    return len({overview.digest(desk, UNIT) for desk in desks}) == 1


@pytest.fixture
def lost(tmp_path: Path, clock: StoppedClock) -> tuple[Desk, str]:
    """A district and its recovery secret, before it is lost."""
    desk = desk_on(create_home(tmp_path / "lost", ALL, own_key_file=True), clock, "Quàng Thị B")
    return desk, starting.start_district(desk, DISTRICT, reference_date=REFERENCE).recovery_secret


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


# --- a hub's new key ------------------------------------------------------------------------------------


def test_pcs_encrypt_to_the_new_key_and_what_was_sent_to_the_old_still_opens(
    district: Desk, commune: Desk, road: Road
) -> None:
    add(commune, asset_code="MT-1")
    before = road.send(commune)
    old = place(district)
    new = hub_keys.rekey(district)
    assert place(district).recipient == place(district).hub.recipient == new != old.recipient
    (there,) = road.deliver(district, before)
    assert there.outcome == "applied"
    assert there.receipt is not None
    receiving.receive_one(commune, there.receipt)
    add(commune, asset_code="MT-2")
    after = road.send(commune)
    with closing(commune.codec.envelope(after)) as envelope:
        with pytest.raises(RefusedError):
            envelope.open([old.age])
        assert envelope.open([place(district).age]).ops
    road.deliver(district, after)
    assert views.count(district)["computer"].total == 2
    hub_keys.rekey(district)
    assert len(place(district).identities) == 3
    assert [one.outcome for one in road.deliver(district, before, after)] == ["already", "already"]


def test_a_new_activation_names_the_new_key(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    new = hub_keys.rekey(district)
    pc = new_commune(tmp_path / "pc", district, UNIT, clock)
    assert place(pc).hub.recipient == new
    add(pc)
    road.exchange(pc, district)
    assert agree(pc, district)


def test_a_hub_restored_from_before_its_new_key_hears_by_the_recovery_key_and_says_which_key_it_has(
    tmp_path: Path, lost: tuple[Desk, str], clock: StoppedClock, road: Road
) -> None:
    district, recovery = lost
    pc = new_commune(tmp_path / "pc", district, UNIT, clock)
    road.exchange(pc, district)
    earlier = copy_of(district, tmp_path / "backup")
    district = renewed(district)
    gone = hub_keys.rekey(district)
    road.exchange(pc, district)
    put_back(district, earlier)
    district = renewed(district)
    rec = add(pc)
    bundle = road.send(pc)
    assert upward(pc)[0] == gone
    (there,) = road.deliver(district, bundle)
    assert there.outcome == "refused"  # encrypted to a key that nobody holds any more, and to recovery
    assert recovering.recover(district, pc.codec.new_recovery()[0], [bundle])[0].outcome == "refused"
    (found,) = recovering.recover(district, recovery, [bundle], road.new_folder())
    assert (found.outcome, shown(district, rec, "asset_code")) == ("applied", Value("MT-1"))
    assert recovery not in place(district).identities  # used, and not kept
    assert found.receipt is not None
    receiving.receive_one(pc, found.receipt)
    # This receipt shows that the hub lacks its own announcement: the next bundle brings it, by recovery too.
    (again,) = recovering.recover(district, recovery, [road.send(pc)], road.new_folder())
    assert again.receipt is not None
    receiving.receive_one(pc, again.receipt)
    assert upward(pc)[0] == place(district).recipient
    add(pc)
    assert road.deliver(district, road.send(pc))[0].outcome == "applied"


def test_copies_of_a_hub_that_changed_their_keys_can_each_open_what_comes(
    tmp_path: Path, district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    road.exchange(commune, district)
    other = copy_of(district, tmp_path / "copy")
    district = renewed(district)
    keys = {hub_keys.rekey(desk) for desk in (district, other)}
    early = road.send_anyway(commune)  # to the key of before, which both hold
    receipts = [road.deliver(desk, early)[0].receipt for desk in (district, other)]
    for receipt in receipts:
        assert receipt is not None
        receiving.receive_one(commune, receipt)
    assert set(upward(commune)[:-1]) == keys
    add(commune)
    bundle = road.send(commune)
    assert [road.deliver(desk, bundle)[0].outcome for desk in (district, other)] == ["applied", "applied"]


def test_an_announcement_that_is_no_key_is_not_encrypted_to(
    district: Desk, commune: Desk, road: Road
) -> None:
    at = place(district)
    with district.store.write() as tx:
        put = {"recipient": to_json(Value("age1nonsense"))}
        append(district, tx, at, at.catalogue, [ops.sets("_hub", at.catalogue, put, [])])
    assert upward(district) == (at.recipient, at.hub.recovery)
    road.exchange(commune, district)
    with commune.store.read() as tx:  # and the hub has said which it is when it answered
        assert set(hub_keys.announced(tx, place(commune)).values()) == {at.recipient}


# --- a lost PC ------------------------------------------------------------------------------------------


def test_a_lost_pc_is_revoked_and_its_successor_has_everything_that_was_received(
    tmp_path: Path, district: Desk, commune: Desk, clock: StoppedClock, road: Road
) -> None:
    received = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    add(commune, asset_code="stolen")  # never sent, then whoever has the PC goes on
    with district.store.write() as tx:
        trust.revoke(district, tx, place(district), place(commune).device)
    late = road.send(commune)
    new = new_commune(tmp_path / "new", district, UNIT, clock)
    road.exchange(new, district)
    assert shown(new, received, "asset_code") == Value("MT-1")
    change(new, received, note="máy mới")
    assert road.deliver(district, late)[0].outcome == "held"
    road.exchange(new, district)
    assert views.count(new)["computer"].total == views.count(district)["computer"].total == 1
    assert shown(district, received, "note") == Value("máy mới")
    assert agree(new, district)


# --- a lost district ------------------------------------------------------------------------------------


def new_place_of(tmp_path: Path, clock: StoppedClock, secret: str) -> Desk:
    desk = desk_on(create_home(tmp_path / "after", ALL, own_key_file=True), clock, "Quàng Thị B")
    starting.start_district(desk, DISTRICT, reference_date=REFERENCE, recovery_secret=secret)
    return desk


def test_the_recovery_key_brings_a_lost_district_back_from_bundles_and_communes(
    tmp_path: Path, lost: tuple[Desk, str], clock: StoppedClock, road: Road
) -> None:
    district, secret = lost
    pc = new_commune(tmp_path / "pc", district, UNIT, clock)
    rec = add(pc, asset_code="MT-1")
    road.exchange(pc, district)
    corrected = entry.open_record(district, "computer", rec)
    entry.save(district, corrected, {"note": Value("huyện sửa")})
    road.exchange(pc, district)
    late = add(pc, asset_code="MT-2")
    bundle = road.send(pc)
    district.store.close()  # and the disk is gone

    after = new_place_of(tmp_path, clock, secret)
    assert place(after).hub.recovery == place(pc).hub.recovery
    assert place(after).device != place(pc).hub.device
    assert receiving.receive_one(after, bundle).outcome == "refused"
    (found,) = recovering.recover(after, secret, [bundle])
    assert (found.outcome, found.ops, held(after)) == ("held", 1, {"not_enrolled"})
    assert recovering.recover(after, secret, [bundle])[0].outcome == "already"

    card, file = tmp_path / "after.huyen", tmp_path / "pc.xin"
    requesting.hub_card(after, card)
    before = overview.digest(pc, UNIT)
    requesting.ask_again(pc, file, pc.codec.read_card(card))
    assert shown(pc, rec, "asset_code") == Value("MT-1")
    standing = overview.status(pc)
    assert (standing.unsent, standing.in_bundle) == (2, 0)  # nothing of it was sent there yet
    request = after.codec.read_request(file)
    assert request.place.space == place(pc).space
    requesting.approve(after, request, digits(request))
    assert shown(after, late, "asset_code") == Value("MT-2")  # from the bundle, before the PC spoke

    road.exchange(pc, after)
    assert shown(after, rec, "asset_code") == Value("MT-1")
    assert agree(pc, after)
    assert shown(pc, rec, "note") is None  # the former hub's correction waits
    assert held(after) == {"not_enrolled"}
    with after.store.write() as tx:
        trust.admit(after, tx, place(after), [op for op, _chain, why in tx.held() if why == "not_enrolled"])
    road.exchange(pc, after)
    assert shown(pc, rec, "note") == shown(after, rec, "note") == Value("huyện sửa")
    assert agree(pc, after)
    assert overview.digest(pc, UNIT) == before


def test_the_recovery_key_opens_bundles_without_any_home(
    tmp_path: Path, lost: tuple[Desk, str], clock: StoppedClock, road: Road
) -> None:
    district, secret = lost
    pc = new_commune(tmp_path / "pc", district, UNIT, clock)
    add(pc, asset_code="MT-77")
    bundle, codec, out = road.send(pc), BundleCodec(), tmp_path / "out"
    out.mkdir()
    ((path, count),) = recovering.unpack(codec, secret, [bundle], out)
    lines = path.read_bytes().splitlines()
    assert len(lines) == count == 1
    assert b"MT-77" in lines[0]
    with pytest.raises(RefusedError):
        recovering.unpack(codec, codec.new_recovery()[0], [bundle], out)


def test_a_recovery_key_is_read_as_it_was_copied(tmp_path: Path) -> None:
    codec, path = BundleCodec(), tmp_path / "key.txt"
    secret, recipient = codec.new_recovery()
    for text in (secret, f"\ufeff# public key: {recipient}\r\n{secret.lower()}\r\n", f"KHOÁ: {secret} \n"):
        path.write_text(text, encoding="utf-8")
        assert recovering.read_key(codec, path) == secret
    for bad in (b"", secret[:-1].encode(), b"\xff\xfe", recipient.encode()):
        path.write_bytes(bad)
        with pytest.raises(UsageError):
            recovering.read_key(codec, path)
    with pytest.raises(NotFoundError):
        recovering.read_key(codec, tmp_path / "nowhere")


def test_a_district_asks_nobody(tmp_path: Path, district: Desk) -> None:
    with pytest.raises(UsageError):
        requesting.ask_again(district, tmp_path / "x")
