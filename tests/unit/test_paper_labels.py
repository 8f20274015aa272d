"""A sheet of labels: every code read again by a foreign reader, at its place, nothing beyond its cell."""

import io
import random
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper_kit import fonts, pages, unbroken
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desktop_app.domain.label_sheets import KNOWN, Layout, read_layout
from desktop_app.domain.tags import spelled, tag_of
from desktop_app.paper import pdf
from desktop_app.paper.fitting import LINE, Fitter
from desktop_app.paper.labels import Label, LabelSheets
from desktop_app.paper.measuring import Measure

DPI = 300
PER_MM = DPI / 25.4
LONG = "Máy tính để bàn cấu hình cao phục vụ họp trực tuyến của Thường trực Hội đồng nhân dân " * 3
HOSTILE = (
    '#import "x": *', "*x* _y_ `z` $x^2$ <label> @ref", "\\ \\u{1F600} 🖨 👩‍🔧", "\u202eđảo\u202c",
    "x" * 5000, "", "\"'&<b>", "dòng\nhai\tba",
)  # fmt: skip


def label(number: int, **said: str) -> Label:
    rec = str(uuid.UUID(int=random.Random(number).getrandbits(128)))
    known = {
        "code": f"MT-03319-{number:04}",
        "name": f"Máy tính để bàn thử {number}",
        "office": "Văn phòng HĐND và UBND",
        "unit": "UBND xã Thanh Nưa",
    }
    return Label(tag_of(rec), **(known | said))


def some(count: int) -> list[Label]:
    return [label(number) for number in range(count)]


def rasters(sheets: LabelSheets, folder: Path) -> list[QImage]:
    """The pages as a printer of 300 dpi gets them."""
    (folder / "x.pdf").write_bytes(pdf(sheets))
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-png", folder / "x.pdf", folder / "page"], check=True
    )
    grey = QImage.Format.Format_Grayscale8
    return [QImage(str(one)).convertToFormat(grey) for one in sorted(folder.glob("page*.png"))]


def cells(sheets: LabelSheets, images: Sequence[QImage]) -> Iterator[QImage]:
    """The cell of each label, cut out along the lines of the sheet."""
    layout = sheets.layout
    for at in range(sheets.start - 1, sheets.start - 1 + len(sheets.labels)):
        page, cell = divmod(at, layout.cells)
        x, y = layout.at(cell)
        x, y = x + sheets.offset[0], y + sheets.offset[1]
        yield images[page].copy(
            QRect(*(round(mm * PER_MM) for mm in (max(0, x), max(0, y), layout.width, layout.height)))
        )


def scanned(folder: Path, images: Iterator[QImage]) -> list[str]:
    """What zbar, as in many telephones and scanners, reads of each picture."""
    paths = []
    for at, image in enumerate(images):
        paths.append(folder / f"cell{at:05}.png")
        assert image.save(str(paths[-1]))
    done = subprocess.run(["zbarimg", "--raw", "-q", *paths], capture_output=True, check=False)
    return done.stdout.decode().split()


