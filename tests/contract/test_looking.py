"""Looking at records: filters by column, sorting by Vietnamese rules, together with the search."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.app import enrolling, entry, views
from desktop_app.app.ports import Desk, Query
from desktop_app.domain import text
from desktop_app.domain.conditions import (
    Between,
    Blank,
    Condition,
    Contains,
    OneOf,
    Order,
    conditions_from,
    orders_from,
    to_json,
)
from desktop_app.domain.values import State, Value
from desktop_app.store import projections
from desktop_app.store.home import open_home
from desktop_app.topics.registry import ALL
from tests.desks import StoppedClock, add, desk_on, open_desk, place
from tests.histories import Chain
from tests.stores import new_store, take_whole, v


@pytest.fixture
def desk(district: Desk) -> Desk:
    return district


def found(desk: Desk, *where: Condition, topic: str = "computer", **more: Any) -> list[str]:
    """Return the asset codes (or names) of what is found, in order."""
    field = "asset_code" if topic == "computer" else "name"
    return [str(row.cells[field].v) for row in views.all_rows(desk, topic, Query(where=where, **more))]  # type: ignore[union-attr]


# --- filters by column ----------------------------------------------------------------------------------


@pytest.fixture
def three(desk: Desk) -> Desk:
    office = add(desk, "office", name="Đảng uỷ xã")
    add(desk, asset_code="MT-1", kind="desktop", maker="Đông Á", year="2015", office=office, ram_gb="8")
    add(desk, asset_code="MT-2", kind="laptop", maker="dell", year="2020", note="như Đông Á")
    add(desk, asset_code="MT-3", kind="server", maker="Dell EMC", serial="BT01", os_licensed="x")
    return desk


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (OneOf("kind", ("desktop", "server")), ["MT-1", "MT-3"]),
        (OneOf("kind", ()), []),
        (OneOf("os_licensed", (1, None)), ["MT-1", "MT-2", "MT-3"]),
        (OneOf("os_licensed", (0, None)), ["MT-1", "MT-2"]),
        (OneOf("os_licensed", (1,)), ["MT-3"]),
        (Contains("maker", "DÉLL"), ["MT-2", "MT-3"]),
        (Contains("maker", "emc dell"), ["MT-3"]),
        (Contains("maker", "dong a"), ["MT-1"]),
        (Contains("maker", " "), ["MT-1", "MT-2", "MT-3"]),
        (Contains("office", "dang uy"), ["MT-1"]),
        (Contains("office", "uỷ ban"), []),
        (Between("year", 2015, 2019), ["MT-1"]),
        (Between("year", low=2016), ["MT-2"]),
        (Between("year", high=2020), ["MT-1", "MT-2"]),
        (Blank("year"), ["MT-3"]),
        (Blank("year", blank=False), ["MT-1", "MT-2"]),
        (Blank("serial"), ["MT-1", "MT-2"]),
        (Blank("office", blank=False), ["MT-1"]),
    ],
)
def test_a_column_is_filtered_by_its_kind(three: Desk, condition: Condition, left: list[str]) -> None:
    assert found(three, condition) == left


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("dang uy", ["MT-1"]),
        ("Đảng ủy", ["MT-1"]),
        ("uy de ban", ["MT-1"]),
        ("uy laptop", []),
        ("x", ["MT-1", "MT-2"]),
        ("dang", ["MT-1"]),
        ("dong a", ["MT-1", "MT-2"]),
    ],
)
def test_a_search_finds_what_is_read_in_a_row_the_names_of_other_records_too(
    three: Desk, words: str, left: list[str]
) -> None:
    assert found(three, search=words) == left
    assert sorted(found(three, search=words, order=(Order("maker"),))) == left
    assert found(three, OneOf("office", (None,)), search=words) == [one for one in left if one != "MT-1"]


def test_filters_and_search_narrow_together(three: Desk) -> None:
    assert found(three, Contains("maker", "dell"), Between("year", low=2000), search="dong a") == ["MT-2"]
    assert found(three, OneOf("kind", ("laptop",)), search="emc") == []


def test_may_tinh_finds_what_is_written_with_accents(desk: Desk) -> None:
    add(desk, asset_code="A-1", note="Máy tính để bàn")
    add(desk, asset_code="A-2", note="Màn hình")
    assert found(desk, search="may tinh de ban") == ["A-1"]


def test_several_answers_are_found_by_any_of_them(desk: Desk) -> None:
    for code, technologies in (("B-1", "2G, 4G"), ("B-2", "3G"), ("B-3", "4G, 5G")):
        add(desk, "bts", code=code, technologies=technologies)
    query = Query(where=(OneOf("technologies", ("3g", "5g")),))
    assert [row.cells["code"].v for row in views.all_rows(desk, "bts", query)] == ["B-2", "B-3"]  # type: ignore[union-attr]


def test_no_data_is_an_answer_and_not_blank(desk: Desk) -> None:
    entry.save(desk, entry.new_record(desk, "computer"), {"cost": Value(None, State.NO_DATA)})
    add(desk, asset_code="MT-1")
    assert len(views.ids(desk, "computer", Query(where=(Blank("cost"),)))) == 1
    assert len(views.ids(desk, "computer", Query(where=(Blank("cost", blank=False),)))) == 1


def test_what_one_person_changed_since_a_moment(desk: Desk, clock: StoppedClock) -> None:
    add(desk, asset_code="MT-1")
    clock.tick(60_000)
    add(desk, asset_code="MT-2")
    assert found(desk, Between("updated_ms", low=clock.now)) == ["MT-2"]
    assert found(desk, OneOf("updated_by", (desk.user,))) == ["MT-1", "MT-2"]
    assert found(desk, OneOf("updated_by", ("ai khác",))) == []


def test_any_number_of_records_can_be_asked_for(three: Desk) -> None:
    """A list of findings may name more than a statement takes."""
    recs = [row.rec for row in views.all_rows(three, "computer")]
    assert found(three, OneOf("rec", (*recs[1:], *map(str, range(40_000))))) == ["MT-2", "MT-3"]
    assert found(three, OneOf("rec", (*recs[1:], *map(str, range(40_000)))), limit=1) == ["MT-2"]


def test_a_column_that_is_not_there_is_our_own_mistake(desk: Desk) -> None:
    with pytest.raises(KeyError):
        found(desk, Blank('"; DROP TABLE op'))


def enrolled(district: Desk, folder: Path) -> list[str]:
    """Enrol communes, and enter a computer in each and at the district; return the codes."""
    codes = ["03319", "03322", "03323"]
    for code in codes:
        enrolling.enrol(district, code, folder / code)
    for code in [*codes, "100"]:
        add(district, unit=code, asset_code=code)
    return [*codes, "100"]


def test_a_district_filters_by_the_codes_of_units(district: Desk, tmp_path: Path) -> None:
    enrolled(district, tmp_path)
    assert found(district, OneOf("unit", ("03319", "100"))) == ["100", "03319"]


def test_conditions_survive_being_kept(three: Desk) -> None:
    every = (
        OneOf("kind", ("laptop",)),
        Contains("maker", "Đ"),
        Between("year", 1, None),
        Blank("note", blank=False),
    )
    assert conditions_from(to_json(every)) == every
    assert conditions_from([{"type": "from a newer program"}]) == ()
    sorted_by = (Order("kind", down=True), Order("unit", ranks=("a", "b")))
    assert orders_from(to_json(sorted_by)) == sorted_by
    assert orders_from([{"from": "a newer program"}]) == ()


# --- order ----------------------------------------------------------------------------------------------


def ordered(desk: Desk, field: str, *, down: bool = False) -> list[str]:
    return found(desk, order=(Order(field, down=down),))


def test_numbers_in_text_are_in_natural_order(desk: Desk) -> None:
    for name in ("Bản 10", "Bản 2", "Bản Ten 1", "Bản 1"):
        add(desk, "village", name=name)
    assert found(desk, topic="village") == ["Bản 1", "Bản 2", "Bản 10", "Bản Ten 1"]
    assert found(desk, topic="village", order=(Order("name", down=True),))[0] == "Bản Ten 1"


def test_people_are_sorted_by_given_name(desk: Desk) -> None:
    for code, user in (("1", "Lò Văn Bình"), ("2", "Vì Thị An"), ("3", "Đặng Ấm"), ("4", "Cà Văn Bình")):
        add(desk, asset_code=code, user=user)
    assert ordered(desk, "user") == ["2", "3", "4", "1"]


def test_blanks_are_last_up_and_down(desk: Desk) -> None:
    for code, year in (("1", ""), ("2", "2020"), ("3", "2015")):
        add(desk, asset_code=code, year=year, room=f"Phòng {year}" if year else "")
    for field in ("year", "room"):
        assert ordered(desk, field) == ["3", "2", "1"]
        assert ordered(desk, field, down=True) == ["2", "3", "1"]


def test_answers_are_sorted_as_the_list_of_answers_is(desk: Desk) -> None:
    for code, condition in (("1", "Chờ thanh lý"), ("2", "Tốt"), ("3", "Hỏng chờ sửa")):
        add(desk, asset_code=code, condition=condition)
    assert ordered(desk, "condition") == ["2", "3", "1"]


def test_references_are_sorted_by_what_they_are_called(desk: Desk) -> None:
    for code, office in (("1", "Trạm y tế"), ("2", "Đảng uỷ"), ("3", "Công an")):
        add(desk, asset_code=code, office=add(desk, "office", name=office))
    assert ordered(desk, "office") == ["3", "2", "1"]
    assert ordered(desk, "office", down=True) == ["1", "2", "3"]


def test_a_district_sorts_by_the_names_of_units(district: Desk, tmp_path: Path) -> None:
    codes, on = enrolled(district, tmp_path), place(district).on

    def name(code: str) -> str:
        unit = district.units.find(code, on)
        assert unit is not None
        return text.sort_key(district.units.name(unit.id, on))

    assert ordered(district, "unit") == sorted(codes, key=name)


def test_several_keys_the_first_clicked_first(desk: Desk) -> None:
    for code, maker, year in (("1", "Dell", "2015"), ("2", "Acer", "2015"), ("3", "Dell", "2020")):
        add(desk, asset_code=code, maker=maker, year=year)
    assert found(desk, order=(Order("maker"), Order("year", down=True))) == ["2", "3", "1"]


texts = st.lists(
    st.one_of(st.text("aăâdđeôư 0129áạ", min_size=1, max_size=6), st.just("")), min_size=1, max_size=8
)


@settings(max_examples=25)
@given(texts)
def test_a_text_column_is_sorted_by_its_sort_keys(makers: Sequence[str]) -> None:
    topic, kept = ALL.get("computer"), [text.clean(maker).strip() for maker in makers]
    with TemporaryDirectory() as folder:
        store, pc = new_store(Path(folder)), Chain()
        for n, maker in enumerate(kept):
            rec = f"00000000-0000-7000-8000-{n:012}"
            pc.put({"asset_code": v(f"{n:03}"), **({"maker": v(maker)} if maker else {})}, rec=rec)
        take_whole(store, pc)
        with store.read() as tx:
            found = tx.rows(topic, tx.ids(topic, Query(order=(Order("maker"),))))
        store.close()
    expected = sorted(range(len(kept)), key=lambda n: (not kept[n], text.sort_key(kept[n]), n))
    assert [int(row.rec[-12:]) for row in found] == expected


def test_another_version_of_the_sort_keys_makes_the_tables_anew(
    desk: Desk, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Bản 10", "Bản 2"):
        add(desk, "village", name=name)
    desk.store.close()
    monkeypatch.setattr(text, "VERSION", text.VERSION + 1)
    monkeypatch.setattr(projections, "_text_order", lambda name: name)
    assert found(desk_on(open_home(desk.store.path, ALL), clock), topic="village") == ["Bản 10", "Bản 2"]
    monkeypatch.undo()
    assert found(open_desk(desk.store.path, clock), topic="village") == ["Bản 2", "Bản 10"]
