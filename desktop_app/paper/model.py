"""The documents of this room, as plain data: a caller fills them from records, no template is touched.

Every text is printed as it stands and never read as markup. A number that is not known is None and is
printed as a blank: blank is not zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from desktop_app.paper.c50 import C50
    from desktop_app.paper.labels import LabelSheets
    from desktop_app.paper.office_sheet import OfficeSheet
    from desktop_app.paper.s25 import S25
    from desktop_app.paper.s26 import S26
    from desktop_app.paper.survey_form import SurveyForm

Align = Literal["left", "center", "right"]
Lang = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Signature:
    """One place in a signature block; without a name the line is signed by hand."""

    title: str
    hint: str = "(Ký, họ tên)"
    name: str = ""


# --- C53-HD ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperHead:
    """The head of an accounting form; its code and circular are data: the office may write others."""

    unit: str
    department: str = ""
    budget_code: str = ""
    form_code: str = ""
    circular: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the inventory committee; each blank part becomes a dotted line."""

    name: str = ""
    position: str = ""
    represents: str = ""
    role: str = "Ủy viên"


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One asset by the books and as counted: quantities in pieces, costs and residual values in đồng.

    ``is_guess``: one of its amounts is an estimate.
    """

    name: str
    code: str = ""
    place: str = ""
    book_qty: int | None = None
    book_cost: int | None = None
    book_residual: int | None = None
    count_qty: int | None = None
    count_cost: int | None = None
    count_residual: int | None = None
    note: str = ""
    draft: bool = False
    is_guess: bool = False


C53_SIGNATURES = (
    Signature("Thủ trưởng đơn vị", "(Ý kiến giải quyết số chênh lệch)\n(Ký, họ tên, đóng dấu)"),
    Signature("Kế toán trưởng"),
    Signature("Trưởng ban kiểm kê"),
)


@dataclass(frozen=True, slots=True)
class C53:
    """Biên bản kiểm kê TSCĐ, form C53-HD (TT 107/2017/TT-BTC): A4 landscape, 14 columns.

    ``taken_at`` may be a moment, a day whose hour is not known, or None: what is not known is dotted.
    Differences (counted less booked) and the row Cộng are computed here.
    """

    head: PaperHead
    rows: Sequence[AssetRow]
    taken_at: datetime | date | None = None
    committee: Sequence[Member] = ()
    signatures: Sequence[Signature] = C53_SIGNATURES
    prepared_on: date | None = None
    title: str = "BIÊN BẢN KIỂM KÊ TSCĐ"
    sample: bool = False


# --- registers ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, how cells stand, its share of the width left over.

    ``least`` is the least width in mm. Right-aligned columns hold numbers: they are given the room never to
    break.
    """

    title: str
    align: Align = "left"
    weight: float = 1.0
    least: float = 0.0


NAME = 24.0
"""The least width of a column of names, in mm: a name in a narrower one is a word a line."""


@dataclass(frozen=True, slots=True)
class Register:
    """A print register of any topic: A4, rows numbered, as many columns as the topic has.

    Portrait where few columns need no more, else landscape. Where the columns are too many for one page
    they are printed in groups, each beginning with the first column. ``amounts``: column → the amount of each
    row in đồng, None where it is not known; such columns are added up; ``guesses``: column → which of them
    are estimates. ``legend`` stands below the table; ``high`` is the least height of a row in mm, to write
    in. Raises `ValueError` where a row has not as many cells as there are columns.
    """

    title: str
    unit: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    as_of: date | None = None
    place: str = ""
    prepared_on: date | None = None
    signatures: Sequence[Signature] = ()
    sample: bool = False
    note: str = ""
    amounts: Mapping[int, Sequence[int | None]] = field(default_factory=dict)
    guesses: Mapping[int, Sequence[bool]] = field(default_factory=dict)
    legend: Sequence[str] = ()
    high: float = 0.0

    def __post_init__(self) -> None:
        _require_even_rows(self.columns, self.rows)


# --- reports --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is numbered I., level 2 is numbered 1., level 3 is numbered a)."""

    text: str
    level: Literal[1, 2, 3] = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text: justified, its first line indented."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items that each begin with "- ", indented as a paragraph."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures; ``total`` is its last row, in bold; ``unit`` stands above at the right.

    ``headings``: the numbers (from 0) of rows that only name, in their first cell, what those below them are.
    Raises `ValueError` where a row has not as many cells as there are columns.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    title: str = ""
    total: Sequence[str] = ()
    unit: str = ""
    note: str = ""
    headings: Sequence[int] = ()

    def __post_init__(self) -> None:
        _require_even_rows(self.columns, [*self.rows, *([self.total] if self.total else [])])


Block = Heading | Paragraph | BulletList | Table


@dataclass(frozen=True, slots=True)
class DistrictReport:
    """A report to the level above, laid out by NĐ 30/2020/NĐ-CP, phụ lục I: A4 portrait.

    ``number`` and ``issued_on`` stay blank until the clerk gives them. ``signer_titles`` are the lines of
    authority ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"). ``recipients`` are written without
    dash and semicolon; the last line "- Lưu: …" is made from ``filed``.
    """

    superior: str
    issuer: str
    symbol: str
    place: str
    subject: str
    blocks: Sequence[Block]
    number: int | None = None
    issued_on: date | None = None
    title: str = "BÁO CÁO"
    addressees: Sequence[str] = ()
    signer_titles: Sequence[str] = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    signer: str = ""
    recipients: Sequence[str] = ("Như trên",)
    filed: str = "VT"
    sample: bool = False


AccountingForm: TypeAlias = "C53 | S26 | S25 | C50"
Document: TypeAlias = "AccountingForm | Register | SurveyForm | OfficeSheet | DistrictReport | LabelSheets"


def _require_even_rows(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    if not columns:
        raise ValueError("a table needs a column")
    for at, row in enumerate(rows):
        if len(row) != len(columns):
            raise ValueError(f"row {at} has {len(row)} cells for {len(columns)} columns")
