"""The outer ZIP has one spelling, opens with public tools, and never holds a payload in memory."""

import io
import os
import struct
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import RefusedError
from desktop_app.sync import container
from desktop_app.sync.limits import MIB, Limits

LIMITS = Limits()
HEADER, SIGNATURE, PAYLOAD = b'{"format":1}', b"armour\n", b"age-encryption.org/v1\n" * 30


def written(payload: bytes = PAYLOAD) -> bytes:
    target = io.BytesIO()
    container.write(target, HEADER, SIGNATURE, io.BytesIO(payload), container.measure(io.BytesIO(payload)))
    return target.getvalue()


def read(data: bytes, limits: Limits = LIMITS) -> tuple[container.Parts, bytes]:
    spool = io.BytesIO()
    return container.read(io.BytesIO(data), spool, limits), spool.getvalue()


@given(header=st.binary(max_size=99), signature=st.binary(max_size=99), payload=st.binary(max_size=999))
def test_what_is_written_is_read(header: bytes, signature: bytes, payload: bytes) -> None:
    target, measured = io.BytesIO(), container.measure(io.BytesIO(payload))
    container.write(target, header, signature, io.BytesIO(payload), measured)

    parts, spooled = read(target.getvalue())

    assert parts == container.Parts(header, signature, measured)
    assert spooled == payload
    assert target.tell() == container.total_bytes(header, signature, measured)


def test_the_same_members_give_the_same_bytes() -> None:
    assert written() == written()


def test_pythons_and_debians_unzip_open_it(tmp_path: Path) -> None:
    path = tmp_path / "b.moduong"
    path.write_bytes(written())
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [(one.filename, one.compress_type) for one in archive.infolist()] == [
            ("header.json", zipfile.ZIP_STORED),
            ("header.sig", zipfile.ZIP_STORED),
            ("payload.age", zipfile.ZIP_STORED),
        ]
    subprocess.run(["unzip", "-q", path, "-d", tmp_path / "out"], check=True, stderr=subprocess.PIPE)
    assert (tmp_path / "out" / "payload.age").read_bytes() == PAYLOAD
    assert (tmp_path / "out" / "header.json").stat().st_mode & 0o777 == 0o644


def zipped(*members: tuple[str, bytes], **options: int) -> bytes:
    """A ZIP as another program makes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", **options) as archive:  # type: ignore[call-overload]
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, options.get("compression"))
    return target.getvalue()


MEMBERS = (("header.json", HEADER), ("header.sig", SIGNATURE), ("payload.age", PAYLOAD))


def with_comment(data: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", 5) + b"hello"


OTHER_ZIPS: dict[str, Callable[[], bytes]] = {
    "written by another program": lambda: zipped(*MEMBERS),
    "compressed": lambda: zipped(*MEMBERS, compression=zipfile.ZIP_DEFLATED),
    "a member more": lambda: zipped(*MEMBERS, ("more", b"")),
    "a member less": lambda: zipped(*MEMBERS[:2]),
    "a member twice": lambda: zipped(*MEMBERS, ("payload.agE", PAYLOAD)).replace(b"agE", b"age"),
    "another order": lambda: zipped(*reversed(MEMBERS)),
    "another name": lambda: written().replace(b"payload.age", b"PAYLOAD.age"),
    "a comment": lambda: with_comment(written()),
    "something before": lambda: b"#!/bin/sh\n" + written(),
    "something after": lambda: written() + b"\0",
    "twice": lambda: written() + written(),
    "no directory": lambda: written()[: written().index(b"PK\1\2")],
    "no ZIP": lambda: b"hello" * 99,
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("kind", OTHER_ZIPS)
def test_any_other_zip_is_refused(kind: str) -> None:
    with pytest.raises(RefusedError):
        read(OTHER_ZIPS[kind]())


@pytest.mark.parametrize("member", range(3))
@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF, 1, 0])
def test_a_lying_size_is_refused_without_being_reserved(member: int, size: int) -> None:
    data = bytearray(written())
    starts = [at for at in range(len(data)) if data[at : at + 4] == b"PK\3\4"]
    struct.pack_into("<LL", data, starts[member] + 18, size, size)
    tracemalloc.start()
    with pytest.raises(RefusedError):
        read(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * MIB


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    data = written()
    read(data, Limits(file_bytes=len(data)))
    with pytest.raises(RefusedError, match="vượt giới hạn"):
        read(data, Limits(file_bytes=len(data) - 1))


@pytest.mark.parametrize(
    ("limits", "name"), [(Limits(header_bytes=3), "header.json"), (Limits(signature_bytes=3), "header.sig")]
)
def test_a_member_over_its_limit_is_refused_by_name(limits: Limits, name: str) -> None:
    with pytest.raises(RefusedError, match=name):
        read(written(), limits)


def test_a_payload_that_changes_between_measuring_and_writing_is_noticed() -> None:
    measured = container.measure(io.BytesIO(PAYLOAD))
    with pytest.raises(ValueError, match="changed"):
        container.write(io.BytesIO(), HEADER, SIGNATURE, io.BytesIO(PAYLOAD[:-1] + b"x"), measured)


def test_a_large_payload_only_streams_through(tmp_path: Path) -> None:
    size, piece = 64 * MIB, os.urandom(MIB)
    with (tmp_path / "payload").open("wb+") as payload:
        for _ in range(size // MIB):
            payload.write(piece)
        payload.seek(0)
        tracemalloc.start()
        measured = container.measure(payload)
        with (tmp_path / "b").open("wb+") as bundle, (tmp_path / "spool").open("wb+") as spool:
            container.write(bundle, HEADER, SIGNATURE, payload, measured)
            parts = container.read(bundle, spool, LIMITS)
            assert spool.tell() == size
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert parts.payload == measured
    assert peak < 8 * MIB
