"""Print registers: any number of columns on landscape A4, nothing cut off."""

import io
from datetime import date

import pypdf
import pytest
from paper_kit import UNIT, drawn, ink_box, pages, printed, register, unbroken

from desktop_app.paper import Column, Register, Signature, pdf


def test_head_day_and_note():
    [page] = pages(register(4, 2, as_of=date(2022, 12, 31), note="Lọc: cấp xã"))
    assert f"{UNIT} SỔ THEO DÕI MÁY TÍNH Số liệu tính đến ngày 31/12/2022 Lọc: cấp xã" in page
    assert "STT Tiêu đề 1 Tiêu đề 2 Tiêu đề 3 Tiêu đề 4 1 dòng 1 cột 1" in page


def test_english_words_on_an_english_register():
    [page] = pages(register(2, 1, as_of=date(2022, 12, 31), prepared_on=date(2023, 1, 6)), lang="en")
    for words in ("No. Tiêu đề 1", "Data as of 31/12/2022", "Page 1/1", "Date: 06/01/2023", "Prepared by"):
        assert words in page


def test_titles_and_page_numbers_on_every_page():
    found = pages(register(5, 120))
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert "STT Tiêu đề 1" in page
        assert f"Trang {number}/{len(found)}" in page


def test_nobody_signs_a_page_that_says_nothing():
    for rows in range(20, 50, 2):
        *_, last = pages(register(5, rows))
        assert f"dòng {rows} cột 1" in last
        assert "Người lập biểu Thủ trưởng đơn vị" in last
        assert last.count("STT") == 1


@pytest.mark.parametrize("columns", [1, 8, 25, 60])
def test_every_cell_is_printed_whatever_the_number_of_columns(columns):
    text = printed(register(columns, 3))
    for at in range(2, columns + 1):
        assert text.count(f"dòng3cột{at}1") + text.count(f"dòng3cột{at}") >= 1
        assert unbroken(f"Tiêu đề {at}") in text


@pytest.mark.parametrize("rows", [3, 40])
def test_columns_too_many_for_a_page_are_printed_in_groups_that_name_their_rows(rows):
    found = pages(register(40, rows))
    text = " ".join(found)
    assert "Phần 1/" in text
    parts = int(text.split("Phần 1/")[1].split(":")[0])
    assert parts > 1
    for part in range(1, parts + 1):
        assert text.count(f"Phần {part}/{parts}: Tiêu đề ") == 1
    assert unbroken(text).count("dòng2cột1dòng2cột") == parts  # the first column, in every group
    for page in found:
        assert "STT Tiêu đề 1" in page


def test_nothing_reaches_into_the_margins():
    words = ["", "x" * 300, "https://vi-du.invalid/" + "a" * 200, "từ " * 400, "1.234.567.890.123"]
    columns = [Column("Tiêu đề rất dài của một cột trong sổ", "left") for _ in range(9)]
    rows = [[words[(at + row) % len(words)] for at in range(9)] for row in range(4)]
    for image in drawn(Register("SỔ " + "Ẫ" * 200, "Đ" * 300, columns, rows, note="g" * 300)):
        assert min(ink_box(image)[0::2]) > 12.5


def test_a_long_text_runs_on_over_pages():
    long = " ".join(f"từ{number}" for number in range(3000))
    found = pages(Register("SỔ", UNIT, [Column("Mã"), Column("Ghi chú")], [["A1", long], ["A2", "ngắn"]]))
    assert len(found) > 2
    text = unbroken("".join(found))
    assert all(f"từ{number}" in text for number in range(3000))
    assert "A2ngắn" in text


def test_an_empty_register_says_so():
    assert "Chưa có dòng nào." in pages(register(3, 0))[0]
    assert "No rows yet." in pages(register(3, 0), lang="en")[0]


def test_signatures():
    [page] = pages(register(2, 1, place="Thanh Nưa", prepared_on=date(2023, 1, 6)))
    assert "Thanh Nưa, ngày 06 tháng 01 năm 2023 Người lập biểu Thủ trưởng đơn vị" in page
    own = pages(register(2, 1, signatures=[Signature("Người kiểm tra", name="Lò Văn Thử")]))[0]
    assert "Người kiểm tra (Ký, họ tên) Lò Văn Thử" in own
    assert "Người lập biểu" not in own


def test_a_sample_is_marked_in_its_language():
    assert "BẢN THỬ" in pages(register(2, 1, sample=True))[0]
    assert "SAMPLE" in pages(register(2, 1, sample=True), lang="en")[0]


def test_uneven_rows_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Register("SỔ", UNIT, [Column("a"), Column("b")], [["1", "2"], ["3"]])
    with pytest.raises(ValueError, match="needs a column"):
        Register("SỔ", UNIT, [], [])


def test_the_day_of_signing_stays_on_one_line():
    signed = [Signature(f"Người ký {at}") for at in range(1, 5)]
    found = Register("SỔ", UNIT, [Column("Mã")], [["A1"]], place="Điện Biên", signatures=signed)
    reader = pypdf.PdfReader(io.BytesIO(pdf(found)))
    assert "Điện Biên, ngày ...... tháng ...... năm 20......" in reader.pages[0].extract_text().splitlines()


def test_each_part_of_a_sheet_to_write_in_begins_a_page():
    columns = [Column(f"Cột {at}", least=24) for at in range(15)]
    found = pages(Register("PHIẾU GHI", UNIT, columns, [[""] * 15] * 10, high=8.0))
    assert "Phần 2/" in "".join(found)
    assert all(page.count("Phần ") <= 1 for page in found)
