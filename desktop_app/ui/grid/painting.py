"""How the cells of a loaded row look: text, tone, icon; the same for every topic."""

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.topic import Field, Level, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.i18n import _
from desktop_app.ui.grid.columns import STATUS, UNIT, Column
from desktop_app.ui.session import Session

if TYPE_CHECKING:
    from desktop_app.app.views import Row


class Paint(NamedTuple):
    """How a cell looks: its text, the tone of text and ground, an icon, its side."""

    text: str
    tone: str = ""
    ground: str = ""
    icon: str = ""
    right: bool = False


class Painter:
    """Says how the cells of a topic's rows look."""

    def __init__(self, session: Session, topic: Topic) -> None:
        self.session, self.topic = session, topic

    def paint(self, row: "Row", column: Column) -> Paint:
        """Return how a cell looks."""
        if column.key == STATUS:
            return self._paint_status(row)
        if column.key == UNIT:
            return Paint(self.session.unit_name(row.unit))
        assert column.field is not None  # noqa: S101  # every other column is a field's
        cell = row.cells.get(column.key)
        ground = self._ground(row, column.key)
        if isinstance(cell, Raw):
            return Paint(cell.raw, "bad", ground or "bad", right=column.right)
        text = shown(column.field, cell, row)
        if isinstance(cell, Value) and cell.state is State.ESTIMATE:
            return Paint(_("ước {value}").format(value=text), "", ground, right=column.right)
        muted = isinstance(cell, Value) and cell.v is None
        return Paint(text.replace("\n", " "), "muted" if muted else "", ground, right=column.right)

    def _ground(self, row: "Row", key: str) -> str:
        levels = {
            problem.level
            for problem in self.session.findings.of(self.topic.key, row.rec)
            if problem.field == key
        }
        return "bad" if Level.HARD in levels else "warn" if levels else ""

    def _paint_status(self, row: "Row") -> Paint:
        worst = self.session.findings.worst(self.topic.key, row.rec)
        if row.in_review:
            return Paint("", "warn", icon="git-branch")
        if worst is not None:
            return Paint("", "bad" if worst is Level.HARD else "warn", icon="triangle-alert")
        if row.status == "final":
            return Paint("", "good", icon="circle-check-big")
        who = self.session.who
        if who is not None and row.round != who.round_id and not self.topic.append_only:
            return Paint("", "warn", icon="clock")
        return Paint("", "muted", icon="circle-dashed")


def shown(field: Field, cell: Cell, row: "Row") -> str:
    """Return how a value reads, in the language in use."""
    from desktop_app.app import views

    return views.show(field, cell, row.names)
