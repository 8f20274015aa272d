"""Chunks, rates, patience: pure, with a clock of the test's own."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.sync.pace import CAUTION, FIRST, LEAST, MOST, Chunks, Patience, Speed, Timing

TIMING = Timing()


@given(st.lists(st.one_of(st.none(), st.floats(0, 60))))
def test_a_chunk_is_always_between_4_kib_and_1_mib(events: list[float | None]) -> None:
    chunks = Chunks(TIMING)
    for seconds in events:
        if seconds is None:
            chunks.cut()
        else:
            chunks.passed(chunks.size, seconds)
        assert LEAST == 4096 <= chunks.size <= 1024 * 1024 == MOST


def test_quick_chunks_are_doubled_and_slow_or_cut_ones_halved() -> None:
    chunks = Chunks(TIMING)
    chunks.passed(FIRST, 3.9)
    assert chunks.size == 2 * FIRST
    chunks.passed(2 * FIRST, 10)
    assert chunks.size == 2 * FIRST
    chunks.passed(2 * FIRST, 15.1)
    assert chunks.size == FIRST
    chunks.cut()
    assert chunks.size == FIRST // 2


def test_a_short_last_chunk_says_nothing_of_a_longer() -> None:
    chunks = Chunks(TIMING)
    chunks.passed(10, 0.1)
    assert chunks.size == FIRST


def test_a_size_that_was_cut_is_tried_again_after_several_smaller_ones() -> None:
    chunks = Chunks(TIMING)
    chunks.cut()
    for _ in range(CAUTION - 1):
        chunks.passed(chunks.size, 0.1)
        assert chunks.size == FIRST // 2
    chunks.passed(chunks.size, 0.1)
    assert chunks.size == FIRST


def test_speed_is_of_the_last_seconds() -> None:
    now = [0.0]
    speed = Speed(lambda: now[0])
    assert speed.rate() is None
    for _ in range(100):
        now[0] += 1
        speed.moved(1000)
    assert speed.rate() is not None
    assert abs(speed.rate() - 1000) < 1  # type: ignore[operator]
    for _ in range(40):
        now[0] += 1
        speed.moved(50)
    assert abs(speed.rate() - 50) < 1  # type: ignore[operator]


def test_pauses_grow_with_jitter_until_patience_ends() -> None:
    patience = Patience(TIMING, lambda: 1.0)
    patience.answered()
    pauses = [patience.pause() for _ in range(TIMING.tries)]
    assert pauses[-1] is None
    borne = [one for one in pauses if one is not None]
    assert borne[0] == TIMING.first_pause_s
    assert all(later >= earlier for earlier, later in pairwise(borne))
    assert max(borne) <= TIMING.most_pause_s
    least = Patience(TIMING, lambda: 0.0)
    assert least.pause() == TIMING.first_pause_s / 2


def test_before_any_answer_patience_is_short_and_every_gain_renews_it() -> None:
    patience = Patience(TIMING, lambda: 1.0)
    assert [patience.pause() is None for _ in range(TIMING.first_tries)] == [False, False, True]
    for _ in range(50):
        patience.gained()
        assert patience.pause() is not None


def test_what_the_hub_asks_for_is_waited_but_not_for_ever() -> None:
    patience = Patience(TIMING, lambda: 1.0)
    assert patience.pause(20) == 20
    assert patience.pause(TIMING.most_asked_s + 1) is None
