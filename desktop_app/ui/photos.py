"""Photos from a camera, made fit to be kept: upright, at most 1280 pixels, nothing but the picture.

What a camera notes beside the picture (place, time, its owner's name) is personal and does not come along.
"""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from desktop_app.errors import UserError
from desktop_app.i18n import _

SIDE = 1280
"""The longer side of a kept photo, in pixels."""
QUALITY = 82  # of 100: a photo of a label is read at it, and takes some 200 kB


def fit(path: Path) -> bytes:
    """Return the picture in the file as a JPEG; raises `UserError`. Slow: never on the UI thread."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SIDE:
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise UserError(
            _("Không đọc được ảnh."),
            where=path.name,
            todo=_("Hãy chọn ảnh JPEG, PNG, WebP hoặc TIFF; ảnh HEIC thì lưu lại thành JPEG trước."),
        )
    return _jpeg(image)


def _jpeg(image: QImage) -> bytes:
    # Drawn anew: texts that came with the file stay behind, and what was transparent is white.
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    plain.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # the stub knows bytes only
    return bytes(buffer.data().data())
