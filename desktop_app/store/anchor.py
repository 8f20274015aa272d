"""The anchor: the last op of this PC, remembered outside the database (SYNC.md, ANCHOR).

A database that does not hold it was put back to an earlier state, and its chains go on somewhere else. An
optimisation only: it is not synced, its failures are ignored, and all must hold without it.
"""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desktop_app.domain.ops import OpId

Tip = tuple[str, int, OpId]  # (chain, seq, op)


class Anchor:
    """The anchor of one home; without a ``path`` nothing is remembered."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Tip] | None = None

    def last(self, space: str) -> Tip | None:
        """Return the last op that this PC is known to have written in a space."""
        return self._read().get(space)

    def _read(self) -> dict[str, Tip]:
        if self._known is None:
            self._known = {}
            if self._path is not None:
                with contextlib.suppress(OSError, msgspec.DecodeError):
                    self._known = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Tip])
        return self._known

    def drop(self, tips: Mapping[str, Tip]) -> None:
        """Remember the ops of a transaction that was committed."""
        if self._path is None or not tips:
            return
        self._known = {**self._read(), **tips}
        part = self._path.with_suffix(".part")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(msgspec.json.encode(self._known))
            part.replace(self._path)
