"""The sample district as workbooks of ours: a commune each, and one for the district's own offices."""

from datetime import datetime, time
from pathlib import Path

from desktop_app.app.folders import require_medium
from desktop_app.app.wording import Names
from desktop_app.domain import kinds
from desktop_app.domain.topic import Topic
from desktop_app.domain.unit_tables import load_catalogue
from desktop_app.domain.units import UnitCatalogue
from desktop_app.errors import UserError
from desktop_app.excel.content import Book, Sheet, SheetRecord, unit_text
from desktop_app.excel.workbook import write_book
from desktop_app.i18n import _
from desktop_app.resources_path import resource
from desktop_app.sample import CODES, DISTRICT, REFERENCE_DATE
from desktop_app.sample.record import Record
from desktop_app.sample.workbooks import identified
from desktop_app.topics.registry import ALL


def write_sample(folder: Path) -> list[tuple[Path, int]]:
    """Write the workbooks into ``folder``; return each with the number of its records."""
    _make(folder)
    units = load_catalogue(lambda name: resource("units", name).read_text(encoding="utf-8"))
    paths = [(folder / f"{code}.xlsx", code) for code in (*CODES, DISTRICT)]
    return [(path, write_book(path, sample_book(code, units))) for path, code in paths]


def _make(folder: Path) -> None:
    require_medium(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            _("Không tạo được thư mục: {reason}.").format(reason=error.strerror or error),
            where=str(folder),
            todo=_("Hãy chọn nơi khác được quyền ghi."),
        ) from error


def sample_book(code: str, units: UnitCatalogue) -> Book:
    """Return the sample of a unit as a workbook's contents."""
    unit = units.find(code, REFERENCE_DATE)
    name = units.name(unit.id, REFERENCE_DATE) if unit else ""
    found = list(identified(code, ALL))
    named = {topic.key: _named(topic, found) for topic in ALL}
    shown = unit_text(code, name, sample=True)
    return Book(
        title=name,
        sheets=[Sheet(topic, _records(topic, found, code, shown)) for topic in ALL],
        called={rec: called for names in named.values() for rec, called in names.items()},
        names=lambda topic, _space: Names(named[topic].items()),
        today=REFERENCE_DATE,
        made=datetime.combine(REFERENCE_DATE, time()),
        sample=True,
    )


def _records(topic: Topic, found: list[Record], code: str, unit: str) -> list[SheetRecord]:
    return [SheetRecord(one.ref, code, unit, "", one.cells) for one in found if one.topic == topic.key]


def _named(topic: Topic, found: list[Record]) -> dict[str, str]:
    """Return record id → name, as the store would call it."""
    fields = [topic.by_key[key] for key in topic.name]
    named = {}
    for one in found:
        if one.topic == topic.key:
            parts = (kinds.stored(field, one.cells.get(field.key)) for field in fields)
            named[one.ref] = " – ".join(str(part) for part in parts if part is not None)
    return named
