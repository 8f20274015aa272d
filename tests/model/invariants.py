"""What SYNC.md promises, asked of a world; each question is named after its invariant."""

from desktop_app.app import exchange
from desktop_app.app.place import Place, place_of
from desktop_app.app.spaces import shared
from tests.model import judge
from tests.model.world import TOPIC, Replica, World


def place(replica: Replica) -> Place:
    return place_of(replica.tx)  # type: ignore[arg-type]


def replicas(world: World) -> list[Replica]:
    return [world.hub, *world.pcs]


def scope(pc: Replica) -> tuple[str, ...]:
    return shared(pc.tx, place(pc))  # type: ignore[arg-type]


def every_value_stands_or_was_seen(world: World) -> None:
    """3: a value is a head, or was superseded by an op whose author's screen had shown it."""
    for replica in replicas(world):
        found = replica.tx.found
        for register, puts in found.items():
            if register[1] != TOPIC:
                continue
            heads = {put.op for put in judge.heads(puts)}
            for put in puts:
                if put.op not in heads and (put.op, register) in world.ledger.puts:
                    assert _was_seen(world, register, put, puts), (replica.name, register, put)


def _was_seen(world: World, register: judge.Register, put: judge.Put, puts: list[judge.Put]) -> bool:
    value = world.ledger.puts[put.op, register]
    for later in puts:
        saw = world.ledger.saw.get((later.op, register[2]))
        if put.op in later.bases and saw and value in saw.values.get(register[3], ()):
            return True
    return False


def nothing_unseen_is_hidden(world: World) -> None:
    """5: a hidden record has no field head that no hider saw; a merged one leads to one that is shown."""
    for replica in replicas(world):
        tx = replica.tx
        for space, rec in world.records(replica):
            record = tx.record(space, TOPIC, rec)
            if not tx.verdict(space, TOPIC, rec).hidden:
                continue
            life = judge.heads(record.get("_life", []))
            seen = frozenset[str]().union(*(world.ledger.saw[put.op, rec].heads for put in life))
            fields = {put.op for name, puts in record.items() if name != "_life" for put in judge.heads(puts)}
            assert fields <= seen, (replica.name, rec)
            if str(life[0].value).startswith("same:"):
                assert _leads_to_a_shown_one(world, replica, space, rec), (replica.name, rec)


def _leads_to_a_shown_one(world: World, replica: Replica, space: str, rec: str) -> bool:
    tx, passed = replica.tx, set[str]()
    while rec not in passed:
        passed.add(rec)
        if not tx.verdict(space, TOPIC, rec).hidden:
            return True
        rec = str(judge.heads(tx.record(space, TOPIC, rec)["_life"])[0].value)[5:]
    return False


def all_have_all(world: World) -> None:
    """6: every op that is alive anywhere in scope is everywhere in scope, and the states are one."""
    for pc in world.pcs:
        if place(pc).is_district:
            assert set(scope(pc)) == set(scope(world.hub)), pc.name
        for space in scope(pc):
            here = {op.id for op in pc.store.data.log.values() if op.space == space}
            there = {op.id for op in world.hub.store.data.log.values() if op.space == space}
            assert here == there, (pc.name, space, here ^ there)


def all_agree(world: World) -> None:
    """1, 10: one set of ops, one state: digest and what is held."""
    for pc in world.pcs:
        for space in scope(pc):
            assert judge.digest(pc.tx.found, space) == judge.digest(world.hub.tx.found, space), pc.name


def nothing_is_resent(world: World) -> None:
    """6: after that, bundles and answers are empty."""
    for pc in world.pcs:
        tx = pc.tx
        spaces = scope(pc)
        assert tx.lacking(spaces, exchange.mark_of(tx)) == [], pc.name  # type: ignore[arg-type]
        assert world.hub.tx.lacking(spaces, tx.have(spaces)) == [], pc.name


def what_counts_is_the_same(world: World) -> None:
    """10: what counts follows from the ops alone; but a PC applies its own on its screen."""
    hub = world.hub.store.data
    for pc in world.pcs:
        data, me = pc.store.data, place(pc).device
        for op in data.log.values():
            if not op.chain.startswith((me, place(world.hub).device)):
                assert data.held.get(op.id) == hub.held.get(op.id), (pc.name, op.id)


def what_is_called_received_is_in_the_hub(world: World, pc: Replica) -> None:
    """8: asked right after an answered exchange."""
    tx, spaces = pc.tx, scope(pc)
    left = set(tx.lacking(spaces, exchange.mark_of(tx)))  # type: ignore[arg-type]
    for row, op in enumerate(pc.store.data.log.values(), start=1):
        if op.space in spaces and row not in left:
            assert world.hub.tx.holds(op.id), (pc.name, op.id)


def settled(world: World, *, harsh: bool = False) -> None:
    """Let everybody exchange, and ask all of it."""
    every_value_stands_or_was_seen(world)
    nothing_unseen_is_hidden(world)
    # A hub that was put back first seals bundles, then learns whose they are, then asks again.
    for _round in range(6 if world.hub_was_put_back else 2):
        for pc in world.pcs:
            if world.exchange(pc):
                what_is_called_received_is_in_the_hub(world, pc)
    every_value_stands_or_was_seen(world)
    nothing_unseen_is_hidden(world)
    all_have_all(world)
    nothing_is_resent(world)
    what_counts_is_the_same(world)
    if not harsh:  # a PC that was cut off keeps its own on its screen
        all_agree(world)
