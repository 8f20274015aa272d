"""Accepting a warning: the reason why a record, or a unit's count, is right as it stands.

A reason is written by an op like any other, so that the district sees it; it can be withdrawn.
"""

from typing import NamedTuple

from desktop_app.app import entry
from desktop_app.app.checking import Finding, before_counts, changed_counts, problems_in
from desktop_app.app.checking_facts import Tables
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.views import unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ops, text
from desktop_app.domain.ops import OpId
from desktop_app.domain.reasons import COUNT_TOPIC, count_record, reason_json, register_of, standing, subject
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Cells, Problem
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.i18n import _


def give_reason(desk: Desk, found: Finding, reason: str) -> OpId | None:
    """Say why a warning is right as it was shown; raises `UsageError` if nothing is said."""
    said = " ".join(text.clean(reason).split())
    if not said:
        raise UsageError(_("Giữ nguyên thì phải ghi lý do."), todo=_("Hãy ghi một câu, hoặc sửa số liệu."))
    if found.hard:
        raise UsageError(_("Lỗi phải sửa thì không giữ nguyên được."), where=found.problem.message)
    return _put(desk, found, said)


def withdraw_reason(desk: Desk, found: Finding) -> OpId | None:
    """Take a reason back: the warning is open again."""
    return _put(desk, found, None)


class _Subject(NamedTuple):
    """The record whose register holds the reason, as it stands now."""

    space: str
    topic: str
    rec: str
    state: RecordState
    cells: Cells
    problems: list[Problem]


def _put(desk: Desk, found: Finding, said: str | None) -> OpId | None:
    with desk.store.write() as tx:
        about = _record(desk, tx, found) if found.rec else _count(desk, tx, found)
        if found.problem not in about.problems:
            raise NotFoundError(
                _("Chỗ này đã đổi từ lúc được kiểm tra."), where=found.name, todo=_("Hãy kiểm tra lại.")
            )
        if (said or "") == found.problem.reason:
            return None
        register, of = register_of(found.problem), subject(found.problem, about.cells)
        json = None if said is None else reason_json(said, of)
        part = ops.sets(about.topic, about.rec, {register: json}, _seen(about, register, found.problem, of))
        return append(desk, tx, place_of(tx), about.space, [part])


def _seen(about: _Subject, register: str, problem: Problem, of: object) -> list[OpId]:
    """Return the heads that the screen showed: those that say what stood there, no other reason."""
    heads = about.state.head_list(register)
    return [head.op for head in heads if standing(head.value, of) == problem.reason]


def _record(desk: Desk, tx: Transaction, found: Finding) -> _Subject:
    space, rec = entry.find(tx, found.topic, found.rec)
    state = tx.state(space, found.topic, rec) or RecordState()
    cells = entry.editing_from(found.topic, space, rec, state).cells
    tables = Tables(desk.topics)
    tables.read_in(tx, desk.clock.today())
    problems = problems_in(desk, tx, tables, (found.topic, rec), None)
    return _Subject(space, found.topic, rec, state, cells, problems)


def _count(desk: Desk, tx: Transaction, found: Finding) -> _Subject:
    unit = unit_id(desk, tx, found.unit)
    space = next(info.uuid for info in tx.spaces() if info.unit == unit)
    rec = count_record(space, found.topic, place_of(tx).round.id)
    state = tx.state(space, COUNT_TOPIC, rec) or RecordState()
    large = changed_counts(desk, tx, before_counts(desk, tx), unit)
    return _Subject(
        space, COUNT_TOPIC, rec, state, {}, [one.problem for one in large if one.topic == found.topic]
    )
