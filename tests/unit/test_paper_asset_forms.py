"""S26-H, S25-H and C50-HD: columns, blanks, totals, and that a long table ends with its signatures."""

import io
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from paper_kit import (
    HEAD,
    asset,
    c50,
    c53,
    drawn,
    fonts,
    headed,
    holding,
    ink_box,
    pages,
    printed,
    s25,
    s26,
    unbroken,
)

from desktop_app.paper import pdf
from desktop_app.paper.c50 import C50
from desktop_app.paper.model import C53, Document, PaperHead, Signature
from desktop_app.paper.s25 import S25
from desktop_app.paper.s26 import S26

FORMS: dict[str, Callable[..., Document]] = {"c53": c53, "s26": s26, "s25": s25, "c50": c50}
A4 = (210.0, 297.0)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
HOSTILE = (
    "# * _ $ @ < > \\ ` ``` ' \" #panic() $x$ @ref <label> = - + / // /* */ ~ [a] {b}",
    "mặt cười 😀 và 👩‍💻",
    "chữ \u202eđảo ngược\u202c rồi thôi",
    unicodedata.normalize("NFD", "Điện Biên, Noọng Hẹt"),
)  # fmt: skip


def extracted(file: bytes, tmp_path: Path) -> str:
    """The text of a PDF as a reader that nobody here wrote finds it."""
    path = tmp_path / "form.pdf"
    path.write_bytes(file)
    ran = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return ran.stdout.decode()


# --- S26-H --------------------------------------------------------------------------------------------


def test_the_ledger_has_its_twelve_columns_under_their_letters() -> None:
    [page] = pages(s26(1))
    assert "Mẫu số: S26-H (Ban hành kèm theo Thông tư số 107/2017/TT-BTC" in page
    assert "SỔ THEO DÕI TSCĐ VÀ CÔNG CỤ, DỤNG CỤ TẠI NƠI SỬ DỤNG Năm: 2022" in page
    assert f"Tên đơn vị, phòng, ban (hoặc người sử dụng): {HEAD.department}" in page
    for title in ("Ngày tháng ghi sổ", "Chứng từ", "Số hiệu", "Tên TSCĐ", "Đơn vị tính", "Lý do"):
        assert unbroken(title) in unbroken(page)
    assert [page.count(title) for title in ("Số lượng", "Đơn giá", "Thành tiền")] == [2, 2, 2]
    assert "A B C D E 1 2 3 4 5 6 7" in page
    assert "Người lập biểu Kế toán trưởng" in page


def test_what_is_held_came_in_by_its_year_and_days_and_vouchers_are_left_to_write_in() -> None:
    [page] = pages(s26(1))
    assert "2019 Máy tính để bàn thử 1 (MT-03319-0001) Bộ 1 15.500.000 15.500.000 Cộng" in page


def test_what_is_gone_came_in_and_went_out_for_its_reason() -> None:
    [page] = pages(s26(1, gone=1))
    assert "2019 Máy tính để bàn thử 9001 (MT-03319-9001) Bộ 1 15.500.000 15.500.000" in page
    assert "Máy tính để bàn thử 9001 (MT-03319-9001) Bộ Thanh lý 1 15.500.000 15.500.000" in page
    assert "Cộng 2 31.000.000 1 15.500.000" in page


def test_a_year_or_a_cost_that_is_not_known_is_blank_comes_last_and_is_said() -> None:
    form = S26(HEAD, "", [holding(1, year=None, cost=None), holding(2)])
    [page] = pages(form)
    assert page.index("thử 2") < page.index("thử 1")
    assert "Máy tính để bàn thử 1 (MT-03319-0001) Bộ 1 Cộng 2 15.500.000*" in page
    assert "* Chưa có nguyên giá của 1 tài sản" in page


