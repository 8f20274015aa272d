"""Every damage to a small bundle is refused in one sentence: nothing is accepted, nothing crashes.

Three places of damage: the file as a whole; the three members, in a ZIP made right again around
them; and the inside, re-encrypted and signed by a device that lies. Inside, what is still as
specified may be taken; all else must be `RefusedError`.
"""

import random
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard
from bundle_kit import (
    OPS,
    Parties,
    encrypted,
    manifest_and_ops,
    parties,
    seal,
    send,
    signed_by_pc,
    tar_of,
    zip_of,
)

from desktop_app.errors import RefusedError
from desktop_app.sync.activation import mac
from desktop_app.sync.bundle import Contents, Enrol, Manifest, Seal, read_envelope

PATTERNS = (*(1 << bit for bit in range(8)), 0xFF, 0x20, 0x55)


@pytest.fixture(scope="module")
def who() -> Parties:
    return parties()


@pytest.fixture(scope="module")
def bundle(who: Parties, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle with every part that a bundle may have."""
    proof = mac("5c" * 16, who.pc.public, who.pc.recipient)
    enrol = Enrol("0d1c2b3a-0000-4000-8000-000000000001", proof, who.pc.recipient)
    contents = Contents(Manifest(), OPS, [seal(b"{}", who.pc)])
    return send(tmp_path_factory.mktemp("send"), who, contents, enrol=enrol)[0].read_bytes()


def flips(data: bytes) -> Iterator[bytes]:
    for at, old in enumerate(data):
        for pattern in PATTERNS:
            yield data[:at] + bytes([old ^ pattern]) + data[at + 1 :]


def accepted(variants: Iterable[bytes], path: Path) -> int:
    """How many of the variants have a right envelope; anything but a refusal goes up as it is."""
    count = 0
    for data in variants:
        path.write_bytes(data)
        try:
            read_envelope(path).close()
        except RefusedError:
            continue
        count += 1
    return count


def test_the_bundle_itself_is_accepted(bundle: bytes, tmp_path: Path) -> None:
    assert accepted([bundle], tmp_path / "b") == 1


def test_no_flipped_byte_is_accepted(bundle: bytes, tmp_path: Path) -> None:
    assert accepted(flips(bundle), tmp_path / "b") == 0


def test_no_truncation_is_accepted(bundle: bytes, tmp_path: Path) -> None:
    assert accepted((bundle[:length] for length in range(len(bundle))), tmp_path / "b") == 0
    assert accepted((bundle[start:] for start in range(1, len(bundle))), tmp_path / "b") == 0


def test_no_tail_no_gap_and_no_repetition_is_accepted(bundle: bytes, tmp_path: Path) -> None:
    tails = (bundle + bytes([value]) * length for value in range(256) for length in (1, 22, 512))
    inserted = (bundle[:at] + b"\0" + bundle[at:] for at in range(len(bundle)))
    removed = (bundle[:at] + bundle[at + 1 :] for at in range(len(bundle)))
    doubled = (bundle[:at] * 2 + bundle[at:] for at in range(1, len(bundle)))
    for variants in (tails, inserted, removed, doubled):
        assert accepted(variants, tmp_path / "b") == 0


@pytest.mark.parametrize("member", ["header.json", "header.sig", "payload.age"])
def test_no_flipped_byte_of_a_member_is_accepted_in_a_zip_that_is_right(
    bundle: bytes, tmp_path: Path, member: str
) -> None:
    (tmp_path / "b").write_bytes(bundle)
    with read_envelope(tmp_path / "b") as envelope:
        header, signature = envelope.seal
        payload = envelope._payload.read()
    variants = {
        "header.json": (zip_of(Seal(bad, signature), payload) for bad in flips(header)),
        "header.sig": (zip_of(Seal(header, bad), payload) for bad in flips(signature)),
        "payload.age": (zip_of(Seal(header, signature), bad) for bad in flips(payload)),
    }
    assert accepted(variants[member], tmp_path / "b") == 0


def test_a_header_changed_and_signed_by_its_own_device_lies_in_vain(
    bundle: bytes, who: Parties, tmp_path: Path
) -> None:
    """Whoever has the key may change tips, receiver and proof; not the payload, the sender, the form."""
    (tmp_path / "b").write_bytes(bundle)
    with read_envelope(tmp_path / "b") as envelope:
        header = envelope.seal.header
        payload = envelope._payload.read()
    start = header.index(b'"payload_bytes"')
    fixed = range(start, header.index(b'"tips"'))
    bad = [header[:at] + bytes([header[at] ^ p]) + header[at + 1 :] for at in fixed for p in PATTERNS]
    assert accepted((zip_of(seal(one, who.pc), payload) for one in bad), tmp_path / "b") == 0
    # No crash wherever it is changed.
    accepted((zip_of(seal(one, who.pc), payload) for one in flips(header)), tmp_path / "b")


def mangled(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Copies with some bytes changed, cut out or repeated."""
    chance = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 8))):
            at = chance.randrange(len(copy))
            what = chance.randrange(4)
            if what == 0:
                copy[at] = chance.randrange(256)
            elif what == 1:
                copy[at] ^= 1 << chance.randrange(8)
            elif what == 2:
                del copy[at : at + chance.choice((1, 7, 512))]
            else:
                copy[at:at] = copy[at : at + chance.choice((1, 7, 512))]
            if not copy:
                break
        yield bytes(copy)


def opened(payloads: Iterable[bytes], who: Parties, folder: Path) -> list[Contents]:
    """What could be opened of these; anything but a refusal goes up as it is."""
    found = []
    for payload in payloads:
        with read_envelope(signed_by_pc(folder, who, payload or b"x")) as envelope, suppress(RefusedError):
            found.append(envelope.open([who.hub.age_identity]))
    return found


PLAIN = tar_of(manifest_and_ops(b"\n".join(OPS) + b"\n"))


def test_a_mangled_tar_from_a_signed_device_is_opened_or_refused(who: Parties, tmp_path: Path) -> None:
    pack = zstandard.ZstdCompressor().compress
    found = opened((encrypted(pack(bad), who) for bad in mangled(PLAIN, 2000, 1)), who, tmp_path)
    # Only bytes within the ops themselves may differ: their form is checked elsewhere.
    assert 0 < len(found) < 200
    assert all(one.manifest == Manifest() and not one.seals for one in found)


def test_a_mangled_zstd_frame_from_a_signed_device_never_says_something_else(
    who: Parties, tmp_path: Path
) -> None:
    frame = zstandard.ZstdCompressor(write_checksum=True).compress(PLAIN)
    found = opened((encrypted(bad, who) for bad in mangled(frame, 2000, 2)), who, tmp_path)
    assert all(one == Contents(Manifest(), OPS, []) for one in found)
    assert len(found) < 50


def test_a_mangled_age_file_from_a_signed_device_is_refused(who: Parties, tmp_path: Path) -> None:
    payload = encrypted(zstandard.ZstdCompressor().compress(PLAIN), who)
    assert opened((bad for bad in mangled(payload, 2000, 3) if bad != payload), who, tmp_path) == []


def test_noise_from_a_signed_device_is_refused(who: Parties, tmp_path: Path) -> None:
    chance = random.Random(4)
    noise = [chance.randbytes(chance.randrange(1, 2000)) for _ in range(500)]
    assert opened(noise, who, tmp_path) == []
    assert opened((encrypted(one, who) for one in noise), who, tmp_path) == []
