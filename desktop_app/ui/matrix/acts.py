"""The acts on blocks of cells, for a matrix: what is pasted may be letters, numbers or words."""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from desktop_app.domain.values import Cell, Raw
from desktop_app.i18n import _
from desktop_app.ui.cell_acts import CellActs
from desktop_app.ui.clipboard import table_of, text_of
from desktop_app.ui.spots import Spot, lines_of, placed
from desktop_app.ui.tickets import Given, Typed

if TYPE_CHECKING:
    from desktop_app.ui.matrix.view import MatrixView
    from desktop_app.ui.session import Session


class MatrixActs(CellActs):
    """What a person does to a block of cells of one matrix: a sheet is small, and all of it is at hand."""

    def __init__(self, view: "MatrixView", session: "Session") -> None:
        super().__init__(view, session)
        self._sheet = view

    def chosen(self) -> set[Spot]:
        """Return the selected cells."""
        return set(self._sheet.chosen())

    def read_out(self, done: Callable[[str], None]) -> None:
        """Tell ``done`` what stands in the selected cells, as a table of words; not for none."""
        if spots := self.chosen():
            done(text_of(lines_of({spot: self._sheet.cells.words(spot) for spot in spots})))

    def values_of(self, spots: Collection[Spot], done: Callable[[Mapping[Spot, Given]], None]) -> None:
        """Tell ``done`` what cells hold."""
        done({spot: self._sheet.cells.cell(spot) for spot in spots})

    def write(self, name: str, cells: Mapping[Spot, Given]) -> None:
        """Write cells as one step of this name."""
        read = {spot: cell for spot, cell in cells.items() if not isinstance(cell, Typed)}
        self._sheet.cells.write(name, read)

    def put_text(self, text: str, chosen: Collection[Spot]) -> None:
        """Paste words, letters or numbers; the sheet does not grow."""
        sheet, outside = self._sheet.cells, 0
        cells: dict[Spot, Cell] = {}
        for spot, said in placed(table_of(text), chosen):
            if spot[0] < sheet.rowCount() and spot[1] < sheet.columnCount():
                cells[spot] = sheet.read(spot, said) or Raw(said.strip()) if said.strip() else None
            else:
                outside += bool(said.strip())
        self.write(_("Dán"), cells)
        self.say_pasted(sum(isinstance(cell, Raw) for cell in cells.values()), outside)
