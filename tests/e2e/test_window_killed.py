"""The real program is killed in the middle of typing: nothing typed more than two seconds before is lost.

And it opens again where it was. Five kills here, twenty under `make torture`.
"""

import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest
from desks import add
from window_kit import homes, settle, window_on

from desktop_app.app import entry, people, views
from desktop_app.app.ports import Desk
from desktop_app.compose import desktop
from desktop_app.domain.values import Value

LOST_AT_MOST_S = 2.0
PROGRAM = Path(__file__).with_name("typing_window.py")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    commune = homes(tmp_path)[1]
    desk = desktop.open_desk(commune)
    for n in range(1, 5):
        add(desk, asset_code=f"MT-{n}", kind="Để bàn", maker="Dell")
    desk.store.close()
    return commune


@dataclass
class Killed:
    """What somebody typed until the kill, and when that was."""

    said: list[dict[str, Any]] = field(default_factory=list)
    at: float = 0.0

    @property
    def typed(self) -> dict[int, dict[str, Any]]:
        """Editor → the last that was typed into it more than two seconds before the kill."""
        long_ago = [one for one in self.said if one["at"] <= self.at - LOST_AT_MOST_S]
        return {one["editor"]: one for one in long_ago if one["text"]}

    @property
    def rows(self) -> set[str]:
        """The records under the cursor since two seconds before the kill, and the one just before that."""
        before = [one["row"] for one in self.said if one["at"] <= self.at - LOST_AT_MOST_S]
        return {one["row"] for one in self.said[len(before) :]} | set(before[-1:])


def kill_while_typing(home: Path, seed: int, meanwhile: Any = None) -> Killed:
    """Let somebody type in a window on ``home``, and kill it at a moment of chance."""
    found, started = Killed(), threading.Event()

    def listen(lines: IO[str]) -> None:
        for line in lines:
            if line.endswith("\n"):
                found.said.append(json.loads(line))
                started.set()

    command = [sys.executable, str(PROGRAM), str(home), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=listen, args=(process.stdout,))
        reader.start()
        try:
            assert started.wait(120), "nobody began to type"
            if meanwhile is not None:
                meanwhile()
            time.sleep(random.Random(seed).uniform(2.5, 8))  # the kill comes by chance, not after something
        finally:
            found.at = time.monotonic()
            process.kill()
            process.wait()
            reader.join()
    return found


def on_the_disk(desk: Desk) -> list[str]:
    """Return every text in the home: values that ever were, and what is kept of open editors."""
    texts = []
    for row in views.all_rows(desk, "computer"):
        for change in views.history(desk, "computer", row.rec):
            texts += [
                cell.v for cell in change.sets.values() if isinstance(cell, Value) and isinstance(cell.v, str)
            ]
    for kept in people.scratch(desk).values():
        texts += [*kept.get("fields", {}).values(), kept.get("words", "")]
    return texts


def check_nothing_is_lost(home: Path, killed: Killed) -> None:
    desk = desktop.open_desk(home)
    found = on_the_disk(desk)
    desk.store.close()
    lost = [one for one in killed.typed.values() if not any(text.startswith(one["text"]) for text in found)]
    assert killed.typed, "too little was typed to tell"
    assert lost == []


def check_it_opens_where_it_was(home: Path, killed: Killed) -> None:
    """The same topic and row are in front, and what was being typed is offered and can be saved."""
    desk = desktop.open_desk(home)
    kept = people.scratch(desk)
    desk.store.close()
    with window_on(home) as window:
        view = window.pages["entry"].view  # type: ignore[attr-defined]
        assert (window.key, view.topic.key) == ("entry", "computer")
        assert view.grid.current_row().rec in killed.rows or "" in killed.rows
        for _entry in kept:
            notice = next(one for one in window.messages.shown() if one.notice.key == "scratch")
            notice.notice.acts[0].on()
            settle(window)
            view.form.save()
            settle(window)
        for one in kept.values():
            for text in (*one.get("fields", {}).values(), one.get("words", "")):
                assert not text or text in on_the_disk(window.session.desk)
        assert people.scratch(window.session.desk) == {}


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(n, marks=pytest.mark.torture) for n in range(5, 20))]
)
def test_a_kill_in_mid_typing_loses_at_most_the_last_two_seconds(home: Path, seed: int) -> None:
    killed = kill_while_typing(home, seed)
    check_nothing_is_lost(home, killed)
    check_it_opens_where_it_was(home, killed)


def test_nor_is_anything_lost_while_another_program_writes_to_the_same_home(home: Path) -> None:
    def elsewhere() -> None:
        desk = desktop.open_desk(home)
        for n in range(10, 25):
            add(desk, asset_code=f"MT-{n}", maker="HP")
        first = views.all_rows(desk, "computer")[0]
        entry.delete(desk, first.editing)
        entry.bring_back(desk, "computer", first.rec)
        desk.store.close()

    killed = kill_while_typing(home, 77, elsewhere)
    check_nothing_is_lost(home, killed)
    desk = desktop.open_desk(home)
    assert len(views.ids(desk, "computer")) >= 4 + 15
    desk.store.close()
