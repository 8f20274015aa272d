"""Survey forms of every topic: a blank one can be filled in and typed from, a filled one says what is so."""

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from paper_kit import drawn, fonts, ink_box, unbroken

from desktop_app.app import entry, views
from desktop_app.app.ports import Asking, Desk
from desktop_app.compose.desktop import create_district
from desktop_app.domain import kinds
from desktop_app.domain.topic import Field, Kind, Topic
from desktop_app.domain.values import Cell, Raw, State, Value
from desktop_app.i18n import Language, set_language
from desktop_app.paper import pdf
from desktop_app.paper.model import Document
from desktop_app.paper.press import Pages
from desktop_app.paper.survey_form import SurveyForm
from desktop_app.topics import ALL

ROWS = 30
TOPICS = [pytest.param(topic, id=topic.key) for topic in ALL]
TYPED = '#panic() *x* _y_ $z$ <a> @b `c` \\# "d"'
VALUES = {
    Kind.WHOLE: 1234,
    Kind.DECIMAL: "12.5",
    Kind.MONEY: 15_500_000,
    Kind.YEAR: 2019,
    Kind.DATE: "2022-02-01",
    Kind.MONTH: "2022-11",
    Kind.MOMENT: "2022-12-31T14:02",
    Kind.YES_NO: True,
    Kind.COORDINATES: {"lat": "21.386", "lon": "103.016"},
}


def value(field: Field, number: int) -> Cell:
    """A value that fits a field; texts tell the records apart."""
    if field.kind is Kind.CHOICE:
        return Value(field.choices[number % len(field.choices)].key)
    if field.kind is Kind.MULTI_CHOICE:
        return Value(sorted(choice.key for choice in field.choices[:2]))
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        return Value(f"chữ {number} {TYPED if number == 1 else 'thử'}")
    known = VALUES.get(field.kind)
    return None if known is None else Value(known)


