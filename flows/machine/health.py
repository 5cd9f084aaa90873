"""Whether this machine and this archive are ready: each finding with its remedy."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from archive_store.package.signatures.certificates import read_anchors
from archive_store.vault.copies.opening import open_copy
from flows.archive import Archive, open_archive
from flows.copying.places import copy_places
from flows.looking.authorities import check_archive_lists
from flows.machine.checks import Check
from flows.machine.database_health import examine_database
from flows.machine.search_engine import examine_search
from flows.running.environment import QUIET
from records.errors import ArchiveError, SetupError
from records.messages import Language, text
from records.open_doors import missing_guards
from records.problem import Severity

PROGRAMS = {"tesseract": "tesseract-ocr", "pdftocairo": "poppler-utils"}
LANGUAGE_DATA = {"vie": "tesseract-ocr-vie", "osd": "tesseract-ocr-osd"}
LEAST_FREE_BYTES = 2 << 30
FIRST_HONEST_YEAR = 2026
"""A clock before this year was never set; no machine of ours is older."""

OF_THE_DATABASE = frozenset({"A003", "A050", "A142", *(f"A13{last}" for last in range(10))})


def examine(root: Path, language: Language) -> tuple[Check, ...]:
    """Examine everything; never raises for what it finds."""

    def found(name: str, detail: str, key: str | None, **facts: object) -> Check:
        remedy = text(key, language, **facts) if key else ""
        return Check(name=name, ok=key is None, detail=detail, remedy=remedy)

    return (
        found("python", sys.version.split()[0], None),
        *(_program(found, program) for program in PROGRAMS),
        *_language_data(found),
        _disk(found, root),
        _clock(found),
        _confinement(language),
        found("offline", f"DO_NOT_TRACK={QUIET['DO_NOT_TRACK']}", None),
        *_archive(found, root),
    )


def _program(found: Callable[..., Check], program: str) -> Check:
    path = shutil.which(program)
    if path is None:
        return found(program, "–", "doctor.install", package=PROGRAMS[program])
    version = subprocess.run(
        [path, "--version" if program == "tesseract" else "-v"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = (version.stdout or version.stderr).splitlines()
    return found(program, told[0] if told else path, None)


def _language_data(found: Callable[..., Check]) -> list[Check]:
    program = shutil.which("tesseract")
    if program is None:
        return []
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False
    ).stdout.split()
    return [
        found(f"tessdata {name}", "✓" if name in listed else "–",
              None if name in listed else "doctor.install", package=package)
        for name, package in LANGUAGE_DATA.items()
    ]  # fmt: skip


def _disk(found: Callable[..., Check], root: Path) -> Check:
    place = next(folder for folder in (root, *root.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return found("disk", f"{free >> 30} GB", None if free >= LEAST_FREE_BYTES else "doctor.disk")


def _clock(found: Callable[..., Check]) -> Check:
    now = datetime.now(UTC)
    honest = now.year >= FIRST_HONEST_YEAR
    return found("clock", f"{now:%Y-%m-%d %H:%M} UTC", None if honest else "doctor.clock")


def _confinement(language: Language) -> Check:
    """Never a reason to stop: what the kernel cannot shut is only told."""
    with tempfile.TemporaryDirectory() as folder:
        missing = missing_guards(Path(folder) / "trial")
    if not missing:
        return Check(
            name="confinement", ok=True, detail=text("doctor.confined", language), remedy=""
        )
    detail = text("doctor.unconfined", language, doors=", ".join(missing))
    return Check(name="confinement", ok=True, detail=detail, remedy=text("doctor.kernel", language))


def _archive(found: Callable[..., Check], root: Path) -> list[Check]:
    if not (root / "settings.toml").exists():
        return [found("archive", text("doctor.no_archive", path=root), None)]
    try:
        archive = open_archive(root)
        database = [*examine_database(found, archive.engine, root / "settings.toml")]
    except ArchiveError as error:
        name = "database" if error.problem.code in OF_THE_DATABASE else "archive"
        return [found(name, str(error), "doctor.archive")]
    except SQLAlchemyError as error:
        return [found("database", str(error), "doctor.archive")]
    writable = os.access(root, os.W_OK)
    return [
        found("archive", str(root), None if writable else "doctor.archive"),
        *database,
        *examine_search(found, archive),
        _authorities(found, archive),
        *_copies(found, archive, root),
        _trust(found, archive),
    ]


def _trust(found: Callable[..., Check], archive: Archive) -> Check:
    try:
        anchors = read_anchors(archive.root / "trust")
    except ArchiveError as error:
        return found("trust", str(error), "doctor.trust")
    return found("trust", text("doctor.trust.count", count=len(anchors)), None)


def _authorities(found: Callable[..., Check], archive: Archive) -> Check:
    try:
        told = check_archive_lists(archive)
    except ArchiveError as error:
        return found("authorities", str(error), "doctor.authorities")
    counts = text("doctor.authorities.counts", bodies=told.bodies, people=told.people)
    is_sound = all(each.severity is Severity.INFO for each in told.problems)
    return found("authorities", counts, None if is_sound else "doctor.authorities")


def _copies(found: Callable[..., Check], archive: Archive, root: Path) -> list[Check]:
    told = []
    for place in copy_places(root, archive.settings):
        try:
            open_copy(place)
        except SetupError as error:
            told.append(found(f"copy {place.name}", error.problem.message, "doctor.copy"))
        else:
            told.append(found(f"copy {place.name}", place.url, None))
    return told
