"""Computers and devices as other forms of fixed assets show them: those held, and those no longer there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.app.confirming import DISPOSED, LOST, MISTAKEN, TRANSFERRED
from desktop_app.app.ports import Desk, Query, StoredRow
from desktop_app.app.views import Row, all_rows, rows_in, unit_id
from desktop_app.domain import values
from desktop_app.domain.ops import DELETED, LIFE, RETIRED
from desktop_app.domain.text import sort_key
from desktop_app.domain.topic import Topic
from desktop_app.paper.assets import TOPICS, Saying
from desktop_app.paper.words import grouped

_WHY = {
    DISPOSED: "Thanh lý",
    TRANSFERRED: "Điều chuyển, bàn giao",
    LOST: "Mất, thất lạc",
}
"""Reasons as the forms say them: Vietnamese in any language of the window."""

_SPEC = (("cpu", "{}"), ("ram_gb", "RAM {} GB"), ("disk_kind", "{}"), ("disk_gb", "{} GB"))


@dataclass(frozen=True, slots=True)
class Holding:
    """One asset; the year it was put in use, amounts in đồng; None or "" is not known.

    ``name`` says what it is, its maker, model and serial number; ``measure`` is what it is counted in;
    ``why`` the reason for which it is no longer there; ``is_guess``: its cost is an estimate.
    """

    name: str
    code: str = ""
    office: str = ""
    measure: str = "Cái"
    spec: str = ""
    year: int | None = None
    cost: int | None = None
    residual: int | None = None
    why: str = ""
    is_guess: bool = False

    @property
    def described(self) -> str:
        """What it is and how it is equipped."""
        return ", ".join(filter(None, (self.name, self.spec)))


def cost_notes(rows: Sequence[Holding]) -> Iterator[str]:
    """Yield what is to be known of a total of costs: how many are not in it, how many are estimates."""
    unpriced, guessed = sum(one.cost is None for one in rows), sum(one.is_guess for one in rows)
    if unpriced:
        yield f"* Chưa có nguyên giá của {grouped(unpriced)} tài sản; dòng cộng chỉ gồm số đã biết."
    if guessed:
        yield f"Nguyên giá của {grouped(guessed)} tài sản là số ước tính."


def holdings(desk: Desk, unit: str, office: str | None, words: str = "") -> list[Holding]:
    """Return what a unit (code), or one of its offices (record id), has, topic by topic.

    ``words``: those only whose record holds them, as in the search of a grid.
    """
    query = Query(unit=unit, equal=() if office is None else (("office", office),), search=words)
    return _gathered(desk, lambda topic: [(row, "") for row in all_rows(desk, topic.key, query)])


def retired(desk: Desk, unit: str, office: str | None) -> list[Holding]:
    """Return what was said to be there no more, and was there: not what was entered by mistake."""

    def gone(topic: Topic) -> list[tuple[Row, str]]:
        with desk.store.read() as tx:
            whose = unit_id(desk, tx, unit)
            stored = [one for one in tx.deleted(topic.key) if one.unit == whose and _was_there(one, office)]
            why = [str(one.state.shown(RETIRED)) for one in stored]
            return [
                (row, _WHY.get(said, said))
                for row, said in zip(rows_in(desk, tx, topic, stored), why, strict=True)
            ]

    return _gathered(desk, gone)


def _was_there(row: StoredRow, office: str | None) -> bool:
    state = row.state
    if state.shown(LIFE) != DELETED or state.shown(RETIRED) in {None, MISTAKEN}:
        return False
    return office is None or values.plain(values.from_json(state.shown("office"))) == office


def _gathered(desk: Desk, rows: Callable[[Topic], list[tuple[Row, str]]]) -> list[Holding]:
    made: list[Holding] = []
    for topic in map(desk.topics.get, TOPICS):
        found = [_holding(topic, row, why) for row, why in rows(topic)]
        made += sorted(found, key=lambda one: (sort_key(one.name), sort_key(one.code)))
    return made


def _holding(topic: Topic, row: Row, why: str) -> Holding:
    says = Saying(topic, row)
    serial = says("serial")
    parts = (says.kind(), says("maker"), says("model"), f"số sê-ri {serial}" if serial else "")
    return Holding(
        name=" ".join(filter(None, parts)),
        code=says("asset_code"),
        office=says("office"),
        measure="Bộ" if says.kind() == "Máy tính để bàn" else "Cái",
        spec=", ".join(_spec(topic, says)),
        year=says.amount("year"),
        cost=says.amount("cost"),
        residual=says.amount("residual"),
        why=why,
        is_guess=says.guesses("cost"),
    )


def _spec(topic: Topic, says: Saying) -> Iterator[str]:
    for key, shape in _SPEC:
        if key in topic.by_key and says(key):
            yield shape.format(says(key))
