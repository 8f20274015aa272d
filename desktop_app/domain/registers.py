r"""Merging: heads of multi-value registers, and the life of a record (SYNC.md, HEADS, _LIFE).

For a register r = (space, topic, rec, field): W = counted ops that put r; E = every op id listed
in the bases of a group of a counted op that puts r; heads = W \\ E. `RecordState` keeps just what
is needed to go on from any point in any order: the live heads with their values, bases that name
ops not yet applied, and what each life head covered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from desktop_app.domain import canonical
from desktop_app.domain.ops import LIFE, LIVE, SAME, Op, OpId, Sets

Known = Callable[[OpId], bool]


class Stamp(NamedTuple):
    """The claims of an op: when (ms) and by whom; with its id they only choose which head is shown."""

    time: int
    user: str
    chain: str


class Head(NamedTuple):
    """One live value of a register."""

    op: OpId
    value: Any
    stamp: Stamp


@dataclass(slots=True)
class RecordState:
    """The merged state of one record.

    ``heads``: field → op → value; ``stamps``: op → claims; ``awaited``: field → bases that name ops
    not applied yet (they arrive superseded); ``covers``: life head → the bases it listed.
    """

    heads: dict[str, dict[OpId, Any]] = field(default_factory=dict)
    stamps: dict[OpId, Stamp] = field(default_factory=dict)
    awaited: dict[str, set[OpId]] = field(default_factory=dict)
    covers: dict[OpId, frozenset[OpId]] = field(default_factory=dict)

    def apply(self, op: Op, part: Sets, known: Known) -> None:
        """Merge one counted op's part in; each op at most once. ``known``: already applied here?"""
        bases, name_of_op, awaited = part.bases, op.id, self.awaited
        self.stamps[name_of_op] = stamp_of(op)
        if not bases and not self.heads and not self.awaited:  # most ops of a first delivery
            self.heads = {name: {op.id: value} for name, value in part.put.items()}
            self.covers = {op.id: frozenset()} if LIFE in part.put else {}
            return
        for name, value in part.put.items():
            heads = self.heads.setdefault(name, {})
            for base in bases:
                if base in heads:
                    del heads[base]
                elif base not in self.stamps and not known(base):
                    awaited.setdefault(name, set()).add(base)
            if awaited and name_of_op in awaited.get(name, ()):
                awaited[name].discard(name_of_op)
            else:
                heads[name_of_op] = value
        if LIFE in part.put:
            self.covers[op.id] = frozenset(bases)

    def tidy(self) -> None:
        """Forget the claims of ops that hold no head any more."""
        live = set().union(*self.heads.values())
        if live == self.stamps.keys():
            return
        self.stamps = {op: stamp for op, stamp in self.stamps.items() if op in live}
        self.covers = {op: bases for op, bases in self.covers.items() if op in self.heads.get(LIFE, ())}

    def head_list(self, name: str) -> list[Head]:
        """Return the heads of a field, the shown one first."""
        heads = [Head(op, value, self.stamps[op]) for op, value in self.heads.get(name, {}).items()]
        return sorted(heads, key=lambda head: (head.stamp.time, head.op), reverse=True)

    def shown(self, name: str) -> Any:
        """Return the value of the greatest (time, op id), or None: clocks choose this and nothing else."""
        heads = self.heads.get(name)
        if not heads:
            return None
        if len(heads) == 1:
            return next(iter(heads.values()))
        return self.head_list(name)[0].value

    def shown_bases(self, name: str) -> list[OpId]:
        """Return the heads whose value is the one shown: what an ordinary save may list (rule 2)."""
        found = self.heads.get(name, {})
        if len(found) < 2:
            return list(found)
        heads = self.head_list(name)
        return [head.op for head in heads if same_value(head.value, heads[0].value)]

    def in_conflict(self, name: str) -> bool:
        """Return whether two heads of the field differ."""
        heads = self.heads.get(name)
        if heads is None or len(heads) < 2:
            return False
        return len({canonical.encode(value) for value in heads.values()}) > 1

    def conflicts(self) -> list[str]:
        """Return the fields in conflict, life among them, in order."""
        return sorted(name for name in self.heads if self.in_conflict(name))

    def fields(self) -> Iterator[str]:
        """Return the names of all registers that have a head, system fields too."""
        return (name for name, heads in self.heads.items() if heads)

    def field_heads(self) -> set[OpId]:
        """Return every head of every field but life: what a delete must cover (rule 4)."""
        return {op for name, heads in self.heads.items() if name != LIFE for op in heads}

    def latest(self) -> Stamp | None:
        """Return the claims of the newest live op, for "sửa lúc … bởi …"."""
        return max(self.stamps.values(), default=None)

    def latest_op(self) -> OpId | None:
        """Return the newest live op by (time, id)."""
        return max(self.stamps, key=lambda op: (self.stamps[op].time, op), default=None)


def stamp_of(op: Op) -> Stamp:
    """Return the claims of an op."""
    return Stamp(op.time, op.user, op.chain)


def says_it_all(op: Op) -> bool:
    """Return whether an op is the whole state of the one record that it is the first to put."""
    return len(op.sets) == 1 and not op.sets[0].bases and LIFE not in op.sets[0].put


