"""The sample with ids: the same ones wherever and whenever it is made, so that it is never taken in twice."""

import uuid
from collections.abc import Iterator
from typing import Final

from desktop_app.domain.topic import Kind
from desktop_app.domain.values import Cell, Value
from desktop_app.sample import make
from desktop_app.sample.record import Record
from desktop_app.topics.registry import Registry

_SAMPLE: Final = uuid.UUID("6d6f6475-6f6e-5067-8e73-616d706c6500")


def record_id(code: str, ref: str) -> str:
    """Return the id of a record of the sample: a name-based UUID (RFC 9562 §5.5) of unit and ``ref``."""
    return str(uuid.uuid5(_SAMPLE, f"{code}/{ref}"))


def identified(code: str, topics: Registry) -> Iterator[Record]:
    """Yield the records of a unit with ids for ``ref``, also in the references."""
    for record in make(code):
        fields = topics.get(record.topic).by_key
        cells = {
            key: _pointed(code, cell) if fields[key].kind is Kind.REFERENCE else cell
            for key, cell in record.cells.items()
        }
        yield Record(record.topic, record_id(code, record.ref), cells)


def _pointed(code: str, cell: Cell) -> Cell:
    return Value(record_id(code, cell.v), cell.state) if isinstance(cell, Value) and cell.v else cell
