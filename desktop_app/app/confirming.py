"""A new round: last round's rows stand as they were, unconfirmed, until somebody says that they hold.

`_round` of a record is the id of the round in which it was last confirmed (DOMAIN §3); a save confirms too.
What is no longer there is *retired*: deleted, and `_retired` says why. Both are registers of the record
like any other, so they lie in its history and travel with it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from desktop_app.app.entry import Editing, Saved, editing_of, find, living, put_all, putting, save_in
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Query, Transaction
from desktop_app.app.views import all_rows
from desktop_app.app.writing import PARTS_AN_OP, append
from desktop_app.domain import ops, text
from desktop_app.domain.ops import RETIRED, ROUND
from desktop_app.domain.registers import hidden
from desktop_app.domain.topic import Topic
from desktop_app.domain.values import Cell
from desktop_app.errors import UsageError
from desktop_app.i18n import _

DISPOSED, TRANSFERRED, LOST, ENDED, MISTAKEN = "disposed", "transferred", "lost", "ended", "mistaken"
LONGEST_REASON: Final = 500

Before = Mapping[str, str | None]
"""Record id → the round in which the record was confirmed before."""


def unconfirmed(desk: Desk, topic: str, unit: str | None = None) -> Query:
    """Return what asks for the rows of a topic that nobody confirmed in the open round.

    ``unit`` is a code, default every unit of the home. Records that are only ever added hold as they
    are: of their topic nothing is asked for.
    """
    with desk.store.read() as tx:
        limit = 0 if desk.topics.get(topic).append_only else None
        return Query(unit=unit, not_round=place_of(tx).round.id, limit=limit)


def unconfirmed_recs(desk: Desk, topic: str, unit: str | None = None) -> list[str]:
    """Return the ids of those rows, in the order of a list."""
    return [row.rec for row in all_rows(desk, topic, unconfirmed(desk, topic, unit))]


def confirm(desk: Desk, editings: Sequence[Editing]) -> Before:
    """Say that these records hold as shown in the open round too; return those that did not stand so yet.

    One op a space: one step, to be undone by `put_back`.
    """
    with desk.store.write() as tx:
        return _confirm_in(desk, tx, editings)


def _confirm_in(desk: Desk, tx: Transaction, editings: Sequence[Editing]) -> Before:
    now = place_of(tx).round.id
    left = [one for one in editings if one.round != now and not _confirmed(tx, one, now)]
    put_all(desk, tx, [(one, {ROUND: now}) for one in left])
    return {one.rec: one.round for one in left}


def save_and_confirm(
    desk: Desk, edits: Sequence[tuple[Editing, Mapping[str, Cell]]], holding: Sequence[Editing]
) -> tuple[list[Saved], Before]:
    """Save some records and `confirm` others, ``holding`` as they were shown, in one transaction."""
    with desk.store.write() as tx:
        return save_in(desk, tx, edits), _confirm_in(desk, tx, holding)


def _confirmed(tx: Transaction, editing: Editing, now: str) -> bool:
    """Return whether the record was confirmed since it was shown."""
    state = tx.state(editing.space, editing.topic, editing.rec)
    return state is not None and state.shown(ROUND) == now


def confirm_recs(desk: Desk, topic: str, recs: Sequence[str]) -> Before:
    """Confirm records as they stand now; one that is gone is left so.

    Raises `NotFoundError`, and `UsageError` for a topic of which nothing is ever confirmed.
    """
    if desk.topics.get(topic).append_only:
        raise UsageError(
            _("Một lần đo đã ghi thì không phải xác nhận lại."), where=desk.topics.get(topic).title.vi
        )
    with desk.store.read() as tx:
        editings = _there(tx, topic, dict.fromkeys(recs))
    return confirm(desk, editings)


def _there(tx: Transaction, topic: str, recs: Iterable[str]) -> list[Editing]:
    """Return those records that are shown: a word about a deleted one would bring it back into review."""
    found = [editing_of(tx, topic, *find(tx, topic, rec)) for rec in recs]
    return [one for one in found if not _is_gone(tx, one)]


def _is_gone(tx: Transaction, editing: Editing) -> bool:
    state = tx.state(editing.space, editing.topic, editing.rec)
    return state is not None and hidden(state, lambda rec: tx.state(editing.space, editing.topic, rec))


def put_back(desk: Desk, topic: str, before: Before) -> None:
    """Undo `confirm`: each record stands as confirmed in the round of before; one that is gone is left so."""
    with desk.store.write() as tx:
        opened = _there(tx, topic, before)
        put_all(desk, tx, [(one, {ROUND: before[one.rec]}) for one in opened if one.round != before[one.rec]])


# --- what is no longer there --------------------------------------------------------------------------


def reasons(topic: Topic) -> tuple[str, ...]:
    """Return the reasons for which a row of ``topic`` is usually no longer there."""
    is_asset = awaits_disposal(topic) is not None
    return (DISPOSED, TRANSFERRED, LOST, MISTAKEN) if is_asset else (ENDED, TRANSFERRED, MISTAKEN)


def awaits_disposal(topic: Topic) -> tuple[str, str] | None:
    """Return (field, choice) by which a row says that it awaits disposal, still there; None without one."""
    field = topic.by_key.get("condition")
    choice = field.choice("to_dispose") if field else None
    return (field.key, choice.key) if field and choice else None


def reason_text(reason: str | None) -> str:
    """Return a reason in words; one that somebody typed is its own words."""
    known = {
        DISPOSED: _("đã thanh lý"),
        TRANSFERRED: _("đã điều chuyển, bàn giao"),
        LOST: _("mất, thất lạc"),
        ENDED: _("không còn hoạt động"),
        MISTAKEN: _("ghi nhầm hoặc ghi trùng"),
    }
    return known.get(reason or "", reason or "")


def retire(desk: Desk, editings: Sequence[Editing], reason: str) -> None:
    """Take records out as they were shown, and say why: a reason of `reasons`, or words.

    All in one transaction. Raises `UsageError` for a reason that says nothing.
    """
    said = text.clean(reason).strip()[:LONGEST_REASON]
    if not said:
        raise UsageError(_("Hãy ghi lý do không còn."))
    with desk.store.write() as tx:
        for space, some in _batches(editings):
            why = append(
                desk,
                tx,
                place_of(tx),
                space,
                [part for one in some for part in putting(one, {RETIRED: said})],
            )
            # The delete covers what its writer saw (SYNC.md, rule 4): what was shown, and the reason itself.
            gone = [living(one, ops.DELETED, [why] if why else []) for one in some]
            append(desk, tx, place_of(tx), space, gone)


def _batches(editings: Sequence[Editing]) -> Iterator[tuple[str, Sequence[Editing]]]:
    """Yield (space, records of it), so many that their reasons are one op."""
    spaces: dict[str, list[Editing]] = {}
    for one in editings:
        spaces.setdefault(one.space, []).append(one)
    for space, some in spaces.items():
        for start in range(0, len(some), PARTS_AN_OP):
            yield space, some[start : start + PARTS_AN_OP]
