"""Reading the whole log again, as a stranger would: hashes, links, who vouches for what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.domain.have import Link, Run, runs_of
from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import OpId, op_id
from desktop_app.i18n import _, plural

BATCH = 2000
_PART = (
    "SELECT o.id, o.op_id, c.name, s.uuid, o.seq, o.prev, o.sealed, o.held, o.line "
    "FROM op o JOIN chain c ON c.id = o.chain_id JOIN space s ON s.id = c.space_id "
    "WHERE o.id > :after ORDER BY o.id LIMIT :batch"
)


class _Line(msgspec.Struct):
    chain: str
    prev: str | None
    seq: int
    space: str
    time: int = 0


_LINE = msgspec.json.Decoder(_Line)


@dataclass(slots=True)
class LogBook:
    """What the log holds: the links of each (chain, space), who vouches, and lines that are not their row.

    ``own_last_ms``: the latest time in an op of this PC.
    """

    device: str
    chains: dict[tuple[str, str], list[Link]] = field(default_factory=dict)
    sealed: set[OpId] = field(default_factory=set)
    foreign_counted: set[OpId] = field(default_factory=set)
    altered: list[OpId] = field(default_factory=list)
    own_last_ms: int = 0


def read_log(tx: Transaction) -> LogBook:
    """Return the log as its lines say it."""
    log, after = LogBook(place_of(tx).device), 0
    while rows := tx.execute(_PART, {"after": after, "batch": BATCH}):
        after = rows[-1][0]
        for row in rows:
            _enter(log, *row[1:])
    return log


def _enter(log: LogBook, op: bytes, chain: str, space: str, seq: int, prev: bytes | None, *rest: Any) -> None:
    sealed, held, line = rest
    name, before = op.hex(), prev.hex() if prev else None
    log.chains.setdefault((chain, space), []).append(Link(name, seq, before))
    said = _decoded(line)
    if said is None or op_id(line) != name or (said.chain, said.space, said.seq, said.prev) != (
        chain, space, seq, before,
    ):  # fmt: skip
        log.altered.append(name)
        return
    is_own = device_of(chain) == log.device
    if is_own:
        log.own_last_ms = max(log.own_last_ms, said.time)
    elif held is None:
        log.foreign_counted.add(name)
    if sealed:
        log.sealed.add(name)


def _decoded(line: bytes) -> _Line | None:
    try:
        return _LINE.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def faults(tx: Transaction, log: LogBook) -> Iterator[str]:
    """Yield what is wrong with lines, links and tips."""
    if log.altered:
        yield plural("{n} dòng nhật ký đã bị sửa, ví dụ {op}.", len(log.altered), op=log.altered[0][:12])
    for (chain, _space), links in log.chains.items():
        by_op = {link.op: link for link in links}
        for link in links:
            before = by_op.get(link.prev) if link.prev else None
            if before is not None and before.seq != link.seq - 1:
                yield _("Chuỗi {chain}: thao tác {seq} không nối tiếp.").format(
                    chain=chain[:12], seq=link.seq
                )
    tips = {(run, space) for space, runs in tx.have(one.uuid for one in tx.spaces()).items() for run in runs}
    wanted = _tips(log)
    if tips != wanted:
        yield _("{n} đầu chuỗi không khớp nhật ký.").format(n=len(tips ^ wanted))
    for run, _space in sorted(wanted):
        if run.start > 1 and device_of(run.chain) == log.device:
            yield _("Chuỗi của chính máy này thiếu {n} thao tác đầu.").format(n=run.start - 1)


def _tips(log: LogBook) -> set[tuple[Run, str]]:
    return {(run, space) for (chain, space), links in log.chains.items() for run in runs_of(chain, links)}


def unvouched(desk: Desk, tx: Transaction, log: LogBook) -> Iterator[str]:
    """Yield seals that are not what they say, and ops that count although nobody vouches for them."""
    kept = tx.seals()
    known = [desk.codec.vouched(one.seal) for one in kept]
    false = sum(one != found for one, found in zip(kept, known, strict=True))
    if false:
        yield plural("{n} chữ ký bảo đảm không đúng.", false)
    reached = _reached(log, [tip for one in known if one is not None for tip in one.tips])
    if loose := (log.sealed | log.foreign_counted) - reached:
        yield _("{n} thao tác được tính mà không có chữ ký bảo đảm, ví dụ {op}.").format(
            n=len(loose), op=min(loose)[:12]
        )


def _reached(log: LogBook, tips: list[tuple[str, OpId]]) -> set[OpId]:
    """Return every op that ``prev`` reaches from a signed tip of its own chain."""
    links = {(chain, link.op): link for (chain, _space), found in log.chains.items() for link in found}
    reached: set[OpId] = set()
    for chain, tip in tips:
        link = links.get((chain, tip))
        while link is not None and link.op not in reached:
            reached.add(link.op)
            link = links.get((chain, link.prev)) if link.prev else None
    return reached
