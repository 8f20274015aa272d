"""The list behind the chip at the foot: every state with its number and age, and the way on."""

from functools import partial

from desktop_app.domain.numbers import format_whole
from desktop_app.i18n import _, language
from desktop_app.ui import foot
from desktop_app.ui.session import Session
from desktop_app.ui.widgets.standing import Fact, StandingList, Way


def standing_list(session: Session, standing: foot.Standing) -> StandingList:
    """Return the list, not shown yet."""
    facts = [
        Fact(one.icon, one.tone if one.n else "", format_whole(one.n, language()), one.text, _oldest(one))
        for one in foot.parts(standing)
    ]
    role = standing.status.role
    page = Way(_("Đến mục Tiếp nhận"), "inbox", partial(session.go, "inbox"))
    if role != "district":
        page = Way(_("Đến mục Nộp"), "send", partial(session.go, "submit"))
    log = Way(_("Xem nhật ký"), "history", partial(session.go, "review", tab="log"))
    title = _("Số liệu của huyện") if role != "commune" else _("Số liệu đã đi đến đâu")
    return StandingList(session.look, title, facts, (log, page))


def _oldest(one: foot.Part) -> str:
    return _("lâu nhất: {age}").format(age=one.age) if one.n and one.age else ""
