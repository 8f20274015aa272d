"""Canonical JSON: one spelling a value, and every other line refused (SYNC.md, JSON)."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.canonical import (
    MANY_KEYS,
    MAX_DEPTH,
    MAX_INTEGER,
    CanonicalError,
    ControlCharacterError,
    decode,
    encode,
)

CONTROLS = "".join(map(chr, range(0x20))).replace("\t", "").replace("\n", "")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS))
keys = st.from_regex(r"[a-z_][a-z0-9_]*", fullmatch=True)
scalars = st.none() | st.booleans() | st.integers(1 - MAX_INTEGER, MAX_INTEGER - 1) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=30)


def depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return int(isinstance(value, (dict, list))) + max(map(depth_of, inner), default=0)


@given(values)
def test_the_bytes_are_those_of_rfc_8785(value: Any) -> None:
    """Keys are ASCII, so that the order by code points is the RFC's order by UTF-16 units."""
    spelled = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if depth_of(value) > MAX_DEPTH:
        with pytest.raises(CanonicalError):
            encode(value)
    else:
        assert encode(value) == spelled
        assert decode(spelled) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1), (False, 0), (None, "null"), (None, False), (None, ""), ("1", 1), ([], {}), ({"a": None}, {}),
     ([1], 1), ("é", "e\u0301"), ("a", "a ")],
    ids=repr,
)  # fmt: skip
def test_values_that_a_program_may_take_for_equal_have_different_bytes(one: Any, other: Any) -> None:
    assert encode(one) != encode(other)


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":1}',
        b"[1, 2]",
        b" 1",
        b"1 ",
        b"1\n",
        b"1 1",
        b'"\\u00e9"',
        b'"\\/"',
        b'"\\u0041"',
        b'"\\u001F"',
        b"-0",
        b"1.0",
        b"0.5",
        b"1e2",
        b"01",
        b"+1",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"-9007199254740992",
        b"123456789012345678901234567890",
        b"\xef\xbb\xbf1",
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xed\xa0\x80"',
        b'"\xc3"',
        b'"\xc0\x80"',
        b'"\x01"',
        b'"\n"',
        b'{"A":1}',
        b'{"":1}',
        b'{"1a":1}',
        b'{"a-b":1}',
        b'{"a\\n":1}',
        '{"đ":1}'.encode(),
        b"",
        b"[1",
        b"[1,]",
        b"{'a':1}",
        b"[" * 11 + b"1" + b"]" * 11,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 11 + b"1" + b"}" * 11,
    ],
)
def test_a_line_in_any_other_spelling_is_refused(line: bytes) -> None:
    with pytest.raises(CanonicalError) as refusal:
        decode(line)
    assert not isinstance(refusal.value, ControlCharacterError)


@pytest.mark.parametrize(
    "value",
    [1.0, 0.5, -0.0, math.nan, math.inf, [math.nan], {"a": [None, math.inf]}, MAX_INTEGER, -MAX_INTEGER,
     2**70, "\ud800", {"A": 1}, {1: 2}, {None: 1}, pytest.param({"a": object()}, id="an object")],
    ids=repr,
)  # fmt: skip
def test_a_value_without_a_canonical_form_is_refused_and_never_turned_into_another(value: Any) -> None:
    with pytest.raises(CanonicalError):
        encode(value)


@pytest.mark.parametrize("code", [code for code in range(0x20) if chr(code) not in "\t\n"])
def test_a_control_character_is_told_apart_because_such_an_op_is_held_not_refused(code: int) -> None:
    line = json.dumps(
        {"a": ["x", f"trước{chr(code)}sau"]}, ensure_ascii=False, separators=(",", ":")
    ).encode()
    with pytest.raises(ControlCharacterError):
        decode(line)
    with pytest.raises(ControlCharacterError):
        encode({"a": f"\\{chr(code)}"})


def test_tab_line_feed_quote_backslash_and_all_letters_are_plain_text() -> None:
    text = 'Tab\t, dòng\n, "ngoặc", \\u0001 \\\\ <b>&\'=#, 😀, \x7f\u2028\ufeff'
    assert decode(encode(text)) == text


def test_numbers_just_inside_the_limits_stand() -> None:
    assert decode(b"9007199254740991") == MAX_INTEGER - 1
    assert decode(b"-9007199254740991") == 1 - MAX_INTEGER
    assert decode(b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH)


def test_any_number_of_keys_is_read() -> None:
    many = {f"k{number}": number for number in range(MANY_KEYS)}
    assert decode(encode(many)) == many
    assert decode(b'{"one_more":1}') == {"one_more": 1}
    with pytest.raises(CanonicalError):
        decode(b'{"One_more":1}')
