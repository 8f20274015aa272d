"""Between two rounds: a count that changed by more than half asks for a confirmation (DOMAIN §3)."""

import msgspec

from desktop_app.app import checking, entry
from desktop_app.app.place import Round, place_of, put_place
from desktop_app.app.ports import Desk
from desktop_app.app.rounds import ROUND_TOPIC
from desktop_app.app.writing import append
from desktop_app.domain import ids, ops
from desktop_app.domain.topic import Level
from desktop_app.domain.values import Value, to_json
from tests.desks import add

DRAFTS = 10


def open_round(desk: Desk, day: str) -> None:
    """What the next round's opening writes; the verb for it is not there yet."""
    with desk.store.write() as tx:
        place = place_of(tx)
        opened = Round(ids.uuid4(desk.random), f"Đợt {day}", day)
        put = {"name": to_json(Value(opened.name)), "reference_date": to_json(Value(day))}
        append(desk, tx, place, place.catalogue, [ops.sets(ROUND_TOPIC, opened.id, put, [])])
        put_place(tx, msgspec.structs.replace(place, round=opened))


def delete(desk: Desk, recs: list[str]) -> None:
    for rec in recs:
        entry.delete(desk, entry.open_record(desk, "computer", rec))


def changed(desk: Desk) -> list[checking.Finding]:
    return [one for one in checking.check(desk) if one.problem.code == "count_changed"]


def enter(desk: Desk, count: int, first: int = 0) -> list[str]:
    return [add(desk, asset_code=f"MT-{number}") for number in range(first, first + count)]


def test_in_the_first_round_there_is_nothing_to_compare_with(district: Desk) -> None:
    enter(district, DRAFTS)
    assert changed(district) == []


def test_half_is_not_too_much_and_one_more_is(district: Desk) -> None:
    recs = enter(district, DRAFTS)
    open_round(district, "2023-12-31")
    assert changed(district) == []
    delete(district, recs[:5])
    assert changed(district) == []
    delete(district, recs[5:6])
    (found,) = changed(district)
    assert (found.topic, found.rec, found.unit) == ("computer", "", "100")
    assert found.problem.level is Level.SOFT
    assert "Đợt này có 4, đợt trước có 10 (−60 %)" in found.problem.message


def test_growth_counts_as_much_as_loss(district: Desk) -> None:
    enter(district, 4)
    open_round(district, "2023-12-31")
    enter(district, 2, first=4)
    assert changed(district) == []
    enter(district, 1, first=6)
    assert "(+75 %)" in changed(district)[0].problem.message


def test_only_the_round_before_counts_and_what_was_never_there_has_no_share(district: Desk) -> None:
    enter(district, 8)
    open_round(district, "2023-12-31")
    open_round(district, "2024-12-31")
    enter(district, 8, first=8)
    assert changed(district) == []  # nothing was confirmed in 2023
    open_round(district, "2025-12-31")
    enter(district, 9, first=16)
    assert "đợt trước có 8" in changed(district)[0].problem.message


def test_it_keeps_nothing_from_becoming_final(district: Desk) -> None:
    recs = enter(district, DRAFTS)
    open_round(district, "2023-12-31")
    delete(district, recs[:9])
    assert changed(district)
    assert {one.problem.code for one in checking.finalise(district).left} == {"missing"}
