"""One saved record against one raw committed row, both in the same kind of durable database."""

import tempfile
from itertools import count
from pathlib import Path

from benchmarks.measure import Result, pairs
from benchmarks.receiving import rows
from desktop_app.app import entry
from desktop_app.app.ports import Query
from desktop_app.compose.desktop import create_district
from desktop_app.domain.values import Value
from desktop_app.store.engine import Database

RUNS = 200


def run() -> list[Result]:
    """Measure the use case behind the window's Save, and looking into what it wrote."""
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as folder:
        desk, _secret = create_district(Path(folder) / "home", "100", "bench", own_key_file=True)
        raw = Database(Path(folder), "0" * 64)
        with raw.transaction(write=True) as connection:
            connection.exec_driver_sql("CREATE TABLE computer (id INTEGER PRIMARY KEY, line TEXT)")
        values = next(rows(1))
        numbers = count()

        def save() -> None:
            editing = entry.new_record(desk, "computer")
            cells = {name: Value(value) for name, value in values.items()}
            entry.save(desk, editing, {**cells, "serial": Value(f"SN-{next(numbers)}")})

        def commit() -> None:
            with raw.transaction(write=True) as connection:
                connection.exec_driver_sql("INSERT INTO computer (line) VALUES (?)", (str(values),))

        ours, other = pairs(save, commit, RUNS)
        search, plain = pairs(lambda: _search(desk), lambda: _count(desk), 50)
        desk.store.close()
        raw.close()
    return [
        Result("one saved record of 15 fields", ours, "one raw committed row, synchronous=FULL", other),
        Result(
            "accent-free search and 100 rows for the grid", search, "SELECT count(*) of the same table", plain
        ),
    ]


def _search(desk: object) -> None:
    from desktop_app.app import views

    found = views.ids(desk, "computer", Query(search="may cham"))  # type: ignore[arg-type]
    views.rows(desk, "computer", found[:100])  # type: ignore[arg-type]


def _count(desk: object) -> None:
    with desk.store.read() as tx:  # type: ignore[attr-defined]
        tx.execute("SELECT count(*) FROM p_computer", {})
