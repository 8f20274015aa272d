"""The store: any order, repetition or split of the same ops gives the same state.

SYNC.md, invariants 1, 2, 10, 11: what the store holds is compared with the definition.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.app.ports import SealedTips
from desktop_app.domain.counting import Authority
from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import DELETED, LIFE, LIVE, Op
from desktop_app.store import store as store_module
from desktop_app.store.store import SqlStore
from tests.histories import DEVICE, HUB, OTHER, REC, SPACE, STRANGER, Chain, Put, op_id, part
from tests.stores import NOBODY, RECS, look, new_store, open_space, signed, take, v


@dataclass
class World:
    """A history of several devices, and which of its ops count."""

    space: str
    ops: list[Op] = field(default_factory=list)
    seals: list[SealedTips] = field(default_factory=list)

    @property
    def authority(self) -> Authority:
        return Authority(HUB, frozenset({(DEVICE, self.space)}))

    def counted(self) -> list[Op]:
        """By definition: authentic, in scope, sound."""
        by_id = {op.id: op for op in self.ops}
        authentic: set[str] = set()
        for chain, tip in (tip for seal in self.seals for tip in seal.tips):
            at = by_id.get(tip)
            while at is not None and at.chain == chain:
                authentic.add(at.id)
                at = by_id.get(at.prev or "")
        return [op for op in self.ops if op.id in authentic and self._in_scope(op) and op.defect is None]

    def _in_scope(self, op: Op) -> bool:
        device = device_of(op.chain)
        ordinary = not any(found.topic.startswith("_") for found in op.sets)
        return device == HUB or (device == DEVICE and op.space == self.space and ordinary)


LIVES = [LIVE, DELETED, f"same:{OTHER}", f"same:{REC}", {"malformed": 1}]
record_puts: st.SearchStrategy[Put] = st.fixed_dictionaries(
    {},
    optional={
        "note": st.sampled_from([v("a"), v("b"), v(None, "no_data"), None, {"raw": "?"}, {"new": 1}]),
        "asset_code": st.sampled_from([v("MT-1"), v("MT-2"), None]),  # a name: rows are in its order
        "ram_gb": st.sampled_from([v(8), v(16, "estimate"), v("8"), v(True), {"v": 8}]),
        LIFE: st.sampled_from(LIVES),
        "_status": st.sampled_from(["draft", "final", None, 5, {"x": []}]),
        "_round": st.sampled_from([SPACE, None, [1]]),
    },
).filter(bool)


@st.composite
def worlds(draw: st.DrawFn, space: str) -> World:
    """Two clones of an enrolled device, a stranger and the hub write; seals cover some tips."""
    world = World(space)
    chains = [Chain(DEVICE, 1, space), Chain(STRANGER, 1, space), Chain(HUB, 1, space)]
    for _ in range(draw(st.integers(1, 10))):
        if draw(st.integers(0, 5)) == 0:
            chains.append(chains[0].copy())
        chain = draw(st.sampled_from([chains[0], chains[0], *chains]))
        bases = draw(st.sets(st.sampled_from([op.id for op in world.ops] + [op_id(1)]), max_size=4))
        topic = draw(st.sampled_from(["computer"] * 6 + ["_space", "unheard_of"]))
        found = part(draw(record_puts), bases, draw(st.sampled_from(RECS)), topic)
        version = draw(st.sampled_from([1] * 8 + [2]))
        world.ops.append(chain.write(found, time=draw(st.integers(0, 2)), v=version))
        if draw(st.booleans()):
            world.seals.append(signed(world.ops[-1]))
    return world


Delivery = tuple[list[Op], list[SealedTips]]


@st.composite
def deliveries(draw: st.DrawFn, world: World) -> list[Delivery]:
    """All ops and seals, in any order, repeated, split anyhow."""
    items: list[Op | SealedTips] = [*world.ops, *world.seals]
    order = [*draw(st.permutations(items)), *draw(st.lists(st.sampled_from(items), max_size=3))]
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=4)))
    parts = [order[start:end] for start, end in itertools.pairwise([0, *cuts, len(order)])]
    return [
        ([one for one in found if isinstance(one, Op)], [one for one in found if isinstance(one, SealedTips)])
        for found in parts
    ]


def definition(world: World) -> list[tuple[str, str, str, str]]:
    counted = [(op, found) for op in world.counted() for found in op.sets]
    keys = {(found.topic, found.rec, name) for _op, found in counted for name in found.put}
    heads = []
    for topic, rec, name in keys:
        groups = [(op, g) for op, g in counted if (g.topic, g.rec) == (topic, rec) and name in g.put]
        ended = {base for _op, g in groups for base in g.bases}
        heads += [(topic, rec, name, op.id) for op, _g in groups if op.id not in ended]
    return sorted(heads)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, SqlStore]]:
    """Two homes for all examples: each example has a space of its own."""
    stores = (
        new_store(tmp_path_factory.mktemp("a") / "home"),
        new_store(tmp_path_factory.mktemp("b") / "home"),
    )
    yield stores
    for store in stores:
        store.close()


spaces = (f"5{number:07x}-0000-4000-8000-000000000000" for number in itertools.count())


@settings(max_examples=40)
@given(st.data())
def test_any_order_repetition_and_split_gives_what_the_definition_says(
    pair: tuple[SqlStore, SqlStore], data: st.DataObject
) -> None:
    world = data.draw(worlds(next(spaces)))
    for store in pair:
        open_space(store, world.space)
        authority = data.draw(st.sampled_from([NOBODY, world.authority]))
        for found, seals in data.draw(deliveries(world)):
            take(store, found, seals, authority)
        take(store, [], by=world.authority)
    one, other = (look(store, world.space) for store in pair)
    assert one == other
    assert one["heads"] == definition(world)
    counted = {op.id for op in world.counted()}
    assert {op for op, _chain, _reason in one["held"]} == {op.id for op in world.ops} - counted


@settings(max_examples=12)
@given(st.data())
def test_rebuilding_gives_the_same_rows_however_small_its_batches(
    pair: tuple[SqlStore, SqlStore], data: st.DataObject
) -> None:
    world, store = data.draw(worlds(next(spaces))), pair[0]
    open_space(store, world.space)
    for found, seals in data.draw(deliveries(world)):
        take(store, found, seals, world.authority)
    before = look(store, world.space)
    with pytest.MonkeyPatch.context() as patch, store.write() as tx:
        patch.setattr(store_module, "REBUILD_BATCH", data.draw(st.integers(1, 4)))
        tx.rebuild()
    assert look(store, world.space) == before


def test_rebuilding_does_not_take_an_op_of_a_later_batch_as_applied(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second op came first and ends the first: it must do so in the rebuilt tables too."""
    pc = Chain()
    first = pc.put({"note": v("a")})
    second = pc.put({"note": v("b")}, [first.id])
    take(store, [second], [signed(second)])
    take(store, [first])
    before = look(store)
    monkeypatch.setattr(store_module, "REBUILD_BATCH", 1)
    with store.write() as tx:
        tx.rebuild()
    assert look(store) == before
    assert before["heads"] == [("computer", REC, "note", second.id)]
