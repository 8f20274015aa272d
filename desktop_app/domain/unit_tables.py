"""The catalogue of units as four CSV tables: read, checked, refused with file, row and column.

An office outside of Điện Biên loads tables of its own; the program's are in ``resources/units/``.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, TypeVar

from desktop_app.domain.text import clean
from desktop_app.domain.units import (
    GSO,
    Alias,
    Succession,
    SuccessionKind,
    Unit,
    UnitCatalogue,
    UnitKind,
    UnitVersion,
)
from desktop_app.errors import RefusedError
from desktop_app.i18n import _

_CODE_DIGITS: Final = {UnitKind.PROVINCE: 2, UnitKind.DISTRICT: 3, UnitKind.COMMUNE: 5}
_Kind = TypeVar("_Kind", UnitKind, SuccessionKind)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, which knows where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, column: str, what: str) -> RefusedError:
        where = _("{file}, dòng {line}, cột {column}").format(file=self.file, line=self.line, column=column)
        return RefusedError(what, where=where, todo=_("Sửa tệp rồi nạp lại."))

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise self.fault(column, _("Ô này không được để trống."))
        return self.cells[column]

    def day(self, column: str) -> date | None:
        cell = self.cells[column]
        try:
            day = date.fromisoformat(cell) if cell else None
        except ValueError:
            day = None
        if (day.isoformat() if day else "") != cell:
            raise self.fault(column, _("“{cell}” không phải là ngày dạng 2025-07-01.").format(cell=cell))
        return day

    def one_of(self, column: str, kinds: type[_Kind]) -> _Kind:
        for kind in kinds:
            if kind.value == self.cells[column]:
                return kind
        known = ", ".join(kind.value for kind in kinds)
        raise self.fault(column, _("Ô này phải là một trong: {known}.").format(known=known))

    def unit(self, column: str, units: Mapping[str, Unit]) -> str:
        unit_id = self.text(column)
        if unit_id not in units:
            raise self.fault(column, _("Không có đơn vị “{unit}” trong units.csv.").format(unit=unit_id))
        return unit_id


class _Table(NamedTuple):
    """The columns that a table must have, and those by which a later row replaces an earlier one."""

    columns: str
    key: str


_TABLES: Final = {
    "units.csv": _Table("id kind parent", "id"),
    "versions.csv": _Table("unit scheme code name ascii valid_from valid_to", "unit scheme valid_from"),
    "aliases.csv": _Table("unit alias", "unit alias"),
    "successions.csv": _Table("old_unit new_unit date kind note", "old_unit new_unit note"),
}

Read = Callable[[str], str]


def load_catalogue(read: Read, *more: Mapping[str, str]) -> UnitCatalogue:
    """Return the catalogue in four CSV texts; ``read`` gives the text of a file by its name.

    The files are units.csv, versions.csv, aliases.csv and successions.csv, with a header each; further
    columns are ignored. ``more`` are tables that came later (file → text, any of the four): a row with
    the key of an earlier one replaces it, as when the last day of a code becomes known. Raises
    `RefusedError` that names file, row and column, where a cell cannot be read or the whole is at odds
    with itself: what is loaded can be asked without another check.
    """
    rows, version_rows, alias_rows, step_rows = (_joined(file, read, more) for file in _TABLES)
    units = _load_units(rows)
    versions = _load_versions(version_rows, units)
    named = {version.unit for version in versions}
    for row in rows:
        if row.cells["id"] not in named:
            raise row.fault("id", _("Đơn vị này không có tên và mã nào trong versions.csv."))
    aliases = [Alias(row.unit("unit", units), row.text("alias")) for row in alias_rows]
    steps = _load_successions(step_rows, units)
    return UnitCatalogue(units.values(), versions, aliases, steps)


def extended_catalogue(
    read: Read, imports: Sequence[Mapping[str, str]]
) -> tuple[UnitCatalogue, dict[int, RefusedError]]:
    """Return the shipped catalogue with every import that fits, and why the others do not, by their place.

    An import counts whole or not at all. Where all together do not fit, each is tried in order.
    """
    with suppress(RefusedError):
        return load_catalogue(read, *imports), {}
    fitting: list[Mapping[str, str]] = []
    refused = {}
    for at, tables in enumerate(imports):
        try:
            load_catalogue(read, *fitting, tables)
        except RefusedError as error:
            refused[at] = error
        else:
            fitting.append(tables)
    return load_catalogue(read, *fitting), refused


def table_in(text: str, name: str) -> str:
    """Return which of the four tables a CSV text is, by its columns; raises `RefusedError` at ``name``."""
    header = {cell.strip() for cell in clean(text.removeprefix("\ufeff")).split("\n")[0].split(",")}
    for file, table in _TABLES.items():
        if header >= set(table.columns.split()):
            return file
    known = "; ".join(table.columns.replace(" ", ",") for table in _TABLES.values())
    raise RefusedError(
        _("Không phải bảng đơn vị hành chính."),
        where=name,
        todo=_("Dòng tiêu đề phải là một trong: {known}.").format(known=known),
    )


def _joined(file: str, read: Read, more: Iterable[Mapping[str, str]]) -> list[_Row]:
    columns, key = _TABLES[file]
    rows = _rows(read(file), file, columns)
    for texts in more:
        if file in texts:
            new = _rows(texts[file], file, columns)
            replaced = {_key(row, key) for row in new}
            rows = [row for row in rows if _key(row, key) not in replaced] + new
    return rows


def _key(row: _Row, key: str) -> tuple[str, ...]:
    return tuple(row.cells[column] for column in key.split())


def _rows(text: str, file: str, columns: str) -> list[_Row]:
    lines = clean(text.removeprefix("\ufeff")).split("\n")
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    table: list[tuple[int, list[str]]] = []
    try:
        table.extend((reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells))
    except csv.Error as error:
        raise _Row(file, reader.line_num, {}).fault("1", _("Không đọc được dòng này dạng CSV.")) from error
    header = table[0][1] if table else []
    for column in columns.split():
        if column not in header:
            raise _Row(file, 1, {}).fault(column, _("Thiếu cột này trong dòng tiêu đề."))
    for line, cells in table[1:]:
        if len(cells) != len(header):
            column = header[min(len(cells), len(header) - 1)]
            raise _Row(file, line, {}).fault(column, _("Số ô của dòng khác số cột của tiêu đề."))
    return [_Row(file, line, dict(zip(header, cells, strict=True))) for line, cells in table[1:]]


def _load_units(rows: list[_Row]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows:
        unit = Unit(row.text("id"), row.one_of("kind", UnitKind), row.cells["parent"] or None)
        if unit.id in units:
            raise row.fault("id", _("Mã định danh này đã có ở một dòng trên."))
        units[unit.id] = unit
    above = _parents(units)
    for row in rows:
        if row.cells["parent"] and row.unit("parent", units) and _circles(row.cells["id"], above):
            raise row.fault("parent", _("Các đơn vị cấp trên tạo thành một vòng."))
    return units


def _parents(units: Mapping[str, Unit]) -> dict[str, set[str]]:
    return {unit.id: {unit.parent} if unit.parent else set() for unit in units.values()}


def _load_versions(rows: list[_Row], units: Mapping[str, Unit]) -> list[UnitVersion]:
    versions: list[UnitVersion] = []
    taken: defaultdict[tuple[str, ...], list[UnitVersion]] = defaultdict(list)
    for row in rows:
        version = _load_version(row, units)
        for key in (("unit", version.scheme, version.unit), ("code", version.scheme, version.code)):
            if any(version.first <= other.last and other.first <= version.last for other in taken[key]):
                raise row.fault(key[0], _("Thời gian hiệu lực trùng với một dòng trên."))
            taken[key].append(version)
        versions.append(version)
    return versions


def _load_version(row: _Row, units: Mapping[str, Unit]) -> UnitVersion:
    version = UnitVersion(
        unit=row.unit("unit", units),
        scheme=row.text("scheme"),
        code=row.text("code"),
        name=row.text("name"),
        ascii=row.text("ascii"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )
    digits = _CODE_DIGITS.get(units[version.unit].kind)
    if version.scheme == GSO and digits and not re.fullmatch(rf"[0-9]{{{digits}}}", version.code):
        what = _("Mã phải có đủ {digits} chữ số, kể cả số 0 ở đầu (Excel hay làm mất).")
        raise row.fault("code", what.format(digits=digits))
    if version.first > version.last:
        raise row.fault("valid_to", _("Ngày hết hiệu lực đứng trước ngày có hiệu lực."))
    return version


def _load_successions(rows: list[_Row], units: Mapping[str, Unit]) -> list[Succession]:
    steps = [_load_succession(row, units) for row in rows]
    above, done = _parents(units), set[str]()
    for row, step in zip(rows, steps, strict=True):
        if step.old is None:
            continue
        if step.old in done:
            raise row.fault("old_unit", _("Đơn vị này đã có đơn vị kế tục ở một dòng trên."))
        done.add(step.old)
        above[step.old].add(step.new)
        if _circles(step.old, above):
            raise row.fault("new_unit", _("Các đơn vị kế tục tạo thành một vòng."))
    return steps


def _load_succession(row: _Row, units: Mapping[str, Unit]) -> Succession:
    old = row.unit("old_unit", units) if row.cells["old_unit"] else None
    note = row.cells["note"] if old else row.text("note")
    day = row.day("date")
    if day is None:
        raise row.fault("date", _("Ô này không được để trống."))
    return Succession(old, row.unit("new_unit", units), day, row.one_of("kind", SuccessionKind), note)


def _circles(start: str, above: Mapping[str, set[str]]) -> bool:
    """Say whether a walk from a unit to what is above it, or took it in, can come back."""
    ahead, seen = list(above.get(start, ())), set[str]()
    while ahead:
        at = ahead.pop()
        if at not in seen:
            seen.add(at)
            ahead += above.get(at, ())
    return start in seen
