"""How sure a number is, in words that a person types into a sheet: "≈ 500", "ước 500", "chưa có số liệu".

A sheet has two places for it: the cell itself, and, beside a field that may be estimated, a column
of its own ("thực tế", "ước tính", "chưa có số liệu", "không áp dụng"). In a text the same words are text.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from desktop_app.app.entry import read_typed
from desktop_app.domain.kinds import Reading
from desktop_app.domain.text import clean, fold
from desktop_app.domain.topic import Field, Kind, Label
from desktop_app.domain.values import WITHOUT_VALUE, Cell, Raw, State, Value

STATES: Final[Mapping[State, Label]] = {
    State.ACTUAL: Label("thực tế", "actual"),
    State.ESTIMATE: Label("ước tính", "estimate"),
    State.NO_DATA: Label("chưa có số liệu", "no data"),
    State.NOT_APPLICABLE: Label("không áp dụng", "not applicable"),
}
TEXTS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})

_ABOUT: Final = re.compile(
    r"\s*(?:≈|~|(?:ước tính|ước đạt|ước|khoảng|uoc tinh|uoc dat|uoc|khoang|about|estimate)\b)\s*(?=\S)",
    re.IGNORECASE,
)


def state_called(word: str) -> State | None:
    """Return the state that a word means, in either language, accents or not; None for any other word."""
    wanted = fold(word)
    return next((state for state, called in STATES.items() if wanted in map(fold, called)), None)


def understand(context: Reading, field: Field, typed: str, word: str = "") -> Cell:
    """Return what a cell says, and the word in the column beside it: a value, `Raw`, or None if blank.

    A number beside "chưa có số liệu", or beside a word that is no state, contradicts itself: `Raw`.
    """
    if field.kind in TEXTS:
        return read_typed(context, field, typed)
    cell = _by_itself(context, field, clean(typed))
    return _beside(cell, clean(typed), clean(word)) if word.strip() else cell


def _by_itself(context: Reading, field: Field, typed: str) -> Cell:
    cell = read_typed(context, field, typed)
    if not isinstance(cell, Raw):
        return cell
    if (state := state_called(typed)) in WITHOUT_VALUE:
        return Value(None, state)
    if about := _ABOUT.match(typed):
        estimate = read_typed(context, field, typed[about.end() :], State.ESTIMATE)
        return cell if isinstance(estimate, Raw) else estimate
    return cell


def _beside(cell: Cell, typed: str, word: str) -> Cell:
    state = state_called(word)
    if cell is None:
        if state is None:
            return Raw(word)
        return Value(None, state) if state in WITHOUT_VALUE else None
    if isinstance(cell, Value) and state is not None and (cell.v is None) == (state in WITHOUT_VALUE):
        return Value(cell.v, state)
    return Raw(f"{typed} ({word})")


class Names:
    """The names of the records of one topic in one unit, to find the one that a text means."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._recs = set()
        for rec, name in named:
            self._recs.add(rec)
            self._exact.setdefault(name.strip(), []).append(rec)
            self._folded.setdefault(fold(name), []).append(rec)

    def find(self, typed: str) -> list[str]:
        """Return the ids that ``typed`` may mean: an id, the same name, or the same but for accents."""
        if typed in self._recs:
            return [typed]
        return self._exact.get(typed.strip()) or self._folded.get(fold(typed), [])

    def one(self, typed: str) -> str | None:
        """Return the one id that ``typed`` means, or None."""
        found = self.find(typed)
        return found[0] if len(found) == 1 else None
