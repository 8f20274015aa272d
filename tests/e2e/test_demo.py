"""The main job, run once for real: `moduong demo`."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from desktop_app.app import overview, receiving
from desktop_app.app.ports import Desk
from desktop_app.cli import demo
from desktop_app.compose.desktop import open_desk
from desktop_app.errors import UsageError
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
    for home in sorted((out / "communes").iterdir()):
        commune = open_desk(home)
        assert overview.digest(commune, home.name) == overview.digest(district, home.name)
        assert overview.status(commune).unsent == 0
        commune.store.close()
    again = receiving.receive(district, [out / "usb"])
    assert {one.outcome for one in again} == {"already"}
    district.store.close()


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo up to the moment when 21 bundles lie on the stick and the district has received none."""
    out = tmp_path_factory.mktemp("before") / "out"
    demo.prepare(out)
    demo.enter_all(out).store.close()
    return out


def test_twenty_shuffled_and_repeated_orders_give_one_state(before: Path, tmp_path: Path) -> None:
    bundles = sorted((before / "usb").glob("*.moduong"))
    assert len(bundles) == 21
    chosen = Random(20)
    states = set()
    for order in range(20):
        home = shutil.copytree(before / "district", tmp_path / str(order))
        district = open_desk(home)
        for deliveries in split(chosen, [*bundles, *chosen.choices(bundles, k=chosen.randint(0, 12))]):
            assert {one.outcome for one in receiving.receive(district, deliveries)} <= {"applied", "already"}
        states.add((overview.digest(district), rows(district)))
        district.store.close()
        shutil.rmtree(home)
    assert len(states) == 1


def split(chosen: Random, bundles: list[Path]) -> Iterator[list[Path]]:
    """The bundles in a new order, some at a time, as sticks come in."""
    left = chosen.sample(bundles, len(bundles))
    while left:
        count = chosen.randint(1, 8)
        yield left[:count]
        left = left[count:]


def rows(district: Desk) -> str:
    """Every row of every projection, without the local numbers, which follow the order of arrival."""
    with district.store.read() as tx:
        found = [
            sorted(repr(row[1:]) for row in tx.execute(f"SELECT * FROM p_{topic.key}", {}))
            for topic in district.topics.all
        ]
    return hashlib.sha256(repr(found).encode()).hexdigest()


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
    (tmp_path / "of somebody").write_text("x")
    with pytest.raises(UsageError):
        demo.prepare(tmp_path)
    assert (tmp_path / "of somebody").exists()
    assert moduong("demo", "--out", tmp_path).code == 2
