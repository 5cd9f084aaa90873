"""Finds what was delivered: every file below the sources, and everything that is none.

It opens no file and follows no link.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from records.errors import InputError
from records.problem import Problem, problem

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LIST_SUFFIXES = frozenset({".xlsx", ".csv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One delivered file: where it lies, and its name inside the batch."""

    name: PurePosixPath
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Everything below the sources; ``lists`` are the tables in the root of a given folder."""

    root: Path
    files: tuple[Found, ...]
    lists: frozenset[PurePosixPath]
    problems: tuple[Problem, ...]


def survey(sources: tuple[Path, ...]) -> Delivery:
    """List the files of one batch folder, or of several folders and files, in order of name.

    Names are relative to the one folder, or else to the nearest folder that holds all sources.

    Raises:
        InputError: a source does not exist (I001), or there is no file at all (I002).
    """
    given = tuple(dict.fromkeys(_absolute(source) for source in sources))
    root = _root(given)
    paths: dict[Path, None] = {}
    problems: list[Problem] = []
    for source in given:
        for path, refusal, reason in _below(source):
            if refusal is None:
                paths.setdefault(path)
            else:
                problems.append(problem(refusal, _safe_name(path.relative_to(root)), reason=reason))
    files: dict[PurePosixPath, Found] = {}
    for path in sorted(paths):
        name = _safe_name(path.relative_to(root))
        if name in files:
            problems.append(problem("I009", name))
            continue
        files[name] = Found(name=name, path=path)
        if name != PurePosixPath(path.relative_to(root)):
            problems.append(problem("I008", name))
    if not files:
        raise InputError("I002", root, refused=len(problems))
    lists = frozenset(name for name, found in files.items() if _may_be_list(found.path, given))
    return Delivery(root=root, files=tuple(files.values()), lists=lists, problems=tuple(problems))


def _absolute(source: Path) -> Path:
    # The folder a link leads to is the operator's choice; a linked file is refused like any link.
    if source.is_dir():
        return source.resolve()
    if not source.is_symlink() and not source.exists():
        raise InputError("I001", source)
    return source.parent.resolve() / source.name


def _root(given: tuple[Path, ...]) -> Path:
    if len(given) == 1:
        return given[0] if given[0].is_dir() else given[0].parent
    return Path(os.path.commonpath([source.parent for source in given]))


def _below(source: Path) -> Iterator[tuple[Path, str | None, str]]:
    waiting = [source]
    while waiting:
        path = waiting.pop()
        if path.is_symlink():
            yield path, "I003", ""
        elif path.is_dir():
            try:
                waiting.extend(sorted(path.iterdir()))
            except OSError as error:
                yield path, "I004", str(error.strerror)
        else:
            yield path, None if path.is_file() else "I009", ""


def _safe_name(relative: Path) -> PurePosixPath:
    return PurePosixPath(_UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", str(relative)))


def _may_be_list(path: Path, given: tuple[Path, ...]) -> bool:
    # Excel leaves a lock file "~$name.xlsx" beside a workbook that is open.
    return (
        path.suffix.lower() in _LIST_SUFFIXES
        and path.parent in given
        and not path.name.startswith(("~$", "."))
    )
