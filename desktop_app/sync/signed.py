"""Signed documents that are no bundles: a hub's card, a PC's request for enrolment.

One line of canonical JSON whose ``signature`` is an SSHSIG armour over the canonical bytes of the rest,
in a namespace of its own purpose. Neither holds a secret: a card may be published, a request may be
sent by any road. The signature tells a file damaged on its way, and that whoever made it holds the key
that it names; whose key that is, two people compare by telephone (`domain.fingerprint`).
"""

from abc import ABCMeta, abstractmethod
from typing import Annotated, ClassVar, TypeVar

from msgspec import Meta, Struct, StructMeta

from desktop_app.domain import canonical
from desktop_app.sync import keys, refusals, sshsig, wire
from desktop_app.sync.activation import Hub, Round, Unit

LIMIT = 4 * 1024 * 1024
_MOST_UNITS = 20_000


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit, and the space in which its records lie."""

    space: wire.Uuid
    unit: Unit


class _AbstractMeta(StructMeta, ABCMeta):
    """What a struct with abstract properties is made by."""


class Document(Struct, frozen=True, forbid_unknown_fields=True, metaclass=_AbstractMeta):
    """What both are: ``PURPOSE`` is the namespace of the signature, ``START`` how the file begins."""

    PURPOSE: ClassVar[str]
    START: ClassVar[bytes]

    @property
    @abstractmethod
    def signer(self) -> tuple[str, str]:
        """The public key (hex) that signs, and the device id that the document gives to it."""

    @property
    @abstractmethod
    def recipients(self) -> tuple[str, ...]:
        """Whom others will encrypt to."""


class Card(Document, frozen=True, forbid_unknown_fields=True, tag_field="format", tag=1):
    """What a district hands out so that a PC can begin unasked; ``card`` is its device."""

    PURPOSE = "card@moduong"
    START = b'{"card":"'

    card: wire.DeviceId
    catalogue: wire.Uuid
    hub: Hub
    round: Round
    sample: bool
    units: Annotated[tuple[Place, ...], Meta(max_length=_MOST_UNITS)]

    @property
    def signer(self) -> tuple[str, str]:
        return self.hub.device, self.card

    @property
    def recipients(self) -> tuple[str, ...]:
        return self.hub.recipient, self.hub.recovery


class Request(Document, frozen=True, forbid_unknown_fields=True, tag_field="format", tag=1):
    """What a PC asks for: to be bound with these keys to a unit's space at a hub; ``asks`` is its device."""

    PURPOSE = "request@moduong"
    START = b'{"asks":"'

    asks: wire.DeviceId
    device: wire.PublicKey
    hub: wire.DeviceId
    place: Place
    recipient: wire.Recipient

    @property
    def signer(self) -> tuple[str, str]:
        return self.device, self.asks

    @property
    def recipients(self) -> tuple[str, ...]:
        return (self.recipient,)


T = TypeVar("T", bound=Document)


def encode(document: Document, signer: keys.DeviceKeys) -> bytes:
    """Return the document signed by ``signer``; raises ValueError for what `read` would refuse."""
    rest = canonical.encode(document)
    _strict(rest, type(document), signer.public)
    armour = sshsig.sign(rest, signer, document.PURPOSE)
    return canonical.encode({**canonical.decode(rest), "signature": armour.decode("ascii")})


def read(data: bytes, shape: type[T]) -> T:
    """Return the document in ``data``, signed by the key that it names; raises `RefusedError`."""
    try:
        rest, armour = _apart(data)
        return _strict(rest, shape, sshsig.verify(armour, rest, shape.PURPOSE))
    except wire.UnknownFormatError as error:
        raise refusals.newer_format(error.number) from error
    except ValueError as error:
        raise refusals.damaged_document() from error


def _apart(data: bytes) -> tuple[bytes, bytes]:
    if len(data) > LIMIT:
        raise ValueError("too long")
    fields = canonical.decode(data)
    if not isinstance(fields, dict) or not isinstance(fields.get("signature"), str):
        raise ValueError("not a signed document")
    armour = fields.pop("signature").encode()
    return canonical.encode(fields), armour


def _strict(rest: bytes, shape: type[T], public: bytes) -> T:
    document = wire.read(rest, shape)
    if document.signer != (public.hex(), keys.device_id(public)):
        raise ValueError("signed by another key, or in the name of another device")
    for one in document.recipients:
        keys.recipient_bytes(one)
    return document
