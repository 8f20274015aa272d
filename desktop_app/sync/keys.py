"""The keys of a device: Ed25519 signs, X25519 (an age identity) receives.

Secrets stay out of every ``repr``: a key in a crash report is a key lost.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Self

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

DEVICE_ID_LENGTH = 32
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM_LENGTH = 6
_PADDING_BITS = 4


@dataclass(frozen=True)
class DeviceKeys:
    """Both secrets of one device; ``signing`` is the 32-byte Ed25519 seed."""

    signing: bytes = field(repr=False)
    age_identity: str = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """Return new keys from the system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), _new_identity())

    @property
    def public(self) -> bytes:
        """The raw Ed25519 public key, 32 bytes."""
        return self._private().public_key().public_bytes_raw()

    @property
    def device_id(self) -> str:
        return device_id(self.public)

    @property
    def recipient(self) -> str:
        """The X25519 public key as age writes it: ``age1…``."""
        return _recipient_of(self.age_identity)

    def sign(self, message: bytes) -> bytes:
        """Return the raw Ed25519 signature, 64 bytes."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.signing)


@dataclass(frozen=True)
class RecoveryKey:
    """A second recipient of all that goes up to a hub; its secret is kept offline."""

    age_identity: str = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        return cls(_new_identity())

    @property
    def recipient(self) -> str:
        return _recipient_of(self.age_identity)


def device_id(public: bytes) -> str:
    """Return a device's id: the first 32 hex digits of SHA-256 of its raw Ed25519 public key."""
    return hashlib.sha256(public).hexdigest()[:DEVICE_ID_LENGTH]


def is_identity(text: str) -> bool:
    """Return whether ``text`` is an age secret, ``AGE-SECRET-KEY-1…``."""
    try:
        return str(pyrage.x25519.Identity.from_str(text)) == text
    except pyrage.IdentityError:
        return False


def recipient_bytes(recipient: str) -> bytes:
    """Return the raw X25519 public key of an ``age1…`` text, 32 bytes; raises ValueError.

    Only the lower-case canonical spelling is taken, and no point of small order: encrypting to
    such a point shares nothing secret, and aborts inside the age library.
    """
    try:
        canonical = str(pyrage.x25519.Recipient.from_str(recipient))
    except pyrage.RecipientError as error:
        raise ValueError("not an age recipient") from error
    if canonical != recipient:
        raise ValueError("not the canonical spelling of an age recipient")
    raw = _from_bech32(recipient)
    # cryptography raises ValueError where the shared secret is all zero (RFC 7748, 6.1).
    X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(raw))
    return raw


def _from_bech32(text: str) -> bytes:
    """The data of a bech32 text (BIP 173) whose checksum was verified."""
    data = text[text.rindex("1") + 1 : -_CHECKSUM_LENGTH]
    number = 0
    for letter in data:
        number = number << 5 | _BECH32.index(letter)
    return (number >> _PADDING_BITS).to_bytes(32, "big")


def _new_identity() -> str:
    return str(pyrage.x25519.Identity.generate())


def _recipient_of(identity: str) -> str:
    return str(pyrage.x25519.Identity.from_str(identity).to_public())
