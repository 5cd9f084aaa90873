"""Judges X.509 certificates by themselves: whose they are, and whether they may sign now.

Follows no chain and asks nobody; what a signature is worth is told by ``validating``.
"""

import hashlib
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from records.digest import Sha256
from records.errors import RefusedError, SetupError
from records.signature import SignerCertificate

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
NAME_LENGTH = 300
PEM_MARK = b"-----BEGIN CERTIFICATE-----"


def legible(written: str) -> str:
    """What strangers wrote, without signs that move a terminal's cursor or turn a line round."""
    return "".join(letter for letter in written if letter.isprintable())[:NAME_LENGTH]


def describe_certificate(content: bytes) -> SignerCertificate:
    """Whose certificate (DER) it is.

    Raises:
        ValueError: it is none.
    """
    certificate = x509.load_der_x509_certificate(content)
    return SignerCertificate(
        subject=legible(certificate.subject.rfc4514_string()),
        issuer=legible(certificate.issuer.rfc4514_string()),
        serial=f"{certificate.serial_number:x}",
        sha256=Sha256(hashlib.sha256(content).hexdigest()),
    )


def require_usable(content: bytes, now: datetime) -> None:
    """Refuse a certificate (DER) that may not sign documents at ``now``.

    Raises:
        RefusedError: A121, not valid yet, expired, or not meant for signing (RFC 5280 4.2.1.3).
    """
    certificate = x509.load_der_x509_certificate(content)
    subject = certificate.subject.rfc4514_string()
    until = certificate.not_valid_after_utc
    if now < certificate.not_valid_before_utc:
        raise RefusedError("A121", subject, reason=f"< {certificate.not_valid_before_utc:%d/%m/%Y}")
    if now > until:
        raise RefusedError("A121", subject, reason=f"> {until:%d/%m/%Y}")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        # Without the extension a key may be used for anything (RFC 5280 4.2.1.3).
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise RefusedError("A121", subject, reason="keyUsage")


def read_anchors(folder: Path) -> tuple[bytes, ...]:
    """The certificates (DER) of the files in ``folder``; none where there is no such folder.

    Raises:
        SetupError: A126, a file is no certificate.
    """
    found: list[bytes] = []
    for file in sorted(folder.glob("*")):
        if file.suffix.lower() in SUFFIXES:
            found += _read(file)
    return tuple(found)


def _read(file: Path) -> list[bytes]:
    content = file.read_bytes()
    try:
        if PEM_MARK in content:
            loaded = x509.load_pem_x509_certificates(content)
        else:
            loaded = [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise SetupError("A126", file, reason=str(error)[:100]) from error
    return [each.public_bytes(Encoding.DER) for each in loaded]
