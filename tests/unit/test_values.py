"""Cells: what was said, how sure its author was, and that nothing unknown is lost on the way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.canonical import encode
from desktop_app.domain.values import (
    WITHOUT_VALUE,
    Cell,
    Opaque,
    Raw,
    State,
    Value,
    from_json,
    plain,
    to_json,
)
from tests.unit.test_canonical import values


@pytest.mark.parametrize(
    ("cell", "json"),
    [
        (Value(8), {"state": "actual", "v": 8}),
        (Value("21.5", State.ESTIMATE), {"state": "estimate", "v": "21.5"}),
        (Value(False), {"state": "actual", "v": False}),
        (Value(0), {"state": "actual", "v": 0}),
        (Value(None, State.NO_DATA), {"state": "no_data", "v": None}),
        (Value(None, State.NOT_APPLICABLE), {"state": "not_applicable", "v": None}),
        (Raw("tám"), {"raw": "tám"}),
        (None, None),
    ],
    ids=repr,
)
def test_each_cell_has_one_spelling(cell: Cell, json: Any) -> None:
    assert to_json(cell) == json
    assert from_json(json) == cell


@pytest.mark.parametrize(
    "json",
    [8, "8", True, [], {}, {"v": 8}, {"state": "actual"}, {"state": "guess", "v": 8}, {"state": 1, "v": 8},
     {"state": ["actual"], "v": 8}, {"state": "actual", "unit": "GB", "v": 8},
     {"raw": 8}, {"raw": "8", "v": 8}],
    ids=repr,
)  # fmt: skip
def test_what_this_program_does_not_know_is_opaque(json: Any) -> None:
    assert from_json(json) == Opaque(json)
    assert plain(from_json(json)) is None


@given(values)
def test_any_value_passes_through_byte_for_byte(json: Any) -> None:
    assert encode(to_json(from_json(json))) == encode(json)


@given(st.sampled_from(sorted(WITHOUT_VALUE)))
def test_a_state_without_a_value_is_not_blank_and_not_zero(state: State) -> None:
    cell = Value(None, state)
    assert cell not in (None, Value(0, state))
    assert plain(cell) is None


def test_only_a_readable_value_has_a_plain_one() -> None:
    assert plain(Value(8, State.ESTIMATE)) == 8
    assert plain(Raw("8")) is None
    assert plain(None) is None
