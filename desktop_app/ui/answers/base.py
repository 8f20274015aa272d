"""What every editor of a value is."""

from typing import Protocol, cast

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop_app.domain.values import Cell
from desktop_app.ui.tickets import Given


class Answer(Protocol):
    """An editor of one value."""

    @property
    def touched(self) -> SignalInstance:
        """Emitted when something was typed or chosen."""

    def put(self, cell: Cell, text: str) -> None:
        """Show a value; ``text`` is how it reads."""

    def given(self) -> Given:
        """Return what was typed or chosen."""

    def is_changed(self) -> bool:
        """Return whether it differs from what was put."""

    def settle(self) -> None:
        """Take what is given now as what was put: it is saved."""

    def shown(self) -> str:
        """Return how what is given reads."""

    def words(self) -> str:
        """Return the open text, to be kept as scratch."""

    def put_words(self, words: str) -> None:
        """Show a text that was kept as scratch."""


def as_answer(widget: QWidget) -> Answer:
    """Return the widget as what every editor is."""
    return cast(Answer, widget)
