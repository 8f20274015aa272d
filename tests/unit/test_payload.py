"""What is inside a payload: complete for its recipients, nothing for others, and no way to do harm."""

import base64
import hashlib
import io
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
import zstandard
from bundle_kit import (
    OP_ID,
    OPS,
    SPACE,
    Parties,
    encrypted,
    manifest_and_ops,
    parties,
    payload_of,
    seal,
    tar_of,
)
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import RefusedError
from desktop_app.sync import tar
from desktop_app.sync.bundle import Contents, HaveEntry, Manifest, Seal
from desktop_app.sync.limits import KIB, MIB, Limits
from desktop_app.sync.payload import read_payload, write_payload

LIMITS = Limits()
CHAIN = "0a" * 16 + "-" + "0b" * 8


@pytest.fixture(scope="module")
def who() -> Parties:
    return parties()


def packed(contents: Contents, who: Parties, limits: Limits = LIMITS) -> bytes:
    target = io.BytesIO()
    write_payload(target, contents, who.recipients, limits)
    return target.getvalue()


def opened(payload: bytes, who: Parties, limits: Limits = LIMITS) -> Contents:
    return read_payload(io.BytesIO(payload), [who.hub.age_identity], limits)


def refused(payload: bytes, who: Parties, limits: Limits = LIMITS) -> str:
    with pytest.raises(RefusedError) as caught:
        opened(payload, who, limits)
    return caught.value.what


WRONG_INSIDE = "Nội dung bên trong gói sai quy cách."


# Round trips


@given(
    lines=st.lists(st.binary(min_size=1, max_size=400).filter(lambda line: b"\n" not in line), max_size=40)
)
def test_lines_come_out_as_they_went_in(who: Parties, lines: list[bytes]) -> None:
    assert opened(packed(Contents(Manifest(), lines), who), who).ops == lines


def test_manifest_and_seals_come_out_as_they_went_in(who: Parties) -> None:
    have = (HaveEntry(SPACE, CHAIN, 1, 7, OP_ID), HaveEntry(SPACE, CHAIN, 9, 9, "1f" * 32))
    manifest = Manifest("2f" * 32, ("3f" * 32,), have, ((OP_ID, "Ngoài phạm vi"),))
    seals = sorted((seal(b"{%d}" % n, who.pc) for n in range(3)), key=lambda one: one.bundle_id)

    contents = opened(packed(Contents(manifest, [], [*seals, seals[0]]), who), who)

    assert contents.manifest == manifest
    assert contents.seals == seals


def test_100_000_lines_over_many_pieces_come_out_in_order(who: Parties) -> None:
    lines = [hashlib.sha256(b"%d" % n).hexdigest().encode() * (n % 7 + 1) for n in range(100_000)]
    assert opened(packed(Contents(Manifest(), lines), who), who).ops == lines


@pytest.mark.parametrize("holder", ["hub", "recovery"])
def test_every_recipient_opens_it(who: Parties, holder: str) -> None:
    payload = packed(Contents(Manifest(), OPS), who)
    identity = getattr(who, holder).age_identity
    old = pyrage.x25519.Identity.generate()
    assert read_payload(io.BytesIO(payload), [str(old), identity], LIMITS).ops == OPS


def test_nobody_else_opens_it_not_even_the_sender(who: Parties) -> None:
    payload = packed(Contents(Manifest(), OPS), who)
    with pytest.raises(RefusedError, match="không mã hoá cho máy này"):
        read_payload(io.BytesIO(payload), [who.pc.age_identity], LIMITS)


def test_nothing_typed_can_be_read_in_it(who: Parties) -> None:
    assert b"Thanh" not in packed(Contents(Manifest(), OPS), who)


def test_the_same_contents_give_the_same_tar(who: Parties) -> None:
    def frame() -> bytes:
        hub = pyrage.x25519.Identity.from_str(who.hub.age_identity)
        return pyrage.decrypt(packed(Contents(Manifest(), OPS), who), [hub])

    plain = zstandard.ZstdDecompressor().decompressobj().decompress(frame())
    assert frame() == frame()
    assert plain == tar_of(manifest_and_ops(b"\n".join(OPS) + b"\n"))
    assert zstandard.get_frame_parameters(frame()).has_checksum


def test_pythons_tarfile_reads_our_tar() -> None:
    with tarfile.open(fileobj=io.BytesIO(tar_of([("a", b"1"), ("seals/b", b"x" * 600)]))) as archive:
        shown = [(one.name, one.size, one.mode, one.uid, one.mtime) for one in archive.getmembers()]
    assert shown == [("a", 1, 0o644, 0, 0), ("seals/b", 600, 0o644, 0, 0)]


