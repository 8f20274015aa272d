"""What an office writes on its papers: kept in its home, blank by default, printed where it belongs."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_kit import pages, unbroken

from desktop_app.app import confirming, entry
from desktop_app.app.forms import FORMS
from desktop_app.app.paper_details import (
    HEAD,
    LISTS,
    BoardMember,
    PaperDetails,
    keys,
    office_rec,
    paper_details,
    put_details,
    set_detail,
    text_of,
    with_board,
    with_text,
)
from desktop_app.app.ports import Asking, Desk
from desktop_app.compose.desktop import create_district
from desktop_app.domain.values import Value
from desktop_app.errors import UsageError
from desktop_app.i18n import set_language

PLAIN = [key for key in keys() if key != "board" and key not in LISTS]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("details") / "home"
    made, _recovery = create_district(
        path, "100", "Người thử", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    yield made
    made.store.close()


@pytest.fixture
def desk(kept: Desk) -> Iterator[Desk]:
    yield kept
    put_details(kept, PaperDetails())


def printed(desk: Desk, form: str, **asked: Any) -> str:
    return " ".join(pages(desk.paper.made(desk, form, Asking(**asked)).document))  # type: ignore[attr-defined]


def office(desk: Desk, name: str) -> str:
    editing = entry.new_record(desk, "office")
    entry.save(desk, editing, {"name": Value(name), "kind": Value("department")})
    return editing.rec


# --- texts and their keys -----------------------------------------------------------------------------


def test_nothing_is_written_at_first(desk: Desk) -> None:
    details = paper_details(desk)
    assert not any(text_of(details, key) for key in keys())


@given(st.sampled_from(PLAIN), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_a_text_comes_back_and_goes_when_it_is_blanked(key: str, typed: str) -> None:
    details = with_text(PaperDetails(), key, [typed])
    assert text_of(details, key) == text_of(with_text(details, key, [str(text_of(details, key))]), key)
    assert with_text(details, key, [" "]) == PaperDetails()
    assert with_text(details, key, []) == PaperDetails()


def test_a_list_and_a_board_have_an_item_for_each_value() -> None:
    details = with_text(PaperDetails(), "recipients", ["Như trên", " ", "Sở TT&TT"])
    assert details.recipients == ("Như trên", "Sở TT&TT")
    details = with_text(details, "board", ["Lò Văn A | Phó Chủ tịch | UBND xã | Trưởng ban", "Bà B", " | "])
    assert details.board == (
        BoardMember("Lò Văn A", "Phó Chủ tịch", "UBND xã", "Trưởng ban"),
        BoardMember("Bà B"),
    )
    assert text_of(details, "board") == ("Lò Văn A | Phó Chủ tịch | UBND xã | Trưởng ban", "Bà B")
    assert with_board(details, [["Ông | C"]]).board == (BoardMember("Ông | C"),)


def test_what_is_wrong_is_said(desk: Desk) -> None:
    with pytest.raises(UsageError, match="c99"):
        set_detail(desk, "codes.c99", ["X"])
    with pytest.raises(UsageError, match="ngoặc kép"):
        set_detail(desk, "unit", ["UBND", "xã"])
    with pytest.raises(UsageError, match="signer"):
        set_detail(desk, "signer", ["X"], office="a")


def test_texts_are_of_a_unit_and_an_office(desk: Desk) -> None:
    set_detail(desk, "unit", ["UBND HUYỆN"])
    set_detail(desk, "unit", ["UBND XÃ"], "03319")
    set_detail(desk, "department", ["Phòng thử"], office="some-record")
    assert paper_details(desk).unit == paper_details(desk, "100").unit == "UBND HUYỆN"
    assert paper_details(desk, "03319").unit == "UBND XÃ"
    assert paper_details(desk, office="some-record") == PaperDetails(department="Phòng thử")
    put_details(desk, PaperDetails(), "03319")


def test_what_only_a_newer_program_understands_is_taken_as_nothing(desk: Desk) -> None:
    with desk.store.write() as tx:
        tx.put_setting(f"paper:{tx.setting('place')['unit']}", {"unit": ["a", "b"]})
    assert paper_details(desk) == PaperDetails()


# --- on paper -----------------------------------------------------------------------------------------


def test_without_texts_only_forms_whose_circular_is_known_name_one(desk: Desk) -> None:
    for form in FORMS:
        if form.code:
            said = printed(desk, form.key)
            assert f"Mẫu số: {form.code}" in said
            assert ("107/2017/TT-BTC" in said) == form.official
            assert ("(Mẫu của cơ quan)" in said) != form.official


@pytest.mark.parametrize("form", [form.key for form in FORMS if form.code])
def test_the_head_the_code_and_the_circular_are_what_the_office_writes(desk: Desk, form: str) -> None:
    for key, text in (
        ("unit", "ĐƠN VỊ # THỬ"), ("department", "Phòng $x$"), ("budget_code", "1054321"),
        (f"codes.{form}", "X1-Y"), (f"circulars.{form}", "(Thông tư 00/0000)"),
    ):  # fmt: skip
        set_detail(desk, key, [text])
    said = printed(desk, form)
    assert "Đơn vị: ĐƠN VỊ # THỬ Bộ phận: Phòng $x$ Mã QHNS: 1054321" in said
    assert "Mẫu số: X1-Y (Thông tư 00/0000)" in said
    assert "107/2017" not in said


def test_an_offices_own_head_goes_before_its_record_and_its_unit(desk: Desk) -> None:
    rec = office(desk, "Phòng Văn hóa")
    assert office_rec(desk, None, "phong van hoa") == rec
    set_detail(desk, "department", ["của đơn vị"])
    assert "Bộ phận: Phòng Văn hóa" in printed(desk, "c53", office=rec)
    set_detail(desk, "department", ["Phòng VH-TT"], office=rec)
    set_detail(desk, "budget_code", ["999"], office=rec)
    said = printed(desk, "c53", office=rec)
    assert "Bộ phận: Phòng VH-TT Mã QHNS: 999" in said
    put_details(desk, PaperDetails(), office=rec)
    entry.delete(desk, entry.open_record(desk, "office", rec))


def test_the_board_and_the_names_of_those_who_sign(desk: Desk) -> None:
    set_detail(desk, "board", ["Lò Văn A | Phó Chủ tịch | UBND xã", "Bà B"])
    set_detail(desk, "signatories.accountant", ["Quàng Thị C"])
    set_detail(desk, "signatories.preparer", ["Vì Văn D"])
    said = printed(desk, "c53")
    assert "1. Ông/Bà: Lò Văn A Chức vụ: Phó Chủ tịch Đại diện: UBND xã Trưởng ban" in said
    assert "2. Ông/Bà: Bà B Chức vụ: ....." in said
    assert said.count("Ông/Bà") == 2
    assert said.count("Lò Văn A") == 2  # among the board, and below as its head
    set_detail(desk, "signatories.board", ["Lò Văn E"])
    assert printed(desk, "c53").count("Lò Văn A") == 1
    assert "Quàng Thị C" in said
    assert all(name in printed(desk, "s26") for name in ("Quàng Thị C", "Vì Văn D"))
    assert "Quàng Thị C" not in printed(desk, "c50")  # the other side's accountant signs there


def test_a_register_is_headed_and_signed_in_any_language(desk: Desk) -> None:
    set_detail(desk, "unit", ["UBND HUYỆN THỬ"])
    set_detail(desk, "place", ["Thanh Xương"])
    set_detail(desk, "signatories.head", ["Lò Văn Trưởng"])
    said = printed(desk, "register", topic="computer")
    assert said.startswith("UBND HUYỆN THỬ DANH SÁCH")
    assert "Thanh Xương, ngày" in said
    assert "Lò Văn Trưởng" in said
    set_language("en")
    assert "Lò Văn Trưởng" in printed(desk, "register", topic="computer")


def test_the_report_is_headed_signed_and_sent_as_the_office_writes(desk: Desk) -> None:
    for key, *texts in (
        ("superior", "UBND TỈNH"), ("issuer", "PHÒNG VHTT"), ("symbol", "BC-VHTT"), ("place", "Thanh Xương"),
        ("signer_titles", "KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"), ("signer", "Lò Văn Ký"),
        ("recipients", "Sở TT&TT", "Thanh tra"), ("filed", "VT, VHTT"),
    ):  # fmt: skip
        set_detail(desk, key, texts)
    said = printed(desk, "report")
    for text in (
        "UBND TỈNH PHÒNG VHTT", "/BC-VHTT", "Thanh Xương, ngày",
        "KT. TRƯỞNG PHÒNG PHÓ TRƯỞNG PHÒNG Lò Văn Ký", "- Sở TT&TT; - Thanh tra; - Lưu: VT, VHTT.",
    ):  # fmt: skip
        assert text in said


@pytest.mark.parametrize("form", [form.key for form in FORMS if form.code])
def test_five_thousand_signs_in_every_text_are_all_printed(desk: Desk, form: str) -> None:
    typed = "".join(f"{number:05}" for number in range(1000))
    details = PaperDetails()
    for key in keys():
        details = with_text(details, key, [typed])
    put_details(desk, details)
    said = unbroken(printed(desk, form))
    for part in ("00001", "00777", "00999"):
        assert said.count(part) >= 4  # the unit, the department, the budget code, the code of the form


# --- what went out ------------------------------------------------------------------------------------


def test_the_ledger_shows_what_was_retired_but_no_mistake_and_nothing_that_only_waits(desk: Desk) -> None:
    made = {}
    for code, reason in (
        ("DISP", "disposed"), ("OWN", "cho trường học"), ("MIST", "mistaken"), ("WAIT", ""), ("GONE", None),
    ):  # fmt: skip
        editing = entry.new_record(desk, "computer")
        cells = {"asset_code": Value(code), "condition": Value("to_dispose"), "cost": Value(1_000)}
        entry.save(desk, editing, cells)
        made[code] = editing.rec
        opened = entry.open_record(desk, "computer", editing.rec)
        if reason:
            confirming.retire(desk, [opened], reason)
        elif reason is None:
            entry.delete(desk, opened)
    said = printed(desk, "s26")
    entry.delete(desk, entry.open_record(desk, "computer", made["WAIT"]))
    assert "(DISP) Cái Thanh lý 1 1.000 1.000" in said
    assert "(OWN) Cái cho trường học 1 1.000 1.000" in said
    assert "MIST" not in said
    assert "GONE" not in said
    assert said.count("(WAIT)") == 1
    assert "Cộng 3 3.000 2 2.000" in said


def test_head_keys_are_keys() -> None:
    assert set(HEAD) < set(keys())
    assert keys(of_office=True) == HEAD
