"""The way from the first paint to the first page: settings, home, who sits here, what a crash left."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.place_keeper import PlaceKeeper
from desktop_app.ui.session import Session
from desktop_app.ui.start import StartPage, WhoPage
from desktop_app.ui.tasks import Lane
from desktop_app.ui.widgets.empty import Empty
from desktop_app.ui.widgets.message import Act, Notice
from desktop_app.ui.window import Window

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.ui.calls import Who


class Opening(QObject):
    """Opens the programme's home in a window that is already on the screen."""

    def __init__(self, session: Session, window: Window) -> None:
        super().__init__(window)
        self.session, self.window = session, window
        self._first_name = False
        self._left: Mapping[str, Any] = {}
        self._place: Mapping[str, Any] = {}
        session.settings_changed.connect(self._again)

    def begin(self, *, first_name: bool = False) -> None:
        """Open the home, or show the first start where there is none.

        With ``first_name`` nobody is asked who sits here: it is whoever sat here last.
        """
        self._first_name = first_name
        programme = self.session.programme
        home, user = programme.home, programme.user
        # Everything slow to import is imported by this call, on the store lane, after the first paint.
        self.session.lanes.run(
            lambda: _ready(programme.open_desk(home, user)) if programme.has_home(home) else None,
            self._opened,
            self._refused,
            owner=self.window,
        )

    def _again(self) -> None:
        """Show the first start anew in another language."""
        if not self.window.key and self.session.who is None:
            self.window.dress()
            self.window.frame("commune", "")
            self.first_start()

    def first_start(self) -> None:
        """Show the three ways to begin."""
        self.window.show_alone(StartPage(self.session, self.take))

    def _refused(self, error: UserError) -> None:
        text = f"{error.what} {error.todo}".strip()
        page = Empty(self.session.look, "lock", _("Không mở được kho dữ liệu"), text)
        self.window.show_alone(page)

    def take(self, desk: "Desk") -> None:
        """Go on with a home that has just been made."""
        self.session.lanes.run(lambda: _ready(desk), self._opened, owner=self.window)

    def _opened(self, found: "Ready | None") -> None:
        if found is None:
            self.first_start()
            return
        desk, who, names, self._left, self._place = found
        self.session.begin(desk, who)
        if self.session.programme.user or len(names) == 1 or self._first_name:
            self._seat(self.session.programme.user or (names or [desk.user])[0])
        else:
            self.window.show_alone(WhoPage(self.session, names, self._seat))

    def _seat(self, name: str) -> None:
        self.session.sit_down(name)
        self.session.ask(lambda desk: _remember(desk, name), lambda _none: None, self.window)
        desk = self.session.desk  # beside the store lane: copying a large home takes seconds, and only reads
        self.session.lanes.run(lambda: _begin_day(desk), owner=self.window, lane=Lane.POOL)
        self.window.home_opened()
        self._go_back()
        self.session.findings.renew()
        self.session.lanes.run(_import_entry, owner=self.window, lane=Lane.POOL, droppable=True)
        if self._left:
            self._offer(self._left)

    def _go_back(self) -> None:
        """Go to where the window was, however it ended; else to the page that was in front."""
        keys = _pages(self.session)
        page, where = self._place.get("page"), self._place.get("where")
        if page in keys and isinstance(where, dict):
            self.window.go(page, where)
        else:
            self.window.go(self.session.settings.page if self.session.settings.page in keys else keys[0])
        self.keeper = PlaceKeeper(self.window)

    def _offer(self, left: Mapping[str, Any]) -> None:
        """Offer what was being typed when the program last ended without closing."""
        keys = list(left)
        topics = ", ".join(sorted({self._title(one) for one in left.values()}))
        notice = Notice(
            "warn",
            _("Lần trước có nội dung đang gõ chưa lưu: {topics}.").format(topics=topics),
            _("Chương trình đã giữ lại phần đang gõ."),
            (
                Act(_("Mở lại để lưu"), lambda: self._reopen(left)),
                Act(_("Bỏ"), lambda: self.session.scratch.drop_all(keys)),
            ),
            key="scratch",
        )
        self.session.said.emit(notice)

    def _title(self, one: Mapping[str, Any]) -> str:
        topics = self.session.desk.topics
        return topics.get(one["topic"]).title.text(self.session.settings.language or "vi")

    def _reopen(self, left: Mapping[str, Any]) -> None:
        """Open the first editor of what was left, and offer the rest again."""
        (key, first), *others = left.items()
        words = first.get("fields") or {first.get("field", ""): first.get("words", "")}
        if "page" in first:
            words = {"": first["words"]}
        where = {name: v for name, v in first.items() if name not in ("page", "fields")}
        self.session.go(first.get("page", "entry"), **where | {"words": words, "left": key})
        if others:
            self._offer(dict(others))


Ready = tuple["Desk", "Who", list[str], Mapping[str, Any], Mapping[str, Any]]
"""A home that is open: desk, who it is, who sat here, what they left unsaved, where the window was."""


def _ready(desk: "Desk") -> "Ready":
    from desktop_app.app import people
    from desktop_app.ui.calls import who_am_i

    return desk, who_am_i(desk), people.people(desk), people.set_aside(desk), people.place_left(desk)


def _remember(desk: "Desk", name: str) -> None:
    from desktop_app.app import people

    people.remember_person(desk, name)


def _pages(session: Session) -> list[str]:
    from desktop_app.ui.pages.places import places_of

    return [place.key for place in places_of(session.who.role if session.who else "commune")]


def _import_entry() -> None:
    """Import what most people go to next, while they look at the first page."""
    import desktop_app.ui.pages.entry  # noqa: F401  # for `sys.modules`, where `page_of` finds it


def _begin_day(desk: "Desk") -> None:
    """Check the home and keep today's copy; a damaged home is said at once."""
    from desktop_app.app.overview import begin_day

    begin_day(desk)
