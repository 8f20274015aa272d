"""Signatures are OpenSSH's own, in one exact spelling."""

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.sync import sshsig
from desktop_app.sync.keys import DeviceKeys

NAMESPACE = "bundle@moduong"
MESSAGE = b'{"format":1}'


@pytest.fixture(scope="module")
def keys() -> DeviceKeys:
    return DeviceKeys.generate()


def ssh_keygen(*arguments: str, message: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *arguments], input=message, capture_output=True, check=False)


def test_ssh_keygen_verifies_our_signature(keys: DeviceKeys, tmp_path: Path) -> None:
    (tmp_path / "allowed").write_text(f"pc1 {sshsig.public_key_line(keys.public)}\n")
    (tmp_path / "sig").write_bytes(sshsig.sign(MESSAGE, keys, NAMESPACE))
    check = ["-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "pc1", "-s", str(tmp_path / "sig"), "-n"]

    assert ssh_keygen(*check, NAMESPACE, message=MESSAGE).returncode == 0
    assert ssh_keygen(*check, NAMESPACE, message=MESSAGE + b" ").returncode != 0
    assert ssh_keygen(*check, "login@moduong", message=MESSAGE).returncode != 0


def test_our_signature_is_the_one_that_ssh_keygen_makes(keys: DeviceKeys, tmp_path: Path) -> None:
    private = Ed25519PrivateKey.from_private_bytes(keys.signing)
    openssh = (serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    key = tmp_path / "key"
    key.touch(mode=0o600)
    key.write_bytes(private.private_bytes(*openssh))
    (tmp_path / "m").write_bytes(MESSAGE)

    signed = ssh_keygen("-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(tmp_path / "m"))

    assert signed.returncode == 0, signed.stderr
    armour = (tmp_path / "m.sig").read_bytes()
    assert armour == sshsig.sign(MESSAGE, keys, NAMESPACE)
    assert sshsig.verify(armour, MESSAGE, NAMESPACE) == keys.public


@given(message=st.binary(max_size=300), purpose=st.text("abcdefgh@-", min_size=1, max_size=80))
def test_what_is_signed_verifies_for_its_message_and_purpose_only(message: bytes, purpose: str) -> None:
    keys = DeviceKeys(bytes(range(32)), "")
    armour = sshsig.sign(message, keys, purpose)
    assert sshsig.verify(armour, message, purpose) == keys.public
    for other_message, other_purpose in ((message + b"\0", purpose), (message, purpose + "x")):
        with pytest.raises(sshsig.SshsigError):
            sshsig.verify(armour, other_message, other_purpose)


def test_no_flipped_bit_no_cut_and_no_tail_is_accepted(keys: DeviceKeys) -> None:
    armour = sshsig.sign(MESSAGE, keys, NAMESPACE)
    flipped = [
        armour[:at] + bytes([armour[at] ^ 1 << bit]) + armour[at + 1 :]
        for at in range(len(armour))
        for bit in range(8)
    ]
    cut = [armour[:length] for length in range(len(armour))]
    for bad in [*flipped, *cut, armour + b"\n", armour + armour]:
        with pytest.raises(sshsig.SshsigError):
            sshsig.verify(bad, MESSAGE, NAMESPACE)


def respelled(armour: bytes) -> dict[str, bytes]:
    """The same signature, as laxer readers would take it."""
    text = b"".join(armour.splitlines()[1:-1])
    lines_of_64 = b"".join(text[at : at + 64] + b"\n" for at in range(0, len(text), 64))
    assert text.endswith(b"==")
    return {
        "carriage returns": armour.replace(b"\n", b"\r\n"),
        "no last line end": armour[:-1],
        "other columns": sshsig.BEGIN + lines_of_64 + sshsig.END,
        "one line": sshsig.BEGIN + text + b"\n" + sshsig.END,
        "a space": armour.replace(sshsig.END, b" " + sshsig.END),
        "loose last bits": armour.replace(text[-3:], bytes([text[-3] + 1]) + b"=="),
        "text before": b"hello\n" + armour,
    }


@pytest.mark.parametrize("spelling", respelled(sshsig.sign(b"", DeviceKeys(bytes(32), ""), NAMESPACE)))
def test_another_spelling_of_a_right_signature_is_refused(keys: DeviceKeys, spelling: str) -> None:
    bad = respelled(sshsig.sign(MESSAGE, keys, NAMESPACE))[spelling]
    with pytest.raises(sshsig.SshsigError):
        sshsig.verify(bad, MESSAGE, NAMESPACE)


@pytest.mark.parametrize(("ours", "theirs"), [(b"sha512", b"sha256"), (b"ssh-ed25519", b"ssh-ed25518")])
def test_another_hash_or_kind_of_key_is_refused(keys: DeviceKeys, ours: bytes, theirs: bytes) -> None:
    armour = sshsig.sign(MESSAGE, keys, NAMESPACE)
    blob = base64.b64decode(b"".join(armour.splitlines()[1:-1])).replace(ours, theirs)
    text = base64.b64encode(blob)
    lines = b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70))
    with pytest.raises(sshsig.SshsigError):
        sshsig.verify(sshsig.BEGIN + lines + sshsig.END, MESSAGE, NAMESPACE)
