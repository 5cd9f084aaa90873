"""What a foreign package said of itself goes with the dossier into its own package, and stays."""

import shutil
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from archive_store.package.layout import SUBMISSION
from flows.archive import Archive
from flows.keeping.package_events import LUUTRU, PACKAGE_NAMES
from flows.taking_in.judging import Verdict
from flows.taking_in.package_parts import derived, representations, scans_of
from records.batch import Receipt, SubmittedFile
from records.digest import Sha256, sha256_of
from records.event import Event, EventType
from records.messages import text

SCHEMAS = "schemas/"


def keep_submission(verdict: Verdict, folder: Path) -> tuple[SubmittedFile, ...]:
    """Move everything but scans, schemas and what is made anew to ``folder``.

    Data of any other representation is kept here too: nothing that came is lost.
    """
    shutil.rmtree(folder, ignore_errors=True)
    left = _left_out(verdict)
    kept = []
    for name, digest in verdict.files:
        if name in left:
            continue
        path = _shortened(name, verdict)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        (verdict.content / name).rename(target)
        kept.append(SubmittedFile(path=path, copy=target, sha256=Sha256(digest)))
    return tuple(kept)


def stored_submission(archive: Archive, package_id: str) -> tuple[SubmittedFile, ...]:
    """The same files, of the newest stored version."""
    return tuple(_stored(archive, package_id))


def events_of_import(package_id: str, receipt: Receipt | None, now: datetime) -> tuple[Event, ...]:
    """How the package came in, and the outcome of each check."""
    if receipt is None:
        return ()
    told = (
        (EventType.TRANSFER, "event.received"),
        (EventType.UNPACKING, "event.unpacked"),
        (EventType.FIXITY, "event.package_fixity"),
        (EventType.VALIDATION, "event.package_valid"),
    )
    facts = {
        "form": receipt.form, "name": receipt.name, "identity": receipt.identity,
        "sha256": receipt.sha256, "files": receipt.unpacked, "checked": receipt.checked,
        "warnings": receipt.warnings,
    }  # fmt: skip
    return tuple(
        Event(
            event_id=str(uuid.uuid5(PACKAGE_NAMES, f"{package_id} {key} {receipt.sha256}")),
            type=kind,
            time=now,
            outcome="success",
            detail=text(key, **facts),
            agent=LUUTRU,
            objects=(package_id,),
        )
        for kind, key in told
    )


def _left_out(verdict: Verdict) -> frozenset[str]:
    package = verdict.package
    base = f"{verdict.payload}/" if verdict.payload else ""
    if package is None:
        return frozenset(name for name, _ in verdict.files if name.startswith(base))
    gone = set(scans_of(package))
    for name in derived(package):
        gone.update(representations(package)[name])
    gone.update(path for path in package.files if path.startswith(SCHEMAS))
    return frozenset(f"{base}{path}" for path in gone)


def _shortened(name: str, verdict: Verdict) -> str:
    """The path without the folders that only wrap the package; a bag's own files in ``bag/``."""
    if verdict.payload and name.startswith(f"{verdict.payload}/"):
        return name.removeprefix(f"{verdict.payload}/")
    if verdict.form == "bag":
        return "bag/" + (name.removeprefix(f"{verdict.root}/") if verdict.root else name)
    return name


def _stored(archive: Archive, package_id: str) -> Iterator[SubmittedFile]:
    for path in archive.vault.list_files(package_id):
        if path.startswith(SUBMISSION):
            file = archive.vault.read_file(package_id, path)
            yield SubmittedFile(
                path=path.removeprefix(SUBMISSION), copy=file, sha256=sha256_of(file)
            )
