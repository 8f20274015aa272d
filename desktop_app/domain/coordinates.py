"""Places as people type and paste them: decimal degrees, degrees with minutes and seconds, a map's link.

=====================================  ====================================================
typed                                  where it comes from
=====================================  ====================================================
21.386, 103.016                        a map; 21,386; 103,016 with the decimal comma
(21.386, 103.016)                      a map, copied with its brackets
21.386°N 103.016°E                     a phone; B, Đ, T for Bắc, Đông, Tây
103.016 Đ, 21.386 B                    the letters say which is which
21°23'10.5"N 103°0'57.6"E              a receiver; also ′ ″ and ’ ”
https://…/@21.386,103.016,15z          a link to a map, or ?q=21.386,103.016
=====================================  ====================================================

N is north, in Vietnamese too, where it might stand for Nam: no commune lies south of the equator.
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from desktop_app.domain.text import narrow, nfc

LONGEST: Final = 300
"""The most characters that are read as a place: a link to a map is long."""
_DIGITS: Final = 6  # a tenth of a metre

# 21.386, 103.016 as maps write it; 21,386; 103,016 as people do. One mark is never both.
_PLAIN: Final = (
    re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)(?:\s*[,;]\s*|\s+)(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"),
    re.compile(r"(-?[0-9]{1,3}(?:,[0-9]{1,15})?)(?:\s*;\s*|,?\s+)(-?[0-9]{1,3}(?:,[0-9]{1,15})?)"),
)
_LINK: Final = re.compile(
    r"HTTPS?://\S*?[@=/](-?[0-9]{1,3}\.[0-9]{1,15})(?:,|%2C)(-?[0-9]{1,3}\.[0-9]{1,15})\S*"
)
_SIGNS: Final = str.maketrans("º˚′’‘´″”“", "°°''''\"\"\"")

_PART: Final = re.compile(
    r"""(?P<before>[NBSEĐWT])?\s*
        (?P<degrees>[0-9]{1,3}(?:[.,][0-9]{1,15})?)\s*°?\s*
        (?:(?P<minutes>[0-9]{1,2}(?:[.,][0-9]{1,12})?)\s*'\s*)?
        (?:(?P<seconds>[0-9]{1,2}(?:[.,][0-9]{1,9})?)\s*"\s*)?
        (?P<after>[NBSEĐWT])?""",
    re.VERBOSE,
)
_NORTHERN: Final = "NBS"
_NEGATIVE: Final = "SWT"


class Place(NamedTuple):
    """A place on earth in degrees, at six decimals."""

    lat: Decimal
    lon: Decimal


def parse_place(typed: str) -> Place | None:
    """Return the place that ``typed`` means, or None."""
    written = nfc(narrow(typed)).strip().upper()
    if len(written) > LONGEST:
        return None
    found = _of_link(written) or _of_plain(written) or _of_letters(written)
    return found if found and is_on_earth(found) else None


def is_on_earth(place: Place) -> bool:
    """Return whether a latitude and a longitude are ones."""
    return abs(place.lat) <= 90 and abs(place.lon) <= 180  # degrees


def _place(lat: Decimal, lon: Decimal) -> Place:
    return Place(round(lat, _DIGITS), round(lon, _DIGITS))


def _of_link(written: str) -> Place | None:
    found = _LINK.fullmatch(written)
    return _place(Decimal(found[1]), Decimal(found[2])) if found else None


def _of_plain(written: str) -> Place | None:
    bare = re.sub(r"^\((.*)\)$", r"\1", written).strip()
    found = _PLAIN[0].fullmatch(bare) or _PLAIN[1].fullmatch(bare)
    return _place(*(_number(part) for part in found.groups())) if found else None


def _of_letters(written: str) -> Place | None:
    """Read two parts that each say by a letter whether they go north or east."""
    bare = re.sub(r"^\((.*)\)$", r"\1", written.translate(_SIGNS).replace("''", '"')).strip()
    first = _PART.match(bare)
    rest = re.sub(r"^\s*[,;]?\s*", "", bare[first.end() :]) if first else ""
    second = _PART.fullmatch(rest)
    if not first or not second:
        return None
    one, other = _degrees(first), _degrees(second)
    if one is None or other is None or one[0] == other[0]:
        return None
    return _place(one[1], other[1]) if one[0] else _place(other[1], one[1])


def _degrees(part: re.Match[str]) -> tuple[bool, Decimal] | None:
    """Return whether a part is a latitude, and its degrees; None where nothing or two things say so."""
    letters = [letter for letter in (part["before"], part["after"]) if letter]
    minutes, seconds = (_number(part[name] or "0") for name in ("minutes", "seconds"))
    if len(letters) != 1 or minutes >= 60 or seconds >= 60:
        return None
    degrees = _number(part["degrees"]) + minutes / 60 + seconds / 3600
    return letters[0] in _NORTHERN, -degrees if letters[0] in _NEGATIVE else degrees


def _number(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))
