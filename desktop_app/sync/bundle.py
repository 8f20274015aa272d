"""Bundles as the rest of the program sees them: write one, read its envelope, open it (SYNC.md).

The order of reading is the rule: limits, the exact ZIP, the signature, the payload's hash; only
then, for whoever is known and has the key, decrypting and inflating under limits. An envelope
needs no secret, so a hub may keep the bundle of a device that it does not know yet.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Self

from desktop_app.app.folders import make_last
from desktop_app.errors import RefusedError
from desktop_app.sync import activation, container, files, qr, refusals, signed
from desktop_app.sync.container import Passed
from desktop_app.sync.header import Enrol, Header, Seal, Tip, sign, try_verify, verify
from desktop_app.sync.keys import DeviceKeys
from desktop_app.sync.limits import MIB, Limits
from desktop_app.sync.manifest import HaveEntry, Manifest
from desktop_app.sync.payload import Contents, read_payload, write_payload

__all__ = [
    "Contents",
    "Enrol",
    "Envelope",
    "HaveEntry",
    "Header",
    "Limits",
    "Manifest",
    "Seal",
    "Tip",
    "assemble",
    "read_envelope",
    "sign",
    "sniff",
    "try_verify",
    "verify",
    "write_bundle",
]

LIMITS = Limits()
# A commune's bundle never leaves memory on its way; only a large one waits in a temporary file.
_IN_MEMORY = 4 * MIB


def write_bundle(
    path: Path,
    keys: DeviceKeys,
    *,
    to: str,
    recipients: Sequence[str],
    contents: Contents,
    tips: Iterable[Tip] = (),
    enrol: Enrol | None = None,
    limits: Limits = LIMITS,
) -> Header:
    """Write a bundle at ``path``, read it back from the disk, and return its signed header.

    ``to`` is the receiver's device id, ``recipients`` (``age1…``) are all that can open it.
    Nothing new stands at ``path`` before all is synced and read back. Raises UserError where the
    disk fails, `NotFoundError` where the folder is not there, `RefusedError` where the limits are passed
    (send several bundles), ValueError for what no reader would take.
    """
    with files.saying_why(path), _spool_beside(path) as payload:
        write_payload(payload, contents, recipients, limits)
        payload.seek(0)
        measured = container.measure(payload)
        header = Header(
            keys.public.hex(), measured.size, measured.sha256, tuple(sorted(set(tips))), to, enrol
        )
        _publish(path, sign(header, keys), payload, measured, limits)
    return header


def assemble(path: Path, seal: Seal, payload: IO[bytes], limits: Limits = LIMITS) -> Header:
    """Write the bundle of a seal and its payload at ``path``; return its header.

    Raises `RefusedError` for a wrong signature or another payload than the signed one.
    """
    header = verify(seal)
    measured = container.measure(payload)
    if (header.payload_bytes, header.payload_sha256) != (measured.size, measured.sha256):
        raise refusals.damaged()
    with files.saying_why(path):
        _publish(path, seal, payload, measured, limits)
    return header


@dataclass(frozen=True)
class Envelope:
    """A bundle whose ZIP, signature and payload hash are right; close it, or use ``with``.

    ``seal`` is what `header` was read from. Whether its device is known is for the caller.
    """

    header: Header
    seal: Seal
    _payload: IO[bytes]
    _measured: Passed
    _limits: Limits

    @property
    def payload(self) -> IO[bytes]:
        """The payload, still encrypted: what goes up when a bundle travels by HTTP."""
        return self._payload

    def open(self, identities: Sequence[str]) -> Contents:
        """Return what is inside; ``identities`` are age secrets, all of ours, old ones too.

        Raises `RefusedError` if it is not encrypted to one of them, or not as specified inside.
        The ops' canonical form and meaning are still to be checked.
        """
        self._payload.seek(0)
        return read_payload(self._payload, identities, self._limits)

    def keep(self, path: Path) -> None:
        """Write the same bytes again at ``path``, to be opened when the device is known."""
        with files.saying_why(path):
            self._payload.seek(0)
            _publish(path, self.seal, self._payload, self._measured, self._limits)

    def close(self) -> None:
        self._payload.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def read_envelope(path: Path, *, spool_folder: Path | None = None, limits: Limits = LIMITS) -> Envelope:
    """Return the verified envelope of the bundle at ``path``; raises `RefusedError`.

    The payload, still encrypted, is copied while it is hashed: what was verified is what is
    opened, even if the stick is pulled or the file changes. A large copy lies in ``spool_folder``.
    """
    payload = _spool(spool_folder)
    try:
        with refusals.naming(path):
            return _read(path, payload, limits)
    except BaseException:
        payload.close()
        raise


def sniff(path: Path) -> Literal["bundle", "activation", "card", "request"] | None:
    """Tell what a file is by how it begins, whatever its name; raises `RefusedError` if unreadable."""
    with refusals.naming(path), path.open("rb") as file:
        start = file.read(64)
    if container.starts_like_bundle(start):
        return "bundle"
    if activation.starts_like_activation(start) or qr.starts_like_text(start):
        return "activation"
    if start.startswith(signed.Card.START):
        return "card"
    return "request" if start.startswith(signed.Request.START) else None


def _read(path: Path, payload: IO[bytes], limits: Limits) -> Envelope:
    with path.open("rb") as source:
        parts = container.read(source, payload, limits)
    seal = Seal(parts.header, parts.signature)
    header = verify(seal)
    if (header.payload_bytes, header.payload_sha256) != (parts.payload.size, parts.payload.sha256):
        raise refusals.damaged()
    return Envelope(header, seal, payload, parts.payload, limits)


def _spool(folder: Path | None) -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=None if folder is None else str(folder))


def _spool_beside(path: Path) -> IO[bytes]:
    make_last(path.parent)
    return _spool(path.parent)


def _publish(path: Path, seal: Seal, payload: IO[bytes], measured: Passed, limits: Limits) -> None:
    """Write the ZIP beside ``path``, sync it, read it back, and only then give it its name."""
    if container.total_bytes(*seal, measured) > limits.file_bytes:
        raise refusals.too_large("ZIP", limits.file_bytes)
    if len(seal.header) > limits.header_bytes:
        raise refusals.too_large("header.json", limits.header_bytes)

    def write(target: IO[bytes]) -> None:
        container.write(target, *seal, payload, measured)

    def unchanged(written: IO[bytes]) -> bool:
        with Path(os.devnull).open("wb") as nowhere, suppress(RefusedError):
            return container.read(written, nowhere, limits) == container.Parts(*seal, measured)
        return False

    files.publish(path, write, unchanged)
