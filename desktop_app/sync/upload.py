"""A bundle on its way up: tus 1.0.0 with a checksum a chunk (docs/protocol.md, "Sending")."""

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping

from desktop_app.errors import HubRefusedError
from desktop_app.i18n import _
from desktop_app.sync.bundle import Envelope
from desktop_app.sync.calls import AgainError, GoneError
from desktop_app.sync.limits import KIB
from desktop_app.sync.pace import Chunks, Speed
from desktop_app.sync.way import Way, forgetful

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = 16 * KIB
UNKNOWN = -1
SENDINGS = 3  # of one bundle in one sync, to a hub that forgets what it had
_NAME = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{32}")


class Upload:
    """One upload; where it stands is what the hub says, and nothing else."""

    def __init__(self, way: Way, envelope: Envelope, chunks: Chunks) -> None:
        self._way, self._envelope, self._chunks = way, envelope, chunks
        self._length = envelope.header.payload_bytes
        self._path, self._offset, self._lost = "", UNKNOWN, 0
        self._speed = Speed(way.clock)

    def go_on(self) -> None:
        """Send what is lacking; raises `AgainError` for what another attempt may mend."""
        try:
            self._find()
            while self._offset < self._length:
                self._send_chunk()
        except AgainError as again:
            if isinstance(again, GoneError):
                self._path, self._lost = "", self._lost + 1
                if self._lost >= SENDINGS:
                    raise forgetful(self._way.address) from again
            self._offset = UNKNOWN
            raise

    def withdraw(self) -> None:
        """End the upload at the hub; raises `HubRefusedError` for one that is whole there."""
        self._find()
        if self._offset == self._length:
            raise HubRefusedError(
                _("Gói đã tới huyện đầy đủ, không rút lại được."), todo=_("Hãy đồng bộ để lấy biên nhận.")
            )
        self._way.calls.ask("DELETE", self._path, expect={204, 404, 410}, headers=TUS)

    def _find(self) -> None:
        """Begin or find the upload, and learn where it stands."""
        if not self._path:
            self._create()
        if self._offset == UNKNOWN:
            self._learn(self._way.calls.ask("HEAD", self._path, expect={200}, headers=TUS))

    def _create(self) -> None:
        """Show header and signature: they authorise the upload before any byte of it."""
        seal = self._envelope.seal
        metadata = f"header {_base64(seal.header)},signature {_base64(seal.signature)}"
        asked = TUS | {"Upload-Length": str(self._length), "Upload-Metadata": metadata}
        answered = self._way.calls.ask("POST", "uploads", expect={200, 201}, headers=asked)
        name = answered.get("Location", "").rpartition("/")[2]
        if not _NAME.fullmatch(name):  # whatever Location says: never to another machine
            raise AgainError("no Location")
        self._path = f"uploads/{name}"
        if "Upload-Offset" in answered:
            self._learn(answered)

    def _learn(self, headers: Mapping[str, str]) -> None:
        told = headers.get("Upload-Offset", "")
        if not told.isascii() or not told.isdigit() or int(told) > self._length:
            raise AgainError("no Upload-Offset")
        self._offset = int(told)
        self._way.patience.answered()
        self._tell()

    def _send_chunk(self) -> None:
        self._envelope.payload.seek(self._offset)
        data = self._envelope.payload.read(self._chunks.size)
        asked = TUS | {
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(len(data)),
            "Upload-Offset": str(self._offset),
            "Upload-Checksum": f"sha256 {_base64(hashlib.sha256(data).digest())}",
        }
        begun = self._way.clock()
        try:
            answered = self._way.calls.ask(
                "PATCH", self._path, expect={204}, headers=asked, content=self._pieces(data)
            )
        except AgainError as again:
            if again.is_of_the_road:
                self._chunks.cut()
            raise
        self._chunks.passed(len(data), self._way.clock() - begun)
        self._way.patience.gained()
        self._speed.moved(len(data))
        self._learn(answered)

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield a chunk in pieces: the person may stop between two of them."""
        for start in range(0, len(data), PIECE):
            self._tell()
            yield data[start : start + PIECE]

    def _tell(self) -> None:
        self._way.report("sending", self._offset, self._length, self._speed)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
