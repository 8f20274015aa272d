"""How the page Hợp nhất và duyệt puts its lists: conflicts, merged and returned records, the log."""

from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.review_calls import Merged, Open, Returned
from desktop_app.ui.widgets.listing import Head, Line
from desktop_app.ui.widgets.listing_delegate import Shown

if TYPE_CHECKING:
    from desktop_app.app.synclog import Entry


def conflict_heads() -> list[Head]:
    """Return the column of the list of conflicts."""
    return [Head(_("Bản ghi"), share=1, least=150)]


def conflict_line(one: Open) -> Line:
    """Return a conflict as a row."""
    return Line(one.conflict.register, (Shown(one.conflict.name, under=one.field, icon="git-branch"),))


def merged_heads() -> list[Head]:
    """Return the columns of the list of merged records."""
    return [
        Head(_("Bản ghi được gộp"), share=1, least=130),
        Head(_("Nằm sau"), share=1, least=110),
        Head(_("Người gộp"), share=1, least=100),
        Head(_("Lúc")),
    ]


def merged_line(one: Merged) -> Line:
    """Return a merged record as a row."""
    cells = (Shown(one.name, icon="git-merge"), Shown(one.into), Shown(one.user), _when(one.when_ms))
    return Line((one.topic, one.rec), cells)


def returned_heads() -> list[Head]:
    """Return the columns of the list of returned records."""
    return [
        Head(_("Bản ghi"), share=2, least=150),
        Head(_("Điều cần sửa"), share=3, least=170),
        Head(_("Người trả"), share=1, least=90),
        Head(_("Lúc")),
    ]


def returned_line(one: Returned, unit: str) -> Line:
    """Return a returned record as a row; ``unit`` is said where there are several."""
    under = " · ".join(part for part in (unit, one.title) if part)
    cells = (
        Shown(one.name, under=under, icon="message-square", tone="warn"),
        Shown(one.reply.comment),
        Shown(one.reply.user),
        _when(one.reply.when_ms),
    )
    return Line((one.reply.topic, one.reply.rec), cells)


def log_heads() -> list[Head]:
    """Return the columns of the log."""
    return [
        Head(_("Lúc")),
        Head(_("Việc"), share=2, least=200),
        Head(_("Với"), share=1, least=120),
        Head(_("Thay đổi"), right=True),
        Head(_("Ghi chú"), share=2, least=120),
    ]


def log_line(at: int, entry: "Entry") -> Line:
    """Return one exchange as a row."""
    text, icon, tone = _said(entry)
    cells = (
        _when(entry.when_ms),
        Shown(text, icon=icon, tone=tone),
        Shown(entry.name, more=entry.peer),
        Shown(str(entry.ops) if entry.ops else "", numeric=True, sort=entry.ops),
        Shown(entry.reason, tone="muted"),
    )
    return Line(at, cells)


def _said(entry: "Entry") -> tuple[str, str, str]:
    from desktop_app.app.synclog import OUT, RECEIPT

    if entry.direction == OUT:
        return _("Ghi ra gói"), "send", ""
    if entry.what == RECEIPT:
        return _("Nhận biên nhận"), "package-check", "good"
    known = {
        "applied": (_("Nhận gói, đã nhập"), "circle-check", "good"),
        "already": (_("Nhận lại gói đã có"), "package-check", ""),
        "held": (_("Nhận gói, giữ lại một phần"), "triangle-alert", "warn"),
        "sealed": (_("Giữ niêm phong gói của máy lạ"), "lock", "warn"),
    }
    return known.get(entry.outcome, (entry.outcome, "package", ""))


def _when(ms: int) -> Shown:
    return Shown(moment(ms), numeric=True, sort=ms)
