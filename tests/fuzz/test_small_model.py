"""The whole small model: three replicas, two ops each on one record, in every order of delivery.

Every replica writes twice. When it writes it has its own ops in hand, and of each other replica as many as
had come: also fewer than the time before, for it may have been put back. It puts a value, listing the heads
whose value it saw, or it deletes, listing all that it saw; clocks lie ten years apart.

All 720 orders of six ops are walked as the lattice of what has been delivered: to each of the 64 sets each
missing op is delivered once, 192 deliveries. Where every way into a set gives one state, all orders give it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import NamedTuple

import pytest

from desktop_app.domain import ops, registers
from desktop_app.domain.ops import DELETED, LIFE, Author, Op
from desktop_app.domain.registers import RecordState, hidden, in_review, pack, unpack
from tests.histories import REC, SPACE, TOPIC, chain_of

pytestmark = pytest.mark.no_cover  # as in test_histories.py
from tests.model import judge

At = tuple[int, int]  # replica, number of its op
TEN_YEARS = 10 * 365 * 86_400_000
LATTICE = 192  # deliveries a history: 64 sets, half of them without any given one of six ops
FIELD = "note"
DELETE = "delete"


class Deed(NamedTuple):
    """What one op does: the value that it puts, or `DELETE`, and the ops that it lists."""

    kind: str
    bases: frozenset[At]

    @property
    def field(self) -> str:
        return LIFE if self.kind == DELETE else FIELD


Plan = tuple[tuple[Deed, ...], ...]  # replica → its deeds


def plans(kinds: Iterable[str], *, whole: bool) -> set[Plan]:
    """Return every history of two deeds a replica; ``whole``: what comes of a replica is all that it has."""
    found: set[Plan] = {((), (), ())}
    for _number in range(6):
        found = {longer for plan in found for longer in _one_more(plan, tuple(kinds), whole)}
    return found


def _one_more(plan: Plan, kinds: tuple[str, ...], whole: bool) -> Iterator[Plan]:
    for me, mine in enumerate(plan):
        if len(mine) == 2:
            continue
        for counts in _in_hand([len(deeds) for deeds in plan], me, whole):
            seen = {(who, number) for who, count in enumerate(counts) for number in range(count)}
            for kind in kinds:
                yield (*plan[:me], (*mine, Deed(kind, _bases(plan, seen, kind))), *plan[me + 1 :])


def _in_hand(written: list[int], me: int, whole: bool) -> Iterable[tuple[int, ...]]:
    """Return how many ops of each replica may have come; one's own are always there."""
    if whole:
        return {tuple(written), tuple(n if who == me else 0 for who, n in enumerate(written))}
    return product(*([n] if who == me else range(n + 1) for who, n in enumerate(written)))


def _bases(plan: Plan, seen: set[At], kind: str) -> frozenset[At]:
    standing = {name: _standing(plan, seen, name) for name in (FIELD, LIFE)}
    if kind == DELETE:
        return frozenset(standing[FIELD] | standing[LIFE])
    shown = max(standing[FIELD], default=None)  # clocks go by replica
    return frozenset(at for at in standing[FIELD] if shown and _of(plan, at).kind == _of(plan, shown).kind)


def _standing(plan: Plan, seen: set[At], name: str) -> set[At]:
    found = {at for at in seen if _of(plan, at).field == name}
    return found - {base for at in found for base in _of(plan, at).bases}


def _of(plan: Plan, at: At) -> Deed:
    return plan[at[0]][at[1]]


def written(plan: Plan) -> list[Op]:
    """Return the six ops of a history."""
    made: dict[At, Op] = {}

    def op(at: At) -> Op:
        if at not in made:
            (who, number), deed = at, _of(plan, at)
            prev = op((who, 0)).id if number else None
            author = Author(
                chain_of(f"{who}" * 32), number + 1, prev, SPACE, who * TEN_YEARS + number, "Lò Văn A"
            )
            put = {LIFE: DELETED} if deed.kind == DELETE else {FIELD: deed.kind}
            made[at] = ops.write(author, [ops.sets(TOPIC, REC, put, [op(base).id for base in deed.bases])])
        return made[at]

    return [op(at) for at in product(range(3), range(2))]


