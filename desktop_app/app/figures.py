"""Indicators of this home: computed by plain SQL over the projections."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desktop_app.app.catalogue import with_targets
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Tally, Transaction
from desktop_app.app.views import unit_id
from desktop_app.domain.numbers import format_decimal, format_percent, format_whole
from desktop_app.i18n import _, language
from desktop_app.indicators.declared import ALL, STATED_OF
from desktop_app.indicators.model import Figure, Indicator, Measure, Number, Scope, rounded
from desktop_app.indicators.run import compute

_TABLES = re.compile(r"\{(\w+)\}")
# Joined to the rows that are counted, never counted themselves: they may be empty where a count is zero.
_JOINED = frozenset({"communes", "office"})


def figures(desk: Desk, unit: str | None = None, wanted: tuple[Indicator, ...] = ALL) -> list[Figure]:
    """Return every indicator, of the whole home or of the unit with this code."""
    with desk.store.read() as tx:
        place = place_of(tx)
        chosen = None if unit is None else unit_id(desk, tx, unit)
        scope = scope_of(desk, place, chosen)
        found = known_figures(tx, wanted, scope, tallies(desk, tx, scope.unit))
    return found if (unit or place.code) == STATED_OF else [unstated(figure) for figure in found]


def tallies(desk: Desk, tx: Transaction, unit: str | None) -> dict[str, Tally]:
    """Return topic → how many records there are; ``unit`` is a surrogate id."""
    return {topic.key: tx.tally(topic, unit, None) for topic in desk.topics.all}


def known_figures(
    tx: Transaction, wanted: Iterable[Indicator], scope: Scope, counted: Mapping[str, Tally]
) -> list[Figure]:
    """Return the figures of a scope beside the targets in force; without a record of its topic, no value.

    None of nothing is "chưa có số liệu", not 0.
    """
    aimed = with_targets(tx, tuple(wanted), place_of(tx).on)
    return [as_known(figure, counted) for figure in compute(tx.execute, aimed, scope)]


def as_known(figure: Figure, counted: Mapping[str, Tally]) -> Figure:
    """Return the figure, without a value where it counts in a topic of which no record has come."""
    statements = figure.indicator.numerator + (figure.indicator.denominator or "")
    if all(counted[topic].total for topic in set(_TABLES.findall(statements)) - _JOINED):
        return figure
    return replace(figure, value=None, numerator=None)


def unstated(figure: Figure) -> Figure:
    """Return the figure of a unit about which the source says nothing."""
    return replace(figure, indicator=replace(figure.indicator, stated=None, stated_of=None))


def scope_of(desk: Desk, place: Place, unit: str | None) -> Scope:
    """Return what is computed: a district counts its communes, a commune itself."""
    asked = unit if unit is not None else place.unit
    below = tuple(one.id for one in desk.units.children(asked, place.on))
    return Scope(below or (asked,), place.on.year, None if below and asked == place.unit else asked)


def as_document(figure: Figure) -> dict[str, Any]:
    """Return a figure for scripts: JSON numbers, percent 0–100, "21/21" as value 21 of denominator 21."""
    return {
        "key": figure.key,
        "title": figure.title.text(language()),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unit": figure.unit.text(language()),
        "target": figure.target,
        "stated": figure.stated,
        "source": figure.source or None,
        "kind": figure.kind,
        "estimated": figure.estimated,
        "missing": figure.missing,
        "drafts": figure.drafts,
    }


def number_text(number: Number | None) -> str:
    """Return a number in the current language's grouping ("13.567"), or "–" where there is none."""
    if number is None:
        return "–"
    if isinstance(number, int):
        return format_whole(number, language())
    return format_decimal(number, language())


def value_text(figure: Figure, value: Number | None) -> str:
    """Return a value as it is read: "92 %", "21/21", "628"."""
    if value is None:
        return _("chưa có số liệu")
    if figure.indicator.measure is Measure.PERCENT:
        return format_percent(value, language())
    if figure.indicator.measure is Measure.MEAN:
        return number_text(rounded(value, 2))
    text = number_text(value)
    if figure.indicator.measure is Measure.SHARE and figure.denominator is not None:
        return f"{text}/{number_text(figure.denominator)}"
    return text


def stated_text(figure: Figure) -> str:
    """Return the source's own figure, or "" where it states none."""
    if figure.stated is None:
        return ""
    if figure.indicator.measure is Measure.PERCENT:
        return format_percent(figure.stated, language())
    text = number_text(figure.stated)
    of = figure.indicator.stated_of
    return f"{text}/{number_text(of)}" if of is not None else text


def lines(found: list[Figure]) -> list[tuple[str, ...]]:
    """Return figures as lines of a table, with a heading."""
    head = (_("Chỉ tiêu"), _("Đã nêu"), _("Tính được"), _("Đơn vị"), _("Mục tiêu"), "")
    return [
        head,
        *(
            (
                figure.title.text(language()), stated_text(figure), value_text(figure, figure.value),
                figure.unit.text(language()), "" if figure.target is None else number_text(figure.target),
                agreement(figure),
            )
            for figure in found
        ),
    ]  # fmt: skip


def agreement(figure: Figure) -> str:
    """Return "khớp" or "LỆCH" for a figure that the source states, else ""."""
    if figure.agrees is None:
        return ""
    return _("khớp") if figure.agrees else _("LỆCH")
