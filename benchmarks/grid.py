"""A grid of 100,000 rows: a real home, a real window; each act beside a bare QTableView or raw SQLite.

A heartbeat of 5 ms runs all the while: its longest pause is how long the window did not answer.
"""

import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.measure import Result, afresh, pairs
from benchmarks.receiving import enter

ROWS = 100_000
PASTED = 5_000
BEAT_MS = 5
ACTS = 5  # the median of so many is told
STALL = 0.1  # seconds
MEMORY = 250e6  # bytes
_WORDS = {
    "kind": ("desktop",) * 7 + ("laptop",) * 2 + ("all_in_one",),
    "maker": ("Dell", "HP", "Lenovo", "Asus", "FPT Elead", "Đông Á"),
    "model": ("OptiPlex 3080", "ProDesk 400", "V530S", "Vostro 3681"),
    "cpu": ("Intel Core i3-10100", "Intel Core i5-10400", "Pentium G5400"),
    "disk_kind": ("ssd", "hdd", "both"),
    "os": ("Windows 10 Pro", "Windows 7", "Windows 11 Pro"),
    "condition": ("good", "low_spec", "broken", "to_dispose"),
    "connection": ("lan", "internet", "none"),
    "room": tuple(f"Phòng {number}" for number in range(1, 40)),
    "note": ("Máy chậm, cần nâng cấp RAM", "Hỏng nguồn", "Đã thay ổ cứng"),
}
_NAMES = (
    ("Lò", "Vì", "Cà", "Quàng", "Đặng"),
    ("Văn", "Thị", "Đức"),
    ("An", "Bình", "Mẫu", "Ấm", "Đông", "Ước"),
)


def computers(office: str) -> Iterator[dict[str, str | int]]:
    """Yield 100,000 computers of an office in no order, the same every time."""
    chosen = Random(1)
    numbers = list(range(ROWS))
    chosen.shuffle(numbers)
    for number in numbers:
        yield {
            "asset_code": f"MT-{number}",
            "office": office,
            "serial": f"{chosen.getrandbits(40):010X}",
            **{key: chosen.choice(words) for key, words in _WORDS.items()},
            "user": " ".join(map(chosen.choice, _NAMES)),
            "ram_gb": chosen.choice((4, 8, 16)),
            "year": chosen.randrange(2010, 2023),
            "cost": chosen.randrange(8_000_000, 20_000_000),
        }


def run() -> list[Result]:
    """Make the home once; look at it, at a bare table and at raw SQLite in processes of their own."""
    with tempfile.TemporaryDirectory(prefix="moduong-bench-") as name:
        home = Path(name) / "home"
        afresh(_make, home)
        ours, bare, raw = afresh(_look, home), afresh(_bare), afresh(_raw, home)
    table, like = "bare QTableView over a list of lists", "raw sqlite3, LIKE over the same text"
    return [
        Result("100,000 rows: opened", ours["open"], table, bare["open"], most=0.3),
        Result("jump to the end", ours["end"], table, bare["end"], most=0.1),
        Result("filter by an answer", ours["filter"], like, raw, most=0.1),
        Result("search without accents", ours["search"], like, raw, most=0.1),
        Result("words in one column", ours["contains"], like, raw),
        Result("sort by a text column", ours["sort"], like, raw),
        Result("5,000 rows × 10 pasted as one step, shown", ours["paste"], table, bare["paste"], most=3),
        Result("longest pause while they are pasted", ours["paste_pause"], table, bare["pause"], most=STALL),
        Result("longest pause of the window meanwhile", ours["pause"], table, bare["pause"], most=STALL),
        Result("longest pause while all is checked", ours["check_pause"], table, bare["pause"], most=STALL),
        Result("memory of the window", ours["memory"], table, bare["memory"], is_bytes=True, most=MEMORY),
        Result("memory, once all was checked", ours["checked"], table, bare["memory"], is_bytes=True),
    ]


