"""The activation file: what a district hands to one new PC, and the proof that the PC returns.

It carries a one-time 128-bit secret, so it is handed over like a key. Issuing it is the approval;
the first bundle whose `mac` is right binds the device that sent it (SYNC.md, "Header, signature,
recipients"; docs/decisions/002-enrol-carries-the-recipient.md).
"""

import datetime
import hashlib
import hmac
from typing import Annotated

from msgspec import Meta, Struct

from desktop_app.domain import canonical
from desktop_app.sync import keys, qr, refusals, wire

SECRET_BYTES = 16
LIMIT = 64 * 1024
_START = b'{"activation":"'

_Text = Annotated[str, Meta(min_length=1, max_length=200)]
_Role = Annotated[str, Meta(pattern=r"^[a-z_]{1,32}\Z")]
_Secret = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Url = Annotated[str, Meta(pattern=r"^(https?://[!-~]{1,190})?\Z")]
_Pin = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
_Date = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]


class Hub(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom the PC sends to: public key (hex) and the two age recipients of all that goes up.

    ``url``, ``pin``: where it listens, and the SHA-256 of its TLS public key; absent where the road is
    by USB only, or the certificate is one that systems know.
    """

    device: wire.PublicKey
    name: _Text
    recipient: wire.Recipient
    recovery: wire.Recipient
    url: _Url = ""
    pin: _Pin = ""

    @property
    def device_id(self) -> str:
        return keys.device_id(bytes.fromhex(self.device))


class Unit(Struct, frozen=True, forbid_unknown_fields=True):
    """The unit that the PC enters data for, as the catalogue names it."""

    code: _Text
    id: _Text
    level: _Text
    name: _Text


class Round(Struct, frozen=True, forbid_unknown_fields=True):
    """The survey round open when the file was issued; ``reference_date`` is YYYY-MM-DD."""

    id: _Text
    name: _Text
    reference_date: _Date


class Activation(Struct, frozen=True, forbid_unknown_fields=True, tag_field="format", tag=1):
    """All that a new PC needs to begin; ``space`` and ``catalogue`` are spaces, ``secret`` 32 hex digits."""

    activation: wire.Uuid
    catalogue: wire.Uuid
    hub: Hub
    role: _Role
    round: Round
    sample: bool
    secret: _Secret
    space: wire.Uuid
    unit: Unit

    def encode(self) -> bytes:
        """Return the file's bytes; raises ValueError for what `read_activation` would refuse."""
        rest = canonical.encode(self)
        _strict(rest)
        return canonical.encode({**canonical.decode(rest), "check": hashlib.sha256(rest).hexdigest()})

    def __repr__(self) -> str:
        return f"Activation({self.activation!r}, unit={self.unit.code!r})"


def read_activation(data: bytes) -> Activation:
    """Return the activation in ``data``; raises `RefusedError`.

    ``check``, a SHA-256 of the rest, tells a file damaged on its way. It proves no origin: the
    file comes from hand to hand.
    """
    try:
        return _strict(_checked(data))
    except wire.UnknownFormatError as error:
        raise refusals.newer_format(error.number) from error
    except ValueError as error:
        raise refusals.damaged_activation() from error


def read_scanned(data: bytes) -> Activation:
    """Return the activation in a file, or in the text of a scanned QR code; raises `RefusedError`."""
    if not qr.starts_like_text(data[:64]):
        return read_activation(data)
    try:
        return read_activation(qr.bytes_of(data, LIMIT))
    except ValueError as error:
        raise refusals.damaged_activation() from error


def starts_like_activation(start: bytes) -> bool:
    """Tell whether a file's first bytes are those of an activation file."""
    return start.startswith(_START)


def mac(secret: str, public: bytes, recipient: str) -> str:
    """Return the proof, 64 hex digits, that the holder of ``secret`` chose these two public keys.

    HMAC-SHA-256 (RFC 2104), key: the 16 raw bytes of the secret; message: the raw Ed25519 public
    key, then the raw X25519 public key, 32 bytes each.
    """
    message = public + keys.recipient_bytes(recipient)
    return hmac.digest(bytes.fromhex(secret), message, "sha256").hex()


def mac_is_right(secret: str, public: bytes, recipient: str, given: str) -> bool:
    """Tell whether ``given`` is the `mac` of these keys, in constant time."""
    return hmac.compare_digest(mac(secret, public, recipient), given)


def _checked(data: bytes) -> bytes:
    """The canonical bytes of the file without its ``check``, which is right."""
    if len(data) > LIMIT:
        raise ValueError("too long")
    fields = canonical.decode(data)
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    check = fields.pop("check", None)
    rest = canonical.encode(fields)
    if check != hashlib.sha256(rest).hexdigest():
        raise ValueError("not what was written")
    return rest


def _strict(rest: bytes) -> Activation:
    activation = wire.read(rest, Activation)
    datetime.date.fromisoformat(activation.round.reference_date)
    keys.recipient_bytes(activation.hub.recipient)
    keys.recipient_bytes(activation.hub.recovery)
    return activation
