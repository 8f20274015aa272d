"""Which columns a topic's grid shows, in what order and how wide, and how many stand still: remembered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from desktop_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns``: keys, () for all; ``widths``: key → pixels at 100 %; ``frozen``: None for the usual."""

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int | None = None


def remembered(session: Session, topic: str) -> Layout:
    """Return the layout of a topic; what is damaged or strange is the usual one."""
    found = session.settings.grids.get(topic)
    kept: dict[str, Any] = found if isinstance(found, dict) else {}
    columns, widths, frozen = kept.get("columns"), kept.get("widths"), kept.get("frozen")
    return Layout(
        tuple(map(str, columns)) if isinstance(columns, list) else (),
        {key: v for key, v in widths.items() if type(v) is int} if isinstance(widths, dict) else {},
        frozen if type(frozen) is int else None,
    )


def remember(session: Session, topic: str, **changes: Any) -> Layout:
    """Change a topic's layout, and remember it; return it."""
    changed = replace(remembered(session, topic), **changes)
    kept = {**asdict(changed), "columns": list(changed.columns), "widths": dict(changed.widths)}
    session.remember(grids={**session.settings.grids, topic: kept})
    return changed


def forget(session: Session, topic: str) -> None:
    """Return to the usual layout."""
    session.remember(grids={key: v for key, v in session.settings.grids.items() if key != topic})
