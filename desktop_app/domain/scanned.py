"""What a scanner typed, and which known codes it may be, with the Vietnamese keyboard left on.

A scanner is a keyboard. With UniKey on, Telex makes "Ả" of the keys "AR" and VNI makes "Á" of "A1"; an
Enter, a tab or a blank may follow the code. What was typed is kept as it came; here it is only compared.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from desktop_app.domain.text import clean, fold, narrow

_TELEX_MARKS = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j", "\u0306": "w"}
_VNI_MARKS = {
    "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5",
    "\u0302": "6", "\u031b": "7", "\u0306": "8",
}  # fmt: skip
_MOST_READINGS = 64


def plain_code(typed: str) -> str:
    """Return a code for comparing: NFC, lower case, without blanks; its accents stay."""
    return "".join(narrow(clean(typed)).casefold().split())


def bare_code(typed: str) -> str:
    """Return a code for comparing where accents make no difference."""
    return fold(plain_code(typed))


def vni_keys(typed: str) -> str:
    """Return the keys behind a code if VNI made its accents, each figure behind its letter."""
    return "".join(_keys(sign, _VNI_MARKS, "d9") for sign in plain_code(typed))


def telex_may_be(typed: str, code: str) -> bool:
    """Return whether Telex may have made ``typed`` of the keys of ``code``.

    The same keys, as many of each, and what was left of them in the same order: Telex takes a key away from
    where it was pressed and puts a mark on an earlier letter.
    """
    keys = plain_code(code)
    return any(
        sorted(pressed) == sorted(keys) and _in_order(left, keys)
        for pressed, left in _telex(plain_code(typed))
    )


def was_changed(typed: str) -> bool:
    """Return whether a code has letters that only a Vietnamese keyboard makes."""
    return not plain_code(typed).isascii()


def _telex(typed: str) -> Iterator[tuple[str, str]]:
    """Yield (all keys, the keys that left a letter), once for each way in which ``typed`` can be read."""
    ways = [_telex_ways(sign) for sign in typed]
    for at, chosen in enumerate(product(*ways)):
        if at == _MOST_READINGS:
            return
        yield "".join(pressed for pressed, _left in chosen), "".join(left for _pressed, left in chosen)


@cache
def _telex_ways(sign: str) -> tuple[tuple[str, str], ...]:
    """Return the ways in which a letter is typed: ư is "uw", or "w" alone."""
    if sign.isascii():
        return ((sign, sign),)
    if sign == "đ":
        return (("dd", "d"),)
    letter, *marks = list(unicodedata.normalize("NFD", sign))
    keys = "".join(letter if mark == "\u0302" else _horn(mark) for mark in marks)
    ways = ((letter + keys, letter),)
    return (*ways, (keys, "w")) if letter == "u" and "\u031b" in marks else ways


def _horn(mark: str) -> str:
    return "w" if mark == "\u031b" else _TELEX_MARKS.get(mark, mark)


def _keys(sign: str, marks: dict[str, str], crossed: str) -> str:
    if sign == "đ":
        return crossed
    letter, *found = list(unicodedata.normalize("NFD", sign))
    return letter + "".join(marks.get(mark, mark) for mark in found)


def _in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(sign in rest for sign in part)


def lines_of(pasted: str) -> list[str]:
    """Return the codes of a pasted list: one a line, or the first cell of a row; blank lines say nothing."""
    return [code for line in clean(pasted).split("\n") if (code := line.split("\t")[0].strip())]


def matching(typed: str, codes: Iterable[str]) -> list[str]:
    """Return those of ``codes`` that ``typed``, changed by a Vietnamese keyboard, may be."""
    return [code for code in codes if vni_keys(typed) == plain_code(code) or telex_may_be(typed, code)]
