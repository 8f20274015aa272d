"""What is wrong with a record, and how the message says it (DOMAIN §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from desktop_app.domain.checks import check_cells, is_relevant
from desktop_app.domain.crosschecks import forbids, likely_years, needs
from desktop_app.domain.topic import Cells, Field, Kind, Label, Level, Problem, Relevant, Section, Topic
from desktop_app.domain.values import Cell, Opaque, Raw, State, Value
from desktop_app.i18n import set_language
from desktop_app.topics import ALL, get

OFFICE = "018f3a60-0000-7000-8000-000000000001"
VILLAGE = "018f3a60-0000-7000-8000-000000000002"
GONE = "018f3a60-0000-7000-8000-00000000dead"
LINE = "018f3a60-0000-7000-8000-000000000003"


@dataclass
class Home:
    """The facts of a home small enough to be read at a glance."""

    today: date = date(2026, 3, 15)
    rec: str = OFFICE
    records: dict[tuple[str, str], Cells] = field(
        default_factory=lambda: {("office", OFFICE): {}, ("village", VILLAGE): {}, ("line", LINE): {}}
    )
    equal: int = 0
    pointing: int = 0

    def record(self, topic: str, rec: str) -> Mapping[str, Cell] | None:
        return self.records.get((topic, rec))

    def others(self, topic: str, field: str, v: Any) -> int:
        return self.equal

    def count(self, topic: str, field: str, v: Any) -> int:
        return self.pointing if (topic, field, v) == ("computer", "office", self.rec) else 0

    def alike(self, topic: str, values: Mapping[str, Any]) -> int:
        return self.equal


def cells_of(topic: str, **changes: Any) -> dict[str, Cell]:
    """Return a faultless record of ``topic`` with ``changes``; a bare value is an actual one."""
    return {key: cell(v) for key, v in (FAULTLESS[topic] | changes).items()}


def cell(v: Any) -> Cell:
    return v if v is None or isinstance(v, Value | Raw | Opaque) else Value(v)


def good(**fields: Any) -> dict[str, Any]:
    return fields


FAULTLESS = {
    "office": good(name="UBND xã Mẫu", level="commune", kind="committee", posts=20, lan="wired"),
    "staff": good(name="Lò Văn Mẫu", office=OFFICE, computer=True, skill="basic", trained=2020),
    "computer": good(asset_code="MT-1", serial="SN-THU-1", office=OFFICE, kind="desktop", ram_gb=8, year=2019)
    | good(cost=11_111_111, residual=1_111_111, condition="good", connection="lan"),
    "peripheral": good(kind="printer", office=OFFICE, condition="good", serial="SN-THU-2"),
    "line": good(name="TSLCD", office=OFFICE, kind="tslcd2", stage="in_use", mbps=20),
    "measurement": good(line=LINE, time="2026-03-15T14:02", target="hub", down_mbps="18.5", up_mbps="9")
    | good(latency_min="12", latency_median="15.5", loss="0"),
    "video_room": good(name="Phòng họp", office=OFFICE, line=LINE, levels=["district"], condition="good"),
    "certificate": good(subject="person", holder="Lò Văn Mẫu", leader=True, in_use=True)
    | good(issued="2024-01-01", expires="2027-01-01"),
    "document_flow": good(office=OFFICE, month="2026-03", issued=40, electronic=38)
    | good(signed_office=38, signed_leader=30),
    "postal_point": good(name="Điểm", kind="cultural", operator="vnpost", hours="4", solid=True),
    "subscription": good(provider="vnpt", fixed=Value(300, State.ESTIMATE), mobile=200),
    "bts": good(code="BTS-1", operator="viettel", technologies=["2g", "4g"], village=VILLAGE)
    | good(location={"lat": "21.386", "lon": "103.016"}),
    "village": good(name="Bản Mẫu 1", households=100, people=450, adults=300)
    | good(smartphones=200, fixed_broadband=40),
    "coverage": good(village=VILLAGE, operator="viettel", signal_3g="good", signal_4g="weak"),
    "loudspeaker": good(name="Đài", kind="fm", frequency="66.5", clusters=12, villages=10)
    | good(source_connected=False, condition="good"),
}

NO_DATA = Value(None, State.NO_DATA)
LATE = Raw("năm ngoái")

# topic, what is changed, then the one problem that follows: level, code, field, words of the message.
PROBLEMS: list[tuple[str, dict[str, Any], str, str, str, str]] = [
    # a field by its kind
    ("computer", {"kind": None}, "hard", "missing", "kind", "Chưa ghi “Loại máy”"),
    ("computer", {"ram_gb": Raw("tám")}, "hard", "unreadable", "ram_gb", "“tám”. Hãy ghi số nguyên"),
    ("computer", {"cpu": Raw("?")}, "hard", "unreadable", "cpu", "Hãy ghi lại bằng chữ"),
    ("computer", {"cost": Raw("mười")}, "hard", "unreadable", "cost", "15.000.000 hoặc 15 triệu"),
    ("computer", {"year": LATE}, "hard", "unreadable", "year", "đủ bốn chữ số"),
    ("computer", {"kind": Raw("máy bay")}, "hard", "unreadable", "kind", "Hãy chọn: Để bàn, Xách tay"),
    ("computer", {"os_licensed": Raw("?")}, "hard", "unreadable", "os_licensed", "Có hoặc Không"),
    ("computer", {"office": Raw("UBND")}, "hard", "unreadable", "office", "từ danh sách"),
    ("certificate", {"issued": Raw("hôm qua")}, "hard", "unreadable", "issued", "31/12/2022"),
    ("document_flow", {"month": Raw("quý I")}, "hard", "unreadable", "month", "12/2022"),
    ("measurement", {"time": Raw("sáng")}, "hard", "unreadable", "time", "31/12/2022 14:02"),
    ("bts", {"location": Raw("đồi")}, "hard", "unreadable", "location", "21.386, 103.016"),
    ("measurement", {"loss": Raw("ít")}, "hard", "unreadable", "loss", "92,5"),
    ("measurement", {"down_mbps": Raw("13.567")}, "hard", "unreadable", "down_mbps", "13.567 hay 13,567?"),
    ("computer", {"ram_gb": Raw("8,000")}, "hard", "unreadable", "ram_gb", "Đó là 8 hay 8.000?"),
    ("computer", {"kind": "tablet"}, "hard", "unknown_choice", "kind", "“tablet”"),
    ("bts", {"technologies": ["6g"]}, "hard", "unknown_choice", "technologies", "Hãy chọn: 2G, 3G"),
    ("computer", {"ram_gb": "8"}, "hard", "malformed", "ram_gb", "không hợp với “Bộ nhớ RAM”"),
    ("computer", {"ram_gb": Value(8, State.NO_DATA)}, "hard", "malformed", "ram_gb", "“8”"),
    ("computer", {"kind": Value("desktop", State.NO_DATA)}, "hard", "malformed", "kind", "“desktop”"),
    ("computer", {"kind": Value(None)}, "hard", "malformed", "kind", "“Loại máy”"),
    ("computer", {"ram_gb": 0}, "hard", "below", "ram_gb", "là 0 GB, nhỏ hơn mức thấp nhất 1 GB"),
    ("computer", {"ram_gb": 9000}, "hard", "above", "ram_gb", "9.000 GB, lớn hơn mức cao nhất 8.192 GB"),
    ("computer", {"year": 1900}, "hard", "below", "year", "là 1900, nhỏ hơn mức thấp nhất 1975"),
    ("measurement", {"loss": "100.5"}, "hard", "above", "loss", "100,5 %"),
    ("computer", {"ram_gb": Value(8, State.ESTIMATE)}, "soft", "not_estimable", "ram_gb", "ước tính"),
    ("computer", {"office": GONE}, "hard", "dangling", "office", "chọn lại"),
    ("certificate", {"subject": "organization"}, "soft", "irrelevant", "leader", "khi “Cấp cho” là: Cá nhân"),
    # rules that cross fields
    ("computer", {"year": 2999}, "hard", "future_year", "year", "(2026). Có phải 1999 hoặc 2019?"),
    ("computer", {"year": 2027}, "hard", "future_year", "year", "Có phải 2017?"),
    ("staff", {"trained": 2031}, "hard", "future_year", "trained", "Có phải 2021?"),
    ("computer", {"residual": 22_222_222}, "hard", "greater_than", "residual", "22.222.222"),
    ("computer", {"serial": "Default string"}, "soft", "not_an_identity", "serial", "số sê-ri thật"),
    ("computer", {"office": None}, "soft", "recommended", "office", "tính cho chính đơn vị báo cáo"),
    ("computer", {"os": "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"}, "hard", "product_key", "os", "hãy xóa"),
    ("peripheral", {"year": 2999}, "hard", "future_year", "year", "Năm 2999"),
    ("line", {"stage": "not_equipped"}, "soft", "forbidden", "mbps", "“Chưa trang bị”"),
    ("measurement", {"time": "2026-03-16T00:00"}, "hard", "future", "time", "sau hôm nay"),
    ("measurement", {"latency_min": "16"}, "hard", "greater_than", "latency_min", "(16) lớn hơn"),
    ("certificate", {"issued": "2027-01-01"}, "hard", "order", "expires", "phải sau “Ngày cấp”"),
    ("certificate", {"expires": "2026-03-14"}, "soft", "expired", "expires", "hết hạn"),
    ("document_flow", {"month": "2026-04"}, "hard", "future", "month", "sau hôm nay"),
    ("document_flow", {"electronic": 41}, "hard", "greater_than", "electronic", "(41) lớn hơn"),
    ("document_flow", {"signed_office": 39}, "hard", "greater_than", "signed_office", "(39) lớn hơn"),
    ("document_flow", {"signed_leader": 39}, "hard", "greater_than", "signed_leader", "(39) lớn hơn"),
    ("postal_point", {"hours": "3.5"}, "soft", "below_norm", "hours", "3,5, dưới định mức 4"),
    ("postal_point", {"kind": "letter_box", "solid": None}, "soft", "irrelevant", "hours", "Bưu cục"),
    ("bts", {"location": {"lat": "21", "lon": "86"}}, "soft", "outside_vietnam", "location", "Vĩ độ"),
    ("bts", {"location": {"lat": "1", "lon": "103"}}, "soft", "outside_vietnam", "location", "Vĩ độ"),
    ("village", {"fixed_broadband": 101}, "hard", "greater_than", "fixed_broadband", "(101) lớn hơn"),
    ("village", {"adults": 451}, "hard", "greater_than", "adults", "(451) lớn hơn"),
    ("village", {"smartphones": 301}, "hard", "greater_than", "smartphones", "(301) lớn hơn"),
    ("village", {"households": 451}, "soft", "greater_than", "households", "(451) lớn hơn"),
    ("loudspeaker", {"frequency": "98.5"}, "soft", "broadcast_band", "frequency", "87–108 MHz"),
    ("loudspeaker", {"frequency": "70"}, "hard", "frequency", "frequency", "54–68 MHz"),
    ("loudspeaker", {"source_connected": True}, "hard", "needs", "kind", "phải là: Ứng dụng CNTT-VT"),
    ("loudspeaker", {"villages": 13}, "soft", "greater_than", "villages", "(13) lớn hơn"),
]


def problems_of(topic: str, home: Home | None = None, **changes: Any) -> list[Problem]:
    return check_cells(get(topic), cells_of(topic, **changes), home or Home())


@pytest.mark.parametrize("topic", FAULTLESS)
def test_a_faultless_record_has_no_problem(topic: str) -> None:
    assert problems_of(topic) == []


def test_every_topic_has_a_faultless_record_here() -> None:
    assert set(FAULTLESS) == {topic.key for topic in ALL}


@pytest.mark.parametrize(
    ("topic", "changes", "level", "code", "key", "words"),
    PROBLEMS,
    ids=[f"{row[0]}-{row[3]}-{row[4]}-{number}" for number, row in enumerate(PROBLEMS)],
)
def test_one_change_makes_one_problem_that_says_how_to_mend_it(
    topic: str, changes: dict[str, Any], level: str, code: str, key: str, words: str
) -> None:
    (problem,) = problems_of(topic, **changes)
    assert (problem.level, problem.code, problem.field) == (level, code, key)
    assert words in problem.message
    assert "{" not in problem.message


def test_no_data_answers_a_required_field() -> None:
    assert problems_of("computer", kind=NO_DATA, condition=Value(None, State.NOT_APPLICABLE)) == []


def test_an_unknown_answer_keeps_its_dependent_fields_relevant() -> None:
    leader = get("certificate").by_key["leader"]
    assert is_relevant(leader, {})
    assert is_relevant(leader, {"subject": Raw("ai")})
    assert is_relevant(leader, {"subject": NO_DATA})
    assert not is_relevant(leader, {"subject": Value(None, State.NOT_APPLICABLE)})
    assert not is_relevant(leader, {"subject": Value("organization")})


def test_a_field_that_does_not_matter_may_say_so() -> None:
    assert problems_of("certificate", subject="organization", leader=NO_DATA) == []


def test_a_value_of_a_newer_program_is_left_alone() -> None:
    assert problems_of("computer", kind=Opaque({"v": "tablet", "since": 2})) == []


def test_a_required_field_may_be_blank_while_it_does_not_matter() -> None:
    topic = Topic(
        key="t",
        title=Label("T", "T"),
        row=Label("t", "t"),
        section=Section.OFFICE,
        icon="x",
        name=("a",),
        fields=(
            Field("a", Kind.YES_NO, Label("A", "A")),
            Field("b", Kind.TEXT, Label("B", "B"), required=True, relevant=Relevant("a", (True,))),
        ),
    )
    assert check_cells(topic, {"a": Value(False)}, Home()) == []
    assert [problem.code for problem in check_cells(topic, {"a": Value(True)}, Home())] == ["missing"]


def test_what_cannot_be_compared_reaches_no_rule() -> None:
    (problem,) = problems_of("computer", cost="rất đắt")
    assert problem.code == "malformed"


def test_a_long_text_is_cut_in_a_message_only() -> None:
    (problem,) = problems_of("computer", ram_gb=Raw("8" * 10_000))
    assert len(problem.message) < 200


def test_what_was_typed_is_never_taken_for_a_pattern() -> None:
    (problem,) = problems_of("computer", ram_gb=Raw("{field} %s {0}"))
    assert "“{field} %s {0}”" in problem.message


# --- other records --------------------------------------------------------------------------------


def test_an_equal_serial_is_a_possible_duplicate_to_review() -> None:
    found = problems_of("computer", Home(equal=2))
    assert [(problem.level, problem.code, problem.field) for problem in found] == [
        (Level.SOFT, "possible_duplicate", "asset_code"),
        (Level.SOFT, "possible_duplicate", "serial"),
    ]
    assert "“Số sê-ri” SN-THU-1 đã có ở 2 máy tính khác" in found[1].message


def test_a_junk_or_blank_serial_is_nobody_s_duplicate() -> None:
    found = problems_of("computer", Home(equal=2), serial="To Be Filled By O.E.M.", asset_code=None)
    assert [problem.code for problem in found] == ["not_an_identity"]


@pytest.mark.parametrize("topic", ["document_flow", "subscription", "coverage"])
def test_a_combination_that_stands_twice_in_a_unit_is_a_possible_duplicate(topic: str) -> None:
    (problem,) = problems_of(topic, Home(equal=1))
    assert (problem.level, problem.code) == (Level.SOFT, "possible_duplicate")


def test_half_a_combination_is_no_duplicate() -> None:
    found = problems_of("coverage", Home(equal=1), operator=NO_DATA)
    assert found == []


def test_an_office_with_more_computers_than_posts_is_looked_at_again() -> None:
    assert problems_of("office", Home(pointing=20)) == []
    (problem,) = problems_of("office", Home(pointing=21))
    assert (problem.level, problem.code, problem.field) == (Level.SOFT, "more_than_posts", "posts")
    assert "Có 21 máy tính, nhiều hơn “Biên chế” (20)" in problem.message
    assert problems_of("office", Home(pointing=21), posts=NO_DATA) == []


def test_a_room_on_a_line_that_is_not_connected_is_looked_at_again() -> None:
    home = Home()
    home.records["line", LINE] = {"stage": Value("equipped")}
    (problem,) = problems_of("video_room", home)
    assert (problem.level, problem.code, problem.field) == (Level.SOFT, "not_linked", "line")
    home.records["line", LINE] = {"stage": Value("in_use")}
    assert problems_of("video_room", home) == []
    assert problems_of("video_room", home, line=None) == []


# --- classified machines --------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["room", "note", "model"])
def test_a_classified_machine_has_no_address(key: str) -> None:
    written: dict[str, Any] = {key: "Phòng 2, IP 192.168.1.17"}
    assert problems_of("computer", **written) == []
    (problem,) = problems_of("computer", connection="standalone_classified", **written)
    assert (problem.level, problem.code, problem.field) == (Level.HARD, "classified_address", key)


def test_a_version_number_is_no_address() -> None:
    assert problems_of("computer", connection="standalone_classified", os="Windows 10.0.19045.3") == []


# --- the years that may have been meant -----------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "meant"),
    [(2999, [1999, 2019]), (2027, [2017]), (2102, [2002, 2022]), (20188, [1988, 2018])],
)
def test_likely_years_are_past_and_share_their_last_digits(year: int, meant: list[int]) -> None:
    assert likely_years(year, 2026, 1975) == meant


def test_a_year_without_a_likely_one_is_only_said_to_be_too_late() -> None:
    home = Home(today=date(1976, 1, 1))
    (problem,) = problems_of("computer", home, year=1984)
    assert problem.message == "Năm 1984 lớn hơn năm nay (1976)."


# --- builders of which a branch has no topic yet --------------------------------------------------


def test_builders_name_answers_that_are_no_choices_by_their_value() -> None:
    topic = get("postal_point")
    cells: Cells = {"internet": Value(True), "hours": Value("4"), "kind": Value("cultural")}
    (problem,) = forbids("internet", True, "hours", "staff")(topic, cells, Home())
    assert "“Có Internet” là “True”" in problem.message
    (need,) = needs("kind", "cultural", "internet", False)(topic, cells, Home())
    assert need.field == "internet"


def test_messages_follow_the_language_of_the_window() -> None:
    set_language("en")
    try:
        (problem,) = problems_of("computer", ram_gb=9000)
        assert "Memory (RAM)" in problem.message
        assert "9,000 GB" in problem.message
    finally:
        set_language("vi")
