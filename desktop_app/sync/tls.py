"""The hub's TLS: a key of its own and the pin by which its PCs know it (RFC 7469 §2.4)."""

import datetime
import hashlib
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID
from filelock import FileLock

from desktop_app.app.files import write_file

_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "moduong hub")])
# Nobody reads the dates: the key is pinned, and clocks are years wrong.
_FROM, _TO = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2020, 2120))


def hub_certificate(folder: Path) -> tuple[Path, Path, str]:
    """Return (certificate, key, pin) in ``folder``, made at the first start."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / "lock"):  # of two processes that start at once, one makes both files
        if not certificate.exists():
            _make(certificate, key)
    return certificate, key, pin_of(x509.load_pem_x509_certificate(certificate.read_bytes()))


def pin_of(certificate: x509.Certificate) -> str:
    """Return the SHA-256 of a certificate's SubjectPublicKeyInfo, 64 hex digits."""
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).hexdigest()


def pin_of_der(certificate: bytes) -> str:
    """Return the pin of a certificate as it came over the wire."""
    return pin_of(x509.load_der_x509_certificate(certificate))


def _make(certificate: Path, key: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    signed = (
        x509.CertificateBuilder()
        .subject_name(_NAME)
        .issuer_name(_NAME)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .sign(private, hashes.SHA256())
    )
    old_mask = os.umask(0o077)
    try:
        write_file(key, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    finally:
        os.umask(old_mask)
    write_file(certificate, signed.public_bytes(Encoding.PEM))
