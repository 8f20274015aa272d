"""Entering the sample through the same use cases as the window."""

from desktop_app.app import entry
from desktop_app.app.checking import finalise
from desktop_app.app.ports import Desk
from desktop_app.domain.topic import Kind, Topic
from desktop_app.domain.values import Cell, Value
from desktop_app.sample import drafts, make


def enter(desk: Desk, code: str) -> int:
    """Enter the sample of ``code`` into its home and make it final but for a few drafts; return how many."""
    recs: dict[str, str] = {}
    edits: list[tuple[entry.Editing, dict[str, Cell]]] = []
    for record in make(code):
        editing = entry.new_record(desk, record.topic)
        recs[record.ref] = editing.rec
        edits.append((editing, _resolved(desk.topics.get(record.topic), record.cells, recs)))
    entry.save_many(desk, edits)
    finalise(desk, but={recs[ref] for ref in drafts(code) if ref in recs})
    return len(edits)


def _resolved(topic: Topic, cells: dict[str, Cell], recs: dict[str, str]) -> dict[str, Cell]:
    """Return the cells with references turned from the sample's names into record ids."""
    return {
        name: Value(recs[cell.v], cell.state)
        if topic.by_key[name].kind is Kind.REFERENCE and isinstance(cell, Value) and cell.v is not None
        else cell
        for name, cell in cells.items()
    }
