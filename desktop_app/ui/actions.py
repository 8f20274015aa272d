"""The acts that have a key everywhere in the window; the sheet of shortcuts is made from them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QAction, QKeySequence, Qt

from desktop_app.i18n import _
from desktop_app.ui.settings import TEXT_SCALES

if TYPE_CHECKING:
    from desktop_app.ui.window import Window


PLACES = 7
"""How many places the rail has."""


class Shortcut(NamedTuple):
    """One line of the sheet of shortcuts."""

    keys: str
    text: str


class Actions:
    """The window's own actions. Ctrl+C, X, V, A, Z and S mean what they mean everywhere."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._all: dict[str, QAction] = {}
        self._add("undo", "Ctrl+Z", self._undo)
        self._add("redo", "Ctrl+Y", self._redo, "Ctrl+Shift+Z")
        self._add("help", "F1", lambda: window.go("settings", {"part": "help"}))
        self._add("larger", "Ctrl++", lambda: self._scale(1), "Ctrl+=")
        self._add("smaller", "Ctrl+-", lambda: self._scale(-1))
        for number in range(PLACES):
            self._add(f"place{number}", f"Alt+{number + 1}", self._goer(number))
        self.name()

    def _add(self, key: str, keys: str, on: Callable[[], object], also: str = "") -> None:
        action = QAction(self._window)
        action.setShortcuts([QKeySequence(one) for one in (keys, also) if one])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: on() if self._window.session.is_open else None)
        self._window.addAction(action)
        self._all[key] = action

    def name(self) -> None:
        """Name the actions in the language in use."""
        names = {
            "undo": _("Hoàn tác lần sửa gần nhất"),
            "redo": _("Làm lại"),
            "help": _("Trợ giúp"),
            "larger": _("Chữ to hơn"),
            "smaller": _("Chữ nhỏ hơn"),
        }
        for key, action in self._all.items():
            action.setText(names.get(key, _("Đến mục {n} của thanh bên").format(n=key[-1:])))

    def _undo(self) -> None:
        self._window.session.writer.undo_stack.undo()

    def _redo(self) -> None:
        self._window.session.writer.undo_stack.redo()

    def _goer(self, number: int) -> Callable[[], None]:
        def go() -> None:
            from desktop_app.ui.pages.places import places_of

            who = self._window.session.who
            self._window.go(places_of(who.role if who else "commune")[number].key)

        return go

    def _scale(self, step: int) -> None:
        session = self._window.session
        at = TEXT_SCALES.index(session.settings.text_scale) + step
        if 0 <= at < len(TEXT_SCALES):
            session.change_look(text_scale=TEXT_SCALES[at])

    def sheet(self) -> list[Shortcut]:
        """Return every shortcut of the window and of the grid, for the help page."""
        own = [
            Shortcut(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), action.text())
            for key, action in self._all.items()
            if not key.startswith("place")
        ]
        return [Shortcut(f"Alt+1 … Alt+{PLACES}", _("Đến một mục của thanh bên")), *own, *_grid_keys()]


def _grid_keys() -> list[Shortcut]:
    return [
        Shortcut("F2", _("Sửa ô đang chọn; gõ chữ để ghi đè")),
        Shortcut("Enter", _("Xuống dòng dưới; lưu ô đang sửa")),
        Shortcut("Tab", _("Sang ô bên; lưu ô đang sửa")),
        Shortcut("Esc", _("Bỏ nội dung đang gõ trong ô")),
        Shortcut("Delete", _("Xoá nội dung các ô đang chọn")),
        Shortcut("Ctrl+C", _("Sao chép các ô đang chọn sang Excel")),
        Shortcut("Ctrl+Enter", _("Trong đợt mới: dòng vẫn đúng, sang dòng sau")),
        Shortcut("Ins", _("Thêm dòng mới")),
        Shortcut("Ctrl+Delete", _("Xoá dòng đang chọn")),
        Shortcut("F4", _("Mở hoặc đóng phiếu bên cạnh bảng")),
        Shortcut("Ctrl+F", _("Tìm trong bảng")),
        Shortcut("Alt+Down", _("Lọc cột đang chọn")),
        Shortcut("Alt+V", _("Các cách xem của chủ đề")),
        Shortcut("Ctrl+S", _("Lưu phiếu đang mở")),
    ]
