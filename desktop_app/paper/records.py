"""Forms and registers made from the records of a home."""

from collections.abc import Sequence

from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import Row, all_rows
from desktop_app.domain.text import fold
from desktop_app.domain.topic import Topic
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _, language
from desktop_app.paper import listing
from desktop_app.paper.asked import Asked, asked_for
from desktop_app.paper.assets import assets, plain_text
from desktop_app.paper.model import C53, PaperHead, Register

_OFFICES_NAMED = 30


def c53(desk: Desk, asking: Asking) -> C53:
    """Return C53-HD of an office, or of all that a unit (code; the home's own by default) has.

    The office may be named with or without accents, or by its record id. What is in the books and what was
    counted both come from the record. Raises `NotFoundError`.
    """
    asked, office = asked_for(desk, asking.unit), asking.office
    offices = all_rows(desk, "office", Query(unit=asked.code))
    topic = desk.topics.get("office")
    chosen = None if office is None else _office(topic, offices, office, asked)
    headed = chosen or _committee(offices)
    return C53(
        PaperHead(
            unit=asked.name.short_committee,
            department="" if chosen is None else _said(topic, chosen, "name"),
            budget_code="" if headed is None else _said(topic, headed, "budget_code"),
        ),
        assets(desk, asked.code, None if chosen is None else chosen.rec),
        taken_at=asked.place.on,
        sample=asked.place.sample,
    )


def register(desk: Desk, asking: Asking) -> Register:
    """Return the print register of a topic: of a unit (code), or of all units of the home."""
    found, asked, unit = desk.topics.get(asking.topic), asked_for(desk, asking.unit), asking.unit
    rows = all_rows(desk, found.key, Query(unit=None if unit is None else asked.code, search=asking.where))
    units = listing.unit_names(desk, rows, asked.place) if asked.place.is_district and unit is None else None
    listed = listing.table(found, rows, units)
    title = _("DANH SÁCH {topic}").format(topic=found.title.text(language()).upper())
    return Register(
        title, asked.name.short_committee, listed.columns, listed.rows,
        as_of=asked.place.on, place=asked.name.bare, sample=asked.place.sample, note=listing.notes(rows),
        amounts=listed.amounts,
    )  # fmt: skip


def _said(topic: Topic, row: Row, key: str) -> str:
    return plain_text(topic.by_key[key], row.cells.get(key), row)


def _committee(offices: Sequence[Row]) -> Row | None:
    """Return the office that stands for the whole unit: its one people's committee."""
    found = [row for row in offices if getattr(row.cells.get("kind"), "v", None) == "committee"]
    return found[0] if len(found) == 1 else None


def _office(topic: Topic, offices: Sequence[Row], typed: str, asked: Asked) -> Row:
    named = [(fold(_said(topic, row, "name")), row) for row in offices]
    wanted = fold(typed)
    found = (
        [row for row in offices if row.rec == typed]
        or [row for name, row in named if name == wanted]
        or [row for name, row in named if wanted and wanted in name]
    )
    if len(found) == 1:
        return found[0]
    names = [_said(topic, row, "name") for row in found or offices]
    listed = "; ".join(names[:_OFFICES_NAMED]) + ("; …" if len(names) > _OFFICES_NAMED else "")
    if found:
        raise NotFoundError(
            _("“{typed}” có thể là nhiều cơ quan của {unit}.").format(typed=typed, unit=asked.name.running),
            todo=_("Hãy ghi rõ một trong: {names}.").format(names=listed),
        )
    raise NotFoundError(
        _("{unit} không có cơ quan nào tên “{typed}”.").format(unit=asked.name.full, typed=typed),
        todo=_("Các cơ quan đã nhập: {names}.").format(names=listed)
        if names
        else _("Hãy nhập chủ đề Cơ quan, đơn vị trước."),
    )
