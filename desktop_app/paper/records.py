"""Forms and registers made from the records of a home."""

from collections.abc import Sequence

from desktop_app.app.offices import office_meant
from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import Row, all_rows
from desktop_app.domain.topic import Topic
from desktop_app.i18n import _, language
from desktop_app.paper import listing
from desktop_app.paper.asked import asked_for
from desktop_app.paper.assets import assets, plain_text, strays
from desktop_app.paper.model import C53, PaperHead, Register


def c53(desk: Desk, asking: Asking) -> C53:
    """Return C53-HD of an office, or of all that a unit (code; the home's own by default) has.

    The office may be named with or without accents, or by its record id. What was counted comes
    from a stocktake; without one from the record, as what is in the books. Raises `NotFoundError`.
    """
    asked, office = asked_for(desk, asking.unit), asking.office
    offices = all_rows(desk, "office", Query(unit=asked.code))
    topic = desk.topics.get("office")
    chosen = None if office is None else office_meant(topic, offices, office, asked.name.full)
    headed = chosen or _committee(offices)
    return C53(
        PaperHead(
            unit=asked.name.short_committee,
            department="" if chosen is None else _said(topic, chosen, "name"),
            budget_code="" if headed is None else _said(topic, headed, "budget_code"),
        ),
        [
            *assets(desk, asked.code, None if chosen is None else chosen.rec, asking.counted),
            *strays(asking.strays),
        ],
        taken_at=asking.counted_at or asked.place.on,
        sample=asked.place.sample,
    )


def register(desk: Desk, asking: Asking) -> Register:
    """Return the print register of a topic: of a unit (code), or of all units of the home."""
    found, asked, unit = desk.topics.get(asking.topic), asked_for(desk, asking.unit), asking.unit
    rows = all_rows(desk, found.key, Query(unit=None if unit is None else asked.code, search=asking.where))
    units = listing.unit_names(desk, rows, asked.place) if asked.place.is_district and unit is None else None
    columns, cells = listing.table(found, rows, units)
    title = _("DANH SÁCH {topic}").format(topic=found.title.text(language()).upper())
    return Register(
        title, asked.name.short_committee, columns, cells,
        as_of=asked.place.on, place=asked.name.bare, sample=asked.place.sample, note=listing.notes(rows),
    )  # fmt: skip


def _said(topic: Topic, row: Row, key: str) -> str:
    return plain_text(topic.by_key[key], row.cells.get(key), row)


def _committee(offices: Sequence[Row]) -> Row | None:
    """Return the office that stands for the whole unit: its one people's committee."""
    found = [row for row in offices if getattr(row.cells.get("kind"), "v", None) == "committee"]
    return found[0] if len(found) == 1 else None
