"""The editors of one value, by kind: the same in the grid and in the form.

Text is read when editing ends, never while it is typed: UniKey types by Backspace and letter. Completion
is a popup only. The wheel never changes a field that does not have the keyboard.
"""

from desktop_app.ui.answers.base import Answer, as_answer
from desktop_app.ui.answers.choosing import ChoiceAnswer, ManyAnswer, QuietCombo
from desktop_app.ui.answers.lines import LineAnswer, LongAnswer, ReferenceAnswer
from desktop_app.ui.answers.making import answer_for
from desktop_app.ui.answers.photos import PhotoAnswer

__all__ = [
    "Answer",
    "ChoiceAnswer",
    "LineAnswer",
    "LongAnswer",
    "ManyAnswer",
    "PhotoAnswer",
    "QuietCombo",
    "ReferenceAnswer",
    "answer_for",
    "as_answer",
]
