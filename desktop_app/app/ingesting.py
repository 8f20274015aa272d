"""Taking in what the listener spooled, exactly as from a stick, and answering (docs/protocol.md).

A crash leaves a bundle that waits: it is taken in again, which changes nothing, and answered again.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from desktop_app.app import receiving, trust
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk
from desktop_app.app.receiving import SEALED, Received
from desktop_app.app.spool import BUNDLE, Doors, Outcome, Spool
from desktop_app.errors import UserError

log = logging.getLogger(__name__)


def ingest(desk: Desk, spool: Spool) -> list[Received]:
    """Take in every bundle that waits and that no other process is at; return what became of them.

    One that cannot be taken in now (the home is busy, the disk is full) waits on.
    """
    taken = []
    for path in spool.all_waiting():
        with _claimed(spool, path.stem) as is_ours:
            if is_ours and path.exists() and (done := _tried(desk, spool, path)) is not None:
                taken.append(done)
    renew_doors(desk, spool)
    return taken


@contextmanager
def _claimed(spool: Spool, bundle: str) -> Iterator[bool]:
    """Hold the claim on a bundle; the system lets go of it for a process that dies."""
    path = spool.claim(bundle)
    lock = FileLock(path, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        # Removed while it is held: whoever waits on this inode finds the bundle gone.
        path.unlink(missing_ok=True)
        lock.release()


def _tried(desk: Desk, spool: Spool, path: Path) -> Received | None:
    try:
        return _take_in(desk, spool, path)
    except UserError as error:
        log.warning("bundle %s waits on: %s", path.stem[:8], error.what)
    except Exception:  # one bundle's fault is not the others'
        log.exception("bundle %s waits on", path.stem[:8])
    return None


def _take_in(desk: Desk, spool: Spool, path: Path) -> Received:
    making = spool.claim(f"{path.stem}.answer")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    try:
        done = receiving.receive_one(desk, path, making)
        if done.receipt is not None:
            answer = spool.answer(done.device, path.stem)
            answer.parent.mkdir(mode=0o700, exist_ok=True)
            done.receipt.replace(answer)
        told = Outcome(done.device, done.outcome, done.reason, done.ops, desk.clock.now_ms())
        spool.put_outcome(path.stem, told)
        path.unlink()
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return done


def reopen_sealed(desk: Desk) -> list[Received]:
    """Take in the bundles that were kept sealed and whose device is known by now."""
    taken = []
    for path in sorted((desk.store.path / "sealed").glob(f"*{BUNDLE}")):
        done = receiving.receive_one(desk, path)
        if done.outcome != SEALED:
            taken.append(done)
            path.unlink()
    return taken


def renew_doors(desk: Desk, spool: Spool) -> None:
    """Tell the listener who may send: bound devices, and activations that nobody has shown yet."""
    with desk.store.read() as tx:
        place = place_of(tx)
        bound, issued = trust.doors(tx)
    spool.put_doors(Doors(place.device, bound, issued))
