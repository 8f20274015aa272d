"""The permanent id on a label: short, always the same, and no wrong or swapped sign passes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import ids
from desktop_app.domain.tags import LENGTH, SIGNS, read_tag, spelled, tag_of

records = st.integers(0, 2**48 - 1).flatmap(
    lambda ms: st.binary(min_size=10, max_size=10).map(lambda tail: ids.uuid7(ms, lambda _n: tail))
)
TELEX_VNI_VIQR = "AEIOUYWD[]"
LOOK_LIKE_DIGITS = "BGILOSZ"


@given(records)
def test_a_tag_is_read_however_it_is_cased_and_grouped(rec: str) -> None:
    tag = tag_of(rec)
    assert len(tag) == LENGTH
    assert tag == tag_of(rec)
    for typed in (tag, tag.lower(), spelled(tag), spelled(tag).replace("-", " "), f" {tag}\t"):
        assert read_tag(typed) == tag


@given(records, st.data())
def test_one_wrong_sign_is_refused(rec: str, data: st.DataObject) -> None:
    tag, at = tag_of(rec), data.draw(st.integers(0, LENGTH - 1))
    other = data.draw(st.sampled_from([sign for sign in SIGNS if sign != tag[at]]))
    assert read_tag(tag[:at] + other + tag[at + 1 :]) is None


@given(records, st.data())
def test_two_signs_that_changed_places_are_refused(rec: str, data: st.DataObject) -> None:
    tag = list(tag_of(rec))
    one, other = data.draw(st.lists(st.integers(0, LENGTH - 1), min_size=2, max_size=2, unique=True))
    swapped = list(tag)
    swapped[one], swapped[other] = tag[other], tag[one]
    assert read_tag("".join(swapped)) == (None if swapped != tag else "".join(tag))


def test_the_signs_are_none_that_a_vietnamese_keyboard_changes_or_an_eye_mistakes() -> None:
    assert not set(SIGNS) & set(TELEX_VNI_VIQR + LOOK_LIKE_DIGITS)
    assert len(set(SIGNS)) == 23


def test_records_made_in_one_moment_have_different_tags() -> None:
    chosen = random.Random(1)
    tags = {tag_of(ids.uuid7(1_700_000_000_000, chosen.randbytes)) for _each in range(50_000)}
    assert len(tags) == 50_000


@pytest.mark.parametrize("typed", ["", "MT-03319-0001", "0" * 14, "ÁÀ" * 8, "0" * 16])
def test_other_codes_are_no_tags(typed: str) -> None:
    assert read_tag(typed) is None
