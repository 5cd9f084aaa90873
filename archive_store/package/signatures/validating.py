"""Validates every signature of a PDF, offline; runs only inside the confined child.

The only module that validates through pyHanko. Trusts the given authorities and what is embedded in
the file, and asks nobody over a network: what is not embedded about revocation stays unknown.
"""

import base64
import contextlib
import logging
from collections.abc import Coroutine, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pydantic_core import to_jsonable_python
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_timestamp
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from archive_store.package.signatures.certificates import describe_certificate
from archive_store.package.signatures.verdict import judge
from records.signature import Reason, SignatureFinding, Verdict

MOST_SIGNATURES = 50
FAULTS = (
    PdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError,
    OSError, RuntimeError, NotImplementedError, InvalidSignature, UnsupportedAlgorithm,
)  # fmt: skip
"""What pyHanko and asn1crypto raise for spoilt signatures; found by spoiling some."""
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
Json = Any
# They tell what they think of a stranger's file on standard error.
for _talker in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_talker).setLevel(logging.CRITICAL)


def validate_pdf(path: str, anchors: list[str], now: str) -> Json:
    """What is found of each signature, as ``SignatureFinding`` in JSON values.

    ``anchors`` are certificates (DER in base64): self-signed ones are trusted, others help to build
    chains. A signature that cannot be read is told as such; the file itself is never an error.
    """
    given = [x509.Certificate.load(base64.b64decode(each)) for each in anchors]
    moment = datetime.fromisoformat(now)
    with Path(path).open("rb") as stream:
        return to_jsonable_python(list(_findings(stream, given, moment)))


def _findings(stream: Any, given: list[Any], now: datetime) -> Iterator[SignatureFinding]:
    try:
        reader = PdfFileReader(stream, strict=False)
        fields = [*enumerate_sig_fields(reader, filled_status=True)]
    except FAULTS:
        yield SignatureFinding(name="", verdict=Verdict.UNKNOWN, reason=Reason.UNREADABLE)
        return
    for name, _, field in fields[:MOST_SIGNATURES]:
        yield _finding(reader, str(name), field, given, now)
    if len(fields) > MOST_SIGNATURES:
        yield SignatureFinding(name="", verdict=Verdict.UNKNOWN, reason=Reason.TOO_MANY)


def _finding(
    reader: Any, name: str, field: Any, given: list[Any], now: datetime
) -> SignatureFinding:
    certificate = claimed = None
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        certificate = describe_certificate(embedded.signer_cert.dump())
        with contextlib.suppress(*FAULTS):
            claimed = embedded.self_reported_timestamp
        known = _Known(embedded, given)
        if embedded.sig_object_type == "/DocTimeStamp":
            status = _run(async_validate_pdf_timestamp(embedded, known.context(now)))
            stamped = status.timestamp if status.trusted else None
        else:
            stamped = known.stamped_time(now)
            status = _run(
                async_validate_pdf_signature(
                    embedded,
                    known.context(stamped or now),
                    ts_validation_context=known.context(now),
                    key_usage_settings=USAGE,
                )
            )
        verdict, reason, coverage = judge(status, stamped or now)
    except FAULTS:
        return SignatureFinding(
            name=name, verdict=Verdict.UNKNOWN, reason=Reason.UNREADABLE, certificate=certificate,
            claimed_time=claimed,
        )  # fmt: skip
    return SignatureFinding(
        name=name, verdict=verdict, reason=reason, coverage=coverage, certificate=certificate,
        claimed_time=claimed, stamped_time=stamped,
        is_timestamp=embedded.sig_object_type == "/DocTimeStamp",
    )  # fmt: skip


class _Known:
    """What may be relied on for one signature: the archive's authorities and what is embedded."""

    def __init__(self, embedded: Any, given: list[Any]) -> None:
        self._embedded = embedded
        self._store = None
        with contextlib.suppress(*FAULTS):
            self._store = DocumentSecurityStore.read_dss(embedded.reader)
        self._options: dict[str, Any] = {
            "trust_roots": [each for each in given if each.issuer == each.subject],
            "other_certs": [each for each in given if each.issuer != each.subject],
            "allow_fetching": False,
            "crls": [],
            "ocsps": [],
        }
        # Adobe's older place for revocation data, a signed attribute.
        with contextlib.suppress(*FAULTS):
            signed = embedded.signer_info["signed_attrs"]
            told = find_unique_cms_attribute(signed, "adobe_revocation_info_archival")
            self._options["crls"] += [*(told["crl"] or ())]
            self._options["ocsps"] += [*(told["ocsp"] or ())]

    def context(self, moment: datetime) -> Any:
        """What certificates are judged by, as of ``moment``."""
        if self._store is None:
            return ValidationContext(moment=moment, **self._options)
        return self._store.as_validation_context(self._options | {"moment": moment})

    def stamped_time(self, now: datetime) -> datetime | None:
        """When a time-stamp authority that we trust saw the signature."""
        embedded = self._embedded
        told = _run(
            collect_timing_info(embedded.signer_info, self.context(now), embedded.compute_digest)
        )
        stamp = told.get("timestamp_validity")
        return stamp.timestamp if stamp is not None and stamp.trusted else None


def _run(waiting: Coroutine[Any, Any, Any]) -> Any:
    """Run to its end what has nothing to wait for; an event loop would need a socket."""
    try:
        waiting.send(None)
    except StopIteration as done:
        return done.value
    waiting.close()
    raise RuntimeError("validation waits for something")
