"""A4 sheets of labels: where each cell lies, in mm from the sheet's upper left corner."""

import re
from dataclasses import dataclass, replace
from typing import Final

A4: Final = (210.0, 297.0)
MODULES, QUIET = 21, 4
"""A QR code of version 1 is 21 modules wide; 4 modules around it stay white (ISO/IEC 18004)."""

_LEAST_MODULE = 0.33  # mm: four dots of a 300 dpi printer
_WIDEST_SHARE = 0.42  # of a label's width, for the code
_LEAST_PAD, _UNPRINTABLE = 1.5, 4.5  # mm: beside a neighbour, and beside the edge of the paper
_MOST_OFFSET: Final = 20.0
_NUMBER: Final = r"(\d+(?:[.,]\d+)?)"
_PAIR: Final = rf"{_NUMBER};{_NUMBER}"
_OWN: Final = re.compile(rf"{_NUMBER}x{_NUMBER}:(\d+)x(\d+)(?:@{_PAIR})?(?:\+{_PAIR})?")


@dataclass(frozen=True, slots=True)
class Inside:
    """Inside a cell, in mm: where content begins, its size, the code's side, the height of the line below."""

    x: float
    y: float
    width: float
    height: float
    side: float
    below: float

    @property
    def quiet(self) -> float:
        """How much stays white beside the code."""
        return self.side * QUIET / MODULES


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns`` × ``rows`` cells of ``width`` × ``height``, the first at (left, top); all in mm."""

    name: str
    width: float
    height: float
    columns: int
    rows: int
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def cells(self) -> int:
        """How many labels a sheet holds."""
        return self.columns * self.rows

    def at(self, cell: int) -> tuple[float, float]:
        """Return where a cell (from 0, row by row) begins."""
        row, column = divmod(cell, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)

    @property
    def pads(self) -> tuple[float, float]:
        """How far content stays from the sides and from the top and bottom of its cell.

        Further where cells reach the edge of the paper: printers do not.
        """
        return max(_LEAST_PAD, _UNPRINTABLE - self.left), max(_LEAST_PAD, _UNPRINTABLE - self.top)

    @property
    def inside(self) -> Inside:
        """What a cell has room for: the code as large as it goes, its name below and the rest beside it."""
        x, y = self.pads
        width, height, below = self.width - 2 * x, self.height - 2 * y, 4.0 if self.height < 25 else 5.0
        side = min((height - below) * MODULES / (MODULES + QUIET), width * _WIDEST_SHARE)
        return Inside(x, y, width, height, side, below)

    @property
    def holds_code(self) -> bool:
        """Whether a cell is large enough for a code that a printer can draw."""
        return self.inside.side / MODULES >= _LEAST_MODULE

    @property
    def fits(self) -> bool:
        """Whether all cells lie on the sheet."""
        right = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        bottom = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        return self.cells > 0 and right <= A4[0] + 0.01 and bottom <= A4[1] + 0.01


KNOWN: Final = {
    layout.name: layout
    for layout in (
        Layout("24", 70.0, 37.0, 3, 8, 0.0, 0.5),
        Layout("40", 52.5, 29.7, 4, 10, 0.0, 0.0),
        Layout("65", 38.1, 21.2, 5, 13, 4.75, 10.7, 2.5),
    )
}
"""The sheets that shops sell, by labels a sheet: 70 × 37, 52.5 × 29.7 and 38.1 × 21.2 mm."""


def read_layout(typed: str) -> Layout | None:
    """Return a known layout, or one's own; None if it cannot be read or does not fit on A4.

    One's own is ``70x37:3x8``: a cell's size, columns and rows; then, where the cells are not in the middle,
    ``@LEFT;TOP`` of the first, and ``+X;Y`` between two. All in mm, with a decimal point or comma.
    """
    name = "".join(typed.split()).lower().replace("×", "x")
    if name in KNOWN:
        return KNOWN[name]
    found = _OWN.fullmatch(name)
    if found is None:
        return None
    width, height, columns, rows, left, top, gap_x, gap_y = (
        None if part is None else float(part.replace(",", ".")) for part in found.groups()
    )
    made = _placed(name, (width or 0.0, height or 0.0), (int(columns or 0), int(rows or 0)), (gap_x, gap_y))
    if left is not None and top is not None:
        made = replace(made, left=left, top=top)
    return made if made.width > 0 and made.height > 0 and made.fits else None


def _placed(
    name: str, size: tuple[float, float], count: tuple[int, int], gaps: tuple[float | None, float | None]
) -> Layout:
    """Return a layout whose cells stand in the middle of the sheet."""
    gap = (gaps[0] or 0.0, gaps[1] or 0.0)
    left, top = (
        max(0.0, (A4[side] - count[side] * size[side] - max(0, count[side] - 1) * gap[side]) / 2)
        for side in (0, 1)
    )
    return Layout(name, *size, *count, left, top, *gap)


def read_offset(typed: str) -> tuple[float, float] | None:
    """Return how far to the right and down all is moved, in mm; None if it cannot be read or is too far.

    ``1.5,-0.3``, or with decimal commas ``1,5; -0,3``.
    """
    said = typed.strip()
    parts = re.split(r"\s*;\s*|,?\s+", said) if re.search(r"[;\s]", said) else said.split(",")
    if len(parts) != 2:
        return None
    try:
        x, y = (float(part.replace(",", ".").replace("\u2212", "-")) for part in parts)
    except ValueError:
        return None
    return (x, y) if abs(x) <= _MOST_OFFSET and abs(y) <= _MOST_OFFSET else None


def offset_text(offset: tuple[float, float]) -> str:
    """Return an offset as it is typed."""
    return f"{offset[0]:g};{offset[1]:g}"
