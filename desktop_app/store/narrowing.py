"""From a `Query` to SQL: which rows of a projection, and in which order.

Where nothing is left out, the index of sort keys gives the order. Else a covering index is read from end to
end and what is found is sorted: in an encrypted file, looking each row up in the table costs a page a row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any

from desktop_app.app.ports import Query
from desktop_app.domain import text
from desktop_app.domain.conditions import SYSTEM, Between, Blank, Condition, Contains, OneOf, Order
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.store.projections import order_table_name, sorted_as_text, table_name

MOST_BOUND = 500
"""More values than these are looked for in Python: a statement does not take them all."""

_NOBODY: Mapping[str, Sequence[OneOf]] = MappingProxyType({})

Clause = tuple[str, list[Any]]
Check = Callable[[Any], bool]


@dataclass
class Selection:
    """One SELECT of row ids and of the columns that ``late`` checks look at, once they are read."""

    topic: Topic
    where: list[Clause] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    order: list[Clause] = field(default_factory=list)
    late: list[tuple[str, Check]] = field(default_factory=list)

    def statement(self) -> str:
        """Return the SELECT."""
        columns = "".join(f", p.{_quoted(column)}" for column, _check in self.late)
        clauses = " AND ".join(clause for clause, _values in self.where)
        where = f" WHERE {clauses}" if clauses else ""
        # Not the bare column: SQLite would walk its index and look every row up in the table.
        name = "p.sort_key || ''" if self.where or self.order else "p.sort_key"
        order = ", ".join([*(clause for clause, _values in self.order), name, "p.id"])
        return (
            f"SELECT p.id{columns} FROM {_table(self.topic)} p{''.join(self.joins)}{where} ORDER BY {order}"  # noqa: S608
        )

    def values(self) -> tuple[Any, ...]:
        """Return the bound values, in order."""
        return tuple(value for _clause, found in (*self.where, *self.order) for value in found)

    def kept(self, rows: Iterable[Sequence[Any]]) -> Iterator[int]:
        """Yield the ids of the rows that pass the late checks too."""
        checks = [check for _column, check in self.late]
        return (row[0] for row in rows if all(check(v) for check, v in zip(checks, row[1:], strict=True)))


def select(topic: Topic, query: Query) -> Selection:
    """Return what asks for ``query``; raises `KeyError` for a column that the topic does not have."""
    made = Selection(topic)
    _narrow(made, query)
    for condition in query.where:
        _add(made, condition)
    for number, one in enumerate(query.order):
        made.order += _ordered(made, one, number)
    # What a topic's records are called stands in none of their texts: it would find them all.
    called = text.fold(topic.row.vi)
    if words := [word for word in text.fold(query.search).split() if word not in called]:
        made.where.append(_holding(topic, words, dict(query.named), inside=bool(made.where or made.order)))
    return made


def _narrow(made: Selection, query: Query) -> None:
    for column, value in (("unit", query.unit), ("status", query.status), *query.equal):
        if value is not None:
            made.where.append((f"{_named(made.topic, column)} = ?", [value]))
    if query.not_round is not None:
        made.where.append(("(p.round IS NULL OR p.round <> ?)", [query.not_round]))
    if query.review:
        made.where.append(("p.review = 1", []))


def _holding(
    topic: Topic, words: Sequence[str], named: Mapping[str, Sequence[OneOf]] = _NOBODY, *, inside: bool = True
) -> Clause:
    """Return the clause for words of the search text, or of the names of what a record points at.

    ``inside`` a query of its own it has its own index.
    """
    clauses, values = zip(*(_holding_one(topic, word, named.get(word, ())) for word in words), strict=True)
    clause, bound = " AND ".join(clauses), list(chain.from_iterable(values))
    return (f"p.id IN (SELECT id FROM {_table(topic)} WHERE {clause})" if inside else clause), bound  # noqa: S608


def _holding_one(topic: Topic, word: str, named: Sequence[OneOf]) -> Clause:
    clause, values = "folded LIKE ? ESCAPE '!'", [f"%{_escape(word)}%"]
    if not named:
        return clause, values
    # References stand in the index of short values, the search text in the other one.
    pointing = " OR ".join(f"{_quoted(one.field)} IN ({', '.join('?' * len(one.values))})" for one in named)
    pointers = f"id IN (SELECT id FROM {_table(topic)} WHERE {pointing})"  # noqa: S608
    return f"({clause} OR {pointers})", [*values, *(value for one in named for value in one.values)]


def _escape(word: str) -> str:
    return re.sub(r"([!%_])", r"!\1", word)


# --- conditions -----------------------------------------------------------------------------------------


def _add(made: Selection, condition: Condition) -> None:
    name = _named(made.topic, condition.field)
    match condition:
        case Blank(key, blank):
            made.where.append((_blank(made.topic, key, blank=blank), []))
        case Between(_key, low, high):
            made.where += [
                (f"{name} {sign} ?", [v]) for sign, v in ((">=", low), ("<=", high)) if v is not None
            ]
        case Contains(key, words):
            _add_words(made, key, text.fold(words).split())
        case OneOf(key, values) if len(values) > MOST_BOUND:
            made.late.append((key, frozenset(values).__contains__))
        case OneOf(key, values):
            made.where.append(_one_of(made.topic, key, values))


def _blank(topic: Topic, key: str, *, blank: bool) -> str:
    name, found = _named(topic, key), topic.by_key.get(key)
    if found is None or not found.estimable:
        return f"{name} IS {'' if blank else 'NOT '}NULL"
    state = f"coalesce(p.{_quoted(f'{key}_state')}, 'actual')"
    if blank:
        return f"({name} IS NULL AND {state} = 'actual')"
    return f"({name} IS NOT NULL OR {state} <> 'actual')"


def _one_of(topic: Topic, key: str, values: Sequence[str | int | None]) -> Clause:
    name, found, said = _named(topic, key), topic.by_key.get(key), [v for v in values if v is not None]
    clauses = [_blank(topic, key, blank=True)] if None in values else []
    if found is not None and found.kind is Kind.MULTI_CHOICE:
        clauses += [f"{name} LIKE ? ESCAPE '!'"] * len(said)
        return f"({' OR '.join(clauses) or '1 = 0'})", [f"%,{_escape(str(value))},%" for value in said]
    if said:
        clauses.append(f"{name} IN ({', '.join('?' * len(said))})")
    return f"({' OR '.join(clauses) or '1 = 0'})", list(said)


def _add_words(made: Selection, key: str, words: Sequence[str]) -> None:
    """Look for words in one column: the search text leaves few rows, whose own text is then looked at."""
    if not words:
        return
    if sorted_as_text(made.topic.by_key[key]):
        made.where.append(_holding(made.topic, words))

    def check(value: Any) -> bool:
        folded = text.fold(value) if value else ""
        return all(word in folded for word in words)

    made.late.append((key, check))


# --- order ----------------------------------------------------------------------------------------------


def _ordered(made: Selection, order: Order, number: int) -> list[Clause]:
    found = made.topic.by_key.get(order.field)
    name = _named(made.topic, order.field)
    ranks = order.ranks or (
        tuple(c.key for c in found.choices) if found and found.kind is Kind.CHOICE else ()
    )
    values: list[Any] = []
    if ranks:
        values = list(ranks)
        cases = " ".join(f"WHEN ? THEN {at}" for at in range(len(ranks)))
        name = f"CASE {name} {cases} END"
    elif found is not None and (found.to or sorted_as_text(found)):
        name = _joined(made, found, number)
    return [(f"{name} IS NULL", values), (f"{name}{' DESC' if order.down else ''}", values)]


def _joined(made: Selection, found: Field, number: int) -> str:
    """Join the table that holds the sort keys of a column; return the key's name."""
    if found.to is None:
        join = f" JOIN {order_table_name(made.topic.key)} o ON o.id = p.id"
        if join not in made.joins:
            made.joins.append(join)
            # Always true: it makes SQLite read the rows by the index that stands in the order of the keys.
            made.where.append(("p.status IS NOT NULL", []))
        return f"o.{_quoted(found.key)}"
    # A record may stand in two spaces for a while; it is one line here all the same.
    keys = f"SELECT rec, min(sort_key) AS sort_key FROM {table_name(found.to)} GROUP BY rec"  # noqa: S608
    made.joins.append(f" LEFT JOIN ({keys}) r{number} ON r{number}.rec = p.{_quoted(found.key)}")
    return f"r{number}.sort_key"


# --- names ----------------------------------------------------------------------------------------------


def _table(topic: Topic) -> str:
    return table_name(topic.key)


def _named(topic: Topic, column: str) -> str:
    if column not in SYSTEM and column not in topic.by_key:
        raise KeyError(column)
    return f"p.{_quoted(column)}"


def _quoted(column: str) -> str:
    return f'"{column}"'
