"""The JSON Schema of a topic: what other programs may rely on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schema_kit import accepts

from desktop_app.domain.kinds import rules
from desktop_app.domain.schema import DIALECT, schema
from desktop_app.domain.topic import Choice, Field, Kind, Label, Relevant, Section, Topic
from desktop_app.domain.values import Raw, State, Value, to_json
from desktop_app.topics import ALL

REC = "018f3a60-0000-7000-8000-000000000001"
EVERY_TOPIC = list(ALL)

COLOURS = (Choice("red", Label("Đỏ", "Red")), Choice("blue", Label("Xanh", "Blue")))
MACHINE = Topic(
    key="machine",
    title=Label("Máy", "Machines"),
    row=Label("máy", "machine"),
    section=Section.EQUIPMENT,
    icon="box",
    name=("name",),
    duplicates=("name",),
    fields=(
        Field("name", Kind.TEXT, Label("Tên", "Name"), required=True),
        Field("colour", Kind.CHOICE, Label("Màu", "Colour"), choices=COLOURS),
        Field(
            "size",
            Kind.WHOLE,
            Label("Cỡ", "Size"),
            help=Label("Đo ở cạnh dài.", "Along the long side."),
            unit=Label("GB", "GB"),
            group=Label("Số liệu", "Figures"),
            relevant=Relevant("colour", ("red",)),
            minimum=0,
            maximum=99,
            estimable=True,
        ),
    ),
)

SOUND: dict[Kind, list[Any]] = {
    Kind.TEXT: ["Máy tính", "=1+1"],
    Kind.LONG_TEXT: ["một\n\thai <b>#"],
    Kind.WHOLE: [0, 13_567],
    Kind.MONEY: [15_000_000],
    Kind.YEAR: [2019],
    Kind.DECIMAL: ["0", "66.5", "-0.25"],
    Kind.DATE: ["2022-12-31"],
    Kind.MONTH: ["2022-12"],
    Kind.MOMENT: ["2022-12-31T14:02"],
    Kind.YES_NO: [True, False],
    Kind.REFERENCE: [REC],
    Kind.COORDINATES: [{"lat": "21.386", "lon": "103.016"}],
    Kind.ATTACHMENT: [[{"bytes": 183_042, "sha256": "0f" * 32}]],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def part(topic: Topic, field: str) -> dict[str, Any]:
    found: dict[str, Any] = schema(topic)["properties"][field]
    return found


def sound(field: Field) -> list[Any]:
    keys = sorted(choice.key for choice in field.choices)
    match field.kind:
        case Kind.CHOICE:
            return keys
        case Kind.MULTI_CHOICE:
            return [keys, keys[:1]]
    return SOUND[field.kind]


def within_limits(field: Field, v: Any) -> bool:
    """Return whether a whole number is within its limits; a decimal is a string, which has none."""
    if not isinstance(v, int):
        return True
    low, high = field.minimum, field.maximum
    return (low is None or v >= low) and (high is None or v <= high)


# --- what it says -----------------------------------------------------------------------------------


def test_a_topic_says_what_it_is_in_both_languages() -> None:
    found = schema(MACHINE)
    assert found["$schema"] == DIALECT == "https://json-schema.org/draft/2020-12/schema"
    assert found["$id"] == "urn:moduong:topic:machine"
    assert (found["title"], found["x-title"]) == ("Máy", {"vi": "Máy", "en": "Machines"})
    assert found["x-row"] == {"vi": "máy", "en": "machine"}
    assert (found["x-name"], found["x-duplicates"], found["x-append-only"]) == (["name"], ["name"], False)
    assert "description" not in found


def test_a_field_says_its_label_unit_group_and_help() -> None:
    size = part(MACHINE, "size")
    assert (size["title"], size["x-title"]) == ("Cỡ", {"vi": "Cỡ", "en": "Size"})
    assert size["description"] == "Đo ở cạnh dài."
    assert size["x-description"] == {"vi": "Đo ở cạnh dài.", "en": "Along the long side."}
    assert size["x-unit"] == {"vi": "GB", "en": "GB"}
    assert size["x-group"] == {"vi": "Số liệu", "en": "Figures"}
    assert size["x-relevant"] == {"field": "colour", "values": ["red"]}
    assert (size["x-kind"], size["x-required"], size["x-estimable"]) == ("whole", False, True)


def test_what_a_field_lacks_is_not_said() -> None:
    name = part(MACHINE, "name")
    absent = {"description", "x-description", "x-unit", "x-group", "x-relevant", "x-choices"}
    assert absent.isdisjoint(name)
    assert (name["x-required"], name["x-estimable"]) == (True, False)


def test_a_choice_has_the_labels_of_its_keys() -> None:
    colour = part(MACHINE, "colour")
    assert colour["x-choices"] == {"red": {"vi": "Đỏ", "en": "Red"}, "blue": {"vi": "Xanh", "en": "Blue"}}
    assert colour["anyOf"][0]["properties"]["v"]["enum"] == ["red", "blue"]


# --- what it allows ---------------------------------------------------------------------------------


def test_a_record_may_be_saved_with_any_field_blank_or_erased() -> None:
    found = schema(MACHINE)
    assert accepts(found, {})
    assert accepts(found, {"name": None, "size": None})


@pytest.mark.parametrize("state", list(State), ids=str)
def test_a_value_stands_with_its_state_as_an_op_puts_it(state: State) -> None:
    has_value = state in (State.ACTUAL, State.ESTIMATE)
    good, bad = (5, None) if has_value else (None, 5)
    assert accepts(schema(MACHINE), {"size": to_json(Value(good, state))})
    assert not accepts(schema(MACHINE), {"size": to_json(Value(bad, state))})


def test_what_could_not_be_read_is_kept_as_typed() -> None:
    assert accepts(schema(MACHINE), {"size": to_json(Raw("tám"))})


@pytest.mark.parametrize(
    "record",
    [
        [],
        "máy",
        {"weight": {"v": 1, "state": "actual"}},
        {"size": 5},
        {"size": {"v": 5}},
        {"size": {"state": "actual"}},
        {"size": {"v": 5, "state": "maybe"}},
        {"size": {"v": 5, "state": "actual", "note": "x"}},
        {"size": {"v": "5", "state": "actual"}},
        {"size": {"v": 100, "state": "actual"}},
        {"size": {"v": -1, "state": "actual"}},
        {"size": {"v": True, "state": "actual"}},
        {"size": {"raw": 8}},
        {"size": {"raw": "8", "v": 8}},
        {"colour": {"v": "green", "state": "actual"}},
        {"name": {"v": ["Máy"], "state": "actual"}},
    ],
    ids=repr,
)
def test_anything_else_is_not_allowed(record: Any) -> None:
    assert not accepts(schema(MACHINE), record)


# --- the fifteen topics -----------------------------------------------------------------------------


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.key)
def test_every_topic_allows_what_its_fields_hold(topic: Topic) -> None:
    found = schema(topic)
    assert list(found["properties"]) == list(topic.by_key)
    assert found["x-append-only"] is topic.append_only
    for field in topic.fields:
        for v in sound(field):
            assert rules(field).fits(field, v)
            assert accepts(found, {field.key: to_json(Value(v))}) == within_limits(field, v), (field.key, v)


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.key)
def test_every_field_refuses_what_no_field_of_its_kind_holds(topic: Topic) -> None:
    for field in topic.fields:
        for v in (1.5, {}, {"v": 1}, [1], "x" * 20_001):
            if field.kind is Kind.REFERENCE and isinstance(v, str):
                continue  # the form of an id is a note in JSON Schema ("format"), not a rule
            assert not accepts(schema(topic), {field.key: {"v": v, "state": "actual"}}), field.key


@given(JSON)
def test_a_value_that_fits_its_kind_and_limits_is_allowed_and_no_other_type_is(v: Any) -> None:
    for field in MACHINE.fields:
        within = field.minimum is None or (type(v) is int and 0 <= v <= 99)
        fits = rules(field).fits(field, v) and within
        allowed = accepts(schema(MACHINE), {field.key: {"v": v, "state": "actual"}})
        assert allowed == fits or (allowed and v == "")  # a blank text is kept as null, not as ""