@pytest.mark.parametrize("form", ["s26", "c50"])
def test_costs_that_are_estimates_are_counted_below_the_total(form: str) -> None:
    assert "là số ước tính" not in pages(FORMS[form](1))[-1]
    guessed = [holding(1, is_guess=True), holding(2)]
    document = S26(HEAD, "", guessed) if form == "s26" else C50(HEAD, guessed)
    assert "Nguyên giá của 1 tài sản là số ước tính." in pages(document)[-1]


@pytest.mark.parametrize("form", ["c53", "s26", "c50"])
def test_the_total_of_a_thousand_rows_is_the_sum_of_what_is_printed_in_them(
    form: str, tmp_path: Path
) -> None:
    """Added up from the rows as another program reads them, not from the records."""
    costs = [5_000_000 + 7919 * at for at in range(1, 1001)]
    rows = [holding(at, cost=cost) for at, cost in enumerate(costs, start=1)]
    counted = [
        asset(at, book_cost=cost, count_cost=cost - 1000) for at, cost in enumerate(costs, start=1)
    ]  # fmt: skip
    documents = {"s26": S26(HEAD, "", rows), "c50": C50(HEAD, rows), "c53": C53(HEAD, counted)}
    lines = extracted(pdf(documents[form]), tmp_path).splitlines()
    printed_rows = [line for line in lines if re.search(r"MT-03319-\d{4}", line)]
    assert len(printed_rows) == 1000
    found = [[int(money.replace(".", "")) for money in _MONEY.findall(line)] for line in printed_rows]
    [total] = [line for line in lines if re.match(r"\s*Cộng\s+[\d.]", line)]
    sums = [int(money.replace(".", "")) for money in _MONEY.findall(total)]
    at = {"c53": (0, 2), "s26": (1,), "c50": (0,)}[form]
    last = {"c53": (0, 2), "s26": (0,), "c50": (0,)}[form]
    assert [sums[there] for there in last] == [sum(row[here] for row in found) for here in at]
    assert sums[0] == sum(costs)


# --- S25-H --------------------------------------------------------------------------------------------


def test_a_card_says_what_is_known_and_leaves_the_rest_to_write_in() -> None:
    [page] = pages(s25(1))
    assert "Mẫu số: S25-H (Mẫu của cơ quan)" in page
    assert "THẺ TÀI SẢN CỐ ĐỊNH" in page
    assert "TSCĐ: Máy tính để bàn thử 1, Core i5-8400, RAM 8 GB, SSD, 256 GB" in page
    assert "Số hiệu TSCĐ: MT-03319-0001" in page
    assert "Năm đưa vào sử dụng: 2019" in page
    assert "Nước sản xuất (xây dựng): ....." in page
    assert "Nguyên giá 15.500.000 2022 10.334.000" in page


def test_depreciation_that_is_not_known_is_blank() -> None:
    [page] = pages(S25(HEAD, [holding(residual=None)], 2022))
    assert "Nguyên giá 15.500.000 DỤNG CỤ" in page


def test_each_card_has_a_page_and_without_an_asset_there_is_one_to_fill_in() -> None:
    found = pages(s25(30))
    assert len(found) == 30
    assert all(f"MT-03319-{at:04}" in page for at, page in enumerate(found, start=1))
    [blank] = pages(s25(0))
    assert "Số hiệu TSCĐ: ....." in blank


# --- C50-HD -------------------------------------------------------------------------------------------


def test_a_hand_over_lists_what_is_handed_over_and_its_sum() -> None:
    [page] = pages(c50(1))
    assert "Mẫu số: C50-HD (Mẫu của cơ quan)" in page
    assert "BIÊN BẢN GIAO NHẬN TSCĐ" in page
    assert "Đại diện bên giao" in page
    assert "Đại diện bên nhận" in page
    assert "A B C D 1 2 3 4 5 6 7 8 E" in page
    assert "1 Máy tính để bàn thử 1, Core i5-8400" in page
    assert "Cộng 15.500.000" in page
    assert "Thủ trưởng bên nhận Kế toán trưởng bên nhận Người nhận Người giao" in page


