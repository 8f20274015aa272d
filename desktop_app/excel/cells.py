"""One cell: what XLSX holds for a value of ours, and what a cell of XLSX says as a person would type it.

Text is always text: a leading "=" is no formula, a code keeps its zeros. Numbers and dates are real ones.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from desktop_app.app.wording import STATES, TEXTS
from desktop_app.domain import kinds
from desktop_app.domain.kinds import Showing
from desktop_app.domain.text import clean
from desktop_app.domain.topic import Field, Kind
from desktop_app.domain.values import Cell, Raw, State, Value

MAX_UNITS: Final = 32_767
"""UTF-16 units that one cell of XLSX holds."""
ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
_FIRST_DATE: Final = date(1900, 3, 1)  # before it the calendar of XLSX is a day off
_EXACT_DIGITS: Final = 15
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # ECMA-376 part 1, 22.9.2.19 (ST_Xstring)
_ESCAPED: Final = re.compile(r"_x(005F|00[01][0-9A-F])_", re.IGNORECASE)

Typed = str | int | float | date | datetime | None
"""What is written into a cell."""


# --- out ------------------------------------------------------------------------------------------


def written(field: Field, cell: Cell, showing: Showing) -> tuple[Typed, str]:
    """Return what stands in the cell of ``field``, and the word for the column beside it, if it has one."""
    lang = showing.lang
    match cell:
        case None:
            return None, ""
        case Raw(raw):
            return as_text(raw), ""
        case Value(None, state):
            word = STATES[state].text(lang)
            return (None, word) if field.estimable else (word, "")
        case Value(v, State.ESTIMATE):
            value = _native(field, v, showing)
            word = STATES[State.ESTIMATE].text(lang)
            return (value, word) if field.estimable else (f"≈ {typed(field, value)}", "")
        case Value(v):
            return _native(field, v, showing), ""
    return "…", ""


def _native(field: Field, v: Any, showing: Showing) -> Typed:
    if not kinds.rules(field).fits(field, v):
        return as_text(str(v))
    found = _NUMBERS.get(field.kind, lambda _v: None)(v)
    return as_text(kinds.rules(field).show(field, v, showing)) if found is None else found


def _whole(v: int) -> int | None:
    return v if abs(v) < 10**_EXACT_DIGITS else None


def _decimal(v: str) -> float | None:
    return float(v) if len(Decimal(v).as_tuple().digits) <= _EXACT_DIGITS else None


def _date(v: str) -> date | None:
    day = date.fromisoformat(v)
    return day if day >= _FIRST_DATE else None


def _month(v: str) -> date | None:
    return _date(f"{v}-01")


def _moment(v: str) -> datetime | None:
    return datetime.fromisoformat(v) if _date(v[:10]) else None


_NUMBERS: Final[Mapping[Kind, Any]] = {
    Kind.WHOLE: _whole,
    Kind.MONEY: _whole,
    Kind.YEAR: _whole,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.MOMENT: _moment,
}


def as_text(s: str) -> str:
    """Return a text that XLSX can carry: legal characters, "_x0041_" escaped, at most `MAX_UNITS` long."""
    s = _ESCAPE.sub("_x005F_", clean(s))
    if len(s) * 2 <= MAX_UNITS:
        return s
    units = s.encode("utf-16-le")
    if len(units) <= MAX_UNITS * 2:
        return s
    return units[: (MAX_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"


# --- in -------------------------------------------------------------------------------------------


def typed(field: Field | None, value: Any) -> str:
    """Return a cell's value as a person would type it; an error of Excel is "" (`is_error` tells)."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return "" if is_error(value) else _unescaped(value)
        case int() | float():
            return _number(field, value)
        case datetime() | date():
            return _day(field, value)
        case time() | timedelta():
            return str(value)
    return str(value)


def is_error(value: Any) -> bool:
    """Say whether a cell holds the error of a formula."""
    return isinstance(value, str) and value in ERRORS


def _unescaped(s: str) -> str:
    """Return a text with its escapes read: the library reads them in shared strings only, and not all."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), s) if "_x" in s else s


def _number(field: Field | None, value: float) -> str:
    """Return a number without grouping, with a decimal comma that cannot be taken for one."""
    if float(value).is_integer():
        return str(int(value))
    whole, _mark, fraction = format(Decimal(f"{value:.{_EXACT_DIGITS}g}"), "f").partition(".")
    if not fraction:
        return whole
    numeric = field is not None and field.kind not in TEXTS
    return f"{whole},{fraction}0" if numeric and len(fraction) == 3 else f"{whole},{fraction}"


def _day(field: Field | None, value: date) -> str:
    if field is not None and field.kind is Kind.MONTH:
        return f"{value:%m}/{value.year:04d}"
    day = f"{value:%d/%m}/{value.year:04d}"
    if isinstance(value, datetime) and (value.time() != time() or (field and field.kind is Kind.MOMENT)):
        near = value + timedelta(seconds=30)
        return f"{near:%d/%m}/{near.year:04d} {near:%H:%M}"
    return day


# --- what a cell cannot carry ---------------------------------------------------------------------


def fingerprint(text: str, word: str) -> str:
    """Return a name for what a cell says, to see later whether somebody changed it."""
    plain = clean(text).replace("x005F_", "").replace("_", "").strip()
    return hashlib.sha256(f"{plain}\x00{word.strip()}".encode()).hexdigest()[:16]
