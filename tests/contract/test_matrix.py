"""A topic as one sheet: village × operator × technology, whatever records there are."""

import pytest

from desktop_app.app import duplicates, entry, matrix
from desktop_app.app.matrix import Sheet
from desktop_app.app.ports import Desk
from desktop_app.domain.values import Value
from desktop_app.errors import NotFoundError, UsageError
from tests.desks import Road, StoppedClock, add


def cover(desk: Desk, village: str, operator: str, unit: str | None = None, **more: str) -> str:
    return add(desk, "coverage", unit, village=village, operator=operator, **more)


def operators(sheet: Sheet) -> list[str]:
    return [choice.key for choice in sheet.columns]


def test_a_line_is_a_village_and_the_usual_operators_have_columns_before_any_record(commune: Desk) -> None:
    recs = {add(commune, "village", name=name): name for name in ("Bản B", "Bản Ă", "Bản A")}
    sheet = matrix.sheet(commune, "coverage")
    assert [line.name for line in sheet.lines] == ["Bản A", "Bản Ă", "Bản B"]
    assert {line.rec for line in sheet.lines} == recs.keys()
    assert operators(sheet) == ["vinaphone", "viettel", "mobifone"]
    assert [field.key for field in sheet.fields][:4] == ["signal_2g", "signal_3g", "signal_4g", "signal_5g"]
    assert (sheet.size, sheet.rows) == (3 * 3 * 6, {})


def test_a_record_stands_in_its_line_and_column(commune: Desk) -> None:
    village = add(commune, "village", name="Bản A")
    rec = cover(commune, village, "viettel", signal_4g="Tốt")
    ((place, rows),) = matrix.sheet(commune, "coverage").rows.items()
    assert place == (village, "viettel")
    assert [(row.rec, row.cells["signal_4g"]) for row in rows] == [(rec, Value("good"))]


def test_an_operator_has_a_column_as_soon_as_a_record_names_it(commune: Desk) -> None:
    add(commune, "village", name="Bản A")
    add(commune, "bts", code="BTS-1", operator="Vietnamobile")
    assert operators(matrix.sheet(commune, "coverage")) == [
        "vinaphone",
        "viettel",
        "mobifone",
        "vietnamobile",
    ]


def test_who_sells_a_subscription_is_not_an_operator_by_that(commune: Desk) -> None:
    add(commune, "subscription", provider="fpt")
    assert operators(matrix.sheet(commune, "coverage")) == ["vinaphone", "viettel", "mobifone"]


def test_of_two_records_of_one_cell_the_older_is_filled_in_and_the_other_is_not_hidden(
    commune: Desk, clock: StoppedClock
) -> None:
    village = add(commune, "village", name="Bản A")
    first = cover(commune, village, "viettel")
    clock.tick()
    second = cover(commune, village, "viettel")
    assert [row.rec for row in matrix.sheet(commune, "coverage").rows[village, "viettel"]] == [first, second]


def test_what_refers_to_a_merged_village_stands_in_the_line_of_the_one_kept(commune: Desk) -> None:
    kept, merged = (add(commune, "village", name="Bản A") for _n in range(2))
    rec = cover(commune, merged, "viettel")
    duplicates.merge(commune, *(entry.open_record(commune, "village", one) for one in (merged, kept)), {})
    sheet = matrix.sheet(commune, "coverage")
    assert [line.rec for line in sheet.lines] == [kept]
    assert [row.rec for row in sheet.rows[kept, "viettel"]] == [rec]


def test_a_district_sees_one_commune_or_all(district: Desk, communes: list[Desk], road: Road) -> None:
    for commune in communes[:2]:
        cover(commune, add(commune, "village", name="Bản A"), "viettel")
        road.exchange(commune, district)
    assert [line.unit for line in matrix.sheet(district, "coverage").lines] == ["03319", "03322"]
    one = matrix.sheet(district, "coverage", "03322")
    assert ([line.unit for line in one.lines], len(one.rows)) == (["03322"], 1)
    with pytest.raises(NotFoundError):
        matrix.sheet(district, "coverage", "99999")


def test_a_topic_without_a_matrix_says_so(commune: Desk) -> None:
    with pytest.raises(UsageError):
        matrix.sheet(commune, "computer")
