"""SSHSIG signatures with Ed25519 and SHA-512 (OpenSSH, PROTOCOL.sshsig), in one exact spelling.

`ssh-keygen -Y verify` accepts what `sign` returns. `verify` rebuilds the armour from the key and
the signature that it found and compares: an armour has one spelling, or it is refused.
"""

import base64
import hashlib
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAGIC = b"SSHSIG"
VERSION = (1).to_bytes(4, "big")
KEY_TYPE = b"ssh-ed25519"
HASH = b"sha512"
COLUMNS = 70
BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
END = b"-----END SSH SIGNATURE-----\n"


class SshsigError(ValueError):
    """An armour in another spelling, for another purpose, or with a wrong signature."""


class Signer(Protocol):
    """What holds an Ed25519 key."""

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes: ...


def sign(message: bytes, keys: Signer, namespace: str) -> bytes:
    """Return the armour of ``keys``' signature over ``message`` for one purpose."""
    signature = keys.sign(_signed_bytes(message, namespace))
    return _armour(keys.public, signature, namespace)


def verify(armour: bytes, message: bytes, namespace: str) -> bytes:
    """Return the raw Ed25519 public key that signed ``message``; raises `SshsigError`.

    Who that key belongs to is for the caller to know.
    """
    public, signature = _key_and_signature(armour)
    if _armour(public, signature, namespace) != armour:
        raise SshsigError("not the one spelling of this signature")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed_bytes(message, namespace))
    except (InvalidSignature, ValueError) as error:
        raise SshsigError("the signature is not of this message") from error
    return public


def public_key_line(public: bytes) -> str:
    """Return the key as OpenSSH writes it in ``allowed_signers``: ``ssh-ed25519 AAAA…``."""
    return f"{KEY_TYPE.decode()} {base64.b64encode(_public_blob(public)).decode()}"


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _public_blob(public: bytes) -> bytes:
    return _string(KEY_TYPE) + _string(public)


def _signed_bytes(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return MAGIC + _string(namespace.encode()) + _string(b"") + _string(HASH) + _string(digest)


def _blob(public: bytes, signature: bytes, namespace: str) -> bytes:
    purpose = _string(namespace.encode()) + _string(b"") + _string(HASH)
    signed = _string(_string(KEY_TYPE) + _string(signature))
    return MAGIC + VERSION + _string(_public_blob(public)) + purpose + signed


def _armour(public: bytes, signature: bytes, namespace: str) -> bytes:
    text = base64.b64encode(_blob(public, signature, namespace))
    lines = [text[at : at + COLUMNS] + b"\n" for at in range(0, len(text), COLUMNS)]
    return BEGIN + b"".join(lines) + END


def _key_and_signature(armour: bytes) -> tuple[bytes, bytes]:
    """Take both from where they stand in a blob of our form; the caller compares the rest."""
    try:
        blob = base64.b64decode(armour[len(BEGIN) : -len(END)])
    except ValueError as error:
        raise SshsigError("not base64") from error
    start = len(MAGIC + VERSION) + 4 + len(_public_blob(b""))
    return blob[start : start + 32], blob[-64:]
