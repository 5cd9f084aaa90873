"""One finding of the doctor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding; ``remedy`` is empty when all is well."""

    name: str
    ok: bool
    detail: str
    remedy: str
