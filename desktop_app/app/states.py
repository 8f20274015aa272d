"""How far each record has come: on this PC, in a bundle, received, accepted, returned (SYNC.md, RECEIPT).

Computed, never stored. "Received" is said only of what the hub's receipt acknowledges (the mark); a
record with one op that is not acknowledged, its own or one that it relays, has not arrived.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from desktop_app.app.exchange import SENT_UP_TO, mark_of
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.replies import Reply, standing_replies
from desktop_app.app.spaces import record_spaces
from desktop_app.i18n import _

Key = tuple[str, str]  # (topic, rec)


class State(StrEnum):
    """Where a record is on its way to being accepted."""

    HERE = "on_this_pc"
    IN_BUNDLE = "in_bundle"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class States:
    """How many records are in each state, and since when (ms, a claim of the PC that wrote it).

    Accepted and returned count from the reply, every other state from the record's change.
    """

    counts: Mapping[State, int]
    oldest_ms: Mapping[State, int]


def state_name(state: State) -> str:
    """Return what a state is called."""
    return {
        State.HERE: _("trên máy này"),
        State.IN_BUNDLE: _("trong gói"),
        State.RECEIVED: _("đã nhận"),
        State.ACCEPTED: _("đã duyệt"),
        State.RETURNED: _("trả lại"),
    }[state]


def states(desk: Desk) -> States:
    """Return how many records are in each state: every shown one, and deleted ones that are not sent yet."""
    with desk.store.read() as tx:
        return states_in(desk, tx)


def states_in(desk: Desk, tx: Transaction) -> States:
    """Return how many records are in each state, inside a transaction."""
    waiting, replies = _waiting(tx), standing_replies(desk, tx)
    shown = {
        (topic.key, rec): int(updated)
        for topic in desk.topics.all
        for rec, updated in tx.execute(f"SELECT rec, updated_ms FROM p_{topic.key}", {})  # noqa: S608  # our own
    }
    counts, oldest = dict.fromkeys(State, 0), dict[State, int]()
    for key in {**shown, **waiting}:
        state = _state(key, waiting, replies)
        since = _since(key, waiting, replies, shown)
        counts[state] += 1
        oldest[state] = min(oldest.get(state, since), since)
    return States(counts, oldest)


def state_of(desk: Desk, topic: str, recs: Iterable[str]) -> dict[str, State]:
    """Return the state of each of these records."""
    with desk.store.read() as tx:
        waiting, replies = _waiting(tx), standing_replies(desk, tx)
    return {rec: _state((topic, rec), waiting, replies) for rec in recs}


def _state(key: Key, waiting: Mapping[Key, tuple[State, int]], replies: Mapping[Key, Reply]) -> State:
    if key in waiting:
        return waiting[key][0]
    reply = replies.get(key)
    if reply is None:
        return State.RECEIVED
    return State.ACCEPTED if reply.accepted else State.RETURNED


def _since(
    key: Key, waiting: Mapping[Key, tuple[State, int]], replies: Mapping[Key, Reply], shown: Mapping[Key, int]
) -> int:
    if key in waiting:
        return waiting[key][1]
    return replies[key].when_ms if key in replies else shown[key]


class _Time(msgspec.Struct):
    time: int


_TIME = msgspec.json.Decoder(_Time)


def _waiting(tx: Transaction) -> dict[Key, tuple[State, int]]:
    """Return the records that the hub has not acknowledged, and the time of the oldest such change."""
    place = place_of(tx)
    rows = [] if place.is_hub else tx.lacking(record_spaces(tx, place), mark_of(tx))
    sent = tx.setting(SENT_UP_TO) or 0
    times = {row: _TIME.decode(line).time for row, line in zip(rows, tx.lines(rows), strict=True)}
    found: dict[Key, tuple[State, int]] = {}
    for topic, rec, row in tx.put_by(rows):
        state, since = found.get((topic, rec), (State.IN_BUNDLE, times[row]))
        found[topic, rec] = (State.HERE if row > sent else state, min(since, times[row]))
    return {key: waits for key, waits in found.items() if not key[0].startswith("_")}
