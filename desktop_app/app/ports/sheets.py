"""Workbooks, as the use cases see them (excel/)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from desktop_app.topics.registry import Registry

if TYPE_CHECKING:
    from desktop_app.app.ports import Desk


class SheetRow(NamedTuple):
    """One row of a workbook of ours: where it stood, which record it is, and what its cells say.

    ``cells``: field → text as a person would type it, blanks left out; ``words``: field → the word in the
    column beside it ("ước tính"); ``exact``: field → canonical JSON value, where the text cannot carry it
    and nobody changed the cell; ``columns``: field → column letter; ``unit`` as it stands, "" for none.
    """

    sheet: str
    row: int
    topic: str
    rec: str | None
    unit: str
    cells: dict[str, str]
    words: dict[str, str]
    exact: dict[str, Any]
    columns: Mapping[str, str]


class SheetNote(NamedTuple):
    """What a workbook holds that is not taken in: an unknown sheet or column, the error of a formula."""

    sheet: str
    row: int | None
    column: str
    what: str
    todo: str


class SheetRows(NamedTuple):
    """All that was read of one workbook, in its order."""

    rows: list[SheetRow]
    notes: list[SheetNote]


class Workbooks(Protocol):
    """XLSX in and out (excel/)."""

    def write(self, desk: "Desk", path: Path, topics: Sequence[str] = (), unit: str | None = None) -> int: ...
    def read(self, path: Path, topics: Registry) -> SheetRows: ...
    def report(self, desk: "Desk", path: Path) -> None: ...
