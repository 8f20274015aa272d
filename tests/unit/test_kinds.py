"""What each kind of field means: read as typed, canonical, shown, stored, described."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import kinds, numbers
from desktop_app.domain.kinds import Column, Reading, Showing
from desktop_app.domain.topic import Field, Kind, Label
from desktop_app.domain.values import Cell, Opaque, Raw, State, Value, from_json, plain, to_json
from desktop_app.topics import ALL
from desktop_app.topics.shared import choices

REC = "018f3a60-0000-7000-8000-000000000001"
COLOURS = choices(("red", "Đỏ", "Red"), ("dark_blue", "Xanh đậm", "Dark blue"), ("4g", "4G", "4G"))


def resolve(topic: str, typed: str) -> str | None:
    return REC if (topic, typed) == ("village", "Bản Mẫu 1") else None


def name_of(topic: str, rec: str) -> str:
    return "Bản Mẫu 1" if (topic, rec) == ("village", REC) else "?"


READING = Reading(date(2022, 12, 31), resolve)
ENGLISH = Reading(date(2022, 12, 31), resolve, "en")


def field(kind: Kind, **more: Any) -> Field:
    wants_choices = kind in {Kind.CHOICE, Kind.MULTI_CHOICE}
    more.setdefault("choices", COLOURS if wants_choices else ())
    return Field("f", kind, Label("Ô", "Cell"), to="village" if kind is Kind.REFERENCE else None, **more)


def read(kind: Kind, typed: str, reading: Reading = READING, **more: Any) -> Any:
    asked = field(kind, **more)
    return kinds.rules(asked).read(asked, typed, reading)


def show(kind: Kind, v: Any, lang: str = "vi") -> str:
    return kinds.shown(field(kind), v, Showing(lang, name_of))


def fits(kind: Kind, v: Any) -> bool:
    asked = field(kind)
    return kinds.rules(asked).fits(asked, v)


def test_every_kind_has_its_rules() -> None:
    assert set(kinds.KINDS) == set(Kind)


# --- reading --------------------------------------------------------------------------------------

READ = [
    (Kind.TEXT, "  Lò Văn Mẫu ", "Lò Văn Mẫu"),
    (Kind.TEXT, "   ", None),
    (Kind.LONG_TEXT, "  một\n hai ", "  một\n hai "),
    (Kind.LONG_TEXT, " \n ", None),
    (Kind.WHOLE, "13.567", 13567),
    (Kind.WHOLE, "13,567", None),
    (Kind.WHOLE, "12,5", None),
    (Kind.WHOLE, "tám", None),
    (Kind.WHOLE, "99999999999999999", None),
    (Kind.MONEY, "15 triệu", 15_000_000),
    (Kind.MONEY, "mười đồng", None),
    (Kind.YEAR, " 2019 ", 2019),
    (Kind.YEAR, "19", None),
    (Kind.YEAR, "2.019", None),
    (Kind.DECIMAL, "92,5", "92.5"),
    (Kind.DECIMAL, "12.50", "12.5"),
    (Kind.DECIMAL, "0,001", "0"),
    (Kind.DECIMAL, "-0,5", "-0.5"),
    (Kind.DECIMAL, "13.567", None),
    (Kind.DECIMAL, "nhanh", None),
    (Kind.DATE, "6/1/2023", "2023-01-06"),
    (Kind.DATE, "31/02/2023", None),
    (Kind.MONTH, "1/2023", "2023-01"),
    (Kind.MONTH, "13/2023", None),
    (Kind.MOMENT, "31/12/2022 14:02", "2022-12-31T14:02"),
    (Kind.MOMENT, "31/12/2022 8h05", "2022-12-31T08:05"),
    (Kind.MOMENT, "2022-12-31T14:02:33", "2022-12-31T14:02"),
    (Kind.MOMENT, "ngày 6 tháng 1 năm 2023 14:02", "2023-01-06T14:02"),
    (Kind.MOMENT, "31/12/2022", "2022-12-31T00:00"),
    (Kind.MOMENT, "31/12/2022 25:00", None),
    (Kind.MOMENT, "", None),
    (Kind.CHOICE, "đỏ", "red"),
    (Kind.CHOICE, "XANH DAM", "dark_blue"),
    (Kind.CHOICE, "dark_blue", "dark_blue"),
    (Kind.CHOICE, "vàng", None),
    (Kind.MULTI_CHOICE, "4G; đỏ, Red", ["4g", "red"]),
    (Kind.MULTI_CHOICE, "4G + đỏ", ["4g", "red"]),
    (Kind.MULTI_CHOICE, "đỏ, vàng", None),
    (Kind.MULTI_CHOICE, " , ", None),
    (Kind.YES_NO, "Có", True),
    (Kind.YES_NO, "khong", False),
    (Kind.YES_NO, "có lẽ", None),
    (Kind.REFERENCE, " Bản Mẫu 1 ", REC),
    (Kind.REFERENCE, "Bản không có", None),
    (Kind.COORDINATES, "21.386, 103.016", {"lat": "21.386", "lon": "103.016"}),
    (Kind.COORDINATES, "21,386; 103,016", {"lat": "21.386", "lon": "103.016"}),
    (Kind.COORDINATES, "21,386, 103,016", {"lat": "21.386", "lon": "103.016"}),
    (Kind.COORDINATES, "21.3864999999 103", {"lat": "21.3865", "lon": "103"}),
    (Kind.COORDINATES, "103.016, 21.386", None),
    (Kind.COORDINATES, "Mường Pồn", None),
]


@pytest.mark.parametrize(("kind", "typed", "v"), READ, ids=[f"{row[0]}-{row[1]}" for row in READ])
def test_typed_text_is_read_into_its_one_canonical_form_or_not_at_all(kind: Kind, typed: str, v: Any) -> None:
    found = read(kind, typed)
    assert found == v
    assert v is None or fits(kind, found)


def test_an_ambiguous_decimal_is_read_only_where_its_limits_decide() -> None:
    assert read(Kind.DECIMAL, "66.500", minimum=1, maximum=1000) == "66.5"
    assert read(Kind.DECIMAL, "66.500", minimum=1, maximum=1_000_000) is None
    assert read(Kind.DECIMAL, "66.500", minimum=100) == "66500"


def test_a_number_beyond_its_limits_is_read_and_left_to_the_checks() -> None:
    assert read(Kind.DECIMAL, "25", maximum=24) == "25"


def test_an_english_reader_types_the_marks_the_other_way_round() -> None:
    assert read(Kind.WHOLE, "13,567", ENGLISH) == 13567
    assert read(Kind.WHOLE, "13.567", ENGLISH) is None
    assert read(Kind.DECIMAL, "1,092.5", ENGLISH) == "1092.5"
    assert read(Kind.MONEY, "15,000,000", ENGLISH) == 15_000_000


# --- showing --------------------------------------------------------------------------------------

SHOWN = [
    (Kind.TEXT, "a", "a", "a"),
    (Kind.WHOLE, 13567, "13.567", "13,567"),
    (Kind.MONEY, 11_111_111, "11.111.111", "11,111,111"),
    (Kind.YEAR, 2019, "2019", "2019"),
    (Kind.DECIMAL, "1092.5", "1.092,5", "1,092.5"),
    (Kind.DATE, "2023-01-06", "06/01/2023", "06/01/2023"),
    (Kind.MONTH, "2023-01", "01/2023", "01/2023"),
    (Kind.MOMENT, "2022-12-31T14:02", "31/12/2022 14:02", "31/12/2022 14:02"),
    (Kind.CHOICE, "dark_blue", "Xanh đậm", "Dark blue"),
    (Kind.MULTI_CHOICE, ["4g", "red"], "4G, Đỏ", "4G, Red"),
    (Kind.YES_NO, True, "Có", "Yes"),
    (Kind.YES_NO, False, "Không", "No"),
    (Kind.REFERENCE, REC, "Bản Mẫu 1", "Bản Mẫu 1"),
    (Kind.COORDINATES, {"lat": "21.386", "lon": "103.016"}, "21.386, 103.016", "21.386, 103.016"),
]


@pytest.mark.parametrize(("kind", "v", "vi", "en"), SHOWN, ids=[str(row[0]) for row in SHOWN])
def test_a_value_is_shown_in_both_languages_and_read_back(kind: Kind, v: Any, vi: str, en: str) -> None:
    assert (show(kind, v), show(kind, v, "en")) == (vi, en)
    assert read(kind, vi) == v
    assert read(kind, en, ENGLISH) == v


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_choice_of_every_topic_is_read_back_from_what_is_shown(lang: str) -> None:
    reading, showing = Reading(date(2022, 12, 31), resolve, lang), Showing(lang, name_of)
    for topic in ALL:
        for asked in topic.fields:
            several = asked.kind is Kind.MULTI_CHOICE
            for choice in asked.choices:
                v = [choice.key] if several else choice.key
                assert kinds.rules(asked).read(asked, kinds.shown(asked, v, showing), reading) == v
            if several:
                everything = sorted(choice.key for choice in asked.choices)
                shown = kinds.shown(asked, everything, showing)
                assert kinds.rules(asked).read(asked, shown, reading) == everything


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_a_decimal_has_one_spelling_that_fits(number: Decimal) -> None:
    spelled = numbers.canonical(number)
    assert fits(Kind.DECIMAL, spelled)
    assert Decimal(spelled) == number
    assert numbers.canonical(Decimal(spelled)) == spelled


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_back_from_what_is_shown(number: int) -> None:
    assert read(Kind.WHOLE, show(Kind.WHOLE, number)) == number
    assert read(Kind.WHOLE, show(Kind.WHOLE, number, "en"), ENGLISH) == number


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_is_read_back_from_what_is_shown(day: date) -> None:
    assert read(Kind.DATE, show(Kind.DATE, day.isoformat())) == day.isoformat()


# --- what fits ------------------------------------------------------------------------------------

MISFITS = [
    (Kind.TEXT, ""),
    (Kind.TEXT, 5),
    (Kind.TEXT, "a" * 20_001),
    (Kind.WHOLE, "8"),
    (Kind.WHOLE, True),
    (Kind.WHOLE, 8.0),
    (Kind.DECIMAL, 12),
    (Kind.DECIMAL, "12.50"),
    (Kind.DECIMAL, "-0"),
    (Kind.DECIMAL, "NaN"),
    (Kind.DECIMAL, "1e999999999"),
    (Kind.DECIMAL, "9" * 41),
    (Kind.DECIMAL, "nhanh"),
    (Kind.DATE, 20221231),
    (Kind.DATE, "2022-12-32"),
    (Kind.DATE, "2022-1-1"),
    (Kind.MONTH, "2022-13"),
    (Kind.MOMENT, "2022-12-31"),
    (Kind.CHOICE, "yellow"),
    (Kind.CHOICE, 1),
    (Kind.MULTI_CHOICE, []),
    (Kind.MULTI_CHOICE, "red"),
    (Kind.MULTI_CHOICE, ["red", "4g"]),
    (Kind.MULTI_CHOICE, ["4g", "4g"]),
    (Kind.MULTI_CHOICE, ["yellow"]),
    (Kind.MULTI_CHOICE, [{}]),
    (Kind.YES_NO, 1),
    (Kind.REFERENCE, "Bản Mẫu 1"),
    (Kind.REFERENCE, 7),
    (Kind.COORDINATES, "21, 103"),
    (Kind.COORDINATES, {"lat": "21"}),
    (Kind.COORDINATES, {"lat": "21.0", "lon": "103"}),
    (Kind.COORDINATES, {"lat": "91", "lon": "103"}),
    (Kind.ATTACHMENT, []),
    (Kind.ATTACHMENT, ["ab" * 32]),
    (Kind.ATTACHMENT, [{"bytes": 0, "sha256": "ab" * 32}]),
    (Kind.ATTACHMENT, [{"bytes": True, "sha256": "ab" * 32}]),
    (Kind.ATTACHMENT, [{"bytes": 9, "sha256": "AB" * 32}]),
    (Kind.ATTACHMENT, [{"bytes": 9, "sha256": "ab" * 32, "name": "x"}]),
    (Kind.ATTACHMENT, [{"bytes": n, "sha256": "ab" * 32} for n in (1, 2)]),
    (Kind.ATTACHMENT, [{"bytes": 9, "sha256": f"{n:064x}"} for n in range(7)]),
]


@pytest.mark.parametrize(("kind", "v"), MISFITS, ids=[f"{row[0]}-{str(row[1])[:20]}" for row in MISFITS])
def test_a_value_of_another_program_that_does_not_fit_is_shown_as_it_is_and_not_stored(
    kind: Kind, v: Any
) -> None:
    assert not fits(kind, v)
    assert show(kind, v) == str(v)
    assert kinds.stored(field(kind), Value(v)) is None


def test_photos_are_counted_where_they_are_shown_and_never_read_from_text() -> None:
    v = [{"bytes": 9, "sha256": "ab" * 32}, {"bytes": 9, "sha256": "cd" * 32}]
    assert fits(Kind.ATTACHMENT, v)
    assert (show(Kind.ATTACHMENT, v), show(Kind.ATTACHMENT, v, "en")) == ("2 ảnh", "photos: 2")
    assert read(Kind.ATTACHMENT, "2 ảnh") is None
    assert [field.key for field in kinds.written(ALL.get("bts"))][-1] == "note"
    assert "photos" not in {field.key for field in kinds.written(ALL.get("bts"))}


# --- storing and describing -----------------------------------------------------------------------

STORED = [
    (Kind.TEXT, "a", "a"),
    (Kind.WHOLE, 8, 8),
    (Kind.DECIMAL, "12.5", 12.5),
    (Kind.YES_NO, True, 1),
    (Kind.MULTI_CHOICE, ["2g", "4g"], ",2g,4g,"),
    (Kind.COORDINATES, {"lat": "21.5", "lon": "103"}, "21.5,103"),
    (Kind.ATTACHMENT, [{"bytes": 9, "sha256": "ab" * 32}], f",{'ab' * 32},"),
]


@pytest.mark.parametrize(("kind", "v", "column"), STORED, ids=[str(row[0]) for row in STORED])
def test_a_projection_holds_what_plain_sql_can_ask(kind: Kind, v: Any, column: Any) -> None:
    generations = choices(("2g", "2G", "2G"), ("4g", "4G", "4G"))
    asked = field(kind, choices=generations) if kind is Kind.MULTI_CHOICE else field(kind)
    found = kinds.stored(asked, Value(v))
    assert found == column
    assert type(found) is type(column)


@pytest.mark.parametrize("cell", [None, Raw("tám"), Opaque({"new": 1}), Value(None, State.NO_DATA)])
def test_what_has_no_value_is_null_in_the_projection(cell: Cell) -> None:
    assert kinds.stored(field(Kind.WHOLE), cell) is None
    assert plain(cell) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_describes_itself_as_json_schema(kind: Kind) -> None:
    asked = field(kind, minimum=0, maximum=9)
    schema = kinds.rules(asked).schema(asked)
    assert schema["type"] in {"string", "integer", "boolean", "array", "object"}
    if kinds.rules(asked).column is Column.INTEGER and kind is not Kind.YES_NO:
        assert (schema["minimum"], schema["maximum"]) == (0, 9)


# --- cells ----------------------------------------------------------------------------------------

CELLS: list[tuple[Cell, Any]] = [
    (None, None),
    (Value(8), {"v": 8, "state": "actual"}),
    (Value(500, State.ESTIMATE), {"v": 500, "state": "estimate"}),
    (Value(None, State.NO_DATA), {"v": None, "state": "no_data"}),
    (Raw("tám"), {"raw": "tám"}),
    (Opaque({"v": 8, "state": "guess"}), {"v": 8, "state": "guess"}),
    (Opaque({"v": 8, "state": "actual", "unit": "kg"}), {"v": 8, "state": "actual", "unit": "kg"}),
    (Opaque({"raw": "tám", "lang": "vi"}), {"raw": "tám", "lang": "vi"}),
    (Opaque(8), 8),
]


@pytest.mark.parametrize(("cell", "json"), CELLS)
def test_a_cell_is_one_json_value_and_a_newer_one_passes_unchanged(cell: Cell, json: Any) -> None:
    assert to_json(cell) == json
    assert from_json(json) == cell


def test_a_field_knows_its_choices() -> None:
    asked = field(Kind.CHOICE)
    assert asked.choice("red") is COLOURS[0]
    assert asked.choice("yellow") is None


def test_a_label_falls_back_to_vietnamese() -> None:
    assert Label("Ô", "Cell").text("en") == "Cell"
    assert Label("Ô", "Cell").text("vi") == "Ô"
