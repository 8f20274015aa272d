"""The fingerprint of a PC's key, short enough to be compared over the phone."""

import hashlib

DIGITS, GROUP = 16, 4
_PURPOSE = b"moduong fingerprint"


def fingerprint(public_hex: str) -> str:
    """Return the fingerprint of a raw public key (hex): "1234 5678 9012 3456".

    The first 8 bytes of SHA-256 as an integer, modulo 10^16. Six digits would fall to a search of a
    minute; sixteen do not (SYNC.md, header).
    """
    hashed = hashlib.sha256(_PURPOSE + bytes.fromhex(public_hex)).digest()
    digits = f"{int.from_bytes(hashed[:8]) % 10**DIGITS:0{DIGITS}d}"
    return " ".join(digits[start : start + GROUP] for start in range(0, DIGITS, GROUP))
