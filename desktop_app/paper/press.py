"""Sets a document with typst: PDF bytes, or SVG pages for the preview and for printing.

Only the fonts of `resources/fonts/liberation` are used, whatever the machine has. Data reach the templates as
one JSON string of plain texts, so nothing that a person typed is ever read as markup.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_app.paper import c50, c53, labels, office_sheet, register, report, s25, s26, survey_form
from desktop_app.paper.beginning import beginning
from desktop_app.paper.c50 import C50
from desktop_app.paper.labels import LabelSheets
from desktop_app.paper.model import C53, DistrictReport, Document, Lang, Register
from desktop_app.paper.office_sheet import OfficeSheet
from desktop_app.paper.printable import Printer
from desktop_app.paper.s25 import S25
from desktop_app.paper.s26 import S26
from desktop_app.paper.survey_form import SurveyForm
from desktop_app.paper.words import words
from desktop_app.resources_path import resource

if TYPE_CHECKING:
    import typst

# The typesetter keeps what it laid out for the next 10 runs: 130 MB for each form of 1,000 rows (measured).
_RUNS_REMEMBERED = 12


def pdf(document: Document, *, lang: Lang = "vi", created: datetime | None = None) -> bytes:
    """Returns the document as PDF/A-2b with all its fonts embedded.

    ``created`` stands in the file's own description (the machine's clock where it is not given); the same
    document and moment give the same bytes.
    Takes about 0.7 s for a form of 1,000 rows; may be called from any thread.
    """
    stamp = None if created is None else int(created.timestamp())
    options = {"format": "pdf", "pdf_tags": False, "pdf_standards": ["a-2b"], "timestamp": stamp}
    return _set(*_payload(document, lang), options)[0]


def svg_pages(document: Document, *, lang: Lang = "vi") -> list[str]:
    """Returns each page of the document as one SVG drawing, its letters as outlines."""
    return _drawings(*_payload(document, lang))


def first_page(document: Document, *, lang: Lang = "vi") -> str | None:
    """Returns the first page of a long document as one SVG drawing, long before all pages are set.

    "…" stands where the number of pages is not known yet. None for a short document, which is set as fast.
    """
    template, data = _payload(document, lang)
    short = beginning(data)
    return None if short is None else _drawings(template, short)[0]


@dataclass(frozen=True, slots=True)
class Pages:
    """A document and how it is to be set: nothing is, before it is asked for."""

    document: Document
    lang: Lang = "vi"
    created: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no record is in it."""
        return _is_empty(self.document)

    def pdf(self) -> bytes:
        """Returns the document as PDF/A-2b."""
        return pdf(self.document, lang=self.lang, created=self.created)

    def first_page(self) -> str | None:
        """Returns the first page of a long document, before the others are set; None for a short one."""
        return first_page(self.document, lang=self.lang)

    def pages(self) -> list[str]:
        """Returns each page as one SVG drawing."""
        return svg_pages(self.document, lang=self.lang)

    def forget(self) -> None:
        """Lets go of what the typesetter remembers."""
        forget()


def _is_empty(document: Document) -> bool:
    match document:
        case (
            C53(rows=rows) | C50(rows=rows) | Register(rows=rows) | S25(cards=rows) | SurveyForm(sheets=rows)
        ):
            return not rows
        case S26(held=held, gone=gone):
            return not (held or gone)
        case LabelSheets(labels=labels, calibration=is_calibration):
            return not (labels or is_calibration)
        case OfficeSheet(is_empty=is_empty):
            return is_empty
        case DistrictReport():
            return False


def forget() -> None:
    """Lets go of what the typesetter remembers of earlier documents: 0.1 s after a form of 1,000 rows.

    What it remembers makes the next output of the same document nearly free; a program that lives on calls
    this when it has all that it wants of a document.
    """
    import typst

    compiler = typst.Compiler(b"", font_paths=_fonts())
    for _ in range(_RUNS_REMEMBERED):
        compiler.compile(b"", format="svg")


def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(resource("fonts", "liberation"))],
    )


def _drawings(template: str, data: dict[str, Any]) -> list[str]:
    return [page.decode("utf-8") for page in _set(template, data, {"format": "svg"})]


def _set(template: str, data: dict[str, Any], options: dict[str, Any]) -> list[bytes]:
    import typst

    path = resource("typst", template)
    compiler = typst.Compiler(str(path), root=str(path.parent), font_paths=_fonts())
    made = compiler.compile(sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, **options)
    return made if isinstance(made, list) else [made or b""]


def _payload(document: Document, lang: Lang) -> tuple[str, dict[str, Any]]:
    """Returns the name of the template and its data."""
    printer = Printer()
    match document:
        case C53():
            name, data, lang = "c53.typ", c53.payload(document, printer), "vi"
        case S26():
            name, data, lang = "s26.typ", s26.payload(document, printer), "vi"
        case S25():
            name, data, lang = "s25.typ", s25.payload(document, printer), "vi"
        case C50():
            name, data, lang = "c50.typ", c50.payload(document, printer), "vi"
        case Register():
            name, data = "register.typ", register.payload(document, printer, lang)
        case SurveyForm():
            name, data = "survey-form.typ", survey_form.payload(document, printer)
        case OfficeSheet():
            name, data, lang = "office-sheet.typ", office_sheet.payload(document, printer), "vi"
        case DistrictReport():
            name, data, lang = "report.typ", report.payload(document, printer), "vi"
        case LabelSheets():
            name, data = "labels.typ", labels.payload(document, printer)
    word = words(lang)
    return name, data | {
        "lang": lang,
        "page": word.page,
        "sample": [word.sample, word.sample_foot] if document.sample else [],
        "boxed": word.boxed if printer.boxed else "",
    }
