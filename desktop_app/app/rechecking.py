"""Checking again after a change: only what it can have altered, with the verdicts of a whole check."""

from collections.abc import Iterable, Mapping
from datetime import date
from threading import Lock
from typing import Any, NamedTuple

from desktop_app.app.checking import Finding, before_counts, changed_counts, found_in, problems_in
from desktop_app.app.checking_facts import Owner, Tables
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Query, Store, Transaction
from desktop_app.domain import ops
from desktop_app.domain.counting import REPLY_TOPIC
from desktop_app.domain.ops import ROUND
from desktop_app.domain.topic import Cells, Problem, Topic
from desktop_app.domain.units import UnitCatalogue
from desktop_app.i18n import language
from desktop_app.topics.registry import Registry

MOST = 500
"""So many new ops or records in them, as an import or a bundle brings, and everything is checked anew."""


class _World(NamedTuple):
    """What every verdict rests on beside the records: another one, and everything is checked anew.

    ``merged``: which records hide behind which; ``round_before`` has its say in the counts.
    """

    desk: tuple[Store, Registry, UnitCatalogue]
    today: date
    lang: str
    place: Place
    merged: frozenset[tuple[Any, ...]]


class _News(NamedTuple):
    """The records that new ops put, and whether one of them says something of an earlier round."""

    recs: dict[str, set[str]]
    of_rounds: bool


class Checker:
    """The findings of one home, kept from run to run; one thread at a time is let in."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._world: _World | None = None
        self._row, self._held = 0, frozenset[int]()
        self._before: Mapping[str, Mapping[str, int]] = {}
        self._found: dict[str, dict[int, list[Finding]]] = {}
        self._listed: dict[str, list[Finding]] = {}
        self.checked = 0

    def renew(self, desk: Desk) -> list[Finding]:
        """Return what `desktop_app.app.checking.check` returns now; ``checked``: how many records it took."""
        with self._lock, desk.store.read() as tx:
            self._bring_up(desk, tx)
            listed = (one for topic in desk.topics.all for one in self._listed.get(topic.key, ()))
            return [*listed, *changed_counts(desk, tx, self._before)]

    def problems_of(self, desk: Desk, owner: Owner, cells: Cells) -> list[Problem]:
        """Return the problems of a record as it stands in an open editor."""
        with self._lock, desk.store.read() as tx:
            self._bring_up(desk, tx)
            return problems_in(desk, tx, self._tables, owner, cells)

    # --- what is new ------------------------------------------------------------------------------

    def _bring_up(self, desk: Desk, tx: Transaction) -> None:
        world = _world(desk, tx)
        held = frozenset(row[0] for row in tx.execute("SELECT id FROM op WHERE held IS NOT NULL", {}))
        same = world == self._world and {row for row in held if row <= self._row} == self._held
        news = self._news(desk, tx) if same else None
        self._world = None  # until all is done: a run that fails leaves nothing to go on from
        if news is None:
            self._check_all(desk, tx)
        else:
            self._check_some(desk, tx, news)
        self._world, self._held, self._row = world, held, tx.largest_row()

    def _news(self, desk: Desk, tx: Transaction) -> _News | None:
        """Return what the new ops put; None where they are too many, or the hub says something in them."""
        new = tx.execute(
            "SELECT line FROM op WHERE id > :row ORDER BY id LIMIT :most",
            {"row": self._row, "most": MOST + 1},
        )
        if len(new) > MOST:
            return None
        parts = [part for (line,) in new for part in ops.read(line).sets]
        if any(part.topic.startswith("_") and part.topic != REPLY_TOPIC for part in parts):
            return None
        known = {topic.key for topic in desk.topics.all}
        recs: dict[str, set[str]] = {}
        for part in (one for one in parts if one.topic in known):
            recs.setdefault(part.topic, set()).add(part.rec)
        if sum(map(len, recs.values())) > MOST:
            return None
        current = place_of(tx).round.id
        return _News(recs, any(part.put.get(ROUND, current) != current for part in parts))

    # --- checking -----------------------------------------------------------------------------------

    def _check_all(self, desk: Desk, tx: Transaction) -> None:
        self._tables = Tables(desk.topics)
        self._tables.read_in(tx, desk.clock.today())
        self._before = before_counts(desk, tx)
        self._found, self._listed, self.checked = {}, {}, 0
        for topic in desk.topics.all:
            self._check(desk, tx, topic, tx.ids(topic, Query()))
            self._list(tx, topic)

    def _check_some(self, desk: Desk, tx: Transaction, news: _News) -> None:
        self._tables.read_in(tx, desk.clock.today())
        self.checked = 0
        if news.of_rounds:
            self._before = before_counts(desk, tx)
        rows = {row for topic, recs in news.recs.items() for row in self._tables.changed(topic, recs)}
        for key, ids in _by_topic(tx, rows).items():
            topic = desk.topics.get(key)
            for number in ids:
                self._found[key].pop(number, None)
            self._check(desk, tx, topic, ids)
            self._list(tx, topic)

    def _check(self, desk: Desk, tx: Transaction, topic: Topic, ids: list[int]) -> None:
        found = self._found.setdefault(topic.key, {})
        for one in found_in(desk, tx, self._tables, topic, ids):
            self.checked += 1
            if one.findings:
                found[one.id] = one.findings

    def _list(self, tx: Transaction, topic: Topic) -> None:
        """Put the findings of a topic into the order of its rows."""
        found = self._found[topic.key]
        order = (number for number in tx.ids(topic, Query()) if number in found) if found else ()
        self._listed[topic.key] = [finding for number in order for finding in found[number]]


def _by_topic(tx: Transaction, rows: Iterable[int]) -> dict[str, list[int]]:
    """Return topic → those of these rows of records that are its."""
    found: dict[str, list[int]] = {}
    listed = ", ".join(map(str, sorted(rows)))
    for key, number in tx.execute(f"SELECT topic, id FROM record WHERE id IN ({listed})", {}):  # noqa: S608  # numbers
        found.setdefault(key, []).append(number)
    return found


def _world(desk: Desk, tx: Transaction) -> _World:
    merged = tx.execute("SELECT topic, rec, same FROM record WHERE same IS NOT NULL AND hidden = 1", {})
    return _World(
        (desk.store, desk.topics, desk.units),
        desk.clock.today(),
        language(),
        place_of(tx),
        frozenset(map(tuple, merged)),
    )
