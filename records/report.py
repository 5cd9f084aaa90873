"""What an ingest reports, and how far it has come."""

from dataclasses import dataclass
from enum import StrEnum

from records.package import StorageState
from records.problem import Problem, Severity


class Stage(StrEnum):
    """The stages of long work that people see on the progress bar."""

    STARTING = "starting"
    RECEIVING = "receiving"
    READING = "reading"
    STORING = "storing"
    INDEXING = "indexing"
    AUDITING = "auditing"
    COPYING = "copying"
    RESTORING = "restoring"
    SIGNING = "signing"
    DESTROYING = "destroying"
    DRAWING = "drawing"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come: ``done`` of ``total`` pages or dossiers of ``stage``."""

    stage: Stage
    done: int = 0
    total: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierReport:
    """What became of one dossier; ``package_id`` and ``version`` are ``None`` unless stored."""

    dossier_code: str
    package_id: str | None
    version: int | None
    documents: int
    pages: int
    state: StorageState


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """What became of one batch."""

    batch: str
    dossiers: tuple[DossierReport, ...]
    problems: tuple[Problem, ...]
    seconds: float

    @property
    def state(self) -> StorageState:
        """``stored`` when every dossier is, ``partial`` when some are, else the worst of them."""
        states = {dossier.state for dossier in self.dossiers}
        if states == {StorageState.STORED}:
            return StorageState.STORED
        if states & {StorageState.STORED, StorageState.PARTIAL, StorageState.COPY_PENDING}:
            return StorageState.PARTIAL
        return StorageState.HELD if StorageState.HELD in states else StorageState.FAILED

    @property
    def pages(self) -> int:
        """Pages of the documents that were taken in."""
        return sum(dossier.pages for dossier in self.dossiers)

    @property
    def documents(self) -> int:
        """Documents that were taken in."""
        return sum(dossier.documents for dossier in self.dossiers)

    @property
    def needs_a_person(self) -> bool:
        """Whether anybody has to look at something before this batch is finished."""
        return self.state is not StorageState.STORED or any(
            problem.severity is not Severity.INFO for problem in self.problems
        )
