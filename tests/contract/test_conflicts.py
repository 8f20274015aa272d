"""Reviews: every head is shown with person, PC and time; only an op that lists all of them closes one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop_app.app import conflicts, entry, overview
from desktop_app.app.conflicts import Conflict
from desktop_app.app.ports import Desk
from desktop_app.app.writing import append
from desktop_app.domain import ops
from desktop_app.domain.values import Raw, State, Value
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune, place, shown

UNIT = COMMUNES[0]


@pytest.fixture
def second(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """Another PC of the same commune."""
    return new_commune(tmp_path / "second", district, UNIT, clock)


@pytest.fixture
def everyone(commune: Desk, second: Desk, district: Desk) -> list[Desk]:
    return [commune, second, district]


def share(road: Road, district: Desk, *desks: Desk) -> None:
    """Everybody hears of everything."""
    for desk in (*desks, *desks):
        road.exchange(desk, district)


def only(desk: Desk) -> Conflict:
    (found,) = conflicts.conflicts(desk)
    return found


def said(conflict: Conflict) -> list[object]:
    return [one.json["v"] if isinstance(one.json, dict) else one.json for one in conflict.versions]


def converged(desks: Sequence[Desk]) -> bool:
    return len({overview.digest(desk, UNIT) for desk in desks}) == 1


def disagree(road: Road, clock: StoppedClock, district: Desk, *desks: Desk) -> str:
    """Return a record of which each desk says something else; the last one spoke last."""
    rec = add(desks[0], asset_code="MT-1")
    share(road, district, *(desk for desk in desks if desk is not district))
    for number, desk in enumerate(desks, start=1):
        clock.tick()
        change(desk, rec, note=f"bàn {number}")
    share(road, district, *(desk for desk in desks if desk is not district))
    return rec


# --- several values ---------------------------------------------------------------------------------------


def test_two_pcs_of_a_commune_see_both_values_with_person_pc_and_time(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock, everyone: list[Desk]
) -> None:
    rec = disagree(road, clock, district, commune, second)
    for desk in everyone:
        found = only(desk)
        assert (found.topic, found.rec, found.field, found.unit) == ("computer", rec, "note", UNIT)
        assert said(found) == ["bàn 2", "bàn 1"]  # the shown one first
        assert [one.device for one in found.versions] == [place(second).device, place(commune).device]
        assert [one.user for one in found.versions] == ["Lò Văn A", "Lò Văn A"]
        assert found.versions[0].when_ms == found.versions[1].when_ms + 1000
        assert overview.status(desk).conflicts == 1
    assert len({only(desk).id for desk in everyone}) == 1  # the same id on every screen
    assert only(commune).name == "MT-1"


def test_a_commune_and_the_district_edit_the_same_record(
    commune: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = disagree(road, clock, district, commune, district)
    found = only(district)
    conflicts.keep(district, found, found.versions[1])
    share(road, district, commune)
    for desk in (commune, district):
        assert conflicts.conflicts(desk) == []
        assert shown(desk, rec, "note") == Value("bàn 1")
    assert converged([commune, district])


def test_a_value_that_somebody_types_closes_a_conflict_and_reopens_a_final_record(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = disagree(road, clock, district, commune, second)
    with commune.store.write() as tx:
        entry.put_status(commune, tx, [entry.editing_of(tx, "computer", place(commune).space, rec)], "final")
    conflicts.settle(commune, only(commune), "bàn 3")
    assert conflicts.conflicts(commune) == []
    assert shown(commune, rec, "note") == Value("bàn 3")
    assert entry.open_record(commune, "computer", rec).status == "draft"


def test_three_values_are_closed_only_by_an_op_that_lists_all(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock, everyone: list[Desk]
) -> None:
    rec = disagree(road, clock, district, commune, second, district)
    assert said(only(commune)) == ["bàn 3", "bàn 2", "bàn 1"]
    change(commune, rec, note="bàn 4")  # an ordinary save: it lists the one head that was shown
    assert said(only(commune)) == ["bàn 4", "bàn 2", "bàn 1"]
    found = only(commune)
    conflicts.keep(commune, found, found.versions[2])
    share(road, district, commune, second)
    for desk in everyone:
        assert conflicts.conflicts(desk) == []
    assert converged(everyone)


def test_a_head_that_arrives_during_the_review_stays_open(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = disagree(road, clock, district, commune, second)
    opened = only(commune)
    change(district, rec, note="bàn 9")  # built on the head that the district showed, "bàn 2"
    add(district, unit=UNIT, asset_code="MT-9")
    road.exchange(commune, district)
    conflicts.keep(commune, opened, opened.versions[1])
    assert sorted(map(str, said(only(commune)))) == ["bàn 1", "bàn 9"]
    assert only(commune).id != opened.id
    with pytest.raises(NotFoundError, match="giá trị mới"):
        conflicts.find(commune, opened.id)


def test_the_same_value_typed_twice_is_no_conflict(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    rec = add(commune, asset_code="MT-1")
    share(road, district, commune, second)
    for desk in (commune, second):
        change(desk, rec, note="như nhau")
    share(road, district, commune, second)
    assert conflicts.conflicts(district) == []


def test_two_resolutions_that_differ_are_a_conflict_again(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    disagree(road, clock, district, commune, second)
    for desk, kept in ((commune, 0), (second, 1)):
        found = only(desk)
        conflicts.keep(desk, found, found.versions[kept])
    share(road, district, commune, second)
    assert sorted(map(str, said(only(district)))) == ["bàn 1", "bàn 2"]


# --- edit against delete ----------------------------------------------------------------------------------


def edit_and_delete(road: Road, district: Desk, editor: Desk, deleter: Desk) -> str:
    rec = add(editor, asset_code="MT-1")
    share(road, district, editor, deleter)
    entry.delete(deleter, entry.open_record(deleter, "computer", rec))
    change(editor, rec, note="mới sửa")
    share(road, district, editor, deleter)
    return rec


@pytest.mark.parametrize("life", ["live", "deleted"])
def test_an_edit_against_a_deletion_is_a_review_of_the_life(
    commune: Desk, second: Desk, district: Desk, road: Road, life: str, everyone: list[Desk]
) -> None:
    rec = edit_and_delete(road, district, commune, second)
    for desk in everyone:
        found = only(desk)
        assert (found.field, said(found)) == ("_life", ["deleted", "live"])
        assert shown(desk, rec, "note") == Value("mới sửa")  # the record stays visible
    found = only(district)
    chosen = next(one for one in found.versions if one.json == life)
    conflicts.keep(district, found, chosen)
    share(road, district, commune, second)
    for desk in everyone:
        assert conflicts.conflicts(desk) == []
        with desk.store.read() as tx:
            visible = [row[0] for row in tx.execute("SELECT rec FROM p_computer", {})]
        assert (rec in visible) == (life == "live")
    assert converged(everyone)


def test_an_edit_that_the_reviewer_of_a_deletion_had_not_seen_keeps_the_record(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    rec = edit_and_delete(road, district, commune, second)
    opened = only(district)
    change(commune, rec, room="Phòng 2")
    road.exchange(commune, district)
    conflicts.settle(district, opened, "deleted")
    found = only(district)
    assert (found.field, sorted(map(str, said(found)))) == ("_life", ["deleted", "live"])


# --- words ------------------------------------------------------------------------------------------------


def test_what_does_not_name_one_conflict_or_one_value_is_refused(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    disagree(road, clock, district, commune, second)
    found = only(commune)
    assert conflicts.find(commune, found.id[:6]) == found
    for wrong in ("", "zzzz", found.id[:3]):
        with pytest.raises(NotFoundError):
            conflicts.find(commune, wrong)
    for wrong in ("", found.versions[0].op[:3], "ffff" * 16):
        with pytest.raises(UsageError):
            conflicts.version_of(found, wrong)
    assert conflicts.version_of(found, found.versions[1].op[:12]) == found.versions[1]


def test_what_cannot_be_read_is_kept_as_it_was_typed(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    rec = add(commune, asset_code="MT-1")
    share(road, district, commune, second)
    for desk, year in ((commune, "2019"), (second, "2020")):
        change(desk, rec, year=year)
    share(road, district, commune, second)
    conflicts.settle(commune, only(commune), "năm ngoái kia")
    assert shown(commune, rec, "year") == Raw("năm ngoái kia")


def test_a_conflict_is_told_in_words(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = disagree(road, clock, district, commune, second)
    found = only(commune)
    assert conflicts.field_name(commune, found) == "Ghi chú"
    assert [conflicts.told(commune, found, one) for one in found.versions] == ["bàn 2", "bàn 1"]
    entry.delete(second, entry.open_record(second, "computer", rec))
    change(commune, rec, room="Phòng 1")
    share(road, district, commune, second)
    life = next(one for one in conflicts.conflicts(commune) if one.field == "_life")
    assert {conflicts.told(commune, life, one) for one in life.versions} == {"đã xoá", "còn dùng"}


def test_values_that_look_alike_are_told_apart(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    rec = add(commune, asset_code="MT-1", year="2018")
    share(road, district, commune, second)
    for desk, cell in ((commune, Value(2019, State.ESTIMATE)), (second, Value(2019)), (district, None)):
        entry.save(desk, entry.open_record(desk, "computer", rec), {"year": cell})
    share(road, district, commune, second)
    found = only(commune)
    told = {conflicts.told(commune, found, one) for one in found.versions}
    assert told == {"2019 (ước tính)", "2019", "(để trống)"}


# --- what an older program does not know ------------------------------------------------------------------


def put_unknown(desk: Desk, topic: str, rec: str, value: str, bases: Sequence[str] = ()) -> str:
    """Write what a newer program would: a field, or a topic, that this one does not know."""
    with desk.store.write() as tx:
        here = place(desk)
        put = {"colour": {"state": "actual", "v": value}}
        written = append(desk, tx, here, here.space, [ops.sets(topic, rec, put, bases)])
    assert written is not None
    return written


@pytest.mark.parametrize("topic", ["computer", "drone"])
def test_a_conflict_that_this_program_cannot_read_is_shown_and_closed_by_keeping_a_value(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock, topic: str
) -> None:
    rec = add(commune, asset_code="MT-1")
    share(road, district, commune, second)
    put_unknown(commune, topic, rec, "xanh")
    clock.tick()
    put_unknown(second, topic, rec, "đỏ")
    share(road, district, commune, second)
    found = only(district)
    assert (found.topic, found.field, said(found)) == (topic, "colour", ["đỏ", "xanh"])
    assert conflicts.field_name(district, found) == "colour"
    assert "xanh" in conflicts.told(district, found, found.versions[1])
    with pytest.raises(UsageError, match="chỉ chọn một"):
        conflicts.settle(district, found, "tím")
    conflicts.keep(district, found, found.versions[1])
    share(road, district, commune, second)
    assert [conflicts.conflicts(desk) for desk in (commune, second, district)] == [[], [], []]
    assert converged([commune, second, district])


def test_a_deletion_covers_unknown_fields_too_and_a_review_leaves_them_alone(
    commune: Desk, second: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = disagree(road, clock, district, commune, second)
    put_unknown(commune, "computer", rec, "xanh")
    conflicts.keep(commune, only(commune), only(commune).versions[0])
    with commune.store.read() as tx:
        state = tx.state(place(commune).space, "computer", rec)
    assert state is not None
    assert state.shown("colour") == {"state": "actual", "v": "xanh"}
    entry.delete(commune, entry.open_record(commune, "computer", rec))
    share(road, district, commune, second)
    assert conflicts.conflicts(district) == []
    with district.store.read() as tx:
        assert [row.rec for row in tx.deleted("computer")] == [rec]


def test_what_only_the_hub_writes_is_never_in_a_person_s_review(district: Desk) -> None:
    """Two heads of a system topic decide themselves: the strictest holds."""
    here = place(district)
    with district.store.write() as tx:
        for word in ("a", "b"):
            part = ops.sets("_round", here.round.id, {"name": {"state": "actual", "v": word}}, [])
            append(district, tx, here, here.catalogue, [part])
    assert conflicts.conflicts(district) == []
    assert overview.status(district).conflicts == 0
