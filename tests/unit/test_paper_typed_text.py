"""What people type reaches paper as they typed it: never read as markup, never cut, never a failure."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_kit import HEAD, UNIT, asset, c53, drawn, ink_box, pages, printed, unbroken

from desktop_app.domain.text import ALPHABET
from desktop_app.paper import (
    C53,
    BulletList,
    Column,
    DistrictReport,
    Heading,
    Member,
    PaperHead,
    Paragraph,
    Register,
    Signature,
    Table,
    pdf,
    svg_pages,
)
from desktop_app.paper.office_sheet import OfficeSheet
from desktop_app.paper.printable import Printer
from desktop_app.paper.survey_form import Answer, FilledSheet, Option, Question, QuestionGroup, SurveyForm

MARKUP = (
    '#import "x": *',
    '#{panic()} #sys.inputs #eval("1")',
    "*bold* _italic_ `raw` ```block```",
    "$x^2$",
    "<label> @ref",
    "// comment /* another */",
    "\\ \\n \\u{1F600} \\#",
    "= heading - item + item / term: x",
    "~ -- --- ... 'single' \"double\"",
    "[content] {code} (array,)",
    '{"json": "yes"}\\"',
    "=1+1 &amp; <b>&lt;</b>",
)


def everywhere(text: str) -> list:
    """One document of each kind with a text in every place that a person can fill."""
    form = C53(
        PaperHead(text, text, text, text, text),
        [asset(name=text, code=text, place=text, note=text), asset(2)],
        committee=[Member(text, text, text, text)],
        signatures=[Signature(text, text, text)],
        title=text,
    )
    columns = [Column(text[:100]), Column("Số", "right")]
    register = Register(text, text, columns, [[text, text]], place=text, note=text)
    blocks = [
        Heading(text), Heading(text, 2), Heading(text, 3), Paragraph(text), BulletList([text]),
        Table(columns, [[text, text]], text, [text, text], text, text), Paragraph("Hết."),
    ]  # fmt: skip
    report = DistrictReport(
        text, text, text, text, text, blocks, title=text, addressees=[text],
        signer_titles=[text], signer=text, recipients=[text], filed=text,
    )  # fmt: skip
    survey = SurveyForm(
        text, text, [text],
        [QuestionGroup(text, [
            Question("a", text, "line", [text], text, estimate=text),
            Question("b", text, "choices", options=[Option(text, text)]),
        ])],
        [FilledSheet(text, text, {"a": Answer(text)})],
        dict.fromkeys(("number", "question", "answer", "latitude", "longitude", "instruction"), text),
        text, [Signature(text, text, text)], text, guides=True,
    )  # fmt: skip
    sheet = OfficeSheet(text, text, [text], blocks[3:6:2], text, [Signature(text, text, text)], text)
    return [form, register, report, survey, sheet]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_printed_and_not_obeyed(text):
    expected = unbroken(text)
    for document, times in zip(everywhere(text), (17, 6, 18, 21, 13), strict=True):
        assert printed(document).count(expected) >= times


def test_ten_thousand_signs_without_a_blank_are_all_printed_within_the_margins():
    text = "".join(f"{number:05}" for number in range(2000))
    for document in (
        C53(HEAD, [asset(name=text, note=text)]),
        Register("SỔ", UNIT, [Column("Mã"), Column("Ghi chú")], [["A1", text]]),
        DistrictReport("T", "H", "BC", "Đ", "S", [Heading(text), Paragraph(text)], recipients=[text]),
    ):
        body = printed(document)
        assert all(f"{number:05}" in body for number in (0, 777, 1999))
        for image in drawn(document):
            assert min(ink_box(image)) > 8


def test_ten_thousand_signs_in_a_cell_are_printed_in_their_order():
    text = "".join(f"{number:05}" for number in range(2000))
    body = printed(Register("SỔ", UNIT, [Column("Ghi chú")], [[text]]))
    for page in ("STTGhichú", "SỔ"):
        body = body.replace(page, "")
    at = [body.find(f"{number:05}{number + 1:05}") for number in range(0, 1990, 199)]
    assert at == sorted(at)
    assert min(at) >= 0


def test_line_breaks_and_tabs():
    [page] = pages(Register("SỔ", UNIT, [Column("Ghi chú")], [["một\thai\nba\r\nbốn\u2028năm"]]))
    assert "một hai ba bốn năm" in page


def test_decomposed_text_is_printed_composed():
    decomposed = unicodedata.normalize("NFD", "Điện Biên, Hẹ Muông, Noọng Hẹt")
    assert decomposed != "Điện Biên, Hẹ Muông, Noọng Hẹt"
    assert unbroken("Điện Biên, Hẹ Muông, Noọng Hẹt") in printed(c53(committee=[Member(decomposed)]))


def test_a_sign_that_the_font_lacks_becomes_a_box_and_the_page_says_so():
    smiling = "mặt cười 😀, gia đình 👨‍👩‍👧, 漢字."
    [page] = pages(C53(HEAD, [asset(note=smiling)]))
    assert unbroken("mặt cười □, gia đình □, □□.") in unbroken(page)
    assert "□: ký tự không có trong phông chữ in" in page
    english = pages(Register("SỔ", UNIT, [Column("a")], [["😀"]]), lang="en")[0]
    assert "□: a character that the printing font lacks" in english
    assert "□" not in pages(c53())[0]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("abc", "abc"),
        ("a\tb", "a    b"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("dòng\n\n", "dòng"),
        ("\x00\x07a\x7f", "a"),
        ("a\u202eb\u2066", "a□b□"),
        ("a\ufeffb", "ab"),
        ("\ud800", "□"),
        ("👍🏽", "□"),
        ("hoa\u0300", "hoà"),
        ("m\u00ad¸y", "m\u00ad¸y"),
    ],
)
def test_what_a_printer_shows(typed, shown):
    assert Printer()(typed) == shown


def test_every_vietnamese_letter_has_its_glyph():
    printer = Printer()
    marks = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    letters = "".join(unicodedata.normalize("NFC", a + m) for a in "aăâeêioôơuưy" for m in marks) + ALPHABET
    for text in (letters, letters.upper()):
        assert printer(text) == text
    assert not printer.boxed


LETTERS = st.sampled_from(
    sorted({*ALPHABET, *ALPHABET.upper(), *"ấỀộửỸ0123456789#*_$<>@\\/`'\"[]{}()=+-~^&;:,.!?"})
)


@settings(max_examples=40)
@given(st.text(LETTERS, min_size=1, max_size=120))
def test_any_text_of_common_letters_is_printed_whole(text):
    assert text in printed(Register("SỔ", UNIT, [Column("Ghi chú")], [[text]]))


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_text_stops_a_page_from_being_made(text):
    document = Register(text, text, [Column(text), Column("x", "right")], [[text, text]], note=text)
    assert pdf(document).startswith(b"%PDF-")
    assert len(svg_pages(document)) >= 1
