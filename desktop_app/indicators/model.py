"""What an indicator is, and what it gives when it is computed.

An indicator is a declaration: one or two statements of plain SQL (SQLite and PostgreSQL alike) over
the projections, each giving one number. ``{computer}`` stands for the rows of a topic within the
scope, ``{communes}`` for the communes of the scope (one column, ``unit``); ``:year`` is the year of
the reference date. Blank is not zero: a statement leaves out rows whose answer is not known, on
both sides of a division.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop_app.domain.topic import Label

Number = int | Decimal


class Measure(StrEnum):
    """How a figure is read.

    ``count``: a number of things; ``share``: so many of so many, "18/21", its value the first;
    ``percent``: numerator over denominator, 0–100 (a ratio may pass 100); ``mean``: an average.
    """

    COUNT = "count"
    SHARE = "share"
    PERCENT = "percent"
    MEAN = "mean"


class Role(StrEnum):
    """Why it is kept: stated by the article, a difficulty that it names, a target, or a detail beside one."""

    STATED = "stated"
    DIFFICULTY = "difficulty"
    TARGET = "target"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, as data.

    ``numerator`` and ``denominator`` are SQL. ``target``: the figure to reach; of a share, in percent
    of its denominator. ``stated`` (and ``stated_of``): the source's own figure. ``less_is_better``
    turns the comparison with the target round. ``basis``: "topic.field" whose estimates make the
    figure an estimate and whose blanks it leaves out; ``topic``: whose drafts it counts among.
    """

    key: str
    title: Label
    group: Label
    topic: str
    measure: Measure
    unit: Label
    numerator: str
    denominator: str | None = None
    target: Number | None = None
    stated: Number | None = None
    stated_of: int | None = None
    source: str = ""
    role: Role = Role.DETAIL
    less_is_better: bool = False
    basis: tuple[str, ...] = ()
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: the communes (surrogate ids) of the denominators, one unit or all, and the year."""

    communes: tuple[str, ...]
    year: int
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed indicator.

    ``value`` is None where there is nothing to compute from ("chưa có số liệu"). ``estimated``: an
    estimate is among what it rests on; ``missing``: rows left out for want of an answer; ``drafts``:
    rows of its topic that are still drafts. ``target`` of a share is a number of things, as its value.
    """

    indicator: Indicator
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    target: Number | None
    estimated: bool = False
    missing: int = 0
    drafts: int = 0

    @property
    def key(self) -> str:
        return self.indicator.key

    @property
    def title(self) -> Label:
        return self.indicator.title

    @property
    def unit(self) -> Label:
        return self.indicator.unit

    @property
    def stated(self) -> Number | None:
        return self.indicator.stated

    @property
    def source(self) -> str:
        return self.indicator.source

    @property
    def kind(self) -> str:
        return str(self.indicator.measure)

    @property
    def agrees(self) -> bool | None:
        """Return whether the figure equals the stated one, rounded as that is; None if none is stated.

        The article says 92 % where 578 of 628 is 92.04 %. What is not quite all or nothing never
        rounds to 100 or 0. A denominator that is stated ("18/21") has to be equal too.
        """
        stated = self.stated
        if stated is None:
            return None
        if self.value is None or self.indicator.stated_of not in (None, self.denominator):
            return False
        return rounded(self.value, decimals(stated)) == stated

    @property
    def reached(self) -> bool | None:
        """Return whether the target is reached; None without a target or a value."""
        if self.target is None or self.value is None:
            return None
        return self.value <= self.target if self.indicator.less_is_better else self.value >= self.target


def decimals(number: Number) -> int:
    """Return how many decimals ``number`` is written with."""
    exponent = Decimal(number).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def rounded(number: Number, places: int) -> Decimal:
    """Return ``number`` to so many places, half up; neither 100 nor 0 unless it is exactly that."""
    exact, step = Decimal(number), Decimal(1).scaleb(-places)
    found = exact.quantize(step, "ROUND_HALF_UP")
    if found != exact and found in (0, 100):
        return found + (step if exact > found else -step)
    return found
