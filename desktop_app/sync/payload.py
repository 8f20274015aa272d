"""payload.age: age( zstd( tar( manifest.json, ops.jsonl, seals/…, blobs/… ) ) ) (SYNC.md, PAYLOAD).

What is inside was typed by people, so it is never on a disk in the clear: it is packed and
encrypted in one pass, and decrypted and inflated in memory, under `Limits`. age authenticates no
sender: signature and hash come before anything here.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

import zstandard

from desktop_app.sync import age, refusals, tar
from desktop_app.sync.header import Seal
from desktop_app.sync.limits import KIB, Limits
from desktop_app.sync.manifest import Manifest, read_manifest

MANIFEST = "manifest.json"
OPS = "ops.jsonl"

# Measured on 100,000 ops: levels 3 to 12 give the same size, hashes being random; 3 is 6 × faster than 9.
_LEVEL = 3
_BATCH = 1000
# A zstd block of 4 bytes may stand for 128 KiB, so this is what bounds one step at 32 MiB.
_PIECE = KIB
_SEAL = re.compile(r"seals/([0-9a-f]{64})\.json")
_BLOB = re.compile(r"blobs/([0-9a-f]{64})")


@dataclass(frozen=True)
class Contents:
    """What a payload holds; each op is the line as its author wrote it, without its newline.

    ``blobs``: SHA-256 in hex → what has it.
    """

    manifest: Manifest
    ops: list[bytes] = field(default_factory=list)
    seals: list[Seal] = field(default_factory=list)
    blobs: Mapping[str, bytes] = field(default_factory=dict)


def write_payload(target: IO[bytes], contents: Contents, recipients: Sequence[str], limits: Limits) -> None:
    """Write ``contents`` to ``target``, encrypted to exactly ``recipients``.

    Raises `RefusedError` where the limits are passed, ValueError for a line or a recipient that no
    reader would take, and what ``target`` raises.
    """
    _check(contents, limits)
    packer = _Packer(_tar(contents))
    age.encrypt(packer, target, recipients)
    if packer.taken > limits.allowance(packer.given):
        raise refusals.too_large("zstd", limits.allowance(packer.given))


def read_payload(source: IO[bytes], identities: Sequence[str], limits: Limits) -> Contents:
    """Return what is in ``source``; raises `RefusedError` if it is not for us or not as specified."""
    packed = io.BytesIO()
    try:
        age.decrypt(source, packed, identities)
        return _Reader(memoryview(packed.getvalue()), limits).contents()
    except age.NotARecipientError as error:
        raise refusals.not_for_us() from error
    except (ValueError, zstandard.ZstdError) as error:
        raise refusals.wrong_inside() from error


# Writing


def _check(contents: Contents, limits: Limits) -> None:
    manifest = contents.manifest.encode()
    read_manifest(manifest)
    sizes = (
        (MANIFEST, len(manifest), limits.manifest_bytes),
        (OPS, len(contents.ops), limits.lines),
        ("tar", 2 + 2 * len(contents.seals) + len(contents.blobs), limits.members),
        ("blobs", sum(map(len, contents.blobs.values())), limits.blobs_bytes),
        *((f"blobs/{name}", len(blob), limits.blob_bytes) for name, blob in contents.blobs.items()),
    )
    for subject, size, limit in sizes:
        if size > limit:
            raise refusals.too_large(subject, limit)
    if any(not 0 < len(line) <= limits.line_bytes or b"\n" in line for line in contents.ops):
        raise ValueError("an op is one line, not empty, within the limit")


def _tar(contents: Contents) -> Iterator[bytes]:
    manifest = contents.manifest.encode()
    yield from tar.member(MANIFEST, len(manifest), [manifest])
    yield from tar.member(OPS, sum(map(len, contents.ops)) + len(contents.ops), _batches(contents.ops))
    for bundle_id, seal in sorted({seal.bundle_id: seal for seal in contents.seals}.items()):
        yield from tar.member(f"seals/{bundle_id}.json", len(seal.header), [seal.header])
        yield from tar.member(f"seals/{bundle_id}.sig", len(seal.signature), [seal.signature])
    for name, blob in sorted(contents.blobs.items()):
        yield from tar.member(f"blobs/{name}", len(blob), [blob])
    yield tar.END


def _batches(lines: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(lines), _BATCH):
        yield b"\n".join(lines[start : start + _BATCH]) + b"\n"


class _Packer:
    """Compresses chunks as they are asked for; counts bytes ``taken`` in and ``given`` out."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.taken = self.given = 0
        self._packed = self._pack(chunks)
        self._left = memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._left:
            try:
                self._left = memoryview(next(self._packed))
            except StopIteration:
                return b""
        piece, self._left = self._left[:size], self._left[size:]
        return bytes(piece)

    def _pack(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        frame = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
        for chunk in chunks:
            self.taken += len(chunk)
            yield self._count(frame.compress(chunk))
        yield self._count(frame.flush())

    def _count(self, packed: bytes) -> bytes:
        self.given += len(packed)
        return packed


# Reading


class _Reader:
    """Inflates a packed tar and takes its members in their one order."""

    def __init__(self, packed: memoryview, limits: Limits) -> None:
        self._limits = limits
        self._tar = tar.TarReader(_inflate(packed, limits))
        self._members = 0
        self._name = ""
        self._size = 0

    def contents(self) -> Contents:
        self._advance()
        manifest = read_manifest(self._whole(MANIFEST, self._limits.manifest_bytes))
        self._expect(OPS)
        ops = list(_lines(self._tar.content(self._size), self._limits))
        self._advance()
        seals = list(self._seals())
        return Contents(manifest, ops, seals, dict(self._blobs()))

    def _advance(self) -> None:
        """Go to the next member; at the end the name is empty."""
        self._name, self._size = self._tar.next_member() or ("", 0)
        self._members += 1
        if self._name and self._members > self._limits.members:
            raise refusals.too_large("tar", self._limits.members)

    def _expect(self, name: str) -> None:
        if self._name != name:
            raise tar.TarError(f"{self._name} stands where {name} should")

    def _whole(self, name: str, limit: int) -> bytes:
        """The content of the member that must stand here; then go to the next."""
        self._expect(name)
        if self._size > limit:
            raise refusals.too_large(name, limit)
        content = b"".join(self._tar.content(self._size))
        self._advance()
        return content

    def _seals(self) -> Iterator[Seal]:
        before = ""
        while found := _SEAL.fullmatch(self._name):
            header = self._whole(self._name, self._limits.header_bytes)
            signature = self._whole(f"seals/{found[1]}.sig", self._limits.signature_bytes)
            seal = Seal(header, signature)
            if not before < found[1] == seal.bundle_id:
                raise tar.TarError("a seal out of order or under another's name")
            before = found[1]
            yield seal

    def _blobs(self) -> Iterator[tuple[str, bytes]]:
        before, left = "", self._limits.blobs_bytes
        while found := _BLOB.fullmatch(self._name):
            blob = self._whole(self._name, min(left, self._limits.blob_bytes))
            if not before < found[1] == hashlib.sha256(blob).hexdigest():
                raise tar.TarError("a blob out of order or under another's name")
            before, left = found[1], left - len(blob)
            yield found[1], blob
        self._expect("")


def _inflate(packed: memoryview, limits: Limits) -> Iterator[bytes]:
    """Yield what one zstd frame holds; raises ZstdError where that frame is not all that there is."""
    frame = zstandard.ZstdDecompressor(max_window_size=limits.window_bytes).decompressobj()
    allowance = limits.allowance(len(packed))
    total = 0
    for start in range(0, len(packed), _PIECE):
        chunk = frame.decompress(packed[start : start + _PIECE])
        total += len(chunk)
        if total > allowance:
            raise refusals.too_large("zstd", allowance)
        yield chunk
    if not frame.eof or frame.unused_data:
        raise zstandard.ZstdError("the frame is cut, or something follows it")


def _lines(pieces: Iterable[memoryview], limits: Limits) -> Iterator[bytes]:
    """Yield each line without its newline; every line has one, and something before it."""
    count, rest = 0, b""
    for piece in pieces:
        text = rest + piece
        count += text.count(b"\n")  # before they are split: a list of nothing but newlines is large
        if count > limits.lines:
            raise refusals.too_large(OPS, limits.lines)
        *lines, rest = text.split(b"\n")
        if len(rest) > limits.line_bytes or any(len(line) > limits.line_bytes for line in lines):
            raise refusals.too_large(OPS, limits.line_bytes)
        if not all(lines):
            raise tar.TarError("an empty line among the ops")
        yield from lines
    if rest:
        raise tar.TarError("the last op is cut")
