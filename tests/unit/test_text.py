"""Vietnamese text: entry, searching, sorting, comparing."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.domain import text

ALPHABET = [*"aăâ", *"bcd", *"đeê", *"fghijklmn", *"oôơ", *"pqrst", *"uư", *"vwxyz"]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậờợửựĐƯÂ  0123456789-.,'")
ANY = st.text() | VIETNAMESE
ANYTHING = st.text(st.characters(exclude_categories=[]))


def nfd(s: str) -> str:
    return unicodedata.normalize("NFD", s)


# --- entry


def test_nfc_makes_one_spelling_of_decomposed_text() -> None:
    assert len(nfd("Điện Biên")) == 12
    assert text.nfc(nfd("Điện Biên")) == "Điện Biên"
    assert len(text.nfc(nfd("Điện Biên"))) == 9


@pytest.mark.parametrize("typed", ["a\r\nb", "a\rb", "a\nb"])
def test_nfc_has_one_line_end(typed: str) -> None:
    assert text.nfc(typed) == "a\nb"


@pytest.mark.parametrize("typed", ["\tmáy\tin ", "=1+1", "<b>#", "\"'", "😀", "a\u00adb", "\ufeffa", "\x85"])
def test_nfc_and_clean_remove_nothing_that_can_be_stored(typed: str) -> None:
    assert text.nfc(typed) == text.clean(typed) == typed


def test_clean_drops_control_characters_but_tab_and_line_feed() -> None:
    assert text.clean("m\x00á\x1by\t\n\x0b!") == "máy\t\n!"


def test_clean_composes_what_a_dropped_character_had_parted() -> None:
    assert text.clean("a\x00\u0301") == "á"


def test_clean_joins_halves_of_an_emoji_and_marks_a_lone_half() -> None:
    assert text.clean("\ud83d\ude00") == "😀"
    assert text.clean("a\ud83db\ude00") == "a\ufffdb\ufffd"


def test_clean_marks_what_xml_cannot_carry() -> None:
    assert text.clean("a\ufffeb\uffff") == "a\ufffdb\ufffd"


@given(ANYTHING)
@example("\r\r\n")
def test_clean_text_can_be_stored_anywhere_and_stays_as_it_is(s: str) -> None:
    cleaned = text.clean(s)
    assert text.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not [c for c in cleaned if c < " " and c not in "\t\n"]


@given(ANYTHING)
@example("\r\r\n")
def test_nfc_is_idempotent(s: str) -> None:
    assert text.nfc(text.nfc(s)) == text.nfc(s)


def test_narrow_reads_full_width_forms_and_odd_spaces() -> None:
    assert text.narrow("１２．５\u00a0\u202f％\u2212１") == "12.5  %-1"
    assert text.narrow("12,5") == "12,5"
    assert text.narrow("！～\u2000\u200a\u205f\u3000ạ") == "!~    ạ"


# --- searching


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Máy tính", "may tinh"),
        ("ĐẶNG ĐẠT", "dang dat"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("  Máy\u00a0 tính\n\tđể bàn ", "may tinh de ban"),
        ("độc lập – soạn thảo", "doc lap - soan thao"),
        ("“Nguyễn” ’A’", "\"nguyen\" 'a'"),
        ("zero\u200bwidth", "zerowidth"),
        ("ＭÁＹ", "may"),
        ("Straße ǹ İstanbul", "strasse n istanbul"),
        ("Ångström 5 m²", "angstrom 5 m2"),
        ("ПРИВЕТ", "привет"),
        ("😀 Ư", "😀 u"),
        ("SN-00123", "sn-00123"),
        ("", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
def test_fold_takes_every_dash_for_a_hyphen(dash: str) -> None:
    assert text.fold(f"Ư{dash}1") == "u-1"


@pytest.mark.parametrize("unseen", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
def test_fold_drops_what_is_not_seen(unseen: str) -> None:
    assert text.fold(f"Ư{unseen}B") == "ub"


def test_fold_takes_typographic_quotes_for_plain_ones() -> None:
    assert text.fold("‘Ư’ “Ư”") == "'u' \"u\""


def test_fold_leaves_no_accent_on_any_vietnamese_letter() -> None:
    text._folding.cache_clear()  # it may have been made before this was measured
    letters = [*range(0x1EA0, 0x1EFA), *map(ord, "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư")]
    assert {text.fold(chr(code)) for code in letters} == set("aeiouyd")


@given(ANY)
def test_fold_is_idempotent(s: str) -> None:
    assert text.fold(text.fold(s)) == text.fold(s)


@given(ANY)
def test_fold_is_the_same_for_every_normal_form(s: str) -> None:
    assert text.fold(nfd(s)) == text.fold(unicodedata.normalize("NFC", s))


@given(VIETNAMESE)
def test_fold_ignores_case(s: str) -> None:
    assert text.fold(s.upper()) == text.fold(s.lower())


# --- sorting


def ordered(*texts: str) -> bool:
    return all(text.sort_key(a) < text.sort_key(b) for a, b in pairwise(texts))


def test_letters_sort_in_the_order_of_the_vietnamese_alphabet() -> None:
    assert list(text.ALPHABET) == ALPHABET
    assert ordered(*ALPHABET)


def test_tones_sort_ngang_huyen_hoi_nga_sac_nang() -> None:
    assert ordered(*TONES)


@pytest.mark.parametrize("vowel", "aăâeêioôơuưy")
def test_a_tone_never_outweighs_a_letter(vowel: str) -> None:
    toned = [unicodedata.normalize("NFC", vowel + mark) for mark in "\u0300\u0309\u0303\u0301\u0323"]
    assert ordered(vowel, *toned, vowel + "b")


def test_syllables_weigh_one_by_one_as_in_a_dictionary() -> None:
    assert ordered("ca", "ca dao", "ca nô", "cà", "cà chua", "cá", "cam", "can")


def test_communes_sort_as_on_an_official_list() -> None:
    assert ordered(
        "Hẹ Muông", "Hua Thanh", "Mường Lói", "Mường Nhà", "Mường Pồn", "Na Tông", "Na Ư", "Noong Luống"
    )


def test_blank_then_punctuation_then_digits_then_letters_then_other_scripts() -> None:
    assert ordered("", "-", "1", "a", "a b", "a-b", "a1", "ab", "z", "β", "я")


def test_digits_sort_as_the_number_that_they_write() -> None:
    assert ordered("0", "1", "9", "10", "99", "100", "999999999", "1000000000", "9" * 40, "a")
    assert ordered("Bản Mẫu 2", "Bản Mẫu 10", "bản mẫu 10a", "Bản Mẫu 11")
    assert ordered("MT-1", "MT-01", "MT-001", "MT-2", "MT-010")
    assert ordered("số 0", "số 00", "số 1")


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_in_a_text_sort_by_value(a: int, b: int) -> None:
    assert (text.sort_key(f"Phòng {a} tầng") < text.sort_key(f"Phòng {b} tầng")) == (a < b)


def test_a_leading_zero_is_part_of_a_code() -> None:
    assert not text.same_text("MT-007", "MT-7")
    assert not text.same_text("07-7", "7-07")
    assert text.same_text("mt-007", "MT-007")


@pytest.mark.parametrize("mark", "!#%'()*,./:;<=>?@[]^_`{|}~\u2013")
def test_every_punctuation_mark_comes_before_digits_and_letters(mark: str) -> None:
    assert ordered("", mark, "0", "a", f"a{mark}", "a0", "aa")


def test_lower_case_comes_before_upper_only_when_all_else_is_equal() -> None:
    assert ordered("máy", "máY", "mÁy", "Máy", "MÁY", "máy in")


def test_the_place_of_the_tone_mark_does_not_change_the_order() -> None:
    assert text.sort_key("hoà") == text.sort_key("hòa")


def test_foreign_marks_follow_the_plain_letter() -> None:
    assert ordered("u", "ụ", "ü", "ub")
    assert ordered("c", "ĉ", "ca")
    assert text.sort_key("\u0302") != text.sort_key("\u0301")


def test_a_very_long_text_has_a_key_that_an_index_takes() -> None:
    assert len(text.sort_key("😀Ư" * 10_000).encode()) < 2704


@given(ANY)
def test_sort_key_is_the_same_for_every_normal_form(s: str) -> None:
    assert text.sort_key(nfd(s)) == text.sort_key(unicodedata.normalize("NFC", s))


@given(ANYTHING)
def test_sort_key_can_be_stored(s: str) -> None:
    key = text.sort_key(s)
    assert key.encode("utf-8").decode("utf-8") == key
    assert not [c for c in key if c < " "]


@given(ANY, ANY)
def test_keys_order_the_same_as_bytes_and_as_code_points(a: str, b: str) -> None:
    x, y = text.sort_key(a), text.sort_key(b)
    assert (x < y) == (x.encode() < y.encode())


@given(VIETNAMESE, VIETNAMESE)
def test_equal_keys_mean_the_same_words(a: str, b: str) -> None:
    if text.sort_key(a) == text.sort_key(b):
        assert text.fold(a) == text.fold(b)


@given(st.lists(st.sampled_from(ALPHABET), max_size=6), st.lists(st.sampled_from(ALPHABET), max_size=6))
def test_one_syllable_without_tone_sorts_by_the_written_alphabet(a: list[str], b: list[str]) -> None:
    ranks = [ALPHABET.index(x) for x in a], [ALPHABET.index(x) for x in b]
    assert (text.sort_key("".join(a)) < text.sort_key("".join(b))) == (ranks[0] < ranks[1])


def test_people_sort_by_given_name_then_family_then_middle() -> None:
    people = [
        "Lò Thị An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Lò Văn Ân",
        "Cà Văn Bình",
        "Vàng A Chà",
        "Điêu Chính Đạt",
    ]
    assert sorted([*people[3:], *people[:3]], key=text.person_sort_key) == people


@pytest.mark.parametrize("name", ["", "  ", "An"])
def test_a_name_of_one_word_or_none_sorts_as_it_stands(name: str) -> None:
    assert text.person_sort_key(name) == text.sort_key(name)


# --- comparing


@pytest.mark.parametrize(
    ("a", "b"),
    [("hoà", "hòa"), ("Uỷ ban", "ỦY  BAN"), ("Điện Biên", nfd("điện biên")), ("thuý", "thúy"), ("x", "x")],
)
def test_same_text_ignores_case_blanks_form_and_tone_placement(a: str, b: str) -> None:
    assert text.same_text(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("hoà", "hoá"), ("hoa", "hòa"), ("Noọng Hẹt", "Noong Hẹt"), ("đa", "da")]
)
def test_same_text_keeps_accents(a: str, b: str) -> None:
    assert not text.same_text(a, b)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ", "khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("thuỷ", "thủy"),
        ("quý", "quý"),
        ("Quỳnh", "Quỳnh"),
        ("hoàn", "hoàn"),
        ("toàn quỹ", "toàn quỹ"),
        (nfd("hoà"), "hòa"),
    ],
)
def test_tone_placement_becomes_that_of_official_names(new: str, old: str) -> None:
    assert text.normalize_tone_placement(new) == old


@given(ANY)
def test_tone_placement_keeps_the_text_the_same(s: str) -> None:
    placed = text.normalize_tone_placement(s)
    assert text.same_text(placed, s)
    assert text.normalize_tone_placement(placed) == placed
