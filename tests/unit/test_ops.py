"""Ops: what counts as one, what is kept though it cannot count, and what is no op at all (SYNC.md, OP)."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import ops
from desktop_app.domain.canonical import CanonicalError
from desktop_app.domain.ops import Author, read, write
from tests.histories import OTHER, REC, SPACE, TOPIC, body, chain_of, line, op_id, part, spell

A, B = sorted((op_id(1), op_id(2)))


def test_the_id_of_an_op_is_the_sha_256_of_its_line() -> None:
    written = line(part({"note": "Máy tính"}))
    assert read(written).id == hashlib.sha256(written).hexdigest()
    assert read(written).line == written


def test_everything_in_a_sound_op_is_read() -> None:
    op = read(line(part({"note": None}, [A, B]), seq=7, prev=A, group=SPACE))
    assert (op.chain, op.seq, op.prev, op.space) == (chain_of(), 7, A, SPACE)
    assert (op.time, op.user, op.defect) == (1_700_000_000_000, "Lò Văn A", None)
    assert [(one.topic, one.rec, one.put, one.bases) for one in op.sets] == [
        (TOPIC, REC, {"note": None}, [A, B])
    ]


def test_the_first_op_of_a_chain_may_say_after_which_ops_it_begins() -> None:
    assert read(line(after=[A])).defect is None


@pytest.mark.parametrize(
    "changes",
    [
        {"sets": []},
        {"sets": ...},
        {"sets": [part({})]},
        {"sets": [part({"note": 1}, more=1)]},
        {"sets": [{"bases": [], "put": {"note": 1}, "rec": REC}]},
        {"sets": [part({"note": 1}, rec="1")]},
        {"sets": [part({"note": 1}, rec=f"A{REC[1:]}")]},
        {"sets": [part({"note": 1}, topic="")]},
        {"sets": [part({"note": 1}, topic="Computer")]},
        {"sets": [part({"note": 1}, topic="x" * 65)]},
        {"sets": [part({"note": 1}, ["abc"])]},
        {"sets": [part({"note": 1}) | {"bases": [B, A]}]},
        {"sets": [part({"note": 1}) | {"bases": [A, A]}]},
        {"sets": [part({"note": 1}) | {"bases": A}]},
        {"sets": [part({"note": 1}), part({"note": 2})]},
        {"sets": [part({"note": 1, "name": 1}), part({"name": 1, "kind": 2})]},
        {"time": "now"},
        {"time": ...},
        {"user": None},
        {"user": ...},
        {"group": "one"},
        {"group": None},
        {"after": ["abc"]},
        {"seq": 2, "prev": A, "after": [A]},
        {"extra": 1},
    ],
    ids=repr,
)
def test_an_op_whose_inside_breaks_a_rule_is_kept_and_held(changes: dict[str, Any]) -> None:
    op = read(line(**changes))
    assert op.defect == "structure"
    assert op.line == line(**changes)
    assert (op.chain, op.space) == (chain_of(), SPACE)


@pytest.mark.parametrize(
    "changes",
    [
        {"chain": "x"},
        {"chain": chain_of().upper()},
        {"chain": ...},
        {"space": "x"},
        {"space": ...},
        {"prev": "x", "seq": 2},
        {"prev": ...},
        {"seq": 0},
        {"seq": -1},
        {"seq": True},
        {"seq": "1"},
        {"seq": ...},
        {"seq": 2},
        {"prev": A},
        {"v": 0},
        {"v": -1},
        {"v": "1"},
        {"v": ...},
    ],
    ids=repr,
)
@pytest.mark.parametrize("inside", [{}, {"sets": []}, {"v": 2}, {"v": 2, "sets": {}}], ids=repr)
def test_an_op_whose_envelope_is_broken_cannot_even_be_kept(
    changes: dict[str, Any], inside: dict[str, Any]
) -> None:
    with pytest.raises(CanonicalError):
        read(line(**{**inside, **changes}))


@pytest.mark.parametrize("text", [b"null", b"[]", b"1", b'"op"', b"{}", b"", b"op", b"\xff"])
def test_what_is_no_op_is_refused(text: bytes) -> None:
    with pytest.raises(CanonicalError):
        read(text)


def test_a_line_in_another_spelling_is_refused() -> None:
    with pytest.raises(CanonicalError):
        read(line().replace(b":", b": ", 1))


@pytest.mark.parametrize(
    "changes", [{}, {"sets": {"anything": [1]}}, {"more": 1}, {"time": "later"}], ids=repr
)
def test_an_op_of_a_newer_version_is_kept_whatever_its_inside(changes: dict[str, Any]) -> None:
    op = read(line(**{"v": 2, **changes}))
    assert op.defect == "newer_version"
    assert op.id == hashlib.sha256(op.line).hexdigest()


def test_a_control_character_is_held_not_refused() -> None:
    for value in ("\x00", "a\rb", "\x1f"):
        assert read(line(part({"note": value}))).defect == "control_character"
        assert read(line(user=value)).defect == "control_character"
    assert read(line(part({"note": "\x00"}), v=2)).defect == "newer_version"


def test_an_op_of_256_kib_counts_and_a_byte_more_is_held() -> None:
    spare = ops.MAX_LINE - len(line(part({"note": ""})))
    assert read(line(part({"note": "x" * spare}))).defect is None
    assert read(line(part({"note": "x" * (spare + 1)}))).defect == "too_long"


@pytest.mark.parametrize(
    "spoil", [lambda s: s.replace(b":", b": ", 1), lambda s: s + b" ", lambda s: s[:-1] + b',"v":1}']
)
def test_a_long_line_must_be_canonical_too(spoil: Any) -> None:
    with pytest.raises(CanonicalError):
        read(spoil(line(part({"note": "x" * ops.MAX_LINE}))))


def test_an_op_may_put_other_fields_of_a_record_in_a_part_of_their_own() -> None:
    sets = [part({"note": 1}, [A]), part({"name": 1}, [B]), part({"note": 1}, rec=OTHER)]
    assert read(line(*sets)).defect is None


@pytest.mark.parametrize(
    "value", [None, True, 0, "", [], {}, {"v": {"deep": [[None]]}}, [1, {"a": "b"}]], ids=repr
)
def test_any_json_may_stand_as_a_value(value: Any) -> None:
    assert read(line(part({"note": value}))).sets[0].put == {"note": value}


def test_a_value_of_our_own_is_written_as_anyone_would_spell_it() -> None:
    author = Author(chain_of(), 1, None, SPACE, 5, "Lò Thị B")
    parts = [ops.sets(TOPIC, REC, {"note": {"v": "ô", "state": "actual"}, "_status": "draft"}, [B, A, B])]
    expected = body(
        part({"_status": "draft", "note": {"state": "actual", "v": "ô"}}, [A, B]), time=5, user="Lò Thị B"
    )
    assert write(author, parts).line == spell(expected)
    assert write(author, parts, SPACE).line == spell(expected | {"group": SPACE})


@given(
    st.dictionaries(
        st.sampled_from(["note", "name", "kind"]), st.none() | st.integers(0, 9) | st.text(), min_size=1
    )
)
def test_what_is_written_is_what_is_read(put: dict[str, Any]) -> None:
    author = Author(chain_of(), 2, A, SPACE, 5, "")
    try:
        op = write(author, [ops.sets(TOPIC, REC, put, [A])])
    except CanonicalError:
        assert any(ord(letter) < 0x20 for value in put.values() if isinstance(value, str) for letter in value)
    else:
        again = read(op.line)
        assert again == op
        assert again.sets[0].put == put


@pytest.mark.parametrize(
    "put", [{"note": 0.5}, {"note": "\x00"}, {"note": "x" * ops.MAX_LINE}, {}], ids=lambda v: repr(v)[:20]
)
def test_an_op_of_our_own_that_could_not_count_is_never_written(put: dict[str, Any]) -> None:
    with pytest.raises(CanonicalError):
        write(Author(chain_of(), 1, None, SPACE, 5, ""), [ops.sets(TOPIC, REC, put, [])])


def test_a_place_is_read_without_the_rest_and_only_of_an_op() -> None:
    op = read(line(part({"note": None})))
    assert ops.place(op.line) == ops.Place(op.id, op.chain, op.seq, op.prev, op.space)
    for broken in (b"", b"{}", b"[1]", b'{"chain":1,"prev":null,"seq":1}', b"\xff"):
        with pytest.raises(CanonicalError):
            ops.place(broken)
