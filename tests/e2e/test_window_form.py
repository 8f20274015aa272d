"""The form: groups, states, relevance, problems beside the field, saved together."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import add, shown
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from window_kit import at, homes, press, settle, topic, window_on

from desktop_app.app import views
from desktop_app.domain.topic import Kind
from desktop_app.domain.values import State, Value
from desktop_app.topics.registry import ALL
from desktop_app.ui.answers import LineAnswer
from desktop_app.ui.form.question import Question
from desktop_app.ui.window import Window


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    with window_on(homes(tmp_path)[1]) as made:
        yield made


def words_of(question: Question) -> str:
    """Return all that a question says under its field."""
    lines = (question._problems.itemAt(n).widget() for n in range(question._problems.count()))
    return " ".join(label.text() for line in lines if line for label in line.findChildren(QLabel))


def test_what_is_changed_is_saved_together_as_one_op(window: Window) -> None:
    rec = add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].answer.put_words("Dell")
    view.form.questions["year"].answer.put_words("2021")
    before = len(views.history(window.session.desk, "computer", rec))
    view.form.save_button.click()
    settle(window)
    changes = views.history(window.session.desk, "computer", rec)
    assert len(changes) == before + 1
    assert changes[-1].sets == {"maker": Value("Dell"), "year": Value(2021)}
    assert not view.form.is_changed()


def test_ctrl_s_saves_the_form(window: Window) -> None:
    rec = add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    field = view.form.questions["maker"].editor
    field.setFocus()
    field.setText("HP")  # type: ignore[attr-defined]
    press(Qt.Key.Key_S, "", Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert shown(window.session.desk, rec, "maker") == Value("HP")


def test_going_to_another_row_saves_what_was_typed_in_the_form(window: Window) -> None:
    desk = window.session.desk
    first = add(desk, asset_code="MT-1")
    add(desk, asset_code="MT-2")
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].answer.put_words("Asus")
    at(view.grid, 1, "maker")
    settle(window)
    assert shown(desk, first, "maker") == Value("Asus")
    assert view.form.questions["maker"].answer.words() == ""


def test_a_value_may_be_unknown(window: Window) -> None:
    rec = add(window.session.desk, asset_code="MT-1", ram_gb="8")
    view = topic(window)
    at(view.grid, 0, "maker")
    question = view.form.questions["ram_gb"]
    question._choices[State.NO_DATA].trigger()
    assert question._mark.text() == "chưa có số liệu"
    assert not question.editor.isEnabled()
    view.form.save()
    settle(window)
    assert shown(window.session.desk, rec, "ram_gb") == Value(None, State.NO_DATA)


def test_only_what_may_be_estimated_offers_an_estimate(window: Window) -> None:
    form = topic(window, "subscription").form
    assert State.ESTIMATE in form.questions["fixed"]._choices
    assert State.ESTIMATE not in form.questions["provider"]._choices


def test_an_estimate_is_saved_as_one(window: Window) -> None:
    rec = add(window.session.desk, "subscription", fixed="100")
    view = topic(window, "subscription")
    at(view.grid, 0, "fixed")
    question = view.form.questions["fixed"]
    question._choices[State.ESTIMATE].trigger()
    question.answer.put_words("13.567")
    view.form.save()
    settle(window)
    assert shown(window.session.desk, rec, "fixed", "subscription") == Value(13567, State.ESTIMATE)


def test_a_problem_is_said_in_words_beside_its_field_while_typing(window: Window) -> None:
    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["year"].answer.put_words("2999")
    settle(window)
    assert "2999" in words_of(view.form.questions["year"]) or words_of(view.form.questions["year"])
    assert view.form.questions["year"].editor.property("tone") == "bad"
    assert words_of(view.form.questions["maker"]) == ""


def test_a_question_appears_when_it_matters(window: Window) -> None:
    topics = [topic for topic in ALL if any(field.relevant for field in topic.fields)]
    assert topics, "some topic must have a field that matters only sometimes"
    found = topics[0]
    field = next(field for field in found.fields if field.relevant)
    assert field.relevant is not None
    form = topic(window, found.key).form
    form.begin(None)
    asked = form.questions[field.relevant.field]
    assert form.questions[field.key].isHidden()
    value = field.relevant.values[0]
    choices = {True: "Có", False: "Không"} if asked.field.kind is Kind.YES_NO else {}
    choice = asked.field.choice(value) if not choices else None
    asked.answer.put_words(choices.get(value) or (choice.label.vi if choice else str(value)))
    assert not form.questions[field.key].isHidden()
    form.clear()


def test_an_append_only_record_is_entered_at_once_and_then_closed_for_changes(window: Window) -> None:
    desk = window.session.desk
    line = add(desk, "line", name="Internet UBND")
    view = topic(window, "measurement")
    view.begin_new()
    settle(window)
    name = views.names(desk, "line")[line]
    view.form.questions["line"].answer.put_words(name)
    view.form.questions["down_mbps"].answer.put_words("25,5")
    view.form.save()
    settle(window)
    rows = views.all_rows(desk, "measurement")
    assert [(row.cells["line"], row.cells["down_mbps"]) for row in rows] == [(Value(line), Value("25.5"))]
    at(view.grid, 0, "down_mbps")
    settle(window)
    assert not view.form.save_button.isEnabled()
    assert not view.grid.rows.flags(view.grid.currentIndex()) & Qt.ItemFlag.ItemIsEditable


def test_unsaved_typing_is_kept_as_scratch_and_dropped_after_the_save(window: Window) -> None:
    from desktop_app.app import people

    add(window.session.desk, asset_code="MT-1")
    view = topic(window)
    at(view.grid, 0, "maker")
    view.form.questions["maker"].answer.put_words("Dell")
    window.session.scratch.keep_now()
    settle(window)
    kept = people.scratch(window.session.desk)
    assert kept["form:computer"]["fields"] == {"maker": "Dell"}
    view.form.save()
    settle(window)
    assert people.scratch(window.session.desk) == {}


@pytest.mark.parametrize("key", [topic.key for topic in ALL])
def test_every_topic_has_a_form_and_a_grid_whose_parts_are_named(window: Window, key: str) -> None:
    view = topic(window, key)
    fields = ALL.get(key).fields
    assert list(view.form.questions) == [field.key for field in fields]
    assert [column.key for column in view.grid.rows.columns][1:] == [field.key for field in fields]
    for question in view.form.questions.values():
        assert question.editor.accessibleName().startswith(question.field.label.vi)
        assert question._states.accessibleName()


def test_a_line_of_text_with_a_break_opens_as_several_lines(window: Window) -> None:
    from desktop_app.app import entry

    desk = window.session.desk
    editing = entry.new_record(desk, "computer")
    rec = entry.save(desk, editing, {"maker": Value("Dell\nHP")}).rec
    view = topic(window)
    at(view.grid, 0, "maker")
    press(Qt.Key.Key_F2)
    assert not isinstance(view.grid.editing.answer(), LineAnswer)
    view.grid.finish()
    settle(window)
    assert shown(desk, rec, "maker") == Value("Dell\nHP")
