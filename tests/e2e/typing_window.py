"""A real window in a process of its own, in which somebody types without end: to be killed in the middle.

Run as ``typing_window.py HOME SEED``. Each line of its output says what had been typed where, at which time
of the machine's monotonic clock: ``{"at", "editor", "text", "row"}``; the text of an editor only grows, and
is empty where the cursor has just moved; ``row`` is the record under it, "" on the row for a new one.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from PySide6.QtTest import QTest
from window_kit import at, enter, open_window, settle, topic, type_keys

from desktop_app.ui.pages.topic import TopicView

LETTERS = "abcdeghiklmnopqrstuvxy"


class Typist:
    """Types words of chance into the cells and the form of one topic."""

    def __init__(self, view: TopicView, seed: int) -> None:
        self.view, self.chance, self.editors = view, random.Random(seed), 0

    def work(self) -> None:
        """Type into one more place: a cell, the row for a new record, or the form."""
        self.editors += 1
        self.chance.choice([self._cell, self._cell, self._new_row, self._form])()

    def _cell(self) -> None:
        row = self.chance.randrange(4)
        self._fill(row, self.chance.choice(["maker", "model", "room"]))

    def _new_row(self) -> None:
        self._fill(self.view.grid.rows.rowCount() - 1, "room")

    def _fill(self, row: int, field: str) -> None:
        at(self.view.grid, row, field)
        self._say("")
        self._type()
        enter()
        self._say("")
        QTest.qWait(30)

    def _form(self) -> None:
        field = self.chance.choice(["maker", "model", "room"])
        at(self.view.grid, self.chance.randrange(4), field)
        self._say("")
        QTest.qWait(30)
        editor = self.view.form.questions[field].editor
        editor.setFocus()
        editor.selectAll()  # type: ignore[attr-defined]
        self._type()
        self.view.form.save()
        QTest.qWait(30)

    def _type(self) -> None:
        # The number makes every text another: what is found on the disk is told apart by its beginning.
        text = ""
        for letter in f"{self.editors}x" + "".join(
            self.chance.choices(LETTERS, k=self.chance.randrange(8, 60))
        ):
            type_keys(letter)
            text += letter
            self._say(text)
            QTest.qWait(self.chance.choice([10, 40, 80, 160]))

    def _say(self, text: str) -> None:
        found = self.view.grid.current_row()
        said = {
            "at": time.monotonic(),
            "editor": self.editors,
            "text": text,
            "row": found.rec if found else "",
        }
        print(json.dumps(said), flush=True)


def main(home: Path, seed: int) -> None:
    window = open_window(home)
    view = topic(window)
    settle(window)
    typist = Typist(view, seed)
    while True:
        typist.work()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
