"""What the window remembers between two starts: language, theme, text size, place. Nothing that was typed."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

TEXT_SCALES: Final = (90, 100, 110, 125, 150)
"""Text sizes offered, in percent."""

THEMES: Final = ("system", "light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Settings:
    """One value a choice; ``geometry`` is Qt's own bytes, in base64.

    ``language`` is empty until the person has chosen; ``role`` is that of the last home, so that the first
    paint shows the right rail; ``folder`` is where the last bundle went. ``receipts`` is where a district
    writes receipts: a folder, "." beside each bundle, empty until the person was asked. ``matrices``: the
    topics that are shown as one sheet, their keys parted by spaces. ``carried``: "topic.field" of those whose
    value a new row takes from the row before, or does not, other than their topic says; parted by spaces.
    ``papers``: the folder of the last PDF that was saved elsewhere than in the documents. ``prints``: what
    was printed last (form, topic, unit, office) and the size of its pages (zoom). ``grids``: the columns of
    each topic (`ui.grid.layout`).
    """

    language: str = ""
    theme: str = "system"
    text_scale: int = 100
    geometry: str = ""
    role: str = ""
    page: str = ""
    folder: str = ""
    receipts: str = ""
    matrices: str = ""
    carried: str = ""
    papers: str = ""
    prints: dict[str, Any] = field(default_factory=dict)
    grids: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> "Settings":
        """Return what ``folder/window.json`` holds; what is missing, damaged or strange is the default."""
        try:
            found = json.loads((folder / "window.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls._of(found) if isinstance(found, dict) else cls()

    @classmethod
    def _of(cls, found: dict[str, Any]) -> "Settings":
        known = asdict(cls())
        kept = {key: v for key, v in found.items() if key in known and type(v) is type(known[key])}
        settings = cls(**kept)
        if settings.theme not in THEMES:
            settings = replace(settings, theme="system")
        settings = replace(settings, text_scale=_nearest(settings.text_scale))
        return settings if settings.language in ("", "vi", "en") else replace(settings, language="")

    def save(self, folder: Path) -> None:
        """Write ``folder/window.json``; a folder that cannot be written costs only the remembering."""
        target, temporary = folder / "window.json", folder / "window.json.tmp"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(asdict(self), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _nearest(scale: int) -> int:
    """Return the text size offered that is nearest: earlier versions offered others. A strange one is 100."""
    if not TEXT_SCALES[0] <= scale <= TEXT_SCALES[-1]:
        return 100
    return min(TEXT_SCALES, key=lambda offered: abs(offered - scale))
