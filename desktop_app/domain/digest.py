"""One hash of a merged state, to compare two replicas (SYNC.md, DIGEST)."""

import hashlib
from collections.abc import Iterable, Mapping


def space_digest(heads: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the digest of one space from its (topic, rec, field, op id) heads, in any order."""
    lines = sorted("\t".join(head).encode() + b"\n" for head in heads)
    return hashlib.sha256(b"".join(lines)).hexdigest()


def whole_digest(spaces: Mapping[str, str]) -> str:
    """Return the digest of several spaces from space id → digest."""
    lines = sorted(f"{space}\t{digest}\n".encode() for space, digest in spaces.items())
    return hashlib.sha256(b"".join(lines)).hexdigest()
