"""The digest: one hash of a merged state, computed as anyone with a shell would (SYNC.md, DIGEST)."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.digest import space_digest, whole_digest
from tests.histories import OTHER, REC, op_id

HEADS = [
    ("computer", REC, "note", op_id(1)),
    ("computer", REC, "note", op_id(2)),
    ("computer", OTHER, "_life", op_id(3)),
    ("bts", REC, "note", op_id(1)),
]


def test_a_space_is_the_sha_256_of_its_sorted_lines() -> None:
    lines = sorted("\t".join(head) + "\n" for head in HEADS)
    assert space_digest(HEADS) == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_all_is_the_sha_256_of_the_spaces_sorted_lines() -> None:
    lines = f"{REC}\t{op_id(1)}\n{OTHER}\t{op_id(2)}\n"
    assert whole_digest({OTHER: op_id(2), REC: op_id(1)}) == hashlib.sha256(lines.encode()).hexdigest()


def test_nothing_has_the_digest_of_no_lines() -> None:
    assert space_digest([]) == whole_digest({}) == hashlib.sha256(b"").hexdigest()


@given(st.permutations(HEADS))
def test_the_order_of_looking_makes_no_difference(heads: list[tuple[str, str, str, str]]) -> None:
    assert space_digest(heads) == space_digest(HEADS)


@given(st.sampled_from(range(len(HEADS))))
def test_one_head_more_or_less_makes_one(left_out: int) -> None:
    assert space_digest(HEADS[:left_out] + HEADS[left_out + 1 :]) != space_digest(HEADS)
