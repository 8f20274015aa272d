"""The units of huyện Điện Biên before and after 01/07/2025, from the files that the program ships."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.unit_tables import load_catalogue
from desktop_app.domain.units import GSO, Unit, UnitCatalogue, UnitKind, UnitVersion
from desktop_app.resources_path import resource

SURVEY = date(2022, 12, 31)
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)

# code, name until 30/06/2025, then code and name of the commune that it is in
COMMUNES = """
03319 Xã Mường Pồn   > 03202 Xã Mường Pồn
03322 Xã Thanh Nưa   > 03328 Xã Thanh Nưa
03323 Xã Hua Thanh   > 03328 Xã Thanh Nưa
03328 Xã Thanh Luông > 03328 Xã Thanh Nưa
03331 Xã Thanh Hưng  > 03328 Xã Thanh Nưa
03334 Xã Thanh Xương > 03334 Phường Mường Thanh
03337 Xã Thanh Chăn  > 03328 Xã Thanh Nưa
03340 Xã Pa Thơm     > 03349 Xã Thanh Yên
03343 Xã Thanh An    > 03352 Xã Thanh An
03346 Xã Thanh Yên   > 03349 Xã Thanh Yên
03349 Xã Noong Luống > 03349 Xã Thanh Yên
03352 Xã Noọng Hẹt   > 03352 Xã Thanh An
03355 Xã Sam Mứn     > 03352 Xã Thanh An
03356 Xã Pom Lót     > 03356 Xã Sam Mứn
03358 Xã Núa Ngam    > 03358 Xã Núa Ngam
03359 Xã Hẹ Muông    > 03358 Xã Núa Ngam
03361 Xã Na Ư        > 03356 Xã Sam Mứn
03364 Xã Mường Nhà   > 03368 Xã Mường Nhà
03365 Xã Na Tông     > 03358 Xã Núa Ngam
03367 Xã Mường Lói   > 03368 Xã Mường Nhà
03368 Xã Phu Luông   > 03368 Xã Mường Nhà
"""
OLD_TO_NEW = [
    [tuple(side.split(maxsplit=1)) for side in line.split(" > ")] for line in COMMUNES.strip().splitlines()
]
OLD_CODES = [old[0] for old, _ in OLD_TO_NEW]
NEW_CODES = sorted({new[0] for _, new in OLD_TO_NEW})


@pytest.fixture(scope="module")
def catalogue() -> UnitCatalogue:
    return load_catalogue(lambda name: resource("units", name).read_text("utf-8"))


def at(catalogue: UnitCatalogue, code: str, on: date) -> Unit:
    unit = catalogue.find(code, on)
    assert unit is not None
    return unit


def names(catalogue: UnitCatalogue, units: tuple[Unit, ...], on: date) -> list[str]:
    return [catalogue.name(unit.id, on) for unit in units]


# --- the district as it was surveyed


def test_the_district_had_21_communes_by_code(catalogue: UnitCatalogue) -> None:
    district = at(catalogue, "100", SURVEY)
    communes = catalogue.children(district.id, SURVEY)
    assert len(communes) == 21
    assert [catalogue.code(unit.id, SURVEY) for unit in communes] == OLD_CODES
    assert names(catalogue, communes, SURVEY) == [old[1].strip() for old, _ in OLD_TO_NEW]
    assert {unit.kind for unit in communes} == {UnitKind.COMMUNE}


def test_the_district_stood_in_the_province(catalogue: UnitCatalogue) -> None:
    province, district = at(catalogue, "11", SURVEY), at(catalogue, "100", SURVEY)
    assert catalogue.children(province.id, SURVEY) == (district,)
    assert names(catalogue, catalogue.roll_up(district.id, SURVEY), SURVEY) == [
        "Huyện Điện Biên",
        "Tỉnh Điện Biên",
    ]
    assert (province.kind, district.kind) == (UnitKind.PROVINCE, UnitKind.DISTRICT)


def test_names_are_kept_with_and_without_accents_and_kind(catalogue: UnitCatalogue) -> None:
    version = catalogue.version(at(catalogue, "03361", SURVEY).id, SURVEY)
    assert (version.name, version.bare_name, version.ascii) == ("Xã Na Ư", "Na Ư", "Na U")


# --- 01/07/2025


def test_the_district_level_ended_on_30_june_2025(catalogue: UnitCatalogue) -> None:
    district = at(catalogue, "100", LAST_DAY)
    assert catalogue.in_force(district.id, LAST_DAY)
    assert not catalogue.in_force(district.id, FIRST_DAY)
    assert catalogue.find("100", FIRST_DAY) is None
    assert catalogue.children(district.id, FIRST_DAY) == ()


def test_the_new_communes_stand_directly_in_the_province(catalogue: UnitCatalogue) -> None:
    province = at(catalogue, "11", FIRST_DAY)
    communes = catalogue.children(province.id, FIRST_DAY)
    assert [catalogue.code(unit.id, FIRST_DAY) for unit in communes] == NEW_CODES
    assert len(NEW_CODES) == 8


@pytest.mark.parametrize(("old", "new"), OLD_TO_NEW)
def test_every_old_commune_is_in_one_new_commune(
    catalogue: UnitCatalogue, old: tuple[str, str], new: tuple[str, str]
) -> None:
    unit = at(catalogue, old[0], LAST_DAY)
    successor = catalogue.successor(unit.id, FIRST_DAY)
    assert (catalogue.code(successor.id, FIRST_DAY), catalogue.name(successor.id, FIRST_DAY)) == new
    assert unit in catalogue.predecessors(successor.id)
    assert catalogue.successor(unit.id, LAST_DAY) == unit


def test_no_unit_before_is_a_unit_after_though_seven_codes_live_on(catalogue: UnitCatalogue) -> None:
    kept = [code for code in NEW_CODES if code in OLD_CODES]
    renamed = [
        code
        for code in kept
        if catalogue.name(at(catalogue, code, LAST_DAY).id, LAST_DAY)
        != catalogue.name(at(catalogue, code, FIRST_DAY).id, FIRST_DAY)
    ]
    assert (len(kept), len(renamed)) == (7, 6)
    assert set(kept) - set(renamed) == {"03358"}
    assert all(at(catalogue, code, LAST_DAY) != at(catalogue, code, FIRST_DAY) for code in kept)


def test_one_code_means_two_communes(catalogue: UnitCatalogue) -> None:
    before, after = at(catalogue, "03328", LAST_DAY), at(catalogue, "03328", FIRST_DAY)
    assert catalogue.name(before.id, LAST_DAY) == "Xã Thanh Luông"
    assert catalogue.name(after.id, FIRST_DAY) == "Xã Thanh Nưa"


def test_the_new_sam_mun_holds_nothing_of_the_old(catalogue: UnitCatalogue) -> None:
    old, new = at(catalogue, "03355", SURVEY), at(catalogue, "03356", FIRST_DAY)
    assert catalogue.name(old.id, SURVEY) == catalogue.name(new.id, FIRST_DAY) == "Xã Sam Mứn"
    assert names(catalogue, catalogue.predecessors(new.id), SURVEY) == ["Xã Pom Lót", "Xã Na Ư"]
    assert old.id not in catalogue.members(new.id, FIRST_DAY)
    assert catalogue.name(catalogue.successor(old.id, FIRST_DAY).id, FIRST_DAY) == "Xã Thanh An"


@pytest.mark.parametrize(
    ("code", "outside"),
    [
        ("03202", ("Xã Mường Mươn, huyện Mường Chà",)),
        ("03334", ("Phường Noong Bua, thành phố Điện Biên Phủ", "Phường Nam Thanh, thành phố Điện Biên Phủ")),
    ],
)
def test_two_new_communes_took_in_places_from_outside_of_the_district(
    catalogue: UnitCatalogue, code: str, outside: tuple[str, ...]
) -> None:
    assert catalogue.outside_origins(at(catalogue, code, FIRST_DAY).id) == outside


def test_the_other_new_communes_are_whole(catalogue: UnitCatalogue) -> None:
    others = [code for code in NEW_CODES if code not in ("03202", "03334")]
    assert [catalogue.outside_origins(at(catalogue, code, FIRST_DAY).id) for code in others] == [()] * 6


def test_an_old_code_from_outside_the_catalogue_means_nothing_before_2025(catalogue: UnitCatalogue) -> None:
    assert catalogue.find("03202", LAST_DAY) is None
    assert at(catalogue, "03202", FIRST_DAY).kind is UnitKind.COMMUNE


# --- reports


def test_a_record_rolls_up_by_the_structure_of_the_reporting_date(catalogue: UnitCatalogue) -> None:
    unit = at(catalogue, "03331", SURVEY).id
    before = catalogue.roll_up(unit, LAST_DAY)
    after = catalogue.roll_up(unit, FIRST_DAY)
    assert names(catalogue, before, LAST_DAY) == ["Xã Thanh Hưng", "Huyện Điện Biên", "Tỉnh Điện Biên"]
    assert names(catalogue, after, FIRST_DAY) == ["Xã Thanh Nưa", "Tỉnh Điện Biên"]


def test_a_report_of_a_merged_commune_counts_the_records_of_all_that_went_into_it(
    catalogue: UnitCatalogue,
) -> None:
    new = at(catalogue, "03328", FIRST_DAY)
    old = {at(catalogue, code, SURVEY).id for code in ("03322", "03323", "03328", "03331", "03337")}
    assert catalogue.members(new.id, FIRST_DAY) == {new.id} | old
    assert catalogue.members(new.id, LAST_DAY) == {new.id}


def test_the_district_counts_its_own_offices_and_21_communes_until_it_ends(catalogue: UnitCatalogue) -> None:
    district = at(catalogue, "100", SURVEY)
    communes = {unit.id for unit in catalogue.children(district.id, SURVEY)}
    assert catalogue.members(district.id, SURVEY) == {district.id} | communes
    assert catalogue.members(district.id, FIRST_DAY) == {district.id}


def test_the_province_counts_everything_on_every_date(catalogue: UnitCatalogue) -> None:
    province = at(catalogue, "11", SURVEY)
    for day in (SURVEY, FIRST_DAY):
        assert catalogue.members(province.id, day) == {unit.id for unit in catalogue.units}


def test_outside_of_its_time_a_unit_has_its_nearest_name(catalogue: UnitCatalogue) -> None:
    old, new = at(catalogue, "03331", SURVEY), at(catalogue, "03334", FIRST_DAY)
    assert catalogue.name(old.id, date(2030, 1, 1)) == "Xã Thanh Hưng"
    assert catalogue.name(new.id, SURVEY) == "Phường Mường Thanh"
    assert not catalogue.in_force(new.id, SURVEY)


def test_of_two_versions_the_nearer_one_names_the_unit() -> None:
    day = date(2020, 1, 1)
    unit = Unit("u", UnitKind.COMMUNE, None)
    early = UnitVersion("u", GSO, "00001", "Xã A", "A", None, date(2019, 12, 1))
    late = UnitVersion("u", GSO, "00001", "Xã B", "B", date(2020, 1, 5), None)
    renamed = UnitCatalogue([unit], [early, late])
    assert renamed.name("u", day) == "Xã B"
    assert renamed.name("u", date(2019, 12, 2)) == "Xã A"
    assert not renamed.in_force("u", day)


def test_a_unit_without_a_code_of_the_scheme_goes_by_another() -> None:
    version = UnitVersion("u", "mic", "G14", "Bộ Thông tin và Truyền thông", "Bo TTTT", None, None)
    ministry = UnitCatalogue([Unit("u", UnitKind.MINISTRY, None)], [version])
    assert ministry.code("u", SURVEY) == "G14"
    assert ministry.find("G14", SURVEY) is None
    assert ministry.find("G14", SURVEY, scheme="mic") == Unit("u", UnitKind.MINISTRY, None)


def test_a_unit_has_codes_of_several_schemes() -> None:
    versions = [
        UnitVersion("u", scheme, code, "Xã A", "A", None, None)
        for scheme, code in (("post", "9"), (GSO, "1"))
    ]
    unit = UnitCatalogue([Unit("u", UnitKind.COMMUNE, None)], versions)
    assert (unit.code("u", SURVEY), unit.version("u", SURVEY, scheme="post").code) == ("1", "9")


def test_an_unknown_unit_is_none_by_id_and_an_error_elsewhere(catalogue: UnitCatalogue) -> None:
    assert catalogue.by_id("dbp-u-0001") == at(catalogue, "11", SURVEY)
    assert catalogue.by_id("03319") is None
    with pytest.raises(KeyError):
        catalogue.name("03319", SURVEY)


@given(st.dates(), st.integers(0, 30))
def test_a_roll_up_ends_at_the_root_and_its_successor_has_none_itself(on: date, number: int) -> None:
    catalogue = load_catalogue(lambda name: resource("units", name).read_text("utf-8"))
    unit = catalogue.units[number]
    path = catalogue.roll_up(unit.id, on)
    assert path[-1].parent is None
    assert catalogue.successor(path[0].id, on) == path[0]


# --- what a person typed


@pytest.mark.parametrize(
    "typed",
    [
        "03352", "3352", "０３３５２", " 03352 ", "Xã Noọng Hẹt", "Noọng Hẹt", "Noong Hẹt", "Noong Het",
        "noong  het", "XÃ NOỌNG HẸT", "xa noong het", "X. Noong Hẹt", "X.Noong Hẹt", "UBND xã Noọng Hẹt",
        "Ủy ban nhân dân xã Noọng Hẹt", "Uỷ ban nhân dân xã Noong Hẹt", "Phường Noọng Hẹt", "P. Noong Hẹt",
    ],
)  # fmt: skip
def test_a_unit_is_found_by_code_name_and_alias(catalogue: UnitCatalogue, typed: str) -> None:
    match = catalogue.match(typed, SURVEY)
    assert match.unit == at(catalogue, "03352", SURVEY)
    assert not match.ambiguous


def test_every_commune_is_found_by_its_name_alone(catalogue: UnitCatalogue) -> None:
    for unit in catalogue.units:
        version = catalogue.version(unit.id, SURVEY)
        if unit.kind is UnitKind.COMMUNE:
            for typed in (version.name, version.bare_name, version.ascii, version.code):
                assert catalogue.match(typed, version.valid_from or SURVEY).unit == unit


def test_xa_and_phuong_stand_for_each_other(catalogue: UnitCatalogue) -> None:
    assert catalogue.match("Xã Mường Thanh", FIRST_DAY).unit == at(catalogue, "03334", FIRST_DAY)


def test_a_name_means_the_unit_of_its_time(catalogue: UnitCatalogue) -> None:
    assert catalogue.match("Sam Mứn", SURVEY).unit == at(catalogue, "03355", SURVEY)
    assert catalogue.match("Sam Mứn", FIRST_DAY).unit == at(catalogue, "03356", FIRST_DAY)
    assert catalogue.match("Mường Thanh", SURVEY).units == ()


def test_without_a_date_a_name_that_lives_on_is_ambiguous(catalogue: UnitCatalogue) -> None:
    match = catalogue.match("Sam Mứn")
    assert match.ambiguous
    assert match.unit is None
    assert match.units == (at(catalogue, "03355", SURVEY), at(catalogue, "03356", FIRST_DAY))
    assert catalogue.match("03352").ambiguous


def test_a_name_of_two_levels_is_ambiguous_until_the_kind_is_said(catalogue: UnitCatalogue) -> None:
    province, district = at(catalogue, "11", SURVEY), at(catalogue, "100", SURVEY)
    assert catalogue.match("Điện Biên", SURVEY).units == (province, district)
    assert catalogue.match("Điện Biên", FIRST_DAY).unit == province
    for typed in ("Huyện Điện Biên", "huyen dien bien", "H. Điện Biên", "UBND huyện Điện Biên"):
        assert catalogue.match(typed, SURVEY).unit == district
    assert catalogue.match("Tỉnh Điện Biên", SURVEY).unit == province


@pytest.mark.parametrize(
    "typed", ["", "  ", "Xã", "Xã ", "Noong", "Xã Điện Biên", "Huyện Thanh An", "3", "352", "03352x"]
)
def test_what_means_no_unit_matches_none(catalogue: UnitCatalogue, typed: str) -> None:
    match = catalogue.match(typed)
    assert (match.units, match.unit, match.ambiguous) == ((), None, False)


def test_accents_choose_among_names_that_are_the_same_without() -> None:
    units = [Unit(key, UnitKind.COMMUNE, None) for key in "abc"]
    named = {"a": "Xã Na Ư", "b": "Xã Nà Ư", "c": "Xã Xa Dung"}
    versions = [UnitVersion(key, GSO, f"0000{key}", name, "", None, None) for key, name in named.items()]
    catalogue = UnitCatalogue(units, versions)
    assert catalogue.match("Nà Ư").unit == units[1]
    assert catalogue.match("Na U").units == (units[0], units[1])
    assert catalogue.match("ná ư").units == (units[0], units[1])
    assert [catalogue.match(typed).unit for typed in ("Xa Dung", "xã xa dung")] == [units[2], units[2]]
    assert catalogue.match("Dung").units == ()


@given(st.text(max_size=30))
def test_any_text_may_be_asked(typed: str) -> None:
    catalogue = load_catalogue(lambda name: resource("units", name).read_text("utf-8"))
    assert set(catalogue.match(typed).units) <= set(catalogue.units)
