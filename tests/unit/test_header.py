"""The header has one spelling, tells no lie, and counts only under its own device's signature."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from bundle_kit import (
    FOREIGN_CHAIN,
    OP_ID,
    Parties,
    header_fields,
    manifest_and_ops,
    parties,
    payload_of,
    seal,
    signed_by_pc,
    tar_of,
    zip_of,
)
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import canonical
from desktop_app.errors import RefusedError
from desktop_app.sync.bundle import (
    Contents,
    Enrol,
    Header,
    Manifest,
    Seal,
    Tip,
    read_envelope,
    sign,
    try_verify,
    verify,
)
from desktop_app.sync.keys import DeviceKeys

ACTIVATION = "0d1c2b3a-0000-4000-8000-000000000001"


@pytest.fixture(scope="module")
def who() -> Parties:
    return parties()


@pytest.fixture(scope="module")
def payload(who: Parties) -> bytes:
    return payload_of(tar_of(manifest_and_ops()), who)


def refused(path: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read_envelope(path)
    return caught.value


HEX = st.integers(0, 2**256 - 1).map("{:064x}".format)
KEYS = DeviceKeys.generate()
TIPS = st.builds(
    Tip,
    chain=st.integers(0, 2**64 - 1).map(lambda n: f"{KEYS.device_id}-{n:016x}"),
    seq=st.integers(1, 2**53 - 1),
    op_id=HEX,
)
HEADERS = st.builds(
    Header,
    device=st.just(KEYS.public.hex()),
    payload_bytes=st.integers(1, 2**53 - 1),
    payload_sha256=HEX,
    tips=st.frozensets(TIPS, max_size=5).map(lambda tips: tuple(sorted(tips))),
    to=HEX.map(lambda one: one[:32]),
    enrol=st.none() | st.builds(Enrol, st.uuids().map(str), HEX, st.just(KEYS.recipient)),
)


@given(header=HEADERS)
def test_a_header_that_is_signed_is_read_back(header: Header) -> None:
    signed = sign(header, KEYS)
    assert verify(signed) == header
    assert try_verify(signed) == header
    assert signed.header == canonical.encode(canonical.decode(signed.header))
    assert ("enrol" in canonical.decode(signed.header)) == (header.enrol is not None)


def test_the_header_is_spelled_as_specified() -> None:
    header = Header("ab" * 32, 5, "cd" * 32, (Tip(FOREIGN_CHAIN, 3, OP_ID),), "ef" * 16)
    assert header.encode().decode() == (
        f'{{"device":"{"ab" * 32}","format":1,"payload_bytes":5,"payload_sha256":"{"cd" * 32}",'
        f'"tips":[["{FOREIGN_CHAIN}",3,"{OP_ID}"]],"to":"{"ef" * 16}"}}'
    )


Change = Callable[[dict[str, object], Parties], object]
LIES: dict[str, Change] = {
    "another size": lambda h, _: h.update(payload_bytes=1),
    "another hash": lambda h, _: h.update(payload_sha256="00" * 32),
    "another sender": lambda h, who: h.update(device=who.hub.public.hex(), tips=[]),
    "a tip of a foreign chain": lambda h, _: h.update(tips=[[FOREIGN_CHAIN, 1, OP_ID]]),
    "tips unsorted": lambda h, who: h.update(
        tips=[[f"{who.pc.device_id}-{c * 16}", 1, OP_ID] for c in ("b", "a")]
    ),
    "a tip twice": lambda h, _: h.update(tips=h["tips"] * 2),  # type: ignore[operator]
    "a tip at zero": lambda h, who: h.update(tips=[[who.tip.chain, 0, OP_ID]]),
    "a tip without op": lambda h, who: h.update(tips=[[who.tip.chain, 1]]),
    "a tip too long": lambda h, who: h.update(tips=[[who.tip.chain, 1, OP_ID, 1]]),
    "a key more": lambda h, _: h.update(unit="03319"),
    "a key less": lambda h, _: h.pop("to"),
    "no format": lambda h, _: h.pop("format"),
    "format zero": lambda h, _: h.update(format=0),
    "format as text": lambda h, _: h.update(format="1"),
    "format true": lambda h, _: h.update(format=True),
    "size as text": lambda h, _: h.update(payload_bytes=str(h["payload_bytes"])),
    "size negative": lambda h, _: h.update(payload_bytes=-1),
    "size true": lambda h, _: h.update(payload_bytes=True),
    "hash in upper case": lambda h, _: h.update(payload_sha256=str(h["payload_sha256"]).upper()),
    "tips as text": lambda h, _: h.update(tips=""),
    "receiver as number": lambda h, _: h.update(to=7),
    "enrol null": lambda h, _: h.update(enrol=None),
    "enrol empty": lambda h, _: h.update(enrol={}),
    "enrol without recipient": lambda h, _: h.update(enrol={"activation": ACTIVATION, "mac": OP_ID}),
    "enrol with a recipient that is none": lambda h, _: h.update(
        enrol={"activation": ACTIVATION, "mac": OP_ID, "recipient": "age1" + "q" * 58}
    ),
    "enrol with a weak recipient": lambda h, _: h.update(
        enrol={
            "activation": ACTIVATION,
            "mac": OP_ID,
            "recipient": "age1" + "q" * 52 + "5cu47z",
        }
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_header_that_lies_is_refused_though_it_is_signed(
    who: Parties, payload: bytes, tmp_path: Path, lie: str
) -> None:
    fields = header_fields(who, payload)
    LIES[lie](fields, who)
    path = tmp_path / "b"
    path.write_bytes(zip_of(seal(msgspec.json.encode(fields, order="sorted"), who.pc), payload))
    refused(path)


def test_the_same_header_without_the_lie_is_taken(who: Parties, payload: bytes, tmp_path: Path) -> None:
    with read_envelope(signed_by_pc(tmp_path, who, payload)) as envelope:
        assert envelope.open([who.hub.age_identity]) == Contents(Manifest(), [], [])


@pytest.mark.parametrize(
    "respelled",
    [
        lambda text: text.replace(b":", b": ", 1),
        lambda text: text + b"\n",
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b'"to"', b'"t\\u006f"'),
        lambda text: text.replace(b'"format":1', b'"format":1.0'),
        lambda text: text.replace(b'"format":1', b'"format":1,"format":1'),
        lambda text: b"[" * 5000,
        lambda text: b"null",
        lambda text: b"",
    ],
)
def test_a_header_in_another_spelling_is_refused_though_it_is_signed(
    who: Parties, payload: bytes, tmp_path: Path, respelled: Callable[[bytes], bytes]
) -> None:
    text = respelled(msgspec.json.encode(header_fields(who, payload), order="sorted"))
    (tmp_path / "b").write_bytes(zip_of(seal(text, who.pc), payload))
    refused(tmp_path / "b")


def test_a_newer_format_is_refused_by_its_number(who: Parties, payload: bytes, tmp_path: Path) -> None:
    fields = header_fields(who, payload) | {"format": 2, "new": [1]}
    (tmp_path / "b").write_bytes(zip_of(seal(canonical.encode(fields), who.pc), payload))
    error = refused(tmp_path / "b")
    assert "định dạng 2, mới hơn" in error.what
    assert "cập nhật" in error.todo


# Signatures


def test_a_bundle_signed_by_another_for_another_purpose_or_not_at_all_is_refused(
    who: Parties, payload: bytes, tmp_path: Path
) -> None:
    text = canonical.encode(header_fields(who, payload))
    right = seal(text, who.pc)
    for wrong in (
        seal(text, who.hub),
        seal(text, who.pc, "login@moduong"),
        Seal(text, b""),
        Seal(text, seal(text + b" ", who.pc).signature),
        Seal(text, right.signature.replace(b"\n", b"\r\n")),
    ):
        (tmp_path / "b").write_bytes(zip_of(wrong, payload))
        assert "Chữ ký của gói không đúng" in refused(tmp_path / "b").what
        assert try_verify(wrong) is None


def test_a_payload_of_another_bundle_is_refused(who: Parties, tmp_path: Path) -> None:
    mine, theirs = (payload_of(tar_of(manifest_and_ops(line)), who) for line in (b"a\n", b"b\n"))
    (tmp_path / "b").write_bytes(zip_of(seal(canonical.encode(header_fields(who, mine)), who.pc), theirs))
    assert "hỏng" in refused(tmp_path / "b").what
