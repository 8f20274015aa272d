"""Random histories of a district and its communes' PCs, against the invariants of SYNC.md and a ledger.

The use cases are the program's own; the replicas lie in memory and work by definition (`tests/model`).
A second test plays shorter histories and hands their ops, in any order and split, to the real store.
"""

import os
import random
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.app.place import place_of
from desktop_app.app.ports import SpaceInfo
from desktop_app.app.trust import authority
from desktop_app.domain.digest import space_digest
from desktop_app.domain.registers import in_review
from desktop_app.store.home import create_home
from desktop_app.store.store import SqlStore
from desktop_app.topics.registry import ALL
from tests.model import invariants, judge
from tests.model.deeds import DEEDS, HARSH
from tests.model.memory import MemoryTransaction
from tests.model.world import DEED, TOPIC, Act, World

# Measuring doubles the time of thousands of histories; shorter tests reach the same lines.
pytestmark = pytest.mark.no_cover
TORTURE = os.environ.get("HYPOTHESIS_PROFILE") == "torture"
HISTORIES = st.integers(1, 60).flatmap(lambda n: st.binary(min_size=n * DEED, max_size=n * DEED))
SEEDS = st.integers(0, 2**32)


def played(history: bytes, seed: int, deeds: tuple[Act, ...] = DEEDS) -> World:
    world = World(seed)
    world.play(history, deeds)
    return world


@settings(max_examples=80_000 if TORTURE else 1600)
@given(HISTORIES, SEEDS)
def test_nothing_is_lost_and_all_agree_whatever_befalls_the_pcs(history: bytes, seed: int) -> None:
    invariants.settled(played(history, seed))


@settings(max_examples=20_000 if TORTURE else 400)
@given(HISTORIES, SEEDS)
def test_the_same_with_revocations_and_admissions(history: bytes, seed: int) -> None:
    invariants.settled(played(history, seed, HARSH), harsh=True)


# --- the real store ------------------------------------------------------------------------------------


@settings(max_examples=2000 if TORTURE else 60)
@given(HISTORIES, SEEDS, SEEDS)
def test_the_real_store_says_what_the_definition_says(history: bytes, seed: int, order: int) -> None:
    world = played(history, seed, HARSH)
    invariants.settled(world, harsh=True)
    with TemporaryDirectory() as folder:
        store = create_home(Path(folder) / "home", ALL, own_key_file=True)
        try:
            _hand_over(store, world, random.Random(order))
            for _time in range(2):  # as it came in, and as a rebuild makes it
                for space in world.hub.store.data.spaces:
                    _same(store, world, space)
                with store.write() as tx:
                    tx.rebuild()
        finally:
            store.close()


def _hand_over(store: SqlStore, world: World, chance: random.Random) -> None:
    """Give all ops of the hub to the store: shuffled, in parts, some twice, seals in between."""
    data, hub = world.hub.store.data, world.hub
    who = authority(hub.tx, place_of(hub.tx))  # type: ignore[arg-type]
    ops, seals = list(data.log.values()), [seal for _time, seal in data.seals.values()]
    ops += chance.sample(ops, len(ops) // 5)
    chance.shuffle(ops)
    chance.shuffle(seals)
    with store.write() as tx:
        for info in data.spaces.values():
            tx.put_space(SpaceInfo(info.uuid, info.unit, info.level))
    while ops or seals:
        part, ops = ops[: (n := chance.randrange(12))], ops[n:]
        some, seals = seals[: (n := chance.randrange(3))], seals[n:]
        mine = [op for op in part if op.id in data.mine]
        with store.write() as tx:
            for seal in some:
                tx.put_seal(seal, 0)
            tx.ingest(mine, (), replace(who, myself=who.hub))
            tips = [tip for seal in some for tip in seal.tips]
            tx.ingest([op for op in part if op.id not in data.mine], tips, who)
            _is_as_defined(tx, data.spaces)
    with store.write() as tx:
        tx.recount(who)


def _is_as_defined(tx: Any, spaces: Iterable[str]) -> None:
    """2: after every step, the heads are those of the ops that count by now."""
    held = {op for op, _chain, _reason in tx.held()}
    for space in spaces:
        lines = [line for line in tx.lines(tx.lacking([space], {})) if sha256(line).hexdigest() not in held]
        assert space_digest(tx.heads(space)) == judge.digest(judge.registers(lines), space)


def _same(store: SqlStore, world: World, space: str) -> None:
    memory = world.hub.tx
    with store.read() as tx:
        assert space_digest(tx.heads(space)) == judge.digest(memory.found, space)
        assert tx.have([space]) == memory.have([space])
        mine = world.hub.store.data.log
        assert {one[0]: one[2] for one in tx.held() if one[0] in mine} == world.hub.store.data.held
        for where, rec in world.records(world.hub):
            if where == space:
                _same_record(tx, memory, space, rec)


def _same_record(tx: Any, memory: MemoryTransaction, space: str, rec: str) -> None:
    record, said = memory.record(space, TOPIC, rec), memory.verdict(space, TOPIC, rec)
    state = tx.state(space, TOPIC, rec)
    for name, puts in record.items():
        heads = judge.heads(puts)
        assert {head.op for head in state.head_list(name)} == {put.op for put in heads}
        if heads:
            assert judge.spell(state.shown(name)) == judge.spell(heads[0].value)
    rows = tx.execute("SELECT review FROM p_computer WHERE rec = :r AND space = :s", {"r": rec, "s": space})
    assert rows == ([] if said.hidden else [(int(said.review),)])
    assert in_review(state, is_hidden=said.hidden) == said.review


def test_the_kit_has_teeth() -> None:
    """Histories are not empty: they hold conflicts, clones, restores and deletions."""
    chance, kinds = random.Random(7), set[str]()
    for seed in range(60):
        world = played(chance.randbytes(60 * DEED), seed)
        found = world.hub.tx.found
        kinds |= {"conflict" for puts in found.values() if judge.differ(judge.heads(puts))}
        kinds |= {"life" for key in found if key[3] == "_life"}
        kinds |= {"unknown" for key in found if key[3] == "x_new"}
        kinds |= {"clone" for pc in world.pcs if pc.name.endswith("'")}
        kinds |= {"hidden" for space, rec in world.records(world.hub)
                  if world.hub.tx.verdict(space, TOPIC, rec).hidden}  # fmt: skip
    assert kinds == {"conflict", "life", "unknown", "clone", "hidden"}
