"""Each rule of SYNC.md removed once: the histories must notice.

The number of a mutant says in which history it died when it was written. That one is played first; where
the deeds have changed since, it may take three times as many from the beginning.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from desktop_app.app import entry, exchange, receiving, writing
from desktop_app.app.entry import Editing, Saved
from desktop_app.domain import have, ops, registers
from desktop_app.domain.counting import Authority
from desktop_app.domain.ids import device_of
from desktop_app.domain.registers import RecordState
from tests.fuzz.test_histories import played
from tests.fuzz.test_histories import test_the_real_store_says_what_the_definition_says as real_store
from tests.model import invariants
from tests.model.deeds import DEEDS, HARSH
from tests.model.memory import MemoryTransaction
from tests.model.world import DEED

Patch = pytest.MonkeyPatch


def survives(seeds: Iterable[int], *, harsh: bool = False, real: bool = False) -> bool:
    """Play histories until one fails; return whether none did."""
    return not any(noticed(seed, harsh=harsh, real=real) for seed in seeds)


def noticed(seed: int, *, harsh: bool = False, real: bool = False) -> bool:
    """Play one history; return whether an invariant, or the definition, was broken."""
    chance = random.Random(seed)
    history = chance.randbytes(DEED * chance.randrange(20, 60))
    try:
        if real:
            real_store.hypothesis.inner_test(history, seed, seed)
        else:
            invariants.settled(played(history, seed, HARSH if harsh else DEEDS), harsh=harsh)
    except (AssertionError, RecursionError):
        return True
    return False


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


def one_part_for_all_fields(patch: Patch) -> None:
    """2: what one field lists ends a value of another that was not shown."""

    def putting(editing: Editing, put: Mapping[str, Any]) -> list[ops.Sets]:
        bases = [op for name in put for op in editing.bases.get(name, ())]
        return [ops.sets(editing.topic, editing.rec, put, bases)]

    patch.setattr(entry, "putting", putting)


def acknowledge_by_number(patch: Patch) -> None:
    """6: a mark names (chain, number) instead of the tip's op: clones both write number 51."""

    def lacking(self: MemoryTransaction, spaces: Iterable[str], mark: have.Have) -> list[int]:
        wanted = set(spaces)
        ends: dict[str, int] = {}
        for run in (run for space in wanted for run in mark.get(space, ())):
            ends[run.chain] = max(run.end, ends.get(run.chain, 0))
        log = enumerate(self.data.log.values(), start=1)
        return [row for row, op in log if op.space in wanted and op.seq > ends.get(op.chain, 0)]

    patch.setattr(MemoryTransaction, "lacking", lacking)


def receipts_only_raise(patch: Patch) -> None:
    """7: the answer to the latest bundle does not move the mark down."""

    def raised(tx: Any, opened: Any) -> Any:
        mark = {space: list(runs) for space, runs in exchange.mark_of(tx).items()}
        return have.unite(mark, opened.have)

    patch.setattr(receiving, "_raised", raised)


def only_own_ops(patch: Patch) -> None:
    """8: a bundle carries only what its own device wrote."""
    honest = exchange.outgoing

    def outgoing(desk: Any, tx: Any, place: Any, rows: Sequence[int]) -> Any:
        own = [row for row in rows if device_of(ops.place(*tx.lines([row])).chain) == place.device]
        return honest(desk, tx, place, own)

    patch.setattr(exchange, "outgoing", outgoing)


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

    def apply(self: RecordState, op: ops.Op, part: ops.Sets, known: Any) -> None:
        heads = {name: self.heads.get(name, {}) for name in part.put}
        gone = {
            name: {registers.canonical.encode(found[base]) for base in part.bases if base in found}
            for name, found in heads.items()
        }
        honest(self, op, part, known)
        for name, values in gone.items():
            found = self.heads[name]
            for one in [one for one, v in found.items() if registers.canonical.encode(v) in values]:
                if one != op.id:
                    del found[one]

    honest = RecordState.apply
    patch.setattr(RecordState, "apply", apply)


def a_delete_hides_what_it_did_not_see(patch: Patch) -> None:
    """4: an uncovered head does not keep the record in view."""
    patch.setattr(RecordState, "field_heads", lambda _self: set())


def same_hides_wherever_it_leads(patch: Patch) -> None:
    """5: A is the same as B and B the same as A: both vanish."""
    patch.setattr(registers, "hidden", lambda state, _find: registers._one_death(state) is not None)


