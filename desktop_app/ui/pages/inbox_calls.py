"""What the page Tiếp nhận asks of the store, and the taking in of files one after the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.errors import BusyError, UserError
from desktop_app.i18n import _
from desktop_app.ui.tasks import Report

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState
    from desktop_app.app.ports import Desk
    from desktop_app.app.receiving import Received

BESIDE = "."
"""The choice of writing each receipt beside the file that it answers."""
FAILED = "failed"
"""The outcome of a file at which the disk failed."""


class SealedBundle(NamedTuple):
    """A bundle of an unknown device, kept as it came; ``path`` is None once somebody took it away."""

    bundle_id: str
    name: str
    device: str
    when_ms: int
    path: Path | None


class HeldPart(NamedTuple):
    """Ops of one device that are kept but not counted; ``unit`` is a code, "" for a device without one."""

    unit: str
    device: str
    reason: str
    ops: int


class Inbox(NamedTuple):
    """Where the district stands: its communes, and what waits for a person."""

    communes: "list[CommuneState]"
    sealed: list[SealedBundle]
    held: list[HeldPart]


def look_in(desk: "Desk") -> Inbox:
    """Return where the district stands."""
    from desktop_app.app import overview

    return Inbox(overview.inbox(desk), sealed_bundles(desk), held_parts(desk))


def sealed_bundles(desk: "Desk") -> list[SealedBundle]:
    """Return the bundles that wait unopened, newest first."""
    from desktop_app.app.exchange import SUFFIX
    from desktop_app.app.receiving import SEALED

    with desk.store.read() as tx:
        listed = [one for one in tx.bundles() if one.outcome == SEALED]
    found = []
    for one in reversed(listed):
        kept = desk.store.path / "sealed" / f"{one.bundle_id}{SUFFIX}"
        path = kept if kept.exists() else None
        found.append(SealedBundle(one.bundle_id, one.detail, one.device, one.time, path))
    return found


def held_parts(desk: "Desk") -> list[HeldPart]:
    """Return what is held, by device and reason."""
    from desktop_app.app.place import place_of
    from desktop_app.app.receiving import held_reason

    with desk.store.read() as tx:
        on = place_of(tx).on
        units = {info.uuid: info.unit for info in tx.spaces()}
        spaces = {peer.device: peer.space for peer in tx.peers()}
        # A chain's name begins with the device that writes it (SYNC.md, CHAIN).
        counted = Counter((chain[:32], reason) for _op, chain, reason in tx.held())
    parts = []
    for (device, reason), ops in sorted(counted.items()):
        unit = units.get(spaces.get(device, ""))
        parts.append(HeldPart(desk.units.code(unit, on) if unit else "", device, held_reason(reason), ops))
    return parts


# --- taking files in ---------------------------------------------------------------------------------


@dataclass
class Batch:
    """Files to take in, and what has become of each so far.

    The store lane fills ``results``, the main thread reads them: what was taken in before the person pressed
    stop, or before the disk failed, is shown as well.
    """

    paths: Sequence[Path]
    receipts: str | None
    results: "list[Received]" = field(default_factory=list)
    left: int = 0

    def run(self, desk: "Desk", report: Report) -> None:
        """Take the files in, one transaction a file; stops between two files when asked to."""
        from desktop_app.app.receiving import OWN, bundles_in

        report(0, 0, _("Đang tìm gói trong tệp và thư mục…"))
        found = list(bundles_in(desk, self.paths))
        self.left = len(found)
        for done, path in enumerate(found):
            text = _("Đang nhận {name} ({n}/{all})").format(name=path.name, n=done + 1, all=len(found))
            report(done, len(found), text)
            result = self._take(desk, path)
            self.left -= 1
            # A folder holds our own receipts too, from the last time: only a named file is spoken of.
            if result.outcome != OWN or path in self.paths:
                self.results.append(result)

    def _take(self, desk: "Desk", path: Path) -> "Received":
        from desktop_app.app.receiving import ALREADY, Received, receive_one

        try:
            return receive_one(desk, path, self._folder(path))
        except BusyError:
            raise
        except UserError as error:
            if self.receipts is None or receive_one(desk, path).outcome != ALREADY:
                return Received(path, FAILED, str(error))
            return Received(path, FAILED, _without_receipt(error))

    def _folder(self, path: Path) -> Path | None:
        if self.receipts is None:
            return None
        return path.parent if self.receipts == BESIDE else Path(self.receipts)


def _without_receipt(error: UserError) -> str:
    text = _(
        "Đã nhập số liệu, nhưng chưa ghi được biên nhận. {what} "
        "Hãy chọn nơi khác để ghi biên nhận rồi nhận lại tệp này."
    )
    return text.format(what=error.what)
