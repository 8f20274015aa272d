"""The catalogues follow the code: nothing untranslated, left over, or compiled from another text."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from installers.catalogues import ENGLISH, LOCALE, ROOT, compiled, read

CATALOGUES = sorted(LOCALE.rglob("*.po"))
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\d")


def texts_in_code() -> set[str]:
    return {text for _f, _l, text, _c, _x in extract_from_dir(ROOT / "desktop_app", keywords={"_": None})}


def test_every_text_of_the_program_is_in_english() -> None:
    translated = {message.id for message in read(ENGLISH) if message.string and not message.fuzzy}
    assert texts_in_code() - translated == set(), "run `make locale` and fill in the English"


def test_no_english_is_left_over() -> None:
    assert {message.id for message in read(ENGLISH) if message.id} - texts_in_code() == set()


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.stem)
def test_placeholders_survive_translation(po: Path) -> None:
    astray = [
        (message.id, message.string)
        for message in read(po)
        if message.string
        and sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(message.string))
    ]
    assert astray == []


@pytest.mark.parametrize("po", CATALOGUES, ids=lambda po: po.stem)
def test_compiled_catalogue_belongs_to_its_text(po: Path) -> None:
    assert po.with_suffix(".mo").read_bytes() == compiled(read(po)), "run `make locale`"
