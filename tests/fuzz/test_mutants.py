"""Each rule of SYNC.md removed once: the histories must notice; the number bounds how many are played."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.app import entry, exchange, receiving, writing
from desktop_app.app.entry import Editing, Saved
from desktop_app.domain import have, ops, registers
from desktop_app.domain.registers import RecordState
from tests.fuzz.test_histories import played
from tests.fuzz.test_histories import test_the_real_store_says_what_the_definition_says as real_store
from tests.model import invariants
from tests.model.memory import MemoryTransaction
from tests.model.world import DEED, DEEDS, HARSH

Patch = pytest.MonkeyPatch


def survives(most: int, *, harsh: bool = False, real: bool = False) -> bool:
    """Play histories until one fails; return whether none did."""
    for seed in range(most):
        chance = random.Random(seed)
        history = chance.randbytes(DEED * chance.randrange(20, 60))
        try:
            if real:
                real_store.hypothesis.inner_test(history, seed, seed)
            else:
                invariants.settled(played(history, seed, HARSH if harsh else DEEDS), harsh=harsh)
        except (AssertionError, KeyError, RecursionError):
            return False
    return True


def bases_when_saved(patch: Patch) -> None:
    """1: bases are taken when the editor is saved, not when it was opened."""
    honest = entry.save

    def save(desk: Any, editing: Editing, changes: Mapping[str, Any]) -> Saved:
        if not editing.is_new:
            now = entry.open_record(desk, editing.topic, editing.rec)
            editing = replace(now, cells=editing.cells)
        return honest(desk, editing, changes)

    patch.setattr(entry, "save", save)


def a_save_lists_every_head(patch: Patch) -> None:
    """2: an ordinary save lists also heads whose value was not shown."""
    patch.setattr(RecordState, "shown_bases", lambda self, name: list(self.heads.get(name, ())))
    patch.setattr(RecordState, "conflicts", lambda _self: [])


def one_part_for_all_fields(patch: Patch) -> None:
    """2: what one field lists ends a value of another that was not shown."""

    def putting(editing: Editing, put: Mapping[str, Any]) -> list[ops.Sets]:
        bases = [op for name in put for op in editing.bases.get(name, ())]
        return [ops.sets(editing.topic, editing.rec, put, bases)]

    patch.setattr(entry, "putting", putting)


def acknowledge_by_number(patch: Patch) -> None:
    """6: a mark names (chain, number) instead of the tip's op: clones both write number 51."""

    def known(self: MemoryTransaction, space: str, runs: Sequence[have.Run]) -> set[str]:
        ends = {
            run.chain: max(one.end for one in runs if one.chain == run.chain) for run in runs if run.chain
        }
        return {
            op.id for op in self.data.log.values() if op.space == space and op.seq <= ends.get(op.chain, 0)
        }

    patch.setattr(MemoryTransaction, "_known", known)
    patch.setattr(MemoryTransaction, "ancestors", lambda self, space, _tips: {
        op.id for op in self.data.log.values() if op.space == space})  # fmt: skip


def receipts_only_raise(patch: Patch) -> None:
    """7: the answer to the latest bundle does not move the mark down."""

    def raised(tx: Any, opened: Any) -> Any:
        mark = {space: list(runs) for space, runs in exchange.mark_of(tx).items()}
        return have.unite(mark, opened.have)

    patch.setattr(receiving, "_raised", raised)


def only_own_ops(patch: Patch) -> None:
    """8: a bundle carries only what its own device wrote."""
    honest = exchange._outgoing

    def outgoing(tx: Any, place: Any, rows: Sequence[int]) -> Any:
        foreign = tx.foreign(rows, place.device)
        return honest(tx, place, [row for row in rows if row not in foreign])

    patch.setattr(exchange, "_outgoing", outgoing)


def one_chain_for_all_spaces(patch: Patch) -> None:
    """10: a device writes one chain through all spaces; filtered chains resend for ever."""

    def chain(desk: Any, tx: Any, place: Any, _space: str) -> str:
        return str(honest(desk, tx, place, place.space))

    honest = writing._chain
    patch.setattr(writing, "_chain", chain)
    patch.setattr(MemoryTransaction, "tip", lambda self, name, _space: max(
        ((op.seq, op.id) for op in self.data.log.values() if op.chain == name), default=None))  # fmt: skip


def counting_on_arrival(patch: Patch) -> None:
    """12: whether an op counts is decided once, when it comes."""
    honest = MemoryTransaction.recount

    def recount(self: MemoryTransaction, authority: Any) -> None:
        decided = {op for op in self.data.log if op in self.data.seen}
        before = {op: why for op, why in self.data.held.items() if op in decided}
        honest(self, authority)
        self.data.held = {op: why for op, why in self.data.held.items() if op not in decided} | before
        self.data.seen = set(self.data.log)

    patch.setattr(MemoryTransaction, "recount", recount)


def heads_are_values(patch: Patch) -> None:
    """3: a base ends every head of the same value: good, broken, good."""

    def supersede(self: RecordState, name: str, heads: dict[str, Any], bases: Any, known: Any) -> None:
        gone = {registers.canonical.encode(heads[base]) for base in bases if base in heads}
        honest(self, name, heads, bases, known)
        for op in [op for op, value in heads.items() if registers.canonical.encode(value) in gone]:
            del heads[op]

    honest = RecordState._supersede
    patch.setattr(RecordState, "_supersede", supersede)


def a_delete_hides_what_it_did_not_see(patch: Patch) -> None:
    """4: an uncovered head does not keep the record in view."""
    patch.setattr(RecordState, "field_heads", lambda _self: set())


def same_hides_wherever_it_leads(patch: Patch) -> None:
    """5: A is the same as B and B the same as A: both vanish."""
    patch.setattr(registers, "hidden", lambda state, _find: registers._one_death(state) is not None)


def bases_not_in_hand_are_forgotten(patch: Patch) -> None:
    """9: a base that comes later is a head again."""

    def supersede(_self: RecordState, _name: str, heads: dict[str, Any], bases: Any, _known: Any) -> None:
        for base in bases:
            heads.pop(base, None)

    patch.setattr(RecordState, "_supersede", supersede)


@pytest.mark.parametrize(
    ("mutate", "most", "how"),
    [
        (bases_when_saved, 300, {}),
        (a_save_lists_every_head, 300, {}),
        (one_part_for_all_fields, 2500, {}),
        (acknowledge_by_number, 300, {}),
        (receipts_only_raise, 300, {}),
        (only_own_ops, 300, {}),
        (one_chain_for_all_spaces, 100, {}),
        (counting_on_arrival, 300, {"harsh": True}),
        (heads_are_values, 100, {"real": True}),
        (a_delete_hides_what_it_did_not_see, 100, {"real": True}),
        (same_hides_wherever_it_leads, 100, {"real": True}),
        (bases_not_in_hand_are_forgotten, 100, {"real": True}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_the_histories_notice(
    monkeypatch: Patch, mutate: Callable[[Patch], None], most: int, how: dict[str, bool]
) -> None:
    mutate(monkeypatch)
    assert not survives(most, **how), "the mutant lives"
