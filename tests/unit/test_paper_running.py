"""Long tables of money: what each page comes to is carried to the next, and every row is in it once."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from paper_kit import UNIT, asset, c53, pages, register

from desktop_app.paper import C53, Column, PaperHead, Register, pdf
from desktop_app.paper.measuring import Measure
from desktop_app.paper.running import running

CARRY, BROUGHT, TOTAL = "Cộng chuyển trang sau", "Mang sang", "Cộng"
WORD = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<')
LANDSCAPE_FOOT = (210 - 15) / 25.4 * 72
"""Where the room between the margins ends, in points from the top."""
amounts = st.none() | st.integers(-(10**12), 10**12)


def known(shown: str) -> int | None:
    return int(shown.rstrip("*").replace(".", "")) if shown else None


@given(st.lists(st.tuples(amounts, amounts), max_size=30))
def test_a_running_total_is_the_sum_of_all_known_amounts_so_far(rows: list[tuple[int | None, ...]]) -> None:
    """And a star says where one was not known; where none was, there is no total."""
    found = running(rows, (2, 4), 5)
    assert len(found.rows) == len(rows) + 1
    for until, cells in enumerate(found.rows):
        for at, column in enumerate((2, 4)):
            so_far = [row[at] for row in rows[:until]]
            sums = [amount for amount in so_far if amount is not None]
            assert known(cells[column]) == (sum(sums) if sums else None)
            assert cells[column].endswith("*") == (bool(sums) and None in so_far)
        assert {cells[0], cells[1], cells[3]} == {""}
    assert found.total[1] == TOTAL
    assert found.total[2:] == list(found.rows[-1])[2:]
    assert list(found.missing) == [sum(row[at] is None for row in rows) for at in range(2)]


@given(st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=30))
def test_a_total_that_holds_an_estimate_is_marked_as_one(rows: list[tuple[int | None, bool]]) -> None:
    found = running(
        [(amount,) for amount, _guess in rows], (1,), 2, named=0, guesses=[(g,) for _a, g in rows]
    )
    for until, (_name, cell) in enumerate(found.rows):
        assert cell.endswith(" (ước)") == any(guess for _amount, guess in rows[:until])


def test_a_register_marks_the_total_of_estimates_and_no_other() -> None:
    amounts = {1: [1000, 2000], 2: [10, 20]}
    [page] = pages(register(3, 2, amounts=amounts, guesses={1: [False, True]}))
    assert "Cộng 3.000 (ước) 30 " in page


def carried(page: str, label: str, figures: int = 9) -> str | None:
    """The figures behind a label on a page; C53-HD has nine."""
    found = re.search(rf"{label} ((?:-?[\d.]+\*? ?){{{figures}}})", page)
    return found[1].strip() if found else None


def check_pages(found: list[str], costs: list[int]) -> None:
    """Each page begins with what the one before came to, and its own rows are all that was added."""
    at = 0
    for number, page in enumerate(found):
        is_last = number == len(found) - 1
        assert carried(page, BROUGHT) == (carried(found[number - 1], CARRY) if number else None)
        said = carried(page, f"(?<!chuyển ){TOTAL}" if is_last else CARRY)
        assert said is not None
        rows = [int(n) for n in re.findall(r"(?:^| )(\d+) Máy tính để bàn thử", page)]
        assert rows == list(range(at + 1, at + 1 + len(rows)))
        assert rows
        at += len(rows)
        assert int(said.split()[1].replace(".", "")) == sum(costs[:at])
    assert at == len(costs)


@settings(max_examples=6, phases=[Phase.generate])
@given(st.lists(st.tuples(st.integers(1, 10**10), st.integers(0, 40)), min_size=20, max_size=120))
def test_c53_carries_its_totals_whatever_the_height_of_its_rows(
    rows: list[tuple[int, int]],
) -> None:
    """Rows are shared out by measured heights: a page that was measured too low would break in two."""
    costs = [cost for cost, _words in rows]
    assets = [
        asset(
            at,
            book_cost=cost,
            count_cost=cost,
            place="Phòng Văn hóa " * words,
            note="chờ sửa " * (words // 3),
        )
        for at, (cost, words) in enumerate(rows, start=1)
    ]
    check_pages(pages(C53(PaperHead(UNIT), assets)), costs)


@pytest.mark.parametrize("rows", range(8, 60, 4))
def test_signatures_stand_below_the_last_row_and_the_total(rows: int) -> None:
    *others, last = pages(c53(rows))
    assert f"Máy tính để bàn thử {rows} " in last
    assert "Trưởng ban kiểm kê" in last
    assert f"{TOTAL} {rows} " in last
    assert all("Kế toán trưởng" not in page for page in others)


def test_a_row_higher_than_a_page_has_pages_of_its_own() -> None:
    tall = asset(2, note=" ".join(f"từ{number}" for number in range(2500)))
    found = pages(C53(PaperHead(UNIT), [asset(1), tall, asset(3)]))
    text = " ".join(found)
    assert all(f"từ{number}" in text for number in range(2500))
    assert carried(found[0], CARRY) == "1 15.500.000 5.166.000 1 15.500.000 5.166.000 0 0 0"
    assert "Máy tính để bàn thử 3" in found[-1]
    assert carried(found[-1], TOTAL) == "3 46.500.000 15.498.000 3 46.500.000 15.498.000 0 0 0"


def test_what_is_not_known_is_starred_on_every_page() -> None:
    found = pages(C53(PaperHead(UNIT), [asset(1, book_cost=None), *(asset(at) for at in range(2, 80))]))
    assert len(found) > 2
    assert all("*" in (carried(page, CARRY) or "") for page in found[:-1])


def test_a_short_inventory_carries_nothing() -> None:
    for rows in (0, 1, 5):
        [page] = pages(c53(rows))
        assert CARRY not in page
        assert BROUGHT not in page


# --- registers ----------------------------------------------------------------------------------------


def money(rows: int, columns: int = 2) -> Register:
    """A register whose last column is money, n × 1.000 đồng in row n."""
    titles = [*(Column(f"Tiêu đề {at}") for at in range(1, columns)), Column("Nguyên giá", "right")]
    amounts = [number * 1000 for number in range(1, rows + 1)]
    cells = [[*("chữ" for _ in range(1, columns)), f"{amount}"] for amount in amounts]
    return Register("SỔ", UNIT, titles, cells, amounts={columns - 1: amounts})


@pytest.mark.parametrize(("rows", "total"), [(1, "1.000"), (30, "465.000"), (1000, "500.500.000")])
def test_a_register_adds_its_money_up(rows: int, total: str) -> None:
    found = pages(money(rows))
    assert carried(found[-1], f"(?<!chuyển ){TOTAL}", 1) == total
    for before, after in pairwise(found):
        assert carried(before, CARRY, 1)
        assert carried(after, BROUGHT, 1) == carried(before, CARRY, 1)


def test_a_register_in_english_carries_in_english() -> None:
    found = pages(money(100), lang="en")
    on_page, brought = (
        re.search(rf"{word} forward ([\d,]+)", page)
        for word, page in zip(("Carried", "Brought"), found, strict=False)
    )
    assert on_page
    assert brought
    assert on_page[1] == brought[1]
    assert "Total 5,050,000" in found[-1]


def test_only_the_group_of_columns_with_the_money_has_a_total() -> None:
    found = pages(money(20, columns=70))
    assert sum(TOTAL in page for page in found) == 1


def test_few_columns_stand_upright_and_many_do_not() -> None:
    assert len(pages(register(2, 50))) < len(pages(register(12, 50)))


# --- heights ------------------------------------------------------------------------------------------


@given(st.text("aăâ bc -/.\u00a0\n", max_size=200), st.floats(2, 30))
def test_lines_are_never_measured_too_few(text: str, room: float) -> None:
    """As many lines as its letters take up, and one for each line that was typed."""
    measure = Measure()
    lines = measure.wrapped(text, room)
    assert lines >= text.count("\n") + 1
    assert lines * room >= max(map(measure.line, text.split("\n"))) - len(text)


def test_a_page_that_is_carried_forward_has_no_room_for_another_row(tmp_path: Path) -> None:
    """Not even where "Cộng chuyển trang sau" takes two lines and "Mang sang" takes one."""
    columns = [Column("Mã"), *(Column(f"Số tiền của cột thứ {at}", "right") for at in range(1, 13))]
    rows = [[f"A{at}", *["1.234.567.890"] * 12] for at in range(1, 201)]
    amounts = {at: [1_234_567_890] * 200 for at in range(1, 13)}
    path = tmp_path / "long.pdf"
    path.write_bytes(pdf(Register("SỔ", UNIT, columns, rows, amounts=amounts)))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    carried_on = [page for page in boxes.split("<page ") if ">chuyển<" in page]
    assert len(carried_on) > 3
    for page in carried_on:
        words = [(float(top), float(foot), word) for top, foot, word in WORD.findall(page)]
        first, second = [top for top, _foot, word in words if re.fullmatch(r"A\d+", word)][:2]
        free = LANDSCAPE_FOOT - max(foot for _top, foot, _word in words if foot < LANDSCAPE_FOOT)
        assert free < second - first + 4
