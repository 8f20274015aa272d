"""manifest.json: what the sender holds, answers, misses and keeps held (SYNC.md, PAYLOAD, HAVE).

Object keys in canonical JSON cannot be UUIDs, so ``have`` is written as a sorted list of
``[space, [[chain, from, to, tip], …]]``; `Manifest.have` is the same list, flat.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from desktop_app.domain import canonical
from desktop_app.sync import wire

_Reason = Annotated[str, Meta(min_length=1, max_length=200)]


class HaveEntry(NamedTuple):
    """An unbroken run of one chain in one space, from ``from_seq`` up to the op ``tip``."""

    space: str
    chain: str
    from_seq: int
    to_seq: int
    tip: str


@dataclass(frozen=True)
class Manifest:
    """What a bundle says besides its ops.

    ``answers`` is the id of the bundle that this one receipts; ``held`` pairs an op_id with the
    reason (1 to 200 characters) why the sender keeps the op without applying it.
    """

    answers: str | None = None
    blobs_missing: tuple[str, ...] = ()
    have: tuple[HaveEntry, ...] = ()
    held: tuple[tuple[str, str], ...] = ()

    def encode(self) -> bytes:
        """Return the bytes of manifest.json, whatever order the lists were given in."""
        blobs = tuple(sorted(set(self.blobs_missing)))
        held = tuple(_Held(op_id, reason) for op_id, reason in sorted(set(self.held)))
        return canonical.encode(_Document(self.answers, blobs, tuple(_by_space(self.have)), held))


class _Run(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    chain: wire.ChainId
    first: wire.Count
    last: wire.Count
    tip: wire.Sha256


class _Space(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    space: wire.Uuid
    runs: tuple[_Run, ...]


class _Held(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    op_id: wire.Sha256
    reason: _Reason


class _Document(Struct, frozen=True, forbid_unknown_fields=True):
    answers: wire.Sha256 | None
    blobs_missing: tuple[wire.Sha256, ...]
    have: tuple[_Space, ...]
    held: tuple[_Held, ...]


def read_manifest(data: bytes) -> Manifest:
    """Return the manifest in ``data``; raises ValueError unless it is exactly as specified."""
    manifest = _flat(wire.read(data, _Document))
    if manifest.encode() != data:
        raise ValueError("a list is not sorted and unique")
    if any(entry.from_seq > entry.to_seq for entry in manifest.have):
        raise ValueError("a run ends before it starts")
    return manifest


def _by_space(entries: Iterable[HaveEntry]) -> Iterable[_Space]:
    for space, group in groupby(sorted(set(entries)), key=lambda entry: entry.space):
        yield _Space(space, tuple(_Run(*entry[1:]) for entry in group))


def _flat(document: _Document) -> Manifest:
    have = (
        HaveEntry(space.space, run.chain, run.first, run.last, run.tip)
        for space in document.have
        for run in space.runs
    )
    held = tuple((one.op_id, one.reason) for one in document.held)
    return Manifest(document.answers, document.blobs_missing, tuple(have), held)
