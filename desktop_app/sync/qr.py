"""An activation file as a QR code, and back from the text that a scanner gives.

``MODUONG1`` and base32 of the compressed file: letters and digits only, so that the code is small
(alphanumeric mode) and the text survives a clipboard, a message, a line break or a keyboard.
"""

import base64
import binascii
import zlib
from pathlib import Path

from desktop_app.app.files import write_by
from desktop_app.errors import UsageError
from desktop_app.i18n import _

MARK = "MODUONG1"
KINDS = (".svg", ".png")
_BORDER, _SCALE = 4, 6  # modules of quiet zone (ISO/IEC 18004), pixels a module


def text_of(data: bytes) -> str:
    """Return the text that the code of ``data`` holds."""
    return MARK + base64.b32encode(zlib.compress(data, 9)).decode("ascii").rstrip("=")


def starts_like_text(start: bytes) -> bool:
    """Tell whether a file's first bytes are those of a scanned code."""
    return start.lstrip().upper().startswith(MARK.encode())


def bytes_of(scanned: bytes, limit: int) -> bytes:
    """Return the file in a scanned text, however it was broken into lines; raises ValueError.

    Inflating stops beyond ``limit`` bytes: whoever reads them refuses so many.
    """
    letters = "".join(scanned.decode("ascii").split()).upper()
    packed = letters.removeprefix(MARK)
    try:
        deflated = base64.b32decode(packed + "=" * (-len(packed) % 8))
        inflater = zlib.decompressobj()
        data = inflater.decompress(deflated, limit + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("not a scanned activation") from error
    if not inflater.eof and len(data) <= limit:  # the check sum at its end was not read
        raise ValueError("a scanned activation without its end")
    return data


def draw(path: Path, data: bytes) -> None:
    """Write the code of ``data`` as an SVG or PNG picture; raises `UserError`."""
    import segno  # on use: only where a code is drawn

    if path.suffix.lower() not in KINDS:
        raise UsageError(
            _("Ảnh mã QR phải là .svg hoặc .png."), where=str(path), todo=_("Hãy đổi đuôi của tệp.")
        )
    code = segno.make_qr(text_of(data), error="m", mode="alphanumeric")
    kind = path.suffix.lower().removeprefix(".")
    write_by(path, lambda part: code.save(str(part), kind=kind, border=_BORDER, scale=_SCALE))
