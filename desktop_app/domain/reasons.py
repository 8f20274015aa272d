"""Why a warning is right as it stands: a register of the record, one for each warning.

`_reason_CODE_FIELD` holds ``{"reason": what was written, "of": the cell that it was written about}``. It is
data like any other: it lies in the log, travels with the record, and of two reasons given at once neither
is dropped. It holds while the cell is the one that it was written about; ``null`` withdraws it.
"""

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from desktop_app.domain.ids import uuid8
from desktop_app.domain.registers import RecordState, same_value
from desktop_app.domain.topic import Cells, Problem
from desktop_app.domain.values import Value, from_json, plain, to_json

PREFIX: Final = "_reason_"
COUNT_TOPIC: Final = "unit_count"
"""The topic of what is said of a unit's count: a topic that no form shows, written by communes too."""
_LONGEST: Final = 64  # of a register's name (desktop_app.domain.ops)


def register_of(problem: Problem) -> str:
    """Return the register that holds the reason for ``problem``; a name too long for one is hashed."""
    name = f"{PREFIX}{problem.code}_{problem.field or ''}".rstrip("_")
    if len(name) <= _LONGEST:
        return name
    return PREFIX + hashlib.sha256(name.encode()).hexdigest()[:32]


def count_record(space: str, topic: str, round_id: str) -> str:
    """Return the record about a unit's count of a topic in a round."""
    return uuid8("moduong unit_count", space, topic, round_id)


def is_reason(register: str) -> bool:
    """Return whether a register holds a reason."""
    return register.startswith(PREFIX)


def reason_json(reason: str, of: Any) -> Any:
    """Return what the register holds for a reason about a cell (its JSON)."""
    return to_json(Value({"of": of, "reason": reason}))


def reason_in(json: Any) -> str:
    """Return the words of a register's value, "" if it holds none."""
    said = plain(from_json(json))
    words = said.get("reason") if isinstance(said, dict) else None
    return words if isinstance(words, str) else ""


def with_reasons(problems: Iterable[Problem], state: RecordState, cells: Cells) -> list[Problem]:
    """Return the problems with the reasons that ``state`` holds for ``cells`` as they stand.

    A hard problem has none: it is mended.
    """
    return [
        problem if problem.is_hard else problem._replace(reason=_standing(problem, state, cells))
        for problem in problems
    ]


def _standing(problem: Problem, state: RecordState, cells: Cells) -> str:
    return standing(state.shown(register_of(problem)), subject(problem, cells))


def standing(json: Any, of: Any) -> str:
    """Return the words of a register's value if they were written about the cell ``of``, else ""."""
    said = plain(from_json(json))
    return reason_in(json) if isinstance(said, dict) and same_value(said.get("of"), of) else ""


def subject(problem: Problem, cells: Cells) -> Any:
    """Return the JSON of the cell that a problem is about: a reason holds for this one and for no other."""
    return to_json(cells.get(problem.field or ""))
