"""Puts a file that was not taken in where a person finds it, with the reason beside it."""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from intake.copies import Kept
from intake.durable import settle
from records.batch import DeliveredFile
from records.digest import sha256_of
from records.errors import SetupError
from records.problem import Problem

_NOTE = ".problem.json"
_LONGEST_NAME_BYTES = 255


def set_aside(kept: Kept | DeliveredFile, problem: Problem, folder: Path) -> None:
    """Copy ``kept`` to ``folder`` under its name and write ``<name>.problem.json`` beside it.

    A name too long for the ending is replaced by the digest in the note's name; a delivered file
    that bears the ending itself gets an underscore, so that no note hides it.

    Raises:
        SetupError: the quarantine cannot be written (I007).
    """
    target = folder / kept.name
    if target.name.endswith(_NOTE):
        target = target.with_name(f"{target.name}_")
    note = f"{target.name}{_NOTE}"
    if len(os.fsencode(note)) > _LONGEST_NAME_BYTES:
        note = f"{kept.sha256}{_NOTE}"
    told = {"file": str(kept.name), "sha256": kept.sha256, "problem": asdict(problem)}
    try:
        _put(kept, target, note, json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise SetupError("I007", target, reason=error.strerror) from error


def set_package_aside(package: Path, name: str, problems: Iterable[Problem], folder: Path) -> None:
    """Copy a refused package to ``folder`` with its whole report, ``<name>.problem.json``.

    Of a package that is a folder only the report is written: it stays where it was delivered, and
    no file of it can pass for a note of ours.

    Raises:
        SetupError: the quarantine cannot be written (I007).
    """
    # No package may pass for a note of ours.
    target = folder / (f"{name}_" if name.endswith(_NOTE) else name)
    stage, note = folder / ".package.part", f"{target.name}{_NOTE}"
    if len(os.fsencode(note)) > _LONGEST_NAME_BYTES:
        note = f"package{_NOTE}"
    whole = [asdict(each) for each in problems]
    told = {"file": name, "problem": whole[0], "problems": whole}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if package.is_file():
            shutil.copyfile(package, stage)
            settle(stage, target)
        stage.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        settle(stage, folder / note)
    except OSError as error:
        raise SetupError("I007", folder, reason=error.strerror) from error


def _put(kept: Kept | DeliveredFile, target: Path, note: str, told: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = target.parent / f".{kept.sha256[:32]}.part"
    if not (target.is_file() and sha256_of(target) == kept.sha256):
        shutil.copyfile(kept.copy, stage)
        settle(stage, target)
    stage.write_text(told, encoding="utf-8")
    settle(stage, target.with_name(note))
