"""The activation file: read back whole or refused; the proof that only its holder can make."""

import hashlib
import hmac
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import RefusedError
from desktop_app.sync.activation import (
    Activation,
    Hub,
    Round,
    Unit,
    mac,
    mac_is_right,
    read_activation,
    starts_like_activation,
)
from desktop_app.sync.keys import DeviceKeys, RecoveryKey, recipient_bytes

HUB, PC = DeviceKeys.generate(), DeviceKeys.generate()
SECRET = "5c" * 16
WEAK = "age1" + "q" * 52 + "5cu47z"
ISSUED = Activation(
    activation="0d1c2b3a-0000-4000-8000-000000000001",
    catalogue="0d1c2b3a-0000-4000-8000-000000000002",
    hub=Hub(HUB.public.hex(), "Huyện Điện Biên", HUB.recipient, RecoveryKey.generate().recipient),
    role="commune",
    round=Round("2023-1", "Đợt 1 năm 2023", "2023-01-01"),
    sample=True,
    secret=SECRET,
    space="0d1c2b3a-0000-4000-8000-000000000003",
    unit=Unit("03319", "u-17", "commune", "Xã Thanh Nưa"),
)


def test_what_is_issued_is_read() -> None:
    assert read_activation(ISSUED.encode()) == ISSUED
    assert ISSUED.hub.device_id == HUB.device_id
    assert starts_like_activation(ISSUED.encode())


def test_it_never_shows_its_secret() -> None:
    assert SECRET not in repr(ISSUED)
    assert "03319" in repr(ISSUED)


def test_no_flipped_bit_no_cut_and_no_tail_is_accepted() -> None:
    data = ISSUED.encode()
    flipped = [
        data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
        for at in range(len(data))
        for bit in range(8)
    ]
    for bad in [*flipped, *(data[:length] for length in range(len(data))), data + b"\n", data + data]:
        with pytest.raises(RefusedError):
            read_activation(bad)


@given(st.binary(max_size=200))
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        read_activation(data)


def checked(fields: dict[str, object]) -> bytes:
    """A file with these fields and a right check."""
    rest = msgspec.json.encode(fields, order="sorted")
    return msgspec.json.encode(fields | {"check": hashlib.sha256(rest).hexdigest()}, order="sorted")


Change = Callable[[dict[str, object]], object]
WRONG: dict[str, Change] = {
    "a key more": lambda a: a.update(more=1),
    "a key less": lambda a: a.pop("space"),
    "no format": lambda a: a.pop("format"),
    "a short secret": lambda a: a.update(secret="5c" * 15),
    "a space that is no UUID": lambda a: a.update(space="x"),
    "a role in capitals": lambda a: a.update(role="Commune"),
    "sample as number": lambda a: a.update(sample=1),
    "no such day": lambda a: a.update(round={"id": "1", "name": "1", "reference_date": "2023-02-30"}),
    "a name too long": lambda a: a.update(unit={"code": "1", "id": "1", "level": "1", "name": "x" * 201}),
    "a weak hub": lambda a: a["hub"].update(recipient=WEAK),  # type: ignore[attr-defined]
    "a weak recovery key": lambda a: a["hub"].update(recovery=WEAK),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_not_as_specified_is_refused_though_its_check_is_right(kind: str) -> None:
    fields = msgspec.to_builtins(ISSUED)
    assert read_activation(checked(fields)) == ISSUED
    WRONG[kind](fields)
    with pytest.raises(RefusedError, match="kích hoạt bị hỏng"):
        read_activation(checked(fields))


def test_a_newer_file_is_refused_by_its_number() -> None:
    fields = msgspec.to_builtins(ISSUED) | {"format": 2, "new": []}
    with pytest.raises(RefusedError, match="định dạng 2, mới hơn"):
        read_activation(checked(fields))


def test_a_file_that_would_be_refused_is_not_issued() -> None:
    with pytest.raises(ValueError, match="secret"):
        msgspec.structs.replace(ISSUED, secret="").encode()


def test_the_proof_is_the_hmac_of_both_public_keys() -> None:
    message = PC.public + recipient_bytes(PC.recipient)
    assert mac(SECRET, PC.public, PC.recipient) == hmac.new(b"\x5c" * 16, message, hashlib.sha256).hexdigest()


def test_the_proof_holds_for_its_secret_and_both_its_keys_only() -> None:
    proof = mac(SECRET, PC.public, PC.recipient)
    assert mac_is_right(SECRET, PC.public, PC.recipient, proof)
    assert not mac_is_right("5d" * 16, PC.public, PC.recipient, proof)
    assert not mac_is_right(SECRET, HUB.public, PC.recipient, proof)
    assert not mac_is_right(SECRET, PC.public, HUB.recipient, proof)
    assert not mac_is_right(SECRET, PC.public, PC.recipient, proof[:-1])


def at(url: str, pin: str = "") -> Activation:
    return msgspec.structs.replace(ISSUED, hub=msgspec.structs.replace(ISSUED.hub, url=url, pin=pin))


def test_where_the_hub_listens_may_stand_in_it() -> None:
    assert b"url" not in ISSUED.encode(), "a hub without a network: as ever"
    for one in (at("https://hub.example:8443", "ab" * 32), at("http://10.0.0.7:8080/moduong")):
        assert read_activation(one.encode()) == one


@pytest.mark.parametrize(
    ("url", "pin"),
    [("ftp://hub", ""), ("https://a b", ""), ("hub", ""), ("https://hub", "ab"), ("https://hub", "AB" * 32)],
)
def test_what_is_no_address_is_refused(url: str, pin: str) -> None:
    with pytest.raises(ValueError, match=r"url|pin"):
        at(url, pin).encode()
