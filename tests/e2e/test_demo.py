"""The main job, run once for real: `moduong demo`."""

import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop_app.app import overview, receiving
from desktop_app.compose.desktop import open_desk
from tests.e2e.program import Ran, moduong


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def ran(out: Path) -> Ran:
    return moduong("demo", "--out", out, timeout=240)


def test_every_stated_figure_comes_out_of_records(ran: Ran) -> None:
    assert ran.code == 0, ran.out + ran.err
    assert "22/22" in ran.out
    assert "LỆCH" not in ran.out
    assert "13.567  13.567" in ran.out


def test_lines_are_plain_where_there_is_no_terminal(ran: Ran) -> None:
    assert "\x1b" not in ran.out + ran.err
    assert "\r" not in ran.out + ran.err
    assert "…" not in ran.out


@pytest.mark.usefixtures("ran")
def test_what_it_leaves(out: Path) -> None:
    assert len(list((out / "usb").glob("*.moduong"))) == 21
    assert len(list((out / "communes").iterdir())) == 21
    assert len(list((out / "paper").glob("C53-HD-*.pdf"))) == 21
    assert len(list((out / "pictures").glob("*.png"))) >= 10
    assert moduong("digest", home=out / "district").out.strip()
    for picture in (out / "pictures").glob("*.png"):
        assert picture.stat().st_size > 20_000, picture  # a blank page is a few hundred bytes


@pytest.mark.usefixtures("ran")
def test_each_commune_agrees_with_the_district(out: Path) -> None:
    district = open_desk(out / "district")
    for home in sorted((out / "communes").iterdir())[:4]:
        commune = open_desk(home)
        assert overview.digest(commune, home.name) == overview.digest(district, home.name)
        assert overview.status(commune).unsent == 0
        commune.store.close()
    again = receiving.receive(district, [out / "usb"])
    assert {one.outcome for one in again} == {"already"}
    district.store.close()


@pytest.mark.usefixtures("ran")
def test_the_paper_is_real(out: Path) -> None:
    report = PdfReader(out / "paper" / "bao-cao-tong-hop.pdf")
    text = " ".join(page.extract_text() for page in report.pages).replace("\u00a0", " ")
    for said in ("628 máy tính", "13.567", "BẢN THỬ", "21/21 xã"):
        assert said in text, said
    form = PdfReader(next((out / "paper").glob("C53-HD-*.pdf")))
    assert "C53-HD" in form.pages[0].extract_text()
    fonts = subprocess.run(
        ["pdffonts", out / "paper" / "bao-cao-tong-hop.pdf"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), fonts


@pytest.mark.usefixtures("ran")
def test_an_earlier_demo_gives_way_and_nothing_else_does(out: Path, tmp_path: Path) -> None:
    from desktop_app.cli.demo import prepare
    from desktop_app.errors import UsageError

    (tmp_path / "of somebody").write_text("x")
    with pytest.raises(UsageError):
        prepare(tmp_path)
    assert (tmp_path / "of somebody").exists()
    assert moduong("demo", "--out", tmp_path).code == 2
