"""A run's own folder: how far it has come, and what it reported.

The command line and the portal read it; the flow writes it. It outlives Prefect's database.
"""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from records.errors import ArchiveError, pack_error, unpack_error
from records.report import BatchReport, Progress, Stage

_PROGRESS = TypeAdapter(Progress)
_REPORT = TypeAdapter(BatchReport)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """``work/runs/<run id>``."""

    path: Path

    def tell(self, progress: Progress) -> None:
        """Write how far the run has come; only for watching, so without fsync."""
        self._write("progress.json", _PROGRESS.dump_json(progress))

    def progress(self) -> Progress:
        """How far the run has come."""
        try:
            return _PROGRESS.validate_json((self.path / "progress.json").read_bytes())
        except FileNotFoundError:
            return Progress(stage=Stage.STARTING)

    def finish(self, report: BatchReport) -> None:
        """Write the run's report."""
        self._write("report.json", _REPORT.dump_json(report, indent=2))

    def fail(self, error: ArchiveError) -> None:
        """Write the one reason why the run ended without a report."""
        self._write("failure.json", json.dumps(pack_error(error)).encode())

    def report(self) -> BatchReport | None:
        """The report, or ``None`` while there is none."""
        try:
            return _REPORT.validate_json((self.path / "report.json").read_bytes())
        except FileNotFoundError:
            return None

    def raise_failure(self) -> None:
        """Raise the reason again, if there is one.

        Raises:
            ArchiveError: what ended the run.
        """
        with contextlib.suppress(FileNotFoundError):
            packed = json.loads((self.path / "failure.json").read_bytes())
            raise unpack_error(packed)

    def _write(self, name: str, content: bytes) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        partial = self.path / f"{name}.partial"
        partial.write_bytes(content)
        partial.replace(self.path / name)
