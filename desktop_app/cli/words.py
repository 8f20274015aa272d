"""The words that go anywhere on a command line; light, so that the window paints before typer is imported."""

from collections.abc import Sequence
from itertools import pairwise

from desktop_app.i18n import LANGUAGES

ANYWHERE = ("--home", "--user", "--lang")


def hoisted(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with --home, --user and --lang moved before the verb: they go anywhere."""
    front: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            return [*front, *rest, word, *left]
        if word in ANYWHERE and left:
            front += [word, left.pop(0)]
        elif word.partition("=")[0] in ANYWHERE and "=" in word:
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def language_of(arguments: Sequence[str]) -> str:
    """Return the language to complain in, also of words that cannot be parsed."""
    wanted = [after for word, after in pairwise(arguments) if word == "--lang"]
    return "en" if "en" in wanted or "--lang=en" in arguments else "vi"


def window_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """Return the options of a plain start of the window, or None for anything that needs the whole parser."""
    options: dict[str, str] = {}
    left = list(arguments)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name not in ANYWHERE or not (equals or left):
            return None
        options[name] = value if equals else left.pop(0)
    if "" in options.values() or options.get("--lang", "vi") not in LANGUAGES or "\0" in "".join(arguments):
        return None
    return options
