"""A certificate authority for trying signatures: a root, an intermediate, and whom they certify.

It certifies nobody real; every name says that it is a sample.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANISATION = "Chữ ký mẫu, không có giá trị"
LISTS = "http://thu-hoi.example/danh-sach.crl"
"""Where nobody asks: validation hears of revocation only what is embedded."""
YEARS = timedelta(days=3650)
NO_USAGE = dict.fromkeys(
    ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
     "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    False,
)  # fmt: skip
SIGNING = ("digital_signature", "content_commitment")
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A certificate with its key, and the certificates between it and the root."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def p12(self, passphrase: str) -> bytes:
        """Key and certificates as a PKCS#12 file."""
        lock = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(
            b"ky", self.key, self.certificate, self.chain, lock
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a certificate is to be good for; it is in force from ``since`` to ``until``."""

    common_name: str
    usage: tuple[str, ...] = SIGNING
    since: timedelta = timedelta(days=-30)
    until: timedelta = timedelta(days=365)
    stamps_time: bool = False
    is_authority: bool = False
    rsa_bits: int = 0


@dataclass(slots=True)
class SampleAuthority:
    """Root and intermediate of one sample authority, in force around ``now``."""

    now: datetime
    name: str = "Tổ chức chứng thực mẫu"
    root: Issued = field(init=False)
    intermediate: Issued = field(init=False)

    def __post_init__(self) -> None:
        above = {"usage": ("key_cert_sign", "crl_sign"), "until": YEARS, "is_authority": True}
        self.root = self._made(Wish(common_name=f"{self.name}, gốc", **above), None)
        self.intermediate = self._made(
            Wish(common_name=f"{self.name}, trung gian", **above), self.root
        )

    def issue(self, wish: Wish) -> Issued:
        """A certificate by the intermediate."""
        return self._made(wish, self.intermediate)

    def root_pem(self) -> bytes:
        """The root certificate, for a folder ``trust/``."""
        return self.root.certificate.public_bytes(Encoding.PEM)

    def revocations(self, *revoked: x509.Certificate, at: datetime) -> bytes:
        """The intermediate's revocation list (DER)."""
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.intermediate.certificate.subject)
            .last_update(at)
            .next_update(at + YEARS)
        )
        for each in revoked:
            told = x509.RevokedCertificateBuilder().serial_number(each.serial_number)
            made = made.add_revoked_certificate(told.revocation_date(at).build())
        number = x509.CRLNumber(1)
        signed = made.add_extension(number, critical=False).sign(
            self.intermediate.key, hashes.SHA256()
        )
        return signed.public_bytes(Encoding.DER)

    def _made(self, wish: Wish, issuer: Issued | None) -> Issued:
        key: Key = (
            rsa.generate_private_key(65537, wish.rsa_bits)
            if wish.rsa_bits
            else ec.generate_private_key(ec.SECP256R1())
        )
        subject = _name(wish.common_name)
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + wish.since)
            .not_valid_after(self.now + wish.until)
        )
        for value, critical in _extensions(wish, key):
            built = built.add_extension(value, critical=critical)
        certificate = built.sign(issuer.key if issuer else key, hashes.SHA256())
        return Issued(
            key=key, certificate=certificate, chain=(issuer.certificate,) if issuer else ()
        )


def _extensions(wish: Wish, key: Key) -> list[tuple[x509.ExtensionType, bool]]:
    usage = NO_USAGE | dict.fromkeys(wish.usage, True)
    told: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=wish.is_authority, path_length=None), True),
        (x509.KeyUsage(**usage), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
    ]
    if not wish.is_authority:
        lists = x509.DistributionPoint([x509.UniformResourceIdentifier(LISTS)], None, None, None)
        told.append((x509.CRLDistributionPoints([lists]), False))
    if wish.stamps_time:
        told.append((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True))
    return told


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
