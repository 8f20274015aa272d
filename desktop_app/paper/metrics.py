"""Advance widths of the fonts that pages are set in, so that columns are given the room their text needs.

Only what widths need is read (OpenType tables cmap format 4, head, hhea, hmtx). Kerning and ligatures are
left out: they make a text a little narrower, never wider.
"""

import struct
from collections.abc import Sequence
from functools import cache

from desktop_app.resources_path import resource


class Face(dict[str, float]):
    """Widths of single characters in em; a character that the font lacks is as wide as the widest letter."""

    def __missing__(self, _char: str) -> float:
        return 1.0

    def width(self, text: str) -> float:
        """Returns how wide ``text`` is on one line, in em."""
        return sum(map(self.__getitem__, text))


@cache
def face(style: str = "Regular") -> Face:
    """Returns the widths of Liberation Serif in a style: Regular, Bold, Italic or BoldItalic."""
    data = resource("fonts", "liberation", f"LiberationSerif-{style}.ttf").read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    advances = _shorts(data, tables["hmtx"], 2 * count)[::2]
    last = count - 1
    glyphs = _glyphs(data, tables["cmap"])
    return Face({char: advances[min(glyph, last)] / units for char, glyph in glyphs.items()})


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    records = struct.iter_unpack(">4s4xII", data[12 : 12 + 16 * count])
    return {tag.decode("ascii"): offset for tag, offset, _ in records}


def _glyphs(data: bytes, cmap: int) -> dict[str, int]:
    """Returns the glyph of each character of the Basic Multilingual Plane that the font can show."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    encodings = struct.iter_unpack(">HHI", data[cmap + 4 : cmap + 4 + 8 * count])
    table = cmap + next(offset for platform, encoding, offset in encodings if (platform, encoding) == (3, 1))
    (step,) = struct.unpack_from(">H", data, table + 6)  # bytes of each of the four arrays of segments
    ends, starts, deltas, ranges = (
        _shorts(data, table + at, step // 2) for at in (14, 16 + step, 16 + 2 * step, 16 + 3 * step)
    )
    found: dict[str, int] = {}
    for segment, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        codes = range(start, end + 1)
        glyphs: Sequence[int] = codes
        if offset:  # counted from its own place in the array of offsets
            glyphs = _shorts(data, table + 16 + 3 * step + 2 * segment + offset, len(codes))
        for code, glyph in zip(codes, glyphs, strict=True):
            if glyph and (glyph + delta) & 0xFFFF:
                found[chr(code)] = (glyph + delta) & 0xFFFF
    return found


def _shorts(data: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f">{count}H", data, at)
