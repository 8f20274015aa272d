"""How the page Tiếp nhận puts things: states of communes, outcomes of files, lines of its lists."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLabel

from desktop_app.domain.dates import format_date
from desktop_app.domain.numbers import format_whole
from desktop_app.i18n import _, language, plural
from desktop_app.ui.moments import moment
from desktop_app.ui.pages.inbox_calls import FAILED, HeldPart, SealedBundle
from desktop_app.ui.widgets.basics import chip
from desktop_app.ui.widgets.listing import Head, Line
from desktop_app.ui.widgets.listing_delegate import Shown

if TYPE_CHECKING:
    from desktop_app.app.overview import CommuneState
    from desktop_app.app.receiving import Received
    from desktop_app.ui.session import Session


class Said(NamedTuple):
    """A state in words, with its tone and icon."""

    text: str
    tone: str
    icon: str
    rank: int = 0

    def chip(self) -> Shown:
        """Return it as a cell; states sort by how much they want a person."""
        return Shown(self.text, tone=self.tone, icon=self.icon, chip=True, sort=self.rank)


def state_of(commune: "CommuneState") -> Said:
    """Return where a commune stands."""
    if commune.held:
        return Said(_("có phần giữ lại"), "bad", "triangle-alert", 0)
    if commune.last_received_ms is not None:
        return Said(_("đã nhận"), "good", "circle-check", 3)
    if commune.enrolled:
        return Said(_("chưa nộp"), "warn", "clock", 1)
    return Said(_("chưa cấp máy"), "plain", "circle-dashed", 2)


def has_sent(commune: "CommuneState") -> bool:
    """Return whether anything of a commune was received."""
    return commune.last_received_ms is not None


def sent_chip(communes: "Sequence[CommuneState]") -> tuple[str, str]:
    """Return how many communes have sent, and the tone of that."""
    sent = sum(map(has_sent, communes))
    text = _("{n}/{all} xã đã nộp").format(n=sent, all=len(communes))
    return text, "good" if sent == len(communes) else "warn"


def reference_chip(session: "Session") -> QLabel:
    """Return the chip that says on which date the figures stand."""
    who = session.who
    assert who is not None  # noqa: S101  # pages are made for an open home
    on = format_date(date.fromisoformat(who.reference_date), language())
    return chip(_("Số liệu tính đến {day}").format(day=on))


# --- communes ----------------------------------------------------------------------------------------


def commune_heads() -> list[Head]:
    """Return the columns of the list of communes."""
    return [
        Head(_("Xã"), share=1, least=150),
        Head(_("Mã")),
        Head(_("Trạng thái")),
        Head(_("Máy tính"), right=True),
        Head(_("Đã xác nhận"), right=True),
        Head(_("Số gói"), right=True),
        Head(_("Nhận lần cuối")),
    ]


def commune_line(commune: "CommuneState") -> Line:
    """Return one commune as a row."""
    return Line(
        commune.code,
        (
            Shown(commune.name),
            Shown(commune.code, tone="muted"),
            state_of(commune).chip(),
            _number(commune.computers if has_sent(commune) else None),
            _confirmed(commune),
            _number(commune.bundles or None),
            _moment(commune.last_received_ms),
        ),
    )


def _confirmed(commune: "CommuneState") -> Shown:
    """Return how many of a commune's computers were confirmed in this round."""
    if not has_sent(commune):
        return Shown("", numeric=True)
    tone = "" if commune.confirmed == commune.computers else "warn"
    text = f"{commune.confirmed}/{commune.computers}"
    return Shown(text, tone=tone, numeric=True, sort=commune.confirmed - commune.computers)


def _moment(ms: int | None) -> Shown:
    return Shown("" if ms is None else moment(ms), numeric=True, sort=ms)


def _number(number: int | None) -> Shown:
    text = "" if number is None else format_whole(number, language())
    return Shown(text, numeric=True, sort=number)


# --- files -------------------------------------------------------------------------------------------


