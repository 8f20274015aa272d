"""A topic summed up by unit, derived from its declaration: records, choices counted, numbers added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from desktop_app.app.ports import Transaction
from desktop_app.domain.kinds import YES
from desktop_app.domain.topic import Field, Kind, Label, Topic

_ADDED: Final = frozenset({Kind.WHOLE, Kind.MONEY})
_RECORDS: Final = (
    ("records", Label("Số dòng", "Records"), "count(*)"),
    ("draft", Label("Bản nháp", "Drafts"), "count(*) FILTER (WHERE status = 'draft')"),
    ("final", Label("Đã chốt", "Final"), "count(*) FILTER (WHERE status = 'final')"),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """One column of a summary: under which heading, its own, and the SQL of its number.

    ``doubt``: the SQL that says whether an estimate is among what it adds up.
    """

    group: Label
    label: Label
    sql: str
    doubt: str | None = None


@dataclass(slots=True)
class UnitSums:
    """The numbers of one unit, in the order of the columns; None where nothing is known."""

    unit: str
    numbers: list[int | None]
    estimated: list[bool] = field(default_factory=list)


def sums(topic: Topic) -> list[Sum]:
    """Return the columns of a topic's summary."""
    found = [Sum(topic.title, label, sql) for _key, label, sql in _RECORDS]
    for item in topic.fields:
        found += _sums_of(item)
    return found


def _sums_of(item: Field) -> list[Sum]:
    column = f'"{item.key}"'
    if item.kind is Kind.CHOICE:
        return [
            Sum(item.label, choice.label, f"count(*) FILTER (WHERE {column} = '{choice.key}')")
            for choice in item.choices
        ]
    if item.kind is Kind.MULTI_CHOICE:
        return [
            Sum(item.label, choice.label, f"count(*) FILTER (WHERE {column} LIKE '%,{choice.key},%')")
            for choice in item.choices
        ]
    if item.kind is Kind.YES_NO:
        return [Sum(item.label, YES, f"count(*) FILTER (WHERE {column} = 1)")]
    if item.kind in _ADDED and _adds_up(item):
        doubt = f"count(*) FILTER (WHERE {item.key}_state = 'estimate')" if item.estimable else None
        unit = item.unit or Label("", "")
        return [Sum(item.label, unit, f"sum({column})", doubt)]
    return []


def _adds_up(item: Field) -> bool:
    """Say whether a number is an amount: the memory of all computers together says nothing."""
    return item.estimable or item.kind is Kind.MONEY


def by_unit(tx: Transaction, topic: Topic, units: Sequence[str]) -> list[UnitSums]:
    """Return the numbers of these units (surrogate ids), then of others that have records."""
    columns = sums(topic)
    wanted = [column.sql for column in columns] + [column.doubt or "0" for column in columns]
    statement = f"SELECT unit, {', '.join(wanted)} FROM p_{topic.key} GROUP BY unit"  # noqa: S608  # our own names
    found: Mapping[str, Sequence[Any]] = {row[0] or "": row[1:] for row in tx.execute(statement, {})}
    order = [*units, *sorted(found.keys() - set(units))]
    return [_sums(unit, found.get(unit), columns) for unit in order]


def _sums(unit: str, row: Sequence[Any] | None, columns: Sequence[Sum]) -> UnitSums:
    if row is None:
        numbers = [None if column.sql.startswith("sum(") else 0 for column in columns]
        return UnitSums(unit, numbers, [False] * len(columns))
    half = len(columns)
    return UnitSums(unit, [None if n is None else int(n) for n in row[:half]], [bool(n) for n in row[half:]])


def total(rows: Sequence[UnitSums]) -> UnitSums:
    """Return what all units have together; None where no unit has a number."""
    numbers: list[int | None] = []
    for column in zip(*(row.numbers for row in rows), strict=True):
        known = [number for number in column if number is not None]
        numbers.append(sum(known) if known else None)
    estimated = [any(column) for column in zip(*(row.estimated for row in rows), strict=True)]
    return UnitSums("", numbers, estimated)
