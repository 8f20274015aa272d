"""The head of an accounting form and who signs it: from the records, or as the office wrote them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_app.app.forms import FORMS
from desktop_app.app.offices import office_meant
from desktop_app.app.paper_details import SIGNATORIES, PaperDetails, head_of, paper_details
from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import Row, all_rows
from desktop_app.domain.topic import Topic
from desktop_app.paper.asked import Asked, asked_for
from desktop_app.paper.assets import plain_text
from desktop_app.paper.model import Member, PaperHead, Signature

OWN_FORM = "(Mẫu của cơ quan)"
_CHAIR, _MEMBER = "Trưởng ban", "Ủy viên"
_KEYS = {title.vi: key for key, title in SIGNATORIES.items()}


@dataclass(frozen=True, slots=True)
class Headed:
    """Whose form is asked for: the unit, the one office (record id) if one was named, what they write."""

    asked: Asked
    office: str | None
    head: PaperHead
    details: PaperDetails

    @property
    def place_of_use(self) -> str:
        """Where the things of the form are: the office, else the unit."""
        return self.head.department or self.head.unit


def headed(desk: Desk, asking: Asking, form: str) -> Headed:
    """Return whose form (key) is asked for; raises `NotFoundError`.

    The office may be named with or without accents, or by its record id.
    """
    asked = asked_for(desk, asking.unit)
    offices = all_rows(desk, "office", Query(unit=asked.code))
    topic = desk.topics.get("office")
    office = asking.office
    chosen = None if office is None else office_meant(topic, offices, office, asked.name.full)
    details = paper_details(desk, asking.unit)
    own = None if chosen is None else paper_details(desk, asking.unit, chosen.rec)
    texts, budgeted = head_of(details, own), chosen or _committee(offices)
    name = "" if chosen is None else _said(topic, chosen, "name")
    code = "" if budgeted is None else _said(topic, budgeted, "budget_code")
    head = PaperHead(
        unit=texts["unit"] or asked.name.short_committee,
        department=texts["department"] or name,
        budget_code=texts["budget_code"] or code,
    )
    return Headed(asked, None if chosen is None else chosen.rec, coded(head, form, details), details)


def coded(head: PaperHead, form: str, details: PaperDetails) -> PaperHead:
    """Return a head with the code and the circular of a form: the office's, else those known."""
    info = next(one for one in FORMS if one.key == form)
    code = details.codes.get(form) or info.code
    return replace(
        head, form_code=f"Mẫu số: {code}", circular=details.circulars.get(form) or info.circular or OWN_FORM
    )


def named(places: Sequence[Signature], details: PaperDetails) -> tuple[Signature, ...]:
    """Return the places of a signature block with the names that the office wrote for their titles.

    Who leads the board signs for it, unless another name was written.
    """
    names = {"board": _leader(details)} | dict(details.signatories)
    return tuple(replace(one, name=one.name or names.get(_KEYS.get(one.title, ""), "")) for one in places)


def _leader(details: PaperDetails) -> str:
    return next((one.name for one in board(details) if one.role == _CHAIR), "")


def board(details: PaperDetails) -> list[Member]:
    """Return the inventory board; its first member leads it unless it says otherwise."""
    return [
        Member(one.name, one.position, one.represents, one.role or (_MEMBER if at else _CHAIR))
        for at, one in enumerate(details.board)
    ]


def _said(topic: Topic, row: Row, key: str) -> str:
    return plain_text(topic.by_key[key], row.cells.get(key), row)


def _committee(offices: Sequence[Row]) -> Row | None:
    """Return the office that stands for the whole unit: its one people's committee."""
    found = [row for row in offices if getattr(row.cells.get("kind"), "v", None) == "committee"]
    return found[0] if len(found) == 1 else None