def dark(image: QImage, x: float, y: float) -> bool:
    """Whether there is ink within a dot of a place (mm)."""
    at_x, at_y = int(x * PER_MM), int(y * PER_MM)
    around = [(at_x + dx, at_y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return min(image.pixelColor(*one).lightness() for one in around) < 160


def corner(image: QImage, x: float, y: float) -> tuple[float, float]:
    """Where, within 2 mm of a place, the ink of a code's upper left corner begins, in mm."""
    left, top, side = (round(mm * PER_MM) for mm in (x - 2, y - 2, 4))
    inked = [
        (column, row)
        for row in range(max(0, top), top + side)
        for column in range(max(0, left), left + side)
        if image.pixelColor(column, row).lightness() < 128
    ]
    return min(column for column, _row in inked) / PER_MM, min(row for _column, row in inked) / PER_MM


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_foreign_reader_reads_every_code_of_a_sheet_from_a_printers_dots(name: str, tmp_path: Path) -> None:
    sheets = LabelSheets(KNOWN[name], some(KNOWN[name].cells))
    assert scanned(tmp_path, cells(sheets, rasters(sheets, tmp_path))) == [one.tag for one in sheets.labels]


def test_labels_begin_at_the_cell_that_is_asked_for_and_go_on_over_the_next_sheet(tmp_path: Path) -> None:
    sheets = LabelSheets(KNOWN["24"], some(25), start=20)
    images = rasters(sheets, tmp_path)
    assert len(images) == 2
    assert scanned(tmp_path, cells(sheets, images)) == [one.tag for one in sheets.labels]
    assert ink(images[0])[1] > KNOWN["24"].at(19)[1]


@pytest.mark.parametrize("name", [*sorted(KNOWN), "50x25:4x11@2;5+1;0.5"])
@pytest.mark.parametrize("offset", [(0.0, 0.0), (1.5, 0.8)])
def test_each_code_stands_within_three_tenths_of_a_millimetre(
    name: str, offset: tuple[float, float], tmp_path: Path
) -> None:
    layout = read_layout(name)
    assert layout is not None
    (image,) = rasters(LabelSheets(layout, some(layout.cells), offset=offset), tmp_path)
    place = layout.inside
    for cell in range(layout.cells):
        x, y = layout.at(cell)
        wanted = (x + place.x + offset[0], y + place.y + offset[1])
        found = corner(image, *wanted)
        assert abs(found[0] - wanted[0]) <= 0.3, (cell, found, wanted)
        assert abs(found[1] - wanted[1]) <= 0.3, (cell, found, wanted)


@pytest.mark.parametrize("count", [0, 1, 30, 1000])
def test_any_number_of_labels_takes_so_many_sheets_in_the_shipped_font(count: int) -> None:
    made = pdf(LabelSheets(KNOWN["65"], some(count)))
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == max(1, -(-count // 65))
    assert all(embedded and name.startswith("LiberationSerif") for name, embedded in fonts(made).items())


def test_the_label_says_code_thing_office_and_unit_and_the_tag_where_there_is_no_code() -> None:
    coded, bare = label(1), label(2, code=" ")
    (text,) = pages(LabelSheets(KNOWN["24"], [coded, bare]))
    for said in (coded.code, coded.name, coded.office, coded.unit, spelled(bare.tag)):
        assert unbroken(said) in unbroken(text)


@pytest.mark.parametrize("text", [*HOSTILE, LONG])
@pytest.mark.parametrize("name", ["24", "65"])
def test_no_text_changes_the_code_or_leaves_its_cell(text: str, name: str, tmp_path: Path) -> None:
    alone = Layout("alone", KNOWN[name].width, KNOWN[name].height, 1, 1, 60, 100)
    sheets = LabelSheets(alone, [label(1, name=text, office=text, unit=text, code=text)])
    (image,) = rasters(sheets, tmp_path)
    assert scanned(tmp_path, cells(sheets, [image])) == [sheets.labels[0].tag]
    left, top, right, bottom = ink(image)
    assert left >= 60
    assert top >= 100
    assert right <= 60 + alone.width
    assert bottom <= 100 + alone.height


def ink(image: QImage) -> tuple[float, float, float, float]:
    """The box in which there is ink, in mm."""
    wide = image.width()
    rows = [(y, bytes(image.constScanLine(y))[:wide]) for y in range(image.height())]
    inked = [(y, row) for y, row in rows if min(row) < 200]
    columns = [x for x in range(wide) if any(row[x] < 200 for _y, row in inked)]
    return columns[0] / PER_MM, inked[0][0] / PER_MM, columns[-1] / PER_MM, inked[-1][0] / PER_MM


texts = st.text(alphabet="aMứW đỹ.-🖨", max_size=120)


@given(st.lists(st.tuples(texts, st.booleans()), max_size=4), st.floats(20, 200), st.floats(8, 90))
def test_fitted_lines_are_never_wider_or_higher_than_their_room(parts, width: float, height: float) -> None:
    faces = {False: Measure(), True: Measure("Bold")}
    fitted = Fitter().fit(parts, (width, height), (9.0, 7.0, 5.0))
    for line, bold in fitted.lines:
        assert len(line) <= 1 or faces[bold].line(line) * fitted.size <= width + 1e-6
    assert len(fitted.lines) * fitted.size * LINE <= max(height, fitted.size * LINE) + 1e-3


@given(st.lists(st.tuples(texts, st.booleans()), max_size=4))
def test_where_there_is_room_nothing_is_cut(parts) -> None:
    fitted = Fitter().fit(parts, (100.0, 10_000.0), (9.0,))
    said = "".join(line for line, _bold in fitted.lines)
    assert unbroken(said) == unbroken("".join(text for text, _bold in parts))


def test_the_page_for_the_printer_has_crosses_at_20_mm_and_says_the_offset(tmp_path: Path) -> None:
    sheets = LabelSheets(KNOWN["24"], offset=(1.5, -0.5), calibration=True)
    (image,) = rasters(sheets, tmp_path)
    for x in (20, 190):
        for y in (20, 277):
            assert dark(image, x + 1.5, y - 0.5)
            assert dark(image, x + 1.5 + 4, y - 0.5)
            assert dark(image, x + 1.5, y - 0.5 + 4)
            assert not dark(image, x + 1.5 + 6, y - 0.5)
    (text,) = pages(sheets)
    assert "1.5;-0.5" in text
