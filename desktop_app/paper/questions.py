"""The survey form of any topic, from the topic's declaration; blank, or filled in from records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from desktop_app.app.paper_details import paper_details
from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import Row, all_rows, show, state_name
from desktop_app.domain import kinds
from desktop_app.domain.dates import format_date
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.i18n import _, language
from desktop_app.paper import listing
from desktop_app.paper.asked import Asked, asked_for
from desktop_app.paper.model import NAME, Register, Signature
from desktop_app.paper.survey_form import (
    BLANK,
    Answer,
    FilledSheet,
    Option,
    Question,
    QuestionGroup,
    Room,
    SurveyForm,
    option_key,
)
from desktop_app.paper.words import words

_ROOMS: dict[Kind, Room] = {
    Kind.TEXT: "line",
    Kind.LONG_TEXT: "lines",
    Kind.WHOLE: "number",
    Kind.DECIMAL: "number",
    Kind.MONEY: "number",
    Kind.YEAR: "year",
    Kind.DATE: "date",
    Kind.MONTH: "month",
    Kind.MOMENT: "moment",
    Kind.CHOICE: "choices",
    Kind.MULTI_CHOICE: "choices",
    Kind.YES_NO: "choices",
    Kind.REFERENCE: "line",
    Kind.COORDINATES: "place",
}


# Of a sheet of many rows: how wide an answer is when it is not a name, and how high a row, in mm.
_ROOM_IN_A_ROW = {Kind.YES_NO: 13.0, Kind.YEAR: 14.0, Kind.WHOLE: 16.0, Kind.DECIMAL: 16.0, Kind.CHOICE: 20.0}
_HIGH = 8.0
_ROWS_TO_WRITE = 10


def blank(desk: Desk, asking: Asking) -> SurveyForm:
    """Return the form of a topic to fill in by hand."""
    return replace(_form(desk, asking, [BLANK]), guides=True)


def filled(desk: Desk, asking: Asking) -> SurveyForm:
    """Return the form of a topic filled in with each record of a unit (code), or of all units of the home."""
    topic, asked = desk.topics.get(asking.topic), asked_for(desk, asking.unit)
    unit = None if asking.unit is None else asked.code
    rows = listing.ordered(topic, all_rows(desk, topic.key, Query(unit=unit, search=asking.where)))
    committees = {
        code: asked_for(desk, code).name.short_committee for code in {row.unit for row in rows} if code
    }
    return _form(desk, asking, [_sheet(topic, row, committees.get(row.unit, "")) for row in rows])


def _form(desk: Desk, asking: Asking, sheets: Sequence[FilledSheet]) -> SurveyForm:
    topic, asked = desk.topics.get(asking.topic), asked_for(desk, asking.unit)
    details = paper_details(desk, asking.unit)
    called = topic.title.text(language())
    return SurveyForm(
        _("PHIẾU KHẢO SÁT: {topic}").format(topic=called.upper()),
        details.unit or asked.name.short_committee,
        (_about(asked),),
        groups(topic),
        sheets,
        _said(),
        words(language()).dated(details.place or asked.name.bare, None),
        _signatures(),
        _("Phiếu khảo sát – biểu mẫu của đơn vị"),
        asked.place.sample,
        empty=words(language()).empty,
    )


def _signatures() -> tuple[Signature, ...]:
    return tuple(Signature(title, _("(Ký, họ tên)")) for title in (_("Người kê khai"), _("Người kiểm tra")))


def _about(asked: Asked) -> str:
    return _("Đợt: {round} – số liệu tính đến ngày {day}").format(
        round=asked.place.round.name, day=format_date(asked.place.on, language())
    )


def _said() -> dict[str, str]:
    return {
        "number": words(language()).number,
        "question": _("Nội dung"),
        "answer": _("Trả lời"),
        "latitude": _("Vĩ độ"),
        "longitude": _("Kinh độ"),
        "instruction": _(
            "Đánh dấu X vào ô của câu trả lời; chữ trong ngoặc là mã để nhập vào máy. Dấu * là phải trả lời. "
            "Để trống không có nghĩa là 0: ghi “chưa có số liệu” hoặc “không áp dụng”."
        ),
    }


def blank_list(desk: Desk, asking: Asking) -> Register:
    """Return a sheet of empty rows for many records of a topic, with the codes of its choices below."""
    topic, asked = desk.topics.get(asking.topic), asked_for(desk, asking.unit)
    details, lang = paper_details(desk, asking.unit), language()
    listed = listing.table(topic, [], None)
    fields = zip(listed.columns, kinds.written(topic), strict=True)
    columns = [replace(column, least=_ROOM_IN_A_ROW.get(field.kind, NAME)) for column, field in fields]
    return Register(
        _("PHIẾU GHI DANH SÁCH: {topic}").format(topic=topic.title.text(lang).upper()),
        details.unit or asked.name.short_committee, columns, [[""] * len(columns)] * _ROWS_TO_WRITE,
        as_of=asked.place.on, place=details.place or asked.name.bare, signatures=_signatures(),
        sample=asked.place.sample, note=_("Biểu mẫu của đơn vị"), legend=tuple(_codes(topic)), high=_HIGH,
    )  # fmt: skip


def _codes(topic: Topic) -> Iterator[str]:
    for field in kinds.written(topic):
        if field.choices:
            options = (f"{option.code} = {option.label}" for option in _options(field))
            yield f"{field.label.text(language())}: {'; '.join(options)}"


# --- questions ------------------------------------------------------------------------------------


def groups(topic: Topic) -> list[QuestionGroup]:
    """Return the questions of a topic under the headings of its groups."""
    found = groupby(kinds.written(topic), lambda field: field.group)
    return [
        QuestionGroup(group.text(language()) if group else "", [_question(topic, field) for field in fields])
        for group, fields in found
    ]


def _question(topic: Topic, field: Field) -> Question:
    lang = language()
    return Question(
        field.key,
        field.label.text(lang),
        _ROOMS[field.kind],
        tuple(_hints(topic, field)),
        field.unit.text(lang) if field.unit else "",
        field.required,
        _options(field),
        state_name(State.ESTIMATE) if field.estimable else "",
    )


def _hints(topic: Topic, field: Field) -> Iterator[str]:
    if field.relevant:
        asked = topic.by_key[field.relevant.field]
        held = " / ".join(show(asked, Value(v), {}) for v in field.relevant.values)
        yield _("Chỉ trả lời khi “{question}” là {answers}.").format(
            question=asked.label.text(language()), answers=held
        )
    if field.help:
        yield field.help.text(language())
    hint = _hint(field.kind)
    if hint:
        yield hint


def _hint(kind: Kind) -> str:
    return {
        Kind.MONEY: _("Ghi đủ số đồng, ví dụ 15.500.000."),
        Kind.DATE: _("Ngày / tháng / năm"),
        Kind.MONTH: _("Tháng / năm"),
        Kind.MOMENT: _("Ngày / tháng / năm, giờ : phút"),
        Kind.MULTI_CHOICE: _("Có thể đánh dấu nhiều ô."),
    }.get(kind, "")


def _options(field: Field) -> tuple[Option, ...]:
    if field.kind is Kind.YES_NO:
        return tuple(Option("", label.text(language())) for label in (kinds.YES, kinds.NO))
    return tuple(Option(choice.key, choice.label.text(language())) for choice in field.choices)


# --- answers --------------------------------------------------------------------------------------


def _sheet(topic: Topic, row: Row, unit: str) -> FilledSheet:
    parts = (show(topic.by_key[key], row.cells.get(key), row.names) for key in topic.name)
    name = " – ".join(filter(None, parts))
    heading = " ".join([f"{topic.row.text(language()).capitalize()}: {name}", *listing.marks(row)])
    answers = {field.key: _answer(field, row.cells.get(field.key), row) for field in kinds.written(topic)}
    return FilledSheet(heading, unit, answers)


def _answer(field: Field, cell: Cell, row: Row) -> Answer:
    is_estimate = isinstance(cell, Value) and cell.state is State.ESTIMATE
    ticked = _ticked(field, cell)
    if ticked:
        return Answer("", ticked, is_estimate)
    text = show(field, cell, row.names)
    return Answer(f"{text} (?)" if isinstance(cell, Raw) else text, frozenset(), is_estimate)


def _ticked(field: Field, cell: Cell) -> frozenset[str]:
    """Return what an answer ticks; nothing where it is none of the options, and is to be read as text."""
    if not isinstance(cell, Value) or cell.v is None or not kinds.rules(field).fits(field, cell.v):
        return frozenset()
    if field.kind is Kind.YES_NO:
        yes, no = map(option_key, _options(field))
        return frozenset({yes if cell.v else no})
    if field.kind is Kind.MULTI_CHOICE:
        return frozenset(cell.v)
    return frozenset({cell.v}) if field.kind is Kind.CHOICE else frozenset()
