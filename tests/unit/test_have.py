"""HAVE, held and marks: what may be skipped in the next bundle (SYNC.md, HAVE, SEND; rules 6, 7)."""

from collections.abc import Callable, Iterable

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.have import Link, Run, extend, held, runs_of, unite
from tests.histories import SPACE, chain_of, op_id

CHAIN = chain_of()


def chain_of_links(count: int, *, first: int = 1, after: str | None = None, branch: int = 0) -> list[Link]:
    """``count`` links, each on the one before; another ``branch`` gives other op ids."""
    links: list[Link] = []
    for seq in range(first, first + count):
        links.append(Link(op_id(1000 * branch + seq), seq, after))
        after = links[-1].op
    return links


WHOLE = chain_of_links(6)
ONE, TWO, THREE, FOUR, FIVE, SIX = WHOLE


def looking_up(links: Iterable[Link]) -> Callable[[str], Link | None]:
    return {link.op: link for link in links}.get


def acknowledged(links: Iterable[Link], runs: Iterable[Run]) -> set[str]:
    return {op for run in runs for op in held(run, looking_up(links))}


def test_a_whole_chain_is_one_run_from_one() -> None:
    assert runs_of(CHAIN, WHOLE) == [Run(CHAIN, 1, 6, SIX.op)]


def test_no_ops_make_no_run() -> None:
    assert runs_of(CHAIN, []) == []


def test_a_run_after_a_gap_says_where_it_starts() -> None:
    assert runs_of(CHAIN, [ONE, FOUR, FIVE]) == [Run(CHAIN, 1, 1, ONE.op), Run(CHAIN, 4, 5, FIVE.op)]


def test_clones_that_both_write_number_5_give_two_tips_that_both_reach_back_to_one() -> None:
    """Rule 6: a tip by number would take one clone's fifth op for the other's."""
    clone = chain_of_links(2, first=5, after=FOUR.op, branch=1)
    runs = runs_of(CHAIN, [*WHOLE, *clone])
    assert set(runs) == {Run(CHAIN, 1, 6, SIX.op), Run(CHAIN, 1, 6, clone[1].op)}


def test_a_tip_that_i_do_not_hold_means_nothing() -> None:
    clone = chain_of_links(2, first=5, after=FOUR.op, branch=1)
    theirs = Run(CHAIN, 1, 6, clone[1].op)
    assert acknowledged(WHOLE, [theirs]) == set()


def test_a_tip_that_i_hold_acknowledges_down_to_where_its_run_starts() -> None:
    assert acknowledged(WHOLE, [Run(CHAIN, 3, 5, FIVE.op)]) == {THREE.op, FOUR.op, FIVE.op}
    assert acknowledged(WHOLE, [Run(CHAIN, 1, 2, TWO.op)]) == {ONE.op, TWO.op}


def test_the_walk_ends_at_a_gap_of_my_own() -> None:
    assert acknowledged([THREE, FOUR], [Run(CHAIN, 1, 4, FOUR.op)]) == {THREE.op, FOUR.op}


def test_extending_the_only_tip_needs_no_look_at_the_chain() -> None:
    assert extend([], CHAIN, WHOLE[:2]) == [Run(CHAIN, 1, 2, TWO.op)]
    assert extend([Run(CHAIN, 1, 2, TWO.op)], CHAIN, [THREE, FOUR]) == [Run(CHAIN, 1, 4, FOUR.op)]


def test_a_gap_a_fork_and_the_filling_of_a_gap_ask_for_the_whole_chain() -> None:
    fork = chain_of_links(1, first=3, after=TWO.op, branch=1)
    apart = [Run(CHAIN, 1, 2, TWO.op), Run(CHAIN, 4, 4, FOUR.op)]
    assert extend([Run(CHAIN, 1, 2, TWO.op)], CHAIN, [FOUR]) is None
    assert extend([Run(CHAIN, 1, 3, THREE.op)], CHAIN, fork) is None
    assert extend(apart, CHAIN, [THREE]) is None
    assert extend([Run(CHAIN, 2, 2, TWO.op)], CHAIN, [ONE]) is None


def test_an_op_whose_number_does_not_follow_its_predecessor_asks_for_the_whole_chain() -> None:
    leap = Link(op_id(77), 9, TWO.op)
    assert extend([Run(CHAIN, 1, 2, TWO.op)], CHAIN, [leap]) is None
    assert runs_of(CHAIN, [ONE, TWO, leap]) == [Run(CHAIN, 1, 9, leap.op)]


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[Link]]:
    """A chain with clones, in any order, split into deliveries."""
    links = chain_of_links(draw(st.integers(1, 6)))
    for branch in range(1, draw(st.integers(1, 3))):
        stem = draw(st.sampled_from(links))
        links += chain_of_links(draw(st.integers(1, 3)), first=stem.seq + 1, after=stem.op, branch=branch)
    links = draw(st.permutations(links)) if draw(st.booleans()) else links
    links = links[draw(st.integers(0, 2)) :]
    cuts = sorted(draw(st.lists(st.integers(0, len(links)), max_size=4)))
    return [links[start:end] for start, end in zip([0, *cuts], [*cuts, len(links)], strict=True)]


@given(deliveries())
def test_extend_agrees_with_the_definition_whenever_it_answers(delivered: list[list[Link]]) -> None:
    runs: list[Run] = []
    seen: list[Link] = []
    for links in delivered:
        seen += links
        whole = runs_of(CHAIN, seen)
        quick = extend(runs, CHAIN, links)
        assert quick is None or sorted(quick) == whole
        runs = whole


@given(deliveries())
def test_runs_acknowledge_exactly_what_is_in_hand(delivered: list[list[Link]]) -> None:
    links = [link for part in delivered for link in part]
    assert acknowledged(links, runs_of(CHAIN, links)) == {link.op for link in links}


@given(deliveries(), st.data())
def test_what_a_have_acknowledges_its_sender_holds(delivered: list[list[Link]], data: st.DataObject) -> None:
    """However little or much I hold myself: nothing is taken as received that is not there."""
    everything = [link for part in delivered for link in part]
    theirs = [link for link in everything if data.draw(st.booleans())]
    mine = [link for link in everything if data.draw(st.booleans())]
    assert acknowledged(mine, runs_of(CHAIN, theirs)) <= {link.op for link in theirs}


def test_a_mark_is_raised_by_the_runs_of_both_space_by_space() -> None:
    old, new = Run(CHAIN, 1, 2, TWO.op), Run(CHAIN, 1, 4, FOUR.op)
    assert unite({SPACE: [new]}, {SPACE: [old, new], "other": [old]}) == {
        SPACE: sorted([old, new]),
        "other": [old],
    }
    assert unite({}, {}) == {}
