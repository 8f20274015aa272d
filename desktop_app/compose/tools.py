"""Paper and workbooks, imported on use: typst and openpyxl are slow to import and not always needed."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.app.ports import Desk, Printed, SheetRows
from desktop_app.topics.registry import Registry


class LazyPaper:
    """`app.ports.Paper`."""

    def c53(self, desk: Desk, *, unit: str | None = None, office: str | None = None) -> Printed:
        """Return C53-HD of an office or of a commune."""
        from desktop_app.paper.records import c53

        return c53(desk, unit=unit, office=office)

    def register(self, desk: Desk, topic: str, *, unit: str | None = None) -> Printed:
        """Return the print register of a topic."""
        from desktop_app.paper.records import register

        return register(desk, topic, unit=unit)

    def report(self, desk: Desk) -> Printed:
        """Return the consolidated report."""
        from desktop_app.paper.consolidated import report

        return report(desk)


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
