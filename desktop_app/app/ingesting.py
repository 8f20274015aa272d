"""Taking in what the listener spooled, exactly as from a stick, and answering (docs/protocol.md).

A crash leaves a bundle that waits: it is taken in again, which changes nothing, and answered again.
"""

import logging
import shutil
from contextlib import suppress
from pathlib import Path

from desktop_app.app import receiving, trust
from desktop_app.app.files import sync_folder
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import ALREADY, SEALED, Received
from desktop_app.app.spool import BUNDLE, Doors, Outcome, Spool
from desktop_app.errors import UserError

log = logging.getLogger(__name__)


def ingest(desk: Desk, spool: Spool, *, pause_s: float = 0) -> list[Received]:
    """Take in every bundle that waits and that no other process is at; return what became of them.

    One that cannot be taken in now (the home is busy, the disk is full) waits on, ``pause_s`` at least.
    Bundles that were kept sealed are opened when their device has become known.
    """
    known = spool.doors()
    taken = [done for path in spool.all_waiting() if (done := _claim(desk, spool, path, pause_s))]
    renew_doors(desk, spool)
    if spool.doors() != known:
        taken += reopen_sealed(desk, spool)
    return taken


def reopen_sealed(desk: Desk, spool: Spool) -> list[Received]:
    """Take in, and answer, the bundles that were kept sealed and whose device is known by now."""
    kept = sorted((desk.store.path / "sealed").glob(f"*{BUNDLE}"))
    found = [_claim(desk, spool, path, 0) for path in kept]
    return [done for done in found if done and done.outcome != SEALED]


def renew_doors(desk: Desk, spool: Spool) -> None:
    """Tell the listener who may send: bound devices, and activations that nobody has shown yet."""
    with desk.store.read() as tx:
        place = place_of(tx)
        bound, issued = trust.doors(tx)
    spool.put_doors(Doors(place.device, bound, issued))


def _claim(desk: Desk, spool: Spool, path: Path, pause_s: float) -> Received | None:
    """Return what became of a bundle, None if it waits on or is another process's."""
    bundle = path.stem
    with spool.claimed(bundle) as is_ours:
        if not is_ours or not path.exists():
            return None
        now = desk.clock.now_ms()
        if 0 <= now - spool.tried_ms(bundle) < pause_s * 1000:
            return None
        try:
            return _take_in(desk, spool, path)
        except UserError as error:
            log.warning("bundle %s waits on: %s", bundle[:8], error.what)
        except Exception:  # one bundle's fault is not the others'
            log.exception("bundle %s waits on", bundle[:8])
        with suppress(UserError):  # a full disk: it is tried again at once
            spool.put_tried(bundle, now)
    return None


def _take_in(desk: Desk, spool: Spool, path: Path) -> Received:
    bundle = path.stem
    making = spool.claims / f"{bundle}.answer"
    shutil.rmtree(making, ignore_errors=True)  # of a process that died
    making.mkdir(mode=0o700)
    try:
        done = receiving.receive_one(desk, path, making)
        renew_doors(
            desk, spool
        )  # before the answer: what its device sends next no longer shows an activation
        if done.outcome != ALREADY or spool.outcome(bundle) is None:  # of two attempts the first one tells
            told = Outcome(done.device, done.outcome, done.reason, done.ops, desk.clock.now_ms())
            spool.put_outcome(bundle, told)
        if done.receipt is not None:
            _publish(done.receipt, spool.answer(done.device, bundle))
        if done.outcome != SEALED or path == spool.waiting(bundle):
            path.unlink()
        spool.put_tried(bundle, None)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return done


def _publish(receipt: Path, answer: Path) -> None:
    """Put an answer where its device finds it."""
    if not answer.parent.exists():
        answer.parent.mkdir(mode=0o700, exist_ok=True)
        sync_folder(answer.parent.parent)
    receipt.replace(answer)
    sync_folder(answer.parent)
