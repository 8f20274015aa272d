"""Which rows the grid holds: all ids in order, and windows of whole rows around what is looked at."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.app.views import Row

BLOCK = 100
MOST = 4000
"""Whole rows kept in memory at most."""


class RowWindow:
    """Rows by position. ``ask`` is called with the ids of a block that is not here yet, once a block."""

    def __init__(self, ask: Callable[[list[int]], None]) -> None:
        self._ask = ask
        self.ids: list[int] = []
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._places: dict[int, int] = {}  # of the rows that were asked for: looking through all takes long

    def reset(self, ids: Sequence[int], rows: "Sequence[Row]" = ()) -> None:
        """Hold these ids, and ``rows`` of them; others that are here are shown until they are asked for."""
        self.ids = list(ids)
        self._asked.clear()
        self._places.clear()
        kept = set(self.ids)
        for gone in [one for one in self._rows if one not in kept]:
            del self._rows[gone]
        self._stale = set(self._rows)
        for row in rows:
            self.put(row.id, row)

    def append(self, number: int) -> None:
        """Hold one more id, at the end."""
        self.ids.append(number)

    def at(self, position: int) -> "Row | None":
        """Return the row at a position; None while it is on its way."""
        number = self.ids[position]
        found = self._rows.get(number)
        if number > 0 and (found is None or number in self._stale):
            self._fetch(position // BLOCK)
        return found

    def by_id(self, number: int) -> "Row | None":
        """Return a row that is here."""
        return self._rows.get(number)

    def _fetch(self, block: int) -> None:
        if block in self._asked:
            return
        self._asked.add(block)
        first = block * BLOCK
        wanted = {one: at for at, one in enumerate(self.ids[first : first + BLOCK], first) if one > 0}
        self._places |= wanted
        self._ask(list(wanted))

    def put(self, number: int, row: "Row") -> None:
        """Take a row that arrived."""
        self._rows[number] = row
        self._rows.move_to_end(number)
        self._stale.discard(number)
        while len(self._rows) > MOST:
            gone, _row = self._rows.popitem(last=False)
            self._asked.discard(self.position(gone) // BLOCK)

    def all_here(self) -> "dict[int, Row]":
        """Return number → row of the rows that are here."""
        return dict(self._rows)

    def within(self, positions: range) -> "list[Row]":
        """Return the rows at these positions that are here."""
        known = self._rows
        return [known[one] for one in self.ids[positions.start : positions.stop] if one in known]

    def loaded(self) -> "Iterable[Row]":
        """Return the rows that are here."""
        return self._rows.values()

    def position(self, number: int) -> int:
        """Return where an id stands, or -1."""
        at = self._places.get(number, -1)
        if at < 0 and number in self.ids:
            at = self._places[number] = self.ids.index(number)
        return at

    def position_of(self, rec: str) -> int:
        """Return where a record stands among the rows that are here, or -1."""
        for number, row in self._rows.items():
            if row.rec == rec:
                return self.position(number)
        return -1
