"""One PC of a world, the editors that are open on it, and what their authors have seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop_app.app.entry import Editing
from desktop_app.app.ports import Desk
from tests.desks import StoppedClock
from tests.model import judge
from tests.model.memory import Data, MemoryStore, MemoryTransaction


class Saw(NamedTuple):
    """What stood on the screen when its person began: field → canonical values shown, and all field heads."""

    values: Mapping[str, frozenset[str]]
    heads: frozenset[str]


@dataclass
class Ledger:
    """What each author had seen: written by the driver, never by the program."""

    puts: dict[tuple[str, judge.Register], str] = field(default_factory=dict)
    saw: dict[tuple[str, str], Saw] = field(default_factory=dict)


@dataclass
class Open:
    """An editor that is open on a replica, and what stood in it."""

    editing: Editing
    saw: Saw


@dataclass
class Replica:
    """One PC, as far as anybody can tell: a clone is another one with the same device."""

    name: str
    desk: Desk
    editors: list[Open] = field(default_factory=list)
    backups: list[Data] = field(default_factory=list)

    @property
    def store(self) -> MemoryStore:
        assert isinstance(self.desk.store, MemoryStore)
        return self.desk.store

    @property
    def tx(self) -> MemoryTransaction:
        return MemoryTransaction(self.store.data)

    @property
    def clock(self) -> StoppedClock:
        assert isinstance(self.desk.clock, StoppedClock)
        return self.desk.clock
