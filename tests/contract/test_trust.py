"""Who may write where is said by the hub's ops, and every replica computes the same (SYNC.md, COUNTED)."""

from pathlib import Path

import pytest

from desktop_app.app import overview, receiving, starting, trust
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
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
    open_desk,
    place,
    put_back,
    shown,
)

UNIT = COMMUNES[0]


@pytest.fixture
def second(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """Another PC of the same commune."""
    return new_commune(tmp_path / "second", district, UNIT, clock)


def digests(*desks: Desk) -> set[str]:
    return {overview.digest(desk, UNIT) for desk in desks}


def held(desk: Desk) -> list[str]:
    with desk.store.read() as tx:
        return sorted(reason for _op, _chain, reason in tx.held())


def revoke(district: Desk, desk: Desk) -> None:
    with district.store.write() as tx:
        trust.revoke(district, tx, place(district), place(desk).device)


def rebuilt(desk: Desk) -> bool:
    """Whether what follows from the log is what a rebuild makes of it."""
    with desk.store.read() as tx:
        before = (
            sorted(tx.heads(place(desk).space)),
            [row[1:] for row in tx.execute("SELECT * FROM p_computer ORDER BY rec", {})],
        )
    overview.rebuild(desk)
    with desk.store.read() as tx:
        after = (
            sorted(tx.heads(place(desk).space)),
            [row[1:] for row in tx.execute("SELECT * FROM p_computer ORDER BY rec", {})],
        )
    return before == after


# --- several PCs of a commune ---------------------------------------------------------------------------


def test_a_second_pc_of_a_commune_has_its_records_through_the_hub(
    district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    mine, theirs = add(commune, asset_code="MT-1"), add(second, asset_code="MT-2")
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    for desk in (commune, second, district):
        assert shown(desk, mine, "asset_code") == Value("MT-1")
        assert shown(desk, theirs, "asset_code") == Value("MT-2")
        assert held(desk) == []
    assert len(digests(commune, second, district)) == 1


def test_ops_of_a_device_that_is_not_announced_yet_wait_and_then_count(
    district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    rec = add(commune)
    receiving.receive(district, [road.send(commune)])  # no receipt: the hub has not spoken
    add(second, asset_code="MT-2")
    road.exchange(second, district)
    assert held(second) == []  # the answer announced both before it was written
    assert shown(second, rec, "asset_code") == Value("MT-1")


def test_edits_of_two_pcs_of_one_commune_are_a_conflict_on_every_screen(
    district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    rec = add(commune, asset_code="MT-1")
    for desk in (commune, second):
        road.exchange(desk, district)
    change(commune, rec, note="bàn 1")
    change(second, rec, note="bàn 2")
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    for desk in (commune, second, district):
        assert overview.status(desk).conflicts == 1
    assert len(digests(commune, second, district)) == 1


# --- revocation -----------------------------------------------------------------------------------------


def test_what_the_hub_held_when_it_revoked_counts_and_what_came_after_does_not(
    district: Desk, commune: Desk, road: Road
) -> None:
    before = add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    revoke(district, commune)
    after = add(commune, asset_code="MT-2")
    (there,) = road.deliver(district, road.send(commune))
    assert (there.outcome, "thu hồi" in there.reason) == ("held", True)
    assert shown(district, before, "asset_code") == Value("MT-1")
    assert held(district) == ["revoked"]
    with district.store.read() as tx:
        assert tx.locate("computer", after) == []
    assert shown(commune, after, "asset_code") == Value("MT-2")  # its own screen keeps what was typed


def test_to_revoke_again_at_the_same_ops_says_nothing_new(district: Desk, commune: Desk, road: Road) -> None:
    add(commune)
    road.exchange(commune, district)
    revoke(district, commune)
    with district.store.write() as tx:
        rows = tx.largest_row()
        assert len(trust.revoke(district, tx, place(district), place(commune).device)) == 1
        assert tx.largest_row() == rows


def test_before_by_stick_and_after_by_wire_is_the_same_as_the_other_way_round(
    tmp_path: Path, district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    """Counting is computed (rule 12): it does not matter which came first, the cut or what it cuts."""
    add(second, asset_code="MT-9")
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    road.exchange(second, district)
    early = copy_of(district, tmp_path / "early")  # a copy that has not heard of the revocation
    late = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    rec = add(commune, asset_code="MT-2")
    bundle = road.send(commune)
    assert road.deliver(early, bundle)[0].outcome == "applied"
    assert shown(early, rec, "asset_code") == Value("MT-2")
    revoke(late, commune)
    assert road.deliver(late, bundle)[0].outcome == "held"
    road.exchange(second, late)  # takes the revocation home
    for _time in range(2):  # and to the copy, which had counted MT-2
        road.exchange(second, early)
    assert held(early) == held(late) == ["revoked"]
    assert len(digests(early, late)) == 1
    with early.store.read() as tx:
        assert tx.locate("computer", rec) == []
    assert rebuilt(early)
    assert rebuilt(late)


def test_a_cut_takes_its_edits_out_of_records_that_others_made(
    district: Desk, commune: Desk, second: Desk, tmp_path: Path, road: Road
) -> None:
    rec = add(second, asset_code="MT-1", note="cũ")
    for desk in (second, commune):
        road.exchange(desk, district)
    early = copy_of(district, tmp_path / "early")
    late = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    change(commune, rec, note="sai")
    bundle = road.send(commune)
    road.deliver(early, bundle)
    assert shown(early, rec, "note") == Value("sai")
    revoke(late, commune)
    for desk in (late, early, early):
        road.exchange(second, desk)
    assert shown(early, rec, "note") == Value("cũ")
    assert overview.status(early).conflicts == 0
    assert rebuilt(early)


def test_admission_restores_held_ops_unchanged(district: Desk, commune: Desk, road: Road) -> None:
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    revoke(district, commune)
    rec = add(commune, asset_code="MT-2")
    road.deliver(district, road.send(commune))
    with district.store.write() as tx:
        trust.admit(district, tx, place(district), [op for op, _chain, _reason in tx.held()])
    assert held(district) == []
    assert shown(district, rec, "asset_code") == Value("MT-2")
    assert digests(district) == digests(commune)
    assert rebuilt(district)


def test_of_two_revocations_the_stricter_holds(
    tmp_path: Path, district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    """A hub and its copy both cut a device off, at different ops."""
    add(second, asset_code="MT-9")
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    road.exchange(second, district)
    copy = copy_of(district, tmp_path / "copy")
    district = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    revoke(copy, commune)
    rec = add(commune, asset_code="MT-2")
    road.deliver(district, road.send(commune))
    revoke(district, commune)
    assert shown(district, rec, "asset_code") == Value("MT-2")
    for desk in (district, copy, copy, district, district):  # a mark moves down before it goes up again
        road.exchange(second, desk)
    assert held(district) == ["revoked"]
    assert len(digests(district, copy, second)) == 1


# --- a hub that was restored ----------------------------------------------------------------------------


def test_a_hub_restored_from_before_a_device_was_bound_learns_it_again_from_its_own_ops(
    tmp_path: Path, district: Desk, communes: list[Desk], road: Road
) -> None:
    first, other = communes[0], communes[1]
    road.exchange(other, district)
    backup = copy_of(district, tmp_path / "backup")
    district = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    rec = add(first, asset_code="MT-1")
    road.exchange(first, district)  # bound now, and its secret forgotten
    road.exchange(other, district)  # hears of the binding
    put_back(district, backup)
    restored = open_desk(district.store.path, district.clock)  # type: ignore[arg-type]
    add(first, asset_code="MT-2")
    assert road.deliver(restored, road.send(first))[0].outcome == "sealed"
    for _time in range(2):  # the first answer moves the mark down, the second bundle brings the op back
        road.exchange(other, restored)
    for _time in range(2):  # and the same with what it had acknowledged before
        road.exchange(first, restored)
    assert shown(restored, rec, "asset_code") == Value("MT-1")
    assert digests(restored) == digests(first)
    restored.store.close()


def test_of_two_pcs_that_one_activation_bound_neither_counts_anywhere(
    tmp_path: Path, district: Desk, commune: Desk, second: Desk, road: Road
) -> None:
    """A hub was put back, and another PC showed the same secret first: the hub's ops say two things."""
    clock = commune.clock
    assert isinstance(clock, StoppedClock)
    twin = desk_on(create_home(tmp_path / "twin", ALL, own_key_file=True), clock)
    starting.start_commune(twin, tmp_path / "commune.kichhoat")
    road.exchange(second, district)
    backup = copy_of(district, tmp_path / "backup")
    district = open_desk(district.store.path, clock)
    add(commune, asset_code="MT-1")
    road.exchange(commune, district)
    road.exchange(second, district)  # hears of the first binding
    put_back(district, backup)
    district = open_desk(district.store.path, clock)
    add(twin, asset_code="MT-2")
    road.exchange(twin, district)
    for _time in range(3):
        road.exchange(second, district)
        road.exchange(twin, district)
    assert held(district) == held(second) == ["not_enrolled", "not_enrolled"]
    assert len(digests(district, second)) == 1
    with district.store.read() as tx:
        rows = tx.largest_row()
    road.exchange(second, district)
    with district.store.read() as tx:
        assert tx.largest_row() == rows  # it does not say it again with every answer
    for desk in (district, twin):
        desk.store.close()
