"""Labels and a stocktake from the command line: every verb, as people and as scripts read it."""

import subprocess
import sys
from pathlib import Path

import pytest
from desks import StoppedClock, add, new_commune, new_district

from desktop_app.domain.tags import tag_of
from tests.e2e.program import Ran, moduong_here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    clock = StoppedClock()
    district = new_district(tmp_path / "district", clock)
    commune = new_commune(tmp_path / "commune", district, "03319", clock)
    add(commune, "office", name="Văn phòng", kind="UBND")
    for n, room in enumerate(("Phòng 1", "Phòng 2"), start=1):
        add(commune, asset_code=f"MT-{n}", serial=f"SN-{n}", room=room, office="Văn phòng")
    district.store.close()
    commune.store.close()
    return tmp_path / "commune"


def run(home: Path, *words: str | Path) -> Ran:
    ran = moduong_here("stocktake", *words, home=home)
    assert ran.code == 0, ran.err
    return ran


def text(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_stocktake_from_its_beginning_to_c53(home: Path, tmp_path: Path) -> None:
    begun = run(home, "begin", "--office", "van phong", "--json").document
    assert (begun["name"], begun["ended"]) == ("Văn phòng", None)
    scanned = run(home, "scan", "mt-1", "SN-2", "LẠ-9", "--room", "Phòng 1", "--json").document
    assert [one["verdict"] for one in scanned] == ["found", "wrong_room", "unknown"]
    assert scanned[1]["things"][0]["room"] == "Phòng 2"
    shown = run(home, "show", "--json").document
    assert (shown["booked"], shown["found"], shown["missing"], shown["strays"]) == (2, 2, 0, ["LẠ-9"])
    run(home, "back", str(scanned[0]["n"]))
    assert [one["asset_code"] for one in run(home, "missing", "--json").document] == ["MT-1"]
    assert [one["code"] for one in run(home, "rooms", "--write", "--json").document] == ["SN-2"]
    assert run(home, "rooms", "--json").document == []
    ended = run(home, "end", "--pdf", tmp_path / "c53.pdf", "--json").document
    assert (ended["found"], ended["missing"]) == (1, 1)
    said = text(tmp_path / "c53.pdf")
    assert "LẠ-9" in said
    assert "MT-1" in said
    assert run(home, "list", "--json").document[0]["ended"] is not None


def test_lines_of_standard_input_are_scanned_one_by_one(home: Path) -> None:
    run(home, "begin")
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", home, "stocktake", "scan"],
        input="MT-1\n\nMT-2\tmáy\nMT-1\n", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == ["MT-1", "MT-2", "MT-1"]
    assert "Quét lại" in done.stdout


def test_what_is_not_there_is_said_in_a_sentence_with_a_way_on(home: Path) -> None:
    for words in (("show",), ("scan", "MT-1"), ("begin", "--office", "Kho bạc"), ("reopen", "0000")):
        ran = moduong_here("stocktake", *words, home=home)
        assert ran.code == 2
        assert len(ran.err.strip().splitlines()) == 1


def test_a_closed_stocktake_is_reopened_by_the_beginning_of_its_id(home: Path) -> None:
    begun = run(home, "begin", "--json").document
    run(home, "end")
    assert moduong_here("stocktake", "scan", "MT-1", "--id", begun["id"], home=home).code != 0
    run(home, "reopen", begun["id"][:30])
    run(home, "scan", "MT-1")


def test_labels_are_printed_from_where_a_sheet_was_left_and_the_printer_is_remembered(
    home: Path, tmp_path: Path
) -> None:
    one, again = tmp_path / "1.pdf", tmp_path / "2.pdf"
    said = ("print", "labels", "--layout", "65", "--start", "64", "--offset", "1,5; -0,3", "--pdf", one)
    assert moduong_here(*said, home=home).code == 0
    assert all(code in text(one) for code in ("MT-1", "MT-2", "Văn phòng"))
    assert moduong_here("print", "labels", "--calibrate", "--pdf", again, home=home).code == 0
    assert "65" in text(again)
    assert "1.5;-0.3" in text(again)
    refused = moduong_here("print", "labels", "--layout", "99", "--pdf", one, home=home)
    assert (refused.code, "70x37:3x8" in refused.err) == (2, True)


def test_a_label_without_an_asset_code_is_found_by_its_tag(home: Path) -> None:
    listed = moduong_here("list", "computer", "--json", home=home).document
    run(home, "begin")
    scanned = run(home, "scan", tag_of(listed[0]["id"]).lower(), "--json").document
    assert [one["verdict"] for one in scanned] == ["found"]
