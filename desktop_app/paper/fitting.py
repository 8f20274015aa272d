"""Text in a box of a given size: wrapped, then set smaller, then cut with "…"; never beyond the box."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.paper.measuring import Measure

LINE = 1.15
"""How high a line is, in em (see `base` in page.typ)."""

_MOST = 400
"""What a label could ever show of a text, in characters."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines in one size (points); each with whether it is bold."""

    size: float
    lines: tuple[tuple[str, bool], ...]


class Fitter:
    """Fits texts in Liberation Serif; remembers the widths of words."""

    def __init__(self) -> None:
        self._faces = {False: Measure(), True: Measure("Bold")}

    def fit(
        self, parts: Sequence[tuple[str, bool]], room: tuple[float, float], sizes: Sequence[float]
    ) -> Fitted:
        """Return parts (text, bold), each beginning a line, in the largest size whose lines go into ``room``.

        ``room``: width and height in points. In the smallest size what is too much is cut: each part keeps a
        line as long as there is one, the first parts the most.
        """
        said = [(_shortened(" ".join(text.split())), bold) for text, bold in parts if text.strip()]
        for size in sizes:
            wrapped = self._wrapped(said, room[0] / size)
            if sum(map(len, wrapped)) <= _capacity(room[1], size):
                break
        else:
            wrapped = self._cut(wrapped, said, room[0] / size, _capacity(room[1], size))
        pairs = zip(wrapped, said, strict=True)
        return Fitted(size, tuple((line, bold) for lines, (_text, bold) in pairs for line in lines))

    def _wrapped(self, parts: Sequence[tuple[str, bool]], room: float) -> list[list[str]]:
        return [list(self._lines(text, room, self._faces[bold])) for text, bold in parts]

    def _lines(self, text: str, room: float, measure: Measure) -> Iterator[str]:
        """Yield lines no wider than ``room`` em; a word wider than that is broken anywhere."""
        line = ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if measure.line(longer) <= room:
                line = longer
                continue
            if line:
                yield line
            *full, line = _broken(word, room, measure)
            yield from full
        if line:
            yield line

    def _cut(
        self, wrapped: list[list[str]], parts: Sequence[tuple[str, bool]], room: float, most: int
    ) -> list[list[str]]:
        left, kept = most, []
        for at, (lines, (_text, bold)) in enumerate(zip(wrapped, parts, strict=True)):
            others = min(len(wrapped) - at - 1, max(0, left - 1))
            count = min(len(lines), left - others)
            shown = lines[:count]
            if 0 < count < len(lines):
                shown[-1] = _ellipsis(shown[-1], room, self._faces[bold])
            kept.append(shown)
            left -= count
        return kept


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST else text[:_MOST] + "…"


def _capacity(height: float, size: float) -> int:
    return max(1, int(height / (size * LINE) + 1e-6))


def _broken(word: str, room: float, measure: Measure) -> list[str]:
    found, piece = [], ""
    for sign in word:
        if piece and measure.line(piece + sign) > room:
            found.append(piece)
            piece = ""
        piece += sign
    return [*found, piece]


def _ellipsis(line: str, room: float, measure: Measure) -> str:
    while line and measure.line(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"
