"""The figures of the article come out of the sample's records, and of nothing else (DOMAIN §4)."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from desktop_app import sample
from desktop_app.domain import kinds
from desktop_app.domain.topic import Kind, Label, Topic
from desktop_app.domain.values import Cell, Raw, State, Value, plain
from desktop_app.indicators import ALL, Figure, Indicator, Measure, Role, Scope, compute
from desktop_app.indicators.model import rounded
from desktop_app.sample import CODES, DISTRICT
from desktop_app.topics import ALL as TOPICS
from desktop_app.topics import ORDER, get

FIXED = ("space", "unit", "unit_level", "rec", "status")


class Projections:
    """Tables as the store's, in plain SQLite, made from the topics."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        for topic in TOPICS:
            columns = ", ".join(f'"{name}"' for name in (*FIXED, *self._columns(topic)))
            self.database.execute(f"CREATE TABLE p_{topic.key} (id INTEGER PRIMARY KEY, {columns})")

    def _columns(self, topic: Topic) -> Iterator[str]:
        for field in topic.fields:
            yield field.key
            if field.estimable:
                yield f"{field.key}_state"

    def add(self, unit: str, topic_key: str, rec: str, status: str = "final", **cells: Cell) -> None:
        topic = get(topic_key)
        level = "district" if unit == DISTRICT else "commune"
        row: dict[str, Any] = dict(zip(FIXED, (unit, unit, level, rec, status), strict=True))
        for key, cell in cells.items():
            field = topic.by_key[key]
            row[key] = plain(cell) if field.kind is Kind.REFERENCE else kinds.stored(field, cell)
            if field.estimable and isinstance(cell, Value) and cell.state is not State.ACTUAL:
                row[f"{key}_state"] = str(cell.state)
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        self.database.execute(f"INSERT INTO p_{topic_key} ({names}) VALUES ({marks})", row)

    def add_sample(self, code: str) -> None:
        drafts = sample.drafts(code)
        for topic, ref, cells in sample.make(code):
            local = {
                key: Value(f"{code}/{plain(cell)}") if get(topic).by_key[key].kind is Kind.REFERENCE else cell
                for key, cell in cells.items()
            }
            self.add(code, topic, f"{code}/{ref}", "draft" if ref in drafts else "final", **local)

    def execute(self, statement: str, known: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        return self.database.execute(statement, dict(known)).fetchall()

    def figures(self, unit: str | None = None, communes: tuple[str, ...] = CODES) -> dict[str, Figure]:
        scope = Scope(communes if unit is None else tuple({unit} & set(communes)), 2022, unit)
        return {figure.key: figure for figure in compute(self.execute, ALL, scope)}


@pytest.fixture(scope="module")
def district() -> Projections:
    made = Projections()
    for code in (*CODES, DISTRICT):
        made.add_sample(code)
    return made


@pytest.fixture(scope="module")
def figures(district: Projections) -> dict[str, Figure]:
    return district.figures()


@pytest.fixture
def empty() -> Projections:
    return Projections()


# --- the first acceptance test ----------------------------------------------------------------------

STATED: list[tuple[str, Any, Any]] = [
    # key, value, denominator
    ("computers", 628, None),
    ("computers_district", 95, None),
    ("computers_commune", 533, None),
    ("computers_per_official", Decimal(100), 628),
    ("computers_online", Decimal("92.038217"), 628),
    ("computers_classified", Decimal("7.961783"), 628),
    ("peripherals", 575, None),
    ("tslcd_video", 1, None),
    ("tslcd_communes", 21, 21),
    ("offices_lan_internet", Decimal(100), 34),
    ("postal_operators", 1, None),
    ("postal_points", 23, None),
    ("cultural_internet", 18, 21),
    ("cultural_solid", 18, 21),
    ("letter_boxes", 1, None),
    ("mobile_operators", 3, None),
    ("bts", 163, None),
    ("communes_3g_4g", 21, 21),
    ("internet_providers", 2, None),
    ("internet_subscribers", 13_567, None),
    ("loudspeaker_communes", 15, 21),
    ("loudspeaker_smart", 3, None),
]


@pytest.mark.parametrize(("key", "value", "denominator"), STATED, ids=[row[0] for row in STATED])
def test_a_figure_of_the_article_comes_out_of_the_records(
    figures: dict[str, Figure], key: str, value: Any, denominator: Any
) -> None:
    figure = figures[key]
    assert (figure.value, figure.denominator) == (value, denominator)
    assert figure.agrees is True


def test_every_stated_indicator_is_in_the_acceptance_test() -> None:
    assert [
        row[0] for row in STATED if row[0] not in {one.key for one in ALL if one.stated is not None}
    ] == []
    assert {one.key for one in ALL if one.stated is not None} == {row[0] for row in STATED}
    assert {one.key for one in ALL if one.role is Role.STATED} == {row[0] for row in STATED}


def test_connected_and_classified_computers_are_578_and_50(figures: dict[str, Figure]) -> None:
    assert figures["computers_online"].numerator == 578
    assert figures["computers_classified"].numerator == 50


def test_the_levels_add_up(figures: dict[str, Figure]) -> None:
    district, commune = figures["computers_district"].value, figures["computers_commune"].value
    assert district is not None
    assert commune is not None
    assert district + commune == figures["computers"].value


# --- traps of the article ---------------------------------------------------------------------------


def test_machines_of_schools_and_health_stations_are_recorded_and_not_counted(
    district: Projections, figures: dict[str, Figure]
) -> None:
    ((machines,),) = district.execute("SELECT COUNT(*) FROM p_computer", {})
    ((devices,),) = district.execute("SELECT COUNT(*) FROM p_peripheral", {})
    assert machines > 628 == figures["computers"].value
    assert devices > 575 == figures["peripherals"].value


def test_a_ratio_of_one_hundred_percent_is_not_everyone_having_a_computer(figures: dict[str, Figure]) -> None:
    equipped = figures["officials_equipped"]
    assert equipped.value is not None
    assert 90 < equipped.value < 100
    assert equipped.reached is False


def test_equipped_is_not_in_use(figures: dict[str, Figure]) -> None:
    assert figures["tslcd_in_use"].value == 14
    assert figures["tslcd_in_use"].target == 21
    assert figures["tslcd_in_use"].reached is False
    assert figures["tslcd_communes"].reached is True


def test_covered_communes_still_have_villages_without_signal(figures: dict[str, Figure]) -> None:
    assert figures["villages_4g"].numerator == 187
    assert figures["villages_4g"].denominator == 231
    assert figures["villages_3g"].numerator == 201
    assert figures["villages_dark"].value == 19
    assert figures["villages_dark"].reached is False


def test_subscribers_are_an_estimate_and_computers_are_not(figures: dict[str, Figure]) -> None:
    assert figures["internet_subscribers"].estimated
    assert figures["households_broadband"].estimated
    assert not figures["computers"].estimated
    assert not figures["computers_online"].estimated


def test_few_households_have_fixed_broadband(figures: dict[str, Figure]) -> None:
    figure = figures["households_broadband"]
    assert (figure.numerator, figure.denominator, figure.value) == (10_904, 23_702, Decimal("46.004557"))


def test_shared_sites_count_for_each_operator(figures: dict[str, Figure]) -> None:
    shared = figures["bts_shared"].value
    assert shared is not None
    assert 0 < shared < 163
    assert shared % 2 == 0


def test_the_sample_leaves_most_targets_to_be_reached(figures: dict[str, Figure]) -> None:
    with_target = {one.key for one in ALL if one.target is not None}
    assert {key for key in figures if figures[key].reached is not None} == with_target
    assert {key for key in figures if figures[key].reached} == {
        *("tslcd_communes", "communes_3g_4g", "video_national"),
    }


def test_drafts_are_counted_and_said(figures: dict[str, Figure]) -> None:
    assert figures["computers"].drafts == 44
    assert figures["bts"].drafts == 0


# --- one unit ---------------------------------------------------------------------------------------


def test_the_units_add_up_to_the_whole(district: Projections, figures: dict[str, Figure]) -> None:
    each = [district.figures(code) for code in (*CODES, DISTRICT)]
    for key in ("computers", "peripherals", "bts", "postal_points", "internet_subscribers", "villages_dark"):
        assert sum(int(one[key].value or 0) for one in each) == figures[key].value
    for key in ("tslcd_communes", "communes_3g_4g", "loudspeaker_communes"):
        assert sum(int(one[key].numerator or 0) for one in each) == figures[key].value


def test_one_commune_is_its_own_denominator(district: Projections) -> None:
    commune = district.figures("03319")
    assert (commune["tslcd_communes"].value, commune["tslcd_communes"].denominator) == (1, 1)
    assert commune["computers_district"].value == 0


def test_the_district_s_own_offices_have_no_share_of_communes(district: Projections) -> None:
    own = district.figures(DISTRICT)
    assert own["computers"].value == 95
    assert own["tslcd_video"].value == 1
    assert own["tslcd_communes"].value is None
    assert own["tslcd_communes"].reached is None
    assert own["internet_subscribers"].value is None


def test_a_commune_that_sent_nothing_stays_in_the_denominator(empty: Projections) -> None:
    empty.add_sample("03319")
    found = empty.figures()
    assert (found["tslcd_communes"].value, found["tslcd_communes"].denominator) == (1, 21)
    assert found["tslcd_communes"].agrees is False


def test_a_thousand_communes_are_one_statement(empty: Projections) -> None:
    many = tuple(f"u{i}" for i in range(1000))
    assert empty.figures(communes=many)["communes_3g_4g"].denominator == 1000


# --- blank is not zero ------------------------------------------------------------------------------


def test_without_any_record_a_ratio_has_no_value_and_a_count_is_nought(empty: Projections) -> None:
    found = empty.figures()
    assert found["computers"].value == 0
    assert found["computers_per_official"].value is None
    assert found["documents_electronic"].value is None
    assert found["measured_down"].value is None
    assert found["internet_subscribers"].value is None
    assert found["internet_subscribers"].agrees is False
    assert found["households_broadband"].reached is None


def test_a_village_that_did_not_say_is_left_out_on_both_sides(empty: Projections) -> None:
    empty.add("03319", "village", "a", households=Value(100), fixed_broadband=Value(30))
    empty.add("03319", "village", "b", households=Value(900), fixed_broadband=Value(None, State.NO_DATA))
    empty.add("03319", "village", "c", households=Value(50), fixed_broadband=Value(0))
    figure = empty.figures()["households_broadband"]
    assert (figure.numerator, figure.denominator, figure.value) == (30, 150, Decimal(20))
    assert figure.missing == 1


def test_a_computer_of_no_office_is_the_reporting_unit_s_own(empty: Projections) -> None:
    empty.add("03319", "office", "school", kind=Value("school"))
    empty.add("03319", "computer", "a", connection=Value("lan"), condition=Value("good"))
    empty.add("03319", "computer", "b", office=Value("school"), connection=Value("lan"))
    empty.add("03319", "computer", "c", "draft", office=Value("gone"), connection=Raw("dây"))
    found = empty.figures()
    assert found["computers"].value == 2
    assert found["computers_online"].denominator == 1
    assert found["computers"].drafts == 1


def test_a_ratio_may_pass_one_hundred(empty: Projections) -> None:
    empty.add("03319", "staff", "p")
    for rec in "abc":
        empty.add("03319", "computer", rec)
    figure = empty.figures()["computers_per_official"]
    assert figure.value == 300
    assert figure.agrees is False


def test_an_old_computer_is_one_used_for_more_than_five_years(empty: Projections) -> None:
    for rec, year in (("a", 2016), ("b", 2017), ("c", 2022)):
        empty.add("03319", "computer", rec, year=Value(year))
    empty.add("03319", "computer", "d", year=Value(2010, State.ESTIMATE))
    figure = empty.figures()["computers_old"]
    assert (figure.numerator, figure.denominator, figure.estimated) == (2, 4, True)


def test_a_mean_of_measured_speeds(empty: Projections) -> None:
    empty.add("03319", "line", "l", mbps=Value(40))
    for rec, speed, link in (("a", "40.01", "wired"), ("b", "20.02", "wired"), ("c", "1", "wifi")):
        measured = Value(speed)
        empty.add(
            "03319", "measurement", rec, line=Value("l"), link=Value(link), target=Value("internet"),
            down_mbps=measured,
        )  # fmt: skip
    found = empty.figures()
    assert found["measured_down"].value == Decimal("30.015")
    assert found["measured_down"].numerator is None
    assert found["measured_of_contract"].value == 50


# --- declarations -----------------------------------------------------------------------------------


def test_keys_are_unique_and_titles_bilingual() -> None:
    assert len({one.key for one in ALL}) == len(ALL)
    for one in ALL:
        assert {len(label) for label in (one.title, one.group, one.unit)} == {2}
        assert all(label.vi and label.en for label in (one.title, one.group, one.unit))
        assert (one.unit.vi == "%") == (one.measure is Measure.PERCENT)
        assert (one.denominator is not None) == (one.measure in {Measure.SHARE, Measure.PERCENT})
        assert one.source or one.role is Role.DETAIL


def test_a_basis_names_fields_that_are() -> None:
    for one in ALL:
        assert one.topic in ORDER
        for name in one.basis:
            topic, field = name.split(".")
            assert field in get(topic).by_key


@pytest.mark.parametrize("indicator", ALL, ids=lambda one: one.key)
def test_the_sample_gives_every_indicator_a_value(figures: dict[str, Figure], indicator: Indicator) -> None:
    figure = figures[indicator.key]
    assert figure.value is not None
    assert figure.kind == str(indicator.measure)
    assert (figure.title, figure.unit) == (indicator.title, indicator.unit)
    assert (figure.stated, figure.source) == (indicator.stated, indicator.source)
    if indicator.measure is Measure.PERCENT and indicator.key != "computers_per_official":
        assert 0 < figure.value <= 100


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Decimal("92.04"), 0, 92),
        (Decimal("7.96"), 0, 8),
        (Decimal("99.99"), 0, 99),
        (Decimal("99.99"), 1, Decimal("99.9")),
        (Decimal("0.01"), 0, 1),
        (Decimal("92.5"), 0, 93),
        (100, 0, 100),
        (0, 2, 0),
    ],
)
def test_rounding_never_reaches_all_or_nothing(number: Any, places: int, shown: Any) -> None:
    assert rounded(number, places) == shown


@pytest.mark.parametrize(
    ("value", "stated", "agrees"),
    [
        (Decimal("92.04"), 92, True),
        (Decimal("92.04"), Decimal("92.1"), False),
        (Decimal("99.99"), 100, False),
    ],
)
def test_a_figure_is_compared_at_the_precision_of_the_stated_one(
    value: Decimal, stated: Any, agrees: bool
) -> None:
    label = Label("a", "a")
    one = Indicator("k", label, label, "computer", Measure.PERCENT, label, "", stated=stated)
    assert Figure(one, value, None, None, None).agrees is agrees


def test_a_figure_without_a_stated_one_agrees_with_nothing(figures: dict[str, Figure]) -> None:
    assert figures["villages_4g"].agrees is None
    assert figures["bts"].reached is None
