"""Documents made from records and figures: what is said, what is left blank, what is left unsaid."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from desktop_app.app import entry
from desktop_app.app.figures import as_known
from desktop_app.app.ports import Asking, Desk, Tally
from desktop_app.compose.desktop import create_district
from desktop_app.domain import kinds
from desktop_app.domain.topic import Kind
from desktop_app.domain.values import Raw, State, Value
from desktop_app.indicators import ALL, Figure, Measure
from desktop_app.paper import C53, AssetRow, consolidated, listing
from desktop_app.paper.assets import TOPICS
from desktop_app.paper.naming import UnitName
from desktop_app.paper.remarks import DIFFICULTIES, PROPOSALS, few_machines
from desktop_app.paper.report_tables import target_text
from desktop_app.paper.results import SECTIONS
from desktop_app.paper.sentences import Clause, Teller, UnknownError, falls_short, short, title, value_text
from desktop_app.topics import ALL as TOPICS_ALL
from desktop_app.topics import get

INDICATORS = {indicator.key: indicator for indicator in ALL}
WORDS = {"whole": "toàn huyện", "level": "huyện", "above": "UBND tỉnh Điện Biên"}


def figure(key: str, n: Any = None, of: Any = None, *, estimated: bool = False) -> Figure:
    """A figure of n out of ``of``; of nothing known without n."""
    indicator = INDICATORS[key]
    value = Decimal(n) * 100 / of if indicator.measure is Measure.PERCENT and n is not None else n
    return Figure(indicator, value, n, of, indicator.target, estimated)


def every(**known: Figure) -> dict[str, Figure]:
    """All figures, of which only some are known."""
    return {key: known.get(key, figure(key)) for key in INDICATORS}


def perfect(indicator_key: str) -> Figure:
    """A figure that leaves nothing to be done."""
    indicator = INDICATORS[indicator_key]
    return figure(indicator_key, 0 if indicator.less_is_better else 10, 10)


def telling(where: Any = "district", **known: Figure) -> Teller:
    return Teller(every(**known), WORDS, where)


def clauses() -> list[Clause]:
    found = [c for s in SECTIONS for paragraph in s.paragraphs for sentence in paragraph for c in sentence]
    return found + [c for remark in (*DIFFICULTIES, *PROPOSALS) for c in (*remark.leads, *remark.clauses)]


# --- names --------------------------------------------------------------------------------------------


def test_a_unit_and_its_committee() -> None:
    commune = UnitName("Xã Thanh Nưa", "Thanh Nưa")
    assert (commune.kind, commune.running) == ("xã", "xã Thanh Nưa")
    assert commune.committee == "Ủy ban nhân dân xã Thanh Nưa"
    assert commune.short_committee == "UBND xã Thanh Nưa"
    assert UnitName("Thành phố Điện Biên Phủ", "Điện Biên Phủ").kind == "thành phố"
    bare = UnitName("Sam Mứn", "Sam Mứn")
    assert (bare.kind, bare.running) == ("đơn vị", "Sam Mứn")


# --- figures in sentences -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "known", "said"),
    [
        ("{internet_subscribers}", figure("internet_subscribers", 13567), "13.567"),
        ("{internet_subscribers:đạt}", figure("internet_subscribers", 13567), "đạt 13.567"),
        (
            "{internet_subscribers:đạt}",
            figure("internet_subscribers", 13567, estimated=True),
            "ước đạt 13.567",
        ),
        ("{computers_online}", figure("computers_online", 578, 628), "92\u00a0%"),
        ("{computers_online.n}/{computers_online.of}", figure("computers_online", 578, 628), "578/628"),
        ("{computers_online.rest}", figure("computers_online", 578, 1628), "1.050"),
        ("{tslcd_communes}", figure("tslcd_communes", 21, 21), "21/21"),
        ("{measured_down:đạt}", figure("measured_down", Decimal("32.45")), "đạt 32,45"),
        ("cấp {level}", figure("computers"), "cấp huyện"),
    ],
)
def test_a_figure_is_said_as_officials_write_it(template: str, known: Figure, said: str) -> None:
    assert telling(**{known.key: known}).said(Clause(template)) == said


@pytest.mark.parametrize("part", ["", ".n", ".of", ".rest", ":đạt"])
def test_no_number_is_made_up(part: str) -> None:
    with pytest.raises(UnknownError):
        telling().said(Clause(f"{{computers_online{part}}}"))
    unknown = replace(figure("computers_online", 578, 628), value=None)
    with pytest.raises(UnknownError):
        telling(computers_online=unknown).said(Clause(f"có {{computers_online{part}}}"))


def test_a_sentence_says_what_is_not_known_at_its_end() -> None:
    sentence = (
        Clause("có {computers} máy tính", "số máy tính"),
        Clause("{peripherals} thiết bị ngoại vi", "số thiết bị ngoại vi"),
        Clause("{bts} trạm BTS", "số trạm BTS"),
    )
    computers = figure("computers", 628)
    assert telling(computers=computers).sentence(sentence) == (
        "Có 628 máy tính; số thiết bị ngoại vi; số trạm BTS: chưa có số liệu."
    )
    assert telling().sentence(sentence[:2]) == "Số máy tính; số thiết bị ngoại vi: chưa có số liệu."
    assert telling(computers=computers).known(sentence) == ["có 628 máy tính"]


def test_none_is_said_in_words_where_it_is_known_to_be_none() -> None:
    dark = Clause("còn {villages_dark} thôn, bản trắng sóng", "số bản", zero="không còn thôn, bản trắng sóng")
    assert (
        telling(villages_dark=figure("villages_dark", 0)).sentence([dark])
        == "Không còn thôn, bản trắng sóng."
    )
    assert telling(villages_dark=figure("villages_dark", 3)).sentence([dark]) == "Còn 3 thôn, bản trắng sóng."
    assert telling().sentence([dark]) == "Số bản: chưa có số liệu."


def test_a_clause_is_for_a_place_and_a_condition() -> None:
    sentence = (
        Clause("ở huyện", where="district"),
        Clause("ở xã", where="commune"),
        Clause("còn trắng sóng", when=short("villages_dark")),
    )
    assert telling().sentence(sentence) == "Ở huyện."
    assert telling("commune").sentence(sentence) == "Ở xã."
    assert telling(villages_dark=figure("villages_dark", 1)).sentence(sentence) == "Ở huyện; còn trắng sóng."
    assert telling().sentence(sentence[2:]) == ""


def test_values_and_titles() -> None:
    assert value_text(figure("bts"), None) == "chưa có số liệu"
    assert value_text(figure("cultural_internet", 18, 21), 18) == "18/21"
    assert title(figure("adults_smartphone_public")) == (
        "Người trưởng thành có điện thoại thông minh trong vùng công ích"
    )
    assert target_text(replace(figure("tslcd_communes", 2, 21), target=21)) == "21/21"
    assert target_text(replace(figure("cultural_hours", None, 0), target=0)) == "100 %"
    assert target_text(figure("bts")) == ""


# --- the words of the report --------------------------------------------------------------------------


@pytest.mark.parametrize("clause", clauses(), ids=lambda clause: clause.text[:40])
def test_every_clause_names_figures_that_there_are_and_types_no_number(clause: Clause) -> None:
    allowed = re.compile(r"[345]G|5 năm|4 giờ|80 %")
    for said in (clause.text, clause.zero, clause.about):
        parts = list(Formatter().parse(said))
        for _plain, name, _verb, _as in parts:
            assert name is None or name.split(".")[0] in {*INDICATORS, *WORDS}
        assert not re.search(r"\d", allowed.sub("", "".join(part[0] for part in parts)))
    assert clause.figure in {"", *INDICATORS}


@pytest.mark.parametrize("where", ["district", "commune"])
def test_every_number_of_the_results_has_a_name_for_when_it_is_not_known(where: str) -> None:
    for section in SECTIONS:
        said = [
            telling(where).sentence(sentence) for paragraph in section.paragraphs for sentence in paragraph
        ]
        for sentence in filter(None, said):
            assert re.fullmatch(r"[^:;]+(; [^:;]+)*: chưa có số liệu\.", sentence)
        assert any(said)


def test_no_difficulty_without_a_figure_that_bears_it_out() -> None:
    for figures in (every(), {key: perfect(key) for key in INDICATORS}):
        teller = Teller(figures, WORDS, "district")
        for remark in (*DIFFICULTIES, *PROPOSALS):
            if remark.clauses[0].when is not few_machines:
                assert teller.known(remark.clauses) == []


@pytest.mark.parametrize("remark", DIFFICULTIES, ids=lambda remark: remark.leads[-1].text)
def test_each_difficulty_is_said_with_its_numbers_where_figures_bear_it_out(remark: Any) -> None:
    bad = {key: figure(key, 5, 10) for key in INDICATORS}
    teller = Teller(bad, WORDS, "district")
    said = teller.known(remark.clauses)
    assert said
    assert teller.known(remark.leads)
    for clause in said:
        assert re.search(r"\d", clause)


def test_what_falls_short() -> None:
    assert falls_short(figure("villages_4g", 187, 231))
    assert not falls_short(figure("villages_4g", 231, 231))
    assert not falls_short(figure("computers_per_official", 630, 628))
    assert falls_short(figure("tslcd_in_use", 14, 21))
    assert not falls_short(figure("tslcd_in_use", 21, 21))
    assert falls_short(figure("villages_dark", 1))
    assert not falls_short(figure("villages_dark", 0))
    assert not falls_short(figure("bts", 163))
    assert not falls_short(figure("villages_4g"))


def test_machines_are_few_below_one_for_three_officials() -> None:
    def machines(number: int | None, officials: int) -> dict[str, Figure]:
        per_official = figure("computers_per_official", 600, officials) if officials else figure("computers")
        return every(office_machines=figure("office_machines", number), computers_per_official=per_official)

    assert few_machines(machines(199, 600))
    assert not few_machines(machines(200, 600))
    assert not few_machines(machines(None, 600))
    assert not few_machines(machines(0, 0))


def test_nothing_counted_is_not_zero() -> None:
    empty = {topic.key: Tally(0, 0, 0) for topic in TOPICS_ALL}
    some = Tally(5, 5, 5)
    dark, wan = figure("villages_dark", 0), figure("offices_wan", 0, 59)
    assert as_known(dark, empty | {"village": some}).value is None
    assert as_known(dark, empty | {"village": some, "coverage": some}).value == 0
    assert as_known(wan, empty | {"office": some}).value is None
    assert as_known(figure("computers", 628), empty | {"computer": some}).value == 628


# --- rows of forms and registers ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("desk") / "home"
    made, _recovery = create_district(
        path, "100", "Người thử", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    yield made
    made.store.close()


def row_of(desk: Desk, topic: str, **cells: Any) -> AssetRow:
    """The row of C53-HD of one asset that is entered, printed and taken away again."""
    editing = entry.new_record(desk, topic)
    entry.save(desk, editing, {k: Value(v) if isinstance(v, str | int) else v for k, v in cells.items()})
    document = desk.paper.made(desk, "c53").document  # type: ignore[attr-defined]
    entry.delete(desk, entry.open_record(desk, topic, editing.rec))
    assert isinstance(document, C53)
    (row,) = document.rows
    return row


def test_an_asset_with_all_that_is_known(desk: Desk) -> None:
    assert row_of(
        desk, "computer", kind="desktop", maker="FPT", model="T5400", asset_code="MT-1", serial="S1",
        room="Văn phòng", cost=11_111_111, residual=0, condition="good",
    ) == AssetRow(
        "Máy tính để bàn FPT T5400", "MT-1", "Văn phòng", 1, 11_111_111, 0, 1, 11_111_111, 0, "Tốt",
        draft=True,
    )  # fmt: skip


def test_what_is_not_known_of_an_asset_stays_blank(desk: Desk) -> None:
    row = row_of(desk, "peripheral", kind="other", cost=Value(None, State.NO_DATA))
    assert (row.name, row.code, row.place, row.note) == ("Thiết bị khác", "", "", "")
    assert (row.book_qty, row.book_cost, row.book_residual) == (1, None, None)
    assert (row.count_qty, row.count_cost, row.count_residual) == (1, None, None)


def test_the_note_says_what_the_columns_cannot(desk: Desk) -> None:
    row = row_of(
        desk, "computer", serial="SN-9", condition="to_dispose", cost=Raw("mười mấy triệu"),
        residual=Value(5, State.ESTIMATE), note="Máy cũ\nbàn giao lại",
    )  # fmt: skip
    assert row.name == "Máy tính"
    assert (row.book_cost, row.book_residual) == (None, 5)
    assert row.note == (
        "số sê-ri SN-9; Chờ thanh lý; nguyên giá ghi “mười mấy triệu”, chưa đọc được; "
        "giá trị còn lại là số ước tính; Máy cũ\nbàn giao lại"
    )


@pytest.mark.parametrize(
    ("topic", "kind"), [(key, choice.key) for key in TOPICS for choice in get(key).by_key["kind"].choices]
)
def test_each_kind_of_asset_has_a_name_of_its_own(desk: Desk, topic: str, kind: str) -> None:
    name = row_of(desk, topic, kind=kind).name
    assert name[0].isupper()
    if topic == "computer":
        assert name.startswith("Máy")


def test_assets_come_topic_by_topic_in_vietnamese_order(desk: Desk) -> None:
    for topic, maker in (
        ("peripheral", "An"), ("computer", "Đông"), ("computer", "Dũng"), ("computer", "Éc"),
        ("computer", "Ba"),
    ):  # fmt: skip
        kind = "printer" if topic == "peripheral" else "laptop"
        entry.save(desk, entry.new_record(desk, topic), {"maker": Value(maker), "kind": Value(kind)})
    rows = desk.paper.made(desk, "c53").document.rows  # type: ignore[attr-defined]
    assert [row.name.split()[-1] for row in rows] == ["Ba", "Dũng", "Đông", "Éc", "An"]


def test_what_was_counted_stands_beside_the_books(desk: Desk) -> None:
    made = {}
    for maker in ("Đếm", "Mất", "Chưa"):
        editing = entry.new_record(desk, "computer")
        entry.save(desk, editing, {"maker": Value(maker), "cost": Value(9_000_000)})
        made[maker] = editing.rec
    asking = Asking(counted={made["Đếm"]: 1, made["Mất"]: 0}, strays=[("MT-X", "thấy ở phòng họp")])
    document = desk.paper.made(desk, "c53", asking).document  # type: ignore[attr-defined]
    rows = {row.name.split()[-1] if row.book_qty else row.code: row for row in document.rows}
    for rec in made.values():
        entry.delete(desk, entry.open_record(desk, "computer", rec))
    assert (rows["Đếm"].count_qty, rows["Đếm"].count_cost, rows["Đếm"].count_residual) == (1, 9_000_000, None)
    assert (rows["Mất"].count_qty, rows["Mất"].count_cost, rows["Mất"].count_residual) == (0, 0, 0)
    assert (rows["Chưa"].book_qty, rows["Chưa"].count_qty, rows["Chưa"].count_cost) == (1, None, None)
    assert document.rows[-1] == AssetRow(
        "Tài sản ngoài sổ kế toán", "MT-X", "", 0, 0, 0, 1, None, None, "thấy ở phòng họp"
    )


@pytest.mark.parametrize("topic", TOPICS_ALL.all, ids=lambda topic: topic.key)
def test_columns_of_a_register_follow_the_fields(topic: Any) -> None:
    listed = listing.table(topic, [], None)
    assert listed.rows == []
    for field, column in zip(kinds.written(topic), listed.columns, strict=True):
        assert column.title.startswith(field.label.vi)
        assert field.unit is None or column.title.endswith(f"({field.unit.vi})")
        if field.kind in {Kind.WHOLE, Kind.MONEY, Kind.DECIMAL}:
            assert column.align == "right"


def test_a_report_of_an_unknown_kind_of_unit_has_no_made_up_recipients(desk: Desk) -> None:
    home = consolidated.survey(desk, ())
    report = consolidated.document(replace(home, name=UnitName("Sam Mứn", "Sam Mứn"), above=None, parts=()))
    assert (report.addressees, report.recipients) == ((), ())
