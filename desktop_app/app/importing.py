"""Importing our own workbooks, by the same way as a person's saves: one transaction and one group a file.

A row with an id that is here edits that record, and only the fields whose cells say something else;
a blank cell leaves the value as it is. A row without an id becomes a new record, whose id follows from
what the row says: the same row imported again changes nothing. What cannot be read is kept as typed and
listed. A trial run does all of it in a transaction that is given up at the end.
"""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from desktop_app.app.entry import Editing, editing_from, read_typed, save_in
from desktop_app.app.import_lookup import NamedRecords, Records, UnitSpaces, targets_first
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Progress, SheetRow, SheetRows, Transaction
from desktop_app.app.wording import state_called, understand
from desktop_app.domain import values
from desktop_app.domain.checks import hint, label
from desktop_app.domain.kinds import Reading
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell, Raw, Value
from desktop_app.i18n import _, language

_NEW_RECORDS: Final = uuid.UUID("6d6f6475-6f6e-5067-8e68-617020736f00")
_STEP: Final = 200  # rows between two reports of progress
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Something in a file that was not taken in as it stands: where, what, and how to mend it."""

    file: str
    sheet: str
    row: int | None
    column: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of one file: rows that made a record, changed one, or said what is known already."""

    path: Path
    added: int
    changed: int
    unchanged: int
    problems: list[ImportProblem]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of all files, in the order given."""

    files: list[FileImport]
    dry_run: bool = False


class _GivenUpError(Exception):
    """The end of a trial run: everything is taken back."""


def import_files(
    desk: Desk, paths: Sequence[Path], dry_run: bool = False, progress: Progress | None = None
) -> Imported:
    """Import workbooks of ours; with ``dry_run`` say what would happen and change nothing.

    All files are read before the first is written: one that is no workbook of ours (`RefusedError`)
    leaves everything as it was. ``progress`` is told rows done and rows in all.
    """
    books = [(path, desk.workbooks.read(path, desk.topics)) for path in paths]
    tell = _teller(sum(len(book.rows) for _path, book in books), progress)
    if dry_run:
        return Imported(_try(desk, books, tell), dry_run=True)
    done = []
    for path, book in books:
        with desk.store.write() as tx:
            done.append(_Import(desk, tx, path, tell).run(book))
    return Imported(done)


def _try(desk: Desk, books: Sequence[tuple[Path, SheetRows]], tell: Callable[[], None]) -> list[FileImport]:
    done: list[FileImport] = []
    try:
        with desk.store.write() as tx:
            done.extend(_Import(desk, tx, path, tell).run(book) for path, book in books)
            raise _GivenUpError
    except _GivenUpError:
        return done


def _teller(total: int, progress: Progress | None) -> Callable[[], None]:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None and (done % _STEP == 0 or done == total):
            progress(done, total)

    return tell


class _Placed(NamedTuple):
    """A row, and the record that it is about."""

    row: SheetRow
    space: str
    rec: str


class _Import:
    """One file on its way in, inside a transaction."""

    def __init__(self, desk: Desk, tx: Transaction, path: Path, tell: Callable[[], None]) -> None:
        self._desk, self._tx, self._path, self._tell = desk, tx, path, tell
        self._home = place_of(tx).space
        self._units = UnitSpaces(desk, tx, place_of(tx))
        self._named = NamedRecords(desk, tx)
        self._edits: list[tuple[Editing, Mapping[str, Cell]]] = []
        self._problems: list[ImportProblem] = []
        self._foreign: set[str] = set()
        self._unchanged = 0

    def run(self, book: SheetRows) -> FileImport:
        """Save everything that the file says; return what it was."""
        for note in book.notes:
            self._problems.append(ImportProblem(self._path.name, *note))
        for topic in targets_first(self._desk.topics.all):
            if rows := [row for row in book.rows if row.topic == topic.key]:
                self._import_topic(topic, rows)
        save_in(self._desk, self._tx, self._edits)
        added = sum(editing.is_new for editing, _changes in self._edits)
        order = {sheet: at for at, sheet in enumerate(dict.fromkeys(row.sheet for row in book.rows))}
        self._problems.sort(key=lambda one: (order.get(one.sheet, -1), one.row or 0))
        return FileImport(self._path, added, len(self._edits) - added, self._unchanged, self._problems)

    def _import_topic(self, topic: Topic, rows: Sequence[SheetRow]) -> None:
        records = Records(self._tx, topic)
        placed = [one for row in rows if (one := self._place(row, records)) is not None]
        stored = records.stored((one.space, one.rec) for one in placed)
        readings = {space: self._reading(space) for space in {one.space for one in placed}}
        for _row in range(len(rows) - len(placed)):
            self._tell()
        for row, space, rec in placed:
            found = stored.get((space, rec))
            if found is None:
                editing = Editing(topic.key, rec, space, is_new=True)
            else:
                editing = editing_from(topic.key, space, rec, found.state)
            self._keep(topic, row, editing, self._changes(topic, row, editing, readings[space]))
            self._tell()

    def _keep(self, topic: Topic, row: SheetRow, editing: Editing, changes: Mapping[str, Cell]) -> None:
        if changes and topic.append_only and not editing.is_new:
            what = _("Một lần đo đã ghi thì không sửa; dòng này không được nhập.")
            self._problem(row, "", what, _("Hãy ghi một lần đo mới ở một dòng mới."))
            return
        self._named.call(topic, editing.space, editing.rec, {**editing.cells, **changes})
        if changes or editing.is_new:
            self._edits.append((editing, changes))
        else:
            self._unchanged += 1

    # --- which record

    def _place(self, row: SheetRow, records: Records) -> _Placed | None:
        """Return which record a row is about; None, with a problem, if it cannot be taken in."""
        space = self._space(row, records)
        if space is None:
            return None
        rec = row.rec
        if rec is not None and not self._may_edit(row, space, rec, records):
            return None
        if rec is not None and not records.take(space, rec):
            what = _("Dòng chép từ một dòng khác (cùng mã ẩn); được nhập như dòng mới.")
            self._problem(row, "_id", what, _("Hãy kiểm tra xem có nhập trùng không."))
            rec = None
        return _Placed(row, space, rec or records.take_free(space, lambda number: _id_of(space, row, number)))

    def _space(self, row: SheetRow, records: Records) -> str | None:
        if not row.unit:
            return next(iter(records.spaces(row.rec)), self._home)
        space = self._units.of(row.unit)
        if space is None and row.unit not in self._foreign:
            self._foreign.add(row.unit)
            what = _("Kho này không nhập số liệu của đơn vị “{unit}”: mọi dòng của đơn vị đó bị bỏ qua.")
            todo = _("Hãy nhập ở máy của đơn vị đó; ở huyện, hãy cấp máy cho đơn vị đó trước.")
            self._problem(row, "_unit", what.format(unit=_short(row.unit)), todo)
        return space

    def _may_edit(self, row: SheetRow, space: str, rec: str, records: Records) -> bool:
        if (held := records.spaces(rec)) and space not in held:
            what = _("Bản ghi này thuộc đơn vị khác; không đổi đơn vị bằng sổ Excel.")
            self._problem(row, "_unit", what, _("Hãy ghi lại đơn vị cũ ở cột “Đơn vị”."))
            return False
        if records.is_deleted(space, rec):
            what = _("Bản ghi của dòng này đã bị xoá; dòng không được nhập.")
            todo = _("Hãy khôi phục bản ghi rồi nhập lại, hoặc chép các ô sang một dòng mới.")
            self._problem(row, "_id", what, todo)
            return False
        return True

    # --- what it says

    def _reading(self, space: str) -> Reading:
        def resolve(topic: str, typed: str) -> str | None:
            return self._named.one(topic, space, typed)

        return Reading(self._desk.clock.today(), resolve, language())

    def _changes(self, topic: Topic, row: SheetRow, editing: Editing, context: Reading) -> dict[str, Cell]:
        changes: dict[str, Cell] = {}
        for field in topic.fields:
            known = editing.cells.get(field.key)
            cell = _said(row, field, known, context)
            if isinstance(cell, Raw):
                self._unreadable(row, field, cell, editing.space)
            if cell is not None and cell != known:
                changes[field.key] = cell
        return changes

    def _unreadable(self, row: SheetRow, field: Field, cell: Raw, space: str) -> None:
        found = self._named.find(field.to, space, cell.raw) if field.to is not None else []
        if len(found) > 1:
            what = _("“{field}”: có nhiều mục cùng tên “{typed}”; giữ nguyên chữ đã gõ.")
            todo = _("Hãy đặt tên khác nhau, hoặc chọn trong cửa sổ nhập liệu.")
        else:
            what = _("“{field}”: không đọc được “{typed}”; giữ nguyên chữ đã gõ.")
            todo = hint(field)
        self._problem(row, field.key, what.format(field=label(field), typed=_short(cell.raw)), todo)

    def _problem(self, row: SheetRow, key: str, what: str, todo: str) -> None:
        column = row.columns.get(key, "")
        self._problems.append(ImportProblem(self._path.name, row.sheet, row.row, column, what, todo))


def _said(row: SheetRow, field: Field, known: Cell, context: Reading) -> Cell:
    """Return what a row says of a field that holds ``known``; None where it says nothing."""
    if field.key in row.exact:
        return values.from_json(row.exact[field.key])
    typed, word = row.cells.get(field.key, ""), row.words.get(field.key, "")
    if not typed and not word:
        return None
    cell = understand(context, field, typed, word)
    if cell == known or not isinstance(known, Value):
        return cell
    if cell is None and known.v is not None and (state := state_called(word)) is not None:
        return Value(known.v, state)  # the number was left out, how sure it is was not
    if not word and cell == Value(known.v) and read_typed(context, field, typed) == cell:
        return known  # the same number, and nothing said of how sure it is
    return cell


def _id_of(space: str, row: SheetRow, number: int) -> str:
    """Return the id of a row that has none: the same for the same contents, ``number`` apart.

    A name-based UUID (RFC 9562 §5.5), so that importing a file twice makes no second record.
    """
    said = [space, row.topic, sorted(row.cells.items()), sorted(row.words.items()), number]
    return str(uuid.uuid5(_NEW_RECORDS, json.dumps(said)))


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
