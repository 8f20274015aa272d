"""What bounds a hub: sizes, times, quotas."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds.

    ``unfinished`` and ``pending_bytes`` bound what one device may have under way or waiting; a device that is
    known only by an activation file may have less. ``upload_s``: how long an upload may take; ``kept_s``: how
    long it is known that a bundle came, and its answer kept; ``document``: the largest body but an upload's.
    """

    metadata: int = 64 * KIB
    idle_s: float = 20.0
    head_s: float = 10.0
    upload_s: float = 7 * 86_400.0
    kept_s: float = 90 * 86_400.0
    challenge_s: float = 120.0
    token_s: float = 3600.0
    unfinished: int = 10
    pending_bytes: int = 1024 * MIB
    new_unfinished: int = 3
    new_pending_bytes: int = 64 * MIB
    spare_bytes: int = 64 * MIB
    write_bytes: int = 128 * KIB
    document: int = 16 * KIB
    connections: int = 1000
