"""A table on its way from the clipboard into the grid."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.domain.topic import Field
from desktop_app.ui.block import Edits
from desktop_app.ui.clipboard import table_of
from desktop_app.ui.spots import Spot, placed
from desktop_app.ui.tickets import Given, Ticket, Typed


@dataclass
class Paste:
    """What is pasted, and the grid as it stood when the key was pressed.

    ``fields``: the field of each column, None where nothing is pasted; ``count``: how many records there
    are, those after them are made by ``new`` and begin with ``begun``. It is read on the store lane, for the
    window is to answer however long the table is; only that lane writes ``outside``: how many cells with a
    text have no place.
    """

    text: str
    chosen: Collection[Spot]
    fields: Sequence[Field | None]
    count: int
    new: Callable[[], Ticket]
    begun: Mapping[str, Given]
    outside: int = 0

    def edits(self, tickets: Mapping[int, Ticket]) -> Edits:
        """Return the records with what is pasted into each; ``tickets``: row → one that is there."""
        self.outside = 0
        rows: dict[int, dict[str, Given]] = {}
        for (row, column), text in placed(table_of(self.text), self.chosen):
            field = self.fields[column] if column < len(self.fields) else None
            if field is None:
                self.outside += bool(text.strip())
            else:
                rows.setdefault(row, {})[field.key] = Typed(text)
        there = [(tickets[row], values) for row, values in rows.items() if row in tickets]
        return there + [
            (self.new(), {**self.begun, **values}) for row, values in rows.items() if row >= self.count
        ]
