"""The field sets of Circulars 05/2025/TT-BNV and 02/2019/TT-BNV: a versioned data file, read once.

Order, lengths, obligations and conditions stand there and nowhere in the code; so does how
certain each of them is, since the signed annexes were not read.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from metadata.codes import BACKUP_STATES, LANGUAGES, LEVELS, MAINTENANCE, TYPE_CODES, YES_NO
from records.access import AccessLevel

NILLABLE = {"startDate", "endDate", "typeName", "issuedDate", "organName", "subject", "source"}
"""Required values that papers do not always tell: written as nil (docs/decisions/0003)."""
CODE_LISTS = {
    "maintenance": MAINTENANCE,
    "mode": tuple(AccessLevel),
    "languages": tuple(LANGUAGES.values()),
    "level": LEVELS,
    "state": LEVELS,
    "backup-state": BACKUP_STATES,
    "yes-no": YES_NO,
    "document-type": TYPE_CODES,
}
"""The codes of each kind of field that has a list; ``languages`` takes several, joined by ``;``."""
TOLD_BY_THE_CIRCULAR = {"secondary", "length-assumed"}


class FieldSet(StrEnum):
    """The sets of archival XML, named after the circular's packages."""

    AIP_FILE = "AIP_hoso"
    """Annex I: a dossier in a preservation package."""
    AIP_DOCUMENT = "AIP_doc"
    """Annexes I and II: a document in a preservation package."""
    AIP_LOOSE = "AIP_tailieu"
    """Annex II: loose documents in a preservation package."""
    SIP_FILE = "SIP_hoso"
    """Annex III: a dossier in a submission package."""
    SIP_DOCUMENT = "SIP_doc"
    """Annexes III and IV: a document in a submission package."""
    SIP_LOOSE = "SIP_tailieu"
    """Annex IV: loose documents in a submission package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One row of the data file: what a set demands of one field.

    ``kind`` is ``text``, ``code``, ``document-code``, ``document-id``, ``count``, ``ordinal``,
    ``date``, ``partial-date`` or a name of ``CODE_LISTS``; ``length`` counts characters, of
    numbers digits, and is ``None`` where nothing limits it; ``condition`` reads
    ``tag=code|code``; ``certainty`` is explained in the data file.
    """

    set: str
    tag: str
    name: str
    kind: str
    length: int | None
    obligation: str
    condition: str
    certainty: str
    source: str

    @property
    def is_required(self) -> bool:
        """Whether the element must always be there."""
        return self.obligation == "required"

    @property
    def may_be_nil(self) -> bool:
        """Whether the element may say that its value is unknown."""
        return self.is_required and self.tag in NILLABLE

    @property
    def clause(self) -> str:
        """Where the circular has this field; empty where that is not known of the circular."""
        if self.certainty not in TOLD_BY_THE_CIRCULAR:
            return ""
        named = self.set.replace("_doc", " EAD_doc")
        return f"Circular 05/2025/TT-BNV, {self.source}, {named} {self.tag}"

    def is_due(self, values: Mapping[str, str | None]) -> bool:
        """Whether ``values`` fulfil the condition under which the field is required."""
        if not self.condition:
            return False
        tag, _, codes = self.condition.partition("=")
        return values.get(tag) in codes.split("|")


@cache
def field_set(name: str) -> tuple[FieldRule, ...]:
    """The rules of the set ``name`` (a ``FieldSet``, ``TT02_hoso`` or ``TT02_vanban``) in order.

    Raises:
        KeyError: no such set.
    """
    return _all_sets()[name]


def lengths(name: str) -> dict[str, int]:
    """How many characters the fields of the set ``name`` may have, where anything limits them."""
    return {rule.tag: rule.length for rule in field_set(name) if rule.length is not None}


@cache
def _all_sets() -> dict[str, tuple[FieldRule, ...]]:
    source = files("metadata").joinpath("data", "field_sets.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[FieldRule, ...]] = {}
    for row in csv.DictReader(line for line in source.splitlines() if not line.startswith("#")):
        length, _ = row.pop("length"), row.pop("order")
        rule = FieldRule(length=int(length) if length else None, **row)
        found[rule.set] = (*found.get(rule.set, ()), rule)
    return found
