"""What a filter of a column says, as a chip shows it; and what is typed into its two limits."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop_app.domain import kinds, numbers
from desktop_app.domain.conditions import Between, Blank, Condition, Contains, OneOf
from desktop_app.domain.kinds import Reading, Showing
from desktop_app.domain.topic import Field, Kind
from desktop_app.i18n import _, language
from desktop_app.ui.grid.columns import Column
from desktop_app.ui.session import Session

if TYPE_CHECKING:
    from desktop_app.domain.topic import Topic

MOST_NAMED = 3
"""A chip names at most so many answers."""
TICKED = frozenset({Kind.CHOICE, Kind.MULTI_CHOICE, Kind.YES_NO})
LIMITED = frozenset({Kind.DATE, Kind.MONTH, Kind.MOMENT})
ALL, DRAFT, UNCONFIRMED, REVIEW, MINE, WRONG = "all", "draft", "unconfirmed", "review", "mine", "wrong"
"""The views that every topic has."""


def quick_name(key: str) -> str:
    """Return what a view that every topic has is called."""
    return {
        DRAFT: _("Bản nháp"),
        UNCONFIRMED: _("Chưa xác nhận đợt này"),
        REVIEW: _("Chờ xem lại"),
        MINE: _("Tôi sửa hôm nay"),
        WRONG: _("Có lỗi"),
    }.get(key, _("Tất cả"))


def has_limits(field: Field) -> bool:
    """Return whether a field is filtered from one value to another: numbers and times are."""
    return kinds.rules(field).numeric or field.kind in LIMITED


def answers(column: Column, session: Session) -> list[tuple[str | int, str]]:
    """Return what can be ticked for a column: (value as it is stored, text); [] where nothing can."""
    field = column.field
    if field is None:
        return list(session.units.items())
    if field.kind is Kind.YES_NO:
        return [(1, kinds.YES.text(language())), (0, kinds.NO.text(language()))]
    return [(choice.key, choice.label.text(language())) for choice in field.choices]


def read_limit(field: Field, typed: str, today: date, *, high: bool) -> str | int | float | None:
    """Return a typed limit as a projection keeps the field's values; None if it cannot be read.

    A day is enough of a limit for a moment, and means all of it.
    """
    reading = Reading(today, lambda _topic, _text: None, language())
    if field.kind is Kind.MOMENT:
        v = kinds.KINDS[Kind.DATE].read(field, typed, reading)
        return None if v is None else f"{v}T23:59" if high else f"{v}T00:00"
    rules = kinds.rules(field)
    v = rules.read(field, typed, reading)
    found: str | int | float | None = None if v is None else rules.kept(v)
    return found


def show_limit(field: Field, kept: str | int | float | None) -> str:
    """Return a kept limit as it would be typed."""
    if kept is None:
        return ""
    showing = Showing(language(), lambda _topic, rec: rec)
    if field.kind is Kind.MOMENT:
        return kinds.KINDS[Kind.DATE].show(field, str(kept)[:10], showing)
    v = numbers.canonical(Decimal(str(kept))) if field.kind is Kind.DECIMAL else kept
    return kinds.rules(field).show(field, v, showing)


def said(condition: Condition, column: Column, session: Session) -> str:
    """Return what a filter says: "Loại máy: Để bàn, Xách tay"."""
    return _("{column}: {what}").format(column=column.title, what=_what(condition, column, session))


def _what(condition: Condition, column: Column, session: Session) -> str:
    match condition:
        case Blank(blank=blank):
            return _("trống") if blank else _("có dữ liệu")
        case Contains(words=words):
            return _("chứa “{words}”").format(words=words)
        case OneOf(values=values):
            return _named([_name(value, column, session) for value in values])
        case Between(low=low, high=high) if column.field is not None:
            return _range(show_limit(column.field, low), show_limit(column.field, high))
    return ""


def _name(value: str | int | None, column: Column, session: Session) -> str:
    names: dict[str | int | None, str] = {**dict(answers(column, session)), None: _("trống")}
    return names.get(value, str(value))


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return _("{names} và {n} nữa").format(names=shown, n=more) if more > 0 else shown


def _range(low: str, high: str) -> str:
    if low and high:
        return low if low == high else _("{low} – {high}").format(low=low, high=high)
    return _("từ {low}").format(low=low) if low else _("đến {high}").format(high=high)


def identities(topic: "Topic") -> list[Field]:
    """Return the fields by which a record of a topic is told apart from others."""
    return [topic.by_key[key] for key in topic.duplicates or topic.name[:1]]
