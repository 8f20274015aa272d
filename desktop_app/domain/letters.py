"""One letter for each answer of a choice: what a key types into a narrow cell, and what stands there."""

from collections.abc import Sequence

from desktop_app.domain import kinds, text
from desktop_app.domain.kinds import Reading
from desktop_app.domain.topic import Choice, Field


def letters(choices: Sequence[Choice], lang: str) -> dict[str, str]:
    """Return choice key → its letter: the first of its label, without accents, that none before it has.

    A choice all of whose letters are taken has none; it is reached by its number.
    """
    found: dict[str, str] = {}
    for choice in choices:
        own = (letter for letter in text.fold(choice.label.text(lang)).upper() if letter.isalpha())
        letter = next((one for one in own if one not in found.values()), None)
        if letter is not None:
            found[choice.key] = letter
    return found


def read(field: Field, typed: str, reading: Reading) -> str | None:
    """Return the choice that a letter, a number from 1 on or a word means; None if none."""
    said = text.fold(typed).strip().upper()
    for key, letter in letters(field.choices, reading.lang).items():
        if said == letter:
            return key
    if said.isdecimal() and said.isascii() and 0 < int(said) <= len(field.choices):
        return field.choices[int(said) - 1].key
    found = kinds.rules(field).read(field, typed, reading)
    return found if isinstance(found, str) else None
