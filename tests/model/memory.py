"""A store in memory (`app.ports.Store`): a set of ops, from which all else follows by definition.

It is slow a record and fast a history: there is no database and nothing incremental.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.app.ports import (
    BundleInfo,
    Ingested,
    PeerInfo,
    SealedTips,
    SpaceInfo,
)
from desktop_app.domain import ids
from desktop_app.domain.counting import Authority
from desktop_app.domain.have import Have, Run
from desktop_app.domain.ops import Op, OpId
from desktop_app.domain.registers import RecordState, Stamp
from tests.model import judge


@dataclass
class Data:
    """All that a home keeps."""

    settings: dict[str, bytes] = field(default_factory=dict)
    spaces: dict[str, SpaceInfo] = field(default_factory=dict)
    log: dict[OpId, Op] = field(default_factory=dict)
    mine: set[OpId] = field(default_factory=set)
    held: dict[OpId, str] = field(default_factory=dict)
    seen: set[OpId] = field(default_factory=set)
    seals: dict[str, tuple[int, SealedTips]] = field(default_factory=dict)
    activations: dict[str, tuple[str, str]] = field(default_factory=dict)
    peers: dict[str, PeerInfo] = field(default_factory=dict)
    bundles: dict[str, BundleInfo] = field(default_factory=dict)
    derived: dict[Any, Any] = field(default_factory=dict)  # what was worked out since the log last changed

    def copy(self) -> "Data":
        return replace(self, **{name: getattr(self, name).copy() for name in self.__dataclass_fields__})


class MemoryStore:
    """One home; `copy` is a cloned disk, `data` may be put back to what it was."""

    def __init__(self, path: Path, data: Data | None = None) -> None:
        self.path, self.data = path, data or Data()

    def copy(self) -> "MemoryStore":
        return MemoryStore(self.path, self.data.copy())

    @contextmanager
    def read(self) -> Iterator["MemoryTransaction"]:
        yield MemoryTransaction(self.data)

    @contextmanager
    def write(self, _spaces: Collection[str] | None = None) -> Iterator["MemoryTransaction"]:
        draft = self.data.copy()
        yield MemoryTransaction(draft)
        self.data = draft

    def close(self) -> None: ...


class MemoryTransaction:
    """What the use cases of entering and exchanging ask of `app.ports.Transaction`."""

    def __init__(self, data: Data) -> None:
        self.data = data

    # --- facts ------------------------------------------------------------------------------------

    def setting(self, key: str) -> Any:
        found = self.data.settings.get(key)
        return None if found is None else msgspec.json.decode(found)

    def put_setting(self, key: str, value: Any) -> None:
        self.data.settings[key] = msgspec.json.encode(value)

    def spaces(self) -> list[SpaceInfo]:
        return list(self.data.spaces.values())

    def put_space(self, space: SpaceInfo) -> None:
        self.data.spaces[space.uuid] = space

    def add_activation(self, activation: str, secret: str, space: str) -> None:
        self.data.activations[activation] = (secret, space)

    def activation(self, activation: str) -> tuple[str, str] | None:
        return self.data.activations.get(activation)

    def peers(self) -> list[PeerInfo]:
        return sorted(self.data.peers.values())

    def put_peer(self, peer: PeerInfo) -> None:
        self.data.peers[peer.device] = peer

    def put_seal(self, seal: SealedTips, time: int) -> None:
        self.data.seals.setdefault(seal.bundle_id, (time, seal))

    def seals(self) -> list[SealedTips]:
        return [
            seal for _time, seal in sorted(self.data.seals.values(), key=lambda one: (-one[0], one[1][0]))
        ]

    def bundles(self) -> list[BundleInfo]:
        return sorted(self.data.bundles.values(), key=lambda one: (one.time, one.bundle_id))

    def put_bundle(self, bundle: BundleInfo) -> None:
        self.data.bundles[bundle.bundle_id] = bundle

    def named_blobs(self, _spaces: Iterable[str]) -> set[str]:
        """No record of a world has photos."""
        return set()

    def held_blobs(self, _among: Iterable[str]) -> set[str]:
        return set()

    # --- the log ----------------------------------------------------------------------------------

    def ingest(
        self,
        ops: Iterable[Op],
        _tips: Iterable[tuple[str, OpId]],
        authority: Authority,
        *,
        look_again: bool = True,
    ) -> Ingested:
        log = self.data.log
        new = [op for op in {op.id: op for op in ops}.values() if op.id not in log]
        log.update((op.id, op) for op in new)
        for op in new:
            self.data.spaces.setdefault(op.space, SpaceInfo(op.space, None, None))
        self.data.derived = {}
        if authority.myself:
            self.data.mine.update(op.id for op in new)
            return Ingested(len(new), (), 0)
        if look_again:
            self.recount(authority)
        else:
            self.data.held.update((op.id, "unsealed") for op in new)
        came = {op.id for op in new}
        return Ingested(len(new), tuple((op, why) for op, why in self.data.held.items() if op in came), 0)

    def recount(self, authority: Authority) -> None:
        """Decide about every op anew, from the seals and what the hub says."""
        sealed = self._sealed()
        verdicts = {
            op.id: authority.verdict(op, sealed=op.id in sealed)
            for op in self.data.log.values()
            if op.id not in self.data.mine
        }
        self.data.held = {op: why for op, why in verdicts.items() if why is not None}
        self.data.derived = {}

    def _sealed(self) -> set[OpId]:
        """Every op that ``prev`` reaches from a signed tip of the chain that the seal names."""
        log, found = self.data.log, set[OpId]()
        for _time, seal in self.data.seals.values():
            for chain, tip in seal.tips:
                op = log.get(tip)
                while op is not None and op.chain == chain:
                    found.add(op.id)
                    op = log.get(op.prev) if op.prev else None
        return found

    def last_written(self, _space: str) -> None:
        """There is no anchor: every property must hold without it."""

    def holds(self, op: OpId) -> bool:
        return op in self.data.log

    def tip(self, chain: str, space: str) -> tuple[int, OpId] | None:
        last = [(run.end, run.tip) for run in self.have([space])[space] if run.chain == chain]
        return max(last, default=None)

    def have(self, spaces: Iterable[str]) -> dict[str, list[Run]]:
        """Tips: ops of a space to which no other op in hand goes back; from where each is unbroken."""
        log = self.data.log
        before = {op.prev for op in log.values()}
        found: dict[str, list[Run]] = {space: [] for space in spaces}
        for op in log.values():
            if op.space in found and op.id not in before:
                first = op
                while first.prev in log:
                    first = log[first.prev]
                found[op.space].append(Run(op.chain, first.seq, op.seq, op.id))
        return {space: sorted(runs) for space, runs in found.items()}

    def _known(self, space: str, runs: Iterable[Run]) -> set[OpId]:
        log, found = self.data.log, set[OpId]()
        for run in runs:
            op = log.get(run.tip)
            while op is not None and op.space == space and op.seq >= run.start:
                found.add(op.id)
                op = log.get(op.prev) if op.prev else None
        return found

    def lacking(self, spaces: Iterable[str], mark: Have) -> list[int]:
        wanted = set(spaces)
        known = {op for space in wanted for op in self._known(space, mark.get(space, ()))}
        return [
            row
            for row, op in enumerate(self.data.log.values(), start=1)
            if op.space in wanted and op.id not in known
        ]

    def reach(self, space: str, tips: Iterable[OpId]) -> set[int]:
        found = self.ancestors(space, tips)
        return {row for row, op in enumerate(self.data.log, start=1) if op in found}

    def ancestors(self, space: str, tips: Iterable[OpId]) -> set[OpId]:
        return self._known(space, [Run("", 1, 0, tip) for tip in tips])

    def unsealed(self, device: str) -> set[OpId]:
        vouched = self.data.mine | self._sealed()
        return {op for op in self.data.log if op not in vouched} & {
            op.id for op in self.data.log.values() if ids.device_of(op.chain) == device
        }

    def lines(self, rows: Iterable[int]) -> Iterator[bytes]:
        every = list(self.data.log.values())
        return (every[row - 1].line for row in sorted(rows))

    def held(self) -> list[tuple[OpId, str, str]]:
        log = self.data.log
        return [(op, log[op].chain, why) for op, why in self.data.held.items()]

    # --- records ----------------------------------------------------------------------------------

    @property
    def found(self) -> dict[judge.Register, list[judge.Put]]:
        """Every register that the ops that count put."""
        derived = self.data.derived
        if "found" not in derived:
            derived["found"] = judge.registers(op.line for op in self.counted())
        return derived["found"]  # type: ignore[no-any-return]

    def counted(self) -> list[Op]:
        return [op for op in self.data.log.values() if op.id not in self.data.held]

    def record(self, space: str, topic: str, rec: str) -> dict[str, list[judge.Put]]:
        return {key[3]: puts for key, puts in self.found.items() if key[:3] == (space, topic, rec)}

    def verdict(self, space: str, topic: str, rec: str) -> judge.Verdict:
        return judge.verdict(self.record(space, topic, rec), lambda one: self.record(space, topic, one))

    def state(self, space: str, topic: str, rec: str) -> RecordState | None:
        record = self.record(space, topic, rec)
        return self._state(record) if record else None

    def _state(self, record: dict[str, list[judge.Put]]) -> RecordState:
        """Return the standing heads in the shape that the use cases read."""
        state = RecordState()
        for name, puts in record.items():
            for put in judge.heads(puts):
                op = self.data.log[put.op]
                state.heads.setdefault(name, {})[put.op] = put.value
                state.stamps[put.op] = Stamp(op.time, op.user, op.chain)
                if name == "_life":
                    state.covers[put.op] = put.bases
        return state

    def locate(self, topic: str, rec: str) -> list[str]:
        return sorted({key[0] for key in self.found if key[1:3] == (topic, rec)})

    def all_of(self, topic: str) -> list[tuple[str, RecordState]]:
        derived = self.data.derived
        if topic not in derived:
            places = dict.fromkeys((key[0], key[2]) for key in self.found if key[1] == topic)
            derived[topic] = [(rec, self._state(self.record(space, topic, rec))) for space, rec in places]
        return derived[topic]  # type: ignore[no-any-return]

    def heads(self, space: str) -> Iterator[tuple[str, str, str, str]]:
        for (where, topic, rec, name), puts in self.found.items():
            if where == space:
                for put in judge.heads(puts):
                    yield topic, rec, name, put.op
