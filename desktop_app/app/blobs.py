"""Photos on their way: ops first, photos in later bundles, only those that an op names (SYNC.md, rule 16)."""

from collections.abc import Iterable, Mapping

from desktop_app.app.ports import Transaction

WANTED = "blobs_wanted"
A_BUNDLE = 1024 * 1024
"""So many bytes of photos a bundle, or one photo that is larger: a thin line carries ops first."""
MOST_WANTED = 2000


def missing(tx: Transaction, spaces: Iterable[str]) -> tuple[str, ...]:
    """Return the hashes of photos that records of these spaces name and that are not here."""
    named = tx.named_blobs(spaces)
    return tuple(sorted(named - tx.held_blobs(named))[:MOST_WANTED])


def waiting(tx: Transaction, spaces: Iterable[str]) -> int:
    """Return how many photos the other side lacked when it last answered, and are here to be sent."""
    asked = set(tx.setting(WANTED) or ())
    return len(tx.held_blobs(asked & tx.named_blobs(spaces))) if asked else 0


def to_send(tx: Transaction, spaces: Iterable[str], wanted: Iterable[str]) -> dict[str, bytes]:
    """Return the first of the ``wanted`` photos that are here and that a record of these spaces names."""
    asked = set(wanted)
    chosen: dict[str, bytes] = {}
    left = A_BUNDLE
    for sha256 in sorted(tx.held_blobs(asked & tx.named_blobs(spaces))) if asked else ():
        content = tx.blob(sha256) or b""
        if chosen and len(content) > left:
            break
        chosen[sha256], left = content, left - len(content)
    return chosen


def take(tx: Transaction, spaces: Iterable[str], came: Mapping[str, bytes]) -> int:
    """Keep the photos that a record of these spaces names; return how many."""
    named = came.keys() & tx.named_blobs(spaces) if came else set()
    for sha256 in named:
        tx.put_blob(sha256, came[sha256])
    return len(named)
