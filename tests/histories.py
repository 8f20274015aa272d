"""Ops and histories made by hand, for the tests of merging.

Lines are spelled by the standard library's JSON, so that no test leans on the encoder it tests.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from desktop_app.domain import ops
from desktop_app.domain.ops import Op
from desktop_app.domain.registers import RecordState

SPACE = "11111111-1111-4111-8111-111111111111"
TOPIC = "computer"
REC, OTHER, THIRD = (f"0000000{n}-0000-7000-8000-000000000000" for n in (1, 2, 3))
DEVICE, HUB, STRANGER = "d" * 32, "a" * 32, "f" * 32

Put = Mapping[str, Any]


def chain_of(device: str = DEVICE, number: int = 1) -> str:
    """Return a chain of a device."""
    return f"{device}-{number:016x}"


def op_id(number: int) -> str:
    """Return the id of an op that exists nowhere."""
    return sha256(b"nowhere %d" % number).hexdigest()


def part(
    put: Put, bases: Iterable[str] = (), rec: str = REC, topic: str = TOPIC, **more: Any
) -> dict[str, Any]:
    """Return one record's part of an op, as plain JSON."""
    return {"bases": sorted(set(bases)), "put": dict(put), "rec": rec, "topic": topic, **more}


def body(*sets: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a sound op as plain JSON, some keys changed or, where the value is `...`, left out."""
    whole = {
        "chain": chain_of(),
        "prev": None,
        "seq": 1,
        "sets": list(sets) or [part({"note": 1})],
        "space": SPACE,
        "time": 1_700_000_000_000,
        "user": "Lò Văn A",
        "v": 1,
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not ...}


def spell(value: Any) -> bytes:
    """Return canonical JSON by the standard library."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def line(*sets: dict[str, Any], **changes: Any) -> bytes:
    """Return the line of `body`."""
    return spell(body(*sets, **changes))


class Chain:
    """Writes one op after the other."""

    def __init__(self, device: str = DEVICE, number: int = 1, space: str = SPACE) -> None:
        self.name, self.space = chain_of(device, number), space
        self.seq, self.prev = 0, None
        self.ops: list[Op] = []

    def write(self, *sets: dict[str, Any], time: int | None = None, **changes: Any) -> Op:
        """Write an op; without a time, each is a second later than the one before."""
        self.seq += 1
        placed = {"chain": self.name, "seq": self.seq, "prev": self.prev, "space": self.space}
        when = 1_700_000_000_000 + 1000 * self.seq if time is None else time
        op = ops.read(line(*sets, **{**placed, "time": when, **changes}))
        self.prev = op.id
        self.ops.append(op)
        return op

    def put(self, put: Put, bases: Iterable[str] = (), rec: str = REC, time: int | None = None) -> Op:
        """Write an op with one part."""
        return self.write(part(put, bases, rec), time=time)

    def copy(self) -> "Chain":
        """Return a clone of this chain: both go on from the same op."""
        clone = Chain()
        clone.name, clone.space, clone.seq, clone.prev = self.name, self.space, self.seq, self.prev
        return clone


def merged(history: Sequence[Op], rec: str = REC, topic: str = TOPIC) -> RecordState:
    """Return the state of a record after ``history``, applied in the order given."""
    state, seen = RecordState(), set[str]()
    for op in history:
        if op.id not in seen:
            for found in op.sets:
                if (found.topic, found.rec) == (topic, rec):
                    state.apply(op, found, seen.__contains__)
            seen.add(op.id)
    return state
