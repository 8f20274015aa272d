"""The columns of a topic's sheet, derived from its declaration: the one place where both ways agree.

Three columns that belong to no field stand first: the record's id (hidden), its unit and its status; one
stands last: the round in which it was last confirmed.
Beside each field that may be estimated stands a column for how sure the number is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.domain.kinds import NO, YES, written
from desktop_app.domain.text import fold
from desktop_app.domain.topic import Field, Kind, Label, Topic

ID, UNIT, STATUS, ROUND = "_id", "_unit", "_status", "_round"
FORMAT = 1
MARK = "moduong"
META, LISTS = "_moduong", "_moduong_ds"
"""Hidden sheets: what the sheets' columns mean and what their cells cannot carry; lists to choose from."""

STATUSES = {"draft": Label("Bản nháp", "Draft"), "final": Label("Đã chốt", "Final")}
_UNIT_LABEL = Label("Đơn vị", "Unit")
_STATUS_LABEL = Label("Trạng thái (chỉ xem)", "Status (read only)")
_ROUND_LABEL = Label("Đợt xác nhận (chỉ xem)", "Last confirmed in (read only)")
_SURENESS = Label("loại số liệu", "nature of the figure")

_FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.MONEY: "#,##0",
    Kind.DECIMAL: "General",  # a fixed form would leave a bare comma behind whole numbers
    Kind.YEAR: "0",
    Kind.DATE: "dd/mm/yyyy",
    Kind.MONTH: "mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
AS_TEXT = "@"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the file ("cost", "cost:state", "_id"), its label, its field if it has one."""

    key: str
    label: Label
    field: Field | None = None
    is_state: bool = False

    @property
    def number_format(self) -> str:
        """The number format of its cells; text stays text, also when somebody edits it."""
        return AS_TEXT if self.field is None or self.is_state else _FORMATS.get(self.field.kind, AS_TEXT)


def columns(topic: Topic) -> list[Column]:
    """Return the columns of a topic's sheet, in order."""
    return [
        Column(ID, Label(f"{MARK}:{FORMAT}:{topic.key}", f"{MARK}:{FORMAT}:{topic.key}")),
        Column(UNIT, _UNIT_LABEL),
        Column(STATUS, _STATUS_LABEL),
        *(column for field in written(topic) for column in _of_field(field)),
        Column(ROUND, _ROUND_LABEL),
    ]


def _of_field(field: Field) -> Iterator[Column]:
    yield Column(field.key, heading(field), field)
    if field.estimable:
        label = Label(f"{field.label.vi}: {_SURENESS.vi}", f"{field.label.en}: {_SURENESS.en}")
        yield Column(f"{field.key}:state", label, field, is_state=True)


def heading(field: Field) -> Label:
    """Return the label of a field with its unit in brackets, and a star where it must be filled in."""
    star = " *" if field.required else ""
    unit = Label(*(f" [{text}]" for text in field.unit)) if field.unit else Label("", "")
    return Label(*(label + of + star for label, of in zip(field.label, unit, strict=True)))


def plain(label: str) -> str:
    """Return a heading as it is compared: without accents, case, line breaks and the star."""
    return fold(label).removesuffix("*").strip()


def by_label(topic: Topic) -> dict[str, str]:
    """Return plain label → key of a topic's columns, in both languages."""
    return {plain(text): column.key for column in columns(topic) for text in column.label}


def options(field: Field) -> tuple[Label, ...]:
    """Return what a cell of ``field`` may be chosen from; () where one types or chooses several."""
    if field.kind is Kind.CHOICE:
        return tuple(choice.label for choice in field.choices)
    return (YES, NO) if field.kind is Kind.YES_NO else ()
