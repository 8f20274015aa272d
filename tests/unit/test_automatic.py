"""When the window syncs by itself: pure, with a clock of the test's own."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.app.syncing import ASK_AGAIN_S, FIRST_PAUSE_S, MOST_PAUSE_S, Automatic


def due(automatic: Automatic, now: float, *, typing: bool = False, unsent: int = 1) -> bool:
    return automatic.is_due(now, typing=typing, unsent=unsent)


def test_a_minute_after_the_start_and_not_before() -> None:
    automatic = Automatic(lambda: 1.0, 0)
    assert not due(automatic, FIRST_PAUSE_S - 1)
    assert due(automatic, FIRST_PAUSE_S)


def test_never_while_typing() -> None:
    automatic = Automatic(lambda: 1.0, 0)
    assert not due(automatic, 1e6, typing=True)
    assert due(automatic, 1e6)


def test_with_nothing_to_send_it_asks_at_the_start_and_then_twice_an_hour() -> None:
    automatic = Automatic(lambda: 1.0, 0)
    assert not due(automatic, FIRST_PAUSE_S - 1, unsent=0)
    assert due(automatic, FIRST_PAUSE_S, unsent=0)
    automatic.succeeded(100)
    assert not due(automatic, 100 + ASK_AGAIN_S - 1, unsent=0)
    assert due(automatic, 100 + ASK_AGAIN_S, unsent=0)
    assert due(automatic, 100 + FIRST_PAUSE_S, unsent=1)


def test_ever_later_after_failures_up_to_an_hour() -> None:
    automatic, now, waits = Automatic(lambda: 1.0, 0), 0.0, []
    for _ in range(9):
        now = automatic.due_s
        automatic.failed(now)
        waits.append(automatic.due_s - now)
    assert waits == [120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]


def test_a_link_that_appears_or_a_success_begins_anew() -> None:
    automatic = Automatic(lambda: 0.5, 0)
    for _ in range(9):
        automatic.failed(0)
    automatic.link_appeared(1000)
    assert 1000 < automatic.due_s <= 1000 + FIRST_PAUSE_S / 10
    automatic.failed(1010)
    assert automatic.due_s <= 1010 + 2 * FIRST_PAUSE_S
    automatic.succeeded(2000)
    assert 2000 + FIRST_PAUSE_S / 2 <= automatic.due_s <= 2000 + FIRST_PAUSE_S


@given(st.integers(0, 2000), st.floats(0, 1))
def test_the_wait_stays_between_half_a_minute_and_an_hour(failures: int, chance: float) -> None:
    automatic = Automatic(lambda: chance, 0)
    for _ in range(failures):
        automatic.failed(0)
    assert FIRST_PAUSE_S / 2 <= automatic.due_s <= MOST_PAUSE_S
