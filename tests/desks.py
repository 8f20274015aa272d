"""Desks on real, encrypted homes in a folder of the test, with a stopped clock and known randomness."""

import itertools
import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from desktop_app.app import enrolling, entry, exchange, receiving, starting
from desktop_app.app.catalogue import in_force, topics_in_force
from desktop_app.app.exchange import Exported
from desktop_app.app.files import HOME_FILE
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import Desk, Random
from desktop_app.app.receiving import Received
from desktop_app.compose.desktop import shipped_units
from desktop_app.compose.tools import LazyPaper, LazyWorkbooks
from desktop_app.domain.unit_tables import load_catalogue
from desktop_app.domain.units import UnitCatalogue
from desktop_app.resources_path import resource
from desktop_app.store.home import open_home
from desktop_app.store.store import SqlStore
from desktop_app.sync.codec import BundleCodec
from desktop_app.topics.registry import ALL
from tests import databases
from tests.homes import new_home

DISTRICT = "100"
COMMUNES = ("03319", "03322", "03323")
REFERENCE = date(2022, 12, 31)

_seeds = itertools.count(1)


@dataclass
class StoppedClock:
    """A clock that goes on only when told to."""

    now: int = 1_700_000_000_000

    def now_ms(self) -> int:
        return self.now

    def today(self) -> date:
        return datetime.fromtimestamp(self.now / 1000, UTC).date()

    def tick(self, ms: int = 1000) -> None:
        self.now += ms


def known_random() -> Random:
    """Return randomness that is the same in every run and that no other desk has."""
    return random.Random(next(_seeds)).randbytes  # type: ignore[return-value]


@cache
def catalogue() -> UnitCatalogue:
    return load_catalogue(lambda name: resource("units", name).read_text(encoding="utf-8"))


_opened: list[SqlStore] = []


def close_all() -> None:
    """Close what tests left open: a server's connections are counted."""
    while _opened:
        _opened.pop().close()


def desk_on(store: SqlStore, clock: StoppedClock, user: str = "Lò Văn A") -> Desk:
    _opened.append(store)
    return Desk(
        store=store,
        codec=BundleCodec(),
        paper=LazyPaper(),
        workbooks=LazyWorkbooks(),
        clock=clock,
        random=known_random(),
        topics=ALL,
        units=catalogue(),
        user=user,
    )


def new_district(home: Path, clock: StoppedClock) -> Desk:
    store = new_home(home, databases.fresh())
    desk = desk_on(store, clock, "Quàng Thị B")
    starting.start_district(desk, DISTRICT, reference_date=REFERENCE)
    return desk


def new_commune(home: Path, district: Desk, code: str, clock: StoppedClock) -> Desk:
    """A commune's home from an activation file that the district issues now."""
    file = home.with_name(f"{home.name}.kichhoat")
    enrolling.enrol(district, code, file)
    desk = desk_on(new_home(home), clock)
    starting.start_commune(desk, file)
    return desk


def open_desk(home: Path, clock: StoppedClock) -> Desk:
    return desk_on(open_home(home, ALL), clock)


def renewed(desk: Desk) -> Desk:
    """The same home closed and opened anew."""
    desk.store.close()
    return opened_beside(desk)


def opened_beside(desk: Desk) -> Desk:
    """The same home opened once more, as the program opens it: by what the catalogue says now."""
    store = open_home(desk.store.path, ALL, extend=lambda tx: topics_in_force(tx, ALL).topics)
    with store.read() as tx:
        known = in_force(tx, ALL, shipped_units)
    assert isinstance(desk.clock, StoppedClock)
    return replace(desk_on(store, desk.clock, desk.user), topics=known.topics, units=known.units)


def copy_of(desk: Desk, home: Path) -> Desk:
    """The same home in another folder: a restored backup, a cloned disk."""
    desk.store.close()
    shutil.copytree(desk.store.path, home)
    _readdress(home, lambda address, server: server.new(like=address))
    assert isinstance(desk.clock, StoppedClock)
    return open_desk(home, desk.clock)


def put_back(desk: Desk, earlier: Desk) -> None:
    """Restore the home of ``desk`` to what it was when ``earlier`` was copied from it."""
    desk.store.close()
    earlier.store.close()
    was = (desk.store.path / HOME_FILE).read_bytes()
    shutil.rmtree(desk.store.path)
    shutil.copytree(earlier.store.path, desk.store.path)

    def put_back(address: str, server: databases.Server) -> str:
        mine = str(json.loads(was)["database"])
        server.put_back(mine, like=address)
        return mine

    _readdress(desk.store.path, put_back)


def _readdress(home: Path, change: Callable[[str, databases.Server], str]) -> None:
    """Give a copied home a database of its own, where it is on a server."""
    said = json.loads((home / HOME_FILE).read_bytes())
    if (address := said.get("database")) and (server := databases.server()):
        (home / HOME_FILE).write_text(json.dumps(said | {"database": change(address, server)}))


def place(desk: Desk) -> Place:
    with desk.store.read() as tx:
        return place_of(tx)


# --- entering ------------------------------------------------------------------------------------------


def cells(desk: Desk, topic: str, typed: Mapping[str, str]) -> dict[str, Any]:
    fields = desk.topics.get(topic).by_key
    return {name: entry.read_cell(desk, fields[name], text) for name, text in typed.items()}


def add(desk: Desk, topic: str = "computer", unit: str | None = None, **typed: str) -> str:
    """Enter a record as a person does; return its id."""
    editing = entry.new_record(desk, topic, unit)
    return entry.save(desk, editing, cells(desk, topic, typed or {"asset_code": "MT-1"})).rec


def change(desk: Desk, rec: str, topic: str = "computer", **typed: str) -> str | None:
    """Open a record, type, save; return the op."""
    editing = entry.open_record(desk, topic, rec)
    return entry.save(desk, editing, cells(desk, topic, typed)).op


def shown(desk: Desk, rec: str, field: str, topic: str = "computer") -> Any:
    """Return what a screen shows in a field."""
    return entry.open_record(desk, topic, rec).cells.get(field)


# --- exchanging ----------------------------------------------------------------------------------------


@dataclass
class Road:
    """The way between a commune and the district: every bundle in a file of its own."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new_folder(self) -> Path:
        folder = self.folder / f"{next(self._numbers):04d}"
        folder.mkdir(parents=True)
        return folder

    def export(self, desk: Desk) -> Exported:
        return exchange.export(desk, self.new_folder())

    def send(self, desk: Desk) -> Path:
        """Export and return the bundle."""
        path = self.export(desk).path
        assert path is not None
        return path

    def send_anyway(self, desk: Desk) -> Path:
        """Export, also when there is nothing new, and return the bundle."""
        path = exchange.export(desk, self.new_folder(), ask=True).path
        assert path is not None
        return path

    def deliver(self, district: Desk, *paths: Path) -> list[Received]:
        """Receive at the district, with receipts."""
        return receiving.receive(district, paths, self.new_folder())

    def exchange(self, commune: Desk, district: Desk) -> Received:
        """Send, receive, and take the receipt home; return what the commune made of the receipt."""
        (there,) = self.deliver(district, self.send_anyway(commune))
        assert there.receipt is not None, there
        return receiving.receive_one(commune, there.receipt)
