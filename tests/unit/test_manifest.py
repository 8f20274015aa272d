"""A manifest has one spelling, whatever order its lists were given in."""

import io

import msgspec
import pytest
from bundle_kit import OP_ID, SPACE, Parties, parties, payload_of, tar_of
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import RefusedError
from desktop_app.sync.bundle import Contents, HaveEntry, Manifest
from desktop_app.sync.limits import Limits
from desktop_app.sync.manifest import read_manifest
from desktop_app.sync.payload import read_payload, write_payload

CHAIN, OTHER_CHAIN = "0a" * 16 + "-" + "0b" * 8, "0a" * 16 + "-" + "0c" * 8
SHA_1, SHA_2 = "1f" * 32, "2f" * 32
SHAS = st.integers(0, 2**256 - 1).map("{:064x}".format)
HAVE = st.builds(
    HaveEntry,
    space=st.uuids().map(str),
    chain=st.sampled_from([CHAIN, OTHER_CHAIN]),
    from_seq=st.integers(1, 9),
    to_seq=st.integers(9, 2**53 - 1),
    tip=SHAS,
)
REASONS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@pytest.fixture(scope="module")
def who() -> Parties:
    return parties()


@given(
    answers=st.none() | SHAS,
    blobs=st.frozensets(SHAS, max_size=4),
    have=st.frozensets(HAVE, max_size=6),
    held=st.frozensets(st.tuples(SHAS, REASONS), max_size=4),
)
def test_a_manifest_says_the_same_in_whatever_order_it_was_given(
    answers: str | None, blobs: frozenset[str], have: frozenset[HaveEntry], held: frozenset[tuple[str, str]]
) -> None:
    manifest = Manifest(answers, tuple(sorted(blobs)), tuple(sorted(have)), tuple(sorted(held)))
    shuffled = Manifest(answers, tuple(blobs), tuple(have) * 2, tuple(held))
    assert shuffled.encode() == manifest.encode()
    assert read_manifest(manifest.encode()) == manifest


def test_what_the_sender_holds_is_grouped_by_space() -> None:
    runs = (HaveEntry(SPACE, CHAIN, 1, 7, SHA_1), HaveEntry(SPACE, OTHER_CHAIN, 3, 3, SHA_2))
    text = f'["{SPACE}",[["{CHAIN}",1,7,"{SHA_1}"],["{OTHER_CHAIN}",3,3,"{SHA_2}"]]]'
    written = Manifest(have=runs, held=((OP_ID, "Ngoài phạm vi"),)).encode().decode()
    held = f'[["{OP_ID}","Ngoài phạm vi"]]'
    assert written == f'{{"answers":null,"blobs_missing":[],"have":[{text}],"held":{held}}}'


EMPTY: dict[str, object] = {"answers": None, "blobs_missing": [], "have": [], "held": []}
RUN: list[object] = [CHAIN, 1, 2, OP_ID]


def spelled(**changes: object) -> bytes:
    return msgspec.json.encode(EMPTY | changes, order="sorted")


BAD = {
    "no keys": b"{}",
    "a key less": spelled().replace(b',"held":[]', b""),
    "a key more": spelled(more=1),
    "a space": spelled().replace(b":", b": ", 1),
    "a key twice": spelled().replace(b"{", b'{"answers":null,'),
    "not an object": b"[]",
    "not JSON": b"hello",
    "upper-case hex": spelled(answers="AB" * 32),
    "a text for a list": spelled(blobs_missing=""),
    "unsorted blobs": spelled(blobs_missing=[SHA_2, SHA_1]),
    "a space twice": spelled(have=[[SPACE, [RUN]], [SPACE, [[CHAIN, 1, 3, OP_ID]]]]),
    "a space without runs": spelled(have=[[SPACE, []]]),
    "a space that is no UUID": spelled(have=[["x", [RUN]]]),
    "a run twice": spelled(have=[[SPACE, [RUN, RUN]]]),
    "a run backwards": spelled(have=[[SPACE, [[CHAIN, 3, 2, OP_ID]]]]),
    "a run from zero": spelled(have=[[SPACE, [[CHAIN, 0, 2, OP_ID]]]]),
    "a run too long": spelled(have=[[SPACE, [[*RUN, 1]]]]),
    "an empty reason": spelled(held=[[OP_ID, ""]]),
    "a long reason": spelled(held=[[OP_ID, "x" * 201]]),
}


def test_the_manifest_that_the_bad_ones_are_bent_from_is_right() -> None:
    assert read_manifest(spelled()) == Manifest()
    assert read_manifest(spelled(have=[[SPACE, [RUN]]])).have == (HaveEntry(SPACE, CHAIN, 1, 2, OP_ID),)


@pytest.mark.parametrize("kind", BAD)
def test_a_manifest_that_is_not_as_specified_is_refused(who: Parties, kind: str) -> None:
    payload = payload_of(tar_of([("manifest.json", BAD[kind]), ("ops.jsonl", b"")]), who)
    with pytest.raises(RefusedError, match="sai quy cách"):
        read_payload(io.BytesIO(payload), [who.hub.age_identity], Limits())


def test_a_manifest_that_no_reader_takes_is_not_written(who: Parties) -> None:
    manifest = Manifest(held=((OP_ID, "x" * 201),))
    with pytest.raises(ValueError, match="length"):
        write_payload(io.BytesIO(), Contents(manifest), who.recipients, Limits())