def bases_not_in_hand_are_forgotten(patch: Patch) -> None:
    """9: a base that comes later is a head again."""

    honest = RecordState.apply
    patch.setattr(
        RecordState, "apply", lambda self, op, part, _known: honest(self, op, part, lambda _op: True)
    )


def a_delete_lists_what_stands_when_it_is_saved(patch: Patch) -> None:
    """4: a delete covers also what came while its editor was open."""
    honest = entry.delete

    def delete(desk: Any, editing: Editing) -> Any:
        return honest(desk, entry.open_record(desk, editing.topic, editing.rec))

    patch.setattr(entry, "delete", delete)


def clocks_choose_the_life(patch: Patch) -> None:
    """4: of two life heads the later one holds."""

    def death(state: RecordState) -> str | None:
        covered = frozenset[str]().union(*state.covers.values())
        said = state.shown("_life")
        return str(said) if said not in ("live", None) and state.field_heads() <= covered else None

    patch.setattr(registers, "_one_death", death)


def proving_until_the_first_receipt(patch: Patch) -> None:
    """7: a hub put back to before it met a PC is never shown the secret again."""
    patch.setattr(exchange, "_must_prove", lambda tx, _place: tx.setting(exchange.ANSWERED) is None)


def seals_stay_where_they_are(patch: Patch) -> None:
    """11: ops of others go on without their authors' seals."""
    patch.setattr(exchange, "relayed", lambda *_: ())


def whoever_is_enrolled_may_write_anywhere(patch: Patch) -> None:
    """11: scope is asked of the bundle's device, not of each op."""
    honest = Authority.verdict

    def verdict(self: Authority, op: ops.Op, *, sealed: bool) -> str | None:
        said = honest(self, op, sealed=sealed)
        return None if said == "not_enrolled" and op.chain[:32] in {one for one, _ in self.enrolled} else said

    patch.setattr(Authority, "verdict", verdict)


def a_seal_is_not_asked_for(patch: Patch) -> None:
    """11: an op counts by the name in it."""
    honest = Authority.verdict
    patch.setattr(Authority, "verdict", lambda self, op, **_: honest(self, op, sealed=True))


def signing_whatever_bears_ones_name(patch: Patch) -> None:
    """11: who gets a forged op of his own signs its tip, and it is authentic."""
    patch.setattr(MemoryTransaction, "unsealed", lambda _self, _device: set())


REAL, HARD = {"real": True}, {"harsh": True}


@pytest.mark.parametrize(
    ("mutate", "died", "how"),
    [
        (bases_when_saved, 7, {}),
        (a_save_lists_every_head, 3, {}),
        (one_part_for_all_fields, 88, {}),
        (heads_are_values, 8, REAL),
        (a_delete_hides_what_it_did_not_see, 2, REAL),
        (a_delete_lists_what_stands_when_it_is_saved, 13, {}),
        (clocks_choose_the_life, 35, REAL),
        (same_hides_wherever_it_leads, 190, REAL),
        (acknowledge_by_number, 6, {}),
        (receipts_only_raise, 11, {}),
        (proving_until_the_first_receipt, 13, {}),
        (only_own_ops, 11, {}),
        (bases_not_in_hand_are_forgotten, 1, REAL),
        (one_chain_for_all_spaces, 2, {}),
        (seals_stay_where_they_are, 2, {}),
        (whoever_is_enrolled_may_write_anywhere, 465, {}),
        (a_seal_is_not_asked_for, 4, {}),
        (signing_whatever_bears_ones_name, 4, {}),
        (counting_on_arrival, 4, HARD),
    ],
    ids=lambda one: one.__name__ if callable(one) else "",
)
def test_the_histories_notice(
    monkeypatch: Patch, mutate: Callable[[Patch], None], died: int, how: dict[str, bool]
) -> None:
    mutate(monkeypatch)
    assert not survives((died - 1, *range(3 * died)), **how), "the mutant lives"


@pytest.mark.parametrize("how", [{}, HARD, REAL], ids=["plain", "harsh", "real"])
def test_they_notice_nothing_where_nothing_was_removed(how: dict[str, bool]) -> None:
    assert survives(range(10 if how == REAL else 40), **how)


def test_a_cut_does_not_bring_out_what_a_part_ended_unseen() -> None:
    """The history in which fields with different bases shared a part, and the op between them was cut off."""
    assert not noticed(2939, harsh=True)
