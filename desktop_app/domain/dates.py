"""Dates as Vietnamese officials write them: day before month, read without guessing, written.

Only whole dates of the survey's own time are read (1900–2199). A date is local to the office and
has no zone; today is passed in, never asked for.
"""

import re
from datetime import date, timedelta
from typing import Final

from desktop_app.domain.text import narrow, nfc

YEARS: Final = range(1900, 2200)
PIVOT: Final = 10
"""A year of two digits lies at most this many years ahead of today, else in the century before."""

_FORMS: Final = {"vi": "%d/%m/%Y", "en": "%d/%m/%Y"}  # the order is the country's, not the language's

_DAY: Final = r"(?P<day>[0-9]{1,2})"
_MONTH: Final = r"(?P<month>[0-9]{1,2})"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_DATES: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:ng[àa]y )?{_DAY} ?(?P<mark>[/.-]) ?{_MONTH} ?(?P=mark) ?(?P<year>[0-9]{{4}}|[0-9]{{2}})",
        rf"{_YEAR}(?P<mark>[/.-]){_MONTH}(?P=mark){_DAY}",
        rf"(?:ng[àa]y )?{_DAY} th[áa]ng {_MONTH} ?,? ?(?:n[ăa]m )?{_YEAR}",
        # Without marks, as on the number pad: 060123, 06012023. Years being 1900 to 2199, no 20230106 fits.
        r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})",
    )
)
_DAYS_AGO: Final = {
    **dict.fromkeys(("hôm nay", "hom nay", "nay", "today"), 0),
    **dict.fromkeys(("hôm qua", "hom qua", "yesterday"), 1),
}
_MONTHS: Final = tuple(
    re.compile(form)
    for form in (
        rf"(?:th[áa]ng |t)?{_MONTH} ?[/.-] ?(?P<year>[0-9]{{4}}|[0-9]{{2}})",
        rf"th[áa]ng {_MONTH} ?,? ?(?:n[ăa]m )?{_YEAR}",
        rf"{_YEAR}[/.-]{_MONTH}",
    )
)


def is_day(text: str) -> bool:
    """Return whether ``text`` is a day as documents write it: 2022-12-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def parse_date(typed: str, today: date) -> date | None:
    """Return the date that ``typed`` means, or None.

    Read are 6/1/2023, 06-01-23, 6.1.2023, 060123, "ngày 6 tháng 1 năm 2023", 2023-01-06 and "hôm nay";
    what does not stand in the calendar is None. Of a year of two digits the century follows from `PIVOT`.
    """
    written = _written(typed)
    if written in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[written])
    found = _first_match(_DATES, written)
    if not found:
        return None
    try:
        day = date(_year(found["year"], today), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    return day if day.year in YEARS else None


def parse_month(typed: str, today: date) -> str | None:
    """Return the month that ``typed`` means as "2023-01", or None: 1/2023, 01-23, "tháng 1 năm 2023"."""
    found = _first_match(_MONTHS, _written(typed))
    if not found or int(found["month"]) not in range(1, 13):
        return None
    year = _year(found["year"], today)
    return f"{year}-{int(found['month']):02d}" if year in YEARS else None


def _written(typed: str) -> str:
    return " ".join(nfc(narrow(typed)).lower().split())


def _first_match(forms: tuple[re.Pattern[str], ...], written: str) -> re.Match[str] | None:
    return next((found for form in forms if (found := form.fullmatch(written))), None)


def _year(written: str, today: date) -> int:
    """Return a year of four digits, or of two within the century around today."""
    year = int(written)
    if len(written) == 4:
        return year
    return year + (2000 if year <= today.year % 100 + PIVOT else 1900)


def format_date(day: date, lang: str = "vi") -> str:
    """Return a date as dd/MM/yyyy, in either language."""
    return day.strftime(_FORMS[lang])


def administrative_date(day: date) -> str:
    """Return a date as it stands on official paper: "ngày 06 tháng 01 năm 2023".

    Nghị định 30/2020/NĐ-CP, appendix I: days below 10 and months 1 and 2 are padded with a zero.
    """
    month = f"{day.month:02d}" if day.month < 3 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
