"""A hub's card and a PC's request: read back whole, signed by the key that they name, or refused."""

import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.domain import canonical
from desktop_app.errors import RefusedError
from desktop_app.sync import bundle, sshsig
from desktop_app.sync.activation import Hub, Round, Unit
from desktop_app.sync.keys import DeviceKeys, RecoveryKey
from desktop_app.sync.signed import Card, Document, Place, Request, encode, read

HUB, PC = DeviceKeys.generate(), DeviceKeys.generate()
WEAK = "age1" + "q" * 52 + "5cu47z"
PLACE = Place("0d1c2b3a-0000-4000-8000-000000000003", Unit("03319", "u-17", "commune", "Xã Thanh Nưa"))
CARD = Card(
    card=HUB.device_id,
    catalogue="0d1c2b3a-0000-4000-8000-000000000002",
    hub=Hub(HUB.public.hex(), "Huyện Điện Biên", HUB.recipient, RecoveryKey.generate().recipient),
    round=Round("2023-1", "Đợt 1 năm 2023", "2023-01-01"),
    sample=False,
    units=(PLACE,),
)
REQUEST = Request(
    asks=PC.device_id, device=PC.public.hex(), hub=HUB.device_id, place=PLACE, recipient=PC.recipient
)
BOTH: list[Any] = [pytest.param(CARD, HUB, id="card"), pytest.param(REQUEST, PC, id="request")]


@pytest.mark.parametrize(("document", "keys"), BOTH)
def test_what_is_written_is_read_and_known_by_how_it_begins(
    document: Document, keys: DeviceKeys, tmp_path: Path
) -> None:
    data = encode(document, keys)
    assert read(data, type(document)) == document
    (tmp_path / "x").write_bytes(data)
    assert bundle.sniff(tmp_path / "x") == type(document).__name__.lower()


@pytest.mark.parametrize(("document", "keys"), BOTH)
def test_no_flipped_bit_no_cut_and_no_tail_is_accepted(document: Document, keys: DeviceKeys) -> None:
    data = encode(document, keys)
    flipped = [data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :] for at in range(len(data))]
    for bad in [*flipped, *(data[:length] for length in range(len(data))), data + b"\n", data + data]:
        with pytest.raises(RefusedError):
            read(bad, type(document))


@pytest.mark.parametrize(("document", "keys"), BOTH)
def test_one_kind_is_never_taken_for_the_other(document: Document, keys: DeviceKeys) -> None:
    other = Request if isinstance(document, Card) else Card
    with pytest.raises(RefusedError):
        read(encode(document, keys), other)


def forged(document: Document, keys: DeviceKeys, purpose: str = "", **changes: Any) -> bytes:
    """The document with changes, signed whatever it says."""
    fields = msgspec.to_builtins(document) | changes
    rest = canonical.encode(fields)
    armour = sshsig.sign(rest, keys, purpose or document.PURPOSE)
    return canonical.encode({**fields, "signature": armour.decode()})


def test_the_forger_of_the_next_tests_makes_what_is_read() -> None:
    assert read(forged(REQUEST, PC), Request) == REQUEST


@pytest.mark.parametrize(
    ("keys", "changes"),
    [
        (HUB, {}),  # signed by another than it names
        (PC, {"asks": HUB.device_id}),  # in the name of another device
        (PC, {"recipient": WEAK}),  # whom encrypting to would crash, or tell everyone
        (PC, {"purpose": "bundle@moduong"}),
        (PC, {"more": 1}),
        (PC, {"place": {"space": "x"}}),
        (PC, {"signature": 1}),
    ],
)
def test_what_is_signed_but_wrong_is_refused(keys: DeviceKeys, changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        read(forged(REQUEST, keys, **changes), Request)


def test_a_newer_format_is_said_to_be_newer() -> None:
    with pytest.raises(RefusedError, match="định dạng 2"):
        read(forged(CARD, HUB, format=2), Card)


def test_what_no_reader_would_take_is_not_written() -> None:
    with pytest.raises(ValueError, match="another key"):
        encode(REQUEST, HUB)


def test_ssh_keygen_verifies_a_request(tmp_path: Path) -> None:
    fields = canonical.decode(encode(REQUEST, PC))
    (tmp_path / "x.sig").write_text(fields.pop("signature"))
    (tmp_path / "allowed").write_text(f"pc {sshsig.public_key_line(PC.public)}\n")
    words = "ssh-keygen -Y verify -f allowed -I pc -n request@moduong -s x.sig"
    done = subprocess.run(
        words.split(), cwd=tmp_path, input=canonical.encode(fields), capture_output=True, check=False
    )
    assert b"Good" in done.stdout, done.stderr


def test_a_document_that_does_not_say_who_signs_it_is_none() -> None:
    class Nameless(Document, frozen=True):
        recipients = ()

    with pytest.raises(TypeError, match="signer"):
        Nameless()  # type: ignore[abstract]
