"""Computing indicators over the projections of a home."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from desktop_app.indicators.model import Figure, Indicator, Measure, Number, Scope, rounded
from desktop_app.topics import get

Execute = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]

PLACES = 6
"""Decimals that a percentage or an average keeps: enough that rounding for show is the only rounding."""


def compute(execute: Execute, indicators: Iterable[Indicator], scope: Scope) -> list[Figure]:
    """Return the figures of ``indicators``; ``execute`` runs SQL with named parameters (``:unit``)."""
    return [_Run(execute, scope).figure(indicator) for indicator in indicators]


class _Tables(dict[str, str]):
    """The names that stand in braces in a statement, as tables within the scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(communes=_communes(scope))
        self.filtered = scope.unit is not None

    def __missing__(self, topic: str) -> str:
        table = f"p_{topic}"
        return f"(SELECT * FROM {table} WHERE unit = :unit)" if self.filtered else table  # noqa: S608  # our own names


def _communes(scope: Scope) -> str:
    if not scope.communes:
        return "(SELECT NULL AS unit WHERE 1 = 0)"
    # VALUES: SQLite joins at most 500 SELECTs, and a province has more communes in its history.
    rows = ", ".join(f"(:commune{i})" for i in range(len(scope.communes)))
    return f"(SELECT column1 AS unit FROM (VALUES {rows}) AS listed)"  # noqa: S608  # parameters only


class _Run:
    def __init__(self, execute: Execute, scope: Scope) -> None:
        self._execute, self._tables = execute, _Tables(scope)
        self._known: dict[str, Any] = {"year": scope.year, "unit": scope.unit}
        self._known |= {f"commune{i}": unit for i, unit in enumerate(scope.communes)}

    def figure(self, indicator: Indicator) -> Figure:
        numerator = self._number(indicator.numerator)
        denominator = None if indicator.denominator is None else self._number(indicator.denominator)
        return Figure(
            indicator,
            _value(indicator.measure, numerator, denominator),
            None if indicator.measure is Measure.MEAN else numerator,
            denominator,
            _target(indicator, denominator),
            any(self._estimated(*field.split(".")) for field in indicator.basis),
            sum(self._blank(*field.split(".")) for field in indicator.basis),
            self._count(f"SELECT COUNT(*) FROM {{{indicator.topic}}} t WHERE t.status = 'draft'"),  # noqa: S608
        )

    def _number(self, statement: str) -> Number | None:
        sql = statement.format_map(self._tables)
        used = {name: v for name, v in self._known.items() if f":{name}" in sql}
        ((found,),) = self._execute(sql, used)
        if found is None or isinstance(found, int):
            return found
        exact = Decimal(str(found))
        return int(exact) if exact == exact.to_integral_value() else exact

    def _count(self, statement: str) -> int:
        return int(self._number(statement) or 0)

    def _estimated(self, topic: str, field: str) -> bool:
        if not get(topic).by_key[field].estimable:
            return False
        return self._count(f"SELECT COUNT(*) FROM {{{topic}}} t WHERE t.{field}_state = 'estimate'") > 0  # noqa: S608

    def _blank(self, topic: str, field: str) -> int:
        return self._count(f"SELECT COUNT(*) FROM {{{topic}}} t WHERE t.{field} IS NULL")  # noqa: S608


def _value(measure: Measure, numerator: Number | None, denominator: Number | None) -> Number | None:
    if numerator is None or measure is Measure.COUNT:
        return numerator
    if measure is Measure.MEAN:
        return rounded(numerator, PLACES)
    if not denominator:
        return None
    if measure is Measure.SHARE:
        return numerator
    return rounded(Decimal(numerator) * 100 / Decimal(denominator), PLACES)


def _target(indicator: Indicator, denominator: Number | None) -> Number | None:
    if indicator.target is None or indicator.measure is not Measure.SHARE:
        return indicator.target
    return None if denominator is None else rounded(Decimal(denominator) * indicator.target / 100, 0)
