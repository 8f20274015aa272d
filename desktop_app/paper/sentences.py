"""Sentences whose numbers come from figures: no number is typed, and what is not known is said to be so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Literal

from desktop_app.domain.numbers import format_decimal, format_percent, format_whole
from desktop_app.indicators import ALL, Figure, Measure
from desktop_app.indicators.model import Number, rounded
from desktop_app.paper.survey import Figures

NO_DATA = "chưa có số liệu"

Where = Literal["anywhere", "district", "commune"]
Condition = Callable[[Figures], bool]


class UnknownError(Exception):
    """A sentence needs a number that no record tells."""


def number_text(number: Number) -> str:
    """Return "13.567" or "32,45"."""
    return format_whole(number) if isinstance(number, int) else format_decimal(number)


def value_text(figure: Figure, value: Number | None) -> str:
    """Return a value of a figure as it is read: "92 %", "21/21", "628"; "chưa có số liệu" for None."""
    if value is None:
        return NO_DATA
    if figure.indicator.measure is Measure.PERCENT:
        return format_percent(value)
    if figure.indicator.measure is Measure.MEAN:
        return number_text(rounded(value, 2))
    if figure.indicator.measure is Measure.SHARE and figure.denominator is not None:
        return f"{number_text(value)}/{number_text(figure.denominator)}"
    return number_text(value)


def unbroken(text: str) -> str:
    """Return a number with its sign so that no line of prose begins with "%"."""
    return text.replace(" %", "\u00a0%")


def title(figure: Figure) -> str:
    """Return what an indicator is called, in full where its title goes on from the one before it ("… ")."""
    own = figure.title.vi
    if not own.startswith("… "):
        return own
    return ALL[ALL.index(figure.indicator) - 1].title.vi + own[1:]


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence: an abbreviation keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


class Said:
    """A figure inside a sentence: ``{x}`` its value, ``{x:đạt}`` with a verb, ``{x.n}`` of ``{x.of}``.

    ``{x.rest}`` is what is left of ``of`` without ``n``. An estimate says so: "ước đạt 13.567".
    Raises `UnknownError` where there is no number.
    """

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def __format__(self, verb: str) -> str:
        value = self._known(self.figure.value)
        words = ("ước" if self.figure.estimated else "", verb, unbroken(value_text(self.figure, value)))
        return " ".join(filter(None, words))

    @property
    def n(self) -> str:
        return number_text(self._known(self.figure.numerator))

    @property
    def of(self) -> str:
        return number_text(self._known(self.figure.denominator))

    @property
    def rest(self) -> str:
        return number_text(self._known(self.figure.denominator) - self._known(self.figure.numerator))

    def _known(self, number: Number | None) -> Number:
        if number is None or self.figure.value is None:
            raise UnknownError(self.figure.key)
        return number


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence; its words are ours, its numbers are named in braces.

    ``about`` names the number where it is not known. ``zero`` is said instead where the first figure
    (``figure``, by default the first that ``text`` names) is 0. ``when``: a condition for saying it at all.
    """

    text: str
    about: str = ""
    where: Where = "anywhere"
    zero: str = ""
    figure: str = ""
    when: Condition | None = None


Sentence = Sequence[Clause]


@dataclass(frozen=True, slots=True)
class Teller:
    """Says clauses with the figures of a home, and with what its kind of unit is called."""

    figures: Figures
    words: Mapping[str, str]
    where: Where

    def sentence(self, clauses: Sentence) -> str:
        """Return a sentence with a capital and a full stop, "" where nothing in it is to be said."""
        said, missing = [], []
        for clause in self._meant(clauses):
            try:
                said.append(self.said(clause))
            except UnknownError:
                missing.append(clause.about)
        if missing:
            said.append(f"{'; '.join(missing)}: {NO_DATA}")
        return _closed("; ".join(said)) if said else ""

    def known(self, clauses: Sentence) -> list[str]:
        """Return the clauses of which all numbers are known, in order."""
        found = []
        for clause in self._meant(clauses):
            try:
                found.append(self.said(clause))
            except UnknownError:
                continue
        return found

    def said(self, clause: Clause) -> str:
        """Return a clause as text; raises `UnknownError`."""
        first = self.figures.get(clause.figure or _first_name(clause.text))
        if first is not None and first.value is None:
            raise UnknownError(first.key)
        is_zero = first is not None and first.value == 0 and clause.zero
        named = {key: Said(figure) for key, figure in self.figures.items()}
        return (clause.zero if is_zero else clause.text).format_map({**named, **self.words})

    def _meant(self, clauses: Iterable[Clause]) -> list[Clause]:
        return [
            clause
            for clause in clauses
            if clause.where in ("anywhere", self.where) and (clause.when is None or clause.when(self.figures))
        ]


def _first_name(text: str) -> str:
    names = [name.split(".")[0] for _plain, name, _verb, _as in Formatter().parse(text) if name]
    return next((name for name in names if name.islower()), "")


def capital(text: str) -> str:
    """Return ``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _closed(text: str) -> str:
    return f"{capital(text)}."


def falls_short(figure: Figure) -> bool:
    """Return whether a figure leaves something to be done: not all that it is a part of, or any of a lack."""
    if figure.value is None:
        return False
    if figure.indicator.less_is_better:
        return figure.value > 0
    if figure.indicator.measure is Measure.PERCENT:
        return figure.value < 100
    return figure.indicator.measure is Measure.SHARE and figure.value < (figure.denominator or 0)


def short(key: str) -> Condition:
    """Return the condition that a figure `falls_short`."""
    return lambda figures: falls_short(figures[key])


def enough(key: str) -> Condition:
    """Return the condition that a figure is known and leaves nothing to be done."""
    return lambda figures: figures[key].value is not None and not falls_short(figures[key])
