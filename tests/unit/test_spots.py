"""Blocks of cells: where what is pasted goes, what a fill takes from where."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.spots import Area, bands, filled_down, lines_of, placed, reach

SPOTS = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=12)
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).map(
    lambda size: [[f"{line}.{column}" for column in range(size[1])] for line in range(size[0])]
)


def area(top: int, left: int, deep: int, wide: int) -> set[tuple[int, int]]:
    return {(line, column) for line in range(top, top + deep) for column in range(left, left + wide)}


def test_one_value_goes_into_every_chosen_cell() -> None:
    assert dict(placed([["x"]], {(0, 0), (3, 2)})) == {(0, 0): "x", (3, 2): "x"}


def test_a_block_begins_at_the_first_chosen_cell_and_goes_beyond_the_others() -> None:
    assert dict(placed([["a", "b"], ["c", "d"]], {(1, 1)})) == {
        (1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d",
    }  # fmt: skip


@given(TABLES, st.integers(1, 3), st.integers(1, 3))
def test_a_block_is_repeated_where_it_fits_a_whole_number_of_times(
    said: list[list[str]], down: int, across: int
) -> None:
    deep, wide = len(said), len(said[0])
    chosen = area(2, 1, deep * down, wide * across)
    assert dict(placed(said, chosen)) == {
        (line, column): said[(line - 2) % deep][(column - 1) % wide] for line, column in chosen
    }


@given(TABLES, SPOTS)
def test_a_paste_goes_no_farther_than_it_was_said_to_reach(
    said: list[list[str]], chosen: set[tuple[int, int]]
) -> None:
    lines = set(reach(chosen, len(said), single=said == [["0.0"]]))
    assert {line for (line, _column), _text in placed(said, chosen)} <= lines


@given(SPOTS)
def test_a_fill_takes_from_one_line_and_only_into_chosen_cells(chosen: set[tuple[int, int]]) -> None:
    found = filled_down(chosen)
    top, bottom = min(chosen)[0], max(chosen)[0]
    assert set(found) == {spot for spot in chosen if spot[0] > top or (top == bottom and top > 0)}
    source = top if top < bottom else top - 1
    assert all(taken == (source, column) for (_line, column), taken in found.items())


AREAS = st.lists(
    st.tuples(*[st.integers(0, 6)] * 4).map(
        lambda ends: Area(min(ends[0::2]), min(ends[1::2]), max(ends[0::2]), max(ends[1::2]))
    ),
    max_size=4,
)


@given(AREAS)
def test_bands_hold_each_selected_cell_once_from_the_top_and_the_left(areas: list[Area]) -> None:
    found = [(line, column) for lines, columns in bands(areas) for line in lines for column in columns]
    one_by_one = (area(top, left, bottom - top + 1, right - left + 1) for top, left, bottom, right in areas)
    assert found == sorted(set().union(*one_by_one))


def test_copied_cells_stand_line_by_line() -> None:
    assert lines_of({(3, 1): "c", (0, 2): "b", (0, 1): "a"}) == [["a", "b"], ["c"]]
