"""The permanent id on a label: the record's own id as fifteen letters and digits that survive any scanner.

Its 23 signs are digits and consonants. No vowel, no D and no W: UniKey (Telex, VNI, VIQR) changes none of
them when a scanner types. No B, G, I, L, O, S or Z: nobody takes one for a digit. 23 is a prime, so the
last sign tells every wrong sign and every two that changed places (a weighted sum, as in ISBN-10).

A tag says the 62 bits of a record id that are random (UUIDv7, RFC 9562 §5.7): among a million records the
chance that any two share one is 1 in 9 million. Fifteen signs fit the smallest QR code with level Q
(ISO/IEC 18004: 25 % of it may be lost).
"""

import uuid
from typing import Final

SIGNS: Final = "0123456789CFHJKMNPQRTVX"
LENGTH: Final = 15
_GROUP: Final = 5
_BITS: Final = (1 << 62) - 1
_BASE: Final = len(SIGNS)


def tag_of(rec: str) -> str:
    """Return the tag of a record id (a UUID): always the same one."""
    rest, signs = uuid.UUID(rec).int & _BITS, ""
    for _at in range(LENGTH - 1):
        rest, sign = divmod(rest, _BASE)
        signs = SIGNS[sign] + signs
    return signs + SIGNS[_check(signs)]


def spelled(tag: str) -> str:
    """Return a tag as people read it: in three groups."""
    return "-".join(tag[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def read_tag(typed: str) -> str | None:
    """Return the tag in a scanned or typed text, however it is grouped and cased; None if it is none."""
    signs = "".join(sign for sign in typed.upper() if sign not in "- \t")
    if len(signs) != LENGTH or not set(signs) <= set(SIGNS):
        return None
    return signs if SIGNS[_check(signs[:-1])] == signs[-1] else None


def _check(signs: str) -> int:
    """Return the check sign's number: with it the weighted sum is a multiple of 23."""
    total = sum((LENGTH - at) * SIGNS.index(sign) for at, sign in enumerate(signs))
    return -total % _BASE
