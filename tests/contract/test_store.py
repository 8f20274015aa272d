"""The store: which ops count, what passes through, all or nothing (SYNC.md, COUNTED, SEALS)."""

import pytest

from desktop_app.app.ports import Ingested
from desktop_app.domain import ops
from desktop_app.domain.counting import Authority
from desktop_app.domain.ops import DELETED, LIFE, LIVE
from desktop_app.store.store import SqlStore
from tests.histories import HUB, OTHER, REC, SPACE, STRANGER, THIRD, Chain, chain_of, line, part
from tests.stores import ENROLLED, asset, held, look, signed, take, take_whole, v

# --- what counts -----------------------------------------------------------------------------------------


def test_an_op_that_counts_is_in_the_record_and_in_the_projection(store: SqlStore) -> None:
    pc = Chain()
    pc.put({"asset_code": v("MT-1"), "note": v("Máy tính")})
    assert take_whole(store, pc) == Ingested(1, (), 0)
    assert asset(store) == [(REC, "MT-1", "Máy tính", 0)]


def test_taking_the_same_ops_again_changes_nothing(store: SqlStore) -> None:
    pc = Chain()
    pc.put({"asset_code": v("MT-1")})
    take_whole(store, pc)
    before = look(store)
    assert take_whole(store, pc) == Ingested(0, (), 0)
    assert take(store, pc.ops * 3) == Ingested(0, (), 0)
    assert look(store) == before


def test_an_unsealed_op_is_held_and_counts_when_its_seal_comes(store: SqlStore) -> None:
    pc = Chain()
    first, second = pc.put({"asset_code": v("MT-1")}), pc.put({"note": v("a")})
    assert take(store, pc.ops).held == ((first.id, "unsealed"), (second.id, "unsealed"))
    assert asset(store) == []
    assert take(store, [], [signed(first)]).held == ()
    assert held(store) == {second.id: "unsealed"}
    assert asset(store) == [(REC, "MT-1", None, 0)]
    take(store, [], [signed(second)])
    assert held(store) == {}
    assert asset(store) == [(REC, "MT-1", "a", 0)]


def test_an_op_that_comes_after_its_seal_counts(store: SqlStore) -> None:
    pc = Chain()
    first, second = pc.put({"asset_code": v("MT-1")}), pc.put({"note": v("a")})
    take(store, [first], [signed(second)])
    take(store, [second])
    assert held(store) == {}


def test_what_fills_a_gap_is_sealed_by_what_comes_after_it(store: SqlStore) -> None:
    """A hub rolled back takes ops 4 to 6, then 1 to 3 in the next bundle, whose seal begins at 7."""
    pc = Chain()
    for n in range(7):
        pc.put({"asset_code": v(f"MT-{n}")})
    assert take(store, pc.ops[3:6], [signed(pc.ops[5])]).gaps == 1
    assert take(store, [pc.ops[6], *pc.ops[:3]], [signed(pc.ops[6])]) == Ingested(4, (), 0)
    assert held(store) == {}


def test_a_gap_is_counted_until_it_is_filled_and_what_came_is_applied(store: SqlStore) -> None:
    pc = Chain()
    for n in range(5):
        pc.put({"note": v(str(n))}, [pc.prev] if pc.prev else [])
    assert take(store, [pc.ops[0], pc.ops[4]], [signed(pc.ops[4])]).gaps == 1
    assert held(store) == {pc.ops[0].id: "unsealed"}, "nothing in hand leads from the seal to it yet"
    assert [row[2] for row in asset(store)] == ["4"]
    assert take(store, pc.ops[1:4]).gaps == 0
    assert held(store) == {}
    with store.read() as tx:
        assert [(run.start, run.end) for run in tx.have([SPACE])[SPACE]] == [(1, 5)]


def test_a_seal_of_one_chain_says_nothing_of_another(store: SqlStore) -> None:
    """A device signs for its own chains only, even if another's op lies under its tip."""
    pc, stranger = Chain(), Chain(STRANGER)
    forged = pc.put({"asset_code": v("giả")})
    stranger.seq, stranger.prev = 1, forged.id
    own = stranger.put({"note": v("a")})
    take(store, [forged, own], [signed(own)])
    assert held(store) == {forged.id: "unsealed", own.id: "not_enrolled"}


