"""Dates and months as Vietnamese officials type and read them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import dates

TODAY = date(2023, 1, 20)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "06/01/2023",
        "6/1/2023",
        "6-1-2023",
        "6.1.2023",
        "06-01-23",
        "6 / 1 / 2023",
        " 06/01/2023\n",
        "ngày 6/1/2023",
        "ngày 6 tháng 1 năm 2023",
        "Ngày 06  tháng 01 năm 2023",
        "6 tháng 1, 2023",
        "ngay 6 thang 1 nam 2023",
        unicodedata.normalize("NFD", "ngày 6 tháng 1 năm 2023"),
        "2023-01-06",
        "2023/1/6",
        "０６／０１／２０２３",
        "ngày\u00a006/01/2023",
        "060123",
        "06012023",
    ],
)
def test_a_date_is_read_day_first(typed: str) -> None:
    assert dates.parse_date(typed, TODAY) == date(2023, 1, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "", "-", "6/1", "31/02/2023", "29/02/2023", "0/1/2023", "6/0/2023", "6/13/2023", "32/1/2023",
        "2023-13-01", "6/1-2023", "6/1/203", "6/1/20233", "6/1/0023", "6/1/1899", "1/1/2200", "6/1/-2023",
        "006/1/2023", "310223", "20230106", "0612023", "6 1 2023",
        "٦/١/2023", "6²/1/2023", "2023-01-06T00:00",
        "ngày tháng năm", "=6/1/2023",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_read(typed: str) -> None:
    assert dates.parse_date(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [("hôm nay", date(2023, 1, 20)), ("HOM NAY", date(2023, 1, 20)), ("nay", date(2023, 1, 20)),
     (unicodedata.normalize("NFD", "hôm qua"), date(2023, 1, 19))],
)  # fmt: skip
def test_a_day_is_said_as_people_say_it(typed: str, day: date) -> None:
    assert dates.parse_date(typed, TODAY) == day


def test_a_leap_day_is_read_only_in_a_leap_year() -> None:
    assert dates.parse_date("29/2/2024", TODAY) == date(2024, 2, 29)
    assert dates.parse_date("29/2/1900", TODAY) is None


@pytest.mark.parametrize(
    ("typed", "year"), [("00", 2000), ("22", 2022), ("33", 2033), ("34", 1934), ("99", 1999)]
)
def test_a_year_of_two_digits_is_at_most_ten_years_ahead(typed: str, year: int) -> None:
    assert dates.parse_date(f"06/01/{typed}", TODAY) == date(year, 1, 6)


@pytest.mark.parametrize(
    "typed",
    [
        "1/2023", "01/2023", "1-2023", "01.2023", "1 / 2023", "tháng 1/2023", "Tháng 01 năm 2023",
        "tháng 1, 2023", "thang 1 nam 2023", "T1/2023", "t01/2023", "2023-01", "2023/1", " 1/2023 ",
        "１/２０２３", "1/23", "01-23",
    ],
)  # fmt: skip
def test_a_month_is_read(typed: str) -> None:
    assert dates.parse_month(typed, TODAY) == "2023-01"


@pytest.mark.parametrize(
    "typed",
    ["", "1", "2023", "0/2023", "13/2023", "1/1899", "1/2200", "001/2023", "1/1/2023", "2023-00"],
)
def test_what_is_no_month_is_not_read(typed: str) -> None:
    assert dates.parse_month(typed, TODAY) is None


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_date_is_written_day_first_with_four_digits_of_year(lang: str) -> None:
    assert dates.format_date(date(2023, 1, 6), lang) == "06/01/2023"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2023, 1, 6), "ngày 06 tháng 01 năm 2023"),
        (date(2022, 6, 29), "ngày 29 tháng 6 năm 2022"),
        (date(2022, 2, 10), "ngày 10 tháng 02 năm 2022"),
        (date(2022, 3, 9), "ngày 09 tháng 3 năm 2022"),
        (date(2022, 12, 1), "ngày 01 tháng 12 năm 2022"),
    ],
)
def test_official_paper_pads_days_below_ten_and_the_first_two_months(day: date, written: str) -> None:
    assert dates.administrative_date(day) == written


@given(DAYS, st.dates())
def test_a_date_is_read_back_as_written(day: date, today: date) -> None:
    for written in (dates.format_date(day), dates.administrative_date(day), day.isoformat()):
        assert dates.parse_date(written, today) == day


@given(DAYS)
def test_a_month_is_read_back_as_written(day: date) -> None:
    assert dates.parse_month(f"{day:%m/%Y}", TODAY) == f"{day:%Y-%m}"


@given(
    st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[/.-][0-9]{1,4}[/.-][0-9]{1,4}", fullmatch=True),
    st.dates(),
)
def test_any_text_is_read_or_refused(typed: str, today: date) -> None:
    for read in (dates.parse_date(typed, today), dates.parse_month(typed, today)):
        assert read is None or int(str(read)[:4]) in dates.YEARS


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2022-12-31", True), ("20221231", False), ("2022-02-30", False), ("31/12/2022", False), ("", False)],
)
def test_a_day_as_documents_write_it(text: str, is_one: bool) -> None:
    assert dates.is_day(text) is is_one
