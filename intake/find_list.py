"""Chooses the one list of a delivery among the tables in its root."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from intake.copies import Kept
from intake.delivery_list import ListRow, read_rows
from intake.scans import ask
from records.confined import ConfinedFailure, ConfinedWorker
from records.errors import InputError
from records.problem import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundList:
    """The list's rows, or none (``name`` is ``None``); ``refused`` are tables that cannot serve."""

    name: PurePosixPath | None = None
    rows: tuple[ListRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    refused: dict[PurePosixPath, Problem]


def find_list(worker: ConfinedWorker, candidates: tuple[Kept, ...]) -> FoundList:
    """Read the tables that may be the list: exactly one has to have a list's header row."""
    usable: dict[PurePosixPath, FoundList] = {}
    refused: dict[PurePosixPath, Problem] = {}
    for kept in candidates:
        try:
            sheets = ask(worker, "read_list", {"path": str(kept.copy), "name": str(kept.name)})
        except InputError as error:
            refused[kept.name] = error.problem
            continue
        except ConfinedFailure as error:
            refused[kept.name] = problem("I011", kept.name, reason=error.reason)
            continue
        rows, problems = read_rows(sheets, str(kept.name))
        if rows or problems:
            usable[kept.name] = FoundList(
                name=kept.name, rows=rows, problems=tuple(problems), refused={}
            )
        else:
            refused[kept.name] = problem("I012", kept.name)
    if len(usable) == 1:
        (found,) = usable.values()
        return FoundList(name=found.name, rows=found.rows, problems=found.problems, refused=refused)
    names = ", ".join(str(name) for name in usable)
    refused |= {name: problem("I010", name, names=names) for name in usable}
    return FoundList(refused=refused)
