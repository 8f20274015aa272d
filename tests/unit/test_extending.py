"""Topics extended by facts: a pure function of the set, which no fact can break."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.topic import Field
from desktop_app.topics.extending import ADDED, CHOICE_TOPIC, FIELD_TOPIC, Extended, Fact, extended
from desktop_app.topics.registry import ALL

WIFI = {"topic": "computer", "key": "wifi", "kind": "yes_no", "title_vi": "Có Wi-Fi", "title_en": "Has Wi-Fi"}
COLOUR = {
    "topic": "peripheral",
    "key": "colours",
    "kind": "multi_choice",
    "title_vi": "Màu mực",
    "title_en": "Inks",
    "choices": [{"key": "black", "vi": "Đen", "en": "Black"}],
}
PLOTTER = {"topic": "peripheral", "field": "kind", "key": "plotter", "vi": "Máy vẽ", "en": "Plotter"}


def fact(said: dict[str, Any], time: int = 1, system: str = "", rec: str = "r", **changes: Any) -> Fact:
    kind = system or (CHOICE_TOPIC if "field" in said else FIELD_TOPIC)
    return Fact(kind, f"{rec}{time}", (time, "a"), said | changes)


def field(found: Extended, topic: str, key: str) -> Field:
    return found.topics.get(topic).by_key[key]


def whys(*facts: Fact) -> list[str]:
    return [one.why for one in extended(ALL, facts).ignored]


def test_a_new_field_stands_at_the_end_of_its_topic_and_nowhere_else() -> None:
    found = extended(ALL, [fact(WIFI, required=True, help_vi="Cả USB", minimum=None)])
    added = found.topics.get("computer").fields[-1]
    assert (added.key, added.label.en, added.group, added.required) == ("wifi", "Has Wi-Fi", ADDED, True)
    assert added.help is not None
    assert added.help.text("en") == "Cả USB"
    others = [topic for topic in found.topics if topic.key != "computer"]
    assert others == [topic for topic in ALL if topic.key != "computer"]
    assert found.ignored == ()


def test_choices_are_added_to_shipped_and_to_added_fields() -> None:
    blue = {"topic": "peripheral", "field": "colours", "key": "blue", "vi": "Xanh", "en": "Blue"}
    found = extended(ALL, [fact(PLOTTER, 1), fact(blue, 2), fact(COLOUR, 3)])
    assert found.ignored == ()  # fields come before choices, whatever the clocks said
    assert field(found, "peripheral", "kind").choices[-1].label.vi == "Máy vẽ"
    assert [choice.key for choice in field(found, "peripheral", "colours").choices] == ["black", "blue"]


@pytest.mark.parametrize(
    ("said", "changes", "why"),
    [
        (WIFI, {"key": "Wi-Fi"}, "form"),
        (WIFI, {"key": "a" * 41}, "form"),
        (WIFI, {"kind": "hologram"}, "form"),
        (WIFI, {"title_vi": ""}, "form"),
        (WIFI, {"title_vi": "hai\ndòng"}, "form"),
        (WIFI, {"digits": 10}, "form"),
        (WIFI, {"topic": "spaceship"}, "topic"),
        (WIFI, {"key": "serial"}, "taken"),
        (WIFI, {"key": "status"}, "reserved"),
        (WIFI, {"title_vi": "SỐ sê-ri"}, "title_taken"),
        (WIFI, {"kind": "choice"}, "choices"),
        (WIFI, {"choices": COLOUR["choices"]}, "choices"),
        (WIFI, {"kind": "reference"}, "reference"),
        (WIFI, {"kind": "reference", "to": "spaceship"}, "reference"),
        (WIFI, {"to": "office"}, "reference"),
        (WIFI, {"kind": "whole", "minimum": 2, "maximum": 1}, "limits"),
        (COLOUR, {"choices": [*COLOUR["choices"], {"key": "b", "vi": "đen", "en": "B"}]}, "title_taken"),
        (COLOUR, {"choices": [{"key": "b", "vi": "Đen, trắng", "en": "B"}]}, "separator"),
        (PLOTTER, {"topic": "spaceship"}, "topic"),
        (PLOTTER, {"field": "hue"}, "field"),
        (PLOTTER, {"field": "serial"}, "field"),
        (PLOTTER, {"key": "printer"}, "taken"),
        (PLOTTER, {"vi": "may in"}, "title_taken"),
        (PLOTTER, {"en": "scanner"}, "title_taken"),
    ],
)
def test_a_fact_that_makes_no_sense_is_left_out_with_its_reason(
    said: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    found = extended(ALL, [fact(said, **changes)])
    assert [one.why for one in found.ignored] == [why]
    assert list(found.topics) == list(ALL)


def test_a_state_column_is_never_taken_twice() -> None:
    estimable = next((t, f) for t in ALL for f in t.fields if f.estimable)
    topic, taken = estimable[0].key, f"{estimable[1].key}_state"
    assert whys(fact(WIFI, topic=topic, key=taken)) == ["taken"]
    first = fact(WIFI, 1, key="x_state")
    assert whys(first, fact(WIFI, 2, key="x", title_vi="X", kind="whole", estimable=True)) == ["taken"]


def test_of_two_that_clash_the_earlier_holds_on_every_replica() -> None:
    first, second = fact(WIFI, 1, title_vi="Một"), fact(WIFI, 2, title_vi="Hai")
    for order in ([first, second], [second, first]):
        found = extended(ALL, order)
        assert field(found, "computer", "wifi").label.vi == "Một"
        assert [one.rec for one in found.ignored] == ["r2"]


def test_a_topic_takes_a_hundred_fields_and_no_more() -> None:
    many = [fact(WIFI, n, key=f"f{n}", title_vi=f"Trường {n}") for n in range(102)]
    assert whys(*many) == ["too_many", "too_many"]


def test_what_a_newer_program_adds_to_a_fact_is_not_looked_at() -> None:
    found = extended(ALL, [fact(WIFI, relevant={"field": "kind"}, colour="red")])
    assert field(found, "computer", "wifi").label.en == "Has Wi-Fi"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*WIFI, *COLOUR, *PLOTTER, "to", "minimum", "maximum", "estimable"])
SAID = st.sampled_from([WIFI, COLOUR, PLOTTER]).flatmap(
    lambda base: st.dictionaries(NAMES, VALUES, max_size=3).map(lambda changes: base | changes)
)
FACTS = st.lists(
    st.builds(fact, SAID, st.integers(0, 9), st.sampled_from([FIELD_TOPIC, CHOICE_TOPIC])), max_size=5
)


@given(FACTS, st.randoms())
def test_whatever_was_said_in_whatever_order_the_topics_are_the_same(facts: list[Fact], random: Any) -> None:
    facts = [one._replace(rec=f"r{at}") for at, one in enumerate(facts)]
    shuffled = random.sample(facts, len(facts))
    one, other = extended(ALL, facts), extended(ALL, shuffled)
    assert list(one.topics) == list(other.topics)
    assert one.ignored == other.ignored
    for topic, known in zip(one.topics, ALL, strict=True):
        assert topic.fields[: len(known.fields)] == known.fields or topic.key == "peripheral"
        assert len(topic.by_key) == len(topic.fields)
