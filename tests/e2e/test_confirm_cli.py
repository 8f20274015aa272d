"""The confirm round on the command line."""

from pathlib import Path

import pytest

from tests.e2e.program import moduong_here as moduong


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A district in its second round, with two computers of the first."""
    made = tmp_path / "district"
    assert moduong("init", "district", "--unit", "100", "--date", "31/12/2022", home=made).code == 0
    for code in ("MT-1", "MT-2"):
        assert moduong("add", "computer", f"asset_code={code}", home=made).code == 0
    assert moduong("round", "--date", "31/12/2023", "--name", "Đợt 2023", home=made).code == 0
    return made


def left(home: Path) -> list[str]:
    return list(moduong("confirm", "computer", "--json", home=home).document["left"])


def test_without_records_it_lists_what_is_left_and_confirms_nothing(home: Path) -> None:
    ran = moduong("confirm", "computer", "--json", home=home)
    assert (ran.code, ran.document["confirmed"], len(ran.document["left"])) == (0, [], 2)
    told = moduong("confirm", "computer", home=home).out
    assert "còn 2 chưa xác nhận" in told
    assert all(rec in told for rec in left(home))


def test_records_or_all_of_them_are_confirmed(home: Path) -> None:
    first, second = left(home)
    assert moduong("confirm", "computer", first, "--json", home=home).document == {
        "confirmed": [first],
        "left": [second],
    }
    assert moduong("confirm", "computer", first, "--json", home=home).document["confirmed"] == []
    assert moduong("confirm", "computer", "--all", "--json", home=home).document == {
        "confirmed": [second],
        "left": [],
    }
    assert "(xác nhận trong đợt “Đợt 2023”)" in moduong("history", "computer", first, home=home).out


def test_what_is_no_longer_there_says_why(home: Path) -> None:
    first, second = left(home)
    assert moduong("retire", "computer", first, "--reason", "disposed", home=home).code == 0
    assert left(home) == [second]
    assert "(không còn: đã thanh lý)" in moduong("history", "computer", first, home=home).out


@pytest.mark.parametrize(
    "words",
    [
        ("confirm", "computer", "--all", "x"),
        ("confirm", "measurement", "x"),
        ("confirm", "computer", "no-such-record"),
        ("confirm", "computer", "--unit", "99999"),
        ("retire", "computer", "no-such-record", "--reason", "lost"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_written(home: Path, words: tuple[str, ...]) -> None:
    ran = moduong(*words, home=home)
    assert ran.code == 2
    assert ran.out == ""
    assert len(left(home)) == 2