def said_by(op: Op) -> RecordState:
    """Return the state of a record whose first op says it all."""
    return RecordState(
        {name: {op.id: value} for name, value in op.sets[0].put.items()}, {op.id: stamp_of(op)}
    )


def same_value(left: Any, right: Any) -> bool:
    """Return whether two values are equal: the same canonical bytes."""
    return canonical.encode(left) == canonical.encode(right)


def plainly_live(state: RecordState) -> bool:
    """Return whether no life head says anything but "live"; null erases, and absent means live."""
    return all(value in (LIVE, None) for value in state.heads.get(LIFE, {}).values())


def _one_death(state: RecordState) -> str | None:
    """Return the one value, not live, that all life heads agree on, if they cover every field head."""
    life = state.heads.get(LIFE)
    if not life or plainly_live(state) or state.in_conflict(LIFE):
        return None
    covered = frozenset[OpId]().union(*(state.covers.get(op, ()) for op in life))
    return str(next(iter(life.values()))) if state.field_heads() <= covered else None


def hidden(state: RecordState, state_of: Callable[[str], RecordState | None]) -> bool:
    """Return whether the record is hidden; ``state_of`` looks up a record of the same topic and space.

    "same:R" hides only if the walk ends, without a cycle, at a record that is shown.
    """
    death = _one_death(state)
    if death is None:
        return False
    seen: set[str] = set()
    while death.startswith(SAME):
        target = death.removeprefix(SAME)
        found = None if target in seen else state_of(target)
        if found is None:
            return False
        seen.add(target)
        if (death := _one_death(found)) is None:
            return True
        state = found
    return not seen


def in_review(state: RecordState, *, is_hidden: bool) -> bool:
    """Return whether a person must look: two values at once, or shown although not plainly live."""
    if is_hidden:
        return False
    if len(state.stamps) == 1 and LIFE not in state.heads:
        return False
    several = [name for name, found in state.heads.items() if len(found) > 1]
    return not plainly_live(state) or any(map(state.in_conflict, several))


def heads(ops: Iterable[Op], topic: str, rec: str) -> dict[str, set[OpId]]:
    """Return the heads of a record by their definition: what every other way must agree with."""
    written: dict[str, set[OpId]] = {}
    ended: dict[str, set[OpId]] = {}
    for op in ops:
        for part in op.sets:
            if (part.topic, part.rec) == (topic, rec):
                for name in part.put:
                    written.setdefault(name, set()).add(op.id)
                    ended.setdefault(name, set()).update(part.bases)
    return {name: found - ended[name] for name, found in written.items()}


# --- one compact blob a record ----------------------------------------------------------------------


class _Packed(msgspec.Struct, array_like=True):
    ops: list[tuple[bytes, int, str, str]]
    heads: dict[str, list[tuple[int, Any]]]
    awaited: dict[str, list[bytes]]
    covers: list[tuple[int, list[bytes]]]


PACKING = 2  # how `pack` writes: records that were packed otherwise are made anew from the log
_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(_Packed)


def pack(state: RecordState, first: OpId | None = None) -> bytes:
    """Return ``state`` as bytes for the store (a cache of the log: never exchanged).

    ``first``: an op that once was the whole state, and is in the log: what it alone still says is left
    out, and `unpack` is given it again. Most changes are of a few fields.
    """
    state.tidy()
    others = [op for op in state.stamps if op != first]
    index = {op: number for number, op in enumerate([*others, first])}
    packed = _Packed(
        ops=[(bytes.fromhex(op), *state.stamps[op]) for op in others],
        heads={
            name: [(index[op], value) for op, value in found.items()]
            for name, found in state.heads.items()
            if len(found) != 1 or first not in found
        },
        awaited={name: _raw(bases) for name, bases in state.awaited.items() if bases},
        covers=[(index[op], _raw(bases)) for op, bases in state.covers.items()],
    )
    return _PACK.encode(packed)


def _raw(ops: Iterable[OpId]) -> list[bytes]:
    return [bytes.fromhex(op) for op in sorted(ops)]


def unpack(blob: bytes, first: Op | None = None) -> RecordState:
    """Return the state that `pack` wrote, given the same ``first`` op."""
    packed = _UNPACK.decode(blob)
    state = RecordState() if first is None else said_by(first)
    names = [*(op[0].hex() for op in packed.ops), *state.stamps]
    for name, found in packed.heads.items():
        state.heads[name] = {names[i]: value for i, value in found}
    for name, op in zip(names, packed.ops, strict=False):
        state.stamps[name] = Stamp(*op[1:])
    state.awaited = {name: {base.hex() for base in bases} for name, bases in packed.awaited.items()}
    state.covers = {names[i]: frozenset(base.hex() for base in bases) for i, bases in packed.covers}
    state.tidy()
    return state


def values(state: RecordState) -> Mapping[str, Any]:
    """Return field → shown value, system fields too."""
    return {
        name: next(iter(found.values())) if len(found) == 1 else state.shown(name)
        for name, found in state.heads.items()
        if found
    }
