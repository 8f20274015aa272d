"""Merging: registers with several heads, and the life of a record (SYNC.md, HEADS, _LIFE, rules 1 to 5)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_app.domain import ops, registers
from desktop_app.domain.canonical import encode
from desktop_app.domain.ops import DELETED, LIFE, LIVE, Op
from desktop_app.domain.registers import RecordState, hidden, in_review, pack, plainly_live, unpack
from tests.histories import OTHER, REC, THIRD, TOPIC, Chain, line, merged, op_id, part

RECS = (REC, OTHER, THIRD)
Heads = dict[str, set[str]]


def same(rec: str) -> str:
    return f"same:{rec}"


def standing(state: RecordState) -> Mapping[str, Mapping[str, Any]]:
    return {name: found for name, found in state.heads.items() if found}


def finder(states: Mapping[str, RecordState]) -> Callable[[str], RecordState | None]:
    """Look up a record that is there."""
    return lambda rec: states[rec] if rec in states and standing(states[rec]) else None


def is_hidden(history: Sequence[Op], rec: str = REC) -> bool:
    states = {one: merged(history, one) for one in RECS}
    return hidden(states[rec], finder(states))


def reviewed(history: Sequence[Op], rec: str = REC) -> bool:
    return in_review(merged(history, rec), is_hidden=is_hidden(history, rec))


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


# --- what always holds -----------------------------------------------------------------------------------

FIELD_VALUES = [None, True, 1, "a", "b"]
LIVES = [
    LIVE,
    DELETED,
    None,
    5,
    "5",
    same(REC),
    same(OTHER),
    same(THIRD),
    same("nowhere"),
    f"moved:{OTHER}/{REC}",
]
puts = st.fixed_dictionaries(
    {},
    optional={
        "note": st.sampled_from(FIELD_VALUES),
        "name": st.sampled_from(FIELD_VALUES),
        LIFE: st.sampled_from(LIVES),
    },
).filter(bool)


@st.composite
def histories(draw: st.DrawFn) -> list[Op]:
    """Ops on three records, each listing any that came before it, and some that exist nowhere."""
    history: list[Op] = []
    for number in range(draw(st.integers(1, 9))):
        pool = [op.id for op in history] * 3 + [op_id(1), op_id(2)]
        sets = []
        for rec in draw(st.lists(st.sampled_from(RECS), min_size=1, max_size=2, unique=True)):
            whole = draw(puts)
            halves = [dict([one]) for one in whole.items()] if draw(st.booleans()) else [whole]
            sets += [part(put, draw(st.sets(st.sampled_from(pool), max_size=4)), rec) for put in halves]
        chain = Chain(number=number)
        history.append(chain.write(*sets, time=draw(st.integers(0, 2))))
    return history


def defined(history: Iterable[Op], rec: str) -> Heads:
    """W \\ E, as the specification writes it."""
    groups = [(op, found) for op in history for found in op.sets if found.rec == rec]
    names = {name for _op, found in groups for name in found.put}
    return {
        name: {op.id for op, found in groups if name in found.put}
        - {base for _op, found in groups if name in found.put for base in found.bases}
        for name in names
    }


def value_of(history: Iterable[Op], rec: str, name: str, op: str) -> Any:
    return next(p.put[name] for o in history if o.id == op for p in o.sets if p.rec == rec and name in p.put)


def defined_death(history: Sequence[Op], rec: str) -> Any:
    """The one value of all life heads, if it is not live and they cover every field head; else LIVE."""
    heads = defined(history, rec)
    life = heads.get(LIFE, set())
    said = {encode(value_of(history, rec, LIFE, op)): value_of(history, rec, LIFE, op) for op in life}
    covered = {
        base
        for o in history
        if o.id in life
        for p in o.sets
        if p.rec == rec and LIFE in p.put
        for base in p.bases
    }
    seen = {op for name, found in heads.items() if name != LIFE for op in found}
    if len(said) != 1 or not seen <= covered:
        return LIVE
    (value,) = said.values()
    return LIVE if value is None else value


def defined_hidden(history: Sequence[Op], rec: str) -> bool:
    walked, at = [rec], defined_death(history, rec)
    if at == LIVE:
        return False
    if not str(at).startswith("same:"):
        return True
    while str(at).startswith("same:"):
        target = at.removeprefix("same:")
        if target in walked or not defined(history, target):
            return False
        walked.append(target)
        at = defined_death(history, target)
    return bool(at == LIVE)


def agree(states: Mapping[str, RecordState], came: Sequence[Op]) -> None:
    for rec, state in states.items():
        expected = {name: found for name, found in defined(came, rec).items() if found}
        assert {name: set(found) for name, found in standing(state).items()} == expected
        assert {name: found for name, found in registers.heads(came, TOPIC, rec).items() if found} == expected
        assert hidden(state, finder(states)) == defined_hidden(came, rec)
        for name, heads in standing(state).items():
            assert all(encode(v) == encode(value_of(came, rec, name, op)) for op, v in heads.items())


@given(histories(), st.data())
def test_every_step_in_any_order_agrees_with_the_definition(history: list[Op], data: st.DataObject) -> None:
    """Duplicates, packing between steps, and bases that come later or never make no difference."""
    order = data.draw(st.permutations(history))
    repeats = data.draw(st.lists(st.sampled_from(history), max_size=4))
    packed = data.draw(st.booleans())
    states = {rec: RecordState() for rec in RECS}
    seen: dict[str, Op] = {}
    for op in [*order, *repeats]:
        for found in op.sets if op.id not in seen else ():
            states[found.rec].apply(op, found, seen.__contains__)
        seen[op.id] = op
        if packed:
            states = {rec: unpack(pack(state)) for rec, state in states.items()}
        agree(states, list(seen.values()))


@given(histories(), st.data())
def test_any_order_gives_the_same_state_shown_values_and_review(
    history: list[Op], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(history))
    for rec in RECS:
        one, other = merged(history, rec), merged(shuffled, rec)
        assert standing(one) == standing(other)
        assert encode(registers.values(one)) == encode(registers.values(other))
        assert one.conflicts() == other.conflicts()
        assert reviewed(history, rec) == reviewed(shuffled, rec)


@given(histories(), st.data())
def test_clocks_change_which_head_is_shown_and_nothing_else(history: list[Op], data: st.DataObject) -> None:
    turned = [replace(op, time=data.draw(st.integers(-(2**50), 2**50))) for op in history]
    for rec in RECS:
        one, other = merged(history, rec), merged(turned, rec)
        assert standing(one) == standing(other)
        assert one.conflicts() == other.conflicts()
        assert (is_hidden(history, rec), reviewed(history, rec)) == (
            is_hidden(turned, rec),
            reviewed(turned, rec),
        )
        for name, heads in standing(other).items():
            assert other.head_list(name)[0].op == max(heads, key=lambda op: (other.stamps[op].time, op))
            assert encode(other.shown(name)) == encode(heads[other.head_list(name)[0].op])


@given(histories())
def test_two_different_heads_are_in_review_unless_a_life_covers_them(history: list[Op]) -> None:
    for rec in RECS:
        state = merged(history, rec)
        if state.conflicts() and not is_hidden(history, rec):
            assert reviewed(history, rec)


@given(histories())
def test_packing_keeps_all_that_is_needed_to_go_on(history: list[Op]) -> None:
    for rec in RECS:
        state = merged(history, rec)
        again = unpack(pack(state))
        assert standing(again) == standing(state)
        assert again.stamps == state.stamps
        assert {n: b for n, b in state.awaited.items() if b} == again.awaited
        assert pack(again) == pack(state)


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
