"""Photos of a record: its value names them by hash, their bytes lie beside the log (SYNC.md, rule 16).

A value is a list of ``{"bytes": 183042, "sha256": "…64 hex…"}`` in the order in which they were added.
The size stands with the hash so that whoever lacks a photo knows what it would cost to fetch.
"""

import hashlib
import re
from typing import Any, Final

MOST: Final = 6
"""So many photos a record, at most: a bundle has to fit through a slow line."""
LARGEST: Final = 2_000_000
"""No photo has more bytes; one of 1280 pixels has a tenth of it."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAMES: Final = ["bytes", "sha256"]


def name_of(content: bytes) -> dict[str, Any]:
    """Return what a value says of a photo."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def fits(v: Any) -> bool:
    """Return whether ``v`` is a value of photos: at least one, each once."""
    if not isinstance(v, list) or not 0 < len(v) <= MOST or not all(map(_is_name, v)):
        return False
    return len({name["sha256"] for name in v}) == len(v)


def _is_name(name: Any) -> bool:
    if not isinstance(name, dict) or sorted(name) != _NAMES:
        return False
    size, sha256 = name["bytes"], name["sha256"]
    whole = type(size) is int and 0 < size <= LARGEST
    return whole and isinstance(sha256, str) and bool(_SHA256.fullmatch(sha256))


def hashes(v: Any) -> list[str]:
    """Return the hashes that a value names, in order; none of what is no such value."""
    return [name["sha256"] for name in v] if fits(v) else []


def show(v: Any, lang: str) -> str:
    """Return how many photos a value names, in words."""
    return f"photos: {len(v)}" if lang == "en" else f"{len(v)} ảnh"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a value."""
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST}
    sha256 = {"type": "string", "pattern": f"^{_SHA256.pattern}$"}
    name = {
        "type": "object",
        "properties": {"bytes": size, "sha256": sha256},
        "required": _NAMES,
        "additionalProperties": False,
    }
    return {"type": "array", "items": name, "minItems": 1, "maxItems": MOST, "uniqueItems": True}
