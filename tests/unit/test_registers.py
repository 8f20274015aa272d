"""Merging: registers with several heads, and the life of a record (SYNC.md, HEADS, _LIFE, rules 1 to 5)."""

from typing import Any

import pytest

from desktop_app.domain import ops, registers
from desktop_app.domain.ops import DELETED, LIFE, LIVE
from desktop_app.domain.registers import RecordState, hidden, pack, plainly_live, unpack
from tests.histories import OTHER, REC, THIRD, Chain, line, merged, op_id, part
from tests.merging import is_hidden, reviewed, same

# --- heads ---------------------------------------------------------------------------------------------


def test_what_replaces_a_value_ends_it() -> None:
    pc = Chain()
    first = pc.put({"note": "a", "name": "n"})
    second = pc.put({"note": "b"}, [first.id])
    state = merged(pc.ops)
    assert state.heads == {"note": {second.id: "b"}, "name": {first.id: "n"}}


def test_two_that_did_not_see_each_other_both_stand_and_are_in_review() -> None:
    one, two = Chain(number=1), Chain(number=2)
    first = one.put({"note": "a"})
    history = [first, one.put({"note": "b"}, [first.id]), two.put({"note": "c"}, [first.id])]
    state = merged(history)
    assert set(state.heads["note"].values()) == {"b", "c"}
    assert state.conflicts() == ["note"]
    assert reviewed(history)


def test_two_that_said_the_same_are_no_conflict() -> None:
    history = [Chain(number=n).put({"note": {"v": 1, "state": "actual"}}) for n in (1, 2)]
    assert len(merged(history).heads["note"]) == 2
    assert merged(history).conflicts() == []
    assert not reviewed(history)


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1), (False, 0), (None, ""), (None, False), ("1", 1), ([1], [True]),
     ({"v": None}, {}), ("é", "e\u0301")],
    ids=repr,
)  # fmt: skip
def test_values_are_equal_when_their_canonical_bytes_are(one: Any, other: Any) -> None:
    history = [Chain(number=n).put({"note": value}) for n, value in ((1, one), (2, other))]
    assert merged(history).conflicts() == ["note"]
    assert len(merged(history).shown_bases("note")) == 1


def test_a_null_is_a_value_like_any_other() -> None:
    pc = Chain()
    first = pc.put({"note": "a"})
    erased = pc.put({"note": None}, [first.id])
    assert merged(pc.ops).heads == {"note": {erased.id: None}}
    assert merged(pc.ops).shown("note") is None


def test_an_op_that_comes_before_what_it_replaces_ends_it_on_arrival() -> None:
    pc = Chain()
    first = pc.put({"note": "a", "name": "n"})
    second = pc.put({"note": "b"}, [first.id])
    assert merged([second, first]).heads == merged([first, second]).heads


def test_a_base_ends_only_what_its_own_part_puts() -> None:
    """Bases of other registers are inert: the name that the first op put stands."""
    pc = Chain()
    first = pc.put({"note": "a", "name": "n"})
    second = pc.write(part({"note": "b"}, [first.id]), part({"kind": "k"}))
    assert merged(pc.ops).heads == {
        "note": {second.id: "b"},
        "name": {first.id: "n"},
        "kind": {second.id: "k"},
    }


def test_looking_between_two_steps_needs_no_packing() -> None:
    """A field whose heads have all gone, as while an op is taken in, is as if never written."""
    state = RecordState(heads={"note": {}})
    assert state.shown("note") is None
    assert (list(state.fields()), state.conflicts(), state.shown_bases("note")) == ([], [], [])


def test_a_base_that_is_nowhere_in_hand_is_legal() -> None:
    op = Chain().put({"note": "a"}, [op_id(1)])
    assert merged([op]).heads == {"note": {op.id: "a"}}


# --- the rules that are easy to get wrong ----------------------------------------------------------------


