"""What each kind of field means: reading, showing, storing, checking, describing.

One `Rules` a kind; a surface asks ``rules(field)`` and never switches on the kind itself. The
canonical form of a value (``v`` of an op) is: text as NFC; whole numbers, money and years as
integers; decimals as strings ("12.5"); dates "2022-12-31"; months "2022-12"; moments
"2022-12-31T14:02"; choices as keys; several choices as a sorted list of keys; a reference as the
record's id; coordinates as ``{"lat": "21.38", "lon": "103.01"}``; photos as `attachments` says.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop_app.domain import attachments, coordinates, dates, numbers, text
from desktop_app.domain.canonical import MAX_INTEGER
from desktop_app.domain.topic import Field, Kind, Label, Topic
from desktop_app.domain.values import Cell, Value

MAX_TEXT = 20_000


class Column(StrEnum):
    """The type of a projection's column."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading typed text may need: today (two-digit years), other records, the reader's language."""

    today: date
    resolve: Callable[[str, str], str | None]  # (topic, typed text) -> record id
    lang: str = "vi"


@dataclass(frozen=True, slots=True)
class Showing:
    """What showing a value may need: the language and the names of other records."""

    lang: str
    name_of: Callable[[str, str], str]  # (topic, record id) -> name


@dataclass(frozen=True, slots=True)
class Rules:
    """How one kind is read (None: unreadable), shown, recognised, stored (None: as it is), described.

    ``written``: whether a value can be written down as text, in a cell or on paper; a photo cannot.
    """

    column: Column
    read: Callable[[Field, str, Reading], Any]
    show: Callable[[Field, Any, Showing], str]
    fits: Callable[[Field, Any], bool]
    schema: Callable[[Field], dict[str, Any]]
    store: Callable[[Any], Any] | None = None
    numeric: bool = False
    limited: bool = False
    written: bool = True

    def kept(self, v: Any) -> Any:
        """Return what a column holds of a value that fits."""
        return self.store(v) if self.store else v


def rules(field: Field) -> Rules:
    """Return the rules of ``field``'s kind."""
    return KINDS[field.kind]


def written(topic: Topic) -> tuple[Field, ...]:
    """Return the fields of ``topic`` that a cell of a workbook or of a paper list can hold."""
    return tuple(field for field in topic.fields if rules(field).written)


def shown(field: Field, v: Any, showing: Showing) -> str:
    """Return ``v`` as text, also one that does not fit (it came from another program)."""
    found = rules(field)
    return found.show(field, v, showing) if found.fits(field, v) else str(v)


def stored(field: Field, cell: Cell) -> Any:
    """Return what a projection's column holds: None unless ``cell`` has a value that fits."""
    if isinstance(cell, Value) and cell.v is not None and rules(field).fits(field, cell.v):
        return rules(field).kept(cell.v)
    return None


# --- text -----------------------------------------------------------------------------------------


def _read_text(field: Field, typed: str, _reading: Reading) -> str | None:
    return typed if field.kind is Kind.LONG_TEXT and typed.strip() else typed.strip() or None


def _show_text(_field: Field, v: Any, _showing: Showing) -> str:
    return str(v)


def _fits_text(_field: Field, v: Any) -> bool:
    return isinstance(v, str) and 0 < len(v) <= MAX_TEXT


def _string(_field: Field) -> dict[str, Any]:
    return {"type": "string", "maxLength": MAX_TEXT}


# --- numbers --------------------------------------------------------------------------------------


def _read_whole(_field: Field, typed: str, reading: Reading) -> int | None:
    return _bounded(numbers.parse_whole(typed, reading.lang))


def _read_money(_field: Field, typed: str, reading: Reading) -> int | None:
    return _bounded(numbers.parse_money(typed, reading.lang))


def _read_year(_field: Field, typed: str, _reading: Reading) -> int | None:
    digits = typed.strip()
    return int(digits) if re.fullmatch(r"[0-9]{4}", digits) else None


def _bounded(number: int | None) -> int | None:
    return number if number is not None and abs(number) < MAX_INTEGER else None


def _show_whole(_field: Field, v: Any, showing: Showing) -> str:
    return numbers.format_whole(v, showing.lang)


def _show_year(_field: Field, v: Any, _showing: Showing) -> str:
    return str(v)


def _fits_whole(_field: Field, v: Any) -> bool:
    return type(v) is int


def _integer(field: Field) -> dict[str, Any]:
    return {"type": "integer", **_limits(field)}


def _limits(field: Field) -> dict[str, Any]:
    pairs = (("minimum", field.minimum), ("maximum", field.maximum))
    return {name: limit for name, limit in pairs if limit is not None}


