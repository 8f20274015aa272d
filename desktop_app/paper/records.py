"""Forms and registers made from the records of a home."""

from dataclasses import replace

from desktop_app.app.paper_details import PaperDetails, paper_details
from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import all_rows
from desktop_app.i18n import _, language
from desktop_app.paper import listing
from desktop_app.paper.asked import asked_for
from desktop_app.paper.assets import assets, strays
from desktop_app.paper.heads import board, headed, named
from desktop_app.paper.model import C53, C53_SIGNATURES, Register, Signature
from desktop_app.paper.words import words


def c53(desk: Desk, asking: Asking) -> C53:
    """Return C53-HD of an office, or of all that a unit (code; the home's own by default) has.

    What was counted comes from a stocktake; without one from the record, as what is in the books. Raises
    `NotFoundError`.
    """
    whose = headed(desk, asking, "c53")
    return C53(
        whose.head,
        [*assets(desk, whose.asked.code, whose.office, asking.counted), *strays(asking.strays)],
        taken_at=asking.counted_at or whose.asked.place.on,
        committee=board(whose.details),
        signatures=named(C53_SIGNATURES, whose.details),
        sample=whose.asked.place.sample,
    )


def register(desk: Desk, asking: Asking) -> Register:
    """Return the print register of a topic: of a unit (code), or of all units of the home."""
    found, asked, unit = desk.topics.get(asking.topic), asked_for(desk, asking.unit), asking.unit
    rows = all_rows(desk, found.key, Query(unit=None if unit is None else asked.code, search=asking.where))
    units = listing.unit_names(desk, rows, asked.place) if asked.place.is_district and unit is None else None
    listed = listing.table(found, rows, units)
    details = paper_details(desk, unit)
    title = _("DANH SÁCH {topic}").format(topic=found.title.text(language()).upper())
    return Register(
        title, details.unit or asked.name.short_committee, listed.columns, listed.rows,
        as_of=asked.place.on, place=details.place or asked.name.bare,
        signatures=_signatures(details), sample=asked.place.sample, note=listing.notes(rows),
        amounts=listed.amounts, guesses=listed.guesses,
    )  # fmt: skip


def _signatures(details: PaperDetails) -> tuple[Signature, ...]:
    """Return who signs a register: who prepared it and the head of the unit, in the language of now."""
    places = zip(words(language()).signatures, ("preparer", "head"), strict=True)
    return tuple(replace(place, name=details.signatories.get(key, "")) for place, key in places)
