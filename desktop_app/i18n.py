"""The language of what people read; Vietnamese is the source language and stands in the code itself.

`_("Đã lưu")` returns the text in the chosen language: as it stands for Vietnamese, from the gettext
catalogue `resources/locale/en/LC_MESSAGES/moduong.mo` for English. A text that the catalogue lacks stays
Vietnamese. Qt's and the command-line parser's own texts are English in their source, so they take the
opposite way, through `from_english` and `resources/locale/vi/LC_MESSAGES/qt.mo`.

The chosen language is the one piece of module state in the program, accepted because a text is needed in
places where nothing can be passed in (an error's message, a Qt translator's callback). It belongs to the
process, not to a thread: a worker's message reads in the language of the window. Catalogues are read on
first use, not on import.
"""

from functools import cache
from gettext import GNUTranslations
from typing import Final, Literal, get_args

from desktop_app.resources_path import resource

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


class _Choice:
    language: Language = "vi"


def language() -> Language:
    """Returns the language in use."""
    return _Choice.language


def set_language(code: str) -> None:
    """Chooses the language of every text asked for from now on; raises `ValueError` for an unknown code."""
    for known in LANGUAGES:
        if code == known:
            _Choice.language = known
            return
    raise ValueError(f"unknown language {code!r}, not one of {', '.join(LANGUAGES)}")


def _(text: str) -> str:
    """Returns a Vietnamese text of the program in the language in use."""
    if _Choice.language == "vi":
        return text
    return _look_up("en", "moduong", text) or text


def plural(text: str, count: int, /, **named: object) -> str:
    """Returns a text that counts things, in the form that the language in use has for so many, filled in.

    Vietnamese has one form for all, which stands in the code; "{n}" is the number unless ``named`` says how
    it is written.
    """
    form = text if _Choice.language == "vi" else _catalogue("en", "moduong").ngettext(text, text, count)
    return form.format(**{"n": count, **named})


def from_english(text: str) -> str | None:
    """Returns the translation of another library's English text, or None where it should stay as it is.

    None and never an empty string: a Qt translator that answers an empty string blanks buttons.
    """
    if _Choice.language == "en":
        return None
    return _look_up("vi", "qt", text)


def _look_up(code: Language, domain: str, text: str) -> str | None:
    # Gettext keeps the catalogue's header under the empty text.
    if not text:
        return None
    translated = _catalogue(code, domain).gettext(text)
    return None if translated == text else translated


@cache
def _catalogue(code: Language, domain: str) -> GNUTranslations:
    with resource("locale", code, "LC_MESSAGES", f"{domain}.mo").open("rb") as file:
        return GNUTranslations(file)
