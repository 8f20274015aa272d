"""Points in time as people read them."""

from datetime import datetime

from desktop_app.i18n import _


def moment(ms: int | None) -> str:
    """Return a time in ms since 1970 as local "14:02 31/12/2022", or that there is none yet."""
    if ms is None:
        return _("chưa có")
    return f"{datetime.fromtimestamp(ms / 1000):%H:%M %d/%m/%Y}"  # noqa: DTZ006  # local time is meant
