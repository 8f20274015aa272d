"""Appending ops of one's own: the one way by which anything is ever changed."""

from collections.abc import Iterator, Sequence

from desktop_app.app.place import Place
from desktop_app.app.ports import Desk, Transaction
from desktop_app.domain import ids, ops
from desktop_app.domain.counting import Authority
from desktop_app.domain.ops import Author, OpId, Sets

PARTS_AN_OP = 200  # far below 256 KiB a line
CHAINS = "chains"


def append(desk: Desk, tx: Transaction, place: Place, space: str, parts: Sequence[Sets]) -> OpId | None:
    """Write ``parts`` as one op, or as several that share a group; return the last op's id.

    Returns None when there is nothing to write.
    """
    if not parts:
        return None
    batches = list(_batches(parts))
    group = ids.uuid4(desk.random) if len(batches) > 1 else None
    chain = _chain(desk, tx, place, space)
    seq, prev = tx.tip(chain, space) or (0, None)
    written = []
    for batch in batches:
        seq += 1
        author = Author(chain, seq, prev, space, desk.clock.now_ms(), desk.user)
        written.append(ops.write(author, batch, group))
        prev = written[-1].id
    tx.ingest(written, (), on_this_screen(place))
    return prev


def on_this_screen(place: Place) -> Authority:
    """Return by what this PC's own writing counts here: at once, unsealed, before anybody enrolled it."""
    judges = frozenset({place.device} if place.is_district else ())
    return Authority(place.hub.device, frozenset(), place.device, judges=judges)


def _batches(parts: Sequence[Sets]) -> Iterator[Sequence[Sets]]:
    for start in range(0, len(parts), PARTS_AN_OP):
        yield parts[start : start + PARTS_AN_OP]


def _chain(desk: Desk, tx: Transaction, place: Place, space: str) -> str:
    chains = tx.setting(CHAINS) or {}
    if space not in chains or _was_put_back(tx, chains[space], space):
        chains[space] = ids.chain_id(place.device, desk.random)
        tx.put_setting(CHAINS, chains)
    return str(chains[space])


def _was_put_back(tx: Transaction, chain: str, space: str) -> bool:
    """Return whether this home does not hold what it wrote last: then its chain goes on somewhere else."""
    last = tx.last_written(space)
    return last is not None and last[0] == chain and not tx.holds(last[2])


def leave_chains(tx: Transaction) -> None:
    """Begin new chains: another copy of this home wrote to the old ones (SYNC.md, CHAIN)."""
    tx.put_setting(CHAINS, {})
