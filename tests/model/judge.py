"""What SYNC.md says of a set of ops, written a second time, slowly and without `desktop_app.domain`.

It reads lines as plain JSON; the names are those of the specification.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

Register = tuple[str, str, str, str]  # space, topic, rec, field


class Put(NamedTuple):
    """One value that an op puts into a register, and what that group lists as bases."""

    op: str
    value: Any
    bases: frozenset[str]
    time: int


def spell(value: Any) -> str:
    """Return the canonical spelling, by the standard library."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def registers(lines: Iterable[bytes]) -> dict[Register, list[Put]]:
    """Return every register that these ops put, with what they put."""
    found: dict[Register, list[Put]] = {}
    for line in lines:
        for register, put in puts_of(line):
            found.setdefault(register, []).append(put)
    return found


@lru_cache(maxsize=20_000)
def puts_of(line: bytes) -> tuple[tuple[Register, Put], ...]:
    """Return what one op puts, and where."""
    op, name = json.loads(line), sha256(line).hexdigest()
    return tuple(
        (
            (op["space"], part["topic"], part["rec"], field),
            Put(name, value, frozenset(part["bases"]), op["time"]),
        )
        for part in op["sets"]
        for field, value in part["put"].items()
    )


def heads(puts: Iterable[Put]) -> list[Put]:
    """W \\ E, the shown one first: that of the greatest (time, op id)."""
    every = list(puts)
    ended = {base for put in every for base in put.bases}
    left = [put for put in every if put.op not in ended]
    return sorted(left, key=lambda put: (put.time, put.op), reverse=True)


def differ(found: Iterable[Put]) -> bool:
    """Whether two of these values are different."""
    return len({spell(put.value) for put in found}) > 1


class Verdict(NamedTuple):
    """What a screen makes of a record."""

    hidden: bool
    review: bool


def verdict(record: Mapping[str, list[Put]], other: Callable[[str], Mapping[str, list[Put]]]) -> Verdict:
    """Return whether a record (field → puts) is hidden or in review; ``other`` finds one by its id."""
    hidden = _walk(record, other)
    standing = {field: heads(puts) for field, puts in record.items()}
    if hidden:
        return Verdict(hidden=True, review=False)
    lively = all(put.value in ("live", None) for put in standing.get("_life", []))
    return Verdict(hidden=False, review=not lively or any(map(differ, standing.values())))


def _walk(record: Mapping[str, list[Put]], other: Callable[[str], Mapping[str, list[Put]]]) -> bool:
    """Follow "same:" to its end: hidden only where that is a death, or a record that is shown."""
    passed: list[str] = []
    while True:
        said = _death(record)
        if said is None:
            return bool(passed)
        if not said.startswith("same:"):
            return not passed
        target = said[5:]
        if target in passed or not (record := other(target)):
            return False
        passed.append(target)


def _death(record: Mapping[str, list[Put]]) -> str | None:
    """The one value, not live, on which all life heads agree, if they saw every field head."""
    life = heads(record.get("_life", []))
    if not life or differ(life) or life[0].value in ("live", None):
        return None
    seen = frozenset[str]().union(*(put.bases for put in life))
    fields = {put.op for field, puts in record.items() if field != "_life" for put in heads(puts)}
    return str(life[0].value) if fields <= seen else None


def digest(found: Mapping[Register, list[Put]], space: str) -> str:
    """SHA-256 of the sorted lines "topic TAB rec TAB field TAB op LF", one a head."""
    lines = sorted(
        f"{topic}\t{rec}\t{field}\t{put.op}\n".encode()
        for (where, topic, rec, field), puts in found.items()
        if where == space
        for put in heads(puts)
    )
    return sha256(b"".join(lines)).hexdigest()