def test_an_op_in_the_hubs_name_needs_the_hubs_seal_also_at_the_hub(store: SqlStore) -> None:
    forged = ops.read(line(part({"asset_code": v("giả")}), chain=chain_of(HUB)))
    pc = Chain()
    pc.put({"note": v("thật")}, rec=OTHER)
    take(store, [*pc.ops, forged], [signed(pc.ops[-1])])
    assert held(store) == {forged.id: "unsealed"}
    assert [row[0] for row in asset(store)] == [OTHER]


def test_a_device_that_is_not_enrolled_is_held_until_it_is_and_the_rest_is_applied(store: SqlStore) -> None:
    pc, stranger = Chain(), Chain(STRANGER)
    pc.put({"asset_code": v("MT-1")})
    late = stranger.put({"asset_code": v("MT-2")}, rec=OTHER)
    took = take(store, [*pc.ops, late], [signed(pc.ops[-1]), signed(late)])
    assert took == Ingested(2, ((late.id, "not_enrolled"),), 0)
    assert [row[0] for row in asset(store)] == [REC]
    take(store, [], by=Authority(HUB, ENROLLED.enrolled | {(STRANGER, SPACE)}))
    assert held(store) == {}
    assert [row[0] for row in asset(store)] == [REC, OTHER]


def test_an_op_for_another_units_space_is_held(store: SqlStore) -> None:
    pc = Chain(space=THIRD)
    op = pc.put({"asset_code": v("MT-1")})
    assert take_whole(store, pc).held == ((op.id, "not_enrolled"),)
    with store.read() as tx:
        assert list(tx.heads(THIRD)) == []
        assert [run.tip for run in tx.have([THIRD])[THIRD]] == [op.id], "held ops are acknowledged"


def test_only_the_hub_writes_system_topics(store: SqlStore) -> None:
    pc, hub = Chain(), Chain(HUB)
    forged = pc.write(part({"unit": v("x")}, topic="_space"))
    hub.write(part({"unit": v("x")}, topic="_space", rec=OTHER))
    take(store, [forged, *hub.ops], [signed(forged), signed(hub.ops[-1])])
    assert held(store) == {forged.id: "system_topic"}
    with store.read() as tx:
        assert [rec for rec, _state in tx.all_of("_space")] == [OTHER]


def test_reasons_follow_what_is_known_now(store: SqlStore) -> None:
    stranger = Chain(STRANGER)
    op = stranger.put({"asset_code": v("MT-1")})
    take(store, [op])
    assert held(store) == {op.id: "unsealed"}
    take(store, [], [signed(op)])
    assert held(store) == {op.id: "not_enrolled"}


# --- what passes through -----------------------------------------------------------------------------------


def test_an_op_of_a_newer_program_is_kept_passed_on_and_not_applied(store: SqlStore) -> None:
    pc = Chain()
    newer = pc.write(part({"asset_code": v("MT-1")}), v=2, sets={"any": ["shape"]})
    assert take_whole(store, pc).held == ((newer.id, "newer_version"),)
    assert asset(store) == []
    with store.read() as tx:
        assert list(tx.lines(tx.lacking([SPACE], {}))) == [newer.line]


def test_a_control_character_is_held_and_kept_as_it_came(store: SqlStore) -> None:
    pc = Chain()
    op = pc.put({"note": v("a\x00b")})
    assert take_whole(store, pc).held == ((op.id, "defect:control_character"),)
    with store.read() as tx:
        assert list(tx.lines([1])) == [op.line]


def test_unknown_topics_fields_and_choices_pass_through_byte_for_byte(store: SqlStore) -> None:
    pc = Chain()
    pc.write(
        part(
            {
                "qubits": v(128),
                "kind": v("hologram"),
                "asset_code": v("MT-1"),
                "ram_gb": v(8) | {"unit": "GB"},
            }
        )
    )
    pc.write(part({"shape": {"any": [1, None, True]}}, topic="satellite", rec=OTHER))
    take_whole(store, pc)
    with store.read() as tx:
        assert list(tx.lines(tx.lacking([SPACE], {}))) == [op.line for op in pc.ops]
        known, unknown = tx.state(SPACE, "computer", REC), tx.state(SPACE, "satellite", OTHER)
        row = tx.execute("SELECT kind, asset_code, ram_gb FROM p_computer", {})
    assert known is not None
    assert unknown is not None
    assert known.shown("qubits") == v(128)
    assert unknown.shown("shape") == {"any": [1, None, True]}
    assert row == [(None, "MT-1", None)]


