"""Where the window is, kept in the home every second: it opens there again, however it ended."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from desktop_app.ui.window import Window

EVERY_MS = 1000


class PlaceKeeper(QObject):
    """Keeps page, topic, row, cell, scroll and form of a window, if they are others than before."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._kept: dict[str, Any] = {}
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.keep)
        self._timer.start()

    def keep(self) -> None:
        """Keep the place now, if it is another; where it cannot be written it is tried again later."""
        window = self._window
        page = window.pages.get(window.key)
        if page is None or window.session.is_resting:
            return
        place = {"page": window.key, "where": _plain(page.where())}
        if place == self._kept:
            return
        self._kept, desk = place, window.session.desk

        def work() -> None:
            from desktop_app.app import people

            people.keep_place(desk, place)

        window.session.lanes.run(work, failed=self._forget, owner=self)

    def _forget(self, _error: object) -> None:
        self._kept = {}


def _plain(where: dict[str, Any]) -> dict[str, Any]:
    """Return what can be written as it is; the rest lasts as long as the window does."""
    return {key: v for key, v in where.items() if v is None or isinstance(v, (str, int, list))}
