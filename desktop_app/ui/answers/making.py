"""Which editor a field has: its kind decides."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from desktop_app.domain.topic import Field, Kind
from desktop_app.i18n import _, language
from desktop_app.ui.answers.choosing import ChoiceAnswer, ManyAnswer
from desktop_app.ui.answers.lines import LineAnswer, LongAnswer, ReferenceAnswer
from desktop_app.ui.answers.photos import PhotoAnswer
from desktop_app.ui.theme import LIGHT, Look


def answer_for(
    field: Field,
    names: Mapping[str, str] | None = None,
    words: tuple[str, ...] = (),
    look: Look = Look(LIGHT),  # noqa: B008  # frozen
) -> QWidget:
    """Return the editor for ``field``; ``names`` are the records of a reference, ``words`` earlier texts."""
    match field.kind:
        case Kind.CHOICE:
            return ChoiceAnswer([(choice.key, choice.label.text(language())) for choice in field.choices])
        case Kind.YES_NO:
            return ChoiceAnswer([(True, _("Có")), (False, _("Không"))])
        case Kind.MULTI_CHOICE:
            return ManyAnswer(field)
        case Kind.REFERENCE:
            return ReferenceAnswer(names or {})
        case Kind.LONG_TEXT:
            return LongAnswer()
        case Kind.ATTACHMENT:
            return PhotoAnswer(look)
    return LineAnswer(words)