def test_rule_2_a_save_lists_only_the_heads_whose_value_was_shown() -> None:
    early, late, again = (
        Chain(number=n).put({"note": v}, time=t) for n, v, t in ((1, "a", 1), (2, "b", 3), (3, "b", 2))
    )
    state = merged([early, late, again])
    assert state.shown("note") == "b"
    assert set(state.shown_bases("note")) == {late.id, again.id}
    assert state.shown_bases("nothing") == []


def test_rule_3_good_broken_good() -> None:
    """Were bases values, the second "good" would bring back the first, and the late "broken" with it."""
    pc, late = Chain(number=1), Chain(number=2)
    good = pc.put({"note": "good"})
    broken = pc.put({"note": "broken"}, [good.id])
    good_again = pc.put({"note": "good"}, [broken.id])
    late_broken = late.put({"note": "broken"}, [good.id])
    assert set(merged(pc.ops).heads["note"]) == {good_again.id}
    assert set(merged([*pc.ops, late_broken]).heads["note"]) == {good_again.id, late_broken.id}
    assert reviewed([*pc.ops, late_broken])


def test_rule_4_a_delete_hides_what_it_saw() -> None:
    pc = Chain()
    made = pc.put({"note": "a", "name": "n"})
    edited = pc.put({"note": "b"}, [made.id])
    pc.put({LIFE: DELETED}, [made.id, edited.id])
    assert is_hidden(pc.ops)
    assert not reviewed(pc.ops)


def test_rule_4_a_head_that_the_delete_did_not_see_keeps_the_record_visible_and_in_review() -> None:
    pc, other = Chain(number=1), Chain(number=2)
    made = pc.put({"note": "a"})
    pc.put({LIFE: DELETED}, [made.id])
    unseen = other.put({"name": "mới"}, time=1)
    assert not is_hidden([*pc.ops, unseen])
    assert reviewed([*pc.ops, unseen])


def test_rule_4_two_deletes_together_cover_what_each_saw() -> None:
    one, two = Chain(number=1), Chain(number=2)
    made, other = one.put({"note": "a"}), two.put({"name": "b"})
    history = [made, other, one.put({LIFE: DELETED}, [made.id]), two.put({LIFE: DELETED}, [other.id])]
    assert is_hidden(history)
    assert not is_hidden(history[:3])


def test_rule_4_an_earlier_delete_that_was_taken_back_covers_nothing_any_more() -> None:
    pc = Chain()
    made = pc.put({"note": "a"})
    deleted = pc.put({LIFE: DELETED}, [made.id])
    back = pc.put({LIFE: LIVE}, [deleted.id, made.id])
    pc.put({LIFE: DELETED}, [back.id])
    state = merged(pc.ops)
    assert not hidden(state, lambda _rec: None)
    assert not hidden(unpack(pack(state)), lambda _rec: None)
    assert reviewed(pc.ops)


def test_rule_4_nor_when_the_taken_back_delete_still_holds_another_value() -> None:
    pc = Chain()
    made = pc.put({"note": "a"})
    deleted = pc.put({LIFE: DELETED, "name": "n"}, [made.id])
    back = pc.put({LIFE: LIVE}, [deleted.id])
    pc.put({LIFE: DELETED}, [back.id, deleted.id])
    assert not is_hidden(pc.ops)
    assert not hidden(unpack(pack(merged(pc.ops))), lambda _rec: None)


@pytest.mark.parametrize("later", [0, 1])
def test_rule_4_clocks_never_choose_among_life_heads(later: int) -> None:
    one, two = Chain(number=1), Chain(number=2)
    made = one.put({"note": "a"})
    history = [
        made,
        one.put({LIFE: DELETED}, [made.id], time=1 - later),
        two.put({LIFE: LIVE}, [made.id], time=later),
    ]
    assert not is_hidden(history)
    assert reviewed(history)


