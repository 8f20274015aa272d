"""Workbooks of ours, read again: which cell is which field, and what each says as a person would type it.

A sheet is known by the mark in its first heading, else by its title; a column by its heading as the
file itself notes it, else by the labels of the topic, in either language, wherever it was moved to.
Nothing is looked up and nothing is judged here: that is importing. What is not known is noted.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from desktop_app.app.ports import SheetNote, SheetRow, SheetRows
from desktop_app.domain.canonical import CanonicalError, encode
from desktop_app.domain.ids import UUID
from desktop_app.domain.text import fold
from desktop_app.domain.topic import Field, Topic
from desktop_app.errors import NewerFormatError, RefusedError
from desktop_app.excel.cells import fingerprint, is_error, typed
from desktop_app.excel.columns import FORMAT, ID, LISTS, MARK, META, UNIT, by_label, columns, plain
from desktop_app.excel.formulas import uncounted
from desktop_app.excel.guard import broken, check_file
from desktop_app.excel.lists import title
from desktop_app.i18n import _
from desktop_app.topics.registry import Registry

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 256
MAX_SHEETS: Final = 200
_HEAD_ROWS: Final = 20  # a title may have been set above the heading
_MARK: Final = re.compile(rf"{MARK}:([0-9]{{1,9}}):([a-z_]{{1,64}})")

Values = Sequence[Any]


def read(path: Path, topics: Registry) -> SheetRows:
    """Return the rows of a workbook of ours; raises `RefusedError` for any other file, or a hostile one."""
    check_file(path)
    found = SheetRows([], [])
    try:
        with warnings.catch_warnings(), closing(_load(path, values=True)) as book:
            # What openpyxl leaves out (pictures, extensions of validation) is none of our data.
            warnings.simplefilter("ignore")
            _read_book(path, book, topics, found)
    except (RefusedError, NewerFormatError, MemoryError):
        raise
    except Exception as error:  # whatever a damaged or hostile file makes the parser raise
        raise broken(path) from error
    return found


def _load(path: Path, *, values: bool) -> Any:
    # Entities and external DTDs are refused by defusedxml, which openpyxl takes where it is installed.
    return load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _read_book(path: Path, book: Any, topics: Registry, found: SheetRows) -> None:
    if len(book.worksheets) > MAX_SHEETS:
        raise RefusedError(
            _("Sổ Excel có quá nhiều trang tính."), where=str(path), todo=_("Hãy chia nhỏ sổ.")
        )
    meta = _Meta(book[META] if META in book.sheetnames else None)
    if meta.version > FORMAT:
        raise _newer(path)
    known = False
    for sheet in book.worksheets:
        if sheet.title in (META, LISTS):
            continue
        reader = _SheetReader(path, sheet, topics, meta)
        known = reader.read(found) or known
    shown = [sheet.title for sheet in book.worksheets if sheet.title not in (META, LISTS)]
    found.notes.extend(uncounted(path, shown, MAX_ROWS, MAX_COLUMNS))
    if not known:
        raise RefusedError(
            _("Không có trang tính nào của chương trình trong sổ này."),
            where=str(path),
            todo=_("Hãy nhập sổ do Mở Đường xuất ra (lệnh workbook hoặc sample)."),
        )


def _newer(path: Path) -> NewerFormatError:
    return NewerFormatError(
        _("Sổ Excel do phiên bản mới hơn ghi."),
        where=str(path),
        todo=_("Hãy cài phiên bản Mở Đường mới hơn."),
    )


def _rows(sheet: Any) -> Iterator[Values]:
    sheet.reset_dimensions()  # what the file says of its size is not to be relied on
    rows: Iterator[Values] = sheet.iter_rows(
        max_row=MAX_ROWS + _HEAD_ROWS, max_col=MAX_COLUMNS, values_only=True
    )
    return rows


class _Meta:
    """The hidden sheet: what each heading means, and what the cells cannot carry."""

    def __init__(self, sheet: Any | None) -> None:
        self.version = FORMAT
        self._labels: dict[str, dict[str, str]] = {}
        self._exact: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
        for row in () if sheet is None else _rows(sheet):
            match [str(value) for value in row if value is not None]:
                case ["moduong", version] if version.isdecimal():
                    self.version = int(version)
                case ["column", topic, key, label]:
                    self._labels.setdefault(topic, {})[plain(label)] = key
                case ["exact", topic, rec, field, mark, *chunks]:
                    self._exact.setdefault((topic, rec), {})[field] = (mark, "".join(chunks))

    def labels(self, topic: Topic) -> dict[str, str]:
        """Return plain heading → key: as the file notes it, then as we call it."""
        return by_label(topic) | self._labels.get(topic.key, {})

    def exact(
        self, topic: str, rec: str, cells: Mapping[str, str], words: Mapping[str, str]
    ) -> dict[str, Any]:
        """Return the exact values of those cells of a record that nobody changed."""
        found = {}
        for field, (mark, line) in self._exact.get((topic, rec), {}).items():
            if mark == fingerprint(cells.get(field, ""), words.get(field, "")):
                value = _decoded(line)
                if value is not None:
                    found[field] = value
        return found


def _decoded(line: str) -> Any:
    """Return a JSON value that may stand in an op, or None."""
    try:
        value = json.loads(line)
        encode(value)
    except (ValueError, CanonicalError, RecursionError):
        return None
    return value


class _Heading(NamedTuple):
    """Where the heading of a sheet stands, whose it is, and its labels."""

    row: int
    topic: Topic
    labels: list[str]


class _SheetReader:
    """One sheet, from its heading down."""

    def __init__(self, path: Path, sheet: Any, topics: Registry, meta: _Meta) -> None:
        self._path, self._sheet, self._topics, self._meta = path, sheet, topics, meta
        self._title: str = sheet.title

    def read(self, found: SheetRows) -> bool:
        """Add the rows and notes of the sheet; return whether it is one of ours."""
        rows = _rows(self._sheet)
        top = list(islice(rows, _HEAD_ROWS))
        head = self._heading(top)
        if head is None:
            if any(value is not None for row in top for value in row):
                found.notes.append(self._note(None, "", _("Trang tính lạ, không nhập."), _unknown_sheet()))
            return False
        layout = _Layout(head.topic, head.labels, self._meta.labels(head.topic))
        for letter, label in layout.strange:
            what = _("Cột “{label}” không có trong mẫu, không nhập.").format(label=label)
            found.notes.append(self._note(head.row, letter, what, _unknown_column()))
        for number, row in enumerate(chain(top[head.row :], rows), start=head.row + 1):
            if number > MAX_ROWS:
                raise self._too_long()
            if (one := self._row(layout, number, row, found.notes)) is not None:
                found.rows.append(one)
        return True

    # --- the heading

    def _heading(self, top: Sequence[Values]) -> _Heading | None:
        for number, row in enumerate(top, start=1):
            if (marked := _MARK.fullmatch(str(row[0]).strip()) if row else None) is not None:
                if int(marked[1]) > FORMAT:
                    raise _newer(self._path)
                topic = next((one for one in self._topics if one.key == marked[2]), None)
                return _Heading(number, topic, _labels(row)) if topic else None
        topic = self._titled()
        return self._labelled(topic, top) if topic else None

    def _titled(self) -> Topic | None:
        wanted = fold(self._title)
        for topic in self._topics:
            if wanted in (topic.key, fold(title(topic)), *map(fold, topic.title)):
                return topic
        return None

    def _labelled(self, topic: Topic, top: Sequence[Values]) -> _Heading | None:
        """Return the row that holds the most labels of ``topic``, at least two."""
        known = self._meta.labels(topic)
        scores = [sum(plain(label) in known for label in _labels(row)) for row in top]
        best = max(scores, default=0)
        if best < 2:
            return None
        number = scores.index(best)
        return _Heading(number + 1, topic, _labels(top[number]))

    # --- rows

    def _row(self, layout: "_Layout", number: int, row: Values, notes: list[SheetNote]) -> SheetRow | None:
        said = _Said({}, {}, {}, {})
        for place, key in layout.keys.items():
            if place < len(row) and row[place] is not None:
                said.put(key, layout.topic.by_key.get(key), row[place])
        rec = self._rec(layout, number, said.system.get(ID), notes)
        exact = {} if rec is None else self._meta.exact(layout.topic.key, rec, said.cells, said.words)
        for key, error in said.errors.items():
            if key not in exact:
                what = _("Ô là lỗi của công thức ({error}), không nhập.").format(error=error)
                notes.append(self._note(number, layout.letters[key], what, _("Hãy ghi giá trị vào ô.")))
        if not said.cells and not said.words and rec is None:
            return None
        return SheetRow(
            self._title, number, layout.topic.key, rec, said.system.get(UNIT, "").strip(),
            said.cells, said.words, exact, layout.letters,
        )  # fmt: skip

    def _rec(self, layout: "_Layout", number: int, text: str | None, notes: list[SheetNote]) -> str | None:
        if text is None or UUID.fullmatch(text.strip()):
            return text and text.strip()
        what = _("Mã bản ghi trong cột ẩn không còn nguyên; dòng được nhập như dòng mới.")
        notes.append(self._note(number, layout.letters.get(ID, "A"), what, _("Đừng sửa cột ẩn đầu tiên.")))
        return None

    def _note(self, row: int | None, column: str, what: str, todo: str) -> SheetNote:
        return SheetNote(self._title, row, column, what, todo)

    def _too_long(self) -> RefusedError:
        return RefusedError(
            _("Trang tính có hơn {limit} dòng.").format(limit=MAX_ROWS),
            where=f"{self._path} – {self._title}",
            todo=_("Hãy chia sổ thành nhiều tệp nhỏ hơn."),
        )


class _Said(NamedTuple):
    """What one row says: its fields, the words beside them, its own id and unit, and errors of formulas."""

    cells: dict[str, str]
    words: dict[str, str]
    system: dict[str, str]
    errors: dict[str, str]

    def put(self, key: str, field: Field | None, value: Any) -> None:
        """Add a cell unless it is blank."""
        if is_error(value):
            self.errors[key] = value
            return
        text = typed(field, value)
        if text.strip():
            into = self.cells if field else self.system if key.startswith("_") else self.words
            into[key.removesuffix(":state")] = text


class _Layout:
    """Which column of a sheet is what; the second column of one heading counts as strange."""

    def __init__(self, topic: Topic, labels: Sequence[str], known: Mapping[str, str]) -> None:
        self.topic = topic
        self.keys: dict[int, str] = {}
        self.strange: list[tuple[str, str]] = []
        sound = {column.key for column in columns(topic)}
        for place, label in enumerate(labels):
            key = ID if _MARK.fullmatch(label.strip()) else known.get(plain(label))
            if key in sound and key not in self.keys.values():
                self.keys[place] = key
            elif label.strip():
                self.strange.append((get_column_letter(place + 1), label.strip()))
        self.letters = {key: get_column_letter(place + 1) for place, key in self.keys.items()}


def _labels(row: Values) -> list[str]:
    return [typed(None, value) for value in row]


def _unknown_sheet() -> str:
    return _("Nếu đây là số liệu cần nhập, hãy chép sang sổ do chương trình xuất ra.")


def _unknown_column() -> str:
    return _("Hãy ghi lại đúng tên cột như sổ do chương trình xuất ra, hoặc xóa cột này.")
