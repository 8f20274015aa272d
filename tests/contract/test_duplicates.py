"""Possible duplicates: of one unit, merged by ``same:``, reversible; references follow it."""

from pathlib import Path
from typing import Any

import pytest

from desktop_app.app import checking, conflicts, duplicates, entry, figures, overview, views
from desktop_app.app.ports import Desk, Query
from desktop_app.domain.values import Value
from desktop_app.errors import UsageError
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune, open_desk, shown

UNIT = COMMUNES[0]


@pytest.fixture
def second(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """Another PC of the same commune."""
    return new_commune(tmp_path / "second", district, UNIT, clock)


def share(road: Road, district: Desk, *desks: Desk) -> None:
    for desk in (*desks, *desks):
        road.exchange(desk, district)


def merge(desk: Desk, rec: str, into: str, topic: str = "computer", **chosen: str) -> str | None:
    opened = (entry.open_record(desk, topic, one) for one in (rec, into))
    return duplicates.merge(desk, *opened, chosen)


def visible(desk: Desk, topic: str = "computer") -> set[str]:
    return {row.rec for row in views.all_rows(desk, topic)}


# --- finding ----------------------------------------------------------------------------------------------


def test_two_pcs_that_recorded_the_same_computer_are_told_so_side_by_side(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    mine = add(commune, serial="PF3XK9Q2", asset_code="MT-1", room="Phòng 1")
    theirs = add(second, serial="pf3xk9q2 ", asset_code="MT-7")
    share(road, district, commune, second)
    for desk in (commune, second, district):
        (group,) = duplicates.duplicates(desk)
        assert (group.topic, group.unit, group.by) == ("computer", UNIT, ("serial",))
        assert {row.rec for row in group.rows} == {mine, theirs}
        assert {row.rec: row.cells.get("room") for row in group.rows} == {
            mine: Value("Phòng 1"),
            theirs: None,
        }
        assert group.differing == ["asset_code", "room", "serial"]


def test_junk_serials_and_other_units_make_no_duplicates(
    communes: list[Desk], district: Desk, road: Road
) -> None:
    for desk in communes[:2]:
        add(desk, asset_code="MT-1", serial="To Be Filled By O.E.M.")
        add(desk, asset_code="MT-2", serial="0000000000")
        add(desk, asset_code="MT-3", serial="to be filled by o.e.m.")
        road.exchange(desk, district)
    assert duplicates.duplicates(district) == []
    assert not [one for one in checking.check(district) if one.problem.code == "possible_duplicate"]


def test_the_check_and_the_list_agree(commune: Desk) -> None:
    for serial in ("PF-1", "pf-1", "PF-2"):
        add(commune, serial=serial)
    (group,) = duplicates.duplicates(commune, UNIT)
    found = [one for one in checking.check(commune) if one.problem.code == "possible_duplicate"]
    assert {one.rec for one in found} == {row.rec for row in group.rows}


def test_deleted_and_merged_records_are_nobodys_duplicates(commune: Desk) -> None:
    kept, gone, merged = (add(commune, asset_code="MT-1") for _time in range(3))
    entry.delete(commune, entry.open_record(commune, "computer", gone))
    merge(commune, merged, kept)
    assert duplicates.duplicates(commune) == []


# --- merging ----------------------------------------------------------------------------------------------


def test_merging_copies_what_was_chosen_in_one_op_and_can_be_taken_back(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    mine = add(commune, serial="PF-1", asset_code="MT-1")
    theirs = add(second, serial="PF-1", asset_code="MT-7", room="Phòng 2", note="mới")
    share(road, district, commune, second)
    opened = [entry.open_record(commune, "computer", rec) for rec in (theirs, mine)]
    assert duplicates.suggested(*opened) == {"room": theirs, "note": theirs}
    done = merge(commune, theirs, mine, room=theirs, asset_code=mine)
    assert {
        change.op for rec in (mine, theirs) for change in views.history(commune, "computer", rec)[-1:]
    } == {done}
    share(road, district, commune, second)
    for desk in (commune, second, district):
        assert visible(desk) == {mine}
        assert shown(desk, mine, "room") == Value("Phòng 2")
        assert shown(desk, mine, "asset_code") == Value("MT-1")
        assert shown(desk, mine, "note") is None  # not chosen, and still in the other record
    duplicates.part(second, "computer", theirs)
    share(road, district, commune, second)
    for desk in (commune, second, district):
        assert visible(desk) == {mine, theirs}
        assert shown(desk, theirs, "note") == Value("mới")
        assert conflicts.conflicts(desk) == []
    assert len({overview.digest(desk, UNIT) for desk in (commune, second, district)}) == 1


def test_a_into_b_meets_b_into_a_and_neither_is_lost(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    a, b = add(commune, asset_code="MT-1"), add(commune, asset_code="MT-1")
    share(road, district, commune, second)
    merge(commune, a, b)
    merge(second, b, a)
    share(road, district, commune, second)
    for desk in (commune, second, district):
        assert visible(desk) == {a, b}
        assert {one.rec for one in conflicts.conflicts(desk)} == {a, b}
    (first, _other) = sorted(conflicts.conflicts(district), key=lambda one: one.rec != a)
    assert [one.json for one in first.versions] == [f"same:{b}"]
    conflicts.settle(district, first, "live")
    share(road, district, commune, second)
    for desk in (commune, second, district):
        assert visible(desk) == {a}
        assert conflicts.conflicts(desk) == []


def test_an_edit_that_the_merger_had_not_seen_keeps_the_record(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    a, b = add(commune, asset_code="MT-1"), add(commune, asset_code="MT-1")
    share(road, district, commune, second)
    merge(commune, a, b)
    change(second, a, note="vừa sửa")
    share(road, district, commune, second)
    for desk in (commune, second, district):
        assert visible(desk) == {a, b}
        assert [(one.rec, one.field) for one in conflicts.conflicts(desk)] == [(a, "_life")]


def test_what_cannot_be_merged_is_refused(
    commune: Desk, communes: list[Desk], district: Desk, road: Road
) -> None:
    a, b, c = (add(commune, asset_code=f"MT-{n}") for n in range(3))
    with pytest.raises(UsageError):
        merge(commune, a, a)
    with pytest.raises(UsageError):
        duplicates.part(commune, "computer", a)
    merge(commune, a, b)
    with pytest.raises(UsageError, match="đã gộp"):
        merge(commune, c, a)
    foreign = add(communes[1], asset_code="MT-0")
    for desk in (commune, communes[1]):
        road.exchange(desk, district)
    with pytest.raises(UsageError, match="cùng đơn vị"):
        merge(district, foreign, b)


# --- references -------------------------------------------------------------------------------------------


def refer(desk: Desk, office: str, **typed: str) -> str:
    return add(desk, "computer", office=office, **typed)


def named(desk: Desk, rec: str) -> str:
    (row,) = views.rows(desk, "computer", views.ids(desk, "computer", Query(equal=(("rec", rec),))))
    return views.show(desk.topics.get("computer").by_key["office"], row.cells["office"], row.names)


def office_computers(desk: Desk) -> Any:
    """Return how many computers of communes the indicators count: those of schools do not."""
    return next(one.value for one in figures.figures(desk) if one.indicator.key == "computers_commune")


def test_a_reference_to_a_merged_record_means_the_one_that_is_shown(commune: Desk) -> None:
    kept = add(commune, "office", name="Trường Mường Pồn", kind="school")
    other = add(commune, "office", name="Trường học Mường Pồn", kind="committee")
    last = add(commune, "office", name="Trường TH Mường Pồn", kind="committee")
    machine = refer(commune, last, asset_code="MT-1")
    assert office_computers(commune) == 1
    merge(commune, last, other, "office")
    merge(commune, other, kept, "office")  # a chain of two
    assert named(commune, machine) == "Trường Mường Pồn"
    assert office_computers(commune) == 0  # a school's machine now
    assert views.ids(commune, "computer", Query(equal=(("office", kept),))) != []
    assert shown(commune, machine, "office") == Value(last)  # nothing was written into the machine itself
    later = refer(commune, other, asset_code="MT-2")  # typed by id on an old list
    assert named(commune, later) == "Trường Mường Pồn"
    assert office_computers(commune) == 0
    overview.rebuild(commune)
    assert office_computers(commune) == 0
    duplicates.part(commune, "office", other)
    assert named(commune, machine) == "Trường học Mường Pồn"
    assert office_computers(commune) == 2
    duplicates.part(commune, "office", last)
    assert named(commune, machine) == "Trường TH Mường Pồn"
    assert views.ids(commune, "computer", Query(equal=(("office", last),))) != []
    assert list(views.names(commune, "office").values()) != []


def test_a_merge_that_arrives_before_the_referring_record_counts_too(
    commune: Desk, second: Desk, district: Desk, road: Road
) -> None:
    kept = add(commune, "office", name="Trường A", kind="school")
    other = add(commune, "office", name="Trường a", kind="committee")
    share(road, district, commune, second)
    machine = refer(second, other, asset_code="MT-1")
    merge(commune, other, kept, "office")
    road.exchange(commune, district)
    assert visible(district, "office") == {kept}
    road.exchange(second, district)
    assert named(district, machine) == "Trường A"
    assert office_computers(district) == 0


def test_checks_follow_a_merged_reference(commune: Desk) -> None:
    kept = add(commune, "office", name="UBND", kind="committee", posts="1")
    other = add(commune, "office", name="UBND xã", kind="committee")
    for number in range(2):
        refer(commune, other, asset_code=f"MT-{number}")

    def crowded() -> list[str]:
        return [one.rec for one in checking.check(commune) if one.problem.code == "more_than_posts"]

    assert crowded() == []
    merge(commune, other, kept, "office")
    assert crowded() == [kept]


def test_a_reference_to_a_deleted_record_is_shown_as_such(commune: Desk, tmp_path: Path) -> None:
    office = add(commune, "office", name="Trạm y tế", kind="health")
    machine = refer(commune, office, asset_code="MT-1")
    entry.delete(commune, entry.open_record(commune, "office", office))
    assert named(commune, machine) == "Trạm y tế (đã xoá)"
    assert shown(commune, machine, "office") == Value(office)
    entry.bring_back(commune, "office", office)
    assert named(commune, machine) == "Trạm y tế"


def test_a_workbook_names_the_shown_record_and_reading_it_again_changes_nothing(
    commune: Desk, tmp_path: Path
) -> None:
    from desktop_app.app.importing import import_files

    kept = add(commune, "office", name="Trường A", kind="school")
    merged, deleted = (add(commune, "office", name=name, kind="school") for name in ("Trường B", "Trường C"))
    machines = [refer(commune, office, asset_code=f"MT-{n}") for n, office in enumerate((merged, deleted))]
    merge(commune, merged, kept, "office")
    entry.delete(commune, entry.open_record(commune, "office", deleted))
    book = tmp_path / "so.xlsx"
    commune.workbooks.write(commune, book)
    before = overview.digest(commune)
    done = import_files(commune, [book])
    assert [file.problems for file in done.files] == [[]] or [len(file.problems) for file in done.files] == [
        0
    ]
    assert overview.digest(commune) == before
    assert [shown(commune, rec, "office") for rec in machines] == [Value(merged), Value(deleted)]


def test_what_a_copy_of_the_home_shows_is_the_same(commune: Desk, clock: StoppedClock) -> None:
    kept, other = (add(commune, "office", name=name, kind="school") for name in ("Trường A", "Trường B"))
    machine = refer(commune, other, asset_code="MT-1")
    merge(commune, other, kept, "office")
    commune.store.close()
    again = open_desk(commune.store.path, clock)
    assert named(again, machine) == "Trường A"
