"""A topic as one sheet: a line for each record that it refers to, columns for the answers of a choice.

Each cell of a line and a column is a field of *one* record: the first where there are several, and one
that is yet to be where there is none.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_app.app.ports import Desk, Query, Transaction
from desktop_app.app.views import Row, names_of, rows_in, unit_id
from desktop_app.domain.topic import Choice, Field, Kind, Matrix, Topic
from desktop_app.domain.values import plain
from desktop_app.errors import UsageError
from desktop_app.i18n import _


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the record that it stands for, what that is called, and its unit's code."""

    rec: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is filled in; ``rows``: (record of the line, answer of the column) → the records there are."""

    lines: tuple[Line, ...]
    columns: tuple[Choice, ...]
    fields: tuple[Field, ...]
    rows: Mapping[tuple[str, str], tuple[Row, ...]]

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.lines) * len(self.columns) * len(self.fields)


def sheet(desk: Desk, key: str, unit: str | None = None) -> Sheet:
    """Return a topic as a sheet, of a unit (a code) or of all; raises `UsageError` for one that is none."""
    topic = desk.topics.get(key)
    if topic.matrix is None:
        raise UsageError(_("Chủ đề “{topic}” không có dạng ma trận.").format(topic=key))
    with desk.store.read() as tx:
        query = Query(unit=None if unit is None else unit_id(desk, tx, unit))
        rows = rows_in(desk, tx, topic, tx.rows(topic, tx.ids(topic, query)))
        return Sheet(
            tuple(_lines(desk, tx, topic.by_key[topic.matrix.rows], query)),
            _columns(desk, tx, topic, query.unit),
            tuple(topic.by_key[name] for name in topic.matrix.cells),
            _placed(tx, topic, topic.matrix, rows),
        )


def _lines(desk: Desk, tx: Transaction, field: Field, query: Query) -> Iterator[Line]:
    of = desk.topics.get(field.to or "")
    found = rows_in(desk, tx, of, tx.rows(of, tx.ids(of, query)))
    called = names_of(desk, tx, of.key, [row.rec for row in found])
    for row in sorted(found, key=lambda one: one.unit):  # stable: within a unit in the order of their names
        yield Line(row.rec, called[row.rec], row.unit)


def _placed(
    tx: Transaction, topic: Topic, matrix: Matrix, rows: list[Row]
) -> dict[tuple[str, str], tuple[Row, ...]]:
    """Return where each record stands: what refers to a merged record stands in the line of the one kept."""
    kept = tx.merged(topic.by_key[matrix.rows].to or "")
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.rec):
        line, column = plain(row.cells.get(matrix.rows)), plain(row.cells.get(matrix.columns))
        if isinstance(line, str) and isinstance(column, str):
            found[kept.get(line, line), column].append(row)
    return {place: tuple(some) for place, some in found.items()}


def _columns(desk: Desk, tx: Transaction, topic: Topic, unit: str | None) -> tuple[Choice, ...]:
    """Return the answers that have a column: the usual ones, and those that a record of the unit holds.

    Records of another topic count too where it asks the same: its field offers the usual answers.
    """
    assert topic.matrix is not None  # noqa: S101  # asked only for a topic that has one
    field, usual = topic.by_key[topic.matrix.columns], topic.matrix.usual
    held = set(usual)
    for other in desk.topics.all:
        for same in other.fields:
            if same.kind is Kind.CHOICE and usual and all(map(same.choice, usual)):
                held |= set(_held(tx, other, same, unit))
    return tuple(choice for choice in field.choices if choice.key in held or not usual)


def _held(tx: Transaction, topic: Topic, field: Field, unit: str | None) -> Iterator[str]:
    where, values = ("", {}) if unit is None else (" WHERE unit = :unit", {"unit": unit})
    statement = f'SELECT DISTINCT "{field.key}" FROM p_{topic.key}{where}'  # noqa: S608  # our own names
    yield from (row[0] for row in tx.execute(statement, values) if row[0] is not None)
