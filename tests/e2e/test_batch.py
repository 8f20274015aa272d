"""A form printed for every unit, or for every office of one: what it consists of, and where it goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import StoppedClock, add, new_district
from hypothesis import example, given
from hypothesis import strategies as st
from program import moduong_here
from pypdf import PdfReader

from desktop_app.app import batch
from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Asking, Desk, FormInfo, Want
from desktop_app.errors import NotFoundError

C53 = next(form for form in FORMS if form.key == "c53")
OFFICES = ("Phòng Nội vụ", "../../etc/passwd", "Ấm ướt: a|b?")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("district") / "home"
    desk = new_district(path, StoppedClock())
    for number, name in enumerate(OFFICES):
        add(desk, "computer", asset_code=f"MT-{number}", office=add(desk, "office", name=name))
    desk.store.close()
    return path


@pytest.fixture
def district(home: Path) -> Iterator[Desk]:
    from desktop_app.compose.desktop import open_desk

    desk = open_desk(home)
    yield desk
    desk.store.close()


def test_every_unit_of_a_district_is_one_copy(district: Desk) -> None:
    wanted = batch.copies(district, C53, Want.UNIT, Asking())
    assert [copy.asking.unit for copy in wanted][:2] == ["100", "03319"]
    assert len(wanted) == len({copy.file for copy in wanted}) == 22
    assert all(copy.asking.unit in copy.file for copy in wanted if copy.asking.unit)


def test_every_office_is_one_copy_in_the_order_of_the_alphabet(district: Desk) -> None:
    wanted = batch.copies(district, C53, Want.OFFICE, Asking())
    assert sorted(copy.name for copy in wanted) == sorted(OFFICES)
    assert [copy.name for copy in wanted].index("Ấm ướt: a|b?") < [copy.name for copy in wanted].index(
        "Phòng Nội vụ"
    )


def test_a_unit_without_offices_is_said(district: Desk) -> None:
    with pytest.raises(NotFoundError, match="chưa có cơ quan nào"):
        batch.copies(district, C53, Want.OFFICE, Asking(unit="03319"))


@given(st.text(max_size=200))
@example("../../etc/passwd")
@example("C:\\Windows\\con.")
@example("\u202egnp.exe")
@example("...")
def test_no_name_is_a_path(typed: str) -> None:
    name = batch.safe_name(f"C53-HD {typed}")
    assert name.startswith("C53-HD")
    assert Path(name).name == name
    assert not set(name) & set('<>:"/\\|?*\n\0\u202e')
    assert name == name.rstrip(" .")
    assert len((name + " (9999).pdf").encode()) <= 255


def test_the_command_line_writes_one_file_each(home: Path, tmp_path: Path) -> None:
    ran = moduong_here("print", "c53", "--each", "office", "--dir", tmp_path / "many", "--json", home=home)
    assert ran.code == 0, ran.err
    files = sorted(path.name for path in (tmp_path / "many").iterdir())
    assert sorted(Path(path).name for path in ran.document["paths"]) == files
    assert "C53-HD Phòng Nội vụ.pdf" in files
    assert len(files) == len(OFFICES)


def test_the_command_line_writes_all_into_one_file(home: Path, tmp_path: Path) -> None:
    ran = moduong_here("print", "c53", "--each", "unit", "--all", "--pdf", tmp_path / "all.pdf", home=home)
    assert ran.code == 0, ran.err
    assert len(PdfReader(tmp_path / "all.pdf").outline) == 22


def test_units_without_records_are_left_out_and_named(home: Path, tmp_path: Path) -> None:
    ran = moduong_here("print", "c53", "--each", "unit", "--pdf", tmp_path / "all.pdf", home=home)
    assert ran.code == 0, ran.err
    assert len(PdfReader(tmp_path / "all.pdf").outline) == 1
    assert "21 nơi chưa có số liệu, không in: " in ran.out
    assert "03319" in ran.out


def test_where_nobody_has_records_nothing_is_written(home: Path, tmp_path: Path) -> None:
    asked = ("print", "register", "--topic", "bts", "--each", "unit", "--pdf", tmp_path / "all.pdf")
    ran = moduong_here(*asked, home=home)
    assert ran.code != 0
    assert "Chưa nơi nào có số liệu để in." in ran.err
    assert not (tmp_path / "all.pdf").exists()
    assert moduong_here(*asked, "--all", home=home).code == 0


@pytest.mark.parametrize(
    "form", [form for form in FORMS if Want.UNIT in form.wants], ids=lambda form: form.key
)
def test_a_form_without_records_says_so_unless_it_is_to_write_in(district: Desk, form: FormInfo) -> None:
    asking = Asking(unit="03319", topic="computer" if Want.TOPIC in form.needs else "")
    assert district.paper.made(district, form.key, asking).is_empty == (
        form.key not in {"blank", "blank-list"}
    )


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--dir", "x"],
        ["--each", "office"],
        ["--each", "office", "--dir", "x", "--pdf", "y.pdf"],
        ["--each", "topic", "--dir", "x"],
    ],
)
def test_where_to_write_must_be_clear(home: Path, words: list[str]) -> None:
    ran = moduong_here("print", "c53", *words, home=home)
    assert ran.code == 2
    assert not ran.out
