"""Numbers as Vietnamese officials type and read them."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import numbers
from desktop_app.domain.numbers import Verdict

LANGS = st.sampled_from(["vi", "en"])
WHOLES = st.integers(1 - numbers.LIMIT, numbers.LIMIT - 1)
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6)

NOT_NUMBERS = [
    "", " ", "-", "--", "+", "--5", "- 5", "5-", "1e5", "1E5", "0x10", "inf", "nan", "12a", "a12", "=1+1",
    "١٢", "१२", "²", "10²", "½", "Ⅻ", "12.34.5", "12,34,5", "1.23.456", "1.234,567,8", "1.2345.678", "1..000",
    "1.000.", "1.000 000", ".5", ",5", "5,", "5.", "12 5", "1 2345", "1  234", "1_000", "012.345",
    "1" * 19, "1" + "0" * 18, "9" * 41, "0" * 41,
]  # fmt: skip


# --- reading


@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_what_is_no_number_is_not_read(typed: str) -> None:
    assert numbers.parse_whole(typed) is None
    assert numbers.parse_decimal(typed) is None
    assert numbers.parse_money(typed) is None
    assert numbers.read_whole(typed).verdict is numbers.read_decimal(typed).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("628", 628),
        ("007", 7),
        ("13.567", 13567),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("13 567", 13567),
        ("1\u00a0234\u202f567", 1234567),
        ("１３．５６７", 13567),
        (" 5\n", 5),
        ("-5", -5),
        ("\u22125", -5),
        ("+5", 5),
        ("-13.567", -13567),
        ("12,0", 12),
        ("12.0", 12),
        ("12.000", 12000),
        ("12.000,00", 12000),
        ("12,000.00", 12000),
        ("9" * 18, 10**18 - 1),
        ("0" * 39 + "5", 5),
    ],
)
def test_whole_numbers(typed: str, number: int) -> None:
    assert numbers.parse_whole(typed) == number
    assert numbers.read_whole(typed).verdict is Verdict.CLEAR


@pytest.mark.parametrize(("typed", "decimal"), [("13,567", "13.567"), ("12,000", "12"), ("-1,500", "-1.5")])
def test_a_comma_before_three_digits_is_no_whole_number_and_both_meanings_are_told(
    typed: str, decimal: str
) -> None:
    read = numbers.read_whole(typed)
    assert (read.value, read.verdict) == (None, Verdict.AMBIGUOUS)
    assert read.meanings == (Decimal(decimal), Decimal(typed.replace(",", "")))


@pytest.mark.parametrize("typed", ["12,5", "12.5", "0.567", "0,567", "1234.567", "1.234,5", "1,234.5"])
def test_a_fraction_is_no_whole_number(typed: str) -> None:
    assert numbers.read_whole(typed).verdict is Verdict.NOT_WHOLE
    assert numbers.parse_whole(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("92", "92"),
        ("0.567", "0.567"),
        ("0,567", "0.567"),
        ("1234.567", "1234.567"),
        ("12.3456", "12.3456"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1.234,567", "1234.567"),
        ("1,234.567", "1234.567"),
        ("1 234,5", "1234.5"),
        ("-0,5", "-0.5"),
        ("１２，５", "12.5"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_decimals(typed: str, number: str) -> None:
    assert numbers.parse_decimal(typed) == Decimal(number)
    assert numbers.read_decimal(typed).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("typed", "meant", "other"), [("12.500", "12500", "12.5"), ("13,567", "13.567", "13567")]
)
def test_an_ambiguous_decimal_follows_the_vietnamese_habit_and_says_so(
    typed: str, meant: str, other: str
) -> None:
    read = numbers.read_decimal(typed)
    assert (read.value, read.verdict) == (Decimal(meant), Verdict.AMBIGUOUS)
    assert read.meanings == (Decimal(meant), Decimal(other))


@pytest.mark.parametrize(
    ("typed", "degrees"), [("21.386", "21.386"), ("103,016", "103.016"), ("21", "21"), ("x", None)]
)
def test_without_grouping_a_single_mark_is_the_decimal_mark(typed: str, degrees: str | None) -> None:
    assert numbers.parse_decimal(typed, grouping=False) == (degrees and Decimal(degrees))


@pytest.mark.parametrize(
    ("typed", "whole", "decimal"),
    [
        ("13,567", 13567, "13567"),
        ("13.567", None, "13.567"),
        ("12.5", None, "12.5"),
        ("12,5", None, "12.5"),
        ("1.234.567", 1234567, "1234567"),
    ],
)
def test_under_an_english_screen_the_two_marks_change_places(
    typed: str, whole: int | None, decimal: str
) -> None:
    assert numbers.parse_whole(typed, "en") == whole
    assert numbers.parse_decimal(typed, "en") == Decimal(decimal)


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_a_typed_mark_never_multiplies_in_silence(head: int, tail: int, mark: str) -> None:
    for digits in (f"{tail}", f"{tail:03d}"):
        read = numbers.read_decimal(f"{head}{mark}{digits}")
        if read.verdict is Verdict.CLEAR:
            assert read.value == Decimal(f"{head}.{digits}")


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(typed: str) -> None:
    for read in (numbers.read_whole(typed), numbers.read_decimal(typed), numbers.read_money(typed)):
        assert read.value is None or read.verdict in (Verdict.CLEAR, Verdict.AMBIGUOUS)


# --- money


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("15000000", 15_000_000),
        ("15.000.000", 15_000_000),
        ("15.000.000 đ", 15_000_000),
        ("15.000.000đ", 15_000_000),
        ("15.000.000 VNĐ", 15_000_000),
        ("15 000 000 đồng", 15_000_000),
        ("15,000,000 vnd", 15_000_000),
        ("15.000.000,00 ₫", 15_000_000),
        ("15 triệu", 15_000_000),
        ("15 TRIỆU ĐỒNG", 15_000_000),
        ("15 trieu", 15_000_000),
        ("15,5tr", 15_500_000),
        ("15.5 tr.đ", 15_500_000),
        ("1tr2", 1_200_000),
        ("1tr250", 1_250_000),
        ("-1tr2", -1_200_000),
        ("500k", 500_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("2 tỷ", 2_000_000_000),
        ("2,35 tỉ", 2_350_000_000),
        ("0", 0),
        (unicodedata.normalize("NFD", "15 triệu"), 15_000_000),
    ],
)
def test_money_is_read_as_whole_dong(typed: str, dong: int) -> None:
    assert numbers.parse_money(typed) == dong


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("15.500 triệu", Verdict.AMBIGUOUS),
        ("15,500 triệu", Verdict.AMBIGUOUS),
        ("15,000 đ", Verdict.AMBIGUOUS),
        ("1,500tr2", Verdict.AMBIGUOUS),
        ("12,5 đ", Verdict.NOT_WHOLE),
        ("0,0001k", Verdict.NOT_WHOLE),
        ("1,5tr2", Verdict.NOT_WHOLE),
        ("15 đô", Verdict.UNREADABLE),
        ("15 triệu triệu", Verdict.UNREADABLE),
        ("triệu", Verdict.UNREADABLE),
        ("1.2.3 triệu", Verdict.UNREADABLE),
        ("15 triệu" + " " * 40 + "x", Verdict.UNREADABLE),
    ],
)
def test_money_that_is_not_clear_is_not_read(typed: str, verdict: Verdict) -> None:
    read = numbers.read_money(typed)
    assert (read.value, read.verdict) == (None, verdict)


@given(WHOLES, LANGS)
def test_money_is_read_back_as_written(dong: int, lang: str) -> None:
    assert numbers.parse_money(numbers.format_money(dong, lang), lang) == dong


# --- writing


def test_written_the_vietnamese_way() -> None:
    assert numbers.format_whole(13567) == "13.567"
    assert numbers.format_whole(-1234567) == "-1.234.567"
    assert numbers.format_decimal(Decimal("92.5")) == "92,5"
    assert numbers.format_decimal(Decimal("1092.50")) == "1.092,5"
    assert numbers.format_money(15_000_000) == "15.000.000 đ"


def test_written_the_english_way() -> None:
    assert numbers.format_whole(13567, "en") == "13,567"
    assert numbers.format_decimal(Decimal("1092.50"), "en") == "1,092.5"
    assert numbers.format_money(15_000_000, "en") == "15,000,000 VND"
    assert numbers.format_percent(92.5, "en") == "92.5%"


@pytest.mark.parametrize(
    ("number", "written"), [("1E+5", "100.000"), ("-0.00", "0"), ("100", "100"), ("1E-7", "0,0000001")]
)
def test_a_decimal_is_written_without_exponent_or_minus_zero(number: str, written: str) -> None:
    assert numbers.format_decimal(Decimal(number)) == written


@pytest.mark.parametrize(
    ("percent", "written"),
    [
        (92.0, "92 %"),
        (578 / 628 * 100, "92 %"),
        (92.55, "92,6 %"),
        (Decimal("92.45"), "92,5 %"),
        (100, "100 %"),
        (120, "120 %"),
        (0, "0 %"),
        (99.96, "99,9 %"),
        (100.04, "100,1 %"),
        (0.01, "0,1 %"),
        (-0.01, "-0,1 %"),
        (1250.0, "1.250 %"),
    ],
)
def test_percent_has_one_decimal_at_most_and_never_rounds_to_all_or_nothing(
    percent: Decimal | float, written: str
) -> None:
    assert numbers.format_percent(percent) == written


@given(WHOLES, LANGS)
def test_a_whole_number_is_read_back_as_written(number: int, lang: str) -> None:
    assert numbers.parse_whole(numbers.format_whole(number, lang), lang) == number


@given(DECIMALS, LANGS)
def test_a_decimal_is_read_back_as_written(number: Decimal, lang: str) -> None:
    assert numbers.parse_decimal(numbers.format_decimal(number, lang), lang) == number


# --- words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (628, "sáu trăm hai mươi tám"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (13567, "mười ba nghìn năm trăm sáu mươi bảy"),
        (15_500_000, "mười lăm triệu năm trăm nghìn"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (2_000_000_000_000, "hai nghìn tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_in_words(number: int, words: str) -> None:
    assert numbers.in_words(number) == words


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_different_numbers_have_different_words(a: int, b: int) -> None:
    assert (numbers.in_words(a) == numbers.in_words(b)) == (a == b)
