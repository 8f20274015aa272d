"""Unsaved typing: kept encrypted in the home a second after a key, offered again after a crash."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from desktop_app.ui.tasks import Lanes

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk

PAUSE_MS = 1000
"""From the first key to the keeping: what it takes to write is to be done two seconds after the key."""


class Scratch(QObject):
    """Keeps the text of open editors, one entry an editor; forgets it once it is saved."""

    def __init__(self, lanes: Lanes, desk: Callable[[], "Desk"], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._desk = lanes, desk
        self._open: dict[str, Callable[[], Mapping[str, Any] | None]] = {}
        self._kept: set[str] = set()
        self._earlier: dict[str, list[str]] = {}
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

    def follow(self, key: str, earlier: str) -> None:
        """What an earlier sitting left under ``earlier`` goes on in the editor ``key``.

        It is dropped once that is kept, saved or given up, and not before: there is no moment at which
        neither is on the disk.
        """
        self._earlier.setdefault(key, []).append(earlier)

    @property
    def is_open(self) -> bool:
        """Whether an editor holds something that is not saved."""
        return any(text() is not None for text in self._open.values())

    def hand_over(self, key: str) -> str | None:
        """What the editor ``key`` held is being saved; returns the key if it must be dropped after that."""
        self._open.pop(key, None)
        kept = key in self._kept
        self._kept.discard(key)
        if earlier := self._earlier.pop(key, []):
            QTimer.singleShot(0, self, lambda: self.drop_all(earlier))  # behind the save, on the same lane
        return key if kept else None

    def forget(self, key: str) -> None:
        """What the editor ``key`` held was given up."""
        self._open.pop(key, None)
        self.drop_all(self._earlier.pop(key, []))
        if key in self._kept:
            self._kept.discard(key)
            self.drop_all([key])

    def keep_now(self) -> None:
        """Keep the text of every open editor."""
        for key, text in list(self._open.items()):
            found = text()
            if found is None:
                self.forget(key)
            else:
                self._keep(key, dict(found))

    def _keep(self, key: str, text: dict[str, Any]) -> None:
        desk, earlier = self._desk(), self._earlier.pop(key, [])

        def work() -> None:
            from desktop_app.app import people

            people.keep_scratch(desk, key, text, instead_of=earlier)

        def again(_error: object) -> None:
            self._earlier.setdefault(key, []).extend(earlier)
            self._timer.start()  # another program was writing for longer than we wait

        self._kept.add(key)
        self._lanes.run(work, failed=again, owner=self)

    def drop_all(self, keys: list[str]) -> None:
        """Forget what was saved, given up, or left by an earlier sitting."""
        if not keys:
            return
        desk = self._desk()

        def work() -> None:
            from desktop_app.app import people

            people.drop_scratch(desk, *keys)

        self._lanes.run(work, owner=self)
