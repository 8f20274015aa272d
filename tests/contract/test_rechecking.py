"""Checking again after a change gives the verdicts of a whole check, and looks only at what may be others."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.app import checking, duplicates, entry, reasons, views
from desktop_app.app.ports import Desk
from desktop_app.app.rechecking import Checker
from desktop_app.domain.topic import Level
from desktop_app.domain.values import Value
from desktop_app.i18n import set_language
from desktop_app.sample.entering import enter
from tests.contract.test_rounds import open_round
from tests.desks import COMMUNES, Road, StoppedClock, add, change, new_commune

UNIT = COMMUNES[0]


def agree(checker: Checker, desk: Desk) -> None:
    assert checker.renew(desk) == checking.check(desk)


# --- only what may be others --------------------------------------------------------------------------


@pytest.fixture
def many(commune: Desk) -> list[str]:
    office = add(commune, "office", name="UBND xã", level="xã", kind="UBND", posts="20")
    cells = {"kind": Value("desktop"), "office": Value(office), "year": Value(2015)}
    return [
        entry.save(
            commune,
            entry.new_record(commune, "computer"),
            cells | {"asset_code": Value(f"MT-{n}"), "serial": Value(f"SN-THU-{n}")},
        ).rec
        for n in range(20)
    ]


def test_a_save_is_checked_with_those_that_it_may_concern_and_no_others(
    commune: Desk, many: list[str]
) -> None:
    checker = Checker()
    agree(checker, commune)
    assert checker.checked == 21
    change(commune, many[0], serial="SN-THU-1")  # now possibly the same as another
    agree(checker, commune)
    assert checker.checked == 2
    change(commune, many[0], serial="SN-THU-0")
    agree(checker, commune)
    assert checker.checked == 2  # the other one is free of it again
    change(commune, many[3], ram_gb="8")
    agree(checker, commune)
    assert checker.checked == 1
    agree(checker, commune)
    assert checker.checked == 0


def test_one_machine_too_many_concerns_its_office(commune: Desk, many: list[str]) -> None:
    checker = Checker()
    checker.renew(commune)
    assert "more_than_posts" not in {one.problem.code for one in checker.renew(commune)}
    add(commune, asset_code="MT-20", serial="SN-THU-20", office="UBND xã", kind="desktop")
    agree(checker, commune)
    assert "more_than_posts" in {one.problem.code for one in checker.renew(commune)}


def test_a_deleted_office_leaves_its_computers_dangling(commune: Desk, many: list[str]) -> None:
    checker = Checker()
    checker.renew(commune)
    (office,) = views.all_rows(commune, "office")
    entry.delete(commune, office.editing)
    assert sum(one.problem.code == "dangling" for one in checker.renew(commune)) == 20
    agree(checker, commune)


def test_an_open_editor_is_checked_by_what_is_known(commune: Desk, many: list[str]) -> None:
    checker, cells = Checker(), entry.open_record(commune, "computer", many[0]).cells
    typed = {**cells, "serial": Value("SN-THU-5")}
    found = checker.problems_of(commune, ("computer", many[0]), typed)
    assert found == checking.problems_of(commune, "computer", many[0], typed)
    assert "possible_duplicate" in {one.code for one in found}


def test_another_language_says_everything_anew(commune: Desk) -> None:
    checker = Checker()
    add(commune, year="2999", asset_code="MT-1")
    checker.renew(commune)
    set_language("en")
    agree(checker, commune)
    assert "Có phải" not in " ".join(one.problem.message for one in checker.renew(commune))


def test_a_finding_follows_the_name_of_what_its_record_is_called_by(commune: Desk) -> None:
    office = add(commune, "office", name="UBND xã")
    add(commune, "line", name="TSLCD", office="UBND xã", kind="TSLCD cấp II")
    add(commune, "measurement", line="TSLCD", time="01/01/2099 08:00", down_mbps="5")
    village = add(commune, "village", name="Bản 1")
    add(commune, "coverage", village="Bản 1", operator="Viettel")
    checker = Checker()
    assert "Bản 1" in " ".join(one.name for one in checker.renew(commune) if one.topic == "coverage")
    change(commune, village, "village", name="Bản Mới")
    agree(checker, commune)
    assert "Bản Mới" in " ".join(one.name for one in checker.renew(commune) if one.topic == "coverage")
    change(commune, office, "office", name="UBND xã Mới")
    agree(checker, commune)


def test_after_an_import_everything_is_checked_anew(
    commune: Desk, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checker = Checker()
    checker.renew(commune)
    for most, checked in ((500, 20), (10, 21)):
        monkeypatch.setattr("desktop_app.app.rechecking.MOST", most)
        editings = [entry.open_record(commune, "computer", rec) for rec in many]
        entry.save_many(commune, [(one, {"room": Value(f"P{most}")}) for one in editings])
        agree(checker, commune)
        assert checker.checked == checked
    for rec in many[:11]:  # as many ops, each of one record
        change(commune, rec, room="P1")
    agree(checker, commune)
    assert checker.checked == 21


def test_what_was_confirmed_in_the_round_before_and_comes_late_counts_there(
    tmp_path: Path, commune: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, UNIT, clock)
    road.exchange(second, district)
    late = [add(second, asset_code=f"MT-{n}") for n in range(4)]
    open_round(district, "2023-12-31")
    road.exchange(commune, district)
    checker = Checker()
    agree(checker, commune)
    for desk in (second, commune):
        road.exchange(desk, district)
    agree(checker, commune)
    for rec in late[:3]:
        entry.delete(commune, entry.open_record(commune, "computer", rec))
        agree(checker, commune)
    assert "count_changed" in {one.problem.code for one in checker.renew(commune)}


# --- whatever happens ----------------------------------------------------------------------------------


class Day:
    """A working day of a commune's PC, made of chance; few values, so that they meet often."""

    def __init__(self, seed: int, desk: Desk, elsewhere: Callable[[], None]) -> None:
        self.chance = random.Random(seed)
        self.desk, self.elsewhere, self.days = desk, elsewhere, iter(range(2023, 2100))
        self.recs: list[tuple[str, str]] = []

    def _typed(self, topic: str) -> dict[str, str]:
        pick = self.chance.choice
        office, village = pick(["Phòng A", "Phòng B", "Phòng C", ""]), pick(["Bản 1", "Bản 2", ""])
        return {
            "office": {"name": pick(["Phòng A", "Phòng B", "Phòng C"]), "posts": pick(["0", "1", "3", ""])},
            "computer": {
                "asset_code": pick("1234"), "serial": pick(["s1", "S1 ", "s2", "0", ""]), "office": office,
                "cost": pick(["1", "9", "chín"]), "residual": pick(["5", ""]), "year": pick(["2019", "2999"]),
            },
            "village": {"name": pick(["Bản 1", "Bản 2"]), "households": pick(["9", "20"]), "people": "15"},
            "coverage": {"village": village, "operator": pick(["Viettel", "Vinaphone"])},
            "line": {"name": pick(["D1", "D2"]), "office": office, "stage": pick(["Đã đấu nối", ""])},
            "video_room": {"name": "P", "line": pick(["D1", "D2", ""]), "office": office},
        }[topic]  # fmt: skip

    def step(self) -> None:
        deeds = [self.add, self.add, self.change, self.change, self.change, self.delete, self.bring_back]
        self.chance.choice([*deeds, self.merge, self.part, self.reason, self.elsewhere, self.round])()

    def add(self) -> None:
        topic = self.chance.choice(
            ["office", "computer", "computer", "village", "coverage", "line", "video_room"]
        )
        self.recs.append((topic, add(self.desk, topic, **self._typed(topic))))

    def _any(self) -> tuple[str, str]:
        if not self.recs:
            self.add()
        return self.chance.choice(self.recs)

    def change(self) -> None:
        topic, rec = self._any()
        change(self.desk, rec, topic, **self._typed(topic))

    def delete(self) -> None:
        topic, rec = self._any()
        entry.delete(self.desk, entry.open_record(self.desk, topic, rec))

    def bring_back(self) -> None:
        entry.bring_back(self.desk, *self._any())

    def merge(self) -> None:
        topic, rec = self._any()
        others = [one.rec for one in views.all_rows(self.desk, topic) if one.rec != rec]
        if others:
            into = self.chance.choice(others)
            opened = (entry.open_record(self.desk, topic, one) for one in (rec, into))
            duplicates.merge(self.desk, *opened, {})

    def part(self) -> None:
        topic, rec = self._any()
        if duplicates.merged_into(self.desk, topic, rec):
            duplicates.part(self.desk, topic, rec)

    def reason(self) -> None:
        soft = [one for one in checking.check(self.desk) if not one.hard]
        if soft:
            found = self.chance.choice(soft)
            if found.problem.reason:
                reasons.withdraw_reason(self.desk, found)
            else:
                reasons.give_reason(self.desk, found, "Đã hỏi lại")

    def round(self) -> None:
        if self.chance.random() < 0.2:
            open_round(self.desk, f"{next(self.days)}-12-31")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_the_verdicts_are_those_of_a_whole_check(
    seed: int, tmp_path: Path, commune: Desk, district: Desk, road: Road, clock: StoppedClock
) -> None:
    second = new_commune(tmp_path / "second", district, UNIT, clock)
    there = Day(seed + 100, second, lambda: None)

    def hear() -> None:
        for _deed in range(3):
            there.change()
        for desk in (second, commune, second):
            road.exchange(desk, district)

    day, checker, again = Day(seed, commune, hear), Checker(), Checker()
    for number in range(60):
        clock.tick()
        day.step()
        agree(checker, commune)
        if number % 7 == 0:
            agree(again, commune)  # several changes at once


# --- here and there ------------------------------------------------------------------------------------


def test_the_commune_and_the_district_see_the_same_of_the_sample(
    commune: Desk, district: Desk, road: Road
) -> None:
    enter(commune, UNIT)
    for serial in ("TRUNG-1", "trung-1"):
        add(commune, serial=serial, year="2999", cost="5", residual="6", connection="tslcd", note="10.0.0.7")
    add(commune, "village", name="Bản 99", households="9", fixed_broadband="10", people="5")
    road.exchange(commune, district)
    here, there = checking.check(commune), checking.check(district, UNIT)
    assert here == there
    assert {one.problem.level for one in here} == {Level.HARD, Level.SOFT}
    assert Checker().renew(district) == checking.check(district)
