"""Looking at merged records: what stands, what is hidden, what needs a person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app.domain.ops import Op
from desktop_app.domain.registers import RecordState, hidden, in_review
from tests.histories import OTHER, REC, THIRD, merged

RECS = (REC, OTHER, THIRD)
Heads = dict[str, set[str]]


def same(rec: str) -> str:
    return f"same:{rec}"


def standing(state: RecordState) -> Mapping[str, Mapping[str, Any]]:
    return {name: found for name, found in state.heads.items() if found}


def finder(states: Mapping[str, RecordState]) -> Callable[[str], RecordState | None]:
    """Look up a record that is there."""
    return lambda rec: states[rec] if rec in states and standing(states[rec]) else None


def is_hidden(history: Sequence[Op], rec: str = REC) -> bool:
    states = {one: merged(history, one) for one in RECS}
    return hidden(states[rec], finder(states))


def reviewed(history: Sequence[Op], rec: str = REC) -> bool:
    return in_review(merged(history, rec), is_hidden=is_hidden(history, rec))
