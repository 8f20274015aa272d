"""Possible duplicates of one unit, and merging them: ``same:R``, always reversible (SYNC.md, _LIFE)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop_app.app import entry
from desktop_app.app.entry import Editing
from desktop_app.app.place import place_of
from desktop_app.app.ports import Desk, Transaction
from desktop_app.app.views import Row, rows_in, unit_id
from desktop_app.app.writing import append
from desktop_app.domain import ops, registers
from desktop_app.domain.identities import alike
from desktop_app.domain.ops import LIFE, LIVE, SAME, OpId
from desktop_app.domain.registers import RecordState
from desktop_app.domain.topic import Topic
from desktop_app.errors import UsageError
from desktop_app.i18n import _


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one topic and unit that may be one thing; ``by``: the fields in which they agree.

    ``rows`` oldest first, with the cells and heads as they stand now.
    """

    topic: str
    unit: str
    by: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> list[str]:
        """The fields in which the records do not say the same."""
        names = {name for row in self.rows for name in row.cells}
        return sorted(
            n for n in names if any(row.cells.get(n) != self.rows[0].cells.get(n) for row in self.rows)
        )


def duplicates(desk: Desk, unit: str | None = None) -> list[Group]:
    """Return the possible duplicates of all topics, or of one unit (a code)."""
    with desk.store.read() as tx:
        wanted = None if unit is None else unit_id(desk, tx, unit)
        return [found for topic in desk.topics.all for found in _groups(desk, tx, topic, wanted)]


def _groups(desk: Desk, tx: Transaction, topic: Topic, unit: str | None) -> Iterator[Group]:
    for ids, by in _alike(tx, topic, unit):
        rows = sorted(rows_in(desk, tx, topic, tx.rows(topic, ids)), key=lambda row: row.rec)
        yield Group(topic.key, rows[0].unit, tuple(by), tuple(rows))


def _alike(tx: Transaction, topic: Topic, unit: str | None) -> Iterator[tuple[list[int], list[str]]]:
    """Yield (row ids, fields) of the records of a space that agree in an identity."""
    if not topic.duplicates:
        return
    names = [topic.by_key[name].key for name in topic.duplicates]
    where = "" if unit is None else " WHERE unit = :unit"
    listed = ", ".join(f'"{name}"' for name in names)
    found = tx.execute(
        f"SELECT space, id, {listed} FROM p_{topic.key}{where} ORDER BY id",  # noqa: S608  # our own names
        {} if unit is None else {"unit": unit},
    )
    spaces: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for space, number, *identities in found:
        spaces.setdefault(space, []).append((number, dict(zip(names, identities, strict=True))))
    for rows in spaces.values():
        yield from alike(rows)


# --- merging -----------------------------------------------------------------------------------------


def suggested(rec: Editing, into: Editing) -> dict[str, str]:
    """Return field → record for what only ``rec`` says: chosen unless a person chooses otherwise."""
    return {
        name: rec.rec for name, cell in rec.cells.items() if cell is not None and into.cells.get(name) is None
    }


def merge(desk: Desk, rec: Editing, into: Editing, chosen: Mapping[str, str]) -> OpId | None:
    """Say that ``rec`` is the same thing as ``into``: it hides behind it, and can come back.

    Both as they were shown (SYNC.md, rules 1 and 4). ``chosen``: field → record id; where that is
    ``rec``, its value is copied by an ordinary set. One op. Raises `UsageError`.
    """
    if rec.topic != into.topic or rec.rec == into.rec or rec.space != into.space:
        raise UsageError(
            _("Chỉ gộp được hai bản ghi khác nhau của cùng chủ đề và cùng đơn vị."),
            where=f"{rec.rec}, {into.rec}",
        )
    taken = {name: rec.cells.get(name) for name, source in chosen.items() if source == rec.rec}
    with desk.store.write() as tx:
        _check_target(tx, into)
        place = place_of(tx)
        parts = [*entry.parts_of(into, taken, place.round.id), _life_part(rec, f"{SAME}{into.rec}")]
        return append(desk, tx, place, rec.space, parts)


def _check_target(tx: Transaction, into: Editing) -> None:
    state = tx.state(into.space, into.topic, into.rec) or RecordState()
    if not registers.plainly_live(state):
        raise UsageError(
            _("Bản ghi được giữ lại đã bị xoá hoặc đã gộp vào bản ghi khác."),
            where=into.rec,
            todo=_("Hãy khôi phục bản ghi đó trước, hoặc gộp theo chiều ngược lại."),
        )


def part(desk: Desk, topic: str, rec: str) -> OpId | None:
    """Take a merge back: the record stands for itself again; raises `UsageError` if it was not merged.

    Values that were copied stay in the other record: they are its own by now.
    """
    shown = entry.open_record(desk, topic, rec)
    if merged_into(desk, topic, rec) is None:
        raise UsageError(_("Bản ghi này không được gộp vào bản ghi nào."), where=rec)
    with desk.store.write() as tx:
        return append(desk, tx, place_of(tx), shown.space, [_life_part(shown, LIVE)])


def _life_part(shown: Editing, life: str) -> ops.Sets:
    return ops.sets(shown.topic, shown.rec, {LIFE: life}, [*shown.life, *shown.everything])


def merged_into(desk: Desk, topic: str, rec: str) -> str | None:
    """Return the record that this one is said to be the same as, or None."""
    with desk.store.read() as tx:
        space, _rec = entry.find(tx, topic, rec)
        state = tx.state(space, topic, rec) or RecordState()
    return next(iter(targets(state.heads.get(LIFE, {}).values())), None)


def targets(lives: Iterable[object]) -> list[str]:
    """Return the records that values of `_life` name as the same."""
    said = (life for life in lives if isinstance(life, str) and life.startswith(SAME))
    return sorted(life.removeprefix(SAME) for life in said)
