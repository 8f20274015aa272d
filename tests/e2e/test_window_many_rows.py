"""Many rows: what the grid asks for follows from what is seen, and the main thread asks nothing itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from window_kit import homes, settle, topic, window_on

from desktop_app.app import entry, views
from desktop_app.compose import desktop
from desktop_app.domain.conditions import Contains, OneOf
from desktop_app.domain.values import Value
from desktop_app.store.store import SqlStore
from desktop_app.ui.grid.window import BLOCK, MOST, RowWindow
from desktop_app.ui.pages.topic import TopicView
from desktop_app.ui.window import Window

ROWS = 6_000
KINDS = ("desktop", "laptop", "server")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    commune = homes(tmp_path_factory.mktemp("many"))[1]
    desk = desktop.open_desk(commune)
    new = (entry.new_record(desk, "computer") for _n in range(ROWS))
    entry.save_many(
        desk,
        [
            (one, {"asset_code": Value(f"MT-{n}"), "kind": Value(KINDS[n % 3]), "maker": Value("Đông Á")})
            for n, one in enumerate(new)
        ],
    )
    desk.store.close()
    return commune


class Asked:
    """What the window asked the store for, and on which threads."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.on_main_thread = 0


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found, rows, read = Asked(), views.rows, SqlStore.read

    def counted(desk: Any, key: str, wanted: Any) -> Any:
        found.rows.append(len(wanted))
        return rows(desk, key, wanted)

    @contextmanager
    def watched(store: SqlStore) -> Iterator[Any]:
        found.on_main_thread += threading.current_thread() is threading.main_thread()
        with read(store) as tx:
            yield tx

    monkeypatch.setattr(views, "rows", counted)
    monkeypatch.setattr(SqlStore, "read", watched)
    return found


def act(window: Window, view: TopicView, what: Any) -> None:
    what()
    settle(window)


def test_only_what_is_seen_is_loaded_whatever_is_done(home: Path, asked: Asked) -> None:
    with window_on(home) as window:
        view = topic(window)
        assert view.grid.rows.rowCount() == ROWS + 1
        acts = [
            view.grid.scrollToBottom,
            view.grid.scrollToTop,
            lambda: view.filters.put("kind", OneOf("kind", ("laptop",))),
            lambda: view.filters.put("maker", Contains("maker", "dong a")),
            lambda: view.looking.sort("maker"),
            lambda: view.looking.sort("kind", more=True),
            view.filters.clear,
            lambda: view.filters.search.setText("mt-59"),
            view.filters.search.returnPressed.emit,
            lambda: view.grid.arrangement.show_columns(["asset_code", "maker"]),
        ]
        for one in acts:
            act(window, view, one)
        assert max(asked.rows) <= BLOCK
        assert len(asked.rows) <= 2 * (len(acts) + 1), "a screen lies in two blocks at most"
    assert asked.on_main_thread == 0


def test_a_query_on_its_way_is_not_asked_again_and_all_are_counted_after_a_change_only(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[int | None] = []
    found = views.found

    def heard(desk: Any, key: str, query: Any, total: int | None = None) -> Any:
        known.append(total)
        return found(desk, key, query, total)

    monkeypatch.setattr(views, "found", heard)
    with window_on(home) as window:
        view = topic(window)
        view.filters.clear()  # as it was left by the test before
        settle(window)
        assert known[0] is None
        known.clear()
        view.filters.search.setText("mt-59")
        view.filters.search.returnPressed.emit()
        view.show_rows()
        settle(window)
        assert known == [ROWS]
        window.session.changed.emit("computer")
        view.filters.search.setText("mt-58")
        view.filters.search.returnPressed.emit()
        settle(window)
        assert known == [ROWS, None]


def test_an_act_on_all_rows_takes_those_too_that_were_never_loaded(home: Path) -> None:
    with window_on(home) as window:
        view = topic(window)
        settle(window)
        view.filters.clear()
        view.filters.put("kind", OneOf("kind", ("server",)))
        settle(window)
        assert view.grid.rows.count == ROWS // 3
        view.grid.selectAll()
        view.delete()
        settle(window)
        assert view.grid.rows.count == 0
        window.session.writer.undo_stack.undo()
        settle(window)
        assert view.grid.rows.count == ROWS // 3


def test_scrolling_through_everything_forgets_what_was_long_ago(home: Path, asked: Asked) -> None:
    with window_on(home) as window:
        view = topic(window)
        for row in range(0, ROWS, BLOCK):
            view.grid.scrollTo(view.grid.rows.index(row, 1))
            settle(window)
        assert len(list(view.grid.rows._window.loaded())) <= MOST
        assert sum(asked.rows) <= ROWS + 2 * BLOCK, "nothing is asked for twice"


def test_a_window_asks_for_each_block_once_and_again_after_a_reset() -> None:
    wanted: list[list[int]] = []
    window = RowWindow(wanted.append)
    window.reset(range(1, 1001))
    for position in (0, 99, 950, 0, 951):
        assert window.at(position) is None
    assert wanted == [list(range(1, 101)), list(range(901, 1001))]
    assert [window.position(number) for number in (1, 951, 500, 5000)] == [0, 950, 499, -1]
    window.reset(range(1000, 0, -1))
    assert window.position(1) == 999
    window.at(0)
    assert wanted[-1] == list(range(1000, 900, -1))
