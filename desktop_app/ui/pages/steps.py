"""What a commune has to do next: one step at a time, from an empty home to a receipt."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.i18n import _

if TYPE_CHECKING:
    from desktop_app.app.overview import Status
    from desktop_app.app.views import Counts


class Step(NamedTuple):
    """The next thing to do: why, and the button that goes there."""

    icon: str
    tone: str
    title: str
    text: str
    act: str
    on: Callable[[], object]


Go = Callable[..., None]


def next_step(
    go: Go, counts: "Mapping[str, Counts]", status: "Status", hard: int, rows: Mapping[str, str]
) -> Step:
    """Return the next step: enter, decide, mend, confirm, make final, send, take in the receipt.

    ``rows``: topic → what one record of it is called.
    """
    every = counts.values()
    if not any(one.total for one in every):
        return _begin(go)
    if status.conflicts:
        return _decide(go, status.conflicts)
    if hard:
        return _mend(go, hard)
    if left := {key: one for key, one in counts.items() if one.unconfirmed}:
        return _confirm(go, left, rows)
    if drafts := sum(one.draft for one in every):
        return _finalise(go, drafts)
    if status.unsent:
        return _send(go, status.unsent)
    return _wait(go) if status.in_bundle else _rest(go)


def _begin(go: Go) -> Step:
    title, act = _("Bắt đầu nhập số liệu"), _("Nhập cơ quan, đơn vị")
    text = _("Nên bắt đầu từ cơ quan, đơn vị: các chủ đề khác chọn từ đó.")
    return Step("pencil", "good", title, text, act, lambda: go("entry", topic="office"))


def _decide(go: Go, n: int) -> Step:
    title = _("Chọn giá trị cho {n} bản ghi").format(n=n)
    text = _("Hai máy đã ghi khác nhau. Cả hai giá trị đều được giữ, chờ một người chọn.")
    return Step("git-merge", "bad", title, text, _("Đến mục Hợp nhất"), lambda: go("review", tab="conflicts"))


def _mend(go: Go, n: int) -> Step:
    title = _("Sửa {n} chỗ phải sửa").format(n=n)
    text = _("Dòng còn lỗi vẫn được giữ, nhưng chưa chốt được.")
    return Step("triangle-alert", "bad", title, text, _("Xem các lỗi"), lambda: go("check"))


def _confirm(go: Go, left: "Mapping[str, Counts]", rows: Mapping[str, str]) -> Step:
    """Return the way to the first topic with rows of the round before."""
    key, first = next(iter(left.items()))
    said = _("Còn {left} / {total} {row} chưa xác nhận")
    title = said.format(left=first.unconfirmed, total=first.total, row=rows[key])
    others = sum(one.unconfirmed for one in left.values()) - first.unconfirmed
    text = _("Số liệu đợt trước đã có sẵn: dòng nào vẫn đúng thì xác nhận, khác thì sửa.")
    if others:
        text += " " + _("Các chủ đề khác còn {n} dòng.").format(n=others)
    return Step("list-checks", "warn", title, text, _("Xác nhận từng dòng"), lambda: confirm_rows(go, key))


def confirm_rows(go: Go, key: str) -> None:
    """Go to the rows of a topic that nobody confirmed in this round."""
    go("entry", topic=key, quick="unconfirmed")


def _finalise(go: Go, n: int) -> Step:
    title = _("Chốt {n} dòng còn là bản nháp").format(n=n)
    text = _("Không còn lỗi phải sửa. Chốt xong thì ghi tệp nộp.")
    return Step("square-check-big", "good", title, text, _("Chốt và nộp"), lambda: go("submit"))


def _send(go: Go, n: int) -> Step:
    title = _("Nộp {n} thay đổi lên huyện").format(n=n)
    text = _("Ghi ra một tệp đã mã hoá, chép vào USB hoặc gửi đi.")
    return Step("send", "good", title, text, _("Đến mục Nộp"), lambda: go("submit"))


def _wait(go: Go) -> Step:
    text = _("Tệp đã ghi ra. Khi huyện trả biên nhận, mở nó ở mục Nộp.")
    return Step(
        "package", "plain", _("Chờ biên nhận của huyện"), text, _("Mở biên nhận"), lambda: go("submit")
    )


def _rest(go: Go) -> Step:
    text = _("Không còn việc phải làm trong đợt này.")
    return Step(
        "circle-check-big",
        "good",
        _("Huyện đã nhận đủ"),
        text,
        _("Xem số liệu"),
        lambda: go("entry", all=True),
    )
