"""How findings are said to people: what is wrong, against which witness, and what to do."""

from datetime import datetime

from records.dates import VIETNAM
from records.messages import Language, text
from records.package import Damage, FixityFinding, Witness

UNITS, STEP = ("B", "kB", "MB", "GB", "TB"), 1000
REMEDIES = {
    Witness.CATALOGUE: "catalogue",
    Witness.INTAKE: "intake",
    Witness.COPY: "copy",
    Witness.DISPOSAL: "disposal",
}
"""By witness; what contradicts inventory or ledger is repaired from another copy."""


def said_kind(finding: FixityFinding, language: Language = Language.VIETNAMESE) -> str:
    """What is wrong with the file."""
    return text(f"damage.{finding.kind}", language)


def said_witness(finding: FixityFinding, language: Language = Language.VIETNAMESE) -> str:
    """What the file was compared with."""
    return text(f"damage.against.{finding.against}", language)


def said_remedy(
    finding: FixityFinding, code: str | None, language: Language = Language.VIETNAMESE
) -> str:
    """What a person does about it; ``code`` is that of the dossier, where one is known."""
    if not finding.package_id and finding.against is not Witness.DISPOSAL:
        return text("damage.remedy.stray", language)
    name = REMEDIES.get(finding.against, "repair")
    if name == "repair" and finding.kind is Damage.UNTRACKED and finding.path == ".":
        name = "stray"
    return text(f"damage.remedy.{name}", language, code=code or finding.package_id)


def said_moment(moment: datetime | None) -> str:
    """``dd/MM/yyyy HH:mm`` in Vietnam; empty when unknown."""
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if moment is not None else ""


def said_bytes(size: int) -> str:
    """A size with its unit, decimal comma: ``12,3 GB``."""
    amount, unit = float(size), UNITS[0]
    for unit in UNITS:
        if amount < STEP or unit == UNITS[-1]:
            break
        amount /= STEP
    digits = f"{amount:.0f}" if unit == "B" else f"{amount:.1f}".replace(".", ",")
    return f"{digits} {unit}"
