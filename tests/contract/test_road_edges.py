"""What is rare on the road: wrong secrets, full shelves, foreign receipts, lines that are no ops."""

import gc
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop_app.app import exchange, overview, receiving
from desktop_app.app.place import put_place
from desktop_app.app.ports import Desk
from desktop_app.domain import have
from desktop_app.errors import RefusedError
from desktop_app.sync.codec import BundleCodec
from tests.desks import COMMUNES, Road, StoppedClock, add, new_commune, place

NO_OP = [
    b"no json",
    b'{"chain":"x","prev":null,"seq":1}',
    b'{"chain":"x","prev":null,"seq":1,"space":"11111111-1111-4111-8111-111111111111"}',
]


def mark(desk: Desk) -> have.Have:
    with desk.store.read() as tx:
        return exchange.mark_of(tx)


def test_a_secret_that_was_never_issued_binds_nobody(district: Desk, commune: Desk, road: Road) -> None:
    with commune.store.write() as tx:
        put_place(tx, msgspec.structs.replace(place(commune), secret="0" * 32))
    add(commune)
    bundle = road.send(commune)
    for _time in range(2):  # it is kept once
        (there,) = road.deliver(district, bundle)
        assert (there.outcome, there.receipt) == ("sealed", None)
    assert len(list((district.store.path / "sealed").iterdir())) == 1
    assert overview.peers_of(district) == []


def test_only_so_many_sealed_bundles_are_kept(
    district: Desk, commune: Desk, road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "SEALED_FILES", 1)
    with commune.store.write() as tx:
        put_place(tx, msgspec.structs.replace(place(commune), activation="", secret=""))
    add(commune)
    outcomes = [road.deliver(district, road.send(commune))[0].outcome for _number in range(2)]
    assert outcomes == ["sealed", "refused"]


def test_a_receipt_that_the_hub_did_not_sign_is_refused(communes: list[Desk], road: Road) -> None:
    mine, other = communes[:2]
    add(other)
    with other.store.read() as tx:
        out = exchange.outgoing(other, tx, place(other), [1])
    path = road.new_folder() / "b.moduong"
    to = out._replace(to=place(mine).device, recipients=(place(mine).recipient,))
    other.codec.write(path, place(other).keys, to)
    assert receiving.receive_one(mine, path).outcome == "refused"
    assert mark(mine) == {}


def test_a_receipt_of_an_earlier_bundle_raises_the_mark_and_a_second_time_changes_nothing(
    district: Desk, commune: Desk, road: Road
) -> None:
    add(commune)
    (first,) = road.deliver(district, road.send(commune))
    add(commune)
    road.send(commune)
    assert first.receipt is not None
    assert receiving.receive_one(commune, first.receipt).outcome == "applied"
    raised = mark(commune)
    assert [run.end for run in raised[place(commune).space]] == [1]
    assert receiving.receive_one(commune, first.receipt).outcome == "already"
    assert mark(commune) == raised


@pytest.mark.parametrize("line", NO_OP)
def test_a_bundle_with_a_line_that_is_no_op_is_refused_whole(
    district: Desk, commune: Desk, road: Road, line: bytes
) -> None:
    add(commune)
    with commune.store.read() as tx:
        home = place(commune)
        out = exchange.outgoing(commune, tx, home, tx.lacking((home.space,), {}))
    path = road.new_folder() / "b.moduong"
    commune.codec.write(path, home.keys, out._replace(ops=(*out.ops, line)))
    before = overview.digest(district)
    (there,) = road.deliver(district, path)
    assert (there.outcome, there.receipt) == ("refused", None)
    assert overview.digest(district) == before
    assert overview.peers_of(district) == []


def test_a_file_that_cannot_be_read_is_no_bundle(tmp_path: Path, district: Desk) -> None:
    class Unreadable(BundleCodec):
        def sniff(self, path: Path) -> str | None:
            raise RefusedError(path.name)

    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "photo.jpg").write_bytes(b"")
    assert receiving.receive(replace(district, codec=Unreadable()), [stick]) == []


def test_the_collector_of_cycles_is_on_again_after_a_bundle(
    tmp_path: Path, district: Desk, clock: StoppedClock, road: Road
) -> None:
    commune = new_commune(tmp_path / "commune", district, COMMUNES[1], clock)
    add(commune)
    bundle = road.send(commune)
    gc.enable()
    try:
        assert road.deliver(district, bundle)[0].outcome == "applied"
        assert gc.isenabled()
    finally:
        gc.disable()
        commune.store.close()
