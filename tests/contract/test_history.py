"""What a record was: who changed what from what to what; old values and deleted rows come back by new ops."""

from pathlib import Path

import pytest

from desktop_app.app import checking, confirming, conflicts, entry, history, reasons, views
from desktop_app.app.ports import Desk
from desktop_app.domain.values import State, Value
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune, shown


def lines(told: history.Story) -> list[tuple[str, str, str]]:
    return [(step.label, step.before, step.after) for step in told.steps]


def test_each_change_is_told_in_words(commune: Desk, clock: StoppedClock) -> None:
    add(commune, "office", name="UBND xã")
    rec = add(commune, asset_code="MT-1", ram_gb="4")
    clock.tick(60_000)
    change(commune, rec, ram_gb="8", office="UBND xã")
    opened = entry.open_record(commune, "computer", rec)
    entry.save(commune, opened, {"cost": Value(5_000_000, State.ESTIMATE), "ram_gb": None})
    told = history.story(commune, "computer", rec)
    assert [one for one in lines(told) if one[0] != "Trạng thái"] == [
        ("Mã tài sản", "", "MT-1"),
        ("Bộ nhớ RAM", "", "4"),
        ("Xác nhận", "", "Khảo sát đến 31/12/2022"),
        ("Cơ quan, đơn vị", "", "UBND xã"),
        ("Bộ nhớ RAM", "4", "8"),
        ("Bộ nhớ RAM", "8", "(để trống)"),
        ("Nguyên giá", "", "5.000.000 (ước tính)"),
    ]
    assert told.name == "MT-1"
    assert {step.user for step in told.steps} == {"Lò Văn A"}
    assert [step.when_ms for step in history.story(commune, "computer", rec, "ram_gb").steps] == [
        clock.now - 60_000,
        clock.now,
        clock.now,
    ]


def test_deleting_finalising_and_reasons_are_told_too(commune: Desk) -> None:
    rec = add(commune, "postal_point", name="Điểm", kind="Bưu cục", operator="VNPost", hours="3")
    (found,) = [one for one in checking.check(commune) if one.problem.code == "below_norm"]
    reasons.give_reason(commune, found, "Chợ phiên")
    checking.finalise(commune)
    entry.delete(commune, entry.open_record(commune, "postal_point", rec))
    entry.bring_back(commune, "postal_point", rec)
    assert lines(history.story(commune, "postal_point", rec))[-4:] == [
        ("Lý do giữ nguyên", "", "Chợ phiên"),
        ("Trạng thái", "", "đã chốt"),
        ("Dòng", "", "đã xoá"),
        ("Dòng", "", "khôi phục"),
    ]


def test_what_closed_a_conflict_replaced_both_values(
    tmp_path: Path, commune: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    rec = add(commune, maker="Dell")
    second = new_commune(tmp_path / "second", district, COMMUNES[0], clock)
    for desk in (commune, second):
        road.exchange(desk, district)
    change(commune, rec, maker="HP")
    change(second, rec, maker="Acer")
    for desk in (commune, second, commune):
        road.exchange(desk, district)
    (one,) = conflicts.conflicts(commune)
    conflicts.settle(commune, one, "Asus")
    (*_before, last) = history.story(commune, "computer", rec, "maker").steps
    assert set(last.before.split(" | ")) == {"HP", "Acer"}
    assert last.after == "Asus"


def test_an_old_value_comes_back_by_a_new_op(commune: Desk) -> None:
    rec = add(commune, maker="Dell")
    change(commune, rec, maker="HP")
    told = history.story(commune, "computer", rec, "maker")
    first, second = told.steps
    assert (told.can_put_back(first), told.can_put_back(second)) == (True, False)
    assert history.put_back(commune, told, second) is None
    op = history.put_back(commune, told, first)
    assert shown(commune, rec, "maker") == Value("Dell")
    (*_before, last) = views.history(commune, "computer", rec)
    assert (last.op, last.was["maker"]) == (op, (Value("HP"),))


def test_an_old_value_replaces_only_what_the_history_showed(commune: Desk) -> None:
    rec = add(commune, maker="Dell")
    change(commune, rec, maker="HP")
    told = history.story(commune, "computer", rec)
    change(commune, rec, maker="Acer")  # unseen by whoever looks at the history
    history.put_back(commune, told, history.step_of(told, "maker", told.steps[0].op))
    (one,) = conflicts.conflicts(commune)
    assert {version.json["v"] for version in one.versions} == {"Acer", "Dell"}


def test_deleted_rows_are_seen_and_come_back(commune: Desk, clock: StoppedClock) -> None:
    first, second = add(commune, asset_code="MT-1"), add(commune, asset_code="MT-2")
    for rec in (first, second):
        clock.tick()
        entry.delete(commune, entry.open_record(commune, "computer", rec))
    found = history.deleted_rows(commune, "computer")
    assert [(row.rec, row.name, row.user) for row in found] == [
        (second, "MT-2", "Lò Văn A"),
        (first, "MT-1", "Lò Văn A"),
    ]
    told = history.story(commune, "computer", first)
    assert told.is_deleted
    with pytest.raises(UsageError, match="đã xoá"):
        history.put_back(commune, told, told.steps[0])
    entry.revive(commune, found[1].editing)
    assert [row.rec for row in history.deleted_rows(commune, "computer")] == [second]
    assert [row.rec for row in views.all_rows(commune, "computer")] == [first]


def test_a_row_that_was_taken_out_with_a_reason_says_it(commune: Desk) -> None:
    rec = add(commune, asset_code="MT-1")
    confirming.retire(commune, [entry.open_record(commune, "computer", rec)], confirming.DISPOSED)
    (row,) = history.deleted_rows(commune, "computer")
    assert row.why == "đã thanh lý"
    assert ("Không còn", "", "đã thanh lý") in lines(history.story(commune, "computer", rec))


def test_the_district_sees_deleted_rows_of_one_unit(communes: list[Desk], district: Desk, road: Road) -> None:
    for desk in communes[:2]:
        rec = add(desk)
        entry.delete(desk, entry.open_record(desk, "computer", rec))
        road.exchange(desk, district)
    assert len(history.deleted_rows(district, "computer")) == 2
    assert [row.unit for row in history.deleted_rows(district, "computer", COMMUNES[0])] == [COMMUNES[0]]


def test_what_is_not_there_is_said(commune: Desk) -> None:
    rec = add(commune, maker="Dell")
    with pytest.raises(UsageError):
        history.story(commune, "computer", rec, "no_such_field")
    with pytest.raises(NotFoundError, match="maker"):
        history.step_of(history.story(commune, "computer", rec), "maker", "0000")