def test_long_texts_of_one_letter_are_honest_records(who: Parties) -> None:
    lines = [b'{"note":"%s","n":%d}' % (b"a" * 10_000, n) for n in range(2_000)]
    assert opened(packed(Contents(Manifest(), lines), who), who).ops == lines


# What a writer does not write


def test_a_writer_keeps_the_limits_that_its_reader_has(who: Parties) -> None:
    line = b"x" * 100
    for limits, lines in (
        (Limits(lines=3), [line] * 4),
        (Limits(inflated_bytes=4 * KIB), [line] * 40),
        (Limits(manifest_bytes=10), [line]),
        (Limits(ratio=20, ratio_floor=KIB), [line] * 5000),
    ):
        with pytest.raises(RefusedError, match="vượt giới hạn"):
            packed(Contents(Manifest(), lines), who, limits)
    with pytest.raises(RefusedError, match="vượt giới hạn"):
        packed(Contents(Manifest(), [], [seal(b"{}", who.pc)]), who, Limits(members=3))


@pytest.mark.parametrize("line", [b"", b"a\nb", b"x" * (256 * KIB + 1)])
def test_a_line_that_no_reader_takes_is_not_written(who: Parties, line: bytes) -> None:
    with pytest.raises(ValueError, match="one line"):
        packed(Contents(Manifest(), [line]), who)


@pytest.mark.parametrize("recipients", [[], ["age1x"], ["ssh-ed25519 AAAA"]])
def test_without_a_right_recipient_nothing_is_written(recipients: list[str]) -> None:
    target = io.BytesIO()
    with pytest.raises(ValueError, match="recipient"):
        write_payload(target, Contents(Manifest(), OPS), recipients, LIMITS)
    assert target.getvalue() == b""


@pytest.mark.parametrize("lines", [[], OPS, [b"%d" % (n**9) for n in range(50_000)]])
def test_a_full_disk_is_reported_as_itself(who: Parties, lines: list[bytes]) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        write_payload(full, Contents(Manifest(), lines), who.recipients, LIMITS)


# Bombs


