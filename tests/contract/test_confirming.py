"""The confirm round: last round's rows stand unconfirmed until somebody says that they hold (DOMAIN §3)."""

from datetime import date

import openpyxl
import pytest

from desktop_app.app import cataloguing, confirming, conflicts, entry, overview, views
from desktop_app.app.ports import Desk
from desktop_app.domain import ops
from desktop_app.domain.values import Value
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import Road, StoppedClock, add, change, new_commune, place, shown

NEXT = date(2023, 12, 31)


@pytest.fixture
def rows(district: Desk, commune: Desk, road: Road) -> list[str]:
    """Three computers of the round before, at a commune that has heard of the next one."""
    found = [add(commune, asset_code=f"MT-{n}", condition="good") for n in range(3)]
    cataloguing.open_round(district, NEXT, "Đợt 2023")
    road.exchange(commune, district)
    return found


def left(desk: Desk, topic: str = "computer") -> list[str]:
    return confirming.unconfirmed_recs(desk, topic)


def hidden(desk: Desk, rec: str) -> bool:
    return rec not in [row.rec for row in views.all_rows(desk, "computer")]


# --- what is left -----------------------------------------------------------------------------------------


def test_rows_of_the_round_before_arrive_as_they_were_and_unconfirmed(commune: Desk, rows: list[str]) -> None:
    assert left(commune) == rows
    assert shown(commune, rows[0], "asset_code") == Value("MT-0")
    assert views.count(commune)["computer"].unconfirmed == 3


def test_the_query_for_them_is_one_of_a_list(
    district: Desk, commune: Desk, rows: list[str], road: Road
) -> None:
    assert len(views.ids(commune, "computer", confirming.unconfirmed(commune, "computer"))) == 3
    road.exchange(commune, district)
    for unit, n in (("03319", 3), ("03322", 0), (None, 3)):
        assert len(views.ids(district, "computer", confirming.unconfirmed(district, "computer", unit))) == n


def test_a_measurement_stands_as_it_was_taken(district: Desk) -> None:
    add(district, "measurement", note="Đo lại")
    cataloguing.open_round(district, NEXT)
    assert left(district, "measurement") == []
    assert views.count(district)["measurement"].unconfirmed == 0
    with pytest.raises(UsageError):
        confirming.confirm_recs(district, "measurement", [])


# --- confirming -------------------------------------------------------------------------------------------


def test_confirming_writes_the_round_and_nothing_else(commune: Desk, rows: list[str]) -> None:
    assert confirming.confirm_recs(commune, "computer", rows[:2]).keys() == set(rows[:2])
    assert left(commune) == rows[2:]
    last = views.history(commune, "computer", rows[0])[-1]
    assert (last.round, last.sets, last.status) == (place(commune).round.id, {}, None)


def test_many_rows_are_one_op(commune: Desk, rows: list[str]) -> None:
    confirming.confirm_recs(commune, "computer", rows)
    assert len({views.history(commune, "computer", rec)[-1].op for rec in rows}) == 1


def test_what_is_confirmed_is_not_written_again(commune: Desk, rows: list[str]) -> None:
    stale = entry.open_record(commune, "computer", rows[0])
    confirming.confirm_recs(commune, "computer", rows[:1])
    before = len(views.history(commune, "computer", rows[0]))
    assert confirming.confirm(commune, [stale]) == {}
    assert len(views.history(commune, "computer", rows[0])) == before


def test_a_changed_row_is_confirmed_by_that(commune: Desk, rows: list[str]) -> None:
    change(commune, rows[0], maker="Dell")
    assert left(commune) == rows[1:]


def test_undone_it_stands_as_in_the_round_of_before(commune: Desk, rows: list[str]) -> None:
    before = confirming.confirm_recs(commune, "computer", rows)
    confirming.put_back(commune, "computer", before)
    assert left(commune) == rows


def test_an_unknown_record_confirms_nothing(commune: Desk, rows: list[str]) -> None:
    with pytest.raises(NotFoundError):
        confirming.confirm_recs(commune, "computer", [rows[0], "0" * 8 + "-0000-0000-0000-" + "0" * 12])
    assert left(commune) == rows


def test_two_pcs_that_confirm_the_same_row_do_not_clash(
    district: Desk, commune: Desk, rows: list[str], road: Road, clock: StoppedClock
) -> None:
    second = new_commune(road.folder / "second", district, "03319", clock)
    road.exchange(commune, district)
    road.exchange(second, district)
    for desk in (commune, second):
        confirming.confirm_recs(desk, "computer", rows)
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    for desk in (commune, second, district):
        assert left(desk) == []
        assert conflicts.conflicts(desk) == []
    assert overview.digest(commune, "03319") == overview.digest(second, "03319")


def test_the_district_sees_how_many_of_a_commune_are_confirmed(
    district: Desk, commune: Desk, rows: list[str], road: Road
) -> None:
    confirming.confirm_recs(commune, "computer", rows[:2])
    road.exchange(commune, district)
    state = next(one for one in overview.inbox(district) if one.code == "03319")
    assert (state.confirmed, state.computers) == (2, 3)


