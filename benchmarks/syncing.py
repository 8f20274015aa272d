"""A district's evening: 200 PCs sync at once with one hub process; 250 fields a bundle.

The PCs run on the same cores as the hub. Beside it ODK Central's published figure: 41.2 submissions of
250 fields a second, on a server with 2 GB of memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import quantiles

from benchmarks.measure import Result
from benchmarks.receiving import rows
from desktop_app.app import entry, outbox, overview, receiving
from desktop_app.app.enrolling import enrol
from desktop_app.app.hub_facts import set_address
from desktop_app.app.place import place_of
from desktop_app.app.ports import Address, DeviceSecrets, Transfer
from desktop_app.compose.desktop import create_commune, create_district, open_desk
from desktop_app.domain.values import Value
from desktop_app.sync.link import HttpLink

PCS, RECORDS = 200, 17  # of 15 fields: 255 fields a bundle
PROCESSES = 2
ODK_PER_SECOND = 41.2
GOAL_S = 60.0


@dataclass(frozen=True)
class Evening:
    """What came of it; times in seconds from the moment when all begin."""

    lost: int
    p50: float
    p95: float
    per_second: float


@dataclass(frozen=True)
class Ready:
    """A PC whose bundle lies in its outbox."""

    home: Path
    keys: DeviceSecrets
    bundle: Path
    answer: Path


def run() -> list[Result]:
    """Measure an evening of 200 PCs."""
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        found = evening(Path(name), PCS)
    print(
        f"{PCS} PCs at once: {found.lost} lost; receipts at {found.p50:.1f} s (p50), {found.p95:.1f} s (p95)"
    )
    return [
        Result(f"{PCS} PCs at once: the p95 receipt", found.p95, "the goal", GOAL_S, 1),
        Result("a bundle of 250 fields: taken in, answered", 1 / found.per_second,
               f"ODK Central's published {ODK_PER_SECOND}/s", 1 / ODK_PER_SECOND),
    ]  # fmt: skip


def evening(folder: Path, pcs: int) -> Evening:
    """Let so many PCs sync at once; count what is lost, and time the receipts."""
    district, ready = _prepare(folder, pcs)
    with _hub(district) as hub, ProcessPoolExecutor(PROCESSES) as pool:
        parts = [(hub, ready[n::PROCESSES]) for n in range(PROCESSES)]
        begun = time.monotonic()
        times = sorted(one - begun for some in pool.map(_sync_all, parts) for one in some)
    p50, p95 = (quantiles(times, n=20)[n - 1] for n in (10, 19))
    return Evening(_lost(district, ready), p50, p95, pcs / times[-1])


# --- before --------------------------------------------------------------------------------------------


def _prepare(folder: Path, pcs: int) -> tuple[Path, list[Ready]]:
    desk, _secret = create_district(
        folder / "district", "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    set_address(desk, "https://127.0.0.1:1")  # any: the port is known only later
    with desk.store.read() as tx:
        place = place_of(tx)
    codes = [desk.units.code(unit.id, place.on) for unit in desk.units.children(place.unit, place.on)]
    for number in range(pcs):
        enrol(desk, codes[number % len(codes)], folder / f"{number}.activation")
    desk.store.close()
    with ProcessPoolExecutor(PROCESSES) as pool:
        return folder / "district", list(pool.map(_pc, [folder / str(n) for n in range(pcs)]))


def _pc(home: Path) -> Ready:
    """Make a PC, enter its records, pack its bundle."""
    desk = create_commune(home, home.with_suffix(".activation"), "bench", own_key_file=True)
    edits = []
    for row in rows(RECORDS):
        serial = f"{home.name}-{row['serial']}"
        cells = {name: Value(value) for name, value in {**row, "serial": serial}.items()}
        edits.append((entry.new_record(desk, "computer"), cells))
    entry.save_many(desk, edits)
    with outbox.held(desk):
        packed = outbox.pack(desk, ask=True)
    with desk.store.read() as tx:
        keys = place_of(tx).keys
    desk.store.close()
    assert packed is not None
    return Ready(home, keys, packed.path, packed.answer)


@contextmanager
def _hub(district: Path) -> Iterator[Address]:
    """Run `moduong hub serve` in a process of its own."""
    words = ["hub", "serve", "--listen", "127.0.0.1:0", "--json", "--home", str(district)]
    told = district.with_name("hub.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app", *words], stdout=subprocess.PIPE, stderr=told,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    while (line := process.stdout.readline().decode()) and not line.startswith("}"):
        lines.append(line)
    said = json.loads("".join([*lines, "}"]))
    try:
        yield Address(said["url"], said["pin"])
    finally:
        process.terminate()
        process.stdout.close()
        process.wait(30)
        told.close()


# --- at once -------------------------------------------------------------------------------------------


def _sync_all(given: tuple[Address, Sequence[Ready]]) -> list[float]:
    """Carry the bundles of many PCs at once; return when each had its answer, by the monotonic clock."""
    hub, ready = given
    with ThreadPoolExecutor(len(ready)) as pool:
        return list(pool.map(lambda one: _sync(hub, one), ready))


def _sync(hub: Address, one: Ready) -> float:
    link = HttpLink(hub, one.keys)
    try:
        standing = link.carry(one.bundle, one.answer, _unheard)
    finally:
        link.close()
    assert standing.state == "answered", standing
    return time.monotonic()


def _unheard(_transfer: Transfer) -> None:
    """Nobody looks."""


# --- after ---------------------------------------------------------------------------------------------


def _lost(district: Path, ready: Sequence[Ready]) -> int:
    """Return how many records are not at the district, or not in the receipt of their PC."""
    desk = open_desk(district, "bench")
    there = overview.status(desk).records["computer"]
    desk.store.close()
    with ProcessPoolExecutor(PROCESSES) as pool:
        return len(ready) * RECORDS - there + sum(pool.map(_unreceived, ready))


def _unreceived(one: Ready) -> int:
    desk = open_desk(one.home, "bench")
    try:
        receiving.receive_one(desk, one.answer)
        told = overview.status(desk)
        return told.unsent + told.in_bundle
    finally:
        desk.store.close()
