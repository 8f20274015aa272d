"""How the cells of a loaded row look: text, tone, icon; the same for every topic."""

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.topic import Field, Level, Problem, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.i18n import _
from desktop_app.ui.grid.columns import STATUS, UNIT, Column
from desktop_app.ui.problem_words import sign_of
from desktop_app.ui.session import Session

if TYPE_CHECKING:
    from desktop_app.app.views import Row


class Paint(NamedTuple):
    """How a cell looks: its text, the tone of text and ground, an icon, its side, a mark of what is wrong."""

    text: str
    tone: str = ""
    ground: str = ""
    icon: str = ""
    right: bool = False
    mark: str = ""


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
        return self._paint_value(row, column.field, column)._replace(mark=self._mark(row, column.key))

    def _paint_value(self, row: "Row", field: Field, column: Column) -> Paint:
        cell = row.cells.get(column.key)
        ground = self._ground(row, column.key)
        if isinstance(cell, Raw):
            return Paint(cell.raw, "bad", ground or "bad", right=column.right)
        text = shown(field, cell, row)
        if isinstance(cell, Value) and cell.state is State.ESTIMATE:
            return Paint(_("ước {value}").format(value=text), "", ground, right=column.right)
        muted = isinstance(cell, Value) and cell.v is None
        return Paint(text.replace("\n", " "), "muted" if muted else "", ground, right=column.right)

    def _worst(self, row: "Row", key: str) -> Problem | None:
        """Return the worst problem of a cell: an error, then an open warning, then an accepted one."""
        found = (one for one in self.session.findings.of(self.topic.key, row.rec) if one.field == key)
        return max(found, key=lambda one: (one.is_hard, one.is_open), default=None)

    def _ground(self, row: "Row", key: str) -> str:
        worst = self._worst(row, key)
        return sign_of(worst).tone if worst is not None and worst.is_open else ""

    def _mark(self, row: "Row", key: str) -> str:
        worst = self._worst(row, key)
        return sign_of(worst).icon if worst is not None else ""

    def _paint_status(self, row: "Row") -> Paint:
        worst = self.session.findings.worst(self.topic.key, row.rec)
        if row.in_review:
            return Paint("", "warn", icon="git-branch")
        if worst is not None:
            hard = worst is Level.HARD
            return Paint("", "bad" if hard else "warn", icon="circle-x" if hard else "triangle-alert")
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


def typable(field: Field, row: "Row") -> str:
    """Return how a value reads in an editor, and where it is copied to: a state without a value is blank."""
    cell = row.cells.get(field.key)
    return "" if isinstance(cell, Value) and cell.v is None else shown(field, cell, row)
