"""The survey form of a topic (phiếu khảo sát): blank, to be filled in by hand, or filled in, to be signed.

The office's own form: no circular lays it out. All its texts come in the language of the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from desktop_app.paper.measuring import Pieces
from desktop_app.paper.model import Signature
from desktop_app.paper.printable import Printer, clipped
from desktop_app.paper.tables import signatures

# An answer of more characters may run on over the end of a page.
_LONGEST_WHOLE = 1000

Room = Literal["line", "lines", "number", "year", "month", "date", "moment", "place", "choices"]
"""What stands ready to write in: dots, boxes for figures, or boxes to tick."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to tick, and the code that a typist enters for it, "" where there is none."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the form; ``hints`` stand below the label, ``unit`` and ``estimate`` beside the answer.

    ``estimate``: what the box says that marks an estimate, "" where the answer cannot be one.
    """

    key: str
    label: str
    room: Room
    hints: Sequence[str] = ()
    unit: str = ""
    required: bool = False
    options: Sequence[Option] = ()
    estimate: str = ""


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions under a heading, "" for none."""

    title: str
    questions: Sequence[Question]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a record says: options that are ticked (their codes), or a text."""

    text: str = ""
    ticked: frozenset[str] = frozenset()
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The answers of one record, by the key of the question; ``name``: what it is called, with its marks."""

    name: str
    unit: str
    answers: Mapping[str, Answer]


BLANK = FilledSheet("", "", {})


@dataclass(frozen=True, slots=True)
class SurveyForm:
    """A form and the records that fill it, one sheet each (`BLANK`: to fill in by hand). A4 portrait.

    ``guides``: whether it says how to answer, with hints, codes and marks of what must be answered. What is
    only to be signed does without: most topics then take one page a record.
    """

    title: str
    unit: str
    about: Sequence[str]
    groups: Sequence[QuestionGroup]
    sheets: Sequence[FilledSheet]
    words: Mapping[str, str]
    dated: str
    signatures: Sequence[Signature]
    foot: str
    sample: bool = False
    empty: str = ""
    guides: bool = False


def payload(form: SurveyForm, printer: Printer) -> dict[str, Any]:
    """Returns the data of the template `survey-form.typ`."""
    prose = printer.prose
    questions = [question for group in form.groups for question in group.questions]
    return {
        "foot": clipped(printer(form.foot)),
        "title": prose(form.title),
        "about": [prose(line) for line in form.about],
        "guides": form.guides,
        "words": {key: prose(word) for key, word in form.words.items()},
        "groups": [
            {
                "title": prose(group.title),
                "questions": [_question(form, each, printer) for each in group.questions],
            }
            for group in form.groups
        ],
        "sheets": [_sheet(form, sheet, questions, printer) for sheet in form.sheets],
        "empty": [] if form.sheets else [prose(form.unit), prose(form.empty)],
        "dated": prose(form.dated),
        "signatures": signatures(form.signatures, printer),
    }


def _question(form: SurveyForm, question: Question, printer: Printer) -> dict[str, Any]:
    return {
        "label": printer.prose(question.label + (" *" if question.required and form.guides else "")),
        "hints": [printer.prose(hint) for hint in question.hints if form.guides],
        "room": question.room,
        "unit": printer.prose(question.unit),
        "options": [_option(form, option, printer) for option in question.options],
        "estimate": printer.prose(question.estimate),
    }


def _option(form: SurveyForm, option: Option, printer: Printer) -> list[Pieces]:
    code = f"({option.code})" if option.code and form.guides else ""
    return [printer.prose(option.label), printer.prose(code)]


def _sheet(
    form: SurveyForm, sheet: FilledSheet, questions: Sequence[Question], printer: Printer
) -> dict[str, Any]:
    return {
        "name": printer.prose(sheet.name),
        "unit": printer.prose(sheet.unit or form.unit),
        "long": any(len(answer.text) > _LONGEST_WHOLE for answer in sheet.answers.values()),
        "answers": [_answer(question, sheet.answers.get(question.key), printer) for question in questions],
    }


def _answer(question: Question, answer: Answer | None, printer: Printer) -> list[Any]:
    """Returns the text, the places of the ticked options from 0, and whether it is an estimate."""
    if answer is None:
        return []
    ticked = [at for at, option in enumerate(question.options) if option_key(option) in answer.ticked]
    return [printer.prose(answer.text), ticked, answer.is_estimate]


def option_key(option: Option) -> str:
    """Returns what an `Answer` ticks an option by: its code, or its label where it has none."""
    return option.code or option.label
