"""Text as paper can show it: what has no form in print is left out, what has no glyph becomes a box.

The records keep what was typed; only the page differs, and says so where a box stands.
"""

import re
import unicodedata

from desktop_app.paper.measuring import Measure, Pieces, pieces
from desktop_app.paper.metrics import face

BOX = "□"

# What a text engine acts on instead of showing it: overrides of the direction of writing.
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n") | {ord("\t"): "    "}
# In em: "Nghiêng", the longest syllable, takes 3.6; two figures and a dash in a code no more than 8.
_LONGEST_NAME = 10.0
_FOOT = 60
# Signs that a joiner makes into one, as the faces of a family.
_JOINED = re.compile("[^\n](?:\ufe0f?\u200d[^\n])+")
# Marks, joiners and skin tones that would follow a box: one box a sign is enough.
_FOLLOWERS = frozenset({"Mn", "Me", "Cf", "Cc", "Sk"})


class Printer:
    """Makes texts printable and remembers whether one of them lost a character to a box."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._glyphs = {c for c in face() if unicodedata.category(c) != "Cc"} - _DIRECTIONS | {"\n"}
        self._measure = Measure()
        self.boxed = False

    def __call__(self, text: str) -> str:
        """Returns ``text`` in NFC: tabs as blanks, all line ends as LF, a box for each missing glyph."""
        shown = self._known.get(text)
        if shown is None:
            shown = self._known[text] = self._show(text)
        return shown

    def prose(self, text: str) -> Pieces:
        """Returns a printable text that stands outside a table; words longer than any name may be broken."""
        return pieces(self(text), _LONGEST_NAME, self._measure)

    def _show(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        shown = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_ENDS)).rstrip("\n")
        if self._glyphs.issuperset(shown):
            return shown
        return "".join(map(self._sign, _JOINED.sub(self._first, shown)))

    def _first(self, joined: re.Match[str]) -> str:
        return joined[0] if self._glyphs.issuperset(joined[0]) else joined[0][0]

    def _sign(self, char: str) -> str:
        if char in self._glyphs:
            return char
        if char not in _DIRECTIONS and unicodedata.category(char) in _FOLLOWERS:
            return ""
        self.boxed = True
        return BOX


def clipped(text: str) -> str:
    """Returns the beginning of a text, for the foot of a page."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= _FOOT else first[: _FOOT - 1] + "…"
