"""Sheets of labels as data: the sizes that are sold, one's own, and the printer's offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.label_sheets import A4, KNOWN, offset_text, read_layout, read_offset


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("24", (0, 0.5), (140, 259.5)), ("40", (0, 0), (157.5, 267.3)), ("65", (4.75, 10.7), (167.15, 265.1))],
)
def test_the_sheets_that_are_sold(name: str, first: tuple[float, float], last: tuple[float, float]) -> None:
    layout = read_layout(name)
    assert layout is not None
    assert (layout.cells, layout.fits) == (int(name), True)
    assert layout.at(0) == first
    assert layout.at(layout.cells - 1) == pytest.approx(last)


def test_ones_own_stands_in_the_middle_or_where_it_is_said() -> None:
    centred, placed = read_layout("60 x 30 : 3x9"), read_layout("60x30,5:3x9@5;8+2,5;0")
    assert centred is not None
    assert placed is not None
    assert centred.at(0) == (15, 13.5)
    assert placed.at(4) == (5 + 60 + 2.5, 8 + 30.5)


@pytest.mark.parametrize("bad", ["", "25", "70x37", "70x37:4x8", "70x37:3x9", "0x10:2x2", "70x37:0x0", "ảnh"])
def test_what_is_no_sheet_or_does_not_fit_on_a4_is_none(bad: str) -> None:
    assert read_layout(bad) is None


@given(st.sampled_from(sorted(KNOWN)), st.data())
def test_no_cell_lies_on_another_or_off_the_sheet(name: str, data: st.DataObject) -> None:
    layout = KNOWN[name]
    one, other = data.draw(st.lists(st.integers(0, layout.cells - 1), min_size=2, max_size=2, unique=True))
    (x, y), (u, v) = layout.at(one), layout.at(other)
    assert abs(x - u) >= layout.width - 1e-9 or abs(y - v) >= layout.height - 1e-9
    assert 0 <= x <= A4[0] - layout.width + 0.01
    assert 0 <= y <= A4[1] - layout.height + 0.01


@pytest.mark.parametrize("typed", ["1.5,-0.3", "1,5; -0,3", "1,5 -0,3", " 1.5 ; -0.3 ", "1.5, -0.3"])
def test_an_offset_is_read_with_points_and_with_commas(typed: str) -> None:
    assert read_offset(typed) == (1.5, -0.3)


@pytest.mark.parametrize("typed", ["", "1", "1,5,2", "a;b", "21;0", "nan;0", "inf;1"])
def test_what_is_no_offset_is_none(typed: str) -> None:
    assert read_offset(typed) is None


@given(st.tuples(*[st.integers(-200, 200).map(lambda n: n / 10)] * 2))
def test_an_offset_comes_back_as_it_was_kept(offset: tuple[float, float]) -> None:
    assert read_offset(offset_text(offset)) == offset
