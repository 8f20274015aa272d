"""A district's and its communes' real homes with the sample in them, and what their papers say."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdf

from desktop_app import sample
from desktop_app.app import enrolling, exchange, receiving
from desktop_app.app.ports import Asking, Desk, Printed
from desktop_app.compose.desktop import create_commune, create_district
from desktop_app.paper.model import DistrictReport, Table
from desktop_app.paper.office_sheet import OfficeSheet
from desktop_app.paper.press import Pages
from desktop_app.sample.entering import enter

SENT = ("03319", "03340")


@dataclass
class Homes:
    """A district whose own offices and two of 21 communes are in; a third commune has sent nothing."""

    path: Path
    district: Desk
    communes: dict[str, Desk]


@contextmanager
def sample_homes(path: Path) -> Iterator[Homes]:
    """The homes of the sample, open, in a folder."""
    district, _recovery = create_district(
        path / "district", sample.DISTRICT, "Người thử", own_key_file=True,
        reference_date=sample.REFERENCE_DATE, round_name=sample.ROUND_NAME, sample=True,
    )  # fmt: skip
    enter(district, sample.DISTRICT)
    communes = {code: joined(district, code, path) for code in (*SENT, "03322")}
    for code in SENT:
        enter(communes[code], code)
        sent = exchange.export(communes[code], path)
        assert sent.path
        receiving.receive(district, [sent.path], None)
    yield Homes(path, district, communes)
    for desk in (district, *communes.values()):
        desk.store.close()


def joined(district: Desk, code: str, path: Path) -> Desk:
    enrolling.enrol(district, code, path / f"{code}.act")
    return create_commune(path / code, path / f"{code}.act", "Người thử", own_key_file=True)


def text(printed: Printed) -> str:
    """The words of all pages with single blanks."""
    reader = pypdf.PdfReader(io.BytesIO(printed.pdf()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def reported(desk: Desk) -> DistrictReport:
    printed = desk.paper.made(desk, "report")
    assert isinstance(printed, Pages)
    assert isinstance(printed.document, DistrictReport)
    return printed.document


def office_sheet(desk: Desk, form: str, unit: str | None = None) -> OfficeSheet:
    printed = desk.paper.made(desk, form, Asking(unit=unit))
    assert isinstance(printed, Pages)
    assert isinstance(printed.document, OfficeSheet)
    return printed.document


def tables(document: OfficeSheet) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]