def test_a_workbook_says_in_which_round_a_row_was_confirmed(
    commune: Desk, rows: list[str], road: Road
) -> None:
    confirming.confirm_recs(commune, "computer", rows[:1])
    path = road.new_folder() / "so.xlsx"
    commune.workbooks.write(commune, path, ["computer"])
    sheet = openpyxl.load_workbook(path)["Máy tính"]
    assert [row[-1].value for row in sheet.rows][:3] == [
        "Đợt xác nhận (chỉ xem)",
        "Đợt 2023",
        "Khảo sát đến 31/12/2022",
    ]


# --- what is no longer there ------------------------------------------------------------------------------


def test_a_retired_row_is_gone_and_says_why(commune: Desk, rows: list[str]) -> None:
    confirming.retire(commune, [entry.open_record(commune, "computer", rec) for rec in rows[:2]], "disposed")
    assert [hidden(commune, rec) for rec in rows] == [True, True, False]
    told = views.history(commune, "computer", rows[0])
    assert [one.retired for one in told if one.retired] == ["disposed"]
    assert told[-1].life == ops.DELETED


def test_a_row_that_another_pc_changed_meanwhile_is_not_lost(
    district: Desk, commune: Desk, rows: list[str], road: Road, clock: StoppedClock
) -> None:
    second = new_commune(road.folder / "second", district, "03319", clock)
    road.exchange(commune, district)
    road.exchange(second, district)
    confirming.retire(commune, [entry.open_record(commune, "computer", rows[0])], "lost")
    confirming.confirm_recs(second, "computer", rows[:1])
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    for desk in (commune, second):
        assert not hidden(desk, rows[0])
        assert [one.rec for one in conflicts.conflicts(desk)] == [rows[0]]


def test_two_pcs_that_retire_a_row_for_different_reasons_agree_that_it_is_gone(
    district: Desk, commune: Desk, rows: list[str], road: Road, clock: StoppedClock
) -> None:
    second = new_commune(road.folder / "second", district, "03319", clock)
    road.exchange(commune, district)
    road.exchange(second, district)
    for desk, reason in ((commune, "lost"), (second, "bán phế liệu")):
        confirming.retire(desk, [entry.open_record(desk, "computer", rows[0])], reason)
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    for desk in (commune, second, district):
        assert hidden(desk, rows[0])
        assert {one.retired for one in views.history(desk, "computer", rows[0])} >= {"lost", "bán phế liệu"}


def test_brought_back_it_no_longer_says_why_it_was_gone(commune: Desk, rows: list[str]) -> None:
    confirming.retire(commune, [entry.open_record(commune, "computer", rows[0])], "mistaken")
    entry.bring_back(commune, "computer", rows[0])
    entry.delete(commune, entry.open_record(commune, "computer", rows[0]))
    with commune.store.read() as tx:
        state = tx.state(place(commune).space, "computer", rows[0])
    assert state is not None
    assert state.shown(ops.RETIRED) is None


def test_a_reason_must_say_something(commune: Desk, rows: list[str]) -> None:
    with pytest.raises(UsageError):
        confirming.retire(commune, [entry.open_record(commune, "computer", rows[0])], "  ")
    assert not hidden(commune, rows[0])


def test_more_rows_than_an_op_holds_are_retired_in_one_transaction(commune: Desk) -> None:
    edits = [(entry.new_record(commune, "computer"), {"maker": Value("Dell")}) for _n in range(201)]
    entry.save_many(commune, edits)
    gone = [row.editing for row in views.all_rows(commune, "computer")]
    confirming.retire(commune, gone, "disposed")
    assert views.count(commune)["computer"].total == 0


def test_the_usual_reasons_follow_from_what_a_row_is(commune: Desk) -> None:
    topics = commune.topics
    assert confirming.reasons(topics.get("computer"))[0] == "disposed"
    assert "disposed" not in confirming.reasons(topics.get("village"))
    for topic in topics.all:
        assert all(confirming.reason_text(one) != one for one in confirming.reasons(topic))


def test_rounds_and_reasons_that_differ_are_told_in_words(
    district: Desk, commune: Desk, rows: list[str], road: Road, clock: StoppedClock
) -> None:
    second = new_commune(road.folder / "second", district, "03319", clock)
    road.exchange(commune, district)
    road.exchange(second, district)
    confirming.confirm_recs(commune, "computer", rows[:1])
    confirming.retire(commune, [entry.open_record(commune, "computer", rows[1])], "lost")
    cataloguing.open_round(district, date(2024, 12, 31), "Đợt 2024")
    road.exchange(second, district)
    confirming.confirm_recs(second, "computer", rows[:1])
    confirming.retire(second, [entry.open_record(second, "computer", rows[1])], "bán phế liệu")
    entry.bring_back(second, "computer", rows[1])
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    told = {
        (conflicts.field_name(commune, one), conflicts.told(commune, one, version))
        for one in conflicts.conflicts(commune)
        for version in one.versions
    }
    assert {("đợt khảo sát", "Đợt 2023"), ("đợt khảo sát", "Đợt 2024")} <= told
    assert {("lý do không còn", "mất, thất lạc"), ("lý do không còn", "(để trống)")} <= told
