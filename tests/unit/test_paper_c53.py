"""C53-HD, Biên bản kiểm kê TSCĐ (TT 107/2017/TT-BTC)."""

import io
from datetime import date, datetime

import pypdf
import pytest
from paper_kit import HEAD, asset, c53, pages

from desktop_app.paper import C53, Member, pdf
from desktop_app.paper.c53 import figures


def row_of(document: C53, start: str) -> str:
    """What stands on the first page from ``start`` on."""
    text = pages(document)[0]
    return text[text.index(start) :]


def test_the_page_is_a4_landscape():
    box = pypdf.PdfReader(io.BytesIO(pdf(c53()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)


def test_head_title_and_circular():
    [page] = pages(c53())
    assert "Đơn vị: Ủy ban nhân dân xã Thanh Nưa Bộ phận: Văn phòng HĐND và UBND Mã QHNS: 1054321" in page
    assert "Mẫu số: C53-HD (Ban hành kèm theo Thông tư số 107/2017/TT-BTC ngày 10/10/2017" in page
    assert "BIÊN BẢN KIỂM KÊ TSCĐ" in page
    assert "Đã kiểm kê TSCĐ, kết quả như sau:" in page


@pytest.mark.parametrize(
    ("taken_at", "line"),
    [
        (datetime(2023, 1, 6, 14, 30), "Thời điểm kiểm kê: 14 giờ 30 phút, ngày 06 tháng 01 năm 2023"),  # noqa: DTZ001
        (date(2022, 6, 29), "Thời điểm kiểm kê: ...... giờ ngày 29 tháng 6 năm 2022"),
        (None, "Thời điểm kiểm kê: ...... giờ ngày ...... tháng ...... năm 20......"),
    ],
)
def test_what_is_not_known_of_the_moment_is_dotted(taken_at, line):
    assert line in pages(c53(taken_at=taken_at))[0]


def test_the_committee_by_name_position_body_and_role():
    members = [Member("Lò Văn Thử", "Phó Chủ tịch", "UBND xã", "Trưởng ban"), Member("Quàng Thị Mẫu")]
    [page] = pages(c53(committee=members))
    assert "1. Ông/Bà: Lò Văn Thử Chức vụ: Phó Chủ tịch Đại diện: UBND xã Trưởng ban" in page
    assert "2. Ông/Bà: Quàng Thị Mẫu Chức vụ: ....." in page


def test_without_a_committee_there_are_dotted_lines_to_fill_in():
    [page] = pages(c53())
    assert page.count("Ông/Bà: ....................") == 3
    assert page.count("Trưởng ban") == 2  # the first line, and the signature
    assert page.count("Ủy viên") == 2


def test_the_table_has_14_columns_under_two_levels_of_titles():
    [page] = pages(c53(1))
    assert "Theo sổ kế toán Theo kiểm kê Chênh lệch" in page
    assert "STT Tên TSCĐ Mã số Nơi sử dụng Ghi chú" in page
    for title in ("Số lượng", "Nguyên giá", "Giá trị còn lại"):
        assert page.count(title) == 3
    assert "1 Máy tính để bàn thử 1 MT-03319-0001 Văn phòng HĐND và UBND 1 15.500.000 5.166.000" in page


def test_differences_are_counted_less_booked():
    row = asset(book_qty=2, count_qty=1, book_cost=31_000_000, count_cost=15_500_000)
    assert figures(row) == (2, 31_000_000, 5_166_000, 1, 15_500_000, 5_166_000, -1, -15_500_000, 0)
    assert "5.166.000 -1 -15.500.000 0" in row_of(C53(HEAD, [row]), "1 Máy tính")


def test_blank_is_not_zero():
    unknown = asset(book_cost=None, count_residual=None)
    assert figures(unknown) == (1, None, 5_166_000, 1, 15_500_000, None, 0, None, None)
    line = row_of(C53(HEAD, [unknown, asset(2)]), "1 Máy tính").split(" 2 Máy tính")[0]
    assert line.endswith("UBND 1 5.166.000 1 15.500.000 0")


def test_the_sum_says_how_many_rows_had_no_figure():
    rows = [asset(1), asset(2, book_cost=None), asset(3, book_cost=None), asset(4, count_residual=None)]
    [page] = pages(C53(HEAD, rows))
    assert "Cộng 4 31.000.000* 20.664.000 4 62.000.000 15.498.000* 0 0* 0*" in page
    assert (
        "* Chưa có số liệu: nguyên giá theo sổ kế toán 2 dòng, giá trị còn lại theo kiểm kê 1 dòng." in page
    )


def test_a_column_without_any_figure_has_a_blank_sum():
    [page] = pages(C53(HEAD, [asset(book_cost=None, count_cost=None)]))
    assert "Cộng 1 5.166.000 1 5.166.000 0 0" in page


def test_where_all_is_known_there_is_no_note():
    [page] = pages(c53())
    assert "*" not in page
    assert "bản nháp" not in page


def test_drafts_are_marked_in_their_row_and_counted_below():
    [page] = pages(C53(HEAD, [asset(1, draft=True, note="hỏng chờ sửa"), asset(2)]))
    assert "bản nháp; hỏng chờ sửa" in page
    assert "1 dòng là bản nháp, số liệu chưa chốt." in page


def test_a_form_without_assets_is_still_a_form():
    [page] = pages(c53(0))
    assert "Cộng" in page
    assert "Trưởng ban kiểm kê" in page


def test_titles_and_page_numbers_on_every_page():
    found = pages(c53(120))
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert "Theo sổ kế toán Theo kiểm kê Chênh lệch" in page
        assert f"Trang {number}/{len(found)}" in page


def test_every_row_is_printed_once():
    text = " ".join(pages(c53(120)))
    assert [text.count(f"MT-03319-{number:04}") for number in range(1, 121)] == [1] * 120


def test_nobody_signs_a_page_that_says_nothing():
    """Whatever the number of rows: last row, sum and signatures stand on one page, below the titles."""
    for rows in range(1, 30):
        *before, last = pages(c53(rows))
        assert all(page.count("Theo sổ kế toán") == 1 for page in (*before, last))
        assert f"MT-03319-{rows:04}" in last
        assert "Nguyên giá" in last
        assert last.index(f"MT-03319-{rows:04}") < last.index("Cộng") < last.index("Thủ trưởng đơn vị")
        assert "(Ý kiến giải quyết số chênh lệch) (Ký, họ tên, đóng dấu)" in last
        assert "Kế toán trưởng Trưởng ban kiểm kê" in last


def test_the_day_stands_above_the_signatures():
    assert "Ngày 06 tháng 01 năm 2023 Thủ trưởng" in pages(c53(prepared_on=date(2023, 1, 6)))[0]
    assert "Ngày ...... tháng ...... năm 20......" in pages(c53())[0]


def test_a_sample_is_marked_on_every_page_and_nothing_else_is():
    for page in pages(c53(60, sample=True)):
        assert page.count("BẢN THỬ") == 2  # across the page, and in its foot
    assert "BẢN THỬ" not in " ".join(pages(c53(60)))


def test_a_statutory_form_stays_vietnamese():
    assert pages(c53(), lang="en") == pages(c53())
