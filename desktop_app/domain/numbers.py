"""Numbers as Vietnamese officials write them: read without guessing, written, put into words.

13.567 is thirteen thousand and 92,5 has a decimal comma (the English forms are 13,567 and 92.5).
What is typed may follow the other habit, so every text is read both ways and the two meanings are
compared; a number is never multiplied by ten, or by a thousand, in silence:

=============  =====================================  =======================================
typed          in a field of whole numbers            in a field of decimals
=============  =====================================  =======================================
13.567         13567: a dot before three digits       13567, `Verdict.AMBIGUOUS` (or 13.567)
13,567         not read, `Verdict.AMBIGUOUS`          13.567, `Verdict.AMBIGUOUS` (or 13567)
12.5  12,5     not read, `Verdict.NOT_WHOLE`          12.5
0.567          not read, `Verdict.NOT_WHOLE`          0.567: no thousands begin with 0
1,234,567      1234567: a decimal comma stands once   1234567
1.234,5        not read, `Verdict.NOT_WHOLE`          1234.5, as is 1,234.5
=============  =====================================  =======================================

``lang`` is the language that the reader sees: "en" turns the two marks round in every rule, so
that what `format_decimal` wrote in one language is read back as the same number.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from desktop_app.domain.text import narrow, nfc

LONGEST: Final = 40
"""The most characters that are read as a number."""
LIMIT: Final = 10**18
"""Numbers are read up to here; beyond it no count, amount or measure of a survey lies."""

_SWAP: Final = str.maketrans(".,", ",.")
_NUMBER: Final = re.compile(
    r"""[+-]?(?: [0-9]+
              | (?: 0 | [1-9][0-9]* | [1-9][0-9]{0,2}(?:\.[0-9]{3})+ | [1-9][0-9]{0,2}(?:[ ][0-9]{3})+ )
                (?: ,[0-9]+ )? )""",
    re.VERBOSE,
)


class Verdict(StrEnum):
    """How sure the reading of a number is."""

    CLEAR = "clear"
    AMBIGUOUS = "ambiguous"
    NOT_WHOLE = "not_whole"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number read from text: its value, if it may be used, and all that the text may mean."""

    value: Decimal | None
    verdict: Verdict
    meanings: tuple[Decimal, ...] = ()


# --- reading --------------------------------------------------------------------------------------


def read_whole(typed: str, lang: str = "vi") -> NumberRead:
    """Read a whole number; 12,0 is one, 12,5 is not, and 13,567 may be either."""
    meanings = _meanings(typed, lang)
    if not meanings:
        return NumberRead(None, Verdict.UNREADABLE)
    if abs(meanings[0]) < abs(meanings[-1]):  # what stands before the digits is a decimal mark
        return NumberRead(None, Verdict.AMBIGUOUS, meanings)
    if meanings[0] != meanings[0].to_integral_value():
        return NumberRead(None, Verdict.NOT_WHOLE, meanings)
    return NumberRead(meanings[0], Verdict.CLEAR, meanings)


def read_decimal(typed: str, lang: str = "vi", *, grouping: bool = True) -> NumberRead:
    """Read a decimal number, the language's own habit first.

    Without ``grouping`` a single dot or comma is always the decimal mark: for quantities that
    never reach a thousand, such as degrees of latitude.
    """
    meanings = _meanings(typed, lang)
    if not meanings:
        return NumberRead(None, Verdict.UNREADABLE)
    if not grouping:
        return NumberRead(min(meanings, key=abs), Verdict.CLEAR, meanings)
    return NumberRead(meanings[0], Verdict.CLEAR if len(meanings) == 1 else Verdict.AMBIGUOUS, meanings)


def parse_whole(typed: str, lang: str = "vi") -> int | None:
    """Return the whole number that ``typed`` means, or None; see `read_whole`."""
    return _whole(read_whole(typed, lang))


def parse_decimal(typed: str, lang: str = "vi", *, grouping: bool = True) -> Decimal | None:
    """Return the decimal number that ``typed`` means, or None; see `read_decimal`."""
    return read_decimal(typed, lang, grouping=grouping).value


def _whole(read: NumberRead) -> int | None:
    return None if read.value is None else int(read.value)


def _meanings(typed: str, lang: str) -> tuple[Decimal, ...]:
    """Return the numbers that ``typed`` may mean, that of the language's own habit first."""
    written = narrow(typed).strip()
    if len(written) > LONGEST:
        return ()
    other = written.translate(_SWAP)
    readings = (other, written) if lang == "en" else (written, other)
    values = [_value(reading) for reading in readings if _NUMBER.fullmatch(reading)]
    return tuple(dict.fromkeys(value for value in values if abs(value) < LIMIT))


def _value(vietnamese: str) -> Decimal:
    return Decimal(vietnamese.replace(" ", "").replace(".", "").replace(",", "."))


# --- money ----------------------------------------------------------------------------------------

_SCALES: Final = {
    **dict.fromkeys(("nghìn", "nghin", "ngàn", "ngan", "k"), 10**3),
    **dict.fromkeys(("triệu", "trieu", "tr"), 10**6),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), 10**9),
}
_CURRENCY: Final = r"\.?(?:đồng|dong|vnđ|vnd|đ|d|₫)\.?"
_AMOUNT: Final = re.compile(
    rf"([+-]?[0-9](?:[0-9., ]*[0-9])?)\s*({'|'.join(_SCALES)})?\s*(?:([0-9]{{1,3}})|{_CURRENCY})?"
)


