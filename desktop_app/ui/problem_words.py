"""How a problem is shown wherever it stands: an icon, a tone and words, never colour alone."""

from typing import NamedTuple

from desktop_app.domain.topic import Problem
from desktop_app.i18n import _


class Sign(NamedTuple):
    """The icon of a kind of problem, its tone, and what the kind is called."""

    icon: str
    tone: str
    word: str


def sign_of(problem: Problem) -> Sign:
    """Return the sign of an error, of an open warning, or of a warning that was accepted."""
    if problem.is_hard:
        return Sign("circle-x", "bad", _("Phải sửa"))
    if problem.is_open:
        return Sign("triangle-alert", "warn", _("Nên xem lại"))
    return Sign("message-square", "muted", _("Đã giữ nguyên"))


def told(problem: Problem) -> str:
    """Return a problem in words: how bad it is, what is wrong, and why it was accepted."""
    return f"{sign_of(problem).word}: {said(problem)}"


def said(problem: Problem) -> str:
    """Return what is wrong, and why it was accepted."""
    if not problem.reason:
        return problem.message
    return problem.message + "\n" + _("Lý do: {reason}").format(reason=problem.reason)
