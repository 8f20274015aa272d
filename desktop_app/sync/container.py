"""The outer ZIP: exactly `header.json`, `header.sig`, `payload.age`, stored, in that order.

Names, times and attributes are fixed, so the whole file follows from its three members. Reading
takes the members from where they must stand, rebuilds every other byte and compares: a flipped
bit, a cut, a tail or a second spelling is refused. The payload only streams through; it is never
held in memory.
"""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from desktop_app.sync import refusals
from desktop_app.sync.limits import MIB, Limits

HEADER = b"header.json"
SIGNATURE = b"header.sig"
PAYLOAD = b"payload.age"

_CHUNK = MIB
# APPNOTE.TXT 4.3: fields of the three records; the ones after the signature are little-endian.
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION_NEEDED = 10
_MADE_BY_UNIX = 3 << 8 | _VERSION_NEEDED
_FILE_MODE = 0o100644 << 16
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00, the earliest that a ZIP can say
_ZIP32_END = 0xFFFFFFFF


@dataclass(frozen=True)
class Member:
    """What the ZIP's own records say of one member."""

    name: bytes
    size: int
    crc: int

    def local_header(self) -> bytes:
        fields = (_VERSION_NEEDED, 0, 0, _TIME, _DATE, self.crc, self.size, self.size, len(self.name), 0)
        return _LOCAL.pack(b"PK\3\4", *fields) + self.name

    def central_header(self, offset: int) -> bytes:
        fields = (_MADE_BY_UNIX, _VERSION_NEEDED, 0, 0, _TIME, _DATE, self.crc, self.size, self.size)
        rest = (len(self.name), 0, 0, 0, 0, _FILE_MODE, offset)
        return _CENTRAL.pack(b"PK\1\2", *fields, *rest) + self.name

    @property
    def stored_bytes(self) -> int:
        return _LOCAL.size + len(self.name) + self.size


@dataclass(frozen=True)
class Passed:
    """What went through `stream`: its length and hashes."""

    size: int
    sha256: str
    crc: int


@dataclass(frozen=True)
class Parts:
    """The members of a ZIP that was rebuilt and found identical; the payload lies in the spool."""

    header: bytes
    signature: bytes
    payload: Passed


def stream(source: IO[bytes], size: int, write: Callable[[bytes], object]) -> Passed:
    """Pass ``size`` bytes, or what there is of them, from ``source`` to ``write``."""
    sha256, crc, left = hashlib.sha256(), 0, size
    while left and (chunk := source.read(min(left, _CHUNK))):
        sha256.update(chunk)
        crc = zlib.crc32(chunk, crc)
        write(chunk)
        left -= len(chunk)
    return Passed(size - left, sha256.hexdigest(), crc)


def measure(source: IO[bytes]) -> Passed:
    """Return length and hashes of the rest of ``source``, and go back to its start."""
    measured = stream(source, _ZIP32_END, len)
    source.seek(0)
    return measured


def total_bytes(header: bytes, signature: bytes, payload: Passed) -> int:
    """Return the size of the whole ZIP."""
    members = _members(header, signature, payload)
    return sum(member.stored_bytes for member in members) + len(_directory(members))


def write(target: IO[bytes], header: bytes, signature: bytes, payload: IO[bytes], measured: Passed) -> None:
    """Write the ZIP; ``payload`` stands at its start and was ``measured`` before.

    Raises ValueError if the payload is no longer what was measured.
    """
    members = _members(header, signature, measured)
    if total_bytes(header, signature, measured) > _ZIP32_END:
        raise ValueError("a bundle never needs ZIP64")
    for member, content in zip(members[:2], (header, signature), strict=True):
        target.write(member.local_header() + content)
    target.write(members[-1].local_header())
    if stream(payload, measured.size, target.write) != measured:
        raise ValueError("the payload changed while it was assembled")
    target.write(_directory(members))


def read(source: IO[bytes], spool: IO[bytes], limits: Limits) -> Parts:
    """Take the members out of ``source``, the payload into ``spool``.

    Raises `RefusedError` for anything but the exact ZIP within the limits, OSError if the file
    cannot be read.
    """
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if size > limits.file_bytes:
        raise refusals.too_large("ZIP", limits.file_bytes)
    if not starts_like_bundle(source.read(_LOCAL.size + len(HEADER))):
        raise refusals.not_a_bundle()
    source.seek(0)
    header = _read_small(source, HEADER, limits.header_bytes)
    signature = _read_small(source, SIGNATURE, limits.signature_bytes)
    payload = _read_payload(source, spool)
    if source.read() != _directory(_members(header, signature, payload)):
        raise refusals.damaged()
    return Parts(header, signature, payload)


def starts_like_bundle(start: bytes) -> bool:
    """Tell whether a file's first bytes are those of a ZIP whose first member is header.json."""
    return start.startswith(b"PK\3\4") and start[_LOCAL.size :].startswith(HEADER)


def _members(header: bytes, signature: bytes, payload: Passed) -> tuple[Member, Member, Member]:
    return (
        Member(HEADER, len(header), zlib.crc32(header)),
        Member(SIGNATURE, len(signature), zlib.crc32(signature)),
        Member(PAYLOAD, payload.size, payload.crc),
    )


def _directory(members: tuple[Member, ...]) -> bytes:
    records, offset = b"", 0
    for member in members:
        records += member.central_header(offset)
        offset += member.stored_bytes
    count = len(members)
    return records + _END.pack(b"PK\5\6", 0, 0, count, count, len(records), offset, 0)


def _read_local(source: IO[bytes], name: bytes) -> tuple[bytes, int]:
    """The bytes of a local header and the size that it claims."""
    found = source.read(_LOCAL.size + len(name))
    if len(found) != _LOCAL.size + len(name):
        raise refusals.damaged()
    return found, _LOCAL.unpack_from(found)[8]


def _read_small(source: IO[bytes], name: bytes, limit: int) -> bytes:
    found, size = _read_local(source, name)
    if size > limit:
        raise refusals.too_large(name.decode(), limit)
    content = source.read(size)
    if found != Member(name, size, zlib.crc32(content)).local_header():
        raise refusals.damaged()
    return content


def _read_payload(source: IO[bytes], spool: IO[bytes]) -> Passed:
    found, size = _read_local(source, PAYLOAD)
    passed = stream(source, size, spool.write)
    if passed.size != size or found != Member(PAYLOAD, size, passed.crc).local_header():
        raise refusals.damaged()
    return passed
