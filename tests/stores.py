"""Homes without a person: ops made by hand, taken in as bundles are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.app.ports import Ingested, SealedTips, SealInfo, SpaceInfo
from desktop_app.domain.counting import Authority
from desktop_app.domain.digest import space_digest
from desktop_app.domain.ids import device_of
from desktop_app.domain.ops import Op
from desktop_app.store.store import SqlStore
from desktop_app.topics.registry import ALL
from tests import databases
from tests.histories import DEVICE, HUB, OTHER, REC, SPACE, THIRD, Chain, op_id
from tests.homes import new_home

RECS = (REC, OTHER, THIRD)
ENROLLED = Authority(HUB, frozenset({(DEVICE, SPACE)}))
NOBODY = Authority(HUB, frozenset())


def new_store(home: Path) -> SqlStore:
    store = new_home(home, databases.fresh())
    open_space(store, SPACE)
    return store


def open_space(store: SqlStore, space: str) -> None:
    with store.write() as tx:
        tx.put_space(SpaceInfo(space, "dbp-u-0003", "commune"))


def signed(*tips: Op) -> SealedTips:
    """A verified seal of a device over some of its ops."""
    (device,) = {device_of(op.chain) for op in tips}
    name = op_id(hash(tuple(op.id for op in tips)))
    return SealedTips(name, device, tuple((op.chain, op.id) for op in tips), SealInfo(name.encode(), b""))


def take(
    store: SqlStore, found: Sequence[Op], seals: Sequence[SealedTips] = (), by: Authority = ENROLLED
) -> Ingested:
    """Take a bundle in, as receiving does."""
    with store.write() as tx:
        for seal in seals:
            tx.put_seal(seal, 0)
        return tx.ingest(found, [tip for seal in seals for tip in seal.tips], by)


def take_whole(store: SqlStore, chain: Chain) -> Ingested:
    return take(store, chain.ops, [signed(chain.ops[-1])])


def held(store: SqlStore) -> dict[str, str]:
    with store.read() as tx:
        return {op: reason for op, _chain, reason in tx.held()}


def look(store: SqlStore, space: str = SPACE) -> dict[str, Any]:
    """Everything that follows from the ops of a space, without local numbers."""
    with store.read() as tx:
        in_space = {op.hex() for (op,) in tx.execute(
            "SELECT op_id FROM op JOIN chain c ON c.id = chain_id JOIN space s ON s.id = c.space_id "
            "WHERE s.uuid = :s", {"s": space})}  # fmt: skip
        return {
            "digest": space_digest(tx.heads(space)),
            "heads": sorted(tx.heads(space)),
            "have": tx.have([space]),
            "held": sorted(one for one in tx.held() if one[0] in in_space),
            "rows": [
                projection(
                    tx.execute(f"SELECT * FROM p_{topic.key} WHERE space = :s ORDER BY rec", {"s": space})
                )
                for topic in ALL.all
            ],
            "records": tx.execute(
                "SELECT topic, rec, hidden, review, same FROM record r JOIN space s ON s.id = r.space_id "
                "WHERE s.uuid = :s ORDER BY topic, rec", {"s": space}),
            "history": {rec: sorted(tx.history(space, "computer", rec)) for rec in RECS},
        }  # fmt: skip


def projection(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows without their first column, the record's local number."""
    return [row[1:] for row in rows]


def asset(store: SqlStore) -> list[tuple[Any, ...]]:
    with store.read() as tx:
        return tx.execute("SELECT rec, asset_code, note, review FROM p_computer ORDER BY rec", {})


def v(value: Any, state: str = "actual") -> dict[str, Any]:
    return {"state": state, "v": value}
