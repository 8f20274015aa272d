"""Vietnamese text: cleaned at entry, folded for searching, keyed for sorting, compared.

Every text that a person types passes `clean` once and is never changed again. A list stores two
derived texts beside it: `fold` for searching ("may tinh" finds "Máy tính") and `sort_key` for
ordering, both plain TEXT, so that a database needs no collation and no callback.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""The Vietnamese alphabet in its order, with f, j, w and z in their Latin places."""

KEY_CHARACTERS: Final = 250
"""How much of a text sorts: a key stays under 2,704 bytes, the most that a PostgreSQL index takes."""

VERSION: Final = 1
"""Of what `fold` and `sort_key` return: it grows with each change, and what was stored is made anew."""

# --- entry ----------------------------------------------------------------------------------------

# What JSON, XML or PostgreSQL text cannot carry. Soft hyphens stay: TCVN3 writes ư as U+00AD.
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FULL_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)}
_SPACES: Final = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), 0x20)
_NARROW: Final = {**_FULL_WIDTH, **_SPACES, 0x2212: 0x2D}


def nfc(s: str) -> str:
    """Return ``s`` in Unicode form NFC with its line ends as LF; nothing is removed."""
    if "\r" in s:
        s = s.replace("\r\n", "\n").replace("\r", "\n")
    return s if s.isascii() else unicodedata.normalize("NFC", s)


def clean(s: str) -> str:
    """Return typed text as it is stored: `nfc`, and every character legal in JSON, XML and SQL.

    Control characters other than tab and line feed are dropped; the two halves of a broken pair
    of surrogates are joined, a lone one becomes U+FFFD: no letter is ever lost.
    """
    s = nfc(s)
    if not _UNSTORABLE.search(s):
        return s
    joined = s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return nfc(_UNSTORABLE.sub(lambda found: "" if found[0] < " " else "\ufffd", joined))


def narrow(s: str) -> str:
    """Return ``s`` with full-width forms as ASCII, odd spaces as plain ones, U+2212 as a hyphen."""
    return s if s.isascii() else s.translate(_NARROW)


# --- searching ------------------------------------------------------------------------------------

_DASHES: Final = (0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212)
_QUOTES: Final = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
_INVISIBLE: Final = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)


def fold(s: str) -> str:
    """Return ``s`` for searching: lower case, without accents, đ as d, blanks collapsed.

    Tone placement ("hoà", "hòa"), normal form, dashes and quotes make no difference. Folding
    twice changes nothing more.
    """
    if s.isascii():
        return " ".join(s.lower().split())
    folded = s.translate(_folding())
    return " ".join((folded if folded.isascii() else _fold_rest(folded)).split())


@cache
def _folding() -> dict[int, str | None]:
    table: dict[int, str | None] = {i: chr(i).lower() for i in range(128)}  # a miss is slow
    table |= dict.fromkeys((*_INVISIBLE, *range(0x300, 0x370)))
    table |= dict.fromkeys(_DASHES, "-") | _QUOTES
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        base = _without_marks(unicodedata.normalize("NFD", chr(code)))
        if base.isascii():
            table[code] = base.lower()
    return table | {ord("đ"): "d", ord("Đ"): "d"}


def _without_marks(decomposed: str) -> str:
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _fold_rest(s: str) -> str:
    """Fold what is not Vietnamese; repeated until stable, because case and form feed each other."""
    while True:
        bare = _without_marks(unicodedata.normalize("NFKD", s).casefold())
        folded = bare.translate(_folding())
        if folded == s:
            return s
        s = folded


# --- sorting --------------------------------------------------------------------------------------

# A key is read from left to right in these classes, each below the next:
#   end of a level < blank < punctuation < tones < digits < letters < other scripts
_LEVEL, _BLANK, _PUNCTUATION, _OTHER_MARK, _OTHER_SCRIPT = " ", "!", '"', ")", "~"
_LEVEL_TONE: Final = "#"  # ngang, the tone without a mark
_TONES: Final = dict(zip("\u0300\u0309\u0303\u0301\u0323", "$%&'(", strict=True))
_LETTERS: Final = {letter: chr(0x41 + rank) for rank, letter in enumerate(ALPHABET)}
_ASCII_RANKS: Final = {
    ord(c): rank for letter, rank in _LETTERS.items() if letter.isascii() for c in (letter, letter.upper())
}
_ASCII_CASES: Final = {code: "1" if chr(code).isupper() else "0" for code in range(128)}


