"""The catalogues follow the code: nothing untranslated, left over, or compiled from another text."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from installers.catalogues import ENGLISH, KEYWORDS, LOCALE, ROOT, compiled, forms, read

CATALOGUES = sorted(LOCALE.rglob("*.po"))
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\d")


def texts_in_code() -> set[str]:
    found = extract_from_dir(ROOT / "desktop_app", keywords=KEYWORDS)
    return {forms(text)[0] for _file, _line, text, _comments, _context in found}


def test_every_text_of_the_program_is_in_english() -> None:
    translated = {
        forms(message.id)[0]
        for message in read(ENGLISH)
        if all(forms(message.string or "")) and not message.fuzzy
    }
    assert texts_in_code() - translated == set(), "run `make locale` and fill in the English"


def test_no_english_is_left_over() -> None:
    assert {forms(message.id)[0] for message in read(ENGLISH) if message.id} - texts_in_code() == set()


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.stem)
def test_placeholders_survive_translation(po: Path) -> None:
    astray = [
        (message.id, form)
        for message in read(po)
        for form in forms(message.string)
        if form and sorted(PLACEHOLDER.findall(forms(message.id)[0])) != sorted(PLACEHOLDER.findall(form))
    ]
    assert astray == []


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.stem)
def test_compiled_catalogue_belongs_to_its_text(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(read(po)), "run `make locale`"
