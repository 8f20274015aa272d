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
    "home": "district_home.DistrictHome",
    "inbox": "inbox_page.InboxPage",
    "entry": "entry.EntryPage",
    "check": "check.CheckPage",
    "review": "review_page.ReviewPage",
    "figures": "figures.FiguresPage",
    "submit": "submit.SubmitPage",
    "print": "prints.PrintPage",
    "stocktake": "stocktake.StocktakePage",
    "settings": "settings.SettingsPage",
}
_RAILS = {
    "commune": ("home", "entry", "check", "review", "submit", "print", "settings"),
    "district": ("home", "inbox", "entry", "review", "figures", "print", "settings"),
    "replica": ("home", "entry", "review", "figures", "submit", "print", "settings"),
}
_BESIDE = ("check", "stocktake")
"""Pages that are gone to from others also where they have no place of their own."""


def places_of(role: str) -> list[Place]:
    """Return the places of a role's rail."""
    known = {
        "home": ("house", _("Trang chủ")),
        "inbox": ("inbox", _("Tiếp nhận")),
        "entry": ("table-2", _("Nhập liệu") if role == "commune" else _("Số liệu")),
        "check": ("circle-check-big", _("Kiểm tra")),
        "review": ("git-merge", _("Hợp nhất")),
        "figures": ("target", _("Chỉ tiêu")),
        "submit": ("send", _("Nộp")),
        "print": ("printer", _("In và báo cáo")),
        "settings": ("settings", _("Trợ giúp, cài đặt")),
    }
    return [Place(key, *known[key]) for key in _RAILS.get(role, _RAILS["commune"])]


def page_of(role: str, key: str, session: "Session", window: "Window") -> "Page | None":
    """Return a new page, or None where the role has none of that name."""
    if key not in (*_RAILS.get(role, ()), *_BESIDE):
        return None
    named = "home.CommuneHome" if (role, key) == ("commune", "home") else _PAGES[key]
    module, name = named.split(".")
    made: Page = getattr(import_module(f"desktop_app.ui.pages.{module}"), name)(session, window)
    return made
