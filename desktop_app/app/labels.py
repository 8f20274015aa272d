"""Asset labels: which sheets an office prints on, and how far its printer is off; kept with the home."""

from typing import Any, NamedTuple

from desktop_app.app.ports import Asking, Desk
from desktop_app.domain.label_sheets import KNOWN, Layout, offset_text, read_layout, read_offset
from desktop_app.errors import UsageError
from desktop_app.i18n import _

KEY = "labels"
_FIRST = "24"


class Choices(NamedTuple):
    """A sheet, and how far all on it is moved to the right and down, in mm."""

    layout: Layout
    offset: tuple[float, float]


def choices(desk: Desk, asking: Asking) -> Choices:
    """Return the sheet and the offset asked for, or those used last; raises `UsageError`."""
    kept = remembered(desk)
    layout = read_layout(asking.layout) if asking.layout else kept.layout
    offset = read_offset(asking.offset) if asking.offset else kept.offset
    if layout is None:
        raise UsageError(
            _("Không đọc được khổ tem “{typed}”.").format(typed=asking.layout),
            todo=_("Chọn {names}, hoặc ghi cỡ riêng như 70x37:3x8 (mm; số cột x số hàng).").format(
                names=", ".join(KNOWN)
            ),
        )
    if not layout.holds_code:
        raise UsageError(
            _("Ô tem {width} × {height} mm quá nhỏ cho một mã QR đọc được.").format(
                width=f"{layout.width:g}", height=f"{layout.height:g}"
            ),
            todo=_("Hãy chọn ô lớn hơn, ví dụ 38,1 × 21,2 mm (65 tem một tờ)."),
        )
    if offset is None:
        raise UsageError(
            _("Không đọc được độ lệch máy in “{typed}”.").format(typed=asking.offset),
            todo=_("Ví dụ: “1,5; -0,3” là sang phải 1,5 mm, lên 0,3 mm; nhiều nhất 20 mm."),
        )
    if not 1 <= asking.start <= layout.cells:
        raise UsageError(
            _("Tờ tem này không có ô số {n}.").format(n=asking.start),
            todo=_("Các ô đánh số từ 1 đến {n}.").format(n=layout.cells),
        )
    return Choices(layout, offset)


def remembered(desk: Desk) -> Choices:
    """Return the sheet and the offset used last in this home."""
    with desk.store.read() as tx:
        found: Any = tx.setting(KEY)
    said = found if isinstance(found, dict) else {}
    layout, offset = read_layout(str(said.get("layout"))), read_offset(str(said.get("offset")))
    return Choices(layout if layout and layout.holds_code else KNOWN[_FIRST], offset or (0.0, 0.0))


def remember(desk: Desk, asking: Asking) -> Choices:
    """Use the sheet and the offset asked for from now on; raises `UsageError`."""
    chosen = choices(desk, asking)
    if chosen != remembered(desk):
        with desk.store.write() as tx:
            tx.put_setting(KEY, {"layout": chosen.layout.name, "offset": offset_text(chosen.offset)})
    return chosen
