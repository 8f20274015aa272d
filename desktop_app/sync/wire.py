"""Shapes that header, manifest and activation share, and the one strict way of reading them."""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from desktop_app.domain import canonical

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
PublicKey = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
DeviceId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
ChainId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}-[0-9a-f]{16}\Z")]
Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")]
Recipient = Annotated[str, Meta(pattern=r"^age1[02-9ac-hj-np-z]{58}\Z")]
Count = Annotated[int, Meta(ge=1, lt=canonical.MAX_INTEGER)]

FORMAT = 1

T = TypeVar("T", bound=msgspec.Struct)


class UnknownFormatError(ValueError):
    """The document names a later format number than this program knows."""

    def __init__(self, number: int) -> None:
        super().__init__(f"format {number}")
        self.number = number


def read(data: bytes, shape: type[T]) -> T:
    """Return the document ``data`` as ``shape``; raises ValueError, also `UnknownFormatError`.

    Every key is known and typed, and the document written again gives the same bytes: nothing
    is left out, added, or spelled otherwise.
    """
    fields = canonical.decode(data)
    number = fields.get("format") if isinstance(fields, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise UnknownFormatError(number)
    document = msgspec.convert(fields, shape)
    if canonical.encode(document) != data:
        raise ValueError("the document lacks a key or holds an empty one")
    return document
