"""Reports laid out by NĐ 30/2020/NĐ-CP, phụ lục I."""

import io
from datetime import date

import pypdf
import pytest
from paper_kit import drawn, ink_box, pages

from desktop_app.paper import BulletList, Column, DistrictReport, Heading, Paragraph, Table, pdf

LONG = Paragraph("Đề nghị Ủy ban nhân dân tỉnh xem xét, hỗ trợ phủ sóng các thôn, bản chưa có sóng. " * 30)


def report(*blocks, **changes) -> DistrictReport:
    parts = {
        "superior": "TỈNH ĐIỆN BIÊN",
        "issuer": "ỦY BAN NHÂN DÂN\nHUYỆN ĐIỆN BIÊN",
        "symbol": "BC-UBND",
        "place": "Điện Biên",
        "subject": "Kết quả khảo sát hạ tầng số",
        "blocks": blocks or (Paragraph("Nội dung."),),
        "number": 5,
        "issued_on": date(2023, 1, 6),
    }
    return DistrictReport(**(parts | changes))


def sizes(document: DistrictReport) -> dict[str, float]:
    """The type size in points of each piece of text on the first page."""
    found: dict[str, float] = {}

    def see(text, _cm, tm, _font, size):
        if text.strip():
            found[text.strip()] = round(size * abs(tm[3]), 1)

    pypdf.PdfReader(io.BytesIO(pdf(document))).pages[0].extract_text(visitor_text=see)
    return found


def test_the_head():
    [page] = pages(report())
    assert page.startswith(
        "TỈNH ĐIỆN BIÊN ỦY BAN NHÂN DÂN HUYỆN ĐIỆN BIÊN "
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        "Số: 05/BC-UBND Điện Biên, ngày 06 tháng 01 năm 2023 BÁO CÁO Kết quả khảo sát hạ tầng số"
    )


def test_number_and_day_stay_blank_for_the_clerk():
    [page] = pages(report(number=None, issued_on=None))
    assert "Số: /BC-UBND Điện Biên, ngày ...... tháng ...... năm 20......" in page
    assert "Số: 12/BC-UBND" in pages(report(number=12))[0]


def test_a4_portrait_with_the_margins_of_the_decree():
    text = "Đồng bào các dân tộc. " * 200
    box = pypdf.PdfReader(io.BytesIO(pdf(report()))).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    for image in drawn(report(Paragraph(text))):
        left, top, right, bottom = ink_box(image)
        assert 30 <= left <= 35
        assert 15 <= right <= 20
        assert bottom >= 20
        assert top >= 10  # the page's number stands in the margin
    first = next(drawn(report(Paragraph(text))))
    assert 20 <= ink_box(first)[1] <= 25


def test_type_sizes_of_the_decree():
    found = sizes(report(Paragraph("Nội dung báo cáo."), recipients=["Như trên"]))
    assert found["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"] == 12
    assert found["Độc lập - Tự do - Hạnh phúc"] == 13
    assert found["Điện Biên, ngày 06 tháng 01 năm 2023"] == 13
    assert found["BÁO CÁO"] == 14
    assert found["Nội dung báo cáo./."] == 14
    assert found["Nơi nhận:"] == 12
    assert found["- Như trên;"] == 11


def test_pages_are_numbered_in_the_top_margin_but_not_the_first():
    found = pages(report(LONG, LONG, LONG))
    assert len(found) >= 3
    assert found[0].startswith("TỈNH")
    for number, page in enumerate(found[1:], start=2):
        assert page.startswith(f"{number} ")


def test_headings_are_numbered_by_level():
    [page] = pages(
        report(
            Heading("MỘT"), Heading("hai", 2), Heading("ba", 3), Heading("bốn", 3), Heading("năm", 2),
            Heading("PHỤ", numbered=False), Heading("SÁU"), Heading("bảy", 2), Paragraph("Hết."),
        )
    )  # fmt: skip
    assert "I. MỘT 1. hai a) ba b) bốn 2. năm PHỤ II. SÁU 1. bảy" in page


def test_roman_numbers():
    page = " ".join(pages(report(*(Heading(f"mục {number};") for number in range(1, 15)))))
    assert "IV. mục 4; V. mục 5;" in page
    assert "IX. mục 9; X. mục 10;" in page
    assert "XIV. mục 14;" in page


