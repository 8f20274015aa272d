"""How sure the selected cells are: actual, estimated, no data, not applicable; said from a menu."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMenu

from desktop_app.domain.values import WITHOUT_VALUE, State, Value
from desktop_app.ui.tickets import Given

if TYPE_CHECKING:
    from desktop_app.ui.grid.view import GridView


def states_menu(grid: "GridView") -> QMenu | None:
    """Return the menu for the selected cells, or None where none of them can be edited."""
    from desktop_app.app.views import state_name

    cells = [index for index in grid.selectionModel().selectedIndexes() if _editable(grid, index)]
    if not cells:
        return None
    menu = QMenu(grid)
    for state in State:
        if state is not State.ESTIMATE or any(_estimable(grid, index) for index in cells):
            name = state_name(state)
            act = menu.addAction(name[:1].upper() + name[1:])
            act.triggered.connect(partial(set_state, grid, cells, state))
    return menu


def set_state(grid: "GridView", cells: list[QModelIndex], state: State, _checked: bool = False) -> None:
    """Give cells a state, as one step; a value stays where the state has one."""
    from desktop_app.app.views import state_name

    changes: dict[int, dict[str, Given]] = {}
    for index in cells:
        cell, key = grid.rows.cell(index), grid.rows.columns[index.column()].key
        if state in WITHOUT_VALUE:
            changes.setdefault(index.row(), {})[key] = Value(None, state)
        elif isinstance(cell, Value) and cell.v is not None and _allows(grid, index, state):
            changes.setdefault(index.row(), {})[key] = Value(cell.v, state)
    name = state_name(state)
    grid.filling.put(name[:1].upper() + name[1:], changes)


def _allows(grid: "GridView", index: QModelIndex, state: State) -> bool:
    return state is not State.ESTIMATE or _estimable(grid, index)


def _estimable(grid: "GridView", index: QModelIndex) -> bool:
    field = grid.rows.field_at(index.column())
    return field is not None and field.estimable


def _editable(grid: "GridView", index: QModelIndex) -> bool:
    editable = bool(grid.rows.flags(index) & Qt.ItemFlag.ItemIsEditable)
    return editable and not grid.rows.is_new_row(index.row())
