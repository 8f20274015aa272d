"""Widths of columns: every need is met, the page is filled, words that cannot fit may be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.paper.columns import PADDING, Need, fit, groups, squeeze
from desktop_app.paper.measuring import Measure, pieces
from desktop_app.paper.metrics import face

WIDTH = 765.0
SIZES = (11.0, 10.0, 9.0, 8.0)


@st.composite
def needs(draw, most=30):
    count = draw(st.integers(1, most))
    em = st.floats(0, 400)
    return [
        Need(word := draw(em), word + draw(em), draw(em), draw(st.floats(0.01, 5)), draw(st.booleans()))
        for _ in range(count)
    ]


@given(needs())
def test_columns_fill_the_page_and_meet_every_need(columns):
    found = fit(columns, WIDTH, SIZES)
    if found is None:
        assert sum(need.least(SIZES[-1]) for need in columns) > WIDTH
        return
    assert found.size in SIZES
    assert sum(found.widths) == pytest.approx(WIDTH)
    for need, width in zip(columns, found.widths, strict=True):
        assert width >= need.least(found.size) - 1e-6


@given(needs(), st.integers(1, 2))
def test_groups_hold_every_column_once_after_the_repeated_ones(columns, repeated):
    found = groups([Need(2, 2), Need(3, 3), *columns], repeated, WIDTH, 9.0)
    assert all(each[:repeated] == list(range(repeated)) for each in found)
    rest = [at for each in found for at in each[repeated:]]
    assert rest == list(range(repeated, len(columns) + 2))


@given(needs(most=60))
def test_groups_fit_the_page(columns):
    every = [Need(2, 2), *columns]
    for each in groups(every, 1, WIDTH, 9.0):
        assert fit([every[at] for at in each], WIDTH, [9.0]) is not None


@given(needs())
def test_a_form_that_may_not_be_split_is_squeezed_onto_the_page(columns):
    assert sum(squeeze(columns, WIDTH, 7.5).widths) == pytest.approx(WIDTH)


def test_the_largest_type_that_fits_is_taken():
    short = [Need(4, 4, 4)] * 5
    assert fit(short, WIDTH, SIZES).size == 11.0
    assert fit([Need(7, 7, 7)] * 10, WIDTH, SIZES).size == 10.0
    assert fit([Need(8.5, 8.5)] * 10, WIDTH, SIZES).size == 8.0
    assert fit([Need(9, 9)] * 10, WIDTH, SIZES) is None


def test_a_slightly_smaller_type_is_taken_where_it_saves_breaking_lines():
    assert fit([Need(4, 14.5)] * 5, WIDTH, SIZES).size == 10.0
    assert fit([Need(4, 20)] * 5, WIDTH, SIZES).size == 11.0


def test_numbers_are_given_the_room_never_to_break():
    columns = [Need(12, 12, 2, number=True), *[Need(60, 60, 2)] * 6]
    found = fit(columns, WIDTH, SIZES)
    assert found.room(0) >= 12
    assert found.room(1) < 60


def test_room_is_what_a_cell_leaves_to_its_text():
    found = fit([Need(4, 4)], 100 + PADDING, [10.0])
    assert found.room(0) == pytest.approx(10)


@given(st.text(st.sampled_from("abẤ \n-"), max_size=80), st.floats(0.1, 20))
def test_pieces_are_the_text_again(text, room):
    measure = Measure()
    found = pieces(text, room, measure)
    assert "".join(found) == text
    for plain in found[::2]:
        assert measure.longest_word(plain) <= room


def test_widths_are_those_of_times_new_roman():
    """Liberation Serif is metric-compatible: widths of Times New Roman in thousandths of an em."""
    widths = {"0": 500, ".": 250, " ": 250, "A": 722, "W": 944, "i": 278, "m": 778, "đ": 500}
    for letter, width in widths.items():
        assert round(face()[letter] * 1000) == pytest.approx(width, abs=1)
    assert face("Bold")["A"] == pytest.approx(0.722, abs=0.001)
    assert face().width("00") == 1.0


@pytest.mark.parametrize(
    ("title", "lines"),
    [("Số", 1), ("Giá trị còn lại", 2), ("Nguyên giá", 2), ("Năm đưa vào sử dụng", 3)],
)
def test_a_title_is_set_in_lines_of_about_two_words(title, lines):
    measure = Measure("Bold")
    width = measure.title(title)
    assert width >= measure.longest_word(title)
    assert width <= measure.line(title) / lines * 1.5
