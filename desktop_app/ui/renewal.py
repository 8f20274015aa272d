"""The window follows the district's catalogue: what came in as new fields, choices, units or rounds is shown.

The home is opened anew for that, at a moment when everything is saved and nobody is typing.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.errors import UserError
from desktop_app.i18n import _
from desktop_app.ui.widgets.empty import Empty

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk
    from desktop_app.ui.calls import Who
    from desktop_app.ui.session import Session
    from desktop_app.ui.window import Window

LOOK_MS = 1_000
"""How often it looks whether the moment has come."""


class Renewal(QObject):
    """Opens the home anew once its catalogue says something else than when it was opened."""

    def __init__(self, session: "Session", window: "Window") -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._typist = session.typist  # it watches from now on
        self._known = ""
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._try)
        session.refreshed.connect(self.look)

    def begin(self) -> None:
        """Note what the catalogue says now, unless that was done."""
        if not self._known:
            self._session.ask(_version, self._note, self)

    def _note(self, version: str) -> None:
        self._known = version

    def look(self) -> None:
        """Something came in: look whether the catalogue says something else."""
        if self._session.is_open and self._known:
            self._session.ask(_version, self._compare, self)

    def _compare(self, version: str) -> None:
        if version != self._known:
            self._timer.start()

    def _try(self) -> None:
        session = self._session
        if session.lanes.closed:
            self._timer.stop()
        elif self._typist.is_typing or session.lanes.is_busy:
            return
        elif session.lanes.is_serving:
            session.receiving.rest()  # it works at this home too; the next look finds it ended
        else:
            self._reopen()

    def _reopen(self) -> None:
        window, session = self._window, self._session
        here = window.pages.get(window.key)
        where = here.where() if here else {}
        for page in window.pages.values():
            page.leave()
        session.lanes.settle()
        if not session.writer.settled() or session.lanes.is_busy:
            return  # the next look tries again
        self._timer.stop()
        key = window.key
        window.key, window.pages = "", {}
        window.frame(session.who.role if session.who else "commune", _("Đang mở…"))
        session.rest()
        self._open(key, where)

    def _open(self, key: str, where: Mapping[str, Any]) -> None:
        session, reopen, desk = self._session, self._session.programme.reopen, self._session.desk

        def work() -> "tuple[Desk, Who, str]":
            from desktop_app.ui.calls import who_am_i

            opened = reopen(desk)
            return opened, who_am_i(opened), _version(opened)

        def done(found: "tuple[Desk, Who, str]") -> None:
            opened, who, self._known = found
            session.begin(opened, who)
            self._window.home_opened()
            self._window.go(key, where)
            session.findings.renew()
            session.say(
                "good",
                _("Huyện vừa gửi danh mục mới: trường, lựa chọn, đơn vị hay đợt khảo sát."),
                _("Mọi trang đã theo danh mục mới."),
                key="catalogue",
            )

        session.lanes.run(work, done, self._refused, owner=self)

    def _refused(self, error: UserError) -> None:
        text = f"{error.what} {error.todo}".strip()
        look = self._session.look
        self._window.show_alone(Empty(look, "lock", _("Không mở được kho dữ liệu"), text))


def _version(desk: "Desk") -> str:
    from desktop_app.app.catalogue import catalogue_version

    with desk.store.read() as tx:
        return catalogue_version(tx)
