"""Canonical JSON: the one spelling of every op, header and manifest (SYNC.md, JSON).

RFC 8785 restricted to object keys ``[a-z_][a-z0-9_]*``, integers below 2^53, no floats, no lone
surrogates and no control characters but tab and line feed. Two programs that hold the same value
hold the same bytes, so a hash of the bytes is a name for the value.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

MAX_INTEGER = 2**53
MAX_DEPTH = 10
MANY_KEYS = 4096


class CanonicalError(ValueError):
    """A value or a line that has no place in canonical JSON."""


class ControlCharacterError(CanonicalError):
    """Canonical but for a control character in a text (SYNC.md, rule 15: such an op is held)."""


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder()
# Keys seen to be sound: a cache that only ever holds what the pattern accepts.
_GOOD_KEYS: set[str] = set()
_KEY = re.compile(r"[a-z_][a-z0-9_]*\Z")
# RFC 8785 escapes nothing but the quote, the backslash and U+0000–001F; of these only \t \n may stand.
_ESCAPES = re.compile(rb'(?:[^\\]|\\["\\tn])*\Z')


def encode(value: Any) -> bytes:
    """Return the canonical bytes of ``value``, without a newline; raises `CanonicalError`."""
    try:
        line = _ENCODER.encode(value)
    except (msgspec.EncodeError, UnicodeEncodeError, TypeError, OverflowError, RecursionError) as error:
        raise CanonicalError(str(error)) from error
    if b"null" in line:  # the encoder writes NaN and the infinities so: a value would be erased unseen
        _check(msgspec.to_builtins(value))
    decode(line)
    return line


def decode(line: bytes) -> Any:
    """Return the value of ``line`` iff encoding it again gives the same bytes.

    This one comparison refuses duplicate keys, spaces, other escapes and a byte order mark. Raises
    `CanonicalError`.
    """
    try:
        value = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(str(error)) from error
    _check(value)
    if _ENCODER.encode(value) != line:
        raise CanonicalError("the line is not in canonical form")
    if b"\\" in line and not _ESCAPES.match(line):
        raise ControlCharacterError("control character in text")
    return value


def _check(value: Any) -> None:
    """Refuse keys, numbers and depths that have no place; a decoder typed to do so is 5 × slower."""
    level: list[Any] = [value]
    for _depth in range(MAX_DEPTH):
        if not (level := _below(level)):
            return
    if _below(level) or any(type(item) in (dict, list) for item in level):
        raise CanonicalError("nested too deeply")


def _below(level: Iterable[Any]) -> list[Any]:
    """Return what the containers of a level hold, when all on it is sound."""
    below: list[Any] = []
    for item in level:
        kind = type(item)
        if kind is str:
            continue
        if kind is dict:
            if not _GOOD_KEYS.issuperset(item):
                _check_keys(item)
            below += item.values()
        elif kind is list:
            below += item
        elif kind is float or (kind is int and not -MAX_INTEGER < item < MAX_INTEGER):
            raise CanonicalError("a number that is no integer below 2^53")
    return below


def _check_keys(keys: Iterable[str]) -> None:
    if not all(map(_KEY.match, keys)):
        raise CanonicalError("object key is not [a-z_][a-z0-9_]*")
    if len(_GOOD_KEYS) < MANY_KEYS:
        _GOOD_KEYS.update(keys)
