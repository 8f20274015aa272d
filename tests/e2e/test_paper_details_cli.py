"""What is printed beside the records, on the command line."""

from pathlib import Path

import pytest

from tests.e2e.program import moduong_here as moduong


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "district"
    assert moduong("init", "district", "--unit", "100", "--date", "31/12/2022", home=made).code == 0
    assert moduong("add", "office", "name=Phòng Nội vụ", home=made).code == 0
    return made


def test_texts_are_written_shown_and_blanked(home: Path) -> None:
    shown = moduong("print-details", "--json", home=home).document
    assert (shown["unit"], shown["recipients"], shown["codes.s26"]) == ("", [], "")
    ran = moduong("print-details", "set", "codes.s26", "S26-MỚI", "--json", home=home)
    assert ran.document["codes.s26"] == "S26-MỚI"
    moduong("print-details", "set", "recipients", "Như trên", "Lãnh đạo", home=home)
    told = moduong("print-details", home=home).out
    assert [line.split(None, 1)[1] for line in told.splitlines() if line.startswith("recipients")] == [
        "Như trên",
        "Lãnh đạo",
    ]
    assert moduong("print-details", "set", "codes.s26", "--json", home=home).document["codes.s26"] == ""


def test_an_office_has_a_head_of_its_own(home: Path) -> None:
    ran = moduong("print-details", "set", "budget_code", "123", "--office", "noi vu", "--json", home=home)
    assert ran.document == {"unit": "", "department": "", "budget_code": "123"}
    assert (
        moduong("print-details", "--office", "noi vu", "--json", home=home).document["budget_code"] == "123"
    )
    assert moduong("print-details", "--json", home=home).document["budget_code"] == ""


def test_every_form_of_the_list_has_a_verb(home: Path, tmp_path: Path) -> None:
    for form in ("c53", "s26", "s25", "c50"):
        assert moduong("print", form, "--pdf", tmp_path / f"{form}.pdf", home=home).code == 0
        assert (tmp_path / f"{form}.pdf").read_bytes().startswith(b"%PDF")


def test_a_key_that_there_is_not_is_one_sentence(home: Path) -> None:
    ran = moduong("print-details", "set", "nothing", "x", home=home)
    assert ran.code == 2
    assert "nothing" in ran.err
