"""The fifteen topics in the order in which every surface lists them."""

from collections.abc import Iterator
from difflib import get_close_matches

from desktop_app.domain.text import fold
from desktop_app.domain.topic import Topic
from desktop_app.errors import UsageError
from desktop_app.i18n import _
from desktop_app.topics import (
    bts,
    certificate,
    computer,
    coverage,
    document_flow,
    line,
    loudspeaker,
    measurement,
    office,
    peripheral,
    postal_point,
    staff,
    subscription,
    video_room,
    village,
)


class Registry:
    """An ordered set of topics; a hub may one day hand out another (DESIGN §3)."""

    def __init__(self, topics: tuple[Topic, ...]) -> None:
        self.all = topics
        self._by_key = {topic.key: topic for topic in topics}

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.all)

    def get(self, key: str) -> Topic:
        """Return the topic with this key; raises `UsageError` naming the nearest one."""
        found = self._by_key.get(key)
        if found is None:
            raise UsageError(_("Không có chủ đề “{key}”.").format(key=key), todo=self._advice(key))
        return found

    def _advice(self, key: str) -> str:
        wanted = fold(key).replace(" ", "_")
        near = get_close_matches(wanted, self._by_key, 1, 0.5) or self._titled(wanted)
        if near:
            return _("Có phải “{key}”?").format(key=near[0])
        return _("Các chủ đề: {keys}.").format(keys=", ".join(self._by_key))

    def _titled(self, wanted: str) -> list[str]:
        titles = {fold(topic.title.vi).replace(" ", "_"): topic.key for topic in self.all}
        return [titles[title] for title in get_close_matches(wanted, titles, 1, 0.5)]


ALL = Registry(
    (
        office.OFFICES,
        staff.STAFF,
        computer.COMPUTER,
        peripheral.PERIPHERAL,
        line.LINE,
        measurement.MEASUREMENT,
        video_room.VIDEO_ROOM,
        certificate.CERTIFICATE,
        document_flow.DOCUMENT_FLOW,
        postal_point.POSTAL_POINT,
        subscription.SUBSCRIPTION,
        bts.BTS,
        village.VILLAGE,
        coverage.COVERAGE,
        loudspeaker.LOUDSPEAKER,
    )
)

ORDER: tuple[str, ...] = tuple(topic.key for topic in ALL)


def get(key: str) -> Topic:
    """Return the topic with this key; raises `UsageError` naming the nearest one."""
    return ALL.get(key)
