"""What the archive knows of its audits: every run, and every finding with its history."""

from dataclasses import dataclass

from archive_store import find
from archive_store.vault.audit.findings import KnownFinding, open_findings, settled_findings
from archive_store.vault.audit.runs import AuditRun, list_runs
from flows.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditHistory:
    """Runs newest first; findings that are open, and those that were put right."""

    runs: tuple[AuditRun, ...]
    open: tuple[KnownFinding, ...]
    settled: tuple[KnownFinding, ...]
    dossiers: dict[str, str]

    def as_contract(self) -> dict[str, object]:
        """The history under the keys of the command line's contract."""
        return {
            "runs": self.runs,
            "open": [self._told(each) for each in self.open],
            "settled": [self._told(each) for each in self.settled],
        }

    def _told(self, known: KnownFinding) -> dict[str, object]:
        finding = known.finding
        return {
            "package_id": finding.package_id,
            "dossier_code": self.dossiers.get(finding.package_id),
            "path": finding.path,
            "kind": finding.kind,
            "against": finding.against,
            "found_at": known.found_at,
            "found_by": known.found_by,
            "settled_at": known.settled_at,
        }


def read_history(archive: Archive, limit: int | None = None) -> AuditHistory:
    """The account of audits, with the latest ``limit`` runs or all. Reads no package."""
    still, settled = open_findings(archive.engine), settled_findings(archive.engine)
    packages = {known.finding.package_id for known in (*still, *settled)} - {""}
    return AuditHistory(
        runs=list_runs(archive.engine, limit),
        open=still,
        settled=settled,
        dossiers=dossier_codes(archive, packages),
    )


def dossier_codes(archive: Archive, package_ids: set[str]) -> dict[str, str]:
    """The dossier's code of each package that the catalogue lists."""
    rows = (find(archive.engine, package_id) for package_id in sorted(package_ids))
    return {row.package_id: row.dossier_code for row in rows if row is not None}