def test_a_record_brought_back_is_plainly_live() -> None:
    pc = Chain()
    made = pc.put({"note": "a"})
    deleted = pc.put({LIFE: DELETED}, [made.id])
    pc.put({LIFE: LIVE}, [deleted.id, made.id])
    assert not is_hidden(pc.ops)
    assert not reviewed(pc.ops)
    assert plainly_live(merged(pc.ops))


def test_a_life_erased_is_as_if_never_written() -> None:
    pc = Chain()
    made = pc.put({"note": "a"})
    pc.put({LIFE: None}, [made.id])
    assert not is_hidden(pc.ops)
    assert not reviewed(pc.ops)


def merge_into(pc: Chain, rec: str, target: str) -> None:
    made = pc.put({"note": rec}, rec=rec)
    pc.put({LIFE: same(target)}, [made.id], rec=rec)


def test_rule_5_a_duplicate_hides_behind_a_record_that_is_shown() -> None:
    pc = Chain()
    pc.put({"note": "kept"}, rec=OTHER)
    merge_into(pc, REC, OTHER)
    assert is_hidden(pc.ops)
    assert not is_hidden(pc.ops, OTHER)


def test_rule_5_a_to_b_meets_b_to_a_and_neither_vanishes() -> None:
    one, two = Chain(number=1), Chain(number=2)
    merge_into(one, REC, OTHER)
    merge_into(two, OTHER, REC)
    both = [*one.ops, *two.ops]
    assert not is_hidden(both, REC)
    assert not is_hidden(both, OTHER)
    assert reviewed(both, REC)
    assert reviewed(both, OTHER)


def test_rule_5_a_chain_of_duplicates_leads_to_its_end() -> None:
    pc = Chain()
    merge_into(pc, REC, OTHER)
    merge_into(pc, OTHER, THIRD)
    assert not is_hidden(pc.ops, REC), "a record that is not there shows nothing"
    end = pc.put({"note": "kept"}, rec=THIRD)
    assert is_hidden(pc.ops, REC)
    assert is_hidden(pc.ops, OTHER)
    pc.put({LIFE: DELETED}, [end.id], rec=THIRD)
    assert not is_hidden(pc.ops, REC), "hidden behind a deleted record would be gone unseen"


@pytest.mark.parametrize("target", [REC, "nowhere"])
def test_rule_5_a_duplicate_of_itself_or_of_nothing_is_shown(target: str) -> None:
    pc = Chain()
    merge_into(pc, REC, target)
    assert not is_hidden(pc.ops)
    assert reviewed(pc.ops)


def test_a_record_that_moved_away_is_hidden_here() -> None:
    pc = Chain()
    made = pc.put({"note": "a"})
    pc.put({LIFE: f"moved:{OTHER}/{THIRD}"}, [made.id])
    assert is_hidden(pc.ops)


def test_two_ways_of_going_are_not_one() -> None:
    one, two = Chain(number=1), Chain(number=2)
    made, _kept = one.put({"note": "a"}), one.put({"note": "b"}, rec=OTHER)
    history = [*one.ops, one.put({LIFE: DELETED}, [made.id]), two.put({LIFE: same(OTHER)}, [made.id])]
    assert not is_hidden(history)
    assert reviewed(history)


# --- looking -----------------------------------------------------------------------------------------------


def test_the_latest_op_is_the_newest_that_still_says_something() -> None:
    pc = Chain()
    first = pc.put({"note": "a"}, time=5)
    pc.put({"note": "b"}, [first.id], time=2)
    state = unpack(pack(merged(pc.ops)))
    latest = state.latest()
    assert latest is not None
    assert (latest.time, latest.user, latest.chain) == (2, "Lò Văn A", pc.name)
    assert state.latest_op() == pc.ops[1].id
    assert RecordState().latest() is RecordState().latest_op() is None


def test_fields_and_values_are_those_that_have_a_head() -> None:
    state = merged([ops.read(line(part({"note": None, "_status": "draft"})))])
    assert sorted(state.fields()) == ["_status", "note"]
    assert registers.values(state) == {"note": None, "_status": "draft"}