def bomb(size: int) -> bytes:
    """A right payload tar with a line of ``size`` zeros, compressed some 30,000 times."""
    frame = zstandard.ZstdCompressor(level=19).compressobj()
    members = [("manifest.json", Manifest().encode())]
    data = frame.compress(tar_of(members)[: -len(tar.END)] + tar.head("ops.jsonl", size))
    for _ in range(size // MIB):
        data += frame.compress(bytes(MIB))
    return data + frame.flush()


@pytest.mark.parametrize("limits", [LIMITS, Limits(inflated_bytes=2 * MIB), Limits(ratio_floor=MIB)])
def test_a_zstd_bomb_is_refused_within_bounded_memory(who: Parties, limits: Limits) -> None:
    payload = encrypted(bomb(512 * MIB), who)
    assert len(payload) < MIB
    tracemalloc.start()
    reason = refused(payload, who, limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "vượt giới hạn" in reason
    assert peak < 80 * MIB


def test_what_inflates_too_far_is_refused_whatever_its_lines(who: Parties) -> None:
    lines = b"".join(b"%0200d\n" % (n % 5) for n in range(5000))
    payload = payload_of(tar_of(manifest_and_ops(lines)), who)
    assert len(opened(payload, who).ops) == 5000
    assert "zstd >" in refused(payload, who, Limits(ratio=20, ratio_floor=KIB))
    assert "zstd >" in refused(payload, who, Limits(inflated_bytes=len(lines)))


def test_a_frame_that_asks_for_a_large_window_is_refused(who: Parties) -> None:
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    frame = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    data = frame.compress(tar_of(manifest_and_ops())) + frame.flush()
    assert refused(encrypted(data, who), who) == WRONG_INSIDE


def test_too_many_lines_too_long_lines_too_many_members(who: Parties) -> None:
    payload = payload_of(tar_of(manifest_and_ops(b"abcd\n" * 10)), who)
    assert "ops.jsonl > 9" in refused(payload, who, Limits(lines=9))
    assert "ops.jsonl > 3" in refused(payload, who, Limits(line_bytes=3))
    assert "manifest.json > 9" in refused(payload, who, Limits(manifest_bytes=9))
    assert "tar > 1" in refused(payload, who, Limits(members=1))
    exact = Limits(lines=10, line_bytes=4, members=2)
    assert len(opened(payload, who, exact).ops) == 10


# zstd and age in another spelling


def other_frames(plain: bytes) -> dict[str, bytes]:
    frame = zstandard.ZstdCompressor(write_checksum=True).compress(plain)
    return {
        "cut before its checksum": frame[:-4],
        "with a wrong checksum": frame[:-1] + bytes([frame[-1] ^ 1]),
        "not zstd": plain,
        "nothing": b"",
        "cut": frame[:-1],
        "half": frame[: len(frame) // 2],
        "a byte after": frame + b"\0",
        "a frame after": frame + zstandard.ZstdCompressor().compress(b""),
        "a skippable frame after": frame + b"\x50\x2a\x4d\x18\0\0\0\0",
        "much after": frame + bytes(5000),
        "two frames": b"".join(zstandard.ZstdCompressor().compress(one) for one in (plain[:99], plain[99:])),
    }


@pytest.mark.parametrize("kind", other_frames(b""))
def test_anything_but_one_zstd_frame_is_refused(who: Parties, kind: str) -> None:
    plain = tar_of(manifest_and_ops(b"x\n"))
    assert refused(encrypted(other_frames(plain)[kind], who), who) == WRONG_INSIDE


def test_anything_but_a_binary_age_file_is_refused(who: Parties) -> None:
    payload = packed(Contents(Manifest(), OPS), who)
    hub = pyrage.x25519.Identity.from_str(who.hub.age_identity)
    armoured = pyrage.encrypt(pyrage.decrypt(payload, [hub]), [hub.to_public()], armored=True)
    for bad in (armoured, b"", payload[:40], payload[:-1], payload + b"\0", b"\n" + payload, b"hello" * 50):
        assert refused(bad, who) == WRONG_INSIDE


def stanza(kind: str, body: bytes = bytes(32)) -> bytes:
    """An age file with one stanza of our own making."""

    def text(raw: bytes) -> str:
        return base64.b64encode(raw).decode().rstrip("=")

    return f"age-encryption.org/v1\n-> {kind}\n{text(body)}\n--- {text(bytes(32))}\n".encode() + bytes(99)


@pytest.mark.parametrize(
    "kind",
    [
        "scrypt AAAAAAAAAAAAAAAAAAAAAA 64",
        "X25519 " + "A" * 43,
        "X25519 AA",
        "X25519",
        "plugin x",
        "ssh-rsa x",
    ],
)
def test_a_payload_for_a_passphrase_a_weak_point_or_a_plugin_is_refused(who: Parties, kind: str) -> None:
    with pytest.raises(RefusedError):
        opened(stanza(kind), who)


# tar in another spelling


def members_of_python(*infos: tarfile.TarInfo, kind: int = tarfile.USTAR_FORMAT) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=kind) as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(b"x" * info.size))
    return target.getvalue()


def after_ops(extra: bytes) -> bytes:
    """A right payload tar with something between the ops and the end."""
    return tar_of(manifest_and_ops())[: -len(tar.END)] + extra + tar.END


def info(name: str, **attributes: object) -> bytes:
    """The header of a member with attributes that we never write."""
    made = tarfile.TarInfo(name)
    for key, value in attributes.items():
        setattr(made, key, value)
    return made.tobuf(tarfile.GNU_FORMAT)


SHA = hashlib.sha256(b"").hexdigest()
OTHER_TARS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no members": lambda: tar.END,
    "no ops": lambda: tar_of(manifest_and_ops()[:1]),
    "ops first": lambda: tar_of(manifest_and_ops()[::-1]),
    "a second manifest": lambda: tar_of([*manifest_and_ops(), manifest_and_ops()[0]]),
    "a second ops.jsonl": lambda: tar_of([*manifest_and_ops(), ("ops.jsonl", b"x\n")]),
    "a path upwards": lambda: tar_of([*manifest_and_ops(), ("../../etc/passwd", b"x")]),
    "a path upwards first": lambda: tar_of([("../manifest.json", b"{}"), *manifest_and_ops()]),
    "an absolute path": lambda: tar_of([*manifest_and_ops(), ("/etc/passwd", b"x")]),
    "an unknown name": lambda: tar_of([*manifest_and_ops(), ("extra", b"x")]),
    "a symbolic link": lambda: after_ops(info("blobs/" + SHA, type=tarfile.SYMTYPE, linkname="/etc/passwd")),
    "a hard link": lambda: after_ops(info("blobs/" + SHA, type=tarfile.LNKTYPE, linkname="ops.jsonl")),
    "a folder": lambda: after_ops(info("blobs", type=tarfile.DIRTYPE)),
    "a device": lambda: after_ops(info("blobs/" + SHA, type=tarfile.CHRTYPE)),
    "a named pipe": lambda: after_ops(info("blobs/" + SHA, type=tarfile.FIFOTYPE)),
    "an owner": lambda: after_ops(info("blobs/" + SHA, uid=1000)),
    "a time": lambda: after_ops(info("blobs/" + SHA, mtime=1)),
    "a mode": lambda: after_ops(info("blobs/" + SHA, mode=0o4755)),
    "gnu magic": lambda: after_ops(info("blobs/" + SHA)),
    "a pax record": lambda: after_ops(
        members_of_python(tarfile.TarInfo("é" * 120), kind=tarfile.PAX_FORMAT)[: -len(tar.END)]
    ),
    "python's padding": lambda: tar_of(manifest_and_ops()) + bytes(10_240),
    "one block more": lambda: tar_of(manifest_and_ops()) + bytes(512),
    "one byte more": lambda: tar_of(manifest_and_ops()) + b"\0",
    "half an end": lambda: tar_of(manifest_and_ops())[:-512],
    "no end": lambda: tar_of(manifest_and_ops())[: -len(tar.END)],
    "a cut member": lambda: tar_of(manifest_and_ops(b"x\n" * 999))[:-2000],
    "padding in use": lambda: tar_of(manifest_and_ops(b"x\n")).replace(b"x\n\0", b"x\nA"),
    "a checksum wrong": lambda: tar_of(manifest_and_ops()).replace(b"ustar", b"uStar", 1),
    "a seal without signature": lambda: tar_of([*manifest_and_ops(), (f"seals/{SHA}.json", b"")]),
    "a signature alone": lambda: tar_of([*manifest_and_ops(), (f"seals/{SHA}.sig", b"")]),
    "a seal under another's name": lambda: tar_of(
        [*manifest_and_ops(), (f"seals/{SHA}.json", b"{}"), (f"seals/{SHA}.sig", b"")]
    ),
    "a seal twice": lambda: tar_of(
        [*manifest_and_ops(), *[(f"seals/{SHA}.json", b""), (f"seals/{SHA}.sig", b"")] * 2]
    ),
    "a seal after a blob": lambda: tar_of(
        [*manifest_and_ops(), (f"blobs/{SHA}", b""), (f"seals/{SHA}.json", b""), (f"seals/{SHA}.sig", b"")]
    ),
    "a blob under another's name": lambda: tar_of([*manifest_and_ops(), (f"blobs/{SHA}", b"x")]),
    "a blob twice": lambda: tar_of([*manifest_and_ops(), *[(f"blobs/{SHA}", b"")] * 2]),
    "a last op without line end": lambda: tar_of(manifest_and_ops(b"x\ny")),
    "an empty line": lambda: tar_of(manifest_and_ops(b"x\n\ny\n")),
    "an empty first line": lambda: tar_of(manifest_and_ops(b"\n")),
}


