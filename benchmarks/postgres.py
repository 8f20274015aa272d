"""Four hub processes on one PostgreSQL against one: the same bundles of eight communes."""

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.measure import Result, seconds
from benchmarks.receiving import rows
from desktop_app.app import entry
from desktop_app.app.enrolling import enrol
from desktop_app.app.exchange import export
from desktop_app.app.ports import Desk
from desktop_app.compose.desktop import create_commune, create_district
from desktop_app.domain.values import Value
from desktop_app.sample import CODES
from tests.databases import Server, running_server

COMMUNES, RECORDS, RUNS, PROCESSES = 8, 2000, 3, 4


def run() -> list[Result]:
    """Measure both on databases that begin alike."""
    with running_server() as server, tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        folder = Path(name)
        hub, bundles = _prepared(server, folder)
        number = count()

        def timed(processes: int) -> float:
            home = _copy(server, hub, folder / f"run-{next(number)}")
            return seconds(lambda: _receive(home, bundles, processes))

        one = [timed(1) for _run in range(RUNS)]
        four = [timed(PROCESSES) for _run in range(RUNS)]
    what = f"{COMMUNES} bundles of {RECORDS} records, {PROCESSES} processes on PostgreSQL"
    return [Result(what, median(four), "one process on PostgreSQL", median(one))]


def _prepared(server: Server, folder: Path) -> tuple[Path, list[Path]]:
    home = folder / "hub"
    district, _secret = create_district(
        home, "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31), database=server.new()
    )
    bundles = []
    for code in CODES[:COMMUNES]:
        enrol(district, code, folder / code)
        commune = create_commune(folder / f"home-{code}", folder / code, "bench", own_key_file=True)
        bundles.append(_entered(commune, folder))
    district.store.close()
    return home, bundles


def _entered(commune: Desk, folder: Path) -> Path:
    edits = [
        (entry.new_record(commune, "computer"), {name: Value(value) for name, value in row.items()})
        for row in rows(RECORDS)
    ]
    entry.save_many(commune, edits)
    path = export(commune, folder).path
    commune.store.close()
    assert path is not None
    return path


def _copy(server: Server, hub: Path, home: Path) -> Path:
    shutil.copytree(hub, home)
    said = (home / "home.json").read_text()
    address = said.split('"database":"')[1].split('"')[0]
    (home / "home.json").write_text(said.replace(address, server.new(like=address)))
    return home


def _receive(home: Path, bundles: list[Path], processes: int) -> None:
    words = [sys.executable, "-m", "desktop_app", "--home", str(home), "receive"]
    parts = [list(map(str, bundles[n::processes])) for n in range(processes)]
    started = [subprocess.Popen([*words, *part], stdout=subprocess.DEVNULL) for part in parts]
    for one in started:
        assert one.wait() == 0