def outcome_of(outcome: str) -> Said:
    """Return the outcome of a file in words."""
    known = {
        "applied": Said(_("đã nhập"), "good", "circle-check", 4),
        "already": Said(_("đã nhận rồi"), "plain", "package-check", 5),
        "held": Said(_("giữ lại một phần"), "warn", "triangle-alert", 3),
        "sealed": Said(_("giữ niêm phong"), "warn", "lock", 2),
        "refused": Said(_("từ chối"), "bad", "circle-x", 0),
        "own": Said(_("của kho này"), "plain", "info", 6),
        FAILED: Said(_("chưa xong"), "bad", "circle-alert", 1),
    }
    return known[outcome]


def rank(result: "Received") -> int:
    """Return where a file stands in the list: what wants a person comes first."""
    return outcome_of(result.outcome).rank


def file_heads() -> list[Head]:
    """Return the columns of the list of files just taken in."""
    return [
        Head(_("Tệp"), share=2, least=170),
        Head(_("Của xã")),
        Head(_("Kết quả")),
        Head(_("Nghĩa là gì, làm gì tiếp"), share=3, least=240),
    ]


def file_line(at: int, result: "Received", name: str) -> Line:
    """Return what became of one file as a row; ``name`` is that of the unit."""
    return Line(
        at,
        (
            Shown(result.path.name, more=str(result.path)),
            Shown(name),
            outcome_of(result.outcome).chip(),
            Shown(meaning(result), under=_receipt(result)),
        ),
    )


def meaning(result: "Received") -> str:
    """Return what an outcome means for the person, and what to do."""
    if result.outcome == "applied":
        done = _("Đã nhập vào số liệu của huyện.")
        return f"{done} {result.reason}".strip()
    if result.outcome == "sealed":
        return f"{result.reason} {seal_advice()}"
    return result.reason


def seal_advice() -> str:
    """Return what to do about a bundle of an unknown device."""
    return _(
        "Hãy gọi cho xã hỏi máy nào đã gửi; thường là hai máy dùng chung một tệp kích hoạt. "
        "Cấp tệp riêng cho máy đó."
    )


def _receipt(result: "Received") -> str:
    return _("Biên nhận: {name}").format(name=result.receipt.name) if result.receipt else ""


def tally(results: "Sequence[Received]") -> list[Said]:
    """Return how many files had each outcome, "3 đã nhập", the worst first."""
    counted = Counter(result.outcome for result in results)
    said = [(outcome_of(outcome), n) for outcome, n in counted.items()]
    return [one._replace(text=f"{n} {one.text}") for one, n in sorted(said, key=lambda pair: pair[0].rank)]


# --- what waits --------------------------------------------------------------------------------------


def waiting_heads() -> list[Head]:
    """Return the columns of what waits for a person."""
    return [
        Head(_("Việc"), share=2, least=170),
        Head(_("Trạng thái")),
        Head(_("Nhận lúc")),
        Head(_("Nghĩa là gì, làm gì tiếp"), share=3, least=240),
    ]


def sealed_line(one: SealedBundle) -> Line:
    """Return a sealed bundle as a row."""
    device = _("máy {device}").format(device=one.device[:8])
    return Line(
        one.bundle_id,
        (
            Shown(one.name, under=device, icon="package"),
            outcome_of("sealed").chip(),
            _moment(one.when_ms),
            Shown(seal_advice()),
        ),
    )


def held_line(part: HeldPart, name: str) -> Line:
    """Return ops that are held as a row."""
    title = name or _("Máy không rõ đơn vị")
    return Line(
        (part.device, part.reason),
        (
            Shown(title, under=_("máy {device}").format(device=part.device[:8]), icon="hard-drive"),
            outcome_of("held").chip(),
            Shown(),
            Shown(
                plural("{n} thao tác chưa được tính: {reason}.", part.ops, reason=part.reason),
                under=_("Hãy gọi cho xã; phần này được giữ nguyên, không mất."),
            ),
        ),
    )
