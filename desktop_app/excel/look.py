"""How sheets look: fonts, fills, widths, page setup. Plain enough for Excel 2010 and LibreOffice."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

NARROW, WIDE = 8, 44  # characters
_SEEN: Final = 400  # rows that a width is fitted to

HEAD_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1F4E79")
QUIET_FILL = PatternFill("solid", fgColor="5B6B7B")
QUIET_FONT = Font(name="Calibri", size=11, color="5B6B7B")
TOTAL_FONT = Font(name="Calibri", size=11, bold=True)
TITLE_FONT = Font(name="Calibri", size=14, bold=True)
HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
_RULE = Side(style="thin", color="BFC7D1")
HEAD_BORDER = Border(left=_RULE, right=_RULE, bottom=_RULE)
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)


def head_cell(sheet: Any, text: str, *, quiet: bool = False) -> Any:
    """Return a cell of a heading; a ``quiet`` one heads what is only looked at."""
    cell = text_cell(sheet, text)
    cell.font, cell.fill = HEAD_FONT, QUIET_FILL if quiet else HEAD_FILL
    cell.alignment, cell.border = HEAD_ALIGN, HEAD_BORDER
    return cell


def text_cell(sheet: Any, text: str) -> Any:
    """Return a cell that holds text and never a formula."""
    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    return cell


def put_text(cell: Any, text: str) -> None:
    """Set a cell to text; the library would take a leading "=" for a formula, "#N/A" for an error."""
    cell.value = text
    cell.data_type = "s"


def fit_widths(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the widths of columns by their contents; a heading wraps, but its words stay whole."""
    widths = [max(map(len, head.split()), default=0) + 3 for head in heads]
    for row, _number in zip(rows, range(_SEEN), strict=False):
        for place, value in enumerate(row):
            if value is not None:
                widths[place] = max(widths[place], _length(value) + 2)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width, NARROW), WIDE)


def _length(value: Any) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n", 20)))
    return len(f"{value:,}") if isinstance(value, int | float) else 12


def set_size(sheet: Any, columns: int, rows: int) -> None:
    """Let the file say how large a sheet is: who reads it row by row need not look for the end first."""
    sheet.calculate_dimension = lambda: f"A1:{get_column_letter(max(columns, 1))}{max(rows, 1)}"


def set_page(sheet: Any, title: str, *, head_rows: int) -> None:
    """Set a sheet to landscape A4, as wide as one page, its heading on each page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{head_rows}"
    sheet.oddHeader.left.text = title.replace("&", "&&")
    sheet.oddFooter.right.text = "&P/&N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
