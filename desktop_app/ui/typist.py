"""Whether somebody is typing: nothing begins by itself meanwhile."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QAbstractItemView, QApplication

if TYPE_CHECKING:
    from desktop_app.ui.session import Session

QUIET_S = 10.0
"""After this long without a key nobody is typing."""
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.InputMethod)


class Typist(QObject):
    """Watches the widget that has the keyboard, and no other: so that nothing else gets slower."""

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._session = session
        self._last = float("-inf")
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # a window without an application cannot be
        app.focusChanged.connect(self._watch)
        self._watch()

    # Takes none of the signal's widgets: the one that loses the keyboard may be half destroyed by then.
    @Slot()
    def _watch(self) -> None:
        here = QApplication.focusWidget()
        if here is not None:
            here.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Note the time of a key, and let it pass."""
        if event.type() in _KEYS:
            self._last = time.monotonic()
        return False

    @property
    def is_typing(self) -> bool:
        """Whether a key was pressed just now, or an editor is open with something unsaved."""
        return time.monotonic() - self._last < QUIET_S or self._session.scratch.is_open or _in_an_editor()


def _in_an_editor() -> bool:
    """Return whether the keyboard is in the open editor of a table's cell."""
    here = QApplication.focusWidget()
    while here is not None:
        parent = here.parentWidget()
        view = parent.parentWidget() if parent is not None else None
        if isinstance(view, QAbstractItemView) and view.viewport() is parent:
            return True
        here = parent
    return False
