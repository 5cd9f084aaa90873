"""What the checks report: a Problem with its place, its reason and its remedy.

A Problem is a value, not an exception; one bad page never stops a batch.
"""

from dataclasses import dataclass
from enum import StrEnum

from records.messages import entries


class Severity(StrEnum):
    """How much a Problem matters."""

    ERROR = "error"
    """Something was not taken in, or is damaged: a person must act."""
    WARNING = "warning"
    """It was taken in, and a person should look."""
    INFO = "info"
    """Worth knowing; nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding about one subject (a file, a row of the list, a dossier, a package).

    ``field`` is the tag of the archival field it is about, empty where it is about none.
    """

    code: str
    severity: Severity
    subject: str
    message: str
    remedy: str
    message_en: str
    remedy_en: str
    clause: str = ""
    field: str = ""


def problem(code: str, subject: object, /, **facts: object) -> Problem:
    """Compose the Problem ``code`` about ``subject`` from the catalogue.

    Raises:
        KeyError: an unknown code, or a sentence's placeholder without its fact.
    """
    entry = entries()[code]
    filled = {name: sentence.format(**facts) for name, sentence in entry.items()}
    return Problem(
        code=code,
        severity=Severity(entry["severity"]),
        subject=str(subject),
        message=filled["vi"],
        remedy=filled["remedy_vi"],
        message_en=filled["en"],
        remedy_en=filled["remedy_en"],
        clause=entry.get("clause", ""),
    )
