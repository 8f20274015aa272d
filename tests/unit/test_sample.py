"""The sample district as data: whole, sound, made up, and the same every time.

Its figures are held by test_indicators.py, computed from these records.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from desktop_app import sample
from desktop_app.domain import kinds
from desktop_app.domain.checks import check_cells
from desktop_app.domain.topic import Field, Kind, Level, Problem
from desktop_app.domain.values import Cell, State, Value, plain
from desktop_app.errors import NotFoundError
from desktop_app.resources_path import resource
from desktop_app.sample import CODES, DISTRICT, Record
from desktop_app.topics import ALL, get

UNITS = (*CODES, DISTRICT)


@cache
def records(code: str) -> tuple[Record, ...]:
    return tuple(sample.make(code))


def everything() -> list[tuple[str, Record]]:
    return [(code, record) for code in UNITS for record in records(code)]


def rec(code: str, ref: str) -> str:
    """Return an id in the form of a record's, from the unit and the local name."""
    return str(uuid5(NAMESPACE_OID, f"{code}/{ref}"))


def resolved(code: str, record: Record) -> dict[str, Cell]:
    fields = get(record.topic).by_key
    return {key: _resolved(code, fields[key], cell) for key, cell in record.cells.items()}


def _resolved(code: str, field: Field, cell: Cell) -> Cell:
    return Value(rec(code, plain(cell))) if field.kind is Kind.REFERENCE else cell


@dataclass
class Commune:
    """The facts of one unit's records."""

    code: str
    rec: str = ""
    today: date = date(2023, 1, 6)

    def __post_init__(self) -> None:
        self.cells = {
            (record.topic, rec(self.code, record.ref)): resolved(self.code, record)
            for record in records(self.code)
        }

    def record(self, topic: str, rec: str) -> Mapping[str, Cell] | None:
        return self.cells.get((topic, rec))

    def holding(self, topic: str, values: Mapping[str, Any]) -> list[str]:
        return [
            rec
            for (found, rec), cells in self.cells.items()
            if found == topic and all(plain(cells.get(key)) == v for key, v in values.items())
        ]

    def count(self, topic: str, field: str, v: Any) -> int:
        return len(self.holding(topic, {field: v}))

    def others(self, topic: str, field: str, v: Any) -> int:
        return self.alike(topic, {field: v})

    def alike(self, topic: str, values: Mapping[str, Any]) -> int:
        return len([rec for rec in self.holding(topic, values) if rec != self.rec])

    def problems(self) -> list[Problem]:
        found = []
        for (topic, checked), cells in self.cells.items():
            self.rec = checked
            found += check_cells(get(topic), cells, self)
        return found


def test_the_units_are_the_real_ones_of_the_catalogue() -> None:
    with resource("units", "versions.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file) if row["valid_to"] == "2025-06-30"}
    assert len(CODES) == 21
    for code in CODES:
        (committee,) = [record for record in records(code) if record.ref == "office-1"]
        assert plain(committee.cells["name"]) == f"UBND {names[code].replace('Xã', 'xã')}"


@pytest.mark.parametrize("code", UNITS)
def test_a_record_is_named_once_and_refers_only_to_earlier_ones(code: str) -> None:
    seen: dict[str, str] = {}
    for record in records(code):
        fields = get(record.topic).by_key
        assert record.ref not in seen
        for key, cell in record.cells.items():
            if fields[key].kind is Kind.REFERENCE:
                assert seen[plain(cell)] == fields[key].to
        seen[record.ref] = record.topic


@pytest.mark.parametrize("code", UNITS)
def test_no_record_has_a_hard_problem(code: str) -> None:
    problems = Commune(code).problems()
    assert [problem for problem in problems if problem.level is Level.HARD] == []
    assert len(problems) < 10


def test_a_few_soft_problems_and_drafts_make_the_pages_alive() -> None:
    codes = Counter(problem.code for code in UNITS for problem in Commune(code).problems())
    assert set(codes) == {
        *("possible_duplicate", "not_an_identity", "more_than_posts", "below_norm", "broadcast_band"),
        "expired",
    }
    assert 10 < codes.total() < 40
    for code in CODES:
        assert sample.drafts(code) <= {record.ref for record in records(code)}
        assert sample.drafts(code)


def test_every_topic_and_every_field_is_seen_somewhere() -> None:
    seen = {(record.topic, key) for _code, record in everything() for key in record.cells}
    assert seen | {(topic.key, "note") for topic in ALL} == {
        (topic.key, field.key) for topic in ALL for field in kinds.written(topic)
    }


def test_names_that_are_referred_to_are_unique_in_a_unit() -> None:
    for code in UNITS:
        names = [
            (record.topic, plain(record.cells["name"]))
            for record in records(code)
            if record.topic in {"office", "line", "village", "staff"}
        ]
        assert len(names) == len(set(names))


def test_persons_serials_and_prices_are_visibly_made_up() -> None:
    for _code, record in everything():
        cells = {key: plain(cell) for key, cell in record.cells.items()}
        for person in (cells.get("user"), cells["name"] if record.topic == "staff" else None):
            assert person is None or re.search(r" (Mẫu|Thử|Ví Dụ|Giả Định|Minh Họa)$", person)
        serial = cells.get("serial")
        assert serial is None or serial.startswith("SN-THU-") or serial == "To be filled by O.E.M."
        cost = cells.get("cost")
        assert cost is None or len(set(str(cost)[1:])) == 1
        if record.topic == "village":
            assert cells["name"].startswith("Bản Mẫu ")


def test_nothing_lies_after_the_reference_date() -> None:
    for _code, record in everything():
        for key in ("year", "trained", "month", "time", "issued"):
            v = plain(record.cells.get(key))
            if v is not None and record.topic != "document_flow":
                assert str(v) <= "2022-12-31T24:00"


def test_estimates_and_missing_figures_are_said_to_be_so() -> None:
    states = Counter(
        cell.state
        for _code, record in everything()
        for cell in record.cells.values()
        if isinstance(cell, Value)
    )
    assert states[State.ESTIMATE] > 100
    assert states[State.NO_DATA] > 3


def test_a_commune_has_about_what_a_commune_has() -> None:
    for code in CODES:
        topics = Counter(record.topic for record in records(code))
        assert 20 <= topics["computer"] <= 36
        assert 22 <= topics["peripheral"] <= 34
        assert 100 < topics.total() < 220


def test_the_same_records_come_every_time() -> None:
    assert [tuple(sample.make(code)) for code in UNITS] == [records(code) for code in UNITS]


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(NotFoundError, match="99999"):
        list(sample.make("99999"))
    assert sample.drafts("99999") == frozenset()
