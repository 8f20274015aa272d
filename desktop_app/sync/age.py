"""age files (age-encryption.org/v1) to X25519 recipients, streaming."""

import io
from collections.abc import Callable, Sequence
from typing import Protocol

import pyrage

from desktop_app.sync import keys

_INTRO = b"age-encryption.org/v1\n"
_NO_MATCH = "No matching keys found"


class AgeError(ValueError):
    """Not an age file, or not the one that was written."""


class NotARecipientError(AgeError):
    """The file is encrypted to others."""


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes: ...


class Target(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int: ...


_Transform = Callable[[object, object, Sequence[object]], None]


def encrypt(source: Source, target: Target, recipients: Sequence[str]) -> None:
    """Encrypt ``source`` to exactly ``recipients`` (``age1…``), each once.

    Raises ValueError for none or an impossible one, and whatever the two streams raise.
    """
    if not recipients:
        raise ValueError("what has no recipient can be read by nobody")
    for one in recipients:
        keys.recipient_bytes(one)
    chosen = [pyrage.x25519.Recipient.from_str(one) for one in dict.fromkeys(recipients)]
    _Relay(source, target).run(pyrage.encrypt_io, chosen)


def decrypt(source: Source, target: Target, identities: Sequence[str]) -> None:
    """Decrypt ``source`` with whichever of ``identities`` (``AGE-SECRET-KEY-1…``) opens it.

    Raises `NotARecipientError`, `AgeError`, and whatever the two streams raise. What was written
    before an error is authentic, but not all.
    """
    # age also reads an ASCII armour: a second spelling, of which we take none.
    intro = source.read(len(_INTRO))
    if intro != _INTRO:
        raise AgeError("not an age file")
    chosen = [pyrage.x25519.Identity.from_str(one) for one in identities]
    try:
        _Relay(_Prefixed(intro, source), target).run(pyrage.decrypt_io, chosen)
    except AgeError as error:
        if _NO_MATCH in str(error):
            raise NotARecipientError(str(error)) from error
        raise


class _Prefixed:
    """A stream whose first bytes were already read."""

    def __init__(self, start: bytes, rest: Source) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        return self._start.read(size) or self._rest.read(size)


class _Relay:
    """Stands between two Python streams and the age library, which turns their exceptions into text.

    The first exception of either stream is kept, and raised again as it was.
    """

    def __init__(self, source: Source, target: Target) -> None:
        self._source = source
        self._target = target
        self._error: BaseException | None = None

    def run(self, transform: _Transform, chosen: Sequence[object]) -> None:
        failure: Exception | None = None
        try:
            transform(self, self, chosen)
        except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
            failure = error
        # The library also succeeds where its last write failed: the stream's own word counts.
        if self._error is not None:
            raise self._error
        if failure is not None:
            raise AgeError(str(failure)) from failure

    def read(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self._error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self._error = error
            raise

    def flush(self) -> None:
        """The library flushes at its end; whoever owns the target does so when syncing it."""
