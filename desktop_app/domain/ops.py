"""Ops: the lines of the log (SYNC.md, OP).

An op is one line of canonical JSON; its id is the SHA-256 of that line. The line is stored and
passed on as received, never re-serialised. An envelope that cannot be read cannot even be kept;
an op whose inside breaks a rule is kept, relayed, and *held* with its defect.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from desktop_app.domain import canonical
from desktop_app.domain.canonical import CanonicalError

VERSION = 1
MAX_LINE = 256 * 1024

LIFE, STATUS, ROUND, RETIRED = "_life", "_status", "_round", "_retired"
LIVE, DELETED, SAME, MOVED = "live", "deleted", "same:", "moved:"

OpId = str
_Id = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Uuid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
_Key = Annotated[str, Meta(pattern=r"^[a-z_][a-z0-9_]*\Z", max_length=64)]
_Chain = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}-[0-9a-f]{16}\Z")]
_Seq = Annotated[int, Meta(ge=1, lt=canonical.MAX_INTEGER)]


class Sets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One record's part of an op: new values, and the heads that they replace."""

    bases: list[_Id]
    put: Annotated[dict[str, Any], Meta(min_length=1)]
    rec: _Uuid
    topic: _Key


class _Envelope(msgspec.Struct, frozen=True):
    """What an op of any version carries: enough to store it, pass it on and acknowledge it."""

    chain: _Chain
    prev: _Id | None
    seq: _Seq
    space: _Uuid
    v: Annotated[int, Meta(ge=1)]


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole op of version 1."""

    chain: _Chain
    prev: _Id | None
    seq: _Seq
    sets: Annotated[list[Sets], Meta(min_length=1)]
    space: _Uuid
    time: int
    user: str
    v: Annotated[int, Meta(ge=1)]
    after: list[_Id] = []
    group: _Uuid | msgspec.UnsetType = msgspec.UNSET


_ENVELOPE = msgspec.json.Decoder(_Envelope)
_AGAIN = msgspec.json.Decoder(_Body)


class Op(msgspec.Struct, frozen=True):
    """One op as read from its line; ``defect`` says why it can never count, None if it may."""

    line: bytes
    id: OpId
    chain: str
    seq: int
    prev: OpId | None
    space: str
    time: int = 0
    user: str = ""
    sets: Sequence[Sets] = ()
    defect: str | None = None


def op_id(line: bytes) -> OpId:
    """Return the id of a line (without its newline): SHA-256, 64 lower-case hex."""
    return hashlib.sha256(line).hexdigest()


class Place(NamedTuple):
    """Where one op stands: in its chain, and in which space."""

    op: OpId
    chain: str
    seq: int
    prev: OpId | None
    space: str


class _Links(msgspec.Struct):
    chain: str
    prev: str | None
    seq: int
    space: _Uuid


_LINKS = msgspec.json.Decoder(_Links)


def place(line: bytes) -> Place:
    """Return where ``line`` stands; raises `CanonicalError`. The rest is for `read` to check."""
    try:
        links = _LINKS.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CanonicalError(f"not an op: {error}") from error
    return Place(op_id(line), links.chain, links.seq, links.prev, links.space)


def read(line: bytes, name: OpId | None = None) -> Op:
    """Return the op of ``line``; raises `CanonicalError` if not even its envelope can be kept.

    ``name``: its id, if the caller has it already.
    """
    try:
        value = canonical.decode(line)
    except canonical.ControlCharacterError:
        return _kept_only(line, "control_character")
    if len(line) > MAX_LINE:
        return _kept_only(line, "too_long")
    try:
        body = msgspec.convert(value, _Body)
    except msgspec.ValidationError:
        return _kept_only(line, "structure")
    return Op(
        line, name or op_id(line), body.chain, body.seq, body.prev, body.space, body.time, body.user,
        body.sets, _body_defect(body),
    )  # fmt: skip


def again(line: bytes, name: OpId) -> Op:
    """Return the op of a line of one's own log that counts: its form was checked when it came in."""
    body = _AGAIN.decode(line)
    return Op(line, name, body.chain, body.seq, body.prev, body.space, body.time, body.user, body.sets)


def _kept_only(line: bytes, defect: str) -> Op:
    try:
        seen = _ENVELOPE.decode(line)
    except msgspec.DecodeError as error:
        raise CanonicalError(f"not an op: {error}") from error
    if (seen.prev is None) != (seen.seq == 1):
        raise CanonicalError("not an op: prev and seq disagree")
    defect = "newer_version" if seen.v > VERSION else defect
    return Op(line, op_id(line), seen.chain, seen.seq, seen.prev, seen.space, defect=defect)


def _body_defect(body: _Body) -> str | None:
    if (body.prev is None) != (body.seq == 1):
        raise CanonicalError("not an op: prev and seq disagree")
    if body.v != VERSION:
        return "newer_version"
    if body.after and body.seq != 1:
        return "structure"
    return None if _registers_are_sound(body.sets) else "structure"


def _registers_are_sound(sets: Sequence[Sets]) -> bool:
    for part in sets:
        if len(part.bases) > 1 and part.bases != sorted(set(part.bases)):
            return False
    if len(sets) == 1:
        return True
    registers = [(part.topic, part.rec, field) for part in sets for field in part.put]
    return len(registers) == len(set(registers))


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, where and when: what `write` adds to the sets. ``prev`` is None at the start of a chain."""

    chain: str
    seq: int
    prev: OpId | None
    space: str
    time: int
    user: str


def sets(topic: str, rec: str, put: Mapping[str, Any], bases: Sequence[OpId]) -> Sets:
    """Return one record's part of an op, with its bases in canonical order."""
    return Sets(bases=sorted(set(bases)), put=dict(put), rec=rec, topic=topic)


def write(author: Author, parts: Sequence[Sets], group: str | None = None) -> Op:
    """Return a new op of ``author``; raises `CanonicalError` if a value has no place in one."""
    body: dict[str, Any] = {
        "chain": author.chain,
        "prev": author.prev,
        "seq": author.seq,
        "sets": parts,
        "space": author.space,
        "time": author.time,
        "user": author.user,
        "v": VERSION,
    }
    if group is not None:
        body["group"] = group
    op = read(canonical.encode(body))
    if op.defect:
        raise CanonicalError(f"an op of our own is not sound: {op.defect}")
    return op
