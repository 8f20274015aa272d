"""The parts of the window by themselves: rows that break, windows of rows, editors, messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop_app.domain.topic import Kind
from desktop_app.domain.values import Opaque, Raw, Value
from desktop_app.errors import UserError
from desktop_app.topics.registry import ALL
from desktop_app.ui import fonts
from desktop_app.ui.answers import ChoiceAnswer, ManyAnswer, ReferenceAnswer, answer_for, as_answer
from desktop_app.ui.grid.columns import columns_of, width_of
from desktop_app.ui.grid.window import BLOCK, MOST, RowWindow
from desktop_app.ui.theme import LIGHT, Look
from desktop_app.ui.tickets import Typed
from desktop_app.ui.widgets.flow import Flow
from desktop_app.ui.widgets.message import Messages, Notice

LOOK = Look(LIGHT)


# --- rows that break ------------------------------------------------------------------------------------


@given(widths=st.lists(st.integers(10, 300), max_size=12), room=st.integers(50, 900))
def test_a_row_that_breaks_leaves_nothing_outside_or_on_top(
    qapp: QApplication, widths: list[int], room: int
) -> None:
    holder = QWidget()
    flow = Flow(holder)
    for width in widths:
        made = QPushButton(holder)
        made.setFixedSize(min(width, room), 20)
        flow.addWidget(made)
    tall = flow.heightForWidth(room)
    flow.setGeometry(QRect(0, 0, room, tall))
    places = [flow.itemAt(n).geometry() for n in range(flow.count())]  # type: ignore[union-attr]
    assert all(place.right() < room and place.bottom() < max(tall, 1) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[i + 1 :])


# --- windows of rows ------------------------------------------------------------------------------------


class Asked:
    """What a window asked the store for."""

    def __init__(self) -> None:
        self.blocks: list[list[int]] = []

    def __call__(self, ids: list[int]) -> None:
        self.blocks.append(ids)


def test_a_row_is_asked_for_with_its_block_and_only_once() -> None:
    asked = Asked()
    window = RowWindow(asked)
    window.reset(range(1, 1001))
    assert window.at(250) is None
    assert window.at(251) is None
    assert asked.blocks == [list(range(201, 301))]
    assert len(asked.blocks[0]) == BLOCK


def test_rows_stay_on_the_screen_until_their_newer_self_arrives() -> None:
    asked = Asked()
    window = RowWindow(asked)
    window.reset([1, 2])
    window.put(1, "old")  # type: ignore[arg-type]
    window.reset([2, 1])
    assert window.at(1) == "old"
    assert asked.blocks == [[2, 1]]
    window.put(1, "new")  # type: ignore[arg-type]
    assert window.at(1) == "new"
    assert len(asked.blocks) == 1


def test_rows_that_are_gone_are_forgotten() -> None:
    window = RowWindow(Asked())
    window.reset([1, 2])
    window.put(1, "one")  # type: ignore[arg-type]
    window.reset([2])
    assert window.by_id(1) is None


def test_memory_is_bounded_and_what_was_let_go_is_asked_for_again() -> None:
    asked = Asked()
    window = RowWindow(asked)
    window.reset(range(1, MOST + 500))
    for number in range(1, MOST + 500):
        window.put(number, "row")  # type: ignore[arg-type]
    assert sum(window.by_id(number) is not None for number in range(1, MOST + 500)) == MOST
    assert window.at(0) is None
    assert asked.blocks[-1][0] == 1


def test_a_row_that_is_only_here_is_never_asked_for() -> None:
    asked = Asked()
    window = RowWindow(asked)
    window.reset([5])
    window.append(-1)
    assert window.at(1) is None
    assert asked.blocks == []


# --- columns --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ALL.all, ids=lambda topic: topic.key)
def test_no_title_of_a_column_is_cut(qapp: QApplication, topic: object) -> None:
    fonts.load()
    metrics = QFontMetrics(fonts.base(100))
    for column in columns_of(topic, with_unit=True):  # type: ignore[arg-type]
        width = width_of(column, metrics, metrics, 9)
        room = QRect(0, 0, width - 2 * 9, 10_000)
        tall = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), column.title).height()
        assert tall <= 2 * metrics.lineSpacing() + 2, column.title


# --- editors --------------------------------------------------------------------------------------------


def fields() -> list[object]:
    return [pytest.param(field, id=f"{topic.key}.{field.key}") for topic in ALL for field in topic.fields]


@pytest.mark.parametrize("field", fields())
def test_an_editor_that_was_only_looked_at_has_not_changed(qapp: QApplication, field: object) -> None:
    widget = answer_for(field)  # type: ignore[arg-type]
    answer = as_answer(widget)
    for cell, text in ((None, ""), (Raw("tám"), "tám")):
        answer.put(cell, text)
        assert not answer.is_changed()


def test_no_field_completes_inside_the_line(qapp: QApplication) -> None:
    from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

    for topic in ALL:
        for field in topic.fields:
            widget = answer_for(field, names={"r": "Tên"}, words=("một",))
            if isinstance(widget, QLineEdit) and widget.completer():
                assert widget.completer().completionMode() is QCompleter.CompletionMode.PopupCompletion
            if isinstance(widget, QComboBox):
                assert not widget.isEditable()


def a_field(kind: Kind) -> object:
    return next(field for topic in ALL for field in topic.fields if field.kind is kind)


def test_a_choice_that_a_newer_program_made_is_kept(qapp: QApplication) -> None:
    answer = answer_for(a_field(Kind.CHOICE))  # type: ignore[arg-type]
    assert isinstance(answer, ChoiceAnswer)
    answer.put(Opaque({"x": 1}), "…")
    assert not answer.is_changed()
    assert answer.given() == Opaque({"x": 1})
    answer.setCurrentIndex(1)
    assert isinstance(answer.given(), Value)


def test_ticking_keeps_an_answer_that_is_not_on_the_list(qapp: QApplication) -> None:
    field = a_field(Kind.MULTI_CHOICE)
    answer = answer_for(field)  # type: ignore[arg-type]
    assert isinstance(answer, ManyAnswer)
    answer.put(Value(["6g"]), "6g")
    key = field.choices[0].key  # type: ignore[attr-defined]
    answer._boxes[key].setChecked(True)
    assert answer.given() == Value(sorted([key, "6g"]))


def test_two_records_of_one_name_are_told_apart_by_choosing(qapp: QApplication) -> None:
    answer = ReferenceAnswer({"rec-1": "Lò Văn Mẫu", "rec-2": "Lò Văn Mẫu", "rec-3": "Cà Thị B"})
    answer.setText("Cà Thị B")
    assert answer.given() == Value("rec-3")
    answer.setText("Lò Văn Mẫu")
    assert answer.given() == Typed("Lò Văn Mẫu")
    answer._choose("rec-2", "Lò Văn Mẫu")
    assert answer.given() == Value("rec-2")


# --- messages -------------------------------------------------------------------------------------------


def test_a_message_replaces_the_one_of_the_same_kind_and_there_are_never_many(qapp: QApplication) -> None:
    messages = Messages(LOOK)
    for n in range(6):
        messages.show_notice(Notice("bad", f"error {n}"))
    assert [one.notice.what for one in messages.shown()] == ["error 5", "error 4", "error 3"]
    messages.show_notice(Notice("good", "saved", key="k"))
    messages.show_notice(Notice("good", "saved again", key="k"))
    assert [one.notice.what for one in messages.shown()][:1] == ["saved again"]
    assert len(messages.shown()) == 3


def test_an_error_is_said_with_where_and_what_to_do() -> None:
    notice = Notice.of(UserError("đầy đĩa", where="/usb", todo="Chọn nơi khác."))
    assert (notice.what, notice.todo) == ("/usb: đầy đĩa", "Chọn nơi khác.")


def test_typed_text_is_never_markup(qapp: QApplication) -> None:
    from desktop_app.ui.widgets.basics import label

    assert label("<b>x</b> & <img src=x>").textFormat() is Qt.TextFormat.PlainText
