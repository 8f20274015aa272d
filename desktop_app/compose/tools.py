"""Paper and workbooks, imported on use: typst and openpyxl are slow to import and not always needed."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.app.ports import NOTHING_ASKED, Asking, Desk, Printed, SheetRows
from desktop_app.topics.registry import Registry


class LazyPaper:
    """`app.ports.Paper`."""

    def made(self, desk: Desk, form: str, asking: Asking = NOTHING_ASKED) -> Printed:
        """Return a form (`FormInfo.key`) made from the records of a home; nothing is set yet.

        Raises `NotFoundError` for a form, unit, office or topic that is not there.
        """
        from desktop_app.paper.forms import made

        return made(desk, form, asking)

    def joined(self, parts: Sequence[tuple[str, bytes]]) -> bytes:
        """Return one PDF/A of several, each with its name; raises `ValueError` where there are none."""
        from desktop_app.paper.joining import joined

        return joined(parts)


class LazyWorkbooks:
    """`app.ports.Workbooks`."""

    def write(self, desk: Desk, path: Path, topics: Sequence[str] = (), unit: str | None = None) -> int:
        """Write records as a workbook of ours; return how many."""
        from desktop_app.excel.workbook import write

        return write(desk, path, topics, unit)

    def read(self, path: Path, topics: Registry) -> SheetRows:
        """Return the rows of a workbook of ours, and what in it is not taken in."""
        from desktop_app.excel.reading import read

        return read(path, topics)

    def report(self, desk: Desk, path: Path) -> None:
        """Write the consolidated report as a workbook."""
        from desktop_app.excel.report import write_report

        write_report(desk, path)
