"""Clocks change which head is shown and nothing else (SYNC.md, invariant 9)."""

import json
import random
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.ops import Op, read
from desktop_app.domain.registers import RecordState, hidden, in_review
from tests.fuzz.test_histories import HISTORIES, SEEDS, TORTURE, played
from tests.histories import merged
from tests.model import judge
from tests.model.deeds import DEEDS
from tests.model.world import TEN_YEARS, TOPIC

Verdict = tuple[Mapping[str, set[str]], bool, bool]


@settings(max_examples=2000 if TORTURE else 60)
@given(HISTORIES, SEEDS, st.integers(0, 2**32))
def test_clocks_change_only_which_head_is_shown(history: bytes, seed: int, clocks: int) -> None:
    """The same ops, written at any other times: the same heads, the same reviews, the same deletions."""
    world, chance = played(history, seed, DEEDS), random.Random(clocks)
    counted = {op.id: op for op in world.hub.tx.counted()}
    again: dict[str, Op] = {}
    for op in counted:
        _written_again(op, counted, again, chance)
    names = {op: found.id for op, found in again.items()}
    before, after = (_seen(list(ops.values()), chance) for ops in (counted, again))
    assert before.keys() == after.keys()
    for rec, (heads, *verdict) in before.items():
        renamed = {name: {names[op] for op in found} for name, found in heads.items()}
        assert (renamed, *verdict) == after[rec]


def _written_again(op: str, log: Mapping[str, Op], again: dict[str, Op], chance: random.Random) -> str:
    """Write an op at another time, after what it follows and lists; return its new id."""
    if op in log and op not in again:
        body = json.loads(log[op].line)
        body["time"] = chance.randrange(-TEN_YEARS, TEN_YEARS)
        if body["prev"] is not None:
            body["prev"] = _written_again(body["prev"], log, again, chance)
        for part in body["sets"]:
            part["bases"] = sorted(_written_again(base, log, again, chance) for base in part["bases"])
        again[op] = read(judge.spell(body).encode())
    return again[op].id if op in log else op


def _seen(ops: Sequence[Op], chance: random.Random) -> dict[tuple[str, str], Verdict]:
    """Return what stands of every record of every space, whatever the order in which the ops came."""
    found: dict[tuple[str, str], Verdict] = {}
    for space in sorted({op.space for op in ops}):
        here = chance.sample(inside := [op for op in ops if op.space == space], len(inside))
        recs = {part.rec for op in here for part in op.sets if part.topic == TOPIC}
        states: dict[str, RecordState] = {rec: merged(here, rec, TOPIC) for rec in recs}
        for rec, state in states.items():
            is_hidden = hidden(state, states.get)
            heads = {name: set(standing) for name, standing in state.heads.items() if standing}
            found[space, rec] = (heads, is_hidden, in_review(state, is_hidden=is_hidden))
    return found
