"""A record handed over to another unit: gone here, new there; what somebody was writing is not lost."""

import pytest

from desktop_app.app import conflicts, entry, overview, views
from desktop_app.app.handover import hand_over
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import COMMUNES, Road, add, change, shown


def visible(desk: Desk, topic: str = "computer") -> list[str]:
    return [row.rec for row in views.all_rows(desk, topic)]


def everybody(road: Road, district: Desk, *communes: Desk) -> None:
    for desk in (*communes, *communes):
        road.exchange(desk, district)


def move(district: Desk, rec: str, to: str, topic: str = "computer") -> str:
    return hand_over(district, entry.open_record(district, topic, rec), to).rec


def test_it_is_gone_here_and_new_there(communes: list[Desk], district: Desk, road: Road) -> None:
    giver, taker, other = communes
    office = add(giver, "office", name="UBND", kind="committee")
    rec = add(giver, asset_code="MT-1", serial="PF-1", office=office)
    everybody(road, district, *communes)
    new = move(district, rec, COMMUNES[1])
    everybody(road, district, *communes)
    assert (visible(giver), visible(taker), visible(other), visible(district)) == ([], [new], [], [new])
    assert shown(taker, new, "serial") == Value("PF-1")
    assert shown(taker, new, "office") is None  # an office of the unit that it left
    (last, *_older) = views.history(giver, "computer", rec)[::-1]
    assert last.life is not None
    assert last.life.startswith("moved:")
    assert last.life.endswith(new)
    for code, desk in zip(COMMUNES, communes, strict=True):
        assert overview.digest(desk, code) == overview.digest(district, code)
    entry.bring_back(district, "computer", rec)  # a mistake: both stand, and one can be deleted
    assert set(visible(district)) == {rec, new}


def test_an_edit_that_the_district_had_not_seen_keeps_it_here_and_in_review(
    communes: list[Desk], district: Desk, road: Road
) -> None:
    rec = add(communes[0], asset_code="MT-1")
    everybody(road, district, *communes)
    move(district, rec, COMMUNES[1])
    change(communes[0], rec, note="vừa sửa")
    everybody(road, district, *communes)
    assert visible(communes[0]) == [rec]
    (found,) = conflicts.conflicts(communes[0])
    assert (found.field, [conflicts.told(communes[0], found, one) for one in found.versions]) == (
        "_life", ["đã chuyển sang đơn vị khác", "còn dùng"],
    )  # fmt: skip
    conflicts.keep(communes[0], found, found.versions[0])
    assert visible(communes[0]) == []


def test_a_reference_to_it_says_that_it_moved(communes: list[Desk], district: Desk, road: Road) -> None:
    office = add(communes[0], "office", name="Trạm y tế", kind="health")
    rec = add(communes[0], asset_code="MT-1", office=office)
    everybody(road, district, *communes)
    move(district, office, COMMUNES[1], "office")
    (row,) = views.all_rows(district, "computer")
    field = district.topics.get("computer").by_key["office"]
    assert views.show(field, row.cells["office"], row.names) == "Trạm y tế (đã chuyển sang đơn vị khác)"
    assert shown(district, rec, "office") == Value(office)


def test_what_cannot_be_handed_over_is_refused(communes: list[Desk], district: Desk, road: Road) -> None:
    rec = add(communes[0], asset_code="MT-1")
    everybody(road, district, *communes)
    with pytest.raises(UsageError, match="đã ở đơn vị"):
        move(district, rec, COMMUNES[0])
    with pytest.raises(NotFoundError, match="chưa có máy"):
        move(district, rec, "03328")
    with pytest.raises(UsageError, match="kho của huyện"):
        move(communes[0], rec, COMMUNES[1])
    entry.delete(district, entry.open_record(district, "computer", rec))
    with pytest.raises(UsageError, match="đã xoá"):
        move(district, rec, COMMUNES[1])
