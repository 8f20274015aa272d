"""Which office a person means who types its name, or a part of it."""

from collections.abc import Sequence

from desktop_app.app.views import Row, show
from desktop_app.domain.text import fold
from desktop_app.domain.topic import Topic
from desktop_app.errors import NotFoundError
from desktop_app.i18n import _

_NAMED = 30


def office_name(topic: Topic, row: Row) -> str:
    """Return what an office is called."""
    return show(topic.by_key["name"], row.cells.get("name"), row.names)


def office_meant(topic: Topic, offices: Sequence[Row], typed: str, unit: str) -> Row:
    """Return the office with this name or record id; raises `NotFoundError` naming those that there are.

    ``typed`` may lack accents, or be a part that fits no other office. ``unit``: whose offices these are,
    in words.
    """
    named = [(fold(office_name(topic, row)), row) for row in offices]
    wanted = fold(typed)
    found = (
        [row for row in offices if row.rec == typed]
        or [row for name, row in named if name == wanted]
        or [row for name, row in named if wanted and wanted in name]
    )
    if len(found) == 1:
        return found[0]
    names = [office_name(topic, row) for row in found or offices]
    listed = "; ".join(names[:_NAMED]) + ("; …" if len(names) > _NAMED else "")
    if found:
        raise NotFoundError(
            _("“{typed}” có thể là nhiều cơ quan của {unit}.").format(
                typed=typed, unit=unit[:1].lower() + unit[1:]
            ),
            todo=_("Hãy ghi rõ một trong: {names}.").format(names=listed),
        )
    raise NotFoundError(
        _("{unit} không có cơ quan nào tên “{typed}”.").format(unit=unit, typed=typed),
        todo=_("Các cơ quan đã nhập: {names}.").format(names=listed)
        if names
        else _("Hãy nhập chủ đề Cơ quan, đơn vị trước."),
    )
