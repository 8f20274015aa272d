"""What the foot of the window says: is it saved, who sits here, is it sent?"""

from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.overview import Status
    from desktop_app.ui.writer import Writer

Saying = tuple[str, str]
"""A text and its tone."""


def saved(writer: "Writer") -> Saying:
    """Return whether everything that was typed is on the disk."""
    if writer.failure is not None:
        return _("CHƯA lưu: {what}").format(what=writer.failure.what), "bad"
    if writer.pending:
        return _("Đang lưu…"), "warn"
    if writer.saved_at:
        when = datetime.fromtimestamp(writer.saved_at)  # noqa: DTZ006  # local time is meant
        return _("Đã lưu {time}").format(time=f"{when:%H:%M:%S}"), ""
    return _("Mọi thứ đã lưu"), ""


def sent(status: "Status") -> Saying:
    """Return whether what is on the disk has gone to the level above."""
    if status.role == "district":
        return (_("{n} tệp chưa rõ nguồn").format(n=status.sealed), "warn") if status.sealed else ("", "")
    last = _("chưa nộp lần nào")
    if status.last_sent_ms:
        when = datetime.fromtimestamp(status.last_sent_ms / 1000)  # noqa: DTZ006
        last = _("nộp lần cuối {when}").format(when=f"{when:%d/%m/%Y}")
    if status.unsent:
        return _("{n} thay đổi chưa nộp · {last}").format(n=status.unsent, last=last), "warn"
    if status.in_bundle:
        return _("Đã ghi ra tệp, chờ biên nhận · {last}").format(last=last), ""
    return _("Huyện đã nhận đủ · {last}").format(last=last) if status.last_receipt_ms else last, ""
