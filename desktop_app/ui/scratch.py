"""Unsaved typing: kept encrypted in the home two seconds after a key, offered again after a crash."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.ui.tasks import Lanes

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

PAUSE_MS = 2000


class Scratch(QObject):
    """Keeps the text of open editors, one entry an editor; forgets it once it is saved."""

    def __init__(self, lanes: Lanes, desk: Callable[[], "Desk"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._desk = lanes, desk
        self._open: dict[str, Callable[[], Mapping[str, Any] | None]] = {}
        self._kept: set[str] = set()
        # The timer runs on from the first key: whoever types without a pause is kept too.
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.keep_now)

    def watch(self, key: str, text: Callable[[], Mapping[str, Any] | None], owner: QObject) -> None:
        """Something was typed in the editor ``key``; ``text`` gives it, None if there is nothing to keep."""
        if key not in self._open:
            owner.destroyed.connect(lambda: self._open.pop(key, None))
        self._open[key] = text
        if not self._timer.isActive():
            self._timer.start()

    @property
    def is_open(self) -> bool:
        """Whether an editor holds something that is not saved."""
        return any(text() is not None for text in self._open.values())

    def hand_over(self, key: str) -> str | None:
        """What the editor ``key`` held is being saved; returns the key if it must be dropped after that."""
        self._open.pop(key, None)
        kept = key in self._kept
        self._kept.discard(key)
        return key if kept else None

    def forget(self, key: str) -> None:
        """What the editor ``key`` held was given up."""
        self._open.pop(key, None)
        if key in self._kept:
            self._kept.discard(key)
            self._drop(key)

    def keep_now(self) -> None:
        """Keep the text of every open editor."""
        for key, text in list(self._open.items()):
            found = text()
            if found is None:
                self.forget(key)
            else:
                self._keep(key, dict(found))

    def _keep(self, key: str, text: dict[str, Any]) -> None:
        desk = self._desk()

        def work() -> None:
            from desktop_app.app import people

            people.keep_scratch(desk, key, text)

        self._kept.add(key)
        self._lanes.run(work, owner=self)

    def _drop(self, key: str) -> None:
        desk = self._desk()

        def work() -> None:
            from desktop_app.app import people

            people.drop_scratch(desk, key)

        self._lanes.run(work, owner=self)

    def drop_all(self, keys: list[str]) -> None:
        """Drop what an earlier sitting left."""
        for key in keys:
            self._drop(key)
