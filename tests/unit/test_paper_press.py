"""The typesetter: fonts, PDF/A, previews, memory, and what it costs to have this room at hand."""

import gc
import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pypdf
from paper_kit import c53, drawn, fonts, ink_box, register

from desktop_app.paper import Heading, Pages, Paragraph, forget, pdf, svg_pages
from desktop_app.paper.model import DistrictReport
from desktop_app.resources_path import resource

REPORT = DistrictReport(
    "TỈNH",
    "HUYỆN",
    "BC",
    "Điện Biên",
    "Kết quả",
    [Heading("MỤC"), Heading("mục", 3), Paragraph("Chữ.")],
    sample=True,
)
DOCUMENTS = (c53(40, sample=True), register(30, 20), REPORT)
MOMENT = datetime(2023, 1, 6, 7, 30, tzinfo=UTC)


def test_all_fonts_are_our_own_and_in_the_file():
    for document in DOCUMENTS:
        found = fonts(pdf(document))
        assert all(found.values())
        assert {name.split("-")[0] for name in found} == {"LiberationSerif"}
    assert set(found) == {f"LiberationSerif{style}" for style in ("", "-Bold", "-Italic", "-BoldItalic")}


def test_the_fonts_are_packed_with_their_licence():
    for folder in ("liberation", "be-vietnam-pro"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in resource("fonts", folder, "OFL.txt").read_text("utf-8")
        assert len(list(resource("fonts", folder).glob("*.ttf"))) == 4


def test_files_are_pdf_a_2b_with_title_and_language():
    for document in DOCUMENTS:
        reader = pypdf.PdfReader(io.BytesIO(pdf(document, created=MOMENT)))
        about = reader.trailer["/Root"]["/Metadata"].get_data()
        assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in about
        assert reader.trailer["/Root"]["/Lang"] == "vi"
        assert reader.metadata.title
        assert reader.metadata.creation_date == MOMENT


def test_same_document_and_moment_same_bytes():
    assert pdf(c53(), created=MOMENT) == pdf(c53(), created=MOMENT)


def test_the_preview_draws_every_page_with_qt(qapp):
    for document in DOCUMENTS:
        drawings = svg_pages(document)
        assert len(drawings) == len(pypdf.PdfReader(io.BytesIO(pdf(document))).pages)
        assert not any("clip-path" in drawing for drawing in drawings)  # QtSvg ignores it
        for image in drawn(document):
            assert min(ink_box(image)) > 5


def test_pages_are_set_when_asked_for():
    pages = Pages(c53(), created=MOMENT)
    assert pages.pdf() == pdf(c53(), created=MOMENT)
    assert pages.pages() == svg_pages(c53())


def test_documents_are_set_from_several_threads_at_once():
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda rows: pdf(c53(rows), created=MOMENT), range(1, 13)))
    assert made == [pdf(c53(rows), created=MOMENT) for rows in range(1, 13)]


def resident_mib() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def test_what_was_set_is_forgotten():
    """Left alone, the typesetter remembers ten documents: 8 of these took 300 MiB."""
    pdf(c53(300))
    forget()
    before = resident_mib()
    for more in range(1, 9):
        pdf(c53(300 + more, sample=bool(more % 2), title=f"BIÊN BẢN {more}"))
        forget()
    assert resident_mib() - before < 80


def test_the_typesetter_is_imported_on_use():
    code = "import sys, desktop_app.paper; print('typst' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
