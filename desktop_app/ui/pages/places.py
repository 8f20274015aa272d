"""Which places the rail has for each role, and which page each of them is; pages are imported on use."""

from importlib import import_module
from typing import TYPE_CHECKING

from desktop_app.i18n import _
from desktop_app.ui.widgets.rail import Place

if TYPE_CHECKING:
    from desktop_app.ui.pages.page import Page
    from desktop_app.ui.session import Session
    from desktop_app.ui.window import Window

_PAGES = {
    ("commune", "home"): "home.CommuneHome",
    ("district", "home"): "district_home.DistrictHome",
    ("replica", "home"): "district_home.DistrictHome",
    ("commune", "entry"): "entry.EntryPage",
    ("district", "entry"): "entry.EntryPage",
    ("replica", "entry"): "entry.EntryPage",
    ("commune", "check"): "check.CheckPage",
    ("district", "check"): "check.CheckPage",
    ("replica", "check"): "check.CheckPage",
    ("commune", "review"): "review_page.ReviewPage",
    ("district", "review"): "review_page.ReviewPage",
    ("replica", "review"): "review_page.ReviewPage",
    ("commune", "submit"): "submit.SubmitPage",
    ("replica", "submit"): "submit.SubmitPage",
    ("district", "inbox"): "inbox_page.InboxPage",
    ("district", "figures"): "figures.FiguresPage",
    ("replica", "figures"): "figures.FiguresPage",
    ("commune", "print"): "prints.PrintPage",
    ("district", "print"): "prints.PrintPage",
    ("replica", "print"): "prints.PrintPage",
    ("commune", "settings"): "settings.SettingsPage",
    ("district", "settings"): "settings.SettingsPage",
    ("replica", "settings"): "settings.SettingsPage",
}


def places_of(role: str) -> list[Place]:
    """Return the places of a role's rail."""
    home, end = Place("home", "house", _("Trang chủ")), Place("settings", "settings", _("Trợ giúp, cài đặt"))
    if role == "replica":
        return [
            home,
            Place("entry", "table-2", _("Số liệu")),
            Place("review", "git-merge", _("Hợp nhất")),
            Place("figures", "target", _("Chỉ tiêu")),
            Place("submit", "send", _("Nộp")),
            Place("print", "printer", _("In và báo cáo")),
            end,
        ]
    if role == "district":
        return [
            home,
            Place("inbox", "inbox", _("Tiếp nhận")),
            Place("entry", "table-2", _("Số liệu")),
            Place("review", "git-merge", _("Hợp nhất")),
            Place("figures", "target", _("Chỉ tiêu")),
            Place("print", "printer", _("In và báo cáo")),
            end,
        ]
    return [
        home,
        Place("entry", "table-2", _("Nhập liệu")),
        Place("check", "circle-check-big", _("Kiểm tra")),
        Place("review", "git-merge", _("Hợp nhất")),
        Place("submit", "send", _("Nộp")),
        Place("print", "printer", _("In và báo cáo")),
        end,
    ]


def page_of(role: str, key: str, session: "Session", window: "Window") -> "Page | None":
    """Return a new page, or None where the role has none of that name."""
    named = _PAGES.get((role, key))
    if named is None:
        return None
    module, name = named.split(".")
    made: Page = getattr(import_module(f"desktop_app.ui.pages.{module}"), name)(session, window)
    return made
