"""Computers and devices as rows of C53-HD: Vietnamese in any language of the window, as the form is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from desktop_app.app.ports import Desk, Query
from desktop_app.app.views import Row, all_rows
from desktop_app.domain import kinds
from desktop_app.domain.kinds import Showing
from desktop_app.domain.text import sort_key
from desktop_app.domain.topic import Field, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.paper.model import AssetRow

TOPICS = ("computer", "peripheral")
"""The topics whose records are fixed assets, in the order in which the form lists them."""

# Where the answer to "Loại" does not say by itself what the thing is.
_KINDS = {
    ("computer", "desktop"): "Máy tính để bàn",
    ("computer", "laptop"): "Máy tính xách tay",
    ("computer", "all_in_one"): "Máy tính tất cả trong một",
    ("peripheral", "other"): "Thiết bị khác",
}


def assets(
    desk: Desk, unit: str, office: str | None, counted: Mapping[str, int] | None = None
) -> list[AssetRow]:
    """Return the assets of a unit (code), or of one of its offices (record id), topic by topic.

    ``counted``: record id → pieces found, blank for a record not in it; None: all are there as recorded.
    """
    made: list[AssetRow] = []
    for key in TOPICS:
        query = Query(unit=unit, equal=() if office is None else (("office", office),))
        rows = [
            _counted(_asset(desk.topics.get(key), row, in_office=office is not None), row.rec, counted)
            for row in all_rows(desk, key, query)
        ]
        made += sorted(rows, key=lambda row: (sort_key(row.name), sort_key(row.code), row.place))
    return made


def _asset(topic: Topic, row: Row, *, in_office: bool) -> AssetRow:
    says = Saying(topic, row)
    cost, residual = says.amount("cost"), says.amount("residual")
    return AssetRow(
        name=" ".join(filter(None, (says.kind(), says("maker"), says("model")))),
        code=says("asset_code"),
        place=", ".join(filter(None, (says("room"), "" if in_office else says("office")))),
        book_qty=1,
        book_cost=cost,
        book_residual=residual,
        count_qty=1,
        count_cost=cost,
        count_residual=residual,
        note="; ".join(says.notes()),
        draft=row.status == "draft",
        is_guess=any(map(says.guesses, ("cost", "residual"))),
    )


def _counted(asset: AssetRow, rec: str, counted: Mapping[str, int] | None) -> AssetRow:
    """Return an asset as it was counted; what was found of it is worth so many times what one piece is."""
    if counted is None:
        return asset
    pieces = counted.get(rec)
    return replace(
        asset,
        count_qty=pieces,
        count_cost=_worth(asset.book_cost, pieces),
        count_residual=_worth(asset.book_residual, pieces),
    )


def _worth(piece: int | None, pieces: int | None) -> int | None:
    if pieces == 0:
        return 0
    return None if piece is None or pieces is None else piece * pieces


def strays(found: Sequence[tuple[str, str]]) -> list[AssetRow]:
    """Return rows for what was found and is in no book, as (code, note): its worth is not known."""
    return [
        AssetRow("Tài sản ngoài sổ kế toán", code, "", 0, 0, 0, count_qty=1, note=note)
        for code, note in found
    ]


class Saying:
    """The cells of one record as text."""

    def __init__(self, topic: Topic, row: Row) -> None:
        self._topic, self._row = topic, row

    def __call__(self, key: str) -> str:
        return plain_text(self._topic.by_key[key], self._cell(key), self._row)

    def _cell(self, key: str) -> Cell:
        return self._row.cells.get(key)

    def kind(self) -> str:
        cell = self._cell("kind")
        known = _KINDS.get((self._topic.key, cell.v)) if isinstance(cell, Value) else None
        return known or self("kind") or self._topic.row.vi.capitalize()

    def amount(self, key: str) -> int | None:
        found = kinds.stored(self._topic.by_key[key], self._cell(key))
        return found if isinstance(found, int) else None

    def guesses(self, key: str) -> bool:
        """Return whether an amount is an estimate."""
        return is_estimate(self._cell(key))

    def notes(self) -> Iterator[str]:
        if not self("asset_code") and self("serial"):
            yield f"số sê-ri {self('serial')}"
        if self("condition"):
            yield self("condition")
        yield from self._money_notes(("cost", "residual"))
        if self._row.in_review:
            yield "có giá trị khác nhau, chờ xem lại"
        if self("note"):
            yield self("note")

    def _money_notes(self, keys: Sequence[str]) -> Iterator[str]:
        for key in keys:
            cell, called = self._cell(key), self._topic.by_key[key].label.vi.lower()
            if isinstance(cell, Raw):
                yield f"{called} ghi “{cell.raw}”, chưa đọc được"
            elif is_estimate(cell):
                yield f"{called} là số ước tính"


def is_estimate(cell: Cell) -> bool:
    """Return whether a cell holds an estimated value."""
    return isinstance(cell, Value) and cell.state is State.ESTIMATE and cell.v is not None


def plain_text(field: Field, cell: Cell, row: Row) -> str:
    """Return a cell in Vietnamese: what was typed where it could not be read, "" where nothing is known."""
    if isinstance(cell, Raw):
        return cell.raw
    if not isinstance(cell, Value) or cell.v is None:
        return ""
    return kinds.shown(field, cell.v, Showing("vi", lambda _topic, rec: row.names.get(rec, "")))
