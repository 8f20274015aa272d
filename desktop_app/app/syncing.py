"""Syncing by HTTP: the bundle up, its receipt and what the hub has down, until nothing is left to send.

The same bundles as by USB, and as good as those: one that was begun here may be finished there.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from desktop_app.app import blobs, outbox
from desktop_app.app.exchange import LATEST, awaits_approval
from desktop_app.app.hub_facts import hub_address
from desktop_app.app.outbox import Packed
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Address, Connect, Desk, Link, Standing, Tell, Transfer
from desktop_app.app.receiving import HELD, HELD_BY_HUB, REFUSED, SEALED, receive_one
from desktop_app.app.spaces import shared
from desktop_app.errors import HubRefusedError, OfflineError, RefusedError, UnknownDeviceError, UsageError
from desktop_app.i18n import _

DONE, WAITING = "done", "waiting"
ROUNDS = 40  # in one sync: who types all the while, or has many photos, is served by the next one


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync brought about.

    ``outcome``: "done"; "held": the hub keeps some ops without counting them; "waiting": it has the bundle
    and has not answered yet; "sealed": it keeps the bundle until it knows this PC. ``reason``: why, for a
    person.
    """

    outcome: str
    reason: str
    hub: str
    sent_ops: int = 0
    sent_bytes: int = 0
    received_ops: int = 0

    @property
    def is_problem(self) -> bool:
        """Whether something is left to do."""
        return self.outcome != DONE


def sync(desk: Desk, connect: Connect, tell: Tell | None = None, hub: Address | None = None) -> Synced:
    """Bring what the hub lacks, take in what it answers; ``hub`` instead of the address that is known.

    A bundle that is on its way goes first. Raises `OfflineError`, `HubRefusedError`, `UntrustedHubError`,
    `BusyError`; whatever it raises, what was to be sent waits in the outbox.
    """
    place, address = _whither(desk, hub)
    with outbox.held(desk), closing(connect(address, place.keys)) as link:
        try:
            return _rounds(desk, link, tell or _unheard, address)
        except UnknownDeviceError as error:
            raise _not_let_in(desk, error) from error


def withdraw(desk: Desk, connect: Connect, hub: Address | None = None) -> bool:
    """Take back the bundle on its way, if there is one; its ops go into the next. Raises as `sync`."""
    place, address = _whither(desk, hub)
    with outbox.held(desk), closing(connect(address, place.keys)) as link:
        packed = outbox.packed(desk)
        if packed is not None:
            link.withdraw(packed.path)
            outbox.drop(desk, packed.bundle_id)
        return packed is not None


def _whither(desk: Desk, hub: Address | None) -> tuple[Place, Address]:
    with desk.store.read() as tx:
        place = place_of(tx)
        address = hub or hub_address(tx, place)
    if place.is_hub:
        raise UsageError(
            _("Kho này là của huyện: các xã đồng bộ với nó."), todo=_("Hãy dùng “moduong hub serve”.")
        )
    if address is None:
        raise OfflineError(
            _("Máy này chưa biết địa chỉ máy chủ của huyện."),
            todo=_("Hãy hỏi huyện địa chỉ rồi dùng --hub, hoặc nộp bằng USB."),
        )
    return place, address


def _rounds(desk: Desk, link: Link, tell: Tell, address: Address) -> Synced:
    done, ask = Synced(DONE, "", address.url), True
    for number in range(ROUNDS):
        lacked, kept = _lacking(desk), outbox.packed(desk)
        packed = kept or outbox.pack(desk, ask=ask)
        if packed is None:
            break
        try:
            now, is_answered = _carry(desk, link, tell, packed, done)
        except HubRefusedError:
            outbox.drop(desk, packed.bundle_id)
            if number:
                raise
            continue  # once: the next bundle proves the enrolment, to a hub that was put back and forgot it
        # A mere question that is not answered yet takes nothing back from what the answer before it said.
        done = now if is_answered or packed.ops or not number else replace(done, sent_bytes=now.sent_bytes)
        if not is_answered:
            break
        # Only what answers the latest bundle, made just now, is sure to say what the hub has now (SYNC.md,
        # rule 7): an older one may have been answered before the hub was restored from a backup.
        ask = kept is not None or not _is_latest(desk, packed) or _lacking(desk) not in (lacked, ())
    return done


def _lacking(desk: Desk) -> tuple[str, ...]:
    """Return the photos that are not here: while answers bring some of them, another is asked for."""
    with desk.store.read() as tx:
        return blobs.missing(tx, shared(tx, place_of(tx)))