def sort_key(s: str) -> str:
    """Return a text whose plain code point (UTF-8 byte) order is the Vietnamese order of ``s``.

    As in a Vietnamese dictionary: syllable by syllable, first the letters (a ă â b c d đ …), then
    the tone (ngang, huyền, hỏi, ngã, sắc, nặng); digits as the number that they write ("Phòng 2"
    before "Phòng 10"); at the very end lower case before upper, and "7" before "07". Equal
    keys mean texts that differ in blanks, normal form or the place of a tone mark only, or after
    the first `KEY_CHARACTERS`.
    """
    words = [_weigh(word) for word in clean(s)[:KEY_CHARACTERS].split()]
    cases = "".join(case for _, case in words).rstrip("0")
    return _BLANK.join(weight for weight, _ in words) + (_LEVEL + cases if cases else "")


def person_sort_key(name: str) -> str:
    """Return the key by which lists of people are sorted: given name (last), family, middle."""
    *others, given = name.split() or [""]
    return sort_key(" ".join((given, *others)))


@lru_cache(maxsize=8192)
def _weigh(word: str) -> tuple[str, str]:
    """Return the weight of a word in NFC, and its cases: a digit a character, 1 for upper case."""
    if word.isascii():
        return _ASCII_RUN.sub(_weigh_run, word), _mark_zeros(word, word.translate(_ASCII_CASES))
    runs = groupby(word, lambda c: _letter(c) is not None)
    weight = "".join((_weigh_syllable if in_syllable else _weigh_others)(run) for in_syllable, run in runs)
    return weight, _mark_zeros(word, "".join("1" if c != c.lower() else "0" for c in word))


_ASCII_RUN: Final = re.compile(r"([A-Za-z]+)|0*([0-9]+)|(.)", re.DOTALL)
_OTHERS_RUN: Final = re.compile(r"()0*([0-9]+)|(.)", re.DOTALL)
_NUMBERS: Final = re.compile("[0-9]+")
_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")


def _weigh_run(run: re.Match[str]) -> str:
    letters, number, other = run.groups()
    if number:
        return _weigh_number(number)
    return letters.translate(_ASCII_RANKS) + _LEVEL_TONE if letters else _weigh_other(other)


def _weigh_number(digits: str) -> str:
    """Return digits behind their count less one, so that 2 comes before 10; 9 stands for nine and more."""
    counts, rest = divmod(len(digits) - 1, 9)
    return "9" * counts + f"{rest}{digits}"


def _mark_zeros(word: str, cases: str) -> str:
    """Return ``cases`` with 2 for a zero that leads a number: it is not in the number's weight."""
    for zeros in _ZEROS.finditer(word) if "0" in word else ():
        cases = cases[: zeros.start()] + "2" * len(zeros[0]) + cases[zeros.end() :]
    return cases


def _weigh_syllable(run: Iterable[str]) -> str:
    pairs = [pair for pair in map(_letter, run) if pair]
    tones = "".join(tone for _, tone in pairs)
    return "".join(letter for letter, _ in pairs) + (tones or _LEVEL_TONE)


def _weigh_others(run: Iterable[str]) -> str:
    return _OTHERS_RUN.sub(_weigh_run, "".join(run))


@lru_cache(maxsize=1024)
def _letter(c: str) -> tuple[str, str] | None:
    """Return the rank of a letter and its tone; ("", mark) for a bare mark; None for all else."""
    letter = marks = ""
    for x in unicodedata.normalize("NFD", c.lower()):
        shaped = unicodedata.normalize("NFC", letter + x)
        if shaped in _LETTERS:
            letter = shaped
        elif unicodedata.combining(x):
            marks += _TONES.get(x, _OTHER_MARK + x)
        else:
            return None
    return _LETTERS.get(letter, ""), marks


def _weigh_other(c: str) -> str:
    return (_OTHER_SCRIPT + c.lower()) if c.isalnum() else _PUNCTUATION + c


# --- comparing ------------------------------------------------------------------------------------

_TONED_PAIR: Final = re.compile(
    r"(?:([oO])([àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ])|(?<![qQ])([uU])([ỳýỷỹỵỲÝỶỸỴ]))(?!\w)",
)


def same_text(a: str, b: str) -> bool:
    """Say whether two texts agree in letters and tones.

    Case, blanks, normal form and the place of the tone mark do not count; accents and every zero do. Compare
    `fold` of both where accents must not count either.
    """
    return a == b or _accented(a) == _accented(b)


def _accented(s: str) -> list[tuple[str, list[str]]]:
    return [(_weigh(word)[0], _NUMBERS.findall(word)) for word in clean(s).split()]


def normalize_tone_placement(s: str) -> str:
    """Return ``s`` in NFC with the tone of open oa, oe, uy on the first vowel: "hoà" as "hòa".

    It is the older style, in which the official names of units are written ("Khánh Hòa").
    """
    return _TONED_PAIR.sub(_tone_on_first, nfc(s))


def _tone_on_first(pair: re.Match[str]) -> str:
    first, second = pair[1] or pair[3], pair[2] or pair[4]
    decomposed = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + decomposed[1]) + decomposed[0]
