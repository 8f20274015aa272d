"""A tar of plain files in its one spelling: ustar, owner 0, time 0, mode 0644, no padding at the end.

A member's 512-byte header follows from its name and size. Reading takes these two from it, builds
the header again and compares, so links, folders, devices, sparse files, long-name and pax
records, other owners and other times have no way in. Nothing is ever extracted to a name.
"""

import tarfile
from collections.abc import Iterable, Iterator

BLOCK = 512
END = bytes(2 * BLOCK)
_NAME = slice(0, 100)
_SIZE = slice(124, 135)


class TarError(ValueError):
    """Not a tar of this form."""


def member(name: str, size: int, content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of one member; ``content`` holds ``size`` bytes in all."""
    yield head(name, size)
    yield from content
    yield bytes(_padding(size))


def head(name: str, size: int) -> bytes:
    """Return the header block of a member; raises ValueError where ustar cannot say it."""
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")


class TarReader:
    """Walks the members of a tar that arrives in chunks: `next_member`, then `content`, and again."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._chunk = memoryview(b"")

    def next_member(self) -> tuple[str, int] | None:
        """Return the next member's name and size, or None after the last; raises `TarError`."""
        block = self._exactly(BLOCK)
        if block != bytes(BLOCK):
            return _name_and_size(block)
        if self._exactly(BLOCK) != bytes(BLOCK) or self._fill():
            raise TarError("something follows the end of the tar")
        return None

    def content(self, size: int) -> Iterator[memoryview]:
        """Yield the content of the member just named, in pieces as they came."""
        left = size
        while left:
            piece = self._upto(left)
            left -= len(piece)
            yield piece
        if any(self._exactly(_padding(size))):
            raise TarError("padding that is not empty")

    def _fill(self) -> bool:
        """Tell whether there is something to read, after fetching it if need be."""
        while not self._chunk:
            try:
                self._chunk = memoryview(next(self._chunks))
            except StopIteration:
                return False
        return True

    def _upto(self, size: int) -> memoryview:
        if not self._fill():
            raise TarError("the tar ends too early")
        piece, self._chunk = self._chunk[:size], self._chunk[size:]
        return piece

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            found += self._upto(size - len(found))
        return found


def _name_and_size(block: bytes) -> tuple[str, int]:
    try:
        name = block[_NAME].rstrip(b"\0").decode("ascii")
        size = int(block[_SIZE], 8)
        rebuilt = head(name, size)
    except (ValueError, OverflowError) as error:
        raise TarError("not a header of a plain file") from error
    if size < 0 or rebuilt != block:
        raise TarError("not the one spelling of this header")
    return name, size


def _padding(size: int) -> int:
    return -size % BLOCK
