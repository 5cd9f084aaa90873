"""Has signatures validated in a confined child, because received PDFs are strangers' text.

Whoever calls decides what a verdict means; a file that stops the child has an unknown signature.
"""

import base64
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from archive_store.package.signatures.certificates import legible
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.signature import Reason, SignatureFinding, Verdict

LIMITS = Limits(memory_bytes=2 << 30, cpu_seconds=120, file_bytes=1 << 20, call_seconds=180)
"""A scan of 200 MB with ten signatures takes some seconds; the rest is for slow machines."""
LIKELY_YEARS = range(1993, 2200)
_FINDINGS = TypeAdapter(tuple[SignatureFinding, ...])
_STOPPED = SignatureFinding(name="", verdict=Verdict.UNKNOWN, reason=Reason.STOPPED)


class SignatureExaminer:
    """Validates PDFs one after another; use as a context manager. Starts nothing until asked.

    ``anchors`` are the archive's trusted certificates (DER).
    """

    def __init__(self, anchors: tuple[bytes, ...], temporary: Path) -> None:
        self._anchors = [base64.b64encode(each).decode() for each in anchors]
        self._worker = ConfinedWorker(f"{__package__}.validating", LIMITS, temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.stop()

    def examine(self, file: Path, now: datetime) -> tuple[SignatureFinding, ...]:
        """What is found of each signature of ``file``, oldest field first, as of ``now``."""
        question = {"path": str(file), "anchors": self._anchors, "now": now.isoformat()}
        try:
            told = _FINDINGS.validate_python(self._worker.call("validate_pdf", **question))
        except (ConfinedFailure, ValidationError):
            return (_STOPPED,)
        return tuple(map(_sane, told))


def _sane(told: SignatureFinding) -> SignatureFinding:
    """The finding with names and times that people and programs can be shown without harm."""
    whose = told.certificate
    if whose is not None:
        whose = replace(whose, subject=legible(whose.subject), issuer=legible(whose.issuer))
    return replace(
        told,
        name=legible(told.name),
        certificate=whose,
        claimed_time=_likely(told.claimed_time),
        stamped_time=_likely(told.stamped_time),
    )


def _likely(moment: datetime | None) -> datetime | None:
    """A time of signing; there are no PDFs older, and far ones cannot be told in another zone."""
    return moment if moment is not None and moment.year in LIKELY_YEARS else None
