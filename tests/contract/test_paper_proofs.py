"""What holds of every form that can be printed: an archive's PDF, the shipped fonts, one look everywhere."""

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import page
import pypdf
import pytest
from desks import StoppedClock, new_district
from paper_kit import above_the_foot, drawn_svg, fonts, gap, pdf_page

from desktop_app import sample
from desktop_app.app import batch
from desktop_app.app.forms import FORMS
from desktop_app.app.ports import Asking, Desk, FormInfo, Want
from desktop_app.paper.forms import MAKERS
from desktop_app.resources_path import resource
from desktop_app.sample.entering import enter

FAMILY = "LiberationSerif"
DPI = 144
SAME = 0.02
"""Of `gap`: two programs' drawings of one page are 0.009 apart, two pages of one table 0.07."""


@dataclass
class Proof:
    """A form as it was printed, and its PDF on the disk."""

    form: FormInfo
    pdf: bytes
    pages: list[str]
    first: str | None
    path: Path


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = new_district(tmp_path_factory.mktemp("district") / "home", StoppedClock())
    enter(desk, sample.DISTRICT)
    yield desk
    desk.store.close()


def asked(desk: Desk, form: FormInfo) -> Asking:
    """What a form cannot be without."""
    topic = "computer" if Want.TOPIC in form.needs else ""
    office = next(iter(batch.offices(desk, None))) if Want.OFFICE in form.needs else None
    return Asking(topic=topic, office=office)


@pytest.fixture(scope="module", params=FORMS, ids=lambda form: form.key)
def proof(request: pytest.FixtureRequest, district: Desk, tmp_path_factory: pytest.TempPathFactory) -> Proof:
    form: FormInfo = request.param
    printed = district.paper.made(district, form.key, asked(district, form))
    path = tmp_path_factory.mktemp(form.key) / "form.pdf"
    path.write_bytes(printed.pdf())
    return Proof(form, path.read_bytes(), printed.pages(), printed.first_page(), path)


def test_each_form_is_listed_once_and_can_be_made() -> None:
    assert [form.key for form in FORMS] == list(dict.fromkeys(form.key for form in FORMS))
    assert {form.key for form in FORMS} == set(MAKERS)


def test_it_has_a_picture_that_is_there(proof: Proof) -> None:
    assert resource("icons", "lucide", f"{proof.form.icon}.svg").is_file()


def test_it_is_pdf_a_2b_to_a_validator_that_nobody_here_wrote(proof: Proof) -> None:
    report = page.validate_pdf_bytes(proof.pdf, profile="2b")
    wrong = [(one.rule_id, one.message) for one in report.failures]
    assert [one for one in wrong if one[0] != LENGTH or not has_stream_that_ends_in_cr(proof.pdf)] == []
    assert report.is_compliant or wrong


LENGTH = "PDFA2B-STREAM-LENGTH-001"


def has_stream_that_ends_in_cr(pdf: bytes) -> bool:
    """Return whether the last byte of a stream is CR: with the LF before ``endstream`` the validator takes
    it for a line end. `qpdf --check` reads lengths as they are (ISO 32000-1, 7.3.8.1)."""
    for found in re.finditer(rb"/Length (\d+)", pdf):
        start = pdf.find(b"stream\n", found.end()) + len(b"stream\n")
        if pdf[start + int(found[1]) - 1 :].startswith(b"\r\nendstream"):
            return True
    return False


def test_that_validator_finds_what_is_wrong(proof: Proof) -> None:
    broken = proof.pdf.replace(b"/FontFile2", b"/FontFileX")
    assert not page.is_pdf_compliant_bytes(broken, profile="2b")
    assert not page.is_pdf_compliant_bytes(
        proof.pdf.replace(b"<pdfaid:part>2", b"<pdfaid:part>9"), profile="2b"
    )


def test_its_file_is_sound(proof: Proof) -> None:
    done = subprocess.run(["qpdf", "--check", proof.path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_embeds_the_shipped_family_and_no_other(proof: Proof) -> None:
    found = fonts(proof.pdf)
    assert found
    assert all(found.values())
    assert {name.split("-")[0] for name in found} == {FAMILY}


def test_its_text_is_vietnamese_as_it_is_stored(proof: Proof) -> None:
    done = subprocess.run(["pdftotext", proof.path, "-"], capture_output=True, check=True)
    read = done.stdout.decode()
    assert unicodedata.is_normalized("NFC", read)
    assert "\ufffd" not in read
    assert any(not letter.isascii() for letter in read)


def test_screen_and_file_have_the_same_pages(proof: Proof, qapp: object) -> None:
    """As many, of the same size, with the same ink: the first and the last are laid over each other."""
    inside = pypdf.PdfReader(io.BytesIO(proof.pdf)).pages
    assert len(proof.pages) == len(inside)
    for at in {0, len(inside) - 1}:
        screen = drawn_svg(proof.pages[at], DPI)
        assert screen.width() == pytest.approx(float(inside[at].mediabox.width) / 72 * DPI, abs=1)
        assert gap(screen, pdf_page(proof.path, at + 1)) < SAME


def test_its_first_page_set_alone_is_that_of_the_whole(proof: Proof, qapp: object) -> None:
    """But for the number of pages at the foot; what is short has none."""
    assert above_the_foot(proof.first or proof.pages[0]) == above_the_foot(proof.pages[0])


def test_many_copies_in_one_file_are_as_sound_as_each(district: Desk, tmp_path: Path) -> None:
    form = next(form for form in FORMS if form.key == "c53")
    wanted = batch.copies(district, form, Want.OFFICE, Asking())[:3]
    told: list[tuple[int, int]] = []
    run = batch.Run(form, wanted, with_empty=True)
    one, _left_out = batch.one_pdf(district, run, lambda done, of: told.append((done, of)))
    assert told == [(done, len(wanted)) for done in range(len(wanted) + 1)]
    assert page.is_pdf_compliant_bytes(one, profile="2b")
    (tmp_path / "all.pdf").write_bytes(one)
    subprocess.run(["qpdf", "--check", tmp_path / "all.pdf"], capture_output=True, check=True)
    reader = pypdf.PdfReader(io.BytesIO(one))
    assert [entry.title for entry in reader.outline] == [copy.name for copy in wanted]
    starts = [reader.get_destination_page_number(entry) for entry in reader.outline]
    for start, copy in zip(starts, wanted, strict=True):
        assert "".join(copy.name.split()) in "".join(reader.pages[start].extract_text().split())
