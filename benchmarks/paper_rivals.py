"""The table of C53-HD as other libraries draw it: the same rows, widths, font, and a head that repeats.

They come with `pip install -e '.[bench]'`, which `make bench` does; WeasyPrint also calls the system's Pango.
"""

import html
import io
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from desktop_app.paper import C53
from desktop_app.paper.c53 import _cells, figures, payload
from desktop_app.paper.printable import Printer
from desktop_app.resources_path import resource

GROUPS = ("Theo sổ kế toán", "Theo kiểm kê", "Chênh lệch")
FIGURES = ("Số lượng", "Nguyên giá", "Giá trị còn lại")
BEFORE, AFTER = ("STT", "Tên TSCĐ", "Mã số", "Nơi sử dụng"), ("Ghi chú",)
MARGIN = 38.27  # points: 13.5 mm


class Table:
    """The table as it stands in the form: its texts, widths in points, alignment and type size."""

    def __init__(self, document: C53) -> None:
        made = payload(document, Printer())["table"]
        self.widths: list[float] = made["widths"]
        self.align: list[str] = made["align"]
        self.size: float = made["size"]
        self.rows = list(_cells(document.rows, [figures(row) for row in document.rows]))


def reportlab(table: Table) -> bytes:
    """Draw it by ReportLab's long table; texts are paragraphs, so that they are wrapped."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, _font(name)))
    style = ParagraphStyle("cell", fontName="Regular", fontSize=table.size, leading=table.size * 1.15)
    texts = [at for at, align in enumerate(table.align) if align == "left"]
    rows = [
        [Paragraph(html.escape(cell), style) if at in texts else cell for at, cell in enumerate(row)]
        for row in table.rows
    ]
    grid = LongTable([*_head_rows(), *rows], colWidths=table.widths, repeatRows=2)
    spans = [("SPAN", (4 + 3 * at, 0), (6 + 3 * at, 0)) for at in range(3)]
    spans += [("SPAN", (at, 0), (at, 1)) for at in (0, 1, 2, 3, 13)]
    grid.setStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), "Regular", table.size),
        ("FONT", (0, 0), (-1, 1), "Bold", table.size), ("ALIGN", (4, 2), (12, -1), "RIGHT"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5), *spans,
    ])  # fmt: skip
    made = io.BytesIO()

    def number(canvas: object, page: object) -> None:
        canvas.setFont("Regular", 9)  # type: ignore[attr-defined]
        canvas.drawRightString(800, 20, f"Trang {page.page}")  # type: ignore[attr-defined]

    whole = SimpleDocTemplate(
        made,
        pagesize=landscape(A4),
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
    )
    whole.build([grid], onFirstPage=number, onLaterPages=number)
    return made.getvalue()


def qtextdocument(table: Table) -> bytes:
    """Draw it by Qt's rich text onto a PDF."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QMarginsF
    from PySide6.QtGui import (
        QFont,
        QFontDatabase,
        QGuiApplication,
        QPageLayout,
        QPageSize,
        QPdfWriter,
        QTextDocument,
    )

    application = QGuiApplication.instance() or QGuiApplication([])
    for name in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(_font(name))
    made = QBuffer()
    made.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(made)
    lying = QPageLayout.Orientation.Landscape
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            lying,
            QMarginsF(13.5, 13.5, 13.5, 13.5),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    document.setDefaultFont(QFont("Liberation Serif", round(table.size)))
    document.setHtml(_html(table, border='border="1" cellspacing="0"'))
    document.print_(writer)
    made.close()
    del application
    return bytes(made.data().data())


def weasyprint(table: Table) -> bytes:
    """Draw it by WeasyPrint from HTML and CSS."""
    from weasyprint import CSS, HTML

    style = f"""
@font-face {{ font-family: Serif; src: url("file://{_font("Regular")}"); }}
@font-face {{ font-family: Serif; font-weight: bold; src: url("file://{_font("Bold")}"); }}
@page {{ size: A4 landscape; margin: 13.5mm; @bottom-right {{ content: counter(page) "/" counter(pages); }} }}
body {{ font: {table.size}pt Serif; margin: 0; }}
table {{ border-collapse: collapse; table-layout: fixed; width: 765pt; }}
td, th {{ border: .5pt solid black; padding: 1.5pt 3pt; vertical-align: top; }}
tr {{ break-inside: avoid; }}"""
    return HTML(string=_html(table)).write_pdf(stylesheets=[CSS(string=style)])  # type: ignore[no-any-return]


RIVALS: dict[str, Callable[[Table], bytes]] = {
    "ReportLab": reportlab,
    "QTextDocument": qtextdocument,
    "WeasyPrint": weasyprint,
}


def there() -> list[str]:
    """Return those that are installed."""
    packages = {"ReportLab": "reportlab", "QTextDocument": "PySide6", "WeasyPrint": "weasyprint"}
    return [name for name, package in packages.items() if find_spec(package)]


def _font(name: str) -> str:
    return str(resource("fonts", "liberation", f"LiberationSerif-{name}.ttf"))


def _head_rows() -> list[Sequence[str]]:
    above = [*BEFORE, *(title for group in GROUPS for title in (group, "", "")), *AFTER]
    return [above, ["", "", "", "", *FIGURES * 3, ""]]


def _html(table: Table, border: str = "") -> str:
    cols = "".join(f'<col style="width:{width}pt">' for width in table.widths)
    tall = "".join(f'<th rowspan="2" width="{width}">{{}}</th>' for width in table.widths[:4]).format(*BEFORE)
    first = (
        tall + "".join(f'<th colspan="3">{group}</th>' for group in GROUPS) + '<th rowspan="2">Ghi chú</th>'
    )
    second = "".join(f"<th>{title}</th>" for title in FIGURES * 3)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td align="{align}">{html.escape(cell)}</td>'
            for align, cell in zip(table.align, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    head = f"<colgroup>{cols}</colgroup><thead><tr>{first}</tr><tr>{second}</tr></thead>"
    return f"<table {border}>{head}<tbody>{body}</tbody></table>"
