"""Where a topic's page stands beyond its row and cell: how far it is scrolled, whether the form is open."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from desktop_app.app.views import Row
    from desktop_app.ui.pages.topic import TopicView


class TopicPlace(QObject):
    """Says where a topic's page stands, and goes back there as soon as the row is loaded."""

    def __init__(self, view: "TopicView") -> None:
        super().__init__(view)
        self._view = view
        self._wanted: tuple[str, int] | None = None
        view.grid.at_row.connect(self._arrived)

    def where(self) -> dict[str, Any]:
        """Return what `go_back` needs; ``form`` is None as long as nobody opened or closed it."""
        return {"scroll": self._view.grid.verticalScrollBar().value(), "form": self._view.side.wished}

    def go_back(self, where: Mapping[str, Any]) -> None:
        """Open the form as it was, and scroll to where it was once the row that was in hand is here."""
        if isinstance(where.get("form"), bool):
            self._view.side.open_form(open_=where["form"])
        if where.get("rec") and isinstance(where.get("scroll"), int):
            self._wanted = (where["rec"], where["scroll"])

    def _arrived(self, row: "Row | None") -> None:
        if self._wanted is None or row is None or row.rec != self._wanted[0]:
            return
        bar, scroll = self._view.grid.verticalScrollBar(), self._wanted[1]
        self._wanted = None
        QTimer.singleShot(0, bar, lambda: bar.setValue(scroll))  # after the jump has shown the cell
