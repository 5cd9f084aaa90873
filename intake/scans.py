"""Has each kept copy judged by the confined child, and says what came of it."""

from dataclasses import dataclass
from typing import Any

from intake.copies import Kept
from intake.options import IntakeOptions
from records.batch import DeliveredFile
from records.confined import ConfinedFailure, ConfinedWorker
from records.errors import InputError
from records.problem import Problem, problem

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_SYSTEM_PREFIXES = ("~$", "._")
_SUFFIXES = {
    "application/pdf": {".pdf"},
    "image/tiff": {".tif", ".tiff"},
    "image/jpeg": {".jpg", ".jpeg", ".jpe"},
    "image/png": {".png"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A kept copy that can be taken in (``file``), or the one ``problem`` why not."""

    kept: Kept
    file: DeliveredFile | None = None
    problem: Problem | None = None
    remarks: tuple[Problem, ...] = ()


def judge_scan(worker: ConfinedWorker, kept: Kept, options: IntakeOptions) -> Judged:
    """Judge one file by its content; whatever is wrong with it becomes exactly one Problem."""
    if kept.size_bytes > options.max_file_bytes:
        sizes = {"size": kept.size_bytes, "limit": options.max_file_bytes}
        return Judged(kept=kept, problem=problem("I047", kept.name, **sizes))
    question = {
        "path": str(kept.copy),
        "name": str(kept.name),
        "max_pixels": options.max_pixels,
        "max_pages": options.max_pages_per_file,
    }
    try:
        seen = ask(worker, "inspect_scan", question)
    except InputError as error:
        return Judged(kept=kept, problem=_unless_system_file(kept, error.problem))
    except ConfinedFailure as error:
        return Judged(kept=kept, problem=problem("R001", kept.name, reason=error.reason))
    file = DeliveredFile(
        name=kept.name,
        copy=kept.copy,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        media_type=seen["media_type"],
        page_count=seen["page_count"],
        is_signed=bool(seen["is_signed"]),
    )
    return Judged(kept=kept, file=file, remarks=_remarks(file, seen))


def ask(worker: ConfinedWorker, function: str, question: dict[str, Any]) -> Any:
    """Call the child; when it died, ask a fresh one once more.

    What libraries hoard over a long batch may end a child in the middle of a good file. A file
    that kills the fresh child too is at fault itself.

    Raises:
        InputError: what the child found wrong.
        ConfinedFailure: the fresh child died as well, or the first one hung.
    """
    try:
        return worker.call(function, **question)
    except ConfinedFailure as error:
        if error.reason == "timeout":
            raise
    return worker.call(function, **question)


def _unless_system_file(kept: Kept, found: Problem) -> Problem:
    name = kept.name.name.lower()
    if name in _SYSTEM_FILES or name.startswith(_SYSTEM_PREFIXES):
        return problem("I050", kept.name)
    return found


def _remarks(file: DeliveredFile, seen: dict[str, Any]) -> tuple[Problem, ...]:
    remarks = []
    if file.is_signed:
        remarks.append(problem("I044", file.name))
    if seen["doubtful"]:
        remarks.append(problem("I049", file.name))
    if file.name.suffix.lower() not in _SUFFIXES[file.media_type]:
        remarks.append(problem("I051", file.name, media_type=file.media_type))
    return tuple(remarks)
