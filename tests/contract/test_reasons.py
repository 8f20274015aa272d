"""A warning is accepted with a reason: data in the log, seen by the district, withdrawn at will."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.app import checking, conflicts, entry, reasons
from desktop_app.app.checking import Finding
from desktop_app.app.ports import Desk
from desktop_app.domain.reasons import register_of
from desktop_app.domain.topic import Level, Problem
from desktop_app.errors import NotFoundError, UsageError
from tests.contract.test_rounds import delete as delete_all
from tests.contract.test_rounds import enter, open_round
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune

WHY = "Máy dùng chung ở hội trường"


def warning(desk: Desk, code: str = "below_norm") -> Finding:
    (found,) = [one for one in checking.check(desk) if one.problem.code == code]
    return found


@pytest.fixture
def point(commune: Desk) -> str:
    """A postal point that is open for less than the norm."""
    return add(commune, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")


def test_the_district_sees_the_reason_and_may_withdraw_it(
    commune: Desk, point: str, district: Desk, road: Road
) -> None:
    found = warning(commune)
    assert found.problem.is_open
    reasons.give_reason(commune, found, " Máy dùng chung\nở hội trường ")
    road.exchange(commune, district)
    there = warning(district)
    assert there == replace(found, problem=found.problem._replace(reason=WHY))
    assert not there.problem.is_open
    assert reasons.give_reason(district, there, WHY) is None  # it stands already
    reasons.withdraw_reason(district, there)
    road.exchange(commune, district)
    assert warning(commune) == found


def test_a_reason_neither_reopens_a_record_nor_is_a_value_of_it(commune: Desk, point: str) -> None:
    checking.finalise(commune)
    reasons.give_reason(commune, warning(commune), WHY)
    opened = entry.open_record(commune, "postal_point", point)
    assert opened.status == entry.FINAL
    assert not any(name.startswith("_") for name in opened.cells)


def test_a_reason_holds_for_the_value_that_it_was_written_about(commune: Desk, point: str) -> None:
    reasons.give_reason(commune, warning(commune), WHY)
    change(commune, point, "postal_point", name="Điểm khác")
    assert not warning(commune).problem.is_open
    change(commune, point, "postal_point", hours="2")
    assert warning(commune).problem.is_open
    reasons.give_reason(commune, warning(commune), "Chỉ mở buổi sáng")
    assert conflicts.conflicts(commune) == []
    assert warning(commune).problem.reason == "Chỉ mở buổi sáng"


def test_an_error_is_mended_not_explained_and_silence_is_no_reason(commune: Desk, point: str) -> None:
    add(commune, year="2999")
    with pytest.raises(UsageError, match="không giữ nguyên"):
        reasons.give_reason(commune, warning(commune, "future_year"), WHY)
    with pytest.raises(UsageError, match="phải ghi lý do"):
        reasons.give_reason(commune, warning(commune), " \n")


def test_what_has_changed_since_it_was_shown_is_shown_again_first(commune: Desk, point: str) -> None:
    found = warning(commune)
    change(commune, point, "postal_point", hours="1")
    with pytest.raises(NotFoundError, match="đã đổi"):
        reasons.give_reason(commune, found, WHY)


def test_of_two_reasons_given_at_once_neither_is_dropped(
    tmp_path: Path, commune: Desk, point: str, district: Desk, road: Road, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    for desk in (commune, second):
        road.exchange(desk, district)
    reasons.give_reason(commune, warning(commune), "Một")
    reasons.give_reason(second, warning(second), "Hai")
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    (one,) = conflicts.conflicts(commune)
    assert conflicts.field_name(commune, one) == "lý do giữ nguyên"
    assert {conflicts.told(commune, one, version) for version in one.versions} == {"Một", "Hai"}
    conflicts.keep(commune, one, one.versions[0])
    assert conflicts.conflicts(commune) == []


def test_a_count_that_changed_much_is_confirmed_for_this_round(
    district: Desk, commune: Desk, road: Road
) -> None:
    recs = enter(district, 4)
    open_round(district, "2023-12-31")
    delete_all(district, recs[:3])
    reasons.give_reason(district, warning(district, "count_changed"), "Đã thanh lý 3 máy")
    assert warning(district, "count_changed").problem.reason == "Đã thanh lý 3 máy"
    enter(district, 9)
    assert not warning(district, "count_changed").problem.is_open
    open_round(district, "2024-12-31")
    assert [one for one in checking.check(district) if one.problem.code == "count_changed"] == []


def test_two_reasons_for_one_count_are_a_conflict_with_a_name(
    tmp_path: Path, commune: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    recs = enter(commune, 4)
    open_round(district, "2023-12-31")
    for desk in (commune, second, second):
        road.exchange(desk, district)
    delete_all(commune, recs[:3])
    for desk in (commune, second):
        road.exchange(desk, district)
    for desk, words in ((commune, "Một"), (second, "Hai")):
        reasons.give_reason(desk, warning(desk, "count_changed"), words)
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    (one,) = conflicts.conflicts(commune)
    assert (one.name, conflicts.field_name(commune, one)) == ("toàn đơn vị", "lý do giữ nguyên")


def test_a_long_name_of_a_field_has_a_register_too() -> None:
    found = {register_of(Problem(Level.SOFT, "forbidden", "", letter * 60)) for letter in "ab"}
    assert len(found) == 2
    assert {len(name) <= 64 for name in found} == {True}
