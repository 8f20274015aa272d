"""Which ops count, and why the others are held (SYNC.md, COUNTED; rules 11, 12)."""

import pytest

from desktop_app.domain import ops
from desktop_app.domain.counting import Authority, Held
from tests.histories import DEVICE, HUB, OTHER, SPACE, STRANGER, chain_of, line, part

ELSEWHERE = OTHER
AT_HUB = Authority(HUB, frozenset({(DEVICE, SPACE)}))
ORDINARY, SYSTEM = part({"note": 1}), part({"unit": 1}, topic="_space")
REPLY = part({"outcome": 1}, topic="_reply")


def verdict(
    device: str, *sets: dict[str, object], sealed: bool = True, space: str = SPACE, by: Authority = AT_HUB
) -> str | None:
    return by.verdict(ops.read(line(*sets, chain=chain_of(device), space=space)), sealed=sealed)


def test_an_enrolled_device_counts_in_its_space() -> None:
    assert verdict(DEVICE, ORDINARY) is None


def test_the_hub_counts_everywhere_and_it_alone_writes_system_topics() -> None:
    assert verdict(HUB, ORDINARY, space=ELSEWHERE) is None
    assert verdict(HUB, ORDINARY, SYSTEM) is None
    assert verdict(DEVICE, ORDINARY, SYSTEM) == Held.SYSTEM_TOPIC


def test_a_device_is_held_in_a_space_that_it_is_not_enrolled_for() -> None:
    assert verdict(DEVICE, ORDINARY, space=ELSEWHERE) == Held.NOT_ENROLLED
    assert verdict(STRANGER, ORDINARY) == Held.NOT_ENROLLED


@pytest.mark.parametrize("device", [DEVICE, HUB, STRANGER])
def test_an_op_without_its_authors_seal_is_held_whoever_it_says_it_is_from(device: str) -> None:
    assert verdict(device, ORDINARY, sealed=False) == Held.UNSEALED


@pytest.mark.parametrize("device", [DEVICE, HUB])
def test_a_hub_takes_no_unsealed_op_in_its_own_name_from_others(device: str) -> None:
    """A chain's name is a claim: only the seal, or having written it here, proves it."""
    assert verdict(device, ORDINARY, sealed=False, by=Authority(HUB, AT_HUB.enrolled)) == Held.UNSEALED


def test_a_pc_applies_what_it_writes_itself_before_anybody_enrolled_it() -> None:
    writing = Authority(HUB, frozenset(), myself=DEVICE)
    assert verdict(DEVICE, ORDINARY, sealed=False, by=writing) is None
    assert verdict(STRANGER, ORDINARY, sealed=False, by=writing) == Held.UNSEALED
    assert verdict(DEVICE, SYSTEM, sealed=False, by=writing) == Held.SYSTEM_TOPIC


def test_a_device_that_judges_writes_replies_where_it_is_enrolled_and_no_other_system_topic() -> None:
    by = Authority(HUB, AT_HUB.enrolled, judges={DEVICE})
    assert verdict(DEVICE, ORDINARY, REPLY, by=by) is None
    assert verdict(DEVICE, REPLY, SYSTEM, by=by) == Held.SYSTEM_TOPIC
    assert verdict(DEVICE, REPLY, space=ELSEWHERE, by=by) == Held.NOT_ENROLLED
    assert verdict(DEVICE, REPLY) == Held.SYSTEM_TOPIC


def test_an_op_with_a_defect_is_held_even_from_the_hub() -> None:
    assert verdict(HUB, part({"note": "\x00"})) == f"{Held.DEFECT}:control_character"
    assert AT_HUB.verdict(ops.read(line(chain=chain_of(HUB), v=2)), sealed=True) == Held.NEWER_VERSION


def test_a_revoked_device_counts_up_to_its_cut_and_the_strictest_cut_decides() -> None:
    first = ops.read(line(ORDINARY))
    second = ops.read(line(SYSTEM, ORDINARY, time=2))
    third = ops.read(line(part({"note": 3})))
    cuts = {(DEVICE, SPACE): ({first.id, second.id}, {first.id, third.id})}
    by = Authority(HUB, AT_HUB.enrolled, cuts=cuts)
    assert by.verdict(first, sealed=True) is None
    assert by.verdict(third, sealed=True) == Held.REVOKED
    assert by.verdict(second, sealed=True) == Held.REVOKED
    assert not by.trusts((DEVICE, SPACE))
    assert AT_HUB.trusts((DEVICE, SPACE))
    assert by.trusts((HUB, ELSEWHERE))
    assert not by.trusts((STRANGER, SPACE))


def test_what_the_hub_admitted_counts_whoever_wrote_it_but_writes_no_system_topic() -> None:
    ordinary = ops.read(line(ORDINARY, chain=chain_of(STRANGER)))
    system = ops.read(line(SYSTEM, chain=chain_of(STRANGER)))
    by = Authority(HUB, AT_HUB.enrolled, admitted={ordinary.id, system.id})
    assert by.verdict(ordinary, sealed=True) is None
    assert by.verdict(ordinary, sealed=False) == Held.UNSEALED
    assert by.verdict(system, sealed=True) == Held.SYSTEM_TOPIC
