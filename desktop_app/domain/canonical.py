"""Canonical JSON: the one spelling of every op, header and manifest (SYNC.md, JSON).

RFC 8785 restricted to object keys ``[a-z_][a-z0-9_]*``, integers below 2^53, no floats, no lone
surrogates and no control characters but tab and line feed. Two programs that hold the same value
hold the same bytes, so a hash of the bytes is a name for the value.
"""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta

MAX_INTEGER = 2**53
MAX_DEPTH = 10


class CanonicalError(ValueError):
    """A value or a line that has no place in canonical JSON."""


class ControlCharacterError(CanonicalError):
    """Canonical but for a control character in a text (SYNC.md, rule 15: such an op is held)."""


def _json_type(depth: int) -> Any:
    """The type of a JSON value nested at most ``depth`` deep, for the decoder to hold in C."""
    key = Annotated[str, Meta(pattern=r"^[a-z_][a-z0-9_]*\Z")]
    whole = Annotated[int, Meta(gt=-MAX_INTEGER, lt=MAX_INTEGER)]
    value: Any = None | bool | whole | str
    for _ in range(depth):
        value = None | bool | whole | str | list[value] | dict[key, value]
    return value


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(_json_type(MAX_DEPTH))
# RFC 8785 escapes nothing but the quote, the backslash and U+0000–001F; of these only \t \n may stand.
_ESCAPES = re.compile(rb'(?:[^\\]|\\["\\tn])*\Z')


def encode(value: Any) -> bytes:
    """Return the canonical bytes of ``value``, without a newline; raises `CanonicalError`."""
    try:
        line = _ENCODER.encode(value)
    except (msgspec.EncodeError, UnicodeEncodeError, TypeError, OverflowError, RecursionError) as error:
        raise CanonicalError(str(error)) from error
    decode(line)
    return line


def decode(line: bytes) -> Any:
    """Return the value of ``line`` iff encoding it again gives the same bytes.

    This one comparison refuses duplicate keys, spaces, other escapes, floats and a byte order
    mark. Raises `CanonicalError`.
    """
    try:
        value = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(str(error)) from error
    if _ENCODER.encode(value) != line:
        raise CanonicalError("the line is not in canonical form")
    if b"\\" in line and not _ESCAPES.match(line):
        raise ControlCharacterError("control character in text")
    return value
