"""What is due on a day, over all stored dossiers. Proposes only."""

from dataclasses import dataclass
from datetime import date

from archive_store import list_rows
from flows.archive import Archive
from metadata.record import read_record
from records.retention import RetentionDecision
from retention import RetentionOptions, decide
from retention.decide import StartReading


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepOutcome:
    """What the rules say of every dossier: due, not known, and the rest."""

    as_of: date
    dossiers: int
    due: tuple[RetentionDecision, ...]
    unknown: tuple[RetentionDecision, ...]

    def as_contract(self) -> dict[str, object]:
        """The outcome under the keys of the command line's contract."""
        return {
            "as_of": self.as_of,
            "dossiers": self.dossiers,
            "due": [
                {
                    "dossier_code": decision.dossier_code,
                    "action": decision.action,
                    "rule": decision.rule and decision.rule.item,
                    "instrument": decision.rule and decision.rule.instrument,
                    "period": decision.rule and decision.rule.period.wording,
                    "due_on": decision.due_on,
                    "reason": decision.reason,
                    "blocked_by": decision.blocked_by,
                }
                for decision in self.due
            ],
            "unknown": [
                {"dossier_code": decision.dossier_code, "reason": decision.reason}
                for decision in self.unknown
            ],
        }


def sweep_archive(archive: Archive, day: date) -> SweepOutcome:
    """Decide for every stored dossier what is due on ``day``."""
    options = RetentionOptions(start_reading=StartReading(archive.settings.retention.start_reading))
    decisions = []
    for row in list_rows(archive.engine):
        dossier = read_record(row.record)
        decisions.append(decide(dossier.code, dossier.retention, dossier.end, (), day, options))
    return SweepOutcome(
        as_of=day,
        dossiers=len(decisions),
        due=tuple(decision for decision in decisions if decision.action is not None),
        unknown=tuple(decision for decision in decisions if decision.due_on is None),
    )
