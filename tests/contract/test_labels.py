"""Labels of a home's records: which, in which order, on which sheet; what the home remembers."""

import pytest

from desktop_app.app import labels
from desktop_app.app.ports import Asking, Desk
from desktop_app.domain.tags import tag_of
from desktop_app.errors import NotFoundError, UsageError
from desktop_app.paper.labelling import labels as made
from desktop_app.paper.labels import LabelSheets
from tests.desks import add


@pytest.fixture
def things(commune: Desk) -> dict[str, str]:
    """Asset code → record id of two computers and a printer, in two offices."""
    one, two = (add(commune, "office", name=name, kind="UBND") for name in ("Văn phòng", "Trạm Y tế"))
    return {
        "MT-2": add(commune, asset_code="MT-2", office=one, room="Phòng 10", maker="Dell", kind="Để bàn"),
        "MT-1": add(commune, asset_code="MT-1", office=one, room="Phòng 2"),
        "MI-1": add(commune, "peripheral", asset_code="MI-1", office=two, kind="Máy in", model="M404"),
    }


def codes(desk: Desk, **asked: str) -> list[str]:
    return [label.code for label in made(desk, Asking(**asked)).labels]


def test_labels_stand_office_by_office_and_room_by_room_each_with_its_records_tag(
    commune: Desk, things: dict[str, str]
) -> None:
    sheets = made(commune, Asking())
    assert isinstance(sheets, LabelSheets)
    assert [(label.code, label.office) for label in sheets.labels] == [
        ("MI-1", "Trạm Y tế"), ("MT-1", "Văn phòng"), ("MT-2", "Văn phòng"),
    ]  # fmt: skip
    assert [label.tag for label in sheets.labels] == [tag_of(things[label.code]) for label in sheets.labels]
    assert sheets.labels[2].name == "Máy tính để bàn Dell"
    assert sheets.labels[0].unit.startswith("UBND xã")


def test_a_subset_is_chosen_by_office_topic_and_words(commune: Desk, things: dict[str, str]) -> None:
    assert codes(commune, office="van phong") == ["MT-1", "MT-2"]
    assert codes(commune, topic="peripheral") == ["MI-1"]
    assert codes(commune, where="dell") == ["MT-2"]
    assert codes(commune, where="không có") == []
    with pytest.raises(NotFoundError):
        made(commune, Asking(office="Kho bạc"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"layout": "25"}, {"layout": "12x8:5x5"}, {"layout": "70x37:4x8"}, {"offset": "x"},
        {"offset": "30;0"}, {"start": 25}, {"start": 0}, {"topic": "village"},
    ],
)  # fmt: skip
def test_a_sheet_that_is_none_is_refused_and_not_remembered(commune: Desk, wrong: dict[str, object]) -> None:
    before = labels.remembered(commune)
    with pytest.raises(UsageError):
        made(commune, Asking(**wrong))  # type: ignore[arg-type]
    if "topic" not in wrong:
        with pytest.raises(UsageError):
            labels.remember(commune, Asking(**wrong))  # type: ignore[arg-type]
    assert labels.remembered(commune) == before


def test_the_sheet_and_the_printers_offset_are_used_again_until_others_are_said(commune: Desk) -> None:
    labels.remember(commune, Asking(layout="65", offset="1,5; -0,3"))
    sheets = made(commune, Asking())
    assert (sheets.layout.name, sheets.offset) == ("65", (1.5, -0.3))
    labels.remember(commune, Asking(offset="0;0"))
    sheets = made(commune, Asking(start=65))
    assert (sheets.layout.name, sheets.offset) == ("65", (0.0, 0.0))


def test_the_page_for_the_printer_has_no_labels(commune: Desk, things: dict[str, str]) -> None:
    sheets = made(commune, Asking(calibrate=True))
    assert (sheets.calibration, sheets.labels) == (True, [])
