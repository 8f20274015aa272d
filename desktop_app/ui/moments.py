"""Points in time as people read them."""

from datetime import datetime

from desktop_app.i18n import _, plural


def moment(ms: int | None) -> str:
    """Return a time in ms since 1970 as local "14:02 31/12/2022", or that there is none yet."""
    if ms is None:
        return _("chưa có")
    return f"{datetime.fromtimestamp(ms / 1000):%H:%M %d/%m/%Y}"  # noqa: DTZ006  # local time is meant


def age(ms: int, now_ms: int) -> str:
    """Return how long ago a time was, in its largest unit: "3 ngày", "2 giờ", "5 phút"; "" under a minute.

    A time in the future, from a clock that is wrong, has no age.
    """
    minutes = (now_ms - ms) // 60_000
    if minutes < 1:
        return ""
    if minutes < 60:
        return _("{n} phút").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} giờ").format(n=minutes // 60)
    return plural("{n} ngày", minutes // (24 * 60))
