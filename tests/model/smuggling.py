"""Bundles in parts, and of an enrolled PC that lies or whose program is newer: ops that must not count."""

import random
from collections.abc import Callable

from desktop_app.app import exchange
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Outgoing
from desktop_app.app.spaces import shared
from desktop_app.domain import ids, ops
from desktop_app.domain.ops import Author, Op, Sets
from tests.model import judge
from tests.model.world import FIELDS, TOPIC, Replica, Saw, World


def split(world: World, replica: Replica, what: int, which: int) -> None:
    """Write a bundle with some of the ops, some of them twice, as if they were too many for one."""
    if replica is not world.hub:
        chance = random.Random(what * 256 + which)
        out = _outgoing(replica, lambda: chance.random() < 0.5)
        _send(world, replica, out._replace(ops=out.ops + out.ops[: which % 4]))


def smuggle(world: World, replica: Replica, what: int, which: int) -> None:
    """Write a bundle with an op in it that must not count."""
    if replica is world.hub:
        return
    out, home = _outgoing(replica), place_of(replica.tx)  # type: ignore[arg-type]
    tries = (_elsewhere, _as_system, _newer, _as_another)
    op = tries[what % len(tries)](world, replica, home, which)
    if op is not None:
        mine = ((op.chain, op.seq, op.id),) if op.chain.startswith(home.device) else ()
        _send(world, replica, out._replace(ops=(*out.ops, op.line), tips=(*out.tips, *mine)))


def _elsewhere(world: World, replica: Replica, home: Place, which: int) -> Op | None:
    """An op in a space for which its device is not enrolled; the hub may let it in."""
    there = [at for at in world.records(world.hub) if at[0] not in shared(replica.tx, home)]  # type: ignore[arg-type]
    if not there:
        return None
    space, rec = there[which % len(there)]
    op = _crafted(world, replica, home.device, space, ops.sets(TOPIC, rec, {"note": "odd"}, []))
    world.ledger.saw[op.id, rec] = Saw({}, frozenset())
    world.ledger.puts.update(((op.id, at), judge.spell(put.value)) for at, put in judge.puts_of(op.line))
    return op


def _as_system(world: World, replica: Replica, home: Place, which: int) -> Op:
    """A PC's op of the hub's: it binds itself, or lets in what was held back."""
    topic, name = (("_activation", "device"), ("_admit", "ops"))[which % 2]
    space = (home.space, home.catalogue)[which // 2 % 2]
    said = {name: {"state": "actual", "v": home.device if which % 2 == 0 else list(replica.tx.data.held)}}
    return _crafted(world, replica, home.device, space, ops.sets(topic, home.activation, said, []))


def _newer(world: World, replica: Replica, home: Place, which: int) -> Op | None:
    """An op of a version to come, over the heads of a record."""
    op = _over(world, replica, home, home.device, which)
    return op and ops.read(op.line.replace(b'"v":1}', b'"v":2}'))


def _as_another(world: World, replica: Replica, home: Place, which: int) -> Op | None:
    """An op in the name of the hub or of another PC, who never signed it."""
    others = [one for one in (world.hub, *world.pcs) if world.device(one) != home.device]
    return _over(world, replica, home, world.device(others[which % len(others)]), which)


def _over(world: World, replica: Replica, home: Place, device: str, which: int) -> Op | None:
    here = [at for at in world.records(replica) if at[0] == home.space]
    if not here:
        return None
    rec = here[which % len(here)][1]
    everything = world.look(replica, home.space, rec).editing.everything
    part = ops.sets(TOPIC, rec, dict.fromkeys(FIELDS, "odd"), everything)
    return _crafted(world, replica, device, home.space, part)


def _crafted(world: World, replica: Replica, device: str, space: str, part: Sets) -> Op:
    chain = ids.chain_id(device, world.random)
    return ops.write(Author(chain, 1, None, space, replica.clock.now, "nobody"), [part])


def _outgoing(replica: Replica, takes: Callable[[], bool] = lambda: True) -> Outgoing:
    with replica.store.read() as tx:
        home = place_of(tx)  # type: ignore[arg-type]
        rows = tx.lacking(shared(tx, home), exchange.mark_of(tx))  # type: ignore[arg-type]
        some = [row for row in rows if takes()]
        return exchange.outgoing(replica.desk, tx, home, some)  # type: ignore[arg-type]


def _send(world: World, replica: Replica, out: Outgoing) -> None:
    path = world.new_folder()
    world.codec.write(path, place_of(replica.tx).keys, out)  # type: ignore[arg-type]
    world.sent.append((out.to, path))