def _make(home: Path) -> None:
    from desktop_app.app import entry
    from desktop_app.compose.desktop import create_district
    from desktop_app.domain.values import Value

    desk, _secret = create_district(
        home, "100", "bench", own_key_file=True, reference_date=date(2022, 12, 31)
    )
    office = entry.save(desk, entry.new_record(desk, "office"), {"name": Value("UBND huyện")}).rec
    enter(desk, computers(office))
    desk.store.close()


class Watch:
    """Runs the event loop until something is true, and hears the heartbeat meanwhile."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.pause, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pause, self._last = max(self.pause, now - self._last - BEAT_MS / 1000), now

    def timed(self, act: Callable[[], object], true: Callable[[], bool]) -> float:
        """Return how long it takes from an act until something is true and painted."""
        begun = time.perf_counter()
        act()
        self.until(true)
        return time.perf_counter() - begun

    def until(self, true: Callable[[], bool], seconds: float = 300) -> None:
        """Let the window work until something is true, and paint."""
        from PySide6.QtCore import QCoreApplication, QEventLoop

        flags = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        end = time.monotonic() + seconds
        while not true():
            QCoreApplication.processEvents(flags)  # the heartbeat wakes it
            assert time.monotonic() < end, "it did not come true"
        QCoreApplication.processEvents()

    def heard(self) -> float:
        """Return the longest pause since this was last asked, in seconds."""
        pause, self.pause = self.pause, 0.0
        return pause


def _look(home: Path) -> dict[str, float]:
    """Return seconds and bytes of everything that is done in one window, one after the other."""
    window = _window(home)
    watch, session = Watch(), window.session
    watch.until(lambda: session.is_open and session.findings.known)
    found = {"check_pause": watch.heard(), "checked": float(_peak())}

    def open_topic() -> None:
        window.go("entry", {"topic": "computer"})

    found["open"] = watch.timed(open_topic, lambda: _has_row(window, 0))
    found |= _acts(window, watch)
    found |= {"pause": watch.heard(), "memory": float(_memory())}
    found |= _paste(window, watch)
    session.lanes.settle()
    window.close()
    return found


def _window(home: Path) -> Any:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.compose import desktop
    from desktop_app.ui.launch import application, make_window
    from desktop_app.ui.opening import Opening
    from desktop_app.ui.programme import Programme
    from desktop_app.ui.settings import Settings

    def never(*_given: object) -> Any:
        raise AssertionError("the home is there")

    application()
    programme = Programme(
        home=home, config_dir=home.parent / "config", version="0", has_home=lambda _path: True,
        open_desk=desktop.open_desk, reopen=desktop.reopen, create_commune=never, create_district=never,
        create_sample=never, connect=never, open_hub=never, user="bench",
    )  # fmt: skip
    window = make_window(programme, Settings(language="vi", theme="light"))
    window.session.remembers = False
    window.resize(1366, 720)
    window.show()
    Opening(window.session, window).begin()
    return window


def _has_row(window: Any, at: int) -> bool:
    view = window.pages["entry"].view
    rows = view.grid.rows if view else None
    return rows is not None and rows.rowCount() > 1 and rows.row_at(at % (rows.rowCount() - 1)) is not None


def _acts(window: Any, watch: Watch) -> dict[str, float]:
    from desktop_app.domain.conditions import Contains, OneOf

    view = window.pages["entry"].view
    filters, rows = view.filters, view.grid.rows

    def is_at_rest() -> bool:
        """Return whether nothing that the act before left is still to be counted or built."""
        return not window.session.lanes.is_busy and view.side.has_form

    def shown(act: Callable[[], object], few: bool) -> float:
        view.grid.scrollToTop()
        watch.until(is_at_rest)
        return watch.timed(act, lambda: (rows.rowCount() < ROWS) is few and _has_row(window, 0))

    def search(words: str) -> None:
        filters.search.setText(words)
        filters.search.returnPressed.emit()

    def often(act: Callable[[], object], back: Callable[[], object]) -> float:
        times = []
        for _time in range(ACTS):
            times.append(shown(act, few=True))
            shown(back, few=False)
        return median(times)

    watch.until(is_at_rest)
    found = {"end": watch.timed(view.grid.scrollToBottom, lambda: _has_row(window, -1))}
    of_a_kind, with_words = OneOf("kind", ("all_in_one",)), Contains("serial", "ab12")
    found["filter"] = often(lambda: filters.put("kind", of_a_kind), filters.clear)
    found["search"] = often(lambda: search("cham dong"), lambda: search(""))
    found["contains"] = often(lambda: filters.put("serial", with_words), filters.clear)
    before = rows.row_at(0)

    def is_sorted() -> bool:
        return rows.rowCount() > ROWS and rows.row_at(0) not in (None, before)

    found["sort"] = watch.timed(lambda: view.looking.sort("user"), is_sorted)
    return found


def _paste(window: Any, watch: Watch) -> dict[str, float]:
    """Return how long a paste takes until the store has it and the grid shows it, and its longest pause."""
    from PySide6.QtGui import QGuiApplication

    view, rows = window.pages["entry"].view, window.pages["entry"].view.grid.rows
    writer, end = window.session.writer, ROWS + PASTED
    view.grid.begin_new()
    QGuiApplication.clipboard().setText(_table())
    watch.heard()
    pasted = watch.timed(view.grid.filling.paste, lambda: rows.count == end and writer.settled())
    return {"paste": pasted, "paste_pause": watch.heard()}


def _table() -> str:
    return "\n".join("\t".join([f"DAN-{number}", *["8"] * 9]) for number in range(PASTED))


def _memory() -> int:
    """Return the resident memory of this process, in bytes."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _bare() -> dict[str, float]:
    """Return the same of the least that shows a table: a model of strings in memory."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    rows = [list(map(str, row.values())) for row in computers("UBND huyện")]

    class Model(QAbstractTableModel):
        def rowCount(self, _parent: object = None) -> int:  # noqa: N802  # Qt's name
            return len(rows)

        def columnCount(self, _parent: object = None) -> int:  # noqa: N802
            return len(rows[0])

        def data(self, index: Any, role: int = 0) -> Any:
            return rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    app = QApplication([])
    watch, model, table = Watch(), Model(), QTableView()
    table.resize(1100, 560)

    def show() -> None:
        table.setModel(model)
        table.show()

    found = {
        "open": watch.timed(show, table.isVisible),
        "end": watch.timed(table.scrollToBottom, lambda: True),
    }
    found |= {"pause": watch.heard(), "memory": float(_memory())}

    def paste() -> None:
        model.beginInsertRows(QModelIndex(), len(rows), len(rows) + PASTED - 1)
        rows.extend([*line.split("\t"), *[""] * 20] for line in _table().split("\n"))
        model.endInsertRows()

    found["paste"] = watch.timed(paste, lambda: True)
    app.quit()
    return found


def _raw(home: Path) -> float:
    """Return the median of a search in a plain database that holds the search text and the order only."""
    from desktop_app.compose.desktop import open_desk

    desk = open_desk(home, "bench")
    with desk.store.read() as tx:
        texts = tx.execute("SELECT id, sort_key, folded FROM p_computer", {})
    desk.store.close()
    with sqlite3.connect(home.parent / "raw.db") as plain:
        plain.execute("CREATE TABLE computer (id INTEGER PRIMARY KEY, sort_key TEXT, folded TEXT)")
        plain.executemany("INSERT INTO computer VALUES (?, ?, ?)", texts)
    ask = "SELECT id FROM computer WHERE folded LIKE '%cham%' AND folded LIKE '%dong%' ORDER BY sort_key, id"
    seconds, _again = pairs(lambda: list(plain.execute(ask)), lambda: None, 9)
    plain.close()
    return seconds