@pytest.mark.parametrize(
    ("last", "end"),
    [
        (Paragraph("Trên đây là báo cáo."), "Trên đây là báo cáo./."),
        (Paragraph("Trên đây là báo cáo./."), "Trên đây là báo cáo./."),
        (BulletList(["một;", "hai."]), "- một; - hai./."),
        (Table([Column("Xã")], [["Thanh Nưa"]]), "Thanh Nưa ./."),
        (Heading("HẾT"), "HẾT ./."),
        (BulletList([]), "./."),
    ],
)
def test_the_body_ends_with_its_mark(last, end):
    [page] = pages(report(Paragraph("Đầu."), last))
    assert f"{end} Nơi nhận:" in page
    assert page.count("./.") == 1


def test_recipients_end_with_the_file_copy():
    [page] = pages(
        report(recipients=["Ủy ban nhân dân tỉnh", "Sở Thông tin và Truyền thông;"], filed="VT, VHTT.")
    )
    assert "Nơi nhận: - Ủy ban nhân dân tỉnh; - Sở Thông tin và Truyền thông; - Lưu: VT, VHTT." in page


def test_signer():
    [page] = pages(
        report(signer_titles=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], signer="Lò Văn Thử")
    )
    assert "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lò Văn Thử" in page


def test_the_signature_block_is_kept_whole():
    """And it stands below the end of the text: nobody signs a page that says nothing."""
    for lines in range(14, 34):
        *_, last = pages(report(*(Paragraph(f"Dòng {line}.") for line in range(lines)), signer="Lò Văn Thử"))
        assert f"Dòng {lines - 1}./. Nơi nhận:" in last
        assert "Lò Văn Thử" in last
        assert "- Lưu: VT." in last


def test_the_sum_of_a_table_never_stands_alone():
    for rows in range(20, 40):
        table = Table(
            [Column("Xã"), Column("Máy")], [[f"Xã {row}.", "1"] for row in range(rows)], total=["Cộng", "9"]
        )
        for page in pages(report(table, Paragraph("Hết."))):
            assert page.count("Xã Máy") == (1 if "Xã " in page else 0)
            assert "Cộng 9" not in page or f"Xã {rows - 1}." in page


def test_one_addressee_stands_beside_the_words_several_are_listed():
    assert "Kính gửi: Ủy ban nhân dân tỉnh Nội dung" in pages(report(addressees=["Ủy ban nhân dân tỉnh"]))[0]
    assert (
        "Kính gửi: - Tỉnh ủy; - Sở Nội vụ. Nội dung" in pages(report(addressees=["Tỉnh ủy", "Sở Nội vụ"]))[0]
    )
    assert "Kính gửi" not in pages(report())[0]


def test_a_table_with_title_unit_sum_and_note():
    table = Table(
        [Column("Xã"), Column("Máy tính", "right")],
        [[f"Xã {number}", str(number)] for number in range(60)],
        title="Bảng 1. Máy tính",
        total=["Cộng", "1.770"],
        unit="Đơn vị tính: máy",
        note="Nguồn: bản ghi.",
    )
    found = pages(report(Paragraph("Kết quả:"), table))
    assert "Bảng 1. Máy tính Đơn vị tính: máy Xã Máy tính Xã 0 0" in found[0]
    assert found[1].startswith("2 Xã Máy tính Xã ")  # the titles again
    assert "Cộng 1.770 Nguồn: bản ghi. ./." in " ".join(found)


def test_uneven_totals_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="row 1 has 1 cells for 2 columns"):
        Table([Column("a"), Column("b")], [["1", "2"]], total=["3"])


def test_a_report_without_blocks_is_still_a_report():
    [page] = pages(report(blocks=()))
    assert "./. Nơi nhận:" in page


def test_a_sample_is_marked_on_every_page():
    assert all(page.count("BẢN THỬ") == 2 for page in pages(report(LONG, LONG, sample=True)))


@pytest.mark.parametrize("lines", range(20, 60, 3))
def test_a_heading_within_a_table_is_never_the_last_of_a_page(lines):
    rows = [[f"dòng {at}", ""] for at in range(lines)] + [["NHÓM SAU", ""], ["dòng cuối", ""], ["hết", ""]]
    found = pages(report(Table([Column("Chỉ tiêu"), Column("Số")], rows, headings=[lines])))
    [page] = [page for page in found if "NHÓM SAU" in page]
    assert "NHÓM SAU dòng cuối" in page