def new_home(path: Path) -> Desk:
    return create_district(path, "100", "Người thử", own_key_file=True)[0]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = new_home(tmp_path_factory.mktemp("empty") / "home")
    yield desk
    desk.store.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A home with 30 drafts of every topic."""
    desk = new_home(tmp_path_factory.mktemp("full") / "home")
    for topic in ALL:
        entry.save_many(
            desk,
            [
                (
                    entry.new_record(desk, topic.key),
                    {field.key: value(field, at) for field in kinds.written(topic)},
                )
                for at in range(ROWS)
            ],
        )
    yield desk
    desk.store.close()


def form(desk: Desk, key: str, topic: str, where: str = "") -> SurveyForm:
    printed = desk.paper.made(desk, key, Asking(topic=topic, where=where))
    assert isinstance(printed, Pages)
    assert isinstance(printed.document, SurveyForm)
    return printed.document


def pages(document: Document, lang: Language = "vi") -> list[str]:
    """The words of each page without blanks, as another program reads them from the file."""
    command = ["pdftotext", "-raw", "-", "-"]
    file = pdf(document, lang=lang)
    text = subprocess.run(command, input=file, check=True, capture_output=True).stdout.decode()
    assert unicodedata.is_normalized("NFC", text)
    return [unbroken(page) for page in text.split("\f")[:-1]]


def read(document: SurveyForm, lang: Language = "vi") -> str:
    return "".join(pages(document, lang))


# --- to fill in by hand -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_blank_form_asks_for_every_field_and_has_every_code(
    empty: Desk, topic: Topic, lang: Language
) -> None:
    set_language(lang)
    document = form(empty, "blank", topic.key)
    text = read(document, lang)
    for field in kinds.written(topic):
        asked = [field.label, field.help, field.unit, field.group]
        assert all(unbroken(label.text(lang)) in text for label in asked if label)
        for choice in field.choices:
            assert unbroken(f"{choice.label.text(lang)}({choice.key})") in text
    signed = ("Người kê khai", "Người kiểm tra") if lang == "vi" else ("Filled in by", "Checked by")
    assert all(unbroken(each) in text for each in (*signed, "UBND huyện Điện Biên"))
    assert len(pages(document, lang)) <= 2


@pytest.mark.parametrize("topic", TOPICS)
def test_a_code_that_is_printed_can_be_typed(empty: Desk, topic: Topic) -> None:
    reading = kinds.Reading(empty.clock.today(), lambda _topic, _typed: None)
    for group in form(empty, "blank", topic.key).groups:
        for question in group.questions:
            field = topic.by_key[question.key]
            for option in question.options:
                typed = option.code or option.label
                assert kinds.rules(field).read(field, typed, reading) is not None


def test_a_field_that_depends_on_another_says_when_it_is_asked(empty: Desk) -> None:
    assert unbroken("Chỉ trả lời khi “Cấp cho” là Cá nhân.") in read(form(empty, "blank", "certificate"))
    assert unbroken("“Loại điểm” là Bưu cục / Điểm Bưu điện – Văn hóa xã / Đại lý") in read(
        form(empty, "blank", "postal_point")
    )


@pytest.mark.parametrize("topic", ["computer", "village"])
def test_a_form_keeps_its_margins_and_brings_its_fonts(empty: Desk, topic: str) -> None:
    document = form(empty, "blank", topic)
    assert all(fonts(pdf(document)).values())
    for image in drawn(document):
        left, top, right, bottom = ink_box(image)
        assert min(left, right) == pytest.approx(13.5, abs=0.6)
        assert top >= 12.5
        assert bottom >= 7.5


# --- filled in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_without_records_there_is_nothing_to_sign(empty: Desk, topic: Topic) -> None:
    [page] = pages(form(empty, "filled", topic.key))
    assert unbroken("Chưa có dòng nào.") in page
    assert unbroken("Người kê khai") not in page


@pytest.mark.parametrize("topic", TOPICS)
def test_every_record_is_a_sheet_that_says_what_the_screen_says(full: Desk, topic: Topic) -> None:
    document = form(full, "filled", topic.key)
    assert len(document.sheets) == ROWS
    found = pages(document)
    assert sum(unbroken("Người kê khai") in page for page in found) == ROWS
    text, rows = "".join(found), views.all_rows(full, topic.key)
    for field in kinds.written(topic):
        if not field.choices and field.kind is not Kind.YES_NO:
            shown = {views.show(field, row.cells.get(field.key), row.names) for row in rows}
            assert all(unbroken(each) in text for each in shown)
    ticks = Counter(tick for row in rows for field in topic.fields for tick in ticked(field, row))
    for tick in {tick for field in topic.fields for tick in ticks_of(field)}:
        longer = sum(count for other, count in ticks.items() if other.startswith(tick))
        assert text.count(tick) == longer, tick


def ticks_of(field: Field) -> list[str]:
    """What stands on paper where an answer is ticked, for each answer; a sheet to be signed has no codes."""
    return [unbroken(f"X{choice.label.vi}") for choice in field.choices]


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_only_to_be_signed_does_not_say_how_to_answer(full: Desk, topic: Topic) -> None:
    blank, filled = form(full, "blank", topic.key), form(full, "filled", topic.key)
    to_write, to_sign = read(blank), read(replace(filled, sheets=filled.sheets[:1]))
    guides = [unbroken(blank.words["instruction"])]
    guides += [unbroken(hint) for group in blank.groups for each in group.questions for hint in each.hints]
    assert [guide for guide in guides if guide not in to_write] == []
    assert [guide for guide in guides if guide in to_sign] == []


def test_a_record_of_a_common_topic_takes_one_page(full: Desk) -> None:
    assert len(pages(form(full, "filled", "computer", "chu 17"))) == 1


def ticked(field: Field, row: views.Row) -> list[str]:
    cell = row.cells.get(field.key)
    held = cell.v if isinstance(cell, Value) else None
    keys = held if isinstance(held, list) else [held]
    return [tick for tick, choice in zip(ticks_of(field), field.choices, strict=True) if choice.key in keys]


def test_some_records_are_found_by_their_words(full: Desk) -> None:
    assert len(form(full, "filled", "computer", "chu 17").sheets) == 1
    assert len(form(full, "filled", "computer", "không có ở đâu").sheets) == 0


def test_typed_text_comes_out_as_it_was_typed(full: Desk) -> None:
    assert read(form(full, "filled", "computer", "#panic()")).count(unbroken(TYPED)) > 5


def test_drafts_estimates_unread_text_and_what_is_not_known_are_said(empty: Desk) -> None:
    editing = entry.new_record(empty, "village")
    entry.save(
        empty,
        editing,
        {
            "name": Value("Bản Thử"),
            "households": Value(1500, State.ESTIMATE),
            "people": Raw("độ vài trăm"),
            "adults": Value(None, State.NO_DATA),
        },
    )
    text = read(form(empty, "filled", "village"))
    entry.delete(empty, entry.open_record(empty, "village", editing.rec))
    assert unbroken("Thôn, bản: Bản Thử (bản nháp)") in text
    assert unbroken("1.500 hộ X ước tính") in text
    assert unbroken("độ vài trăm (?)") in text
    assert unbroken("chưa có số liệu") in text
    assert text.count(unbroken("X ước tính")) == 1


def test_an_answer_of_many_pages_runs_on(empty: Desk) -> None:
    long = " ".join(f"từ{number}" for number in range(3000))
    editing = entry.new_record(empty, "office")
    entry.save(empty, editing, {"name": Value("Đ" * 300), "note": Value(long)})
    text = read(form(empty, "filled", "office"))
    entry.delete(empty, entry.open_record(empty, "office", editing.rec))
    assert all(f"từ{number}" in text for number in range(3000))
    assert "Đ" * 300 in text


# --- a list to fill in --------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_a_list_has_room_for_many_records_and_every_code(empty: Desk, topic: Topic) -> None:
    printed = empty.paper.made(empty, "blank-list", Asking(topic=topic.key))
    assert isinstance(printed, Pages)
    found = pages(printed.document)
    text = "".join(found)
    for field in kinds.written(topic):
        assert unbroken(field.label.vi) in text
        for choice in field.choices:
            assert unbroken(f"{choice.key} = {choice.label.vi}") in text
    parts = text.count("Phần") or 1
    assert len(found) <= parts + 1
    assert unbroken("Người kê khai") in found[-1]