def _read_decimal(field: Field, typed: str, reading: Reading) -> str | None:
    """Read a number of which one meaning only lies within the limits: 66.500 MHz is not 66500."""
    meanings = numbers.read_decimal(typed, reading.lang).meanings
    possible = [number for number in meanings if _within(field, number)] or meanings
    return numbers.canonical(round(possible[0], field.digits)) if len(possible) == 1 else None


def _within(field: Field, number: Decimal) -> bool:
    low, high = field.minimum, field.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def _show_decimal(_field: Field, v: Any, showing: Showing) -> str:
    return numbers.format_decimal(Decimal(v), showing.lang)


def _fits_decimal(_field: Field, v: Any) -> bool:
    return isinstance(v, str) and numbers.is_canonical(v)


def _decimal(_field: Field) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^({numbers.CANONICAL})$", "maxLength": numbers.LONGEST}


# --- time -----------------------------------------------------------------------------------------


def _read_date(_field: Field, typed: str, reading: Reading) -> str | None:
    found = dates.parse_date(typed, reading.today)
    return found.isoformat() if found else None


def _read_month(_field: Field, typed: str, reading: Reading) -> str | None:
    return dates.parse_month(typed, reading.today)


_CLOCK = r"(?:(?:T|\s+|\s*,\s*)([01]?[0-9]|2[0-3])[:hg]([0-5][0-9])(?::[0-5][0-9])?)?"


def _read_moment(_field: Field, typed: str, reading: Reading) -> str | None:
    """Read a date and a time, 31/12/2022 14:02 or 14h02; a date alone is its midnight."""
    parts = re.fullmatch(rf"(.+?){_CLOCK}", typed.strip())
    found = dates.parse_date(parts[1], reading.today) if parts else None
    if not parts or not found:
        return None
    return f"{found.isoformat()}T{int(parts[2] or 0):02d}:{parts[3] or '00'}"


def _show_date(_field: Field, v: Any, showing: Showing) -> str:
    return dates.format_date(date.fromisoformat(v), showing.lang)


def _show_month(_field: Field, v: Any, _showing: Showing) -> str:
    return f"{v[5:]}/{v[:4]}"


def _show_moment(_field: Field, v: Any, showing: Showing) -> str:
    return f"{dates.format_date(date.fromisoformat(v[:10]), showing.lang)} {v[11:]}"


def _fits(pattern: str, form: str) -> Callable[[Field, Any], bool]:
    def check(_field: Field, v: Any) -> bool:
        if not isinstance(v, str):
            return False
        try:
            return datetime.strptime(v, pattern).strftime(pattern) == v and len(v) == len(form)  # noqa: DTZ007  # a survey's local time, no zone
        except ValueError:
            return False

    return check


def _described(form: str) -> Callable[[Field], dict[str, Any]]:
    return lambda _field: {"type": "string", "pattern": form}


# --- choices --------------------------------------------------------------------------------------


def _read_choice(field: Field, typed: str, _reading: Reading) -> str | None:
    wanted = text.fold(typed)
    for choice in field.choices:
        if wanted in (choice.key, text.fold(choice.label.vi), text.fold(choice.label.en)):
            return choice.key
    return None


def _show_choice(field: Field, v: Any, showing: Showing) -> str:
    choice = field.choice(v)
    return choice.label.text(showing.lang) if choice else str(v)


def _fits_choice(field: Field, v: Any) -> bool:
    return isinstance(v, str) and field.choice(v) is not None


def _enum(field: Field) -> dict[str, Any]:
    return {"type": "string", "enum": [choice.key for choice in field.choices]}


def _read_choices(field: Field, typed: str, reading: Reading) -> list[str] | None:
    parts = [part for part in re.split(r"[,;+/\n]", typed) if part.strip()]
    found = [_read_choice(field, part, reading) for part in parts]
    known = [key for key in found if key is not None]
    return sorted(set(known)) if known and len(known) == len(found) else None


def _show_choices(field: Field, v: Any, showing: Showing) -> str:
    return ", ".join(_show_choice(field, key, showing) for key in v)


def _fits_choices(field: Field, v: Any) -> bool:
    return isinstance(v, list) and bool(v) and v == sorted(set(map(str, v))) and all(map(field.choice, v))


def _enums(field: Field) -> dict[str, Any]:
    return {"type": "array", "items": _enum(field), "uniqueItems": True, "minItems": 1}


YES, NO = Label("Có", "Yes"), Label("Không", "No")
_YES = frozenset({"co", "yes", "y", "true", "1", "x", "dung", "roi"})
_NO = frozenset({"khong", "no", "n", "false", "0", "chua", "sai", "k"})


def _read_yes_no(_field: Field, typed: str, _reading: Reading) -> bool | None:
    answer = text.fold(typed)
    return True if answer in _YES else False if answer in _NO else None


