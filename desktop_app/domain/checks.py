"""What is wrong with one record: its fields by their kinds, its duplicates, its topic's own rules.

A hard problem keeps a record from becoming final, never from being saved; a soft one is accepted
with a reason (DOMAIN §3). A message says what is wrong and how to mend it. The rules that cross
fields are built in `desktop_app.domain.crosschecks` and declared by each topic.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from desktop_app.domain import identities, kinds, numbers
from desktop_app.domain.topic import Cells, Facts, Field, Kind, Level, Problem, Topic
from desktop_app.domain.values import WITHOUT_VALUE, Cell, Opaque, Raw, State, Value
from desktop_app.i18n import _, language


def check_cells(topic: Topic, cells: Cells, facts: Facts) -> list[Problem]:
    """Return the problems of a record of ``topic``, in the order of its fields, then of its rules."""
    problems = [found for field in topic.fields for found in check_field(topic, field, cells, facts)]
    readable = {field.key: _comparable(field, cells.get(field.key)) for field in topic.fields}
    problems += _duplicates(topic, readable, facts)
    for check in topic.checks:
        problems += check(topic, readable, facts)
    return problems


def _comparable(field: Field, cell: Cell) -> Cell:
    # A rule is spared what no rule could compare, say text in a number's place; it is not a blank either.
    return cell if cell is None or _sound(field, cell) else Opaque(None)


def check_field(topic: Topic, field: Field, cells: Cells, facts: Facts) -> Iterator[Problem]:
    """Yield the problems that one field has by itself."""
    cell = cells.get(field.key)
    relevant = is_relevant(field, cells)
    if cell is None:
        if field.required and relevant:
            yield _hard("missing", field, _("Chưa ghi “{field}”. Không biết thì chọn “chưa có số liệu”."))
    elif isinstance(cell, Raw):
        yield _unreadable(field, cell)
    elif isinstance(cell, Value):
        if not relevant and cell.v is not None:
            yield _irrelevant(topic, field)
        yield from _check_value(field, cell, facts)


def is_relevant(field: Field, cells: Cells) -> bool:
    """Return whether ``field`` matters, given the other fields; yes while the answer is not known."""
    if field.relevant is None:
        return True
    asked = cells.get(field.relevant.field)
    if not isinstance(asked, Value) or asked.state is State.NO_DATA:
        return True
    return asked.v in field.relevant.values


def label(field: Field) -> str:
    """Return the field's label in the language of messages."""
    return field.label.text(language())


# --- values ---------------------------------------------------------------------------------------


def _check_value(field: Field, cell: Value, facts: Facts) -> Iterator[Problem]:
    if not _sound(field, cell):
        yield _misfit(field, cell)
        return
    if cell.state is State.ESTIMATE and not field.estimable:
        yield _soft("not_estimable", field, _("“{field}” không nhận số ước tính. Hãy ghi số thực tế."))
    if cell.v is None:
        return
    if kinds.rules(field).limited:
        yield from _check_limits(field, cell.v)
    if field.to and facts.record(field.to, cell.v) is None:
        yield _hard(
            "dangling",
            field,
            _("Mục đã chọn ở “{field}” không có hoặc đã bị xóa. Hãy chọn lại từ danh sách."),
        )


def _sound(field: Field, cell: Cell) -> bool:
    """Return whether ``cell`` holds what its kind and its state allow."""
    if not isinstance(cell, Value):
        return False
    if cell.state in WITHOUT_VALUE:
        return cell.v is None
    return kinds.rules(field).fits(field, cell.v)


def _check_limits(field: Field, v: Any) -> Iterator[Problem]:
    number = Decimal(v)
    if field.minimum is not None and number < field.minimum:
        yield _outside(
            "below", field, v, field.minimum, _("“{field}” là {v}, nhỏ hơn mức thấp nhất {limit}.")
        )
    if field.maximum is not None and number > field.maximum:
        yield _outside("above", field, v, field.maximum, _("“{field}” là {v}, lớn hơn mức cao nhất {limit}."))


def _outside(code: str, field: Field, v: Any, limit: int, message: str) -> Problem:
    unit = f" {field.unit.text(language())}" if field.unit else ""
    bound = show_number(field, limit) + unit
    message += " " + _("Xem lại số hoặc đơn vị tính.")
    return Problem(
        Level.HARD,
        code,
        message.format(field=label(field), v=show_number(field, v) + unit, limit=bound),
        field.key,
    )


def show_number(field: Field, v: Any) -> str:
    """Return a number of ``field`` as people write it."""
    showing = kinds.Showing(language(), lambda _topic, rec: rec)
    return kinds.rules(field).show(field, v, showing)


