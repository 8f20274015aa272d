"""HOME/outbox: the one bundle that is on its way to the hub, kept until it is answered (docs/protocol.md).

An upload goes on after a reboot because the very same file is still there. Bundles are idempotent:
whatever else happens to the file, a new one with the same ops does as well.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from desktop_app.app.exchange import SENT_UP_TO, SUFFIX, export_within, unacknowledged
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.errors import BusyError, RefusedError
from desktop_app.i18n import _

OUTBOX, ANSWER = "outbox", ".answer"
WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Packed:
    """A bundle in the outbox."""

    bundle_id: str
    path: Path
    ops: int
    bytes: int

    @property
    def answer(self) -> Path:
        """Where its answer lies until it is taken in."""
        return self.path.with_suffix(ANSWER)


def packed(desk: Desk) -> Packed | None:
    """Return the bundle on its way; what can no longer go there is thrown away.

    That is a damaged file, one for a hub that is not this home's any more, or one that a crash left
    without a name.
    """
    found = None
    for path in sorted(_folder(desk).glob(f"*{SUFFIX}")):
        if found is None and (bundle_id := _sound(desk, path)) == path.stem:
            found = Packed(bundle_id, path, _ops(desk, bundle_id), path.stat().st_size)
        else:
            path.unlink(missing_ok=True)
    return found


def pack(desk: Desk, *, ask: bool) -> Packed | None:
    """Make the next bundle and put it in the outbox; None: there is nothing new, and ``ask`` is not set."""
    made = export_within(desk, _folder(desk), ask=ask)
    if made.path is None:
        return None
    path = made.path.with_name(f"{made.bundle_id}{SUFFIX}")
    made.path.replace(path)
    with desk.store.write() as tx:
        tx.put_setting(OUTBOX, [made.bundle_id, tx.setting(SENT_UP_TO)])
    return Packed(made.bundle_id, path, made.ops, made.bytes)


def drop(desk: Desk, bundle_id: str) -> None:
    """Throw a bundle out of the outbox, with whatever came of its answer."""
    for path in _folder(desk).glob(f"*{bundle_id}*"):
        with contextlib.suppress(OSError):  # Windows: somebody reads it; next time
            path.unlink()


def drop_idle(desk: Desk, bundle_id: str) -> None:
    """Throw it out unless it is being sent right now: whoever sends it does so at the end."""
    with contextlib.suppress(BusyError), held(desk, 0):
        drop(desk, bundle_id)


def settled(tx: Transaction, place: Place, answered: str | None) -> str:
    """Return the id of the bundle in the outbox if a receipt leaves it nothing to bring, else "".

    The receipt may answer another one, that went by USB with the same ops.
    """
    bundle_id, up_to = tx.setting(OUTBOX) or ("", None)
    brings = bundle_id != answered and any(row <= (up_to or 0) for row in unacknowledged(tx, place))
    return "" if brings else bundle_id


@contextlib.contextmanager
def held(desk: Desk, wait_s: float = WAIT_S) -> Iterator[None]:
    """Be the only one who syncs this home for the length of the block; raises `BusyError`, naming who is."""
    folder = _folder(desk)
    folder.mkdir(mode=0o700, exist_ok=True)
    lock, who = FileLock(folder / "lock", timeout=wait_s, thread_local=False), folder / "who"
    try:
        lock.acquire()
    except Timeout as error:
        raise _busy(who) from error
    try:
        who.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        lock.release()


def _busy(who: Path) -> BusyError:
    pid = "?"
    with contextlib.suppress(OSError):
        pid = who.read_text(encoding="ascii")[:20]
    return BusyError(
        _("Kho này đang được đồng bộ (tiến trình {pid}).").format(pid=pid),
        todo=_("Hãy chờ việc đó xong rồi thử lại."),
    )


def _folder(desk: Desk) -> Path:
    return desk.store.path / "outbox"


def _sound(desk: Desk, path: Path) -> str:
    """Return the id of a bundle from this device to its hub, "" for anything else."""
    with desk.store.read() as tx:
        place = place_of(tx)
    try:
        with contextlib.closing(desk.codec.envelope(path)) as envelope:
            is_ours = (envelope.device, envelope.to) == (place.device, place.hub.device)
            return envelope.bundle_id if is_ours else ""
    except RefusedError:
        return ""


def _ops(desk: Desk, bundle_id: str) -> int:
    with desk.store.read() as tx:
        return next((one.ops for one in tx.bundles() if one.bundle_id == bundle_id), 0)
