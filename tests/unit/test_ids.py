"""Names that no other machine will ever make (RFC 9562; SYNC.md, SPACE, DEVICE, CHAIN)."""

import re
import uuid

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.ids import UUID, begins, chain_id, device_of, space_of, uuid4, uuid7

moments = st.integers(0, 2**48 - 1)
DEVICE = "0f" * 16


@given(moments, st.binary(min_size=10, max_size=10))
def test_a_uuid7_has_the_time_the_version_and_all_the_randomness(now_ms: int, tail: bytes) -> None:
    made = uuid.UUID(uuid7(now_ms, lambda _count: tail))
    number = int.from_bytes(tail, "big")
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == now_ms
    assert made.int >> 64 & 0xFFF == number >> 68
    assert made.int & (2**62 - 1) == number & (2**62 - 1)
    assert UUID.fullmatch(str(made))


def test_the_example_of_the_rfc() -> None:
    """RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F."""
    tail = (0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, lambda _count: tail) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(moments, moments)
def test_later_records_have_greater_names(one: int, other: int) -> None:
    names = [uuid7(when, lambda count: b"\x80" * count) for when in (one, other)]
    assert (names[0] < names[1]) == (one < other)


@given(st.binary(min_size=16, max_size=16))
def test_a_uuid4_is_random_and_nothing_else(raw: bytes) -> None:
    made = uuid.UUID(uuid4(lambda _count: raw))
    assert (made.version, made.variant) == (4, uuid.RFC_4122)
    assert made == uuid.UUID(bytes=raw, version=4)


@given(st.binary(min_size=8, max_size=8))
def test_a_chain_begins_with_its_device(raw: bytes) -> None:
    chain = chain_id(DEVICE, lambda _count: raw)
    assert re.fullmatch(r"[0-9a-f]{32}-[0-9a-f]{16}", chain)
    assert device_of(chain) == DEVICE
    assert chain.endswith(raw.hex())


def test_an_id_is_named_by_its_beginning_if_it_is_long_enough() -> None:
    assert begins("8c1d04af", "8C1D")
    assert not begins("8c1d04af", "8c1")
    assert not begins("8c1d04af", "04af")


def test_the_space_of_a_unit_follows_from_the_catalogue_and_is_a_uuid_of_its_own_version() -> None:
    catalogue = "0d1c2b3a-0000-4000-8000-000000000002"
    space = space_of(catalogue, "dbp-u-0004")
    assert UUID.fullmatch(space)
    assert (space[14], space[19] in "89ab") == ("8", True)
    assert space == space_of(catalogue, "dbp-u-0004")
    assert len({space, space_of(catalogue, "dbp-u-0005"), space_of(space, "dbp-u-0004")}) == 3
