"""How each form of `desktop_app.app.forms` is made from the records of a home."""

from collections.abc import Callable

from desktop_app.app.ports import Asking, Desk
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _
from desktop_app.paper.asked import printed
from desktop_app.paper.asset_forms import c50_of, s25_of, s26_of
from desktop_app.paper.consolidated import report
from desktop_app.paper.labelling import labels
from desktop_app.paper.model import Document
from desktop_app.paper.press import Pages
from desktop_app.paper.questions import blank, blank_list, filled
from desktop_app.paper.records import c53, register
from desktop_app.paper.summary import consolidated, summary

MAKERS: dict[str, Callable[[Desk, Asking], Document]] = {
    "report": report,
    "c53": c53,
    "s26": s26_of,
    "s25": s25_of,
    "c50": c50_of,
    "register": register,
    "blank": blank,
    "blank-list": blank_list,
    "filled": filled,
    "summary": summary,
    "consolidated": consolidated,
    "labels": labels,
}


def made(desk: Desk, form: str, asking: Asking) -> Pages:
    """Return a form made from records; raises `NotFoundError` for what is not there."""
    if form not in MAKERS:
        raise NotFoundError(
            _("Không có biểu mẫu nào tên “{form}”.").format(form=form),
            todo=_("Các biểu mẫu: {names}.").format(names=", ".join(MAKERS)),
        )
    return printed(desk, MAKERS[form](desk, asking))
