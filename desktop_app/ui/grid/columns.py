"""The columns of a topic's grid, derived from its fields."""

from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from desktop_app.domain import kinds
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.i18n import _, language

STATUS, UNIT = "_status", "_unit"

_LETTERS = {
    Kind.TEXT: 15,
    Kind.LONG_TEXT: 26,
    Kind.WHOLE: 8,
    Kind.DECIMAL: 8,
    Kind.MONEY: 13,
    Kind.YEAR: 6,
    Kind.DATE: 11,
    Kind.MONTH: 9,
    Kind.MOMENT: 17,
    Kind.YES_NO: 7,
    Kind.REFERENCE: 20,
    Kind.COORDINATES: 20,
    Kind.ATTACHMENT: 9,
}
_MOST_OF_A_CHOICE = 30
PADDING = 9
"""The room at both sides of a cell's text, in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, or one of the two that every grid has."""

    key: str
    title: str
    field: Field | None = None

    @property
    def right(self) -> bool:
        """Whether its values stand at the right: numbers do."""
        return self.field is not None and kinds.rules(self.field).numeric


def columns_of(topic: Topic, *, with_unit: bool) -> list[Column]:
    """Return the columns: what state the row is in, its unit where there are several, its fields."""
    lang = language()
    fixed = [Column(STATUS, "")] + ([Column(UNIT, _("Đơn vị"))] if with_unit else [])
    return fixed + [Column(field.key, _title(field, lang), field) for field in topic.fields]


def _title(field: Field, lang: str) -> str:
    title = field.label.text(lang)
    return f"{title} ({field.unit.text(lang)})" if field.unit else title


def width_of(column: Column, body: QFontMetrics, head: QFontMetrics, padding: int) -> int:
    """Return a width in which the column's values, and its title on two lines, are not cut."""
    if column.key == STATUS:
        return body.height() + 2 * padding
    return max(body.averageCharWidth() * _letters(column), two_lines(column.title, head)) + 2 * padding + 2


def _letters(column: Column) -> int:
    field = column.field
    if field is None:
        return 16
    if field.kind in (Kind.CHOICE, Kind.MULTI_CHOICE):
        longest = max((len(choice.label.text(language())) for choice in field.choices), default=8)
        return min(longest + 1, _MOST_OF_A_CHOICE)
    return _LETTERS[field.kind]


def two_lines(title: str, head: QFontMetrics) -> int:
    """Return the narrowest width in which ``title`` stands on two lines."""
    words = title.split()
    splits = [
        max(head.horizontalAdvance(" ".join(words[:at])), head.horizontalAdvance(" ".join(words[at:])))
        for at in range(1, len(words))
    ]
    return min(splits, default=head.horizontalAdvance(title)) + 8