def delivered_in_every_order(history: list[Op]) -> int:
    """Deliver in all orders, each state kept as the store keeps it; return the number of deliveries."""
    puts = [judge.puts_of(op.line) for op in history]
    states: dict[int, RecordState] = {0: RecordState()}
    blobs: dict[int, bytes] = {0: pack(RecordState())}
    count = 0
    for have in range(63):
        names = {op.id for number, op in enumerate(history) if have >> number & 1}
        for number, op in enumerate(history):
            after = have | 1 << number
            if after == have:
                continue
            state, count = unpack(blobs[have]), count + 1
            state.apply(op, op.sets[0], names.__contains__)
            if after not in states:
                states[after], blobs[after] = state, pack(state)
                _is_as_defined(state, [put for at, put in enumerate(puts) if after >> at & 1])
            else:
                state.tidy()
                assert _alike(state, states[after], {*names, op.id}), (history, after)
    return count


def _alike(one: RecordState, other: RecordState, names: set[str]) -> bool:
    """Whether two states are one, but for what is awaited in vain: an op in hand that puts other fields."""
    return all(
        {name: found for name, found in mine.items() if found}
        == {name: found for name, found in theirs.items() if found}
        for mine, theirs in (
            (one.heads, other.heads),
            (one.covers, other.covers),
            (_still_awaited(one, names), _still_awaited(other, names)),
        )
    )


def _still_awaited(state: RecordState, names: set[str]) -> dict[str, set[str]]:
    return {name: bases - names for name, bases in state.awaited.items()}


def _is_as_defined(state: RecordState, found: list[tuple[tuple[judge.Register, judge.Put], ...]]) -> None:
    record: dict[str, list[judge.Put]] = {}
    for each in found:
        for register, put in each:
            record.setdefault(register[3], []).append(put)
    for name, put_there in record.items():
        heads = judge.heads(put_there)
        assert [head.op for head in state.head_list(name)] == [put.op for put in heads]
    is_hidden = hidden(state, lambda _rec: None)
    verdict = judge.Verdict(is_hidden, in_review(state, is_hidden=is_hidden))
    assert verdict == judge.verdict(record, lambda _rec: {})
    if any(judge.differ(judge.heads(put_there)) for put_there in record.values()):
        assert verdict.review or verdict.hidden


def test_a_slice_of_the_small_model() -> None:
    """Every 24th history of values and deletes in which a replica hears of another all or nothing."""
    histories = sorted(plans(("x", DELETE), whole=True), key=_spelled)
    assert len(histories) == 36_628
    played = [delivered_in_every_order(written(plan)) for plan in islice(histories, 0, None, 24)]
    assert sum(played) == LATTICE * 1527


@pytest.mark.torture
@pytest.mark.parametrize(
    ("kinds", "whole", "number"),
    [
        (("x", DELETE), True, 36_628),
        (("x", "y"), True, 44_012),
        (("x", DELETE), False, 138_553),
    ],
)
def test_the_whole_small_model(kinds: tuple[str, ...], whole: bool, number: int) -> None:
    histories = plans(kinds, whole=whole)
    assert len(histories) == number
    assert sum(delivered_in_every_order(written(plan)) for plan in histories) == LATTICE * number


def test_the_small_model_notices_a_base_that_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model has teeth: an op that is listed before it comes must not stand when it comes."""
    honest = registers.RecordState.apply
    monkeypatch.setattr(
        registers.RecordState,
        "apply",
        lambda self, op, part, _known: honest(self, op, part, lambda _base: True),
    )
    histories = map(written, plans(("x",), whole=True))
    with pytest.raises(AssertionError):
        list(map(delivered_in_every_order, histories))


def _spelled(plan: Plan) -> str:
    return repr([[(deed.kind, sorted(deed.bases)) for deed in deeds] for deeds in plan])
