"""The part of the quarantine that only its owner may open; what lies there is named nowhere else.

``<folder>/<sha256>/`` holds the delivered bytes, ``note.json`` with the reason, and
``accepted.json`` once a person has found the file harmless.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from intake.durable import settle
from records.digest import Sha256, sha256_of
from records.errors import RefusedError, SetupError

FOLDER = "restricted"
NOTE, ACCEPTED, SCAN = "note.json", "accepted.json", "scan"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Why a file is kept apart; ``page`` counts from 1, ``None`` where the list said it."""

    batch: str
    name: str
    sha256: Sha256
    rule: str
    written: str
    page: int | None
    found_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who found the file harmless, when (ISO 8601), and why."""

    sha256: Sha256
    by: str
    why: str
    at: str


def withhold(copy: Path, told: Withheld, quarantine: Path) -> None:
    """Keep the bytes of ``copy`` apart with their note; the caller removes the copy itself.

    Raises:
        SetupError: the quarantine cannot be written (I007).
    """
    folder = quarantine / FOLDER / told.sha256
    try:
        for each in (folder.parent, folder):
            each.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            each.chmod(PRIVATE_FOLDER)
        target = folder / f"{SCAN}{PurePosixPath(told.name).suffix.lower()}"
        if not (target.is_file() and sha256_of(target) == told.sha256):
            stage = _private(folder / f".{SCAN}.part")
            shutil.copyfile(copy, stage)
            settle(stage, target)
        if not (folder / NOTE).exists():
            _write(folder / NOTE, asdict(told))
    except OSError as error:
        raise SetupError("I007", quarantine, reason=error.strerror) from error


def withheld_digests(quarantine: Path) -> frozenset[Sha256]:
    """What is kept apart and not accepted."""
    return frozenset(
        Sha256(each.name) for each in _folders(quarantine) if not (each / ACCEPTED).exists()
    )


def accepted_digests(quarantine: Path) -> frozenset[Sha256]:
    """What a person has found harmless."""
    return frozenset(
        Sha256(each.name) for each in _folders(quarantine) if (each / ACCEPTED).exists()
    )


def read_withheld(quarantine: Path) -> tuple[tuple[Withheld, Acceptance | None], ...]:
    """Every note with its acceptance, oldest first.

    Raises:
        RefusedError: this account may not open them (F031).
    """
    try:
        found = [(_note(each), _acceptance(each)) for each in _folders(quarantine)]
    except PermissionError as error:
        raise RefusedError("F031", quarantine / FOLDER) from error
    return tuple(sorted(found, key=lambda each: each[0].found_at))


def accept(
    reference: str, by: str, why: str, now: datetime, quarantine: Path
) -> tuple[Sha256, bytes]:
    """Note that a person found a file harmless; its digest, and what was written.

    ``reference`` is the file's digest or its first letters.

    Raises:
        RefusedError: none or several files have that reference (F032), or no right (F031).
    """
    try:
        fitting = [each for each in _folders(quarantine) if each.name.startswith(reference)]
        if len(fitting) != 1 or not reference:
            raise RefusedError("F032", reference)
        sha256 = Sha256(fitting[0].name)
        accepted = Acceptance(sha256=sha256, by=by, why=why, at=now.isoformat())
        return sha256, _write(fitting[0] / ACCEPTED, asdict(accepted))
    except PermissionError as error:
        raise RefusedError("F031", quarantine / FOLDER) from error


def _folders(quarantine: Path) -> list[Path]:
    folder = quarantine / FOLDER
    return sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []


def _note(folder: Path) -> Withheld:
    return Withheld(**json.loads((folder / NOTE).read_bytes()))


def _acceptance(folder: Path) -> Acceptance | None:
    file = folder / ACCEPTED
    return Acceptance(**json.loads(file.read_bytes())) if file.exists() else None


def _write(target: Path, told: dict[str, object]) -> bytes:
    content = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    stage = _private(target.with_name(f".{target.name}.part"))
    stage.write_bytes(content)
    settle(stage, target)
    return content


def _private(file: Path) -> Path:
    """The file, made empty for its owner only before anything is written into it."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))
    return file
