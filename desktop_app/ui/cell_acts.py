"""What a person does to the selected cells of a sheet: copy, cut, paste, empty, fill down; each one step."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView

from desktop_app.i18n import _, plural
from desktop_app.ui import clipboard
from desktop_app.ui.shortcuts import bind, tell
from desktop_app.ui.spots import Spot, filled_down
from desktop_app.ui.tickets import Given

if TYPE_CHECKING:
    from desktop_app.ui.session import Session

Keyed = tuple[str, str, Callable[[], None]]
"""A key, what the sheet of shortcuts says of it, and the act."""


class CellActs(QObject):
    """Acts that are the same in every sheet; what is selected, stands there, is written it says itself.

    Not an `abc.ABC`: a QObject has a metaclass of its own.
    """

    def __init__(self, view: QTableView, session: "Session") -> None:
        super().__init__(view)
        self._view, self._session = view, session
        for keys, text, on in self.keyed():
            bind(view, keys, text, on)
        tell(view, "Ctrl+V", _("Dán từ Excel: một khối ô, hay một giá trị vào mọi ô đang chọn"))
        tell(view, "Ctrl+X", _("Cắt các ô đang chọn"))

    # --- what each sheet says of itself -------------------------------------------------------------

    def chosen(self) -> set[Spot]:
        """Return the selected cells that can be written."""
        raise NotImplementedError

    def read_out(self, done: Callable[[str], None]) -> None:
        """Tell ``done`` what stands in the selected cells, as a table of words; not for none."""
        raise NotImplementedError

    def values_of(self, spots: Collection[Spot], done: Callable[[Mapping[Spot, Given]], None]) -> None:
        """Tell ``done`` what cells hold."""
        raise NotImplementedError

    def write(self, name: str, cells: Mapping[Spot, Given]) -> None:
        """Write cells as one step of this name."""
        raise NotImplementedError

    def put_text(self, text: str, chosen: Collection[Spot]) -> None:
        """Write a table of the clipboard as one step, from the first of the chosen cells on."""
        raise NotImplementedError

    def finish(self) -> None:
        """Save and close the open editor, if there is one."""

    # --- keys ---------------------------------------------------------------------------------------

    def keyed(self) -> tuple[Keyed, ...]:
        """Return the acts that have a key of their own."""
        return (("Ctrl+D", _("Điền xuống: ô trên cùng vào các ô chọn bên dưới"), self.fill_down),)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key of the clipboard, or one that empties, says; return whether it was one."""
        for key, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Cut, self.cut),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            if event.matches(key):
                act()
                return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.empty()
            return True
        return False

    # --- the acts -----------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the selected cells in words, columns parted by tabs."""
        self.read_out(clipboard.put)

    def cut(self) -> None:
        """Copy the selected cells, and empty them once they are on the clipboard."""

        def go_on(text: str) -> None:
            clipboard.put(text)
            self.empty()

        self.read_out(go_on)

    def empty(self) -> None:
        """Empty the selected cells."""
        self.write(_("Xoá nội dung ô"), dict.fromkeys(self.chosen()))

    def paste(self) -> None:
        """Paste from the first selected cell on; one value fills all selected cells."""
        self.finish()
        text, chosen = clipboard.text(), self.chosen()
        if text and chosen:
            self.put_text(text, chosen)

    def fill_down(self) -> None:
        """Put the topmost of the selected cells into those below; of one line, take the line above."""
        self.finish()
        self.take_from(filled_down(self.chosen()))

    def take_from(self, sources: Mapping[Spot, Spot]) -> None:
        """Give each cell the value of another one."""

        def fill(values: Mapping[Spot, Given]) -> None:
            self.write(_("Điền xuống"), {spot: values[source] for spot, source in sources.items()})

        if sources:
            self.values_of(set(sources.values()), fill)

    def say_pasted(self, unread: int, outside: int) -> None:
        """Say of how many pasted cells the text could not be read, and how many had no place."""
        if outside:
            what = plural("{n} ô dán ra ngoài các ô sửa được, bị bỏ.", outside)
            self._session.say("warn", what, _("Các ô khác đã dán."), key="outside")
        if unread:
            what = plural("{n} ô dán vào không đọc được.", unread)
            todo = _("Chữ được giữ lại và đánh dấu đỏ; hãy sửa rồi mới chốt được.")
            self._session.say("warn", what, todo, key="pasted")
