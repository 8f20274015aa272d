"""One thing after the other: which of how many is shown, and the way to the next and the one before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import label, tool


class Queue(QWidget):
    """Says "2/7" between two arrows. Signal: ``stepped(int)`` -1 or 1, the person asks for another one."""

    stepped = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self.before = tool(look, "chevron-left", _("Mục trước"), lambda: self.stepped.emit(-1))
        self.after = tool(look, "chevron-right", _("Mục sau"), lambda: self.stepped.emit(1))
        self.said = label("", "muted")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for one in (self.before, self.said, self.after):
            line.addWidget(one)

    def show_place(self, at: int, of: int) -> None:
        """Say which one is shown; ``at`` counts from 0."""
        self.said.setText(f"{at + 1}/{of}")
        self.said.setAccessibleName(_("Mục {n} trong {all}").format(n=at + 1, all=of))
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at + 1 < of)
