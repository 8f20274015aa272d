"""The recovery key: what communes sent opens without the district's PC (docs/decisions/009-recovery.md)."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from desktop_app.app.exchange import SUFFIX
from desktop_app.app.files import write_file
from desktop_app.app.place import Place, place_of
from desktop_app.app.ports import BundleInfo, Codec, Desk, Envelope
from desktop_app.app.receiving import ALREADY, HELD, Received, bundles_in, receive_one
from desktop_app.app.taking import places, take_in
from desktop_app.errors import NotFoundError, RefusedError, UsageError
from desktop_app.i18n import _

_START = "AGE-SECRET-KEY-1"


def read_key(codec: Codec, path: Path) -> str:
    """Return the recovery secret in a text file, as it was copied from the screen or as age writes it."""
    try:
        words = path.read_text(encoding="utf-8-sig").upper().split()
    except UnicodeDecodeError:
        words = []
    except OSError as error:
        raise NotFoundError(_("Không đọc được tệp khoá khôi phục."), where=str(path)) from error
    for word in words:
        if word.startswith(_START) and codec.is_identity(word):
            return word
    raise UsageError(
        _("Tệp này không chứa khoá khôi phục, hoặc khoá bị chép sai."),
        where=str(path),
        todo=_("Khoá bắt đầu bằng AGE-SECRET-KEY-1; hãy so lại từng chữ."),
    )


def recover(desk: Desk, secret: str, paths: Iterable[Path], receipts: Path | None = None) -> list[Received]:
    """Take in bundles with the recovery secret; at another hub than they were for, their ops are held.

    They count once the PC that wrote them has been approved here. The secret is used and not kept.
    """
    return [_recover_one(desk, secret, path, receipts) for path in bundles_in(desk, paths)]


def _recover_one(desk: Desk, secret: str, path: Path, receipts: Path | None) -> Received:
    try:
        with closing(desk.codec.envelope(path)) as envelope, desk.store.read() as tx:
            place = place_of(tx)
            if envelope.to != place.device:
                return _from_elsewhere(desk, place, path, envelope, secret)
    except RefusedError as error:
        return Received(path, "refused", f"{error.what} {error.todo}".strip())
    return receive_one(desk, path, receipts, identities=(secret,))


def _from_elsewhere(desk: Desk, place: Place, path: Path, envelope: Envelope, secret: str) -> Received:
    opened = envelope.open([secret])
    found = places(opened.ops)
    signed, now = [envelope.signed, *opened.seals], desk.clock.now_ms()
    with desk.store.write() as tx:
        for seal in signed:
            tx.put_seal(seal, now)
        result = take_in(tx, place, desk.units, opened.ops, found, signed)
        info = BundleInfo(envelope.bundle_id, envelope.device, False, now, HELD, result.new, path.name)
        tx.put_bundle(info)
    reason = _("Gói gửi cho nơi nhận cũ; số liệu được giữ lại đến khi máy ghi nó được chấp thuận ở đây.")
    return Received(path, HELD if result.new else ALREADY, reason, result.new)


def unpack(codec: Codec, secret: str, paths: Iterable[Path], folder: Path) -> list[tuple[Path, int]]:
    """Write the ops of bundles as readable lines into ``folder``, one file a bundle; no home is needed.

    Returns (file, number of ops). Raises `RefusedError` for a bundle that the secret does not open.
    """
    written = []
    for path in paths:
        with closing(codec.envelope(path)) as envelope:
            lines = envelope.open([secret]).ops
            target = folder / f"{path.stem.removesuffix(SUFFIX)}-{envelope.bundle_id[:8]}.jsonl"
        write_file(target, b"".join(line + b"\n" for line in lines))
        written.append((target, len(lines)))
    return written