def test_one_row_a_record_and_the_shown_value_in_it(store: SqlStore) -> None:
    one, two = Chain(number=1), Chain(number=2)
    one.put({"note": v("cũ")}, time=1)
    two.put({"note": v("mới", "estimate"), "_status": "final", "_round": SPACE}, time=2)
    take(store, [*two.ops, *one.ops], [signed(one.ops[-1], two.ops[-1])])
    with store.read() as tx:
        rows = tx.execute(
            "SELECT note, status, round, review, updated_ms, updated_by, unit FROM p_computer", {}
        )
        assert tx.reviews() == 1
    assert rows == [("mới", "final", SPACE, 1, 2, "Lò Văn A", "dbp-u-0003")]


def test_a_row_tells_of_the_newest_op_that_still_says_something(store: SqlStore) -> None:
    pc = Chain()
    made = pc.put({"note": v("cũ")}, time=9)
    again = pc.put({"note": v("mới")}, [made.id], time=2)
    for found in ([made], [again]):
        take(store, found, [signed(again)])
    with store.read() as tx:
        assert tx.execute("SELECT note, updated_ms FROM p_computer", {}) == [("mới", 2)]


def test_a_row_moves_when_its_name_changes_and_stays_when_another_field_does(store: SqlStore) -> None:
    pc = Chain()
    for rec, name in ((REC, "MT-2"), (OTHER, "MT-3")):
        pc.put({"asset_code": v(name)}, rec=rec)
    for put in ({"note": v("x")}, {"asset_code": v("MT-4")}, {"note": v("y")}):
        take_whole(store, pc)
        before = order(store)
        pc.put(put, [op.id for op in pc.ops], rec=REC)
        take_whole(store, pc)
        assert (order(store) == before) == ("note" in put)


def order(store: SqlStore) -> list[str]:
    with store.read() as tx:
        return [rec for (rec,) in tx.execute("SELECT rec FROM p_computer ORDER BY sort_key, id", {})]


def test_a_deleted_record_leaves_the_projection_and_comes_back_with_an_unseen_value(store: SqlStore) -> None:
    pc, clone = Chain(), Chain(number=2)
    made = pc.put({"note": v("a")})
    pc.put({LIFE: DELETED}, [made.id])
    take_whole(store, pc)
    assert asset(store) == []
    clone.put({"asset_code": v("MT-9")})
    take_whole(store, clone)
    assert asset(store) == [(REC, "MT-9", "a", 1)]


def test_a_duplicate_is_hidden_as_long_as_the_record_that_it_leads_to_is_shown(store: SqlStore) -> None:
    """Also when that record comes, goes and comes back in later transactions."""
    pc = Chain()
    made = pc.put({"note": v("a")})
    pc.put({LIFE: f"same:{OTHER}"}, [made.id])
    take_whole(store, pc)
    assert [row[0] for row in asset(store)] == [REC]
    target = pc.put({"note": v("b")}, rec=OTHER)
    take_whole(store, pc)
    assert [row[0] for row in asset(store)] == [OTHER]
    gone = pc.put({LIFE: DELETED}, [target.id], rec=OTHER)
    take_whole(store, pc)
    assert asset(store) == [(REC, None, "a", 1)]
    pc.put({LIFE: LIVE}, [gone.id, target.id], rec=OTHER)
    take_whole(store, pc)
    assert asset(store) == [(OTHER, None, "b", 0)]


# --- all or nothing ----------------------------------------------------------------------------------------


class UnpluggedError(Exception):
    pass


def interrupted(store: SqlStore, pc: Chain) -> None:
    with store.write() as tx:
        tx.put_seal(signed(pc.ops[-1]), 0)
        tx.ingest(pc.ops, [(pc.name, pc.ops[-1].id)], ENROLLED)
        tx.put_setting("x", 1)
        raise UnpluggedError


def test_a_transaction_that_fails_leaves_nothing(store: SqlStore) -> None:
    pc = Chain()
    pc.put({"note": v("a")})
    before = look(store)
    with pytest.raises(UnpluggedError):
        interrupted(store, pc)
    assert look(store) == before
    with store.read() as tx:
        assert tx.setting("x") is None
        assert tx.seals() == []
        assert tx.largest_row() == 0


def test_looking_at_a_space_or_record_that_is_not_there_writes_nothing(store: SqlStore) -> None:
    with store.read() as tx:
        assert tx.state(THIRD, "computer", REC) is None
        assert tx.history(THIRD, "computer", REC) == []
        assert list(tx.heads(THIRD)) == []
        assert tx.have([THIRD]) == {THIRD: []}
        assert tx.locate("computer", REC) == []
    with store.read() as tx:
        assert THIRD not in [info.uuid for info in tx.spaces()]
