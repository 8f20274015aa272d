"""What the foot of the window says: is it saved, who sits here, how far has it come?"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.domain.numbers import format_whole
from desktop_app.i18n import _, language
from desktop_app.ui.moments import age

if TYPE_CHECKING:
    from desktop_app.app.overview import Status
    from desktop_app.app.ports import Desk
    from desktop_app.app.states import States
    from desktop_app.ui.writer import Writer

Saying = tuple[str, str]
"""A text and its tone."""


class Standing(NamedTuple):
    """Where the home stands: its status, how many records are in each state, how many are unconfirmed."""

    status: "Status"
    states: "States"
    now_ms: int
    unconfirmed: int = 0

    @property
    def waiting(self) -> int:
        """How many things wait at the place Hợp nhất: values that differ, and what a commune got back."""
        from desktop_app.app.states import State

        back = 0 if self.status.role != "commune" else self.states.counts[State.RETURNED]
        return self.status.conflicts + back


class Part(NamedTuple):
    """One state: how many, what it is called, how old the oldest is ("" where that says nothing)."""

    n: int
    text: str
    icon: str
    tone: str = ""
    age: str = ""
    pressing: bool = False

    @property
    def said(self) -> str:
        """The number with its name, and the age where there is one."""
        words = f"{format_whole(self.n, language())} {self.text}"
        return f"{words} ({self.age})" if self.age and self.pressing else words


def look(desk: "Desk") -> Standing:
    """Return where the home stands."""
    from desktop_app.app import overview, states, views

    status = overview.status(desk)
    is_commune = status.role == "commune"  # whose rows they are to confirm
    left = sum(one.unconfirmed for one in views.count(desk).values()) if is_commune else 0
    return Standing(status, states.states(desk), desk.clock.now_ms(), left)


def saved(writer: "Writer") -> Saying:
    """Return whether everything that was typed is on the disk."""
    if writer.failure is not None:
        return _("CHƯA lưu: {what}").format(what=writer.failure.what), "bad"
    if writer.pending:
        return _("Đang lưu…"), "warn"
    if writer.saved_at:
        when = datetime.fromtimestamp(writer.saved_at)  # noqa: DTZ006  # local time is meant
        return _("Đã lưu {time}").format(time=f"{when:%H:%M:%S}"), ""
    return _("Mọi thứ đã lưu"), ""


def parts(standing: Standing) -> list[Part]:
    """Return every state that the chip counts, in the order of the road."""
    made = {"district": _district, "replica": _replica}.get(standing.status.role, _commune)
    return made(standing)


def _commune(standing: Standing) -> list[Part]:
    from desktop_app.app.states import State

    counts, old = standing.states.counts, _ages(standing)
    waits = Part(1, _("máy chờ huyện duyệt"), "clock", "warn", "", True)
    return [
        *([waits] if standing.status.awaiting_approval else []),
        Part(counts[State.HERE], _("trên máy này"), "monitor", "warn", old[State.HERE], True),
        Part(counts[State.IN_BUNDLE], _("trong gói"), "package", "", old[State.IN_BUNDLE], True),
        Part(counts[State.RECEIVED], _("đã nhận"), "package-check", "good"),
        Part(counts[State.ACCEPTED], _("được duyệt"), "circle-check-big", "good"),
        Part(counts[State.RETURNED], _("bị trả lại"), "message-square", "bad", old[State.RETURNED], True),
        Part(standing.status.conflicts, _("có hai giá trị"), "git-branch", "bad", "", True),
        *_photos(standing),
    ]


def _photos(standing: Standing) -> list[Part]:
    """Return the photos that wait: they travel after the records that name them, many times as large."""
    n = standing.status.photos
    return [Part(n, _("ảnh chờ gửi"), "send", "warn", "", True)] if n else []


def _replica(standing: Standing) -> list[Part]:
    """Return what waits on its way to the hub, then what waits for a judgement."""
    return [*_commune(standing)[:2], *_district(standing)[1:], *_photos(standing)]


def _district(standing: Standing) -> list[Part]:
    from desktop_app.app.states import State

    status, counts, old = standing.status, standing.states.counts, _ages(standing)
    return [
        Part(status.sealed, _("gói niêm phong"), "lock", "warn", "", True),
        Part(status.conflicts, _("có hai giá trị"), "git-branch", "bad", "", True),
        Part(counts[State.RECEIVED], _("chờ duyệt"), "clock", "", old[State.RECEIVED]),
        Part(counts[State.ACCEPTED], _("đã duyệt"), "circle-check-big", "good"),
        Part(counts[State.RETURNED], _("đang trả lại"), "message-square", "", old[State.RETURNED]),
    ]


def _ages(standing: Standing) -> dict[str, str]:
    from desktop_app.app.states import State

    oldest = standing.states.oldest_ms
    return {state: age(oldest[state], standing.now_ms) if state in oldest else "" for state in State}


def sayings(standing: Standing) -> tuple[list[str], str, str]:
    """Return how the chip may say it, the longest first, and the icon and tone of what presses most."""
    found = [one for one in parts(standing) if one.n]
    pressing = [one for one in found if one.pressing]
    if not found:
        nothing = _("Không có gì chờ") if standing.status.role != "commune" else _("Chưa có bản ghi nào")
        return [nothing], "circle-check", ""
    texts = [_joined(found), _joined(pressing or found[:1]), _joined((pressing or found)[:1])]
    most = next((one for tone in ("bad", "warn", "") for one in pressing if one.tone == tone), found[0])
    return list(dict.fromkeys(texts)), most.icon, most.tone


def _joined(found: Sequence[Part]) -> str:
    return " · ".join(one.said for one in found)
