"""Documents to print, and what can be read back from the printed pages."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdf
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop_app.app.forms import TT_107
from desktop_app.app.paper_details import PaperDetails
from desktop_app.paper import C53, AssetRow, Column, PaperHead, Register, pdf, svg_pages
from desktop_app.paper.c50 import C50
from desktop_app.paper.heads import coded
from desktop_app.paper.holdings import Holding
from desktop_app.paper.model import Document
from desktop_app.paper.s25 import S25
from desktop_app.paper.s26 import S26

UNIT = "Ủy ban nhân dân xã Thanh Nưa"
HEAD = PaperHead(UNIT, "Văn phòng HĐND và UBND", "1054321", "Mẫu số: C53-HD", TT_107)

DOTS_PER_MM = 3


def asset(number: int = 1, **changes: object) -> AssetRow:
    """One asset whose figures are all known and agree."""
    known: dict[str, object] = {
        "name": f"Máy tính để bàn thử {number}",
        "code": f"MT-03319-{number:04}",
        "place": "Văn phòng HĐND và UBND",
        "book_qty": 1,
        "book_cost": 15_500_000,
        "book_residual": 5_166_000,
        "count_qty": 1,
        "count_cost": 15_500_000,
        "count_residual": 5_166_000,
    }
    return AssetRow(**(known | changes))  # type: ignore[arg-type]


def c53(rows: int = 3, **changes: object) -> C53:
    """An inventory of as many assets."""
    return C53(HEAD, [asset(number) for number in range(1, rows + 1)], **changes)  # type: ignore[arg-type]


def register(columns: int, rows: int, **changes: object) -> Register:
    """A register whose cells name their place: "dòng 2 cột 7"."""
    titles = [Column(f"Tiêu đề {at}") for at in range(1, columns + 1)]
    cells = [[f"dòng {row} cột {at}" for at in range(1, columns + 1)] for row in range(1, rows + 1)]
    return Register("SỔ THEO DÕI MÁY TÍNH", UNIT, titles, cells, **changes)  # type: ignore[arg-type]


def pages(document: Document, lang: str = "vi") -> list[str]:
    """The text of each printed page, its blanks and line ends as single blanks."""
    reader = pypdf.PdfReader(io.BytesIO(pdf(document, lang=lang)))  # type: ignore[arg-type]
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def unbroken(text: str) -> str:
    """A text without any blanks, to be found wherever lines were broken."""
    return re.sub(r"\s", "", text)


def printed(document: Document, lang: str = "vi") -> str:
    """The text of all pages without any blanks."""
    return unbroken("".join(pages(document, lang)))


def fonts(file: bytes) -> dict[str, bool]:
    """The name of each font of a PDF, and whether its outlines are in the file."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(file)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            whole = font.get_object()
            descriptor = whole["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            found[whole["/BaseFont"].split("+")[1]] = any(key.startswith("/FontFile") for key in descriptor)
    return found


def drawn(document: Document) -> Iterator[QImage]:
    """Each page as the preview draws it, three dots a millimetre."""
    for drawing in svg_pages(document):
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        assert renderer.isValid()
        size = renderer.viewBoxF().size() * (25.4 / 72 * DOTS_PER_MM)
        image = QImage(size.toSize(), QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        yield image


def ink_box(image: QImage) -> tuple[float, float, float, float]:
    """How far the ink stays from the left, top, right and bottom edge, in mm."""
    wide, high = image.width(), image.height()
    rows = [bytes(image.constScanLine(y))[:wide] for y in range(high)]
    inked = [y for y, row in enumerate(rows) if min(row) < 200]
    columns = [x for x in range(wide) if any(row[x] < 200 for row in rows)]
    edges = (columns[0], inked[0], wide - 1 - columns[-1], high - 1 - inked[-1])
    left, top, right, bottom = (edge / DOTS_PER_MM for edge in edges)
    return left, top, right, bottom


def holding(number: int = 1, **changes: object) -> Holding:
    """One asset of which all is known."""
    known: dict[str, object] = {
        "name": f"Máy tính để bàn thử {number}",
        "code": f"MT-03319-{number:04}",
        "office": "Văn phòng HĐND và UBND",
        "measure": "Bộ",
        "spec": "Core i5-8400, RAM 8 GB, SSD, 256 GB",
        "year": 2019,
        "cost": 15_500_000,
        "residual": 5_166_000,
    }
    return Holding(**(known | changes))  # type: ignore[arg-type]


def holdings(rows: int) -> list[Holding]:
    """As many assets."""
    return [holding(number) for number in range(1, rows + 1)]


def headed(form: str) -> PaperHead:
    """The head of a form of `desktop_app.app.forms`."""
    return coded(HEAD, form, PaperDetails())


def s26(rows: int = 3, gone: int = 0, **changes: object) -> S26:
    """A ledger of as many assets held and as many that were disposed of."""
    out = [holding(number, why="Thanh lý") for number in range(9001, 9001 + gone)]
    return S26(headed("s26"), HEAD.department, holdings(rows), out, 2022, **changes)  # type: ignore[arg-type]


def s25(rows: int = 3, **changes: object) -> S25:
    """As many asset cards."""
    return S25(headed("s25"), holdings(rows), 2022, **changes)  # type: ignore[arg-type]


def c50(rows: int = 3, **changes: object) -> C50:
    """A record that hands as many assets over."""
    return C50(headed("c50"), holdings(rows), **changes)  # type: ignore[arg-type]


def drawn_svg(drawing: str, dpi: int) -> QImage:
    """A page as the preview draws it, in grey."""
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    assert renderer.isValid()
    size = (renderer.viewBoxF().size() * (dpi / 72)).toSize()
    image = QImage(size, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def gap(ours: QImage, other: bytes) -> float:
    """How far two pictures of a page (the other one a PGM file) are apart, 0 to 1, averaged over its dots.

    Both are blurred first: programs differ in how they smooth the edges of letters.
    """
    beside = QImage.fromData(other, "PGM").convertToFormat(QImage.Format.Format_Grayscale8)
    smooth = Qt.TransformationMode.SmoothTransformation
    size = ours.size() / 8
    pictures = [one.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth) for one in (ours, beside)]
    rows = [bytes(one.constScanLine(y))[: size.width()] for y in range(size.height()) for one in pictures]
    apart = sum(
        abs(a - b)
        for mine, theirs in zip(rows[::2], rows[1::2], strict=True)
        for a, b in zip(mine, theirs, strict=True)
    )
    return apart / 255 / (size.width() * size.height())


def pdf_page(path: Path, number: int, dpi: float = 144) -> bytes:
    """A page of a PDF as poppler draws it: a grey PGM file."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-f", str(number), "-l", str(number), str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def above_the_foot(drawing: str) -> list[bytes]:
    """The dots of a page down to where the number of pages stands."""
    image = drawn_svg(drawing, 60)
    high = image.height() - round(15 / 25.4 * 60)
    return [bytes(image.constScanLine(y))[: image.width()] for y in range(high)]
