"""The first page of a long document, set alone: it is the first page of the whole."""

import io

import pypdf
import pytest
from paper_kit import above_the_foot, asset, c53, register

from desktop_app.paper import Pages, svg_pages
from desktop_app.paper.joining import joined
from desktop_app.paper.model import Document
from desktop_app.paper.press import first_page


@pytest.mark.parametrize(
    "document",
    [
        c53(101),
        c53(400, sample=True),
        c53(150, title="dài quá " * 300),
        register(40, 130),
        register(6, 130),
    ],
    ids=["101 rows", "400 rows", "a head of two pages", "columns in groups", "few columns"],
)
def test_it_differs_in_the_number_of_pages_only(document: Document, qapp: object) -> None:
    alone = first_page(document)
    assert alone is not None
    whole = svg_pages(document)[0]
    assert alone != whole
    assert above_the_foot(alone) == above_the_foot(whole)


def test_a_word_that_is_broken_and_a_row_that_runs_on_are_kept(qapp: object) -> None:
    rows = [asset(1, name="x" * 90), asset(2, note="dài quá " * 400), *map(asset, range(3, 140))]
    document = c53(1)
    document = type(document)(document.head, rows)
    assert above_the_foot(first_page(document) or "") == above_the_foot(svg_pages(document)[0])


def test_a_short_document_is_set_at_once() -> None:
    assert first_page(c53(100)) is None
    assert Pages(c53(3)).first_page() is None


def test_files_are_joined_in_their_order_and_none_is_refused() -> None:
    parts = [(f"Bản {n}", Pages(c53(n)).pdf()) for n in (1, 60, 2)]
    reader = pypdf.PdfReader(io.BytesIO(joined(parts)))
    counts = [len(pypdf.PdfReader(io.BytesIO(pdf)).pages) for _name, pdf in parts]
    assert len(reader.pages) == sum(counts)
    starts = [reader.get_destination_page_number(one) for one in reader.outline]
    assert starts == [0, counts[0], counts[0] + counts[1]]
    with pytest.raises(ValueError, match="nothing to join"):
        joined([])