def _carry(desk: Desk, link: Link, tell: Tell, packed: Packed, done: Synced) -> tuple[Synced, bool]:
    """Bring one bundle and take in its answer; return the sum so far, and whether it was answered."""
    standing = link.carry(packed.path, packed.answer, tell)
    sent_ops, sent_bytes = done.sent_ops + packed.ops, done.sent_bytes + packed.bytes
    if standing.state != "answered":
        _check_taken(desk, packed, standing)
        why = standing.reason or _reason(standing.state)
        return Synced(standing.state, why, done.hub, sent_ops, sent_bytes, done.received_ops), False
    received = receive_one(desk, packed.answer)
    packed.answer.unlink(missing_ok=True)
    if received.outcome == REFUSED:
        raise RefusedError(received.reason, where=done.hub)
    outbox.drop(desk, packed.bundle_id)
    outcome = HELD if received.outcome == HELD or _held_by_hub(desk) else DONE
    reason = standing.reason or (received.reason if received.is_problem else "")
    return Synced(outcome, reason, done.hub, sent_ops, sent_bytes, done.received_ops + received.ops), True


def _check_taken(desk: Desk, packed: Packed, standing: Standing) -> None:
    """Raise for a bundle that the hub refused.

    Neither that one nor one that it keeps sealed will be answered: the next sync makes another.
    """
    if standing.state != WAITING:
        outbox.drop(desk, packed.bundle_id)
    if standing.state == "refused":
        raise HubRefusedError(
            _("Huyện từ chối gói: {reason}").format(reason=standing.reason),
            todo=_("Dữ liệu vẫn còn nguyên trên máy; hãy hỏi cán bộ huyện."),
        )


def _reason(state: str) -> str:
    if state == SEALED:
        return _("Huyện giữ gói còn niêm phong cho đến khi cấp máy này.")
    return _("Gói đã tới huyện; biên nhận sẽ có ở lần đồng bộ sau.")


def _not_let_in(desk: Desk, error: UnknownDeviceError) -> UnknownDeviceError:
    """Return what it means to a PC that has only asked, else the error itself."""
    with desk.store.read() as tx:
        if not awaits_approval(tx, place_of(tx)):
            return error
    return UnknownDeviceError(
        _("Máy này còn chờ huyện duyệt, nên máy chủ chưa nhận gói."),
        todo=_("Dữ liệu vẫn còn nguyên trên máy; hãy gọi huyện để đối chiếu dãy số của tệp xin cấp."),
    )


def _is_latest(desk: Desk, packed: Packed) -> bool:
    with desk.store.read() as tx:
        return bool(tx.setting(LATEST) == packed.bundle_id)


def _held_by_hub(desk: Desk) -> bool:
    with desk.store.read() as tx:
        return bool(tx.setting(HELD_BY_HUB))


def _unheard(_transfer: Transfer) -> None:
    """Tell nobody."""


# --- by itself -----------------------------------------------------------------------------------------

FIRST_PAUSE_S, MOST_PAUSE_S = 60.0, 3600.0
ASK_AGAIN_S = 1800.0


class Automatic:
    """When the window syncs by itself: after a minute, then ever later up to an hour, never during typing.

    With nothing to send it asks all the same, twice an hour: what others wrote, replies, and what the
    catalogue says wait at the hub.

    Times are seconds of a clock that only goes forward. ``chance``: 0 to 1, so that the PCs of a district
    that lost its link do not come back all at once.
    """

    def __init__(self, chance: Callable[[], float], now: float) -> None:
        self._chance = chance
        self._failures, self.due_s, self._ask_s = 0, now, now
        self._put_off(now)

    def failed(self, now: float) -> None:
        """Wait about twice as long as the last time."""
        self._failures += 1
        self._put_off(now)

    def succeeded(self, now: float) -> None:
        """Begin again: what is typed next goes in about a minute."""
        self._failures, self._ask_s = 0, now + ASK_AGAIN_S
        self._put_off(now)

    def link_appeared(self, now: float) -> None:
        """Forget the failures, which were of another link, and try soon."""
        self._failures = 0
        self.due_s = now + FIRST_PAUSE_S * self._chance() / 10

    def is_due(self, now: float, *, typing: bool, unsent: int) -> bool:
        """Return whether to sync now: there is something to send or to ask, nobody types, and it is time."""
        return (unsent > 0 or now >= self._ask_s) and not typing and now >= self.due_s

    def _put_off(self, now: float) -> None:
        most = min(FIRST_PAUSE_S * 2 ** min(self._failures, 10), MOST_PAUSE_S)
        self.due_s = now + most * (0.5 + self._chance() / 2)
