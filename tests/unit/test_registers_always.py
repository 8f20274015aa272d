"""What always holds of merging: Hypothesis against the definition, written out here a second time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_app.domain import registers
from desktop_app.domain.canonical import encode
from desktop_app.domain.ops import DELETED, LIFE, LIVE, Op
from desktop_app.domain.registers import RecordState, hidden, pack, unpack
from tests.histories import OTHER, REC, THIRD, TOPIC, Chain, merged, op_id, part
from tests.merging import RECS, Heads, finder, is_hidden, reviewed, same, standing

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
def histories(draw: st.DrawFn, before: Sequence[Op] = ()) -> list[Op]:
    """Ops on three records, each listing any that came before it, and some that exist nowhere."""
    history: list[Op] = []
    for number in range(draw(st.integers(1, 9))):
        pool = [op.id for op in [*before, *history]] * 3 + [op_id(1), op_id(2)]
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
    first: dict[str, Op] = {}  # what the log keeps of a record that one op made
    for op in [*order, *repeats]:
        for found in op.sets if op.id not in seen else ():
            if states[found.rec] == RecordState() and registers.says_it_all(op):
                first[found.rec] = op
            states[found.rec].apply(op, found, seen.__contains__)
        seen[op.id] = op
        if packed:
            states = {rec: repacked(state, first.get(rec)) for rec, state in states.items()}
        agree(states, list(seen.values()))


def repacked(state: RecordState, first: Op | None) -> RecordState:
    return unpack(pack(state, None if first is None else first.id), first)


OPENING = Chain(number=99).write(part({"note": "x" * 500, "name": "y"}))


@given(histories(before=[OPENING]))
def test_what_the_first_op_still_says_is_packed_by_leaving_it_out(history: list[Op]) -> None:
    """The same state comes back, claims and covers too; no field that only the first op holds is in it."""
    known, state = {OPENING.id}, RecordState()
    for op in [OPENING, *history]:
        for found in op.sets:
            if found.rec == REC:
                state.apply(op, found, known.__contains__)
        known.add(op.id)
    blob = pack(state, OPENING.id)
    back = unpack(blob, OPENING)
    assert standing(back) == standing(state)
    assert (back.stamps, back.awaited, back.covers) == (state.stamps, state.awaited, state.covers)
    note = state.heads["note"]
    assert (b"x" * 500 in blob) == (OPENING.id in note and len(note) > 1)


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
