"""What can be printed, and what a person says when asking for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_app.domain.topic import Label


class Want(StrEnum):
    """What a form is asked for beside its name; each is a field of `Asking`."""

    UNIT = "unit"
    OFFICE = "office"
    TOPIC = "topic"
    WHERE = "where"
    START = "start"
    LAYOUT = "layout"
    OFFSET = "offset"
    CALIBRATE = "calibrate"


@dataclass(frozen=True, slots=True)
class FormInfo:
    """A form: its name on the command line, what it is called, its picture, how its file is called.

    ``official``: laid out by a circular or a decree; else it is the office's own. ``district``: made by a
    district only. ``needs``: those of ``wants`` without which there is no such form. ``all_units``: without a
    unit it is of all units of the home, not of the home's own. ``topics``: the only ones that it is made of.
    ``code`` and ``circular`` stand at the head of an accounting form, unless the office writes others; one
    without a circular says that it is the office's own. ``by_hand``: to be filled in by hand; no place is
    without it for having no records.
    """

    key: str
    title: Label
    help: Label
    icon: str
    file: str
    wants: frozenset[Want] = frozenset({Want.UNIT})
    needs: frozenset[Want] = frozenset()
    official: bool = False
    district: bool = False
    code: str = ""
    circular: str = ""
    all_units: bool = False
    topics: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be printed: a unit (code), an office (its name, or a part of it that fits no other), a topic
    (key), words that its records must hold (as in the search of a grid), the first label's place from 1.

    ``counted`` is what a stocktake found: record id → pieces; a record not in it was not counted. None where
    nobody counted: things stand as in the records. ``strays``: (code, note) of what was found, in no book.
    ``counted_at``: when the stocktake was begun (local time).

    Of labels: ``layout`` is the sheet and ``offset`` how far all is moved, as a person types them ("": as
    last time, see `desktop_app.app.labels`); ``calibrate``: the page by which a printer is set right instead.
    """

    unit: str | None = None
    office: str | None = None
    topic: str = ""
    where: str = ""
    start: int = 1
    layout: str = ""
    offset: str = ""
    calibrate: bool = False
    counted: Mapping[str, int] | None = None
    strays: Sequence[tuple[str, str]] = ()
    counted_at: datetime | None = None


NOTHING_ASKED = Asking()
