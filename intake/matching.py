"""Finds for each row of a list the delivered file it names; no path of a list is ever opened."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from intake.delivery_list import ListRow
from records.problem import Problem, problem
from records.vietnamese import normal

_DRIVE_OR_SHARE = re.compile(r"[A-Za-z]:|//")
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A row with its file, or with the one ``problem`` why it has none.

    A row without both was refused for a formula, which has been reported already. ``remark``
    accompanies a match that a person should look at.
    """

    row: ListRow
    name: PurePosixPath | None = None
    problem: Problem | None = None
    remark: Problem | None = None


def match_rows(
    rows: tuple[ListRow, ...], names: Iterable[PurePosixPath], base: PurePosixPath
) -> tuple[Match, ...]:
    """Match rows and files by path below ``base``, whatever its case, blanks and Unicode form.

    Where the list was written for a folder above or below the batch folder, one path may be the
    end of the other; that counts only while exactly one row and one file fit.
    """
    files = _Files(names, base)
    sought = [_sought(row) for row in rows]
    exact = [
        files.named(parts, row.document.path or "") for parts, row in zip(sought, rows, strict=True)
    ]
    free = files.free(exact)
    by_end = [
        None if name else _same_end(parts, free) for parts, name in zip(sought, exact, strict=True)
    ]
    asked = Counter(name for name in by_end if name)
    matches: list[Match] = []
    first_rows: dict[PurePosixPath, str] = {}
    for row, parts, name, end in zip(rows, sought, exact, by_end, strict=True):
        found = name or (end if end and asked[end] == 1 else None)
        if found is None:
            matches.append(Match(row=row, problem=_without_file(row, parts)))
        elif found in first_rows:
            facts = {"file": found, "first": first_rows[found]}
            matches.append(Match(row=row, problem=problem("I022", row.place, **facts)))
        else:
            first_rows[found] = row.place
            remark = None if name else problem("I024", row.place, file=found)
            matches.append(Match(row=row, name=found, remark=remark))
    return tuple(matches)


class _Files:
    def __init__(self, names: Iterable[PurePosixPath], base: PurePosixPath) -> None:
        self._by_parts: dict[Parts, list[PurePosixPath]] = {}
        for name in names:
            below = name.relative_to(base) if name.is_relative_to(base) else name
            self._by_parts.setdefault(_folded(below.parts), []).append(name)

    def named(self, parts: Parts | None, written: str) -> PurePosixPath | None:
        """The file of these parts; where case alone tells several apart, the one as written."""
        fitting = self._by_parts.get(parts or (), [])
        last = normal(written).replace("\\", "/").rsplit("/", 1)[-1].strip()
        same_case = [name for name in fitting if normal(name.name) == last]
        return next(iter(same_case or fitting), None)

    def free(
        self, taken: Iterable[PurePosixPath | None]
    ) -> dict[str, list[tuple[Parts, PurePosixPath]]]:
        """Files that no row names outright, by the last part of their path."""
        gone = set(taken)
        free: dict[str, list[tuple[Parts, PurePosixPath]]] = {}
        for parts, names in self._by_parts.items():
            left = [(parts, name) for name in names if name not in gone]
            free.setdefault(parts[-1], []).extend(left)
        return free


def _sought(row: ListRow) -> Parts | None:
    """The parts of the path a row names; ``None`` for no path and for one out of the batch."""
    path = (row.document.path or "").replace("\\", "/")
    if _DRIVE_OR_SHARE.match(path):
        return None
    parts = _folded(path.split("/"))
    return None if ".." in parts else parts or None


def _folded(parts: Iterable[str]) -> Parts:
    tidied = (" ".join(normal(normal(part).casefold()).split()) for part in parts)
    return tuple(part for part in tidied if part not in {"", "."})


def _same_end(
    parts: Parts | None, free: dict[str, list[tuple[Parts, PurePosixPath]]]
) -> PurePosixPath | None:
    if parts is None:
        return None
    fitting = [
        name
        for other, name in free.get(parts[-1], [])
        if other[-len(parts) :] == parts or parts[-len(other) :] == other
    ]
    return fitting[0] if len(fitting) == 1 else None


def _without_file(row: ListRow, parts: Parts | None) -> Problem | None:
    path = row.document.path
    if path is None:
        return None if row.is_refused else problem("I019", row.place)
    is_outside = parts is None or path.startswith("/")
    return problem("I021" if is_outside else "I020", row.place, path=path)
