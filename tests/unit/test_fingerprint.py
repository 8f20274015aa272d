"""Sixteen digits for the telephone."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.fingerprint import fingerprint, is_fingerprint_of

KEY = "00" * 32


def test_it_is_what_the_specification_says() -> None:
    number = int.from_bytes(hashlib.sha256(b"moduong fingerprint" + bytes(32)).digest()[:8], "big") % 10**16
    assert fingerprint(KEY).replace(" ", "") == str(number).zfill(16)


@given(st.binary(min_size=32, max_size=32))
def test_it_is_four_groups_of_four_digits(key: bytes) -> None:
    groups = fingerprint(key.hex()).split(" ")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert all(group.isdigit() for group in groups)


@pytest.mark.parametrize("form", ["{}{}{}{}", "{} {} {} {}", "{}-{}-{}-{}", " {}.{}.{}.{}\n"])
def test_a_person_may_group_the_digits_as_they_like(form: str) -> None:
    assert is_fingerprint_of(form.format(*fingerprint(KEY).split(" ")), KEY)


def test_a_wrong_digit_or_a_missing_one_is_another_fingerprint() -> None:
    right = fingerprint(KEY)
    assert not is_fingerprint_of(right[:-1] + str(9 - int(right[-1])), KEY)
    assert not is_fingerprint_of(right[:-1], KEY)
    assert not is_fingerprint_of("", KEY)
