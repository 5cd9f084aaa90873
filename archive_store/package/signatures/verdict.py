"""Turns what pyHanko says of a signature into a verdict with its reason; imports no pyHanko.

The order of questions is that of weight: were the bytes changed, was the file, whom do we trust.
"""

from datetime import datetime
from typing import Any

from records.signature import Coverage, Reason, Verdict

COVERAGE = {"ENTIRE_FILE": Coverage.WHOLE_FILE, "ENTIRE_REVISION": Coverage.REVISION}
HARMLESS = frozenset({"NONE", "LTA_UPDATES", "FORM_FILLING"})
"""What may follow a signature without changing what was signed: signatures, forms, their proofs."""
REASONS = {
    "REVOKED": Reason.REVOKED,
    "REVOKED_NO_POE": Reason.REVOKED,
    "REVOKED_CA_NO_POE": Reason.REVOKED,
    "EXPIRED": Reason.EXPIRED,
    "OUT_OF_BOUNDS_NO_POE": Reason.EXPIRED,
    "OUT_OF_BOUNDS_NOT_REVOKED": Reason.EXPIRED,
    "NOT_YET_VALID": Reason.NOT_YET_VALID,
    "NO_CERTIFICATE_CHAIN_FOUND": Reason.NO_AUTHORITY,
    "CHAIN_CONSTRAINTS_FAILURE": Reason.USAGE,
    "CRYPTO_CONSTRAINTS_FAILURE": Reason.WEAK,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Reason.WEAK,
}
"""Sub-indications of ETSI EN 319 102-1, table 5, in our words."""
Judgement = tuple[Verdict, Reason | None, Coverage]


def judge(status: Any, moment: datetime) -> Judgement:
    """Verdict, reason and coverage; certificates were judged as of ``moment``."""
    coverage = COVERAGE.get(status.coverage.name, Coverage.PART)
    if not status.intact or not status.valid:
        reason = Reason.SIGNATURE if status.intact else Reason.DIGEST
        return Verdict.BROKEN, reason, coverage
    if coverage is Coverage.PART:
        return Verdict.CHANGED, Reason.COVERAGE, coverage
    level = status.modification_level
    if level is None or level.name not in HARMLESS or status.docmdp_ok is False:
        return Verdict.CHANGED, Reason.LATER_CHANGES, coverage
    doubt = _distrust(status, moment)
    return (Verdict.UNTRUSTED if doubt else Verdict.VALID), doubt, coverage


def _distrust(status: Any, moment: datetime) -> Reason | None:
    if status.revoked:
        return Reason.REVOKED
    if status.trusted:
        stamp = getattr(status, "timestamp_validity", None)
        is_false = stamp is not None and not (stamp.intact and stamp.valid)
        return Reason.TIMESTAMP if is_false else None
    named = status.trust_problem_indic.name if status.trust_problem_indic else ""
    return _untimely(status.signing_cert, moment) or REASONS.get(named, Reason.CHAIN)


def _untimely(certificate: Any, moment: datetime) -> Reason | None:
    """One indication stands for several troubles with time; the certificate itself is plainer."""
    if moment < certificate.not_valid_before:
        return Reason.NOT_YET_VALID
    return Reason.EXPIRED if moment > certificate.not_valid_after else None
