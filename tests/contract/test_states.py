"""How far a record has come, and what the district says of it (SYNC.md, RECEIPT)."""

from pathlib import Path

import pytest

from desktop_app.app import entry, receiving, replies, states, synclog
from desktop_app.app.ports import Desk
from desktop_app.app.states import State
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import UsageError
from tests.desks import COMMUNES, Road, StoppedClock, add, change, copy_of, new_commune, open_desk, place

UNIT = COMMUNES[0]


def state(desk: Desk, rec: str) -> State:
    return states.state_of(desk, "computer", [rec])[rec]


def counts(desk: Desk) -> dict[str, int]:
    return {str(one): count for one, count in states.states(desk).counts.items() if count}


def judge(district: Desk, rec: str, comment: str = "") -> int:
    opened = entry.open_record(district, "computer", rec)
    return replies.give_back(district, opened, comment) if comment else replies.accept(district, [opened])


# --- on the way -------------------------------------------------------------------------------------------


def test_received_is_said_only_after_a_verified_receipt(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = add(commune)
    assert state(commune, rec) is State.HERE
    bundle = road.send(commune)
    assert state(commune, rec) is State.IN_BUNDLE
    (there,) = road.deliver(district, bundle)
    assert state(commune, rec) is State.IN_BUNDLE  # the district has it, and we do not know
    assert there.receipt is not None
    broken = bytearray(there.receipt.read_bytes())
    broken[-200] ^= 1
    forged = there.receipt.with_name("sai.moduong")
    forged.write_bytes(broken)
    assert receiving.receive_one(commune, forged).outcome == "refused"
    assert state(commune, rec) is State.IN_BUNDLE
    receiving.receive_one(commune, there.receipt)
    assert state(commune, rec) is State.RECEIVED
    clock.tick()
    change(commune, rec, note="sửa")
    assert state(commune, rec) is State.HERE
    assert counts(commune) == {"on_this_pc": 1}


def test_counts_and_ages(district: Desk, commune: Desk, road: Road, clock: StoppedClock) -> None:
    begun = clock.now
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    clock.tick(1000)
    add(commune, asset_code="MT-2")
    clock.tick(1000)
    gone = add(commune, asset_code="MT-3")
    road.send(commune)
    clock.tick(1000)
    entry.delete(commune, entry.open_record(commune, "computer", gone))
    found = states.states(commune)
    assert counts(commune) == {"on_this_pc": 1, "in_bundle": 1, "received": 1}  # the deletion waits too
    assert found.oldest_ms == {
        State.RECEIVED: begun, State.IN_BUNDLE: begun + 1000, State.HERE: begun + 2000,
    }  # fmt: skip
    assert set(found.counts) == set(State)


def test_what_is_judged_is_as_old_as_its_judgement(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    recs = [add(commune, asset_code=f"MT-{n}") for n in range(3)]
    road.exchange(commune, district)
    judged = {}
    for state_, rec, comment in ((State.RETURNED, recs[0], "thiếu"), (State.ACCEPTED, recs[1], "")):
        clock.tick(1000)
        judge(district, rec, comment)
        judged[state_] = clock.now
    clock.tick(1000)
    judge(district, recs[2])
    road.exchange(commune, district)
    for desk in (commune, district):
        assert states.states(desk).oldest_ms == judged


def test_a_hub_that_was_rolled_back_takes_received_back(
    tmp_path: Path, district: Desk, commune: Desk, road: Road
) -> None:
    first = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    early = copy_of(district, tmp_path / "early")
    late = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    rec = add(commune, asset_code="MT-2")
    road.exchange(commune, late)
    assert state(commune, rec) is State.RECEIVED
    road.exchange(commune, early)  # the answer to the latest bundle: the mark moves down, then up
    assert state(commune, first) is State.RECEIVED
    assert state(commune, rec) is State.IN_BUNDLE
    road.exchange(commune, early)
    assert state(commune, rec) is State.RECEIVED


def test_what_another_pc_of_the_unit_wrote_has_been_received(
    tmp_path: Path, district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, UNIT, clock)
    rec = add(second)
    for desk in (second, commune):
        road.exchange(desk, district)
    assert state(commune, rec) is State.RECEIVED


# --- replies ----------------------------------------------------------------------------------------------


def test_an_accepted_record_is_accepted_until_somebody_changes_it(
    district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    assert state(district, rec) is State.RECEIVED
    assert judge(district, rec) == 1
    assert judge(district, rec) == 0  # said before: nothing is written again
    road.exchange(commune, district)
    for desk in (commune, district):
        assert state(desk, rec) is State.ACCEPTED
    change(commune, rec, note="đổi sau khi duyệt")
    assert state(commune, rec) is State.HERE
    road.exchange(commune, district)
    for desk in (commune, district):
        assert state(desk, rec) is State.RECEIVED  # to be judged again


def test_a_returned_record_counts_as_such_until_its_own_newer_edit(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    clock.tick()
    judge(district, rec, "Thiếu số sê-ri\n xem nhãn")
    road.exchange(commune, district)
    assert state(commune, rec) is State.RETURNED
    found = replies.reply_of(commune, "computer", [rec])[rec]
    assert (found.outcome, found.comment) == ("returned", "Thiếu số sê-ri xem nhãn")
    assert (found.user, found.when_ms) == ("Quàng Thị B", clock.now)
    change(commune, rec, serial="PF-1")
    assert state(commune, rec) is State.HERE
    assert replies.reply_of(commune, "computer", [rec]) == {}
    assert [one.comment for one in replies.replies_to(commune, "computer", rec)] == [found.comment]
    road.exchange(commune, district)
    judge(district, rec)
    road.exchange(commune, district)
    assert state(commune, rec) is State.ACCEPTED
    assert [one.outcome for one in replies.replies_to(commune, "computer", rec)] == ["returned", "accepted"]


def test_an_edit_on_its_way_while_the_district_judges_stays_to_be_judged(
    district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    change(commune, rec, note="trên đường")
    judge(district, rec)
    road.exchange(commune, district)
    for desk in (commune, district):
        assert state(desk, rec) is State.RECEIVED


def test_replies_that_copies_of_a_hub_gave_both_hold_as_a_return(
    tmp_path: Path, district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune)
    road.exchange(commune, district)
    copy = copy_of(district, tmp_path / "copy")
    district = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    judge(copy, rec, "thiếu")
    judge(district, rec)
    for desk in (copy, district, copy, district):
        road.exchange(commune, desk)
    assert state(commune, rec) is State.RETURNED


def test_only_the_hub_replies(district: Desk, commune: Desk, road: Road) -> None:
    rec = add(commune)
    with pytest.raises(UsageError, match="kho của huyện"):
        judge(commune, rec)
    with pytest.raises(UsageError, match="lý do"):
        judge(district, rec_of(district, commune, road, rec), "  \n ")
    said = {"topic": "computer", "outcome": "accepted", "comment": "", "ops": []}
    put = {name: to_json(Value(v)) for name, v in said.items()}
    with commune.store.write() as tx:  # a forged reply, signed by the commune
        here = place(commune)
        append(commune, tx, here, here.space, [ops.sets("_reply", rec, put, [])])
    assert state(commune, rec) is State.RECEIVED  # held at once, on its own screen too
    (there,) = road.deliver(district, road.send(commune))
    assert there.outcome == "held"
    assert "không có chữ ký" in there.reason  # a PC does not even sign it
    assert replies.replies_to(district, "computer", rec) == []


def rec_of(district: Desk, commune: Desk, road: Road, rec: str) -> str:
    road.exchange(commune, district)
    return rec


# --- the sync log -----------------------------------------------------------------------------------------


def test_the_sync_log_tells_what_went_and_came_newest_first(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    add(commune)
    for _time in range(2):
        clock.tick()
        road.exchange(commune, district)
    ours, theirs = synclog.sync_log(commune), synclog.sync_log(district, 1)
    assert [one.when_ms for one in ours] == sorted((one.when_ms for one in ours), reverse=True)
    assert (
        sorted((one.direction, one.what) for one in ours) == [("in", "receipt")] * 2 + [("out", "bundle")] * 2
    )
    assert {one.name for one in ours} == {"Huyện Điện Biên"}
    (last,) = theirs
    assert (last.direction, last.unit, last.outcome, last.when_ms) == ("in", UNIT, "applied", clock.now)
    assert "Mường Pồn" in synclog.words(last)


def test_the_log_names_a_bundle_of_an_unknown_pc(
    tmp_path: Path, district: Desk, commune: Desk, road: Road
) -> None:
    early = copy_of(district, tmp_path / "early")
    late = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    other = new_commune(tmp_path / "other", late, COMMUNES[1], late.clock)  # type: ignore[arg-type]
    add(other)
    road.deliver(early, road.send(other))
    (entry_,) = synclog.sync_log(early)
    assert entry_.outcome == "sealed"
    assert synclog.words(entry_) == "Giữ niêm phong một gói của máy chưa được cấp"
