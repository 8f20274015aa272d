"""Taking the ops of a bundle into the log, in batches, so that memory stays flat."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from desktop_app.app.place import Place as HomePlace
from desktop_app.app.ports import Ingested, SealedTips, Transaction
from desktop_app.app.trust import authority
from desktop_app.domain import ops
from desktop_app.domain.canonical import CanonicalError
from desktop_app.domain.counting import Authority
from desktop_app.domain.ops import OpId, Place
from desktop_app.errors import RefusedError
from desktop_app.i18n import _

BATCH = 250  # ops: what is read of them fits into the processor's cache until it is written


def places(lines: Iterable[bytes]) -> list[Place]:
    """Return where each line stands in its chain; raises `RefusedError` for what is no op at all."""
    try:
        return [ops.place(line) for line in lines]
    except CanonicalError as error:
        raise not_as_specified(error) from error


def not_as_specified(error: CanonicalError) -> RefusedError:
    """Return the refusal of a bundle with a line that could not even be kept."""
    return RefusedError(
        _("Nội dung gói không đúng quy cách ({detail}).").format(detail=error),
        todo=_("Hãy xuất lại gói từ máy của xã."),
    )


def take_in(
    tx: Transaction,
    place: HomePlace,
    lines: Sequence[bytes],
    found: Sequence[Place],
    signed: Sequence[SealedTips],
) -> Ingested:
    """Ingest ``lines``, whose places are ``found``; every line must be canonical, or nothing is taken in.

    What came may itself change who may write what, so every verdict is looked at again at the end.
    """
    tips = [tip for seal in signed for tip in seal.tips]
    before = authority(tx, place)
    with _uncollected():
        new, held = _by_batches(tx, lines, found, tips, before)
        if (now := authority(tx, place)) != before:
            tx.recount(now)
            held = True
    return Ingested(new, _still_held(tx, found) if held else (), _gaps(tx, found))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cycles out of a loop that makes none: it took a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _by_batches(
    tx: Transaction,
    lines: Sequence[bytes],
    found: Sequence[Place],
    tips: Sequence[tuple[str, OpId]],
    who: Authority,
) -> tuple[int, bool]:
    """Return how many ops were new, and whether any was held when it came."""
    sealed = _reached(found, tips)
    new, held = 0, False
    for start in range(0, max(len(lines), 1), BATCH):
        part = found[start : start + BATCH]
        known = [(one.chain, one.op) for one in part if one.op in sealed]
        is_last = start + BATCH >= len(lines)
        try:
            batch = [
                ops.read(line, at.op) for line, at in zip(lines[start : start + BATCH], part, strict=True)
            ]
        except CanonicalError as error:
            raise not_as_specified(error) from error
        result = tx.ingest(batch, [*known, *tips] if is_last else known, who, look_again=is_last)
        new, held = new + result.new, held or bool(result.held)
    return new, held


def _reached(found: Iterable[Place], tips: Iterable[tuple[str, OpId]]) -> set[OpId]:
    """Return the ops among ``found`` that ``prev`` reaches from a signed tip of the same chain."""
    known = {one.op: one for one in found}
    reached: set[OpId] = set()
    for chain, tip in tips:
        one = known.get(tip)
        while one is not None and one.chain == chain and one.op not in reached:
            reached.add(one.op)
            one = known.get(one.prev) if one.prev else None
    return reached


def _still_held(tx: Transaction, found: Iterable[Place]) -> tuple[tuple[OpId, str], ...]:
    came = {one.op for one in found}
    return tuple((op, reason) for op, _chain, reason in tx.held() if op in came)


def _gaps(tx: Transaction, found: Iterable[Place]) -> int:
    """Return how many runs of the chains that came do not reach back to their first op."""
    chains = {one.chain for one in found}
    runs = tx.have(info.uuid for info in tx.spaces()).values()
    return sum(run.start > 1 and run.chain in chains for each in runs for run in each)
