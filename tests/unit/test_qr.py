"""An activation as a QR code: read by a reader that we did not write, and from text however it travelled."""

import base64
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop_app.errors import RefusedError, UsageError
from desktop_app.sync import bundle, qr
from desktop_app.sync.activation import LIMIT, Activation, Hub, Round, Unit, read_scanned
from desktop_app.sync.keys import DeviceKeys, RecoveryKey

HUB = DeviceKeys.generate()
ISSUED = Activation(
    activation="0d1c2b3a-0000-4000-8000-000000000001",
    catalogue="0d1c2b3a-0000-4000-8000-000000000002",
    hub=Hub(HUB.public.hex(), "Huyện Điện Biên", HUB.recipient, RecoveryKey.generate().recipient),
    role="commune",
    round=Round("0d1c2b3a-0000-4000-8000-000000000009", "Khảo sát đến 31/12/2022", "2022-12-31"),
    sample=False,
    secret="5c" * 16,
    space="0d1c2b3a-0000-4000-8000-000000000003",
    unit=Unit("03319", "dbp-u-0004", "commune", "Xã Thanh Nưa"),
)


def scanned(picture: Path) -> str:
    """What zbar, as in many telephones, reads of a picture."""
    done = subprocess.run(["zbarimg", "--raw", "-q", picture], capture_output=True, check=True)
    return done.stdout.decode()


def drawn(svg: Path) -> Path:
    """An SVG picture as pixels: a printed page, or a screen."""
    renderer = QSvgRenderer(QByteArray(svg.read_bytes()))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert image.save(str(svg.with_suffix(".drawn.png")))
    return svg.with_suffix(".drawn.png")


def test_a_foreign_reader_reads_the_png_and_the_svg(tmp_path: Path) -> None:
    for name in ("a.png", "a.svg", "A.PNG"):
        picture = tmp_path / name
        qr.draw(picture, ISSUED.encode())
        text = scanned(drawn(picture) if name == "a.svg" else picture)
        assert read_scanned(text.encode()) == ISSUED


def test_it_is_small_enough_to_be_scanned_from_paper() -> None:
    import segno

    code = segno.make_qr(qr.text_of(ISSUED.encode()), error="m", mode="alphanumeric")
    assert code.version <= 25  # 117 modules: 0.6 mm each on a code of 7 cm


def test_the_text_may_be_broken_lowered_and_begun_by_a_blank(tmp_path: Path) -> None:
    text = qr.text_of(ISSUED.encode())
    broken = "\n".join(text[at : at + 50] for at in range(0, len(text), 50))
    for spelled in (text, f"  {broken}\r\n", text.lower()):
        assert read_scanned(spelled.encode()) == ISSUED
    (tmp_path / "scan.txt").write_text(broken, encoding="ascii")
    assert bundle.sniff(tmp_path / "scan.txt") == "activation"


@given(st.binary(max_size=2000))
def test_any_bytes_come_back(data: bytes) -> None:
    assert qr.bytes_of(qr.text_of(data).encode(), len(data)) == data


@pytest.mark.parametrize("bad", ["", "1", "AAAA", "Đ", "MODUONG1", base64.b32encode(b"no zlib").decode()])
def test_what_is_no_scanned_activation_is_refused(bad: str) -> None:
    with pytest.raises(RefusedError):
        read_scanned((qr.MARK + bad).encode())


@given(st.data())
def test_one_wrong_letter_is_refused_or_changes_nothing(data: st.DataObject) -> None:
    """A few bits say nothing: those after DEFLATE's last block (RFC 1951) and in the last letter."""
    text = qr.text_of(ISSUED.encode())
    at = data.draw(st.integers(len(qr.MARK), len(text) - 1))
    letter = data.draw(
        st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").filter(lambda one: one != text[at])
    )
    try:
        read = read_scanned((text[:at] + letter + text[at + 1 :]).encode())
    except RefusedError:
        return
    assert read == ISSUED


def test_nearly_every_wrong_letter_is_refused() -> None:
    text = qr.text_of(ISSUED.encode())
    taken = 0
    for at in range(len(qr.MARK), len(text)):
        other = "A" if text[at] != "A" else "B"
        with suppress(RefusedError):
            read_scanned((text[:at] + other + text[at + 1 :]).encode())
            taken += 1
    assert taken <= 4


@pytest.mark.parametrize("missing", [1, 2, 5, 7, 20, 400])
def test_a_text_without_its_end_is_refused(missing: int) -> None:
    with pytest.raises(RefusedError):
        read_scanned(qr.text_of(ISSUED.encode())[:-missing].encode())


def test_a_bomb_is_not_inflated() -> None:
    bomb = qr.MARK + base64.b32encode(zlib.compress(bytes(50_000_000), 9)).decode()
    assert len(qr.bytes_of(bomb.encode(), LIMIT)) == LIMIT + 1
    with pytest.raises(RefusedError):
        read_scanned(bomb.encode())


def test_other_pictures_are_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        qr.draw(tmp_path / "a.pdf", ISSUED.encode())
