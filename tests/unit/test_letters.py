"""One letter for each answer of a choice: short, unambiguous, the same on the key and in the cell."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.kinds import Reading
from desktop_app.domain.letters import letters, read
from desktop_app.domain.topic import Choice, Field, Label, Topic
from desktop_app.topics import ALL

CELLS = [
    pytest.param(topic.by_key[name], id=f"{topic.key}.{name}")
    for topic in ALL
    if topic.matrix is not None
    for name in topic.matrix.cells
]


def reading(lang: str) -> Reading:
    return Reading(date.min, lambda _topic, _name: None, lang)


def test_a_signal_is_good_weak_or_none_in_both_languages() -> None:
    levels = ALL.get("coverage").by_key["signal_4g"].choices
    assert letters(levels, "vi") == {"good": "T", "weak": "Y", "none": "K"}
    assert letters(levels, "en") == {"good": "G", "weak": "W", "none": "N"}


def test_a_letter_that_is_taken_leaves_the_next_one_of_the_label() -> None:
    fundings = ALL.get("computer").by_key["funding"].choices
    found = letters(fundings, "vi")
    assert len(set(found.values())) == len(found)
    assert (found["province"], found["district"]) == ("N", "G")  # Ngân sách tỉnh, Ngân sách huyện


@pytest.mark.parametrize("field", CELLS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_answer_of_a_matrix_is_reached_by_letter_number_and_word(field: Field, lang: str) -> None:
    found = letters(field.choices, lang)
    assert found.keys() == {choice.key for choice in field.choices}
    for number, choice in enumerate(field.choices, 1):
        for typed in (found[choice.key], found[choice.key].lower(), str(number), choice.label.text(lang)):
            assert read(field, typed, reading(lang)) == choice.key


@pytest.mark.parametrize("typed", ["", " ", "0", "9", "x", "٣", "tot yeu"])
def test_what_means_nothing_is_not_guessed(typed: str) -> None:
    assert read(ALL.get("coverage").by_key["signal_4g"], typed, reading("vi")) is None


@pytest.mark.parametrize("topic", [topic for topic in ALL if topic.matrix], ids=lambda topic: topic.key)
def test_a_matrix_is_of_fields_that_there_are(topic: Topic) -> None:
    matrix = topic.matrix
    assert matrix is not None
    assert topic.by_key[matrix.rows].to in [one.key for one in ALL]
    assert all(topic.by_key[matrix.columns].choice(one) for one in matrix.usual)
    assert all(topic.by_key[name].choices for name in matrix.cells)
    assert set(matrix.graded) <= set(matrix.cells)
    assert {matrix.rows, matrix.columns}.isdisjoint(matrix.cells)


def test_an_answer_whose_letters_are_all_taken_is_reached_by_its_number() -> None:
    choices = tuple(Choice(key, Label("A", "A")) for key in ("one", "two"))
    assert letters(choices, "vi") == {"one": "A"}
    field = replace(ALL.get("coverage").by_key["signal_4g"], choices=choices)
    assert read(field, "2", reading("vi")) == "two"