# --- all of them --------------------------------------------------------------------------------------


# A card is a page: what holds of thirty holds of all of them.
@pytest.mark.parametrize(
    ("form", "rows"),
    [(form, rows) for form in FORMS for rows in (0, 1, 30, 1000) if (form, rows) != ("s25", 1000)],
)
def test_margins_in_mm_fonts_and_every_row(form: str, rows: int, tmp_path: Path) -> None:
    file = pdf(FORMS[form](rows))
    reader = pypdf.PdfReader(io.BytesIO(file))
    sides = sorted(float(side) * 25.4 / 72 for side in reader.pages[0].mediabox[2:])
    assert sides == pytest.approx(A4, abs=0.3)
    found = fonts(file)
    assert all(found.values())
    assert {name.split("-")[0] for name in found} == {"LiberationSerif"}
    text = extracted(file, tmp_path)
    assert unicodedata.is_normalized("NFC", text)
    assert all(text.count(f"MT-03319-{at:04}") == 1 for at in range(1, rows + 1))


@pytest.mark.parametrize("form", FORMS)
def test_ink_stays_within_the_margins(form: str, qapp: Any) -> None:
    for image in drawn(FORMS[form](30)):
        left, top, right, bottom = ink_box(image)
        wanted = (25, 15, 15) if form == "s25" else (13.5, 13, 13.5)
        assert (left, top, right) == pytest.approx(wanted, abs=1.2)
        assert bottom > 8


@pytest.mark.parametrize("form", ["s26", "c50"])
def test_nobody_signs_a_page_that_says_nothing(form: str) -> None:
    for rows in (*range(1, 6), *range(9, 22), 27, 28, 29, 30):
        *_before, last = pages(FORMS[form](rows))
        assert f"MT-03319-{rows:04}" in last
        assert last.index(f"MT-03319-{rows:04}") < last.index("Cộng") < last.rindex("(Ký, họ tên)")


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_type_is_printed_as_text(typed: str) -> None:
    head = PaperHead(typed, typed, typed, typed, typed)
    rows = [holding(name=typed, code=typed, spec=typed, office=typed, why=typed)]
    signed = [Signature(typed, typed, typed)]
    shown = unbroken(unicodedata.normalize("NFC", typed).replace("😀", "□").replace("👩‍💻", "□"))
    for turned in "\u202e\u202c":
        shown = shown.replace(turned, "□")
    for document, times in (
        (S26(head, typed, rows, rows, signatures=signed), 14),
        (S25(head, rows, signatures=signed), 11),
        (C50(head, rows, signed), 11),
    ):
        assert printed(document).count(shown) >= times


def test_five_thousand_signs_are_all_printed_within_the_margins(qapp: Any) -> None:
    typed = "".join(f"{number:05}" for number in range(1000))
    rows = [holding(name=typed), holding(2)]
    for document in (S26(headed("s26"), "", rows), S25(headed("s25"), rows), C50(headed("c50"), rows)):
        body = printed(document)
        assert all(f"{number:05}" in body for number in (0, 777, 999))
        assert all(min(ink_box(image)) > 8 for image in drawn(document))


@pytest.mark.parametrize("form", ["s26", "s25", "c50"])
def test_official_forms_are_vietnamese_in_any_language(form: str) -> None:
    assert pages(FORMS[form](2), lang="en") == pages(FORMS[form](2))


def test_a_card_with_a_long_name_and_all_names_of_signers_is_one_page() -> None:
    signed = [Signature("Thủ trưởng đơn vị", "(Ký, họ tên, đóng dấu)", "Nguyễn Thị Trưởng")] * 3
    long = holding(
        name="Máy chủ Dell PowerEdge T140 cấu hình nâng cao có bộ lưu điện kèm theo số sê-ri SN-THU-MT-100",
        office="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện Điện Biên",
    )
    assert len(pages(S25(headed("s25"), [long] * 3, 2022, signed))) == 3
