"""Which ops count: a pure function of the op set and what binds devices (SYNC.md, COUNTED; rules 11, 12)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import Op, OpId

Seat = tuple[str, str]  # (device, space)

REPLY_TOPIC = "_reply"
"""What is said of a record by the hub, or by a PC that judges for it: the one system topic open to a PC."""


class Held(StrEnum):
    """Why an op is kept but not applied."""

    UNSEALED = "unsealed"
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"
    SYSTEM_TOPIC = "system_topic"
    NEWER_VERSION = "newer_version"
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may write where: the hub everywhere, an enrolled device in its spaces.

    ``cuts``: where a device was revoked, the ops that still count, once for each head of the
    revocation: what all of them hold counts, so the strictest decides. ``admitted``: ops that the hub
    let in by name. ``myself`` is the device that is writing right now, empty where ops come from
    outside: what somebody types here is applied on this screen, unsealed and before any enrolment;
    what comes in this device's name must be sealed like any other. ``judges``: the devices to which
    `REPLY_TOPIC` is open.
    """

    hub: str
    enrolled: AbstractSet[Seat]
    myself: str = ""
    cuts: Mapping[Seat, tuple[AbstractSet[OpId], ...]] = field(default_factory=dict)
    admitted: AbstractSet[OpId] = frozenset()
    judges: AbstractSet[str] = frozenset()

    def trusts(self, seat: Seat) -> bool:
        """Return whether every sound, sealed op of a device in a space counts."""
        return seat[0] == self.hub or (seat in self.enrolled and seat not in self.cuts)

    def verdict(self, op: Op, *, sealed: bool) -> str | None:
        """Return None if ``op`` counts, else why it is held: structure and authority gate, never validity."""
        device = device_of(op.chain)
        if op.defect:
            return Held.NEWER_VERSION if op.defect == Held.NEWER_VERSION else f"{Held.DEFECT}:{op.defect}"
        if not sealed and device != self.myself:
            return Held.UNSEALED
        if device == self.hub:
            return None
        if device != self.myself and op.id not in self.admitted:
            if (device, op.space) not in self.enrolled:
                return Held.NOT_ENROLLED
            if not all(op.id in below for below in self.cuts.get((device, op.space), ())):
                return Held.REVOKED
        return None if all(self._is_open(part.topic, device) for part in op.sets) else Held.SYSTEM_TOPIC

    def _is_open(self, topic: str, device: str) -> bool:
        return not topic.startswith("_") or (topic == REPLY_TOPIC and device in self.judges)
