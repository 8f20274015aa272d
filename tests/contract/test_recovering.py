"""Keys that change or are lost: a hub's new key, a lost PC, a lost district."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.app import (
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
from desktop_app.app.ports import Desk
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import NotFoundError, RefusedError, UsageError
from desktop_app.store.home import create_home
from desktop_app.sync.codec import BundleCodec
from desktop_app.topics.registry import ALL
from tests.contract.test_enrolment import UNIT, agree, digits, held
from tests.desks import (
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


def upward(desk: Desk) -> tuple[str, ...]:
    """Whom the next bundle is encrypted to."""
    with desk.store.read() as tx:
        return hub_keys.upward_recipients(desk, tx, place(desk))


@pytest.fixture
def lost(tmp_path: Path, clock: StoppedClock) -> tuple[Desk, str]:
    """A district and its recovery secret, before it is lost."""
    desk = desk_on(create_home(tmp_path / "lost", ALL, own_key_file=True), clock, "Quàng Thị B")
    return desk, starting.start_district(desk, DISTRICT, reference_date=REFERENCE).recovery_secret


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
