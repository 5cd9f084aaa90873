"""Digital signatures (chữ ký số): the archive's own on its copies, and those on received files."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from records.digest import Sha256


class SigningState(StrEnum):
    """Whether the archive has signed a digitised copy (Circular 05/2025/TT-BNV, Art. 8)."""

    AWAITING = "awaiting"
    """This archive signs its copies, and this one has no signature."""
    SIGNED = "signed"
    NOT_ASKED = "not-asked"
    """It has no signature, and the archive's settings ask for none."""


class Verdict(StrEnum):
    """What can be said of one signature without asking anybody over a network."""

    VALID = "valid"
    """Intact, nothing changed since, and its certificate leads to an authority we trust."""
    UNTRUSTED = "untrusted"
    """Intact, but its certificate is not to be relied on; the reason says why."""
    CHANGED = "changed"
    """What was signed is intact, but the file says something else since."""
    BROKEN = "broken"
    """The signed bytes or the signature itself are not what was signed."""
    UNKNOWN = "unknown"
    """It could not be judged."""


class Reason(StrEnum):
    """Why a signature is not valid."""

    NO_AUTHORITY = "no-authority"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    USAGE = "usage"
    CHAIN = "chain"
    WEAK = "weak"
    TIMESTAMP = "timestamp"
    DIGEST = "digest"
    SIGNATURE = "signature"
    LATER_CHANGES = "later-changes"
    COVERAGE = "coverage"
    UNREADABLE = "unreadable"
    TOO_MANY = "too-many"
    STOPPED = "stopped"


class Coverage(StrEnum):
    """How much of the file a signature covers."""

    WHOLE_FILE = "whole-file"
    REVISION = "revision"
    """The file as it was then; signatures, forms or other things were added behind it."""
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerCertificate:
    """Whose certificate it is: names as RFC 4514 writes them, the serial in hexadecimal digits."""

    subject: str
    issuer: str
    serial: str
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessSignature:
    """The archive's signature on an access copy; it counts for the file with this digest only.

    ``level`` is PAdES's (ETSI EN 319 142-1): ``B-B``, or ``B-T`` with a time-stamp.
    """

    sha256: Sha256
    certificate: SignerCertificate
    time: datetime
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFinding:
    """What validation found of one signature of a PDF.

    ``claimed_time`` is the signer's own word, ``stamped_time`` that of a trusted time-stamp.
    ``is_timestamp`` marks a document time-stamp, which has no signer.
    """

    name: str
    verdict: Verdict
    reason: Reason | None = None
    coverage: Coverage | None = None
    certificate: SignerCertificate | None = None
    claimed_time: datetime | None = None
    stamped_time: datetime | None = None
    is_timestamp: bool = False


SEVEREST = (Verdict.BROKEN, Verdict.CHANGED, Verdict.UNKNOWN, Verdict.UNTRUSTED, Verdict.VALID)


def worst(findings: tuple[SignatureFinding, ...]) -> SignatureFinding | None:
    """The finding that a person should hear of first; ``None`` where there is none."""
    return min(findings, key=lambda each: SEVEREST.index(each.verdict), default=None)