def read_money(typed: str, lang: str = "vi") -> NumberRead:
    """Read an amount in whole đồng: 15.000.000, 15 triệu, 15,5tr, 1tr2, 500k, 2 tỷ đồng.

    "15.500 triệu" is not read: a slip of a thousand times hides in it.
    """
    written = nfc(narrow(typed)).strip().lower()
    found = _AMOUNT.fullmatch(written) if len(written) <= LONGEST else None
    if not found:
        return NumberRead(None, Verdict.UNREADABLE)
    number, scale, tail = found.groups()
    if not scale:
        return read_whole(number, lang)
    return _scaled(_with_tail(number, tail, lang) if tail else read_decimal(number, lang), _SCALES[scale])


def _with_tail(number: str, tail: str, lang: str) -> NumberRead:
    """Read 1tr2 as people say it: 1,2 million, and 1tr250 as 1,250 million."""
    whole = read_whole(number, lang)
    return whole if whole.value is None else NumberRead(Decimal(f"{whole.value}.{tail}"), Verdict.CLEAR)


def _scaled(read: NumberRead, times: int) -> NumberRead:
    if read.value is None or read.verdict is not Verdict.CLEAR:
        return NumberRead(None, read.verdict, tuple(meaning * times for meaning in read.meanings))
    amount = read.value * times
    if amount != amount.to_integral_value():
        return NumberRead(None, Verdict.NOT_WHOLE, (amount,))
    return NumberRead(amount, Verdict.CLEAR, (amount,))


def parse_money(typed: str, lang: str = "vi") -> int | None:
    """Return the whole đồng that ``typed`` means, or None; see `read_money`."""
    return _whole(read_money(typed, lang))


# --- writing --------------------------------------------------------------------------------------


def format_whole(number: int, lang: str = "vi") -> str:
    """Return 13567 as "13.567", or in English as "13,567"."""
    return _in_habit(f"{number:,}", lang)


def format_decimal(number: Decimal, lang: str = "vi") -> str:
    """Return Decimal("1092.50") as "1.092,5": all its digits, no exponent, no trailing zero."""
    written = f"{number:,f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return _in_habit("0" if written == "-0" else written, lang)


def format_money(dong: int, lang: str = "vi") -> str:
    """Return an amount with its currency: "15.000.000 đ", in English "15,000,000 VND"."""
    return f"{format_whole(dong, lang)} {'VND' if lang == 'en' else 'đ'}"


def format_percent(percent: Decimal | float, lang: str = "vi") -> str:
    """Return 92.04 as "92 %" and 92.55 as "92,6 %" (English "92%"): at most one decimal.

    What is not quite all or not quite nothing never reads "100 %" or "0 %".
    """
    exact = Decimal(str(percent))
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if shown != exact and shown in (0, 100):
        shown += Decimal("0.1") if exact > shown else Decimal("-0.1")
    return format_decimal(shown, lang) + ("%" if lang == "en" else " %")


def _in_habit(english: str, lang: str) -> str:
    return english if lang == "en" else english.translate(_SWAP)


# --- words ----------------------------------------------------------------------------------------

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def in_words(number: int) -> str:
    """Return 628 as "sáu trăm hai mươi tám", as paper wants an amount: mốt, lăm, linh."""
    if number < 0:
        return f"âm {in_words(-number)}"
    return " ".join(_words(number, inner=False)) or _DIGITS[0]


def _words(number: int, *, inner: bool) -> list[str]:
    """Return the words of a number; an ``inner`` one has words before it and names its hundreds."""
    if number >= 10**9:
        billions, rest = divmod(number, 10**9)
        return [*_words(billions, inner=inner), "tỷ", *_words(rest, inner=True)]
    words: list[str] = []
    for scale, name in ((10**6, ["triệu"]), (10**3, ["nghìn"]), (1, [])):
        if group := number // scale % 1000:
            words += _group(group, inner=inner or bool(words)) + name
    return words


def _group(number: int, *, inner: bool) -> list[str]:
    hundreds, tens, unit = number // 100, number // 10 % 10, number % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    if tens:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif unit and words:
        words.append("linh")
    if unit:
        words.append("mốt" if unit == 1 and tens > 1 else "lăm" if unit == 5 and tens else _DIGITS[unit])
    return words


# --- the one spelling that is stored --------------------------------------------------------------

# With a bound on its length: Decimal("1e999999999") would be written out in full.
CANONICAL = r"0|-?(0\.[0-9]*[1-9]|[1-9][0-9]*(\.[0-9]*[1-9])?)"


def canonical(number: Decimal) -> str:
    """Return the one spelling of ``number``: no exponent, no trailing zero, no minus zero."""
    spelled = format(number.normalize(), "f")
    return "0" if spelled in ("-0", "0") else spelled


def is_canonical(spelled: str) -> bool:
    """Return whether ``spelled`` is a number in the one spelling, and not too long."""
    return len(spelled) <= LONGEST and bool(re.fullmatch(CANONICAL, spelled))
