"""Taking the ops of a bundle into the log, in batches, so that memory stays flat."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager

from desktop_app.app.place import Place as HomePlace
from desktop_app.app.ports import Ingested, SealedTips, Transaction
from desktop_app.app.spaces import follow_spaces
from desktop_app.app.trust import authority
from desktop_app.domain import ops
from desktop_app.domain.canonical import CanonicalError
from desktop_app.domain.counting import Authority
from desktop_app.domain.ops import OpId, Place
from desktop_app.domain.units import UnitCatalogue
from desktop_app.errors import RefusedError
from desktop_app.i18n import _

Placed = tuple[bytes, Place]
"""A line, and where it stands."""

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
    units: UnitCatalogue,
    lines: Sequence[bytes],
    found: Sequence[Place],
    signed: Sequence[SealedTips],
) -> Ingested:
    """Ingest ``lines``, whose places are ``found``; every line must be canonical, or nothing is taken in.

    The catalogue comes first: it says which space is whose, and who may write what. Where that changed,
    every verdict is looked at again.
    """
    tips = [tip for seal in signed for tip in seal.tips]
    sealed, who = _reached(found, tips), authority(tx, place)
    new, held = 0, False
    with _uncollected():
        for part in _catalogue_first(place, lines, found):
            more, some_held = _by_batches(tx, part, sealed, tips, who)
            new, held = new + more, held or some_held
            if place.is_district and part and part[0][1].space == place.catalogue:
                follow_spaces(tx, units)
            if (now := authority(tx, place)) != who:
                tx.recount(now)
                who, held = now, True
    return Ingested(new, _still_held(tx, found) if held else (), _gaps(tx, found))


def _catalogue_first(
    place: HomePlace, lines: Sequence[bytes], found: Sequence[Place]
) -> Iterator[Sequence[Placed]]:
    """Yield what came of the catalogue, then the rest; at least one of them, be it empty."""
    placed = list(zip(lines, found, strict=True))
    catalogue = [one for one in placed if one[1].space == place.catalogue]
    if catalogue:
        yield catalogue
    if len(catalogue) < len(placed) or not placed:
        yield [one for one in placed if one[1].space != place.catalogue] if catalogue else placed


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
    placed: Sequence[Placed],
    sealed: AbstractSet[OpId],
    tips: Sequence[tuple[str, OpId]],
    who: Authority,
) -> tuple[int, bool]:
    """Return how many ops were new, and whether any was held when it came; ``sealed``: those vouched for."""
    new, held = 0, False
    for start in range(0, max(len(placed), 1), BATCH):
        part = placed[start : start + BATCH]
        known = [(one.chain, one.op) for _line, one in part if one.op in sealed]
        is_last = start + BATCH >= len(placed)
        try:
            batch = [ops.read(line, at.op) for line, at in part]
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