# --- what does not fit ----------------------------------------------------------------------------


def _unreadable(field: Field, cell: Raw) -> Problem:
    advice = _ambiguity(field, cell.raw) or hint(field)
    message = _("Không đọc được “{raw}”. {hint}").format(raw=_short(cell.raw), hint=advice)
    return Problem(Level.HARD, "unreadable", message, field.key)


def _ambiguity(field: Field, raw: str) -> str | None:
    if not kinds.rules(field).numeric or field.kind is Kind.YEAR:
        return None
    lang = language()
    meanings = numbers.read_decimal(raw, lang).meanings
    if len(meanings) < 2:
        return None
    one, other = (numbers.format_decimal(number, lang) for number in meanings)
    return _("Đó là {one} hay {other}? Hãy ghi lại cho rõ, không dùng dấu ngăn hàng nghìn.").format(
        one=one, other=other
    )


def hint(field: Field) -> str:
    """Return one sentence saying how a value of this field is written."""
    if field.choices:
        names = ", ".join(choice.label.text(language()) for choice in field.choices)
        return _("Hãy chọn: {names}.").format(names=names)
    hints = {
        Kind.WHOLE: _("Hãy ghi số nguyên, ví dụ 8 hoặc 13.567."),
        Kind.MONEY: _("Hãy ghi số đồng, ví dụ 15.000.000 hoặc 15 triệu."),
        Kind.DECIMAL: _("Hãy ghi số, phần lẻ sau dấu phẩy, ví dụ 92,5."),
        Kind.YEAR: _("Hãy ghi năm đủ bốn chữ số, ví dụ 2019."),
        Kind.DATE: _("Hãy ghi ngày/tháng/năm, ví dụ 31/12/2022."),
        Kind.MONTH: _("Hãy ghi tháng/năm, ví dụ 12/2022."),
        Kind.MOMENT: _("Hãy ghi ngày và giờ, ví dụ 31/12/2022 14:02."),
        Kind.YES_NO: _("Hãy ghi Có hoặc Không."),
        Kind.REFERENCE: _("Hãy chọn từ danh sách đã nhập."),
        Kind.ATTACHMENT: _("Hãy thêm ảnh trong phiếu bên cạnh bảng."),
        Kind.COORDINATES: _("Hãy ghi vĩ độ, kinh độ, ví dụ 21.386, 103.016."),
    }
    return hints.get(field.kind, _("Hãy ghi lại bằng chữ."))


def _misfit(field: Field, cell: Value) -> Problem:
    unknown = field.choices and cell.state not in WITHOUT_VALUE and cell.v is not None
    code = "unknown_choice" if unknown else "malformed"
    message = _("Giá trị “{v}” không hợp với “{field}”. {hint}")
    said = message.format(v=_short(str(cell.v)), field=label(field), hint=hint(field))
    return Problem(Level.HARD, code, said, field.key)


def _irrelevant(topic: Topic, field: Field) -> Problem:
    assert field.relevant is not None  # noqa: S101  # only such a field is ever irrelevant
    asked = topic.by_key[field.relevant.field]
    wanted = [asked.choice(key) for key in field.relevant.values]
    names = ", ".join(choice.label.text(language()) for choice in wanted if choice)
    message = _("“{field}” chỉ ghi khi “{asked}” là: {names}. Hãy xóa ô này hoặc sửa “{asked}”.")
    said = message.format(field=label(field), asked=label(asked), names=names)
    return Problem(Level.SOFT, "irrelevant", said, field.key)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


# --- duplicates -----------------------------------------------------------------------------------


def _duplicates(topic: Topic, cells: Cells, facts: Facts) -> Iterator[Problem]:
    for key in topic.duplicates:
        cell = cells.get(key)
        v = cell.v if isinstance(cell, Value) else None
        if v is None or identities.is_junk(v):
            continue
        if count := facts.others(topic.key, key, v):
            yield _duplicate(topic, topic.by_key[key], str(v), count)


def _duplicate(topic: Topic, field: Field, v: str, count: int) -> Problem:
    message = _("“{field}” {v} đã có ở {count} {row} khác. Xem có nhập trùng không.")
    row = topic.row.text(language())
    said = message.format(field=label(field), v=_short(v), count=count, row=row)
    return Problem(Level.SOFT, "possible_duplicate", said, field.key)


def _hard(code: str, field: Field, message: str) -> Problem:
    return Problem(Level.HARD, code, message.format(field=label(field)), field.key)


def _soft(code: str, field: Field, message: str) -> Problem:
    return Problem(Level.SOFT, code, message.format(field=label(field)), field.key)
