"""The chip at the foot: what it says for every standing, longest first, and how old things are."""

from dataclasses import replace

import pytest

from desktop_app.app.overview import Status
from desktop_app.app.states import State, States
from desktop_app.ui.foot import Standing, sayings
from desktop_app.ui.moments import age

NOW = 1_700_000_000_000
MINUTE, DAY = 60_000, 24 * 3_600_000
STATUS = Status("commune", "03319", "Xã Mường Pồn", {}, 0, 0, None, None, 0, 0, 0, "", "2022-12-31", False)


def standing(status: Status = STATUS, old: int = 0, **counts: int) -> Standing:
    """Return a standing; ``old`` ms is the age of the oldest of each state."""
    found = dict.fromkeys(State, 0) | {State(name): n for name, n in counts.items()}
    return Standing(status, States(found, {state: NOW - old for state, n in found.items() if n}), NOW)


def test_a_commune_is_told_every_state_and_the_age_of_what_waits() -> None:
    texts, icon, tone = sayings(
        standing(old=2 * DAY, on_this_pc=3, in_bundle=2, received=120, accepted=15, returned=1)
    )
    assert texts[0] == (
        "3 trên máy này (2 ngày) · 2 trong gói (2 ngày) · 120 đã nhận · 15 được duyệt · 1 bị trả lại (2 ngày)"
    )
    assert "120 đã nhận" not in texts[1], "where room is short only what waits is said"
    assert texts[-1].startswith("3 trên máy này")
    assert (icon, tone) == ("message-square", "bad")
    assert [len(one) for one in texts] == sorted((len(one) for one in texts), reverse=True)


def test_photos_that_wait_are_said_after_the_records() -> None:
    texts, icon, tone = sayings(standing(replace(STATUS, photos=3), received=120))
    assert texts[0] == "120 đã nhận · 3 ảnh chờ gửi"
    assert texts[-1] == "3 ảnh chờ gửi"
    assert (icon, tone) == ("send", "warn")


def test_all_received_is_one_calm_text() -> None:
    assert sayings(standing(received=120)) == (["120 đã nhận"], "package-check", "good")


def test_a_pc_that_waits_for_its_approval_says_so_first() -> None:
    status = replace(STATUS, awaiting_approval=True)
    assert sayings(standing(status))[0] == ["1 máy chờ huyện duyệt"]
    texts, icon, tone = sayings(standing(status, received=2))
    assert texts == ["1 máy chờ huyện duyệt · 2 đã nhận", "1 máy chờ huyện duyệt"]
    assert (icon, tone) == ("clock", "warn")


def test_an_empty_home_says_so() -> None:
    assert sayings(standing())[0] == ["Chưa có bản ghi nào"]


def test_a_district_is_told_what_waits_for_it() -> None:
    status = replace(STATUS, role="district", sealed=2, conflicts=3)
    texts, icon, _tone = sayings(standing(status, received=40))
    assert texts[0] == "2 gói niêm phong · 3 có hai giá trị · 40 chờ duyệt"
    assert icon == "git-branch"
    assert standing(status, returned=4).waiting == 3, "what it returned waits for the commune"
    assert standing(replace(STATUS, conflicts=3), returned=4).waiting == 7


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (-5 * MINUTE, ""),
        (59_999, ""),
        (MINUTE, "1 phút"),
        (60 * MINUTE, "1 giờ"),
        (2 * DAY - 1, "47 giờ"),
        (2 * DAY, "2 ngày"),
    ],
)
def test_how_old_things_are(ms: int, said: str) -> None:
    assert age(NOW - ms, NOW) == said
