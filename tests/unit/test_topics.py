"""The fifteen topics as data: what every surface may rely on (DOMAIN §3)."""

import re
from collections.abc import Iterator

import pytest

from desktop_app.domain.topic import Field, Kind, Label, Topic
from desktop_app.errors import UsageError
from desktop_app.topics import ALL, ORDER, get


def words(text: str) -> list[str]:
    return text.split()


IN_DOMAIN_ORDER = words(
    "office staff computer peripheral line measurement video_room certificate document_flow "
    "postal_point subscription bts village coverage loudspeaker"
)

# Columns that every projection has beside the fields (and the list of the command line shows).
SYSTEM_COLUMNS = set(words("id space unit unit_level rec status round updated_ms updated_by review topic"))

NUMBERS = {Kind.WHOLE, Kind.DECIMAL, Kind.MONEY, Kind.YEAR}

COMPUTER_KEYS = words(
    "asset_code serial office kind maker model cpu ram_gb disk_kind disk_gb os os_licensed antivirus year "
    "funding cost residual user room condition connection photos note"
)


EVERY_TOPIC = list(ALL)
EVERY_FIELD = [(topic, field) for topic in ALL for field in topic.fields]


def labels(topic: Topic) -> Iterator[Label]:
    yield from (topic.title, topic.row)
    for field in topic.fields:
        yield field.label
        yield from (label for label in (field.help, field.unit, field.group) if label)
        yield from (choice.label for choice in field.choices)


def test_there_are_fifteen_topics_in_the_order_of_the_domain() -> None:
    assert list(ORDER) == IN_DOMAIN_ORDER
    assert [topic.key for topic in ALL.all] == IN_DOMAIN_ORDER


def test_a_computer_has_exactly_the_published_keys_in_order() -> None:
    assert [field.key for field in get("computer").fields] == COMPUTER_KEYS


@pytest.mark.parametrize(
    ("field", "choices"),
    [
        ("kind", "desktop laptop all_in_one server"),
        ("condition", "good low_spec broken to_dispose"),
        ("connection", "lan internet tslcd standalone_classified none"),
    ],
)
def test_a_computer_has_the_published_choices(field: str, choices: str) -> None:
    assert [choice.key for choice in get("computer").by_key[field].choices] == words(choices)


def test_a_peripheral_shares_its_fields_with_a_computer() -> None:
    computer, peripheral = get("computer"), get("peripheral")
    own = {field.key for field in peripheral.fields if computer.by_key.get(field.key) != field}
    assert own == {"kind"}


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.key)
def test_every_topic_says_both_languages_everywhere(topic: Topic) -> None:
    for label in labels(topic):
        assert label.vi.strip() == label.vi != ""
        assert label.en.strip() == label.en != ""


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.key)
def test_every_topic_names_its_rows_by_its_own_fields(topic: Topic) -> None:
    assert topic.name
    assert {*topic.name, *topic.duplicates} <= set(topic.by_key)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", topic.icon)


@pytest.mark.parametrize("topic", EVERY_TOPIC, ids=lambda topic: topic.key)
def test_every_topic_has_a_note_and_no_two_fields_of_one_key_or_label(topic: Topic) -> None:
    keys = [field.key for field in topic.fields]
    assert keys[-1] == "note"
    assert topic.by_key["note"].kind is Kind.LONG_TEXT
    assert len(keys) == len(set(keys))
    assert len({field.label.vi for field in topic.fields}) == len(keys)
    assert len({field.label.en for field in topic.fields}) == len(keys)


@pytest.mark.parametrize(("topic", "field"), EVERY_FIELD, ids=lambda item: item.key)
def test_every_field_is_well_formed(topic: Topic, field: Field) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field.key)
    assert not field.key.endswith("_state")
    assert field.key not in SYSTEM_COLUMNS
    assert field.group is not None
    assert bool(field.choices) == (field.kind in {Kind.CHOICE, Kind.MULTI_CHOICE})
    assert (field.to in ORDER) == (field.kind is Kind.REFERENCE)
    assert not field.estimable or field.kind in NUMBERS
    assert field.kind in NUMBERS or (field.minimum, field.maximum) == (None, None)


@pytest.mark.parametrize(("topic", "field"), EVERY_FIELD, ids=lambda item: item.key)
def test_every_choice_can_be_typed_by_key_and_by_either_label(topic: Topic, field: Field) -> None:
    keys = [choice.key for choice in field.choices]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in keys)
    assert len({choice.label.vi for choice in field.choices}) == len(keys)


@pytest.mark.parametrize(("topic", "field"), EVERY_FIELD, ids=lambda item: item.key)
def test_a_field_is_relevant_by_an_answer_that_can_be_given(topic: Topic, field: Field) -> None:
    if field.relevant is not None:
        asked = topic.by_key[field.relevant.field]
        assert all(asked.choice(answer) for answer in field.relevant.values)
        assert not field.required


def test_an_identity_is_never_cloned() -> None:
    for topic in ALL:
        for key in topic.duplicates:
            assert not topic.by_key[key].copies


def test_groups_stay_together_so_that_a_form_has_each_section_once() -> None:
    for topic in ALL:
        groups = [field.group for field in topic.fields]
        changes = [group for before, group in zip([None, *groups], groups, strict=False) if group != before]
        assert len(changes) == len(set(changes)), topic.key


def test_only_measurements_are_append_only() -> None:
    assert [topic.key for topic in ALL if topic.append_only] == ["measurement"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("computr", "computer"), ("Computer", "computer"), ("máy tính", "computer")]
)
def test_an_unknown_topic_names_the_nearest(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"“{typed}”.*“{meant}”") as caught:
        get(typed)
    assert caught.value.exit_code == 2


def test_a_topic_unlike_any_other_lists_them_all() -> None:
    with pytest.raises(UsageError, match="office, staff, computer"):
        get("zzzzzz")
