"""One test for every topic on every surface: each shows every field, none knows a topic by name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.app import checking, entry, photos, views
from desktop_app.app.ports import Asking, Desk
from desktop_app.domain import kinds
from desktop_app.domain.schema import schema
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import Cell, Value
from desktop_app.paper.listing import table
from desktop_app.store.projections import table_name
from desktop_app.topics.registry import ALL
from desktop_app.ui.form.form import Form
from desktop_app.ui.grid.columns import columns_of
from desktop_app.ui.session import Session
from tests.e2e.window_kit import homes, open_window

TYPED = {
    Kind.TEXT: "Chữ", Kind.LONG_TEXT: "dòng 1\ndòng 2", Kind.WHOLE: "3", Kind.DECIMAL: "3,5",
    Kind.MONEY: "15 triệu", Kind.YEAR: "2019", Kind.DATE: "06/01/2023", Kind.MONTH: "12/2022",
    Kind.MOMENT: "06/01/2023 14:02",
    Kind.YES_NO: "Có", Kind.COORDINATES: "21.38, 103.01",
}  # fmt: skip


@pytest.fixture(params=ALL.all, ids=lambda topic: topic.key)
def topic(request: pytest.FixtureRequest) -> Topic:
    found: Topic = request.param
    return found


def typed(desk: Desk, field: Field, made: dict[str, str]) -> str:
    """What a person would type into a field."""
    if field.kind in (Kind.CHOICE, Kind.MULTI_CHOICE):
        return field.choices[0].label.vi
    if field.kind is Kind.REFERENCE:
        assert field.to is not None
        return made.setdefault(field.to, record(desk, field.to, made))
    if field.minimum is not None and field.minimum > 3 and field.kind in (Kind.WHOLE, Kind.DECIMAL):
        return str(field.minimum)
    return TYPED[field.kind]


def given(desk: Desk, field: Field, made: dict[str, str]) -> Cell:
    if field.kind is Kind.ATTACHMENT:
        return Value([photos.keep(desk, b"a photo")])
    return entry.read_cell(desk, field, typed(desk, field, made))


def record(desk: Desk, key: str, made: dict[str, str]) -> str:
    """Enter one record of a topic with every field filled in, as a person types; return its id."""
    editing = entry.new_record(desk, key)
    fields = desk.topics.get(key).fields
    cells = {field.key: given(desk, field, made) for field in fields}
    assert all(isinstance(cell, Value) for cell in cells.values()), cells
    return entry.save(desk, editing, cells).rec


def test_a_topic_on_every_surface(qtbot: Any, tmp_path: Path, commune: Desk, topic: Topic) -> None:
    rec = record(commune, topic.key, {})
    (row,) = (row for row in views.all_rows(commune, topic.key) if row.rec == rec)
    labels = [field.label.vi for field in kinds.written(topic)]

    # list, and the values that went in
    assert row.cells.keys() == topic.by_key.keys()
    shown = {field.key: views.show(field, row.cells[field.key], row.names) for field in topic.fields}
    assert all(shown.values())

    # projection: one typed column a field
    with commune.store.read() as tx:
        names = ", ".join(f'"{field.key}"' for field in topic.fields)
        (stored,) = tx.execute(f"SELECT {names} FROM {table_name(topic.key)} WHERE rec = :rec", {"rec": rec})
    python = {kinds.Column.TEXT: str, kinds.Column.INTEGER: int, kinds.Column.REAL: float}
    for field, value in zip(topic.fields, stored, strict=True):
        assert type(value) is python[kinds.rules(field).column], field.key

    # checks: the engine has an opinion on every record, and none is about an unknown field
    assert {problem.field for problem in checking.problems_of(commune, topic.key, rec)} <= {
        None,
        *topic.by_key,
    }

    # JSON Schema
    assert schema(topic)["properties"].keys() >= topic.by_key.keys()

    # grid
    assert {
        column.field.key for column in columns_of(topic, with_unit=False) if column.field is not None
    } == topic.by_key.keys()

    # print register
    listing = table(topic, [row], None)
    (printed,) = listing.rows
    titles = " ".join(column.title for column in listing.columns)
    assert all(label in titles for label in labels)
    assert all(printed)
    assert commune.paper.made(commune, "register", Asking(topic=topic.key)).pdf().startswith(b"%PDF")

    # workbook
    path = tmp_path / "b.xlsx"
    assert commune.workbooks.write(commune, path, [topic.key]) >= 1
    heads = " ".join(str(cell.value) for cell in openpyxl.load_workbook(path).worksheets[0][1])
    assert all(label in heads for label in labels)


@pytest.fixture(scope="module")
def session(qapp: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    _district, commune = homes(tmp_path_factory.mktemp("form"))
    window = open_window(commune)
    yield window.session
    window.close()


def test_the_form_asks_every_question(qtbot: Any, session: Session, topic: Topic) -> None:
    form = Form(session, topic)
    qtbot.addWidget(form)
    assert form.questions.keys() == topic.by_key.keys()
    for field in topic.fields:
        assert field.label.vi in form.questions[field.key].editor.accessibleName()
