"""The acts that have a key in the whole window. Ctrl+C, X, V, A, Z and S mean what they mean everywhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.i18n import _
from desktop_app.ui.settings import TEXT_SCALES
from desktop_app.ui.shortcuts import bind

if TYPE_CHECKING:
    from desktop_app.ui.widgets.rail import Place
    from desktop_app.ui.window import Window


PLACES = 7
"""How many places the rail has."""


class Actions:
    """The window's own actions."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._all: dict[str, QAction] = {}
        self._add("help", "F1", self._help)
        self._add("undo", "Ctrl+Z", self._undo)
        self._add("redo", "Ctrl+Y", self._redo, "Ctrl+Shift+Z")
        self._add("larger", "Ctrl++", lambda: self._scale(1), "Ctrl+=")
        self._add("smaller", "Ctrl+-", lambda: self._scale(-1))
        self._add("next", "F6", lambda: self._step(on=True))
        self._add("previous", "Shift+F6", lambda: self._step(on=False))
        for number in range(PLACES):
            self._add(f"place{number}", f"Alt+{number + 1}", self._goer(number))
        self.name()

    def _add(self, key: str, keys: str, on: Callable[[], object], *also: str) -> None:
        def act() -> None:
            if self._window.session.is_open:
                on()

        context = Qt.ShortcutContext.WindowShortcut
        self._all[key] = bind(self._window, keys, key, act, also=also, context=context)

    def name(self) -> None:
        """Name the actions in the language in use."""
        names = {
            "help": _("Trợ giúp về trang đang mở"),
            "undo": _("Hoàn tác lần sửa gần nhất"),
            "redo": _("Làm lại"),
            "larger": _("Chữ to hơn"),
            "smaller": _("Chữ nhỏ hơn"),
            "next": _("Sang nút hoặc ô kế tiếp, cả khi đang ở trong bảng"),
            "previous": _("Về nút hoặc ô trước, cả khi đang ở trong bảng"),
        }
        places = {f"place{at}": _("Đến “{place}”").format(place=one.title) for at, one in self._places()}
        for key, action in self._all.items():
            action.setText((names | places)[key])

    def _places(self) -> "list[tuple[int, Place]]":
        from desktop_app.ui.pages.places import places_of

        session = self._window.session
        role = session.who.role if session.who else session.settings.role
        return list(enumerate(places_of(role or "commune")))

    def _help(self) -> None:
        from desktop_app.ui.help import show_help

        show_help(self._window)

    def _step(self, *, on: bool) -> None:
        """Leave even a grid, in which Tab goes from cell to cell."""
        here = QApplication.focusWidget() or self._window
        QWidget.focusNextPrevChild(here, on)  # not the grid's own, which goes to the next cell

    def _undo(self) -> None:
        self._window.session.writer.undo_stack.undo()

    def _redo(self) -> None:
        self._window.session.writer.undo_stack.redo()

    def _goer(self, number: int) -> Callable[[], None]:
        return lambda: self._window.go(self._places()[number][1].key)

    def _scale(self, step: int) -> None:
        session = self._window.session
        at = TEXT_SCALES.index(session.settings.text_scale) + step
        if 0 <= at < len(TEXT_SCALES):
            session.change_look(text_scale=TEXT_SCALES[at])
