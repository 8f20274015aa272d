"""What a verdict of a stocktake is called, and what is said of a scan."""

from desktop_app.domain.stocktaking import Count, Judged, Thing, Verdict
from desktop_app.i18n import _


def verdict_name(verdict: Verdict) -> str:
    """Return what a verdict is called."""
    return {
        Verdict.FOUND: _("Đã thấy"),
        Verdict.WRONG_ROOM: _("Sai phòng"),
        Verdict.ELSEWHERE: _("Của nơi khác"),
        Verdict.TWICE: _("Quét lại"),
        Verdict.AMBIGUOUS: _("Trùng mã"),
        Verdict.UNKNOWN: _("Không có trong sổ"),
        Verdict.TAKEN_BACK: _("Đã rút lại"),
    }[verdict]


def said_of(one: Judged) -> str:
    """Return a sentence about a scan: which thing it is, and where it should be."""
    if one.verdict is Verdict.UNKNOWN:
        return _("Không máy hay thiết bị nào mang mã này.")
    if one.verdict is Verdict.AMBIGUOUS:
        names = "; ".join(called(thing) for thing in one.things)
        return _("Mã này là của {n} máy: {names}. Hãy quét mã tài sản hoặc tem.").format(
            n=len(one.things), names=names
        )
    if one.verdict is Verdict.WRONG_ROOM:
        return _("{name}: sổ ghi ở {room}.").format(name=called(one.things[0]), room=one.things[0].room)
    if one.verdict is Verdict.ELSEWHERE:
        return _("{name}: sổ ghi thuộc {place}.").format(
            name=called(one.things[0]), place=one.things[0].place or _("cơ quan chưa rõ")
        )
    return "; ".join(called(thing) for thing in one.things)


def called(thing: Thing) -> str:
    """Return what a thing is and by which code it is told from others."""
    code = thing.code or thing.serial
    return f"{thing.name} ({code})" if code else thing.name


def numbers(count: Count) -> list[tuple[str, int]]:
    """Return what a stocktake comes to: (in words, how many)."""
    return [
        (_("Có trong sổ"), len(count.books.booked)),
        (_("Đã thấy"), len(count.found)),
        (_("Còn thiếu"), len(count.missing)),
        (_("Sai phòng"), count.tally((Verdict.WRONG_ROOM,))),
        (_("Ngoài sổ"), len(count.strays)),
        (_("Trùng mã"), count.tally((Verdict.AMBIGUOUS,))),
        (_("Quét lại"), count.tally((Verdict.TWICE,))),
    ]
