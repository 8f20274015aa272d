"""Ops in another's name, relayed by an enrolled PC: nobody may come to sign for what it never wrote."""

from pathlib import Path

import pytest

from desktop_app.app import exchange, receiving
from desktop_app.app.ports import Desk, Outgoing
from desktop_app.domain import ids, ops
from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, place


@pytest.fixture
def second(tmp_path: Path, district: Desk, clock: StoppedClock) -> Desk:
    """Another PC of the same commune."""
    return new_commune(tmp_path / "second", district, COMMUNES[0], clock)


def forged(victim: Desk, thief: Desk, *, follows: bool) -> ops.Op:
    """Return an op in the name of ``victim`` that it never wrote, at the end of its chain or in a new one."""
    prev = last_of(victim, place(thief).space) if follows else None
    chain = prev.chain if prev else ids.chain_id(place(victim).device, thief.random)
    seq, before = (prev.seq + 1, prev.op) if prev else (1, None)
    author = ops.Author(chain, seq, before, place(thief).space, 0, "kẻ lạ")
    rec = ids.uuid7(0, thief.random)
    return ops.write(author, [ops.sets("computer", rec, {"asset_code": {"state": "actual", "v": "X"}}, [])])


def last_of(desk: Desk, space: str) -> ops.Place:
    with desk.store.read() as tx:
        places = [ops.place(line) for line in tx.lines(tx.lacking((space,), {}))]
    return next(one for one in reversed(places) if one.chain.startswith(place(desk).device))


def carried(thief: Desk, road: Road, op: ops.Op) -> Path:
    """Write the next bundle of ``thief`` with a foreign op in it, for which it cannot sign."""
    home = place(thief)
    with thief.store.read() as tx:
        out: Outgoing = exchange.outgoing(thief, tx, home, tx.lacking((home.space,), {}))
    path = road.new_folder() / "b.moduong"
    thief.codec.write(path, home.keys, out._replace(ops=(*out.ops, op.line)))
    return path


def counts(desk: Desk, op: ops.Op) -> bool:
    with desk.store.read() as tx:
        return tx.locate("computer", op.sets[0].rec) != []


def holds(desk: Desk, op: ops.Op) -> bool:
    with desk.store.read() as tx:
        return tx.holds(op.id)


@pytest.mark.parametrize("name", ["district", "second"])
@pytest.mark.parametrize("follows", [False, True])
def test_an_op_in_anothers_name_is_never_signed_by_that_other(
    request: pytest.FixtureRequest, district: Desk, commune: Desk, second: Desk, road: Road,
    name: str, follows: bool,
) -> None:  # fmt: skip
    victim = request.getfixturevalue(name)
    for desk in (commune, second):
        add(desk)
        road.exchange(desk, district)
    add(victim, unit=COMMUNES[0])
    for desk in (second, commune):
        road.exchange(desk, district)
    op = forged(victim, commune, follows=follows)
    receiving.receive(district, [carried(commune, road, op)])
    assert holds(district, op)
    for _round in range(3):
        for desk in (commune, second):
            road.exchange(desk, district)
    mine = add(victim, unit=COMMUNES[0])
    for _round in range(2):
        for desk in (commune, second):
            road.exchange(desk, district)
    for desk in (district, second, commune):
        assert not counts(desk, op)
        with desk.store.read() as tx:
            assert tx.locate("computer", mine) != []
    assert holds(district, op)
    assert holds(second, op)
