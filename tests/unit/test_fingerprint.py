"""The fingerprint that two people compare by phone."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.fingerprint import fingerprint


@given(st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_sixteen_digits_of_the_key_s_hash(public: bytes) -> None:
    digits = fingerprint(public.hex())
    assert [len(part) for part in digits.split(" ")] == [4, 4, 4, 4]
    number = int.from_bytes(hashlib.sha256(b"moduong fingerprint" + public).digest()[:8], "big") % 10**16
    assert int(digits.replace(" ", "")) == number


def test_a_known_fingerprint() -> None:
    assert fingerprint("00" * 32) == "4186 4972 0686 7824"
