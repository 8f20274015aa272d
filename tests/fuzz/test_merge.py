"""Any op that a signed bundle may carry, sound or not: kept as it came, held or counted, never a crash.

A device that is enrolled and lies can sign whatever it likes, so what stands inside an op is as
foreign as what stands outside a bundle.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import ops
from desktop_app.domain.canonical import CanonicalError
from desktop_app.domain.digest import space_digest
from desktop_app.domain.ops import Op, read
from desktop_app.store.store import SqlStore
from desktop_app.topics.registry import ALL
from tests.histories import DEVICE, OTHER, REC, body, chain_of, op_id, part, spell
from tests.stores import Authority, new_store, open_space, signed, take

SPACES = (f"{number:08x}-0000-4000-8000-000000000000" for number in range(1, 2**31))
FIELDS = [field.key for field in ALL.get("computer").fields]
ODD = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        2**53 - 1,
        2**53,
        1.5,
        "",
        "x" * 300,
        "\u0000",
        "\t\n",
        "ệ",
        "e\u0323\u0302",
        "😀",
        [],
        {},
    ]
)
JSON = st.recursive(
    ODD | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["v", "state", "raw", "A"]), inner)
    ),
    max_leaves=12,
)
CELL = st.fixed_dictionaries(
    {"state": st.sampled_from(["actual", "estimate", "no_data", "odd"]) | JSON, "v": JSON}
)
PUT = st.dictionaries(
    st.sampled_from([*FIELDS, "_life", "_status", "_round", "unknown", "Bad Key"]), CELL | JSON, min_size=1
)
TOPIC = st.sampled_from(["computer", "office", "no_such_topic", "_space", "_activation"]) | st.text(
    max_size=5
)


@st.composite
def foreign_lines(draw: st.DrawFn) -> bytes:
    """A line that may be anything between a sound op and no JSON at all."""
    bases = st.sets(st.sampled_from([op_id(1), op_id(2), "zz"]), max_size=2)
    parts = st.builds(part, PUT, bases, st.sampled_from([REC, OTHER, "no uuid"]), TOPIC)
    sets = draw(st.lists(parts, min_size=1, max_size=3))
    whole: dict[str, Any] = body(*sets)
    for name in draw(st.lists(st.sampled_from([*whole, "after", "group", "more"]), max_size=2)):
        whole[name] = draw(JSON | st.just(...))
    line = json.dumps(
        {key: value for key, value in whole.items() if value is not ...},
        ensure_ascii=False, sort_keys=draw(st.integers(0, 9)) > 0, separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")  # fmt: skip
    for at, byte in draw(st.lists(st.tuples(st.integers(0, len(line) - 1), st.integers(0, 255)), max_size=2)):
        if draw(st.booleans()):
            line = line[:at] + bytes([byte]) + line[at + 1 :]
    return line


@given(foreign_lines())
def test_a_line_is_an_op_or_is_refused(line: bytes) -> None:
    try:
        op = read(line)
    except CanonicalError:
        return
    assert (op.line, op.id) == (line, ops.op_id(line))
    place = ops.place(line)
    assert (place.op, place.chain, place.seq, place.prev) == (op.id, op.chain, op.seq, op.prev)
    if op.defect is None:
        assert spell(json.loads(line)) == line
        assert ops.again(line, op.id) == op


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlStore, SqlStore]]:
    folder = tmp_path_factory.mktemp("fuzz")
    one, other = new_store(folder / "one"), new_store(folder / "other")
    yield one, other
    one.close()
    other.close()


@st.composite
def foreign_chains(draw: st.DrawFn, space: str) -> list[Op]:
    """A chain whose ops are linked as they should be and hold whatever the device likes."""
    found: list[Op] = []
    for seq in range(1, draw(st.integers(1, 8)) + 1):
        bases = st.sets(st.sampled_from([op_id(1), *(op.id for op in found)]), max_size=2)
        sets = draw(
            st.lists(
                st.builds(part, PUT, bases, st.sampled_from([REC, OTHER]), TOPIC), min_size=1, max_size=2
            )
        )
        placed: Mapping[str, Any] = {
            "chain": chain_of(), "seq": seq, "prev": found[-1].id if found else None, "space": space,
        }  # fmt: skip
        try:
            found.append(read(spell(body(*sets, **placed, time=draw(st.integers(-(2**52), 2**52))))))
        except CanonicalError:
            found.append(read(spell(body(**placed))))
    return found


@given(st.data())
def test_whatever_a_chain_holds_two_replicas_keep_it_and_agree(
    pair: tuple[SqlStore, SqlStore], data: st.DataObject
) -> None:
    space = next(SPACES)
    chain = data.draw(foreign_chains(space))
    who = Authority("a" * 32, frozenset({(DEVICE, space)}))
    for store, order in zip(pair, (chain, data.draw(st.permutations(chain))), strict=True):
        open_space(store, space)
        for op in order:
            take(store, [op], [signed(chain[-1])], who)
    seen = []
    for store in pair:
        with store.read() as tx:
            kept = sorted(tx.lines(tx.lacking([space], {})))
            held = sorted((op, reason) for op, _chain, reason in tx.held() if op in {one.id for one in chain})
            tables = [
                sorted(
                    repr(row[1:])
                    for row in tx.execute(f"SELECT * FROM p_{key} WHERE space = :s", {"s": space})
                )
                for key in ("computer", "office")
            ]
            seen.append((kept, held, tables, space_digest(tx.heads(space))))
    assert seen[0] == seen[1]
    assert seen[0][0] == sorted({op.line for op in chain})
    assert {op for op, _reason in seen[0][1]} >= {op.id for op in chain if op.defect}
