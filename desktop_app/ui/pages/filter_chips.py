"""The filters that are on: one chip each, which a click takes away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.i18n import _
from desktop_app.ui.theme import Look
from desktop_app.ui.widgets.basics import button
from desktop_app.ui.widgets.flow import flow


class Chips(QWidget):
    """Signals: ``removed(key)`` one filter is to go; ``cleared()`` all are."""

    removed = Signal(str)
    cleared = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "clear")
        self._look = look
        self._row: QWidget | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def buttons(self) -> list[QPushButton]:
        """Return the chips, and behind them the button that clears all."""
        return [] if self._row is None else self._row.findChildren(QPushButton)

    def show_filters(self, filters: Sequence[tuple[str, str]]) -> None:
        """Show a chip for each (key, text)."""
        layout = self.layout()
        assert layout is not None  # noqa: S101  # made above
        if self._row is not None:
            layout.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
            self._row = None
        if filters:
            clear = button(self._look, _("Xoá hết"), part="quiet", on=self.cleared.emit)
            self._row = flow(*(self._chip(key, text) for key, text in filters), clear)
            layout.addWidget(self._row)
        self.setVisible(bool(filters))

    def _chip(self, key: str, text: str) -> QPushButton:
        made = button(self._look, text, "x", part="filter", on=lambda: self.removed.emit(key))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setToolTip(_("Bỏ lọc này"))
        made.setAccessibleName(_("Bỏ lọc: {filter}").format(filter=text))
        return made
