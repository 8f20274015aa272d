"""A device's two key pairs, and the texts that name them."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop_app.sync.keys import DeviceKeys, RecoveryKey, device_id, recipient_bytes

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(prefix: str, raw: bytes) -> str:
    """BIP 173, written out independently of the program."""

    def polymod(values: list[int]) -> int:
        check = 1
        for value in values:
            top = check >> 25
            check = (check & 0x1FFFFFF) << 5 ^ value
            for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
                check ^= generator if top >> bit & 1 else 0
        return check

    bits = int.from_bytes(raw, "big") << 4
    data = [bits >> 5 * at & 31 for at in reversed(range(52))]
    spread = [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]
    check = polymod(spread + data + [0] * 6) ^ 1
    return f"{prefix}1" + "".join(
        LETTERS[one] for one in data + [check >> 5 * (5 - at) & 31 for at in range(6)]
    )


def test_a_device_is_named_by_the_hash_of_its_public_key() -> None:
    keys = DeviceKeys.generate()
    assert keys.device_id == device_id(keys.public) == hashlib.sha256(keys.public).hexdigest()[:32]


def test_a_device_signs_with_the_key_that_it_shows() -> None:
    keys = DeviceKeys.generate()
    Ed25519PublicKey.from_public_bytes(keys.public).verify(keys.sign(b"x"), b"x")


def test_generated_keys_differ() -> None:
    one, other = DeviceKeys.generate(), DeviceKeys.generate()
    assert one.signing != other.signing
    assert len({one.recipient, other.recipient, RecoveryKey.generate().recipient}) == 3


@pytest.mark.parametrize("make", [DeviceKeys.generate, RecoveryKey.generate])
def test_no_secret_shows_in_a_repr(make: type[DeviceKeys]) -> None:
    keys = make()
    shown = repr(keys) + str(keys)
    assert keys.age_identity not in shown
    assert "SECRET" not in shown
    assert repr(getattr(keys, "signing", b"-")) not in shown


def test_a_recipient_is_the_public_half_of_the_identity_for_age_itself(tmp_path: Path) -> None:
    keys = RecoveryKey.generate()
    (tmp_path / "key").write_text(keys.age_identity + "\n")
    shown = subprocess.run(
        ["age-keygen", "-y", str(tmp_path / "key")], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == keys.recipient


def test_the_raw_key_of_a_recipient_is_its_x25519_public_key() -> None:
    private = X25519PrivateKey.generate()
    identity = bech32("age-secret-key-", private.private_bytes_raw()).upper()
    keys = DeviceKeys(bytes(32), identity)
    assert recipient_bytes(keys.recipient) == private.public_key().public_bytes_raw()
    assert bech32("age", private.public_key().public_bytes_raw()) == keys.recipient


@pytest.mark.parametrize("raw", [bytes(32), b"\1" + bytes(31), bytes.fromhex("ec" + "ff" * 30 + "7f")])
def test_a_point_of_small_order_is_no_recipient(raw: bytes) -> None:
    with pytest.raises(ValueError, match="shared key"):
        recipient_bytes(bech32("age", raw))


def test_only_the_canonical_spelling_of_a_recipient_is_taken() -> None:
    good = RecoveryKey.generate().recipient
    last = "q" if good[-1] != "q" else "p"
    for bad in (
        good.upper(),
        good + "\n",
        " " + good,
        good[:-1],
        good[:-1] + last,
        "age1",
        "",
        "ssh-ed25519 AAAA",
    ):
        with pytest.raises(ValueError, match="age recipient"):
            recipient_bytes(bad)
