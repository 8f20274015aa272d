"""A device's key in sixteen digits, to be read out over the telephone (SYNC.md, Header)."""

import hashlib
import re

_PURPOSE = b"moduong fingerprint"
DIGITS = 16


def fingerprint(public_hex: str) -> str:
    """Return 16 decimal digits of a raw Ed25519 public key in hex: "1234 5678 9012 3456".

    The first 8 bytes of SHA-256 of the purpose and the key, as a number, mod 10^16: about 53 bits, where
    six digits fall to a search of 50 s.
    """
    digest = hashlib.sha256(_PURPOSE + bytes.fromhex(public_hex)).digest()
    digits = f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"
    return " ".join(digits[at : at + 4] for at in range(0, DIGITS, 4))


def is_fingerprint_of(typed: str, public_hex: str) -> bool:
    """Return whether ``typed`` is the fingerprint of a key, however its digits are grouped."""
    return re.sub(r"[\s.,-]", "", typed) == fingerprint(public_hex).replace(" ", "")
