"""Going back to a backup: new chains begin, and nothing is called received that the hub may lack.

The mark comes from the backup too, so it is older: it acknowledges only what the hub had then and what
this home holds (SYNC.md, rule 7). What was sent since comes back from the hub, one's own ops too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.app.exchange import mark_of
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Store, Transaction
from desktop_app.app.trust import authority
from desktop_app.app.writing import leave_chains, on_this_screen
from desktop_app.domain import ops
from desktop_app.domain.have import Have
from desktop_app.domain.ids import device_of
from desktop_app.errors import HomeError
from desktop_app.i18n import _


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: ``aside`` is where the database is kept that stood there before.

    ``unsent``: ops of this PC, not acknowledged by the hub, that the backup lacks; ``brought``: whether they
    were taken over.
    """

    aside: Path | None
    unsent: int
    brought: bool


def settle(restored: Store, present: Store | None, *, bring: bool) -> int:
    """Make a restored copy fit to go on with; return how many unsent ops of this PC it lacks, or lacked.

    ``bring``: take these over from the present database.
    """
    with restored.write() as tx:
        place = place_of(tx)
        lines = [] if present is None else list(_unsent(tx, place, present))
        if bring:
            taken = [ops.read(line) for line in lines]
            tx.ingest(taken, (), on_this_screen(place))
            tx.recount(authority(tx, place))  # at a hub they may say who counts
        leave_chains(tx)
    return len(lines)


def _unsent(tx: Transaction, place: Place, present: Store) -> Iterator[bytes]:
    with present.read() as now:
        if place_of(now).device != place.device:
            raise HomeError(_("Bản sao lưu này của một máy khác."), where=str(present.path))
        spaces = [one.uuid for one in now.spaces()]
        mark: Have = {} if place.is_hub else mark_of(now)
        for line in now.lines(now.lacking(spaces, mark)):
            at = ops.place(line)
            if device_of(at.chain) == place.device and not tx.holds(at.op):
                yield line
