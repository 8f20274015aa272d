"""Names that no other machine will ever make: records, spaces, chains."""

import hashlib
import re
import uuid
from collections.abc import Callable

Random = Callable[[int], bytes]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

SHORTEST = 4
"""Digits of an id that a person must give at least."""


def begins(name: str, typed: str) -> bool:
    """Return whether a person who types ``typed`` may mean the id ``name``: its beginning, long enough."""
    return len(typed) >= SHORTEST and name.startswith(typed.lower())


def uuid7(now_ms: int, random: Random) -> str:
    """Return a UUIDv7 (RFC 9562 §5.7): 48 bits of time, so that new records lie together in an index."""
    tail = int.from_bytes(random(10), "big")
    high = (now_ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | (tail >> 68 & 0xFFF) << 64
    return str(uuid.UUID(int=high | 0b10 << 62 | tail & 0x3FFF_FFFF_FFFF_FFFF))


def uuid4(random: Random) -> str:
    """Return a random UUID (RFC 9562 §5.4): for spaces, which tell nothing of when they were made."""
    return str(uuid.UUID(bytes=random(16), version=4))


def space_of(catalogue: str, unit: str) -> str:
    """Return the space of a unit under a catalogue: a `uuid8` of both.

    As unique as the random catalogue; whoever holds a hub's card gets the same one.
    """
    return uuid8("moduong space", catalogue, unit)


def uuid8(*parts: str) -> str:
    """Return the UUIDv8 (RFC 9562 §5.8) of SHA-256 over lines of text: the same wherever it is made."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    high = int.from_bytes(digest[:16], "big") & ~(0xF << 76) & ~(0b11 << 62)
    return str(uuid.UUID(int=high | 0x8 << 76 | 0b10 << 62))


def chain_id(device: str, random: Random) -> str:
    """Return a new chain of ``device`` (SYNC.md, CHAIN)."""
    return f"{device}-{random(8).hex()}"


def device_of(chain: str) -> str:
    """Return the device that a chain's name begins with."""
    return chain[:32]