def _show_yes_no(_field: Field, v: Any, showing: Showing) -> str:
    return (YES if v else NO).text(showing.lang)


# --- references and places ------------------------------------------------------------------------

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _read_reference(field: Field, typed: str, reading: Reading) -> str | None:
    assert field.to is not None  # noqa: S101  # a reference without a topic is our own mistake
    return reading.resolve(field.to, typed.strip())


def _show_reference(field: Field, v: Any, showing: Showing) -> str:
    assert field.to is not None  # noqa: S101
    return showing.name_of(field.to, v)


def _fits_reference(_field: Field, v: Any) -> bool:
    return isinstance(v, str) and bool(_UUID.fullmatch(v))


def _reference(field: Field) -> dict[str, Any]:
    return {"type": "string", "format": "uuid", "x-topic": field.to}


def _read_coordinates(_field: Field, typed: str, _reading: Reading) -> dict[str, str] | None:
    found = coordinates.parse_place(typed)
    return None if found is None else dict(zip(("lat", "lon"), map(numbers.canonical, found), strict=True))


def _show_coordinates(_field: Field, v: Any, _showing: Showing) -> str:
    return f"{v['lat']}, {v['lon']}"


def _fits_coordinates(field: Field, v: Any) -> bool:
    if not isinstance(v, dict) or sorted(v) != ["lat", "lon"]:
        return False
    if not all(_fits_decimal(field, part) for part in v.values()):
        return False
    return coordinates.is_on_earth(coordinates.Place(Decimal(v["lat"]), Decimal(v["lon"])))


def _coordinates(field: Field) -> dict[str, Any]:
    part = _decimal(field)
    return {"type": "object", "properties": {"lat": part, "lon": part}, "required": ["lat", "lon"]}


_TEXT = Rules(Column.TEXT, _read_text, _show_text, _fits_text, _string)
_WHOLE = Rules(Column.INTEGER, _read_whole, _show_whole, _fits_whole, _integer, numeric=True, limited=True)

KINDS: dict[Kind, Rules] = {
    Kind.TEXT: _TEXT,
    Kind.LONG_TEXT: _TEXT,
    Kind.WHOLE: _WHOLE,
    Kind.MONEY: Rules(
        Column.INTEGER, _read_money, _show_whole, _fits_whole, _integer, numeric=True, limited=True
    ),
    Kind.YEAR: Rules(
        Column.INTEGER, _read_year, _show_year, _fits_whole, _integer, numeric=True, limited=True
    ),
    Kind.DECIMAL: Rules(
        Column.REAL, _read_decimal, _show_decimal, _fits_decimal, _decimal, float, numeric=True, limited=True
    ),
    Kind.DATE: Rules(
        Column.TEXT, _read_date, _show_date, _fits("%Y-%m-%d", "2022-12-31"), _described(r"^\d{4}-\d\d-\d\d$")
    ),
    Kind.MONTH: Rules(
        Column.TEXT, _read_month, _show_month, _fits("%Y-%m", "2022-12"), _described(r"^\d{4}-\d\d$")
    ),
    Kind.MOMENT: Rules(
        Column.TEXT,
        _read_moment,
        _show_moment,
        _fits("%Y-%m-%dT%H:%M", "2022-12-31T14:02"),
        _described(r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"),
    ),
    Kind.CHOICE: Rules(Column.TEXT, _read_choice, _show_choice, _fits_choice, _enum),
    # Commas at both ends let plain SQL ask LIKE '%,4g,%'.
    Kind.MULTI_CHOICE: Rules(
        Column.TEXT, _read_choices, _show_choices, _fits_choices, _enums, lambda v: f",{','.join(v)},"
    ),
    Kind.YES_NO: Rules(
        Column.INTEGER,
        _read_yes_no,
        _show_yes_no,
        lambda _field, v: isinstance(v, bool),
        lambda _field: {"type": "boolean"},
        int,
    ),
    Kind.REFERENCE: Rules(Column.TEXT, _read_reference, _show_reference, _fits_reference, _reference),
    Kind.COORDINATES: Rules(
        Column.TEXT,
        _read_coordinates,
        _show_coordinates,
        _fits_coordinates,
        _coordinates,
        lambda v: f"{v['lat']},{v['lon']}",
    ),
    Kind.ATTACHMENT: Rules(
        Column.TEXT,
        lambda _field, _typed, _reading: None,
        lambda _field, v, showing: attachments.show(v, showing.lang),
        lambda _field, v: attachments.fits(v),
        lambda _field: attachments.schema(),
        lambda v: f",{','.join(attachments.hashes(v))},",
        written=False,
    ),
}
