"""What a replica holds and what it may skip sending (SYNC.md, HAVE, SEND; rule 6).

Acknowledged are tips by op id, never (replica, seq): clones both write number 51.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.ops import OpId


class Run(NamedTuple):
    """An unbroken run of one chain that ends in a tip: [chain, from, to, tip]."""

    chain: str
    start: int
    end: int
    tip: OpId


Have = Mapping[str, Sequence[Run]]
"""What a replica holds: the runs of each space."""


class Link(NamedTuple):
    """One op's place in its chain."""

    op: OpId
    seq: int
    prev: OpId | None


def extend(runs: list[Run], chain: str, links: Iterable[Link]) -> list[Run] | None:
    """Return ``runs`` of one chain after ops that each continue a tip or begin the chain.

    None when one of them does neither (a gap, a fork, or the filling of a gap): then `runs_of`
    must look at the whole chain.
    """
    if any(run.start > 1 for run in runs):
        return None
    by_tip = {run.tip: run for run in runs}
    for link in links:
        run = by_tip.pop(link.prev, None) if link.prev else None
        if run is not None and run.end + 1 == link.seq:
            by_tip[link.op] = run._replace(end=link.seq, tip=link.op)
        elif link.seq == 1 and not by_tip:
            by_tip[link.op] = Run(chain, 1, 1, link.op)
        else:
            return None
    return list(by_tip.values())


def runs_of(chain: str, links: Iterable[Link]) -> list[Run]:
    """Return the runs of one chain from all its ops in hand: one for each tip."""
    by_op = {link.op: link for link in links}
    inner = {link.prev for link in by_op.values()}
    start: dict[OpId, int] = {}
    for link in sorted(by_op.values(), key=lambda link: link.seq):
        before = start.get(link.prev) if link.prev else None
        start[link.op] = link.seq if before is None else before
    tips = (link for link in by_op.values() if link.op not in inner)
    return sorted(Run(chain, start[link.op], link.seq, link.op) for link in tips)


def held(run: Run, link_of: Callable[[OpId], Link | None]) -> Iterable[OpId]:
    """Return the ops that ``run`` acknowledges: walk back from its tip, if I hold it, down to its start.

    A tip that I do not hold means nothing.
    """
    link = link_of(run.tip)
    while link is not None and link.seq >= run.start:
        yield link.op
        link = link_of(link.prev) if link.prev else None


def unite(mark: Mapping[str, list[Run]], have: Mapping[str, list[Run]]) -> dict[str, list[Run]]:
    """Return a mark raised by another receipt: the runs of both, per space (rule 7)."""
    spaces = sorted({*mark, *have})
    return {space: sorted({*mark.get(space, ()), *have.get(space, ())}) for space in spaces}
