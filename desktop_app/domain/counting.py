"""Which ops count: a pure function of the op set and what binds devices (SYNC.md, COUNTED; rules 11, 12)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import Op


class Held(StrEnum):
    """Why an op is kept but not applied."""

    UNSEALED = "unsealed"
    NOT_ENROLLED = "not_enrolled"
    SYSTEM_TOPIC = "system_topic"
    NEWER_VERSION = "newer_version"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may write where: the hub everywhere, an enrolled device in its spaces.

    ``myself`` is the device that is writing right now, empty where ops come from outside: what
    somebody types here is applied on this screen, unsealed and before any enrolment; what comes
    in this device's name must be sealed like any other.
    """

    hub: str
    enrolled: AbstractSet[tuple[str, str]]  # (device, space)
    myself: str = ""

    def verdict(self, op: Op, *, sealed: bool) -> str | None:
        """Return None if ``op`` counts, else why it is held: structure and authority gate, never validity."""
        device = device_of(op.chain)
        if op.defect:
            return Held.NEWER_VERSION if op.defect == Held.NEWER_VERSION else f"{Held.DEFECT}:{op.defect}"
        if not sealed and device != self.myself:
            return Held.UNSEALED
        if device == self.hub:
            return None
        if device != self.myself and (device, op.space) not in self.enrolled:
            return Held.NOT_ENROLLED
        return Held.SYSTEM_TOPIC if any(part.topic.startswith("_") for part in op.sets) else None
