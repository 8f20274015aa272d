"""header.json: who signed, for whom, over which payload, with which tips (SYNC.md).

It names no person and no unit. Its SHA-256 is the bundle's id. With its signature it is a *seal*:
the proof, kept and passed on, that a device stands behind its ops.
"""

import hashlib
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from desktop_app.domain import canonical
from desktop_app.errors import RefusedError
from desktop_app.sync import keys, refusals, sshsig, wire

NAMESPACE = "bundle@moduong"


class Tip(Struct, frozen=True, array_like=True, forbid_unknown_fields=True, order=True):
    """The last op that a device signs for in one of its chains."""

    chain: wire.ChainId
    seq: wire.Count
    op_id: wire.Sha256


class Enrol(Struct, frozen=True, forbid_unknown_fields=True):
    """A device's proof that it holds an activation file, until a receipt answers it.

    ``recipient`` is the device's age recipient (docs/decisions/002-enrol-carries-the-recipient.md);
    ``mac`` is `activation.mac` over both public keys.
    """

    activation: wire.Uuid
    mac: wire.Sha256
    recipient: wire.Recipient


class Header(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="format", tag=1):
    """The signed part of a bundle; ``device`` is a public key, ``to`` a device id, both in hex."""

    device: wire.PublicKey
    payload_bytes: wire.Count
    payload_sha256: wire.Sha256
    tips: tuple[Tip, ...]
    to: wire.DeviceId
    enrol: Enrol | None = None

    def encode(self) -> bytes:
        """Return the bytes of header.json."""
        return canonical.encode(self)

    @property
    def bundle_id(self) -> str:
        """SHA-256 of header.json, hex."""
        return hashlib.sha256(self.encode()).hexdigest()

    @property
    def device_public(self) -> bytes:
        """The raw Ed25519 public key of the sender, 32 bytes."""
        return bytes.fromhex(self.device)

    @property
    def device_id(self) -> str:
        return keys.device_id(self.device_public)


class Seal(NamedTuple):
    """A header and its signature as they were received; not yet verified."""

    header: bytes
    signature: bytes

    @property
    def bundle_id(self) -> str:
        return hashlib.sha256(self.header).hexdigest()


def read_header(data: bytes) -> Header:
    """Return the header in ``data``; raises `RefusedError` unless it is exactly as specified."""
    try:
        header = _strict(data)
    except wire.UnknownFormatError as error:
        raise refusals.newer_format(error.number) from error
    except ValueError as error:
        raise refusals.wrong_inside() from error
    return header


def verify(seal: Seal) -> Header:
    """Return the header that the device named in it has signed; raises `RefusedError`."""
    try:
        public = sshsig.verify(seal.signature, seal.header, NAMESPACE)
    except sshsig.SshsigError as error:
        raise refusals.bad_signature() from error
    header = read_header(seal.header)
    if header.device_public != public:
        raise refusals.bad_signature()
    return header


def sign(header: Header, device: keys.DeviceKeys) -> Seal:
    """Return the header signed by its device; raises ValueError for one that no reader would take."""
    data = header.encode()
    _strict(data)
    return Seal(data, sshsig.sign(data, device, NAMESPACE))


def try_verify(seal: Seal) -> Header | None:
    """Return the verified header of a relayed seal, or None: such a seal authenticates nothing."""
    try:
        return verify(seal)
    except RefusedError:
        return None


def _strict(data: bytes) -> Header:
    """Tips are of own chains, sorted and unique; the recipient is one that age can write to."""
    header = wire.read(data, Header)
    own = header.device_id + "-"
    if not all(tip.chain.startswith(own) for tip in header.tips):
        raise ValueError("a tip of another device's chain")
    if not all(one < following for one, following in pairwise(header.tips)):
        raise ValueError("tips are not sorted and unique")
    if header.enrol is not None:
        keys.recipient_bytes(header.enrol.recipient)
    return header
