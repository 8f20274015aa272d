"""References to merged records, whatever comes in which order: the tables are those of a rebuild."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.domain.ops import DELETED, LIFE, LIVE, SAME, Op
from desktop_app.store.store import SqlStore
from tests.histories import Chain, part
from tests.stores import new_store, signed, take, v

OFFICES = [f"0000000{n}-0000-7000-8000-00000000000a" for n in range(4)]
COMPUTERS = [f"0000000{n}-0000-7000-8000-00000000000b" for n in range(3)]

office = st.sampled_from(OFFICES)
action = st.one_of(
    st.tuples(st.just("merge"), office, office),
    st.tuples(st.just("part"), office, office),
    st.tuples(st.just("delete"), office, office),
    st.tuples(st.just("point"), st.sampled_from(COMPUTERS), office),
)


class Writer:
    """Writes ops that saw all that was written before them."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.heads: dict[str, dict[str, str]] = {}
        for number, rec in enumerate(OFFICES):
            self.put("office", rec, {"name": v(f"Cơ quan {number}")})

    def put(self, topic: str, rec: str, put: dict[str, Any]) -> None:
        known = self.heads.setdefault(rec, {})
        seen = known.values() if LIFE in put else [known[name] for name in put if name in known]
        op = self.chain.write(part(put, seen, rec, topic))
        known.update(dict.fromkeys(put, op.id))

    def do(self, what: str, one: str, other: str) -> None:
        if what == "point":
            self.put("computer", one, {"office": v(other)})
        else:
            self.put(
                "office", one, {LIFE: {"merge": f"{SAME}{other}", "part": LIVE, "delete": DELETED}[what]}
            )


def tables(store: SqlStore) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as tx:
        merged = tx.merged("office")
        return {
            "computer": tx.execute("SELECT rec, office, note FROM p_computer ORDER BY rec", {}),
            "office": tx.execute("SELECT rec, name, review FROM p_office ORDER BY rec", {}),
            "merged": sorted(merged.items()),
        }


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[SqlStore]]:
    made: list[SqlStore] = []

    def fresh(folder: Path) -> Iterator[SqlStore]:
        while True:
            made.append(new_store(folder / str(len(made))))
            yield made[-1]

    yield fresh(tmp_path_factory.mktemp("homes"))
    for store in made:
        store.close()


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(action, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_in_any_order_and_in_any_bundles_the_tables_are_those_of_a_rebuild(
    stores: Iterator[SqlStore], actions: list[tuple[str, str, str]], random: Any
) -> None:
    writer = Writer()
    for one in actions:
        writer.do(*one)
    ops: list[Op] = list(writer.chain.ops)
    random.shuffle(ops)
    store = next(stores)
    while ops:
        batch = [ops.pop() for _time in range(min(len(ops), random.randint(1, 4)))]
        take(store, batch, [signed(writer.chain.ops[-1])])
    before = tables(store)
    with store.write() as tx:
        tx.rebuild()
    assert tables(store) == before
    shown = {row[0] for row in before["office"]}
    assert all(into in shown for _rec, into in before["merged"])  # who merges leads to a shown record
    pointed = {row[1] for row in before["computer"]}
    assert not pointed & dict(before["merged"]).keys()
