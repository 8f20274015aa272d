"""Photos of records: kept by hash before the save that names them, and found again by hash."""

from typing import Any

from desktop_app.app.ports import Desk
from desktop_app.domain import attachments
from desktop_app.errors import UserError
from desktop_app.i18n import _


def keep(desk: Desk, content: bytes) -> dict[str, Any]:
    """Keep a photo durably; return how a value names it. The same photo twice is one blob."""
    if not 0 < len(content) <= attachments.LARGEST:
        raise UserError(_("Ảnh quá lớn."), todo=_("Hãy chọn ảnh khác, hoặc thu nhỏ ảnh này trước."))
    name = attachments.name_of(content)
    with desk.store.write() as tx:
        tx.put_blob(name["sha256"], content)
    return name


def content_of(desk: Desk, sha256: str) -> bytes | None:
    """Return a photo, None where it is not here: it was added on another PC and has not travelled yet."""
    with desk.store.read() as tx:
        return tx.blob(sha256)