@pytest.mark.parametrize("kind", OTHER_TARS)
def test_a_tar_that_is_not_as_specified_is_refused(who: Parties, kind: str) -> None:
    assert refused(payload_of(OTHER_TARS[kind](), who), who) == WRONG_INSIDE


def test_blobs_come_out_as_they_went_in(who: Parties) -> None:
    blobs = {hashlib.sha256(one).hexdigest(): one for one in (b"", b"\xff\xd8" * 9000)}
    contents = Contents(Manifest(blobs_missing=("ab" * 32,)), [b"x"], [], blobs)
    assert opened(packed(contents, who), who) == contents
    members = [*manifest_and_ops(b"x\n"), *((f"blobs/{name}", blobs[name]) for name in sorted(blobs))]
    assert opened(payload_of(tar_of(members), who), who) == Contents(Manifest(), [b"x"], [], blobs)


def test_a_blob_that_says_it_is_larger_than_the_tar_is_refused_before_it_is_read(who: Parties) -> None:
    tar_ = tar_of(manifest_and_ops())[: -len(tar.END)] + tar.head("blobs/" + SHA, 8**11 - 1)
    assert "blobs/" in refused(payload_of(tar_, who), who)


@pytest.mark.parametrize("limits", [Limits(blob_bytes=999), Limits(blobs_bytes=1500)], ids=["one", "all"])
def test_blobs_over_their_limits_are_neither_written_nor_read(who: Parties, limits: Limits) -> None:
    blobs = {hashlib.sha256(one).hexdigest(): one for one in (b"a" * 1000, b"b" * 1000)}
    payload = packed(Contents(Manifest(), [b"x"], [], blobs), who)
    assert "blobs" in refused(payload, who, limits)
    with pytest.raises(RefusedError, match="blobs"):
        packed(Contents(Manifest(), [b"x"], [], blobs), who, limits)


def test_a_seal_over_its_limit_is_refused(who: Parties) -> None:
    big = Seal(b"{}" * 2000, b"")
    payload = packed(Contents(Manifest(), [], [big]), who)
    assert "seals/" in refused(payload, who, Limits(header_bytes=1000))
