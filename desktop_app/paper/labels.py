"""Tem tài sản: A4 sheets of labels with a QR code, and a page by which a printer is set right.

The code holds the record's permanent tag (`desktop_app.domain.tags`), no address of any server. It is
drawn as squares from its modules: sharp in any size, on screen and on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desktop_app.domain.label_sheets import MODULES, Inside, Layout, offset_text
from desktop_app.domain.tags import spelled
from desktop_app.i18n import _
from desktop_app.paper.fitting import Fitted, Fitter
from desktop_app.paper.printable import Printer

_POINT = 25.4 / 72  # mm
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)


@dataclass(frozen=True, slots=True)
class Label:
    """One label: the record's tag, the asset code (blank: the tag is written), what it is, whose it is."""

    tag: str
    code: str
    name: str
    office: str
    unit: str


@dataclass(frozen=True, slots=True)
class LabelSheets:
    """Labels on A4 sheets, the first in cell ``start`` (from 1); all moved by ``offset`` (mm right, down).

    ``calibration``: instead of labels, one page with rulers, crosses and the outlines of the cells.
    """

    layout: Layout
    labels: Sequence[Label] = ()
    start: int = 1
    offset: tuple[float, float] = (0.0, 0.0)
    sample: bool = False
    calibration: bool = False


# --- to the template ----------------------------------------------------------------------------------


def payload(sheets: LabelSheets, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `labels.typ`; lengths in mm, sizes of letters in points."""
    place, layout = sheets.layout.inside, sheets.layout
    return {
        "title": _("Tem tài sản"),
        "offset": sheets.offset,
        "module": place.side / MODULES,
        "code_at": (place.x, place.y),
        "text_at": (place.x + place.side + place.quiet, place.y),
        "below_at": (place.x, place.y + place.side + place.quiet),
        "pages": [] if sheets.calibration else _pages(sheets, place, printer),
        "calibration": _calibration(layout, sheets.offset) if sheets.calibration else None,
        "empty": printer(_("Không có tài sản nào để in tem.")),
    }


def _pages(sheets: LabelSheets, place: Inside, printer: Printer) -> list[list[dict[str, Any]]]:
    layout, fitter = sheets.layout, Fitter()
    pages: list[list[dict[str, Any]]] = []
    for at, label in enumerate(sheets.labels, start=sheets.start - 1):
        page, cell = divmod(at, layout.cells)
        if page == len(pages):
            pages.append([])
        pages[page].append({"at": layout.at(cell), **_drawn(label, place, printer, fitter, sheets.sample)})
    return pages


def _drawn(label: Label, place: Inside, printer: Printer, fitter: Fitter, sample: bool) -> dict[str, Any]:
    mark = [("BẢN THỬ", True)] if sample else []
    beside = [(label.name, True), (label.office, False), (label.unit, False), *mark]
    room = (place.width - place.side - place.quiet, place.side + place.quiet / 2)
    code = label.code if label.code.strip() else spelled(label.tag)
    return {
        "squares": _squares(label.tag),
        "beside": _set(fitter.fit([(printer(text), bold) for text, bold in beside], _points(room), _SIZES)),
        "below": _set(fitter.fit([(printer(code), True)], _points((place.width, place.below)), _SIZES)),
    }


def _points(room: tuple[float, float]) -> tuple[float, float]:
    return room[0] / _POINT, room[1] / _POINT


def _set(fitted: Fitted) -> dict[str, Any]:
    return {"size": fitted.size, "lines": fitted.lines}


@lru_cache(maxsize=4096)  # trying all masks of a code takes 3 ms; preview and PDF ask for the same codes
def _squares(tag: str) -> list[tuple[int, int, int]]:
    """Return the dark runs of a code, row by row: column, row, how many modules."""
    import segno  # on use: only where a code is drawn

    code = segno.make_qr(tag, version=1, error="q", mode="alphanumeric", boost_error=False)
    return [run for y, row in enumerate(code.matrix) for run in _runs(row, y)]


def _runs(row: Sequence[int], y: int) -> list[tuple[int, int, int]]:
    starts = [x for x, dark in enumerate(row) if dark and (x == 0 or not row[x - 1])]
    ends = [x + 1 for x, dark in enumerate(row) if dark and (x + 1 == len(row) or not row[x + 1])]
    return [(x, y, end - x) for x, end in zip(starts, ends, strict=True)]


def _calibration(layout: Layout, offset: tuple[float, float]) -> dict[str, Any]:
    return {
        "cells": [layout.at(cell) for cell in range(layout.cells)],
        "size": (layout.width, layout.height),
        "lines": [
            _("Trang chỉnh máy in – khổ tem {name}, độ lệch đang dùng {offset} (mm)").format(
                name=layout.name, offset=offset_text(offset)
            ),
            _("In đúng cỡ 100 %, không co vừa trang. Đo từ mép giấy đến tâm dấu cộng phía trên bên trái."),
            _("Mép trái đúng ra là 20 mm, mép trên đúng ra là 20 mm."),
            _("Lấy 20 trừ số đo được, cộng vào độ lệch đang dùng: “sang phải; xuống dưới”."),
            _("Đo thấy 18,5 và 20,4 thì ghi 1,5; -0,4. In lại trang này để kiểm tra."),
        ],
    }
