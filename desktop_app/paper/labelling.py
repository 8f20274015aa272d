"""Labels made from the records of a home."""

from typing import Any

from desktop_app.app.labels import choices
from desktop_app.app.offices import office_meant
from desktop_app.app.ports import Asking, Desk, Query
from desktop_app.app.views import Row, all_rows
from desktop_app.domain.tags import tag_of
from desktop_app.domain.text import sort_key
from desktop_app.domain.topic import Topic
from desktop_app.errors import UsageError
from desktop_app.i18n import _
from desktop_app.paper.asked import Asked, asked_for
from desktop_app.paper.assets import TOPICS, Saying
from desktop_app.paper.labels import Label, LabelSheets


def labels(desk: Desk, asking: Asking) -> LabelSheets:
    """Return the labels of a unit's computers and devices, or of those asked for; room by room.

    Raises `NotFoundError` for a unit, office or topic that is not there, `UsageError` for no sheet.
    """
    chosen, asked = choices(desk, asking), asked_for(desk, asking.unit)
    made = [] if asking.calibrate else _labels(desk, asking, asked)
    return LabelSheets(chosen.layout, made, asking.start, chosen.offset, asked.place.sample, asking.calibrate)


def _labels(desk: Desk, asking: Asking, asked: Asked) -> list[Label]:
    office: tuple[tuple[str, Any], ...] = ()
    if asking.office is not None:
        offices = all_rows(desk, "office", Query(unit=asked.code))
        meant = office_meant(desk.topics.get("office"), offices, asking.office, asked.name.full)
        office = (("office", meant.rec),)
    query = Query(search=asking.where, unit=asked.code, equal=office)
    topics = _topics(desk, asking.topic)
    found = [(topic, row) for topic in topics for row in all_rows(desk, topic.key, query)]
    found.sort(key=lambda one: _place(*one))
    return [_label(topic, row, asked) for topic, row in found]


def _place(topic: Topic, row: Row) -> list[str]:
    says = Saying(topic, row)
    return [sort_key(says(key)) for key in ("office", "room", "asset_code")]


def _topics(desk: Desk, asked: str) -> list[Topic]:
    if asked and asked not in TOPICS:
        raise UsageError(
            _("Chỉ in tem cho máy tính và thiết bị ngoại vi."),
            where=asked,
            todo=_("Các chủ đề: {names}.").format(names=", ".join(TOPICS)),
        )
    return [desk.topics.get(key) for key in TOPICS if asked in ("", key)]


def _label(topic: Topic, row: Row, asked: Asked) -> Label:
    says = Saying(topic, row)
    name = " ".join(filter(None, (says.kind(), says("maker"), says("model"))))
    return Label(tag_of(row.rec), says("asset_code"), name, says("office"), asked.name.short_committee)
