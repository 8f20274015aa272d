"""One form printed for every unit of the home, or for every office of a unit: one file, or one for each."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.app.files import free_path, write_file
from desktop_app.app.place import place_of
from desktop_app.app.ports import Asking, Desk, FormInfo, Printed, Progress, Query, Want
from desktop_app.app.views import all_rows, unit_id
from desktop_app.domain.text import sort_key
from desktop_app.domain.values import Value
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _, plural

EACH = (Want.UNIT, Want.OFFICE)
"""What a form can be printed one by one for."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069]+')
_LONGEST_NAME = 60
"""Signs of a name in a file's name: at most 4 bytes each, where file systems allow 255."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One of a batch: what it is asked for, what it is called, and the name of its file, without ending."""

    asking: Asking
    name: str
    file: str


def copies(desk: Desk, form: FormInfo, each: Want, asking: Asking) -> list[Copy]:
    """Return what a batch consists of; ``asking`` says the rest. Raises `NotFoundError` for nothing."""
    found = _units(desk, asking) if each is Want.UNIT else _offices(desk, asking)
    if not found:
        raise NotFoundError(
            _("Đơn vị này chưa có cơ quan nào."), todo=_("Hãy nhập chủ đề Cơ quan, đơn vị trước.")
        )
    return [Copy(one, name, safe_name(f"{form.file} {name}")) for one, name in found]


@dataclass(frozen=True, slots=True)
class Run:
    """A batch to be made: the form, its copies, whether those without a record are made too."""

    form: FormInfo
    wanted: Sequence[Copy]
    with_empty: bool = False


def printed(desk: Desk, run: Run, take: Callable[[Copy, Printed], None], tell: Progress) -> list[Copy]:
    """Hand each copy to ``take`` as it is made; ``tell`` may raise to stop. Return those left out.

    Raises `NotFoundError` where all are left out.
    """
    left_out: list[Copy] = []
    for at, copy in enumerate(run.wanted):
        tell(at, len(run.wanted))
        made = desk.paper.made(desk, run.form.key, copy.asking)
        if made.is_empty and not run.with_empty:
            left_out.append(copy)
            continue
        take(copy, made)
        made.forget()
    tell(len(run.wanted), len(run.wanted))
    if len(left_out) == len(run.wanted):
        raise NotFoundError(
            _("Chưa nơi nào có số liệu để in."),
            todo=_("Hãy chọn in cả nơi chưa có số liệu, hoặc nhập số liệu."),
        )
    return left_out


def said_left_out(copies: Sequence[Copy]) -> str:
    """Return who has no records and was not printed; "" for nobody."""
    if not copies:
        return ""
    names = ", ".join(copy.name for copy in copies)
    return plural("{n} nơi chưa có số liệu, không in: {names}.", len(copies), names=names)


def one_pdf(desk: Desk, run: Run, tell: Progress) -> tuple[bytes, list[Copy]]:
    """Return all copies as one PDF, page after page, and the copies left out."""
    parts: list[tuple[str, bytes]] = []
    left_out = printed(desk, run, lambda copy, made: parts.append((copy.name, made.pdf())), tell)
    return desk.paper.joined(parts), left_out


def write_each(desk: Desk, run: Run, folder: Path, tell: Progress) -> tuple[list[Path], list[Copy]]:
    """Write one PDF for each copy into ``folder``, over nothing there; return paths and those left out.

    All are made before the first is written: what is stopped half way leaves no file.
    """
    parts: list[tuple[str, bytes]] = []
    left_out = printed(desk, run, lambda copy, made: parts.append((copy.file, made.pdf())), tell)
    return [_write(folder, name, pdf) for name, pdf in parts], left_out


def _write(folder: Path, name: str, pdf: bytes) -> Path:
    path = free_path(folder, name, ".pdf")
    write_file(path, pdf)
    return path


def safe_name(text: str) -> str:
    """Return a name that is no path, on any system: letters stay, what makes a folder goes."""
    words = " ".join(_UNSAFE.sub(" ", text).split())
    return words[:_LONGEST_NAME].strip(" .") or "pdf"


def _units(desk: Desk, asking: Asking) -> list[tuple[Asking, str]]:
    with desk.store.read() as tx:
        place = place_of(tx)
    below = desk.units.children(place.unit, place.on) if place.is_district else ()
    codes = [desk.units.code(unit, place.on) for unit in (place.unit, *(one.id for one in below))]
    names = [place.name, *(desk.units.name(one.id, place.on) for one in below)]
    return [(replace(asking, unit=code), f"{code} {name}") for code, name in zip(codes, names, strict=True)]


def _offices(desk: Desk, asking: Asking) -> list[tuple[Asking, str]]:
    found = offices(desk, asking.unit)
    return [(replace(asking, office=rec), name) for rec, name in found.items()]


def offices(desk: Desk, unit: str | None) -> dict[str, str]:
    """Return record id → name of the offices of a unit (code; the home's own by default), in their order."""
    with desk.store.read() as tx:
        place = place_of(tx)
        chosen = place.unit if unit is None else unit_id(desk, tx, unit)
    code = desk.units.code(chosen, place.on)
    cells = {row.rec: row.cells.get("name") for row in all_rows(desk, "office", Query(unit=code))}
    names = {rec: str(cell.v) for rec, cell in cells.items() if isinstance(cell, Value) and cell.v}
    return dict(sorted(names.items(), key=lambda one: sort_key(one[1])))
