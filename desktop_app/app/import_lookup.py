"""What an import looks up once a topic or once a file, never once a row: records, names, units."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from desktop_app.app.place import Place
from desktop_app.app.ports import Desk, StoredRow, Transaction
from desktop_app.app.views import names_of
from desktop_app.app.wording import Names
from desktop_app.domain import kinds
from desktop_app.domain.topic import Topic
from desktop_app.domain.values import Cell

_CODE: Final = re.compile(r"\s*([0-9]{1,10})(?![0-9])")


class Records:
    """The records of a topic as they stand here, and those that a row of the file has taken."""

    def __init__(self, tx: Transaction, topic: Topic) -> None:
        self._tx, self._topic = tx, topic
        rows = tx.execute(f"SELECT space, rec, id FROM p_{topic.key}", {})  # noqa: S608  # our own names
        self._numbers: dict[tuple[str, str], int] = {(space, rec): number for space, rec, number in rows}
        self._spaces: dict[str, list[str]] = {}
        for space, rec in self._numbers:
            self._spaces.setdefault(rec, []).append(space)
        self._taken: set[tuple[str, str]] = set()
        self._deleted: set[tuple[str, str]] | None = None

    def spaces(self, rec: str | None) -> list[str]:
        """Return the spaces that hold a record."""
        return self._spaces.get(rec, []) if rec is not None else []

    def take(self, space: str, rec: str) -> bool:
        """Mark a record as said by a row; return False if another row has said it already."""
        if (space, rec) in self._taken:
            return False
        self._taken.add((space, rec))
        return True

    def take_free(self, space: str, id_of: Callable[[int], str]) -> str:
        """Return the first of a row's possible ids that no row has taken and that was not deleted here."""
        number = 0
        while self.is_deleted(space, rec := id_of(number)) or not self.take(space, rec):
            number += 1
        return rec

    def is_deleted(self, space: str, rec: str) -> bool:
        """Return whether a record was here and is hidden."""
        if (space, rec) in self._numbers:
            return False
        if self._deleted is None:
            self._deleted = {(row.space, row.rec) for row in self._tx.deleted(self._topic.key)}
        return (space, rec) in self._deleted

    def stored(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], StoredRow]:
        """Return those of the wanted (space, record) that are here."""
        numbers = [self._numbers[key] for key in wanted if key in self._numbers]
        return {(row.space, row.rec): row for row in self._tx.rows(self._topic, numbers)}


class NamedRecords:
    """What records are called: here, and after the rows of the file that were read so far."""

    def __init__(self, desk: Desk, tx: Transaction) -> None:
        self._desk, self._tx = desk, tx
        self._targets = {field.to for topic in desk.topics.all for field in topic.fields if field.to}
        self._said: dict[tuple[str, str], dict[str, str]] = {}
        self._before: dict[tuple[str, str], dict[str, str]] = {}
        self._indexes: dict[tuple[str, str], tuple[Names, Names]] = {}

    def call(self, topic: Topic, space: str, rec: str, cells: Mapping[str, Cell]) -> None:
        """Note what a row of the file makes of a record's name."""
        if topic.key not in self._targets:
            return
        parts = (kinds.stored(topic.by_key[key], cells.get(key)) for key in topic.name)
        name = " – ".join(str(part) for part in parts if part is not None)
        self._said.setdefault((topic.key, space), {})[rec] = name
        self._indexes.pop((topic.key, space), None)

    def find(self, topic: str, space: str, typed: str) -> list[str]:
        """Return the ids that a name may mean; a new name goes before one that the file itself changes."""
        after, before = self._index(topic, space)
        return after.find(typed) or before.find(typed)

    def one(self, topic: str, space: str, typed: str) -> str | None:
        """Return the one id that a name means, or None."""
        found = self.find(topic, space, typed)
        return found[0] if len(found) == 1 else None

    def _index(self, topic: str, space: str) -> tuple[Names, Names]:
        key = topic, space
        if key not in self._before:
            labels = self._tx.labels(self._desk.topics.get(topic), space=space)
            self._before[key] = names_of(self._desk, self._tx, topic, labels)
        if key not in self._indexes:
            before, said = self._before[key], self._said.get(key, {})
            renamed = {rec: name for rec, name in before.items() if said.get(rec, name) != name}
            self._indexes[key] = Names({**before, **said}.items()), Names(renamed.items())
        return self._indexes[key]


class UnitSpaces:
    """Which space the unit of a row means: a commune has its own, a district those that it handed out."""

    def __init__(self, desk: Desk, tx: Transaction, place: Place) -> None:
        self._desk, self._on = desk, place.on
        spaces = tx.spaces() if place.is_district else []
        self._spaces = {one.unit: one.uuid for one in spaces if one.unit is not None}
        self._spaces[place.unit] = place.space
        self._known: dict[str, str | None] = {}

    def of(self, text: str) -> str | None:
        """Return the space of "03319 – Xã Mường Pồn", "03319" or "Mường Pồn"; None if it is not kept here."""
        if text not in self._known:
            code = _CODE.match(text)
            unit = self._desk.units.match(code[1] if code else text, self._on).unit
            self._known[text] = self._spaces.get(unit.id) if unit else None
        return self._known[text]


def targets_first(topics: Sequence[Topic]) -> list[Topic]:
    """Return topics with those that others point at before them."""
    by_key = {topic.key: topic for topic in topics}
    ordered: dict[str, Topic] = {}
    waiting: set[str] = set()

    def visit(topic: Topic) -> None:
        if topic.key in ordered or topic.key in waiting:
            return
        waiting.add(topic.key)
        for field in topic.fields:
            if field.to in by_key:
                visit(by_key[field.to])
        ordered[topic.key] = topic

    for topic in topics:
        visit(topic)
    return list(ordered.values())
