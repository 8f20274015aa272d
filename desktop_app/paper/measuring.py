"""How wide texts are, and which of their words are too wide for the place they stand in."""

import re
from collections.abc import Iterator, Sequence
from math import ceil

from desktop_app.paper.metrics import face

_BLANKS = re.compile("[ \n]")
_BLANKS_KEPT = re.compile("([ \n]+)")
# Words do not fill a line to its end: so much more room a text takes than its letters.
_RAGGED = 1.15

Pieces = list[str]
"""Plain and breakable text by turns, the first being plain."""


class Measure:
    """Measures texts of one style, each distinct word once."""

    def __init__(self, style: str = "Regular") -> None:
        self._face = face(style)
        self._words: dict[str, float] = {}
        self._blank = self._face[" "]

    def word(self, text: str) -> float:
        """Returns the width of a word in em."""
        width = self._words.get(text)
        if width is None:
            width = self._words[text] = self._face.width(text)
        return width

    def line(self, text: str) -> float:
        """Returns the width of the widest line of ``text`` in em."""
        if "\n" in text:
            return max(map(self.line, text.split("\n")))
        return sum(map(self.word, text.split(" "))) + self._blank * text.count(" ")

    def longest_word(self, text: str) -> float:
        """Returns the width of the widest word of ``text`` in em."""
        return max(map(self.word, _BLANKS.split(text)))

    def title(self, text: str) -> float:
        """Returns the least width in em at which a title takes two lines; a long one, two words a line."""
        words = [self.word(word) for word in _BLANKS.split(text)]
        most = max(2, (len(words) + 1) // 2)
        for width in sorted({sum(words[i:j]) + self._blank * (j - i - 1) for i, j in _runs(len(words))}):
            if width >= max(words) and self._filled(words, width) <= most:
                return width
        return max(words)

    def _filled(self, words: Sequence[float], width: float) -> int:
        count, used = 1, 0.0
        for word in words:
            if used and used + self._blank + word > width + 1e-6:
                count, used = count + 1, 0.0
            used += word + (self._blank if used else 0.0)
        return count

    def wrapped(self, text: str, room: float) -> int:
        """Returns in how many lines ``text`` is set in a column ``room`` em wide; never too few.

        A line takes as many words as fit, as the typesetter fills it; kerning, left out, only saves room.
        """
        return sum(self._wrapped(line, room) for line in text.split("\n"))

    def _wrapped(self, line: str, room: float) -> int:
        if self.line(line) <= room:
            return 1
        count, used = 1, -self._blank
        for word in line.split(" "):
            width = self.word(word)
            if used > 0 and used + self._blank + width > room + 1e-6:
                count, used = count + 1, -self._blank
            if width > room + 1e-6:  # broken anywhere: up to a sign's width stays free on each of its lines
                count += int(width / max(room - 1.0, 0.5))
            used += self._blank + min(width, room)
        return count

    def lines(self, text: str, room: float) -> int:
        """Returns about how many lines ``text`` takes in a column ``room`` em wide."""
        return sum(max(1, ceil(self.line(each) * _RAGGED / room)) for each in text.split("\n"))


def pieces(text: str, room: float, measure: Measure) -> Pieces:
    """Returns ``text`` cut into plain and breakable pieces by turns; joined, they are the text again."""
    found = [""]
    for token in _BLANKS_KEPT.split(text):
        wide = measure.longest_word(token) > room
        if wide == (len(found) % 2 == 0):
            found[-1] += token
        else:
            found.append(token)
    return found


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """Yields start and end of each run of neighbours, at most three: a title's line is short."""
    return ((i, j) for i in range(count) for j in range(i + 1, min(i + 3, count) + 1))
