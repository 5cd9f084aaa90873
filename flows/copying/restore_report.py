"""Restores from copies, from the first to the last step, and writes the report that people keep."""

import json
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive_store.vault.copies.ledger import ledger_lines
from archive_store.vault.copies.opening import CopyPlace, open_copy, open_unnamed
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.ledger.destruction import destroyed_objects
from archive_store.vault.ledger.entries import DESTROYED
from archive_store.vault.ledger.lines import read_entry
from flows.archive import Archive, open_archive
from flows.copying.places import copy_places
from flows.copying.restore_proof import Proof, prove
from flows.copying.restoring import UNFINISHED, Watch, clear_drill, rebuild_from
from flows.settings import read_settings
from records.dates import VIETNAM
from records.errors import RefusedError, SetupError
from records.messages import Language, text
from records.problem import Problem

REPORT = "restore-report.json"
READABLE = "restore-report.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to restore from, by name or address, and to where; a drill keeps its report only."""

    sources: tuple[str, ...]
    to: Path
    endpoint: str = ""
    key_file: Path | None = None
    database: str = ""
    is_drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What a restore did, and whether what it made is the archive that was copied."""

    sources: tuple[str, ...]
    to: Path
    state_taken_at: str
    compared_with: str
    proofs: tuple[Proof, ...]
    problems: tuple[Problem, ...]
    is_drill: bool
    seconds: float

    @property
    def equal(self) -> bool:
        """Whether nothing is missing and nothing differs."""
        return not self.problems and all(each.ok for each in self.proofs)


def restore_archive(root: Path, wanted: Wanted, watch: Watch) -> RestoreReport:
    """Rebuild, prove and report; ``root`` is the archive that was copied, if it is still there.

    Raises:
        RefusedError, InputError, SetupError: as ``rebuild_from``; nothing was proven.
    """
    now, started = datetime.now(UTC), time.monotonic()
    to = wanted.to.resolve()
    if to == root or to.is_relative_to(root) or root.is_relative_to(to):
        raise RefusedError("F124", to)
    original = _original(root)
    copies = tuple(_open(root, wanted, each) for each in wanted.sources)
    if original is not None:
        _require_knows_destroyed(original, copies[0])
    rebuilt = rebuild_from(copies, to, wanted.database, watch, now)
    try:
        proofs = prove(rebuilt, copies[0], original, now, watch)
    except OSError as error:
        raise SetupError("A080", copies[0].name, url=to, reason=error) from error
    report = RestoreReport(
        sources=tuple(each.name for each in copies),
        to=to,
        state_taken_at=rebuilt.state.taken_at,
        compared_with=str(root) if original else copies[0].name,
        proofs=proofs,
        problems=rebuilt.problems,
        is_drill=wanted.is_drill,
        seconds=round(time.monotonic() - started, 1),
    )
    _write(report, now)
    rebuilt.archive.engine.dispose()
    if wanted.is_drill:
        clear_drill(to, (to / REPORT, to / READABLE))
    elif report.equal:
        (to / UNFINISHED).unlink()
    return report


def as_contract(report: RestoreReport) -> dict[str, object]:
    """The report under the keys of the command line's contract."""
    told = {name: getattr(report, name) for name in RestoreReport.__slots__}
    proofs = [{**asdict(each), "ok": each.ok} for each in report.proofs]
    return {**told, "proofs": proofs, "equal": report.equal}


def readable(report: RestoreReport, now: datetime, language: Language) -> str:
    """The report as lines for people."""
    lines = [
        text(
            "restore.head",
            language,
            when=_when(now),
            sources=", ".join(report.sources),
            to=report.to,
            taken=_when(datetime.fromisoformat(report.state_taken_at)),
            compared=report.compared_with,
        )
    ]
    for each in report.proofs:
        name, _, words = each.name.partition(": ")
        told = text(f"restore.proof.{name}", language, words=words)
        sign = "✓" if each.ok else "✗"
        same = each.found if each.ok else f"{each.found} ≠ {each.expected}"
        if words and each.ok:
            same = str(len(each.found.split()))
        lines.append(f"{sign} {told}: {same}")
    lines += [f"✗ {each.subject}: {each.message}" for each in report.problems]
    lines.append(text("restore.equal" if report.equal else "restore.differs", language))
    return "\n".join(lines) + "\n"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _original(root: Path) -> Archive | None:
    """The archive that was copied, where it still can be opened."""
    try:
        return open_archive(root)
    except SetupError:
        return None


def _require_knows_destroyed(original: Archive, lead: Copy) -> None:
    """Refuse a copy that was away when something was destroyed: it would bring that back."""
    told = (read_entry(line) for line in ledger_lines(lead))
    known = {each.object_id for each in told if each and each.action == DESTROYED}
    missing = set(destroyed_objects(original.engine)) - known
    if missing:
        raise RefusedError("F185", lead.name, count=len(missing))


def _open(root: Path, wanted: Wanted, source: str) -> Copy:
    settings = root / "settings.toml"
    places = copy_places(root, read_settings(settings)) if settings.exists() else ()
    for each in places:
        if each.name == source:
            return open_copy(each)
    url = source if source.startswith("s3://") else str(Path(source).resolve())
    place = CopyPlace(name=source, url=url, endpoint=wanted.endpoint, key_file=wanted.key_file)
    return open_unnamed(place)


def _write(report: RestoreReport, now: datetime) -> None:
    told = json.dumps(as_contract(report), default=_plain, ensure_ascii=False, indent=1)
    (report.to / REPORT).write_text(told, encoding="utf-8")
    both = (readable(report, now, language) for language in Language)
    (report.to / READABLE).write_text("\n".join(both), encoding="utf-8")


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Problem) else str(value)
