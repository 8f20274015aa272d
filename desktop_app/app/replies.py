"""What the district says of a commune's records: accepted, or returned with a comment.

Ops of the hub, or of a replica that judges for it, in the unit's own space, so that they reach all its
PCs: topic ``_reply``, record = the judged record's id. A reply names the heads that it judged; it stands
while the record has no other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.app import entry
from desktop_app.app.entry import Editing
from desktop_app.app.place import check_district, place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.writing import append
from desktop_app.domain import ops, registers, text, values
from desktop_app.domain.counting import REPLY_TOPIC
from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import OpId
from desktop_app.domain.registers import RecordState, Stamp, stamp_of
from desktop_app.domain.values import Value, to_json
from desktop_app.errors import UsageError
from desktop_app.i18n import _

ACCEPTED, RETURNED = "accepted", "returned"
_FIELDS = ("topic", "outcome", "comment", "ops")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the hub said of a record, when and by whom; ``judged``: the heads that it had before it."""

    topic: str
    rec: str
    outcome: str
    comment: str
    user: str
    when_ms: int
    op: OpId
    device: str
    judged: frozenset[OpId]

    @property
    def accepted(self) -> bool:
        """Whether the record was accepted."""
        return self.outcome == ACCEPTED


def accept(desk: Desk, shown: Sequence[Editing]) -> int:
    """Accept these records as they were shown; return how many had not been accepted so before."""
    return _reply(desk, shown, ACCEPTED, "")


def give_back(desk: Desk, shown: Editing, comment: str) -> int:
    """Return a record to its commune with a comment, which must say something; raises `UsageError`."""
    said = " ".join(text.clean(comment).split())
    if not said:
        raise UsageError(_("Trả lại thì phải ghi lý do."), todo=_("Hãy ghi điều cần sửa vào --comment."))
    return _reply(desk, [shown], RETURNED, said)


def _reply(desk: Desk, shown: Sequence[Editing], outcome: str, comment: str) -> int:
    with desk.store.write() as tx:
        place = place_of(tx)
        check_district(place)
        parts: dict[str, list[ops.Sets]] = {}
        for one in shown:
            before = tx.state(one.space, REPLY_TOPIC, one.rec) or RecordState()
            put = _put(one, outcome, comment)
            if not _says(before, put):
                bases = sorted(before.field_heads())
                parts.setdefault(one.space, []).append(ops.sets(REPLY_TOPIC, one.rec, put, bases))
        for space, found in parts.items():
            append(desk, tx, place, space, found)
    return sum(map(len, parts.values()))


def _put(one: Editing, outcome: str, comment: str) -> dict[str, object]:
    said = (one.topic, outcome, comment, list(one.everything))
    return {name: to_json(Value(v)) for name, v in zip(_FIELDS, said, strict=True)}


def _says(state: RecordState, put: Mapping[str, object]) -> bool:
    return all(
        len(state.heads.get(name, {})) == 1 and registers.same_value(state.shown(name), json)
        for name, json in put.items()
    )


# --- reading -----------------------------------------------------------------------------------------


def standing_replies(desk: Desk, tx: Transaction) -> dict[tuple[str, str], Reply]:
    """Return (topic, rec) → the reply that stands, of every record whose heads are those that were judged."""
    said = {(one.topic, one.rec): one for rec, state in tx.all_of(REPLY_TOPIC) for one in _read(rec, state)}
    topics = {topic for topic, _rec in said}
    return {
        (topic, rec): said[topic, rec]
        for topic in sorted(topics)
        for rec, heads in tx.head_ops(topic)
        if (topic, rec) in said and heads <= said[topic, rec].judged
    }


def reply_of(desk: Desk, topic: str, recs: Iterable[str]) -> dict[str, Reply]:
    """Return record id → the reply that stands."""
    with desk.store.read() as tx:
        found = standing_replies(desk, tx)
    return {rec: found[topic, rec] for rec in recs if (topic, rec) in found}


def replies_to(desk: Desk, topic: str, rec: str) -> list[Reply]:
    """Return everything that the hub ever said of a record, oldest first, standing or not."""
    with desk.store.read() as tx:
        space, _rec = entry.find(tx, topic, rec)
        lines = tx.history(space, REPLY_TOPIC, rec)
    written = (ops.read(line) for line in lines)
    found = [_reply_from(rec, part.put, op.id, stamp_of(op)) for op in written for part in op.sets
             if (part.topic, part.rec) == (REPLY_TOPIC, rec)]  # fmt: skip
    return [one for one in found if one.topic == topic]


def _read(rec: str, state: RecordState) -> Iterable[Reply]:
    """Yield what the heads say; where copies of a hub disagree, a return holds."""
    found = []
    for op, outcome in state.heads.get("outcome", {}).items():
        stamp = state.stamps[op]
        put = {
            "outcome": outcome,
            **{name: state.heads.get(name, {}).get(op) for name in ("topic", "comment", "ops")},
        }
        found.append(_reply_from(rec, put, op, stamp))
    found.sort(key=lambda one: (one.accepted, -one.when_ms))
    yield from found[:1]


def _reply_from(rec: str, put: Mapping[str, object], op: OpId, stamp: Stamp) -> Reply:
    topic, outcome, comment, judged = (values.plain(values.from_json(put.get(name))) for name in _FIELDS)
    known = judged if isinstance(judged, list) else ()
    return Reply(
        str(topic),
        rec,
        str(outcome),
        str(comment or ""),
        stamp.user,
        stamp.time,
        op,
        device_of(stamp.chain),
        frozenset(map(str, known)),
    )
