"""Paper: statutory forms, registers and reports as PDF and as pages to look at.

Give it a document of `model`; get bytes from `pdf` or drawings from `svg_pages`.
"""

from desktop_app.paper.model import (
    C53,
    AssetRow,
    BulletList,
    Column,
    DistrictReport,
    Document,
    Heading,
    Member,
    PaperHead,
    Paragraph,
    Register,
    Signature,
    Table,
)
from desktop_app.paper.press import Pages, forget, pdf, svg_pages

__all__ = [
    "C53",
    "AssetRow",
    "BulletList",
    "Column",
    "DistrictReport",
    "Document",
    "Heading",
    "Member",
    "Pages",
    "PaperHead",
    "Paragraph",
    "Register",
    "Signature",
    "Table",
    "forget",
    "pdf",
    "svg_pages",
]
