"""What the catalogue hands out beside fields and choices: targets, units and rounds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.app import catalogue_list, cataloguing, confirming, entry, views
from desktop_app.app.catalogue import Target
from desktop_app.app.figures import figures
from desktop_app.app.ports import Desk
from desktop_app.compose.desktop import shipped_units
from desktop_app.domain.values import Value
from desktop_app.errors import RefusedError, UsageError
from tests.contract.test_catalogue import version
from tests.desks import (
    Road,
    StoppedClock,
    add,
    copy_of,
    new_commune,
    opened_beside,
    place,
    put_back,
    renewed,
    shown,
)


def target_of(desk: Desk, key: str = "bts") -> Any:
    return next(figure.target for figure in figures(desk) if figure.key == key)


def test_a_target_reaches_the_figures_from_its_date_on(district: Desk, commune: Desk, road: Road) -> None:
    shipped = target_of(district)
    cataloguing.set_target(district, Target("bts", "90", "2023-01-01"))
    assert target_of(district) == shipped  # the round is of 31/12/2022
    cataloguing.set_target(district, cataloguing.target_of("bts", "80,5", date(2022, 1, 1)))
    cataloguing.set_target(district, Target("bts", "81", "2022-01-01"))  # corrected
    assert target_of(district) == 81
    road.exchange(commune, district)
    assert target_of(commune) == 81
    found = catalogue_list.listed(commune, shipped_units).targets
    assert [(one.value, one.since) for one in found] == [("81", "2022-01-01"), ("90", "2023-01-01")]
    with pytest.raises(UsageError):
        cataloguing.set_target(district, Target("no_such", "1"))


UNITS = "id,kind,parent\nx-1,commune,dbp-u-0002\n"
NAMES = "unit,scheme,code,name,ascii,valid_from,valid_to\nx-1,gso,99999,Xã Mới Toanh,Moi Toanh,2022-01-01,\n"


def test_units_that_the_program_lacks_come_down_and_a_pc_can_be_enrolled_for_one(
    tmp_path: Path, clock: StoppedClock, district: Desk, commune: Desk, road: Road
) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, text in zip(files, (UNITS, NAMES), strict=True):
        path.write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    assert cataloguing.import_units(district, files, shipped_units) == 2
    road.exchange(commune, district)
    for desk in (district, commune):
        opened = renewed(desk)
        assert opened.units.name("x-1", date(2022, 12, 31)) == "Xã Mới Toanh"
    new = new_commune(tmp_path / "new", renewed(district), "99999", clock)
    assert place(new).name == "Xã Mới Toanh"


def test_a_hub_that_runs_on_takes_in_what_a_pc_of_a_new_unit_sends(
    tmp_path: Path, clock: StoppedClock, district: Desk, road: Road
) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, text in zip(files, (UNITS, NAMES), strict=True):
        path.write_text(text, encoding="utf-8")
    cataloguing.import_units(district, files, shipped_units)
    pc = new_commune(tmp_path / "pc", opened_beside(district), "99999", clock)
    rec = add(pc)
    assert road.exchange(pc, district).outcome == "applied"  # a desk that was opened before the unit came
    assert shown(renewed(district), rec, "asset_code") == Value("MT-1")


def test_an_import_of_units_that_does_not_fit_writes_nothing(tmp_path: Path, district: Desk) -> None:
    before, path = version(district), tmp_path / "units.csv"
    for text, where in (
        ("id,kind,parent\nx-1,planet,\n", "units.csv, dòng 2, cột kind"),
        (UNITS, "units.csv, dòng 2, cột id"),  # a unit without a name
        ("a,b\n1,2\n", str(path)),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(RefusedError) as caught:
            cataloguing.import_units(district, [path], shipped_units)
        assert caught.value.where == where
    path.write_bytes(b"id,kind,parent\n\xff")
    with pytest.raises(RefusedError, match="UTF-8"):
        cataloguing.import_units(district, [path], shipped_units)
    path.write_text(UNITS + "".join(f"y-{n},commune,dbp-u-0002\n" for n in range(9000)), encoding="utf-8")
    with pytest.raises(RefusedError, match="200000"):
        cataloguing.import_units(district, [path], shipped_units)
    assert version(district) == before


def test_a_commune_follows_into_the_new_round_and_is_called_as_on_its_date(
    district: Desk, commune: Desk, road: Road
) -> None:
    rec = add(commune)
    opened = cataloguing.open_round(district, date(2025, 12, 31), "Đợt 2025")
    assert place(district).round == opened
    assert place(commune).round != opened
    road.exchange(commune, district)
    assert place(commune).round == opened
    assert views.count(commune)["computer"].unconfirmed == 1
    confirming.confirm(commune, [entry.open_record(commune, "computer", rec)])
    assert views.count(commune)["computer"].unconfirmed == 0


def test_no_clock_and_no_order_of_dates_decides_which_round_is_open(
    district: Desk, commune: Desk, road: Road, clock: StoppedClock
) -> None:
    cataloguing.open_round(district, date(2025, 12, 31))
    clock.tick(-(10**11))  # three years back
    corrected = cataloguing.open_round(district, date(2024, 12, 31))
    road.exchange(commune, district)
    assert place(commune).round == corrected


def test_a_hub_restored_from_before_the_round_hears_of_it_again(
    tmp_path: Path, district: Desk, commune: Desk, road: Road
) -> None:
    road.exchange(commune, district)
    earlier = copy_of(district, tmp_path / "backup")
    district = renewed(district)
    opened = cataloguing.open_round(district, date(2025, 12, 31))
    road.exchange(commune, district)
    put_back(district, earlier)
    restored = renewed(district)
    assert place(restored).round != opened
    for _time in range(2):  # the receipt of the first shows what it lacks
        road.exchange(commune, restored)
    assert place(restored).round == opened
