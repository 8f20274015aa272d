"""Places on earth as people type them, in degrees."""

import re
from decimal import Decimal

# 21.386, 103.016 as maps write it; 21,386; 103,016 as people do. One mark is never both.
_PLACES = (
    re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)(?:\s*[,;]\s*|\s+)(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"),
    re.compile(r"(-?[0-9]{1,3}(?:,[0-9]{1,15})?)(?:\s*;\s*|,?\s+)(-?[0-9]{1,3}(?:,[0-9]{1,15})?)"),
)
_DIGITS = 6  # some 10 cm


def parse_place(typed: str) -> tuple[Decimal, Decimal] | None:
    """Return latitude and longitude, None for what is no pair of them or lies nowhere on earth."""
    written = typed.strip()
    pair = _PLACES[0].fullmatch(written) or _PLACES[1].fullmatch(written)
    if not pair:
        return None
    lat, lon = (round(Decimal(part.replace(",", ".")), _DIGITS) for part in pair.groups())
    return (lat, lon) if is_on_earth(lat, lon) else None


def is_on_earth(lat: Decimal, lon: Decimal) -> bool:
    """Return whether there is such a place."""
    return abs(lat) <= 90 and abs(lon) <= 180
