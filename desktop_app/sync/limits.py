"""What a bundle may cost the machine that takes it in; checked before and while inflating.

The writer holds itself to the same limits, so that it never makes a bundle that is refused.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Greatest sizes and counts, in bytes and members, both included.

    The ratio is held only above ``ratio_floor``: ten thousand equal letters in a note are an
    honest record, and a small bundle that inflates to 64 MiB harms nobody.
    """

    file_bytes: int = 512 * MIB
    header_bytes: int = MIB
    signature_bytes: int = 4 * KIB
    inflated_bytes: int = GIB
    manifest_bytes: int = 64 * MIB
    line_bytes: int = 256 * KIB
    lines: int = 2_000_000
    members: int = 100_000
    blob_bytes: int = 2 * MIB
    blobs_bytes: int = 16 * MIB
    ratio: int = 200
    ratio_floor: int = 64 * MIB
    window_bytes: int = 8 * MIB

    def allowance(self, packed_bytes: int) -> int:
        """Return how many bytes a zstd frame of ``packed_bytes`` may inflate to."""
        return min(self.inflated_bytes, self.ratio_floor + self.ratio * packed_bytes)
