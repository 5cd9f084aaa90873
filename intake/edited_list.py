"""Reads a list that comes without scans; its cells are read in the confined child all the same."""

from pathlib import Path

from intake.delivery_list import ListRow, read_rows
from intake.scans import ask
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError
from records.problem import Problem

_LIMITS = Limits(file_bytes=64 << 20)


def read_edited_list(
    path: Path, temporary: Path
) -> tuple[tuple[ListRow, ...], tuple[Problem, ...]]:
    """The rows of the list ``path`` with what is wrong in them; ``temporary`` is the child's own.

    Raises:
        InputError: it is too large (I016), cannot be read (I011), or is no list (I012).
    """
    question = {"path": str(path.resolve()), "name": path.name}
    with ConfinedWorker("intake.inspection", _LIMITS, temporary) as worker:
        try:
            sheets = ask(worker, "read_list", question)
        except ConfinedFailure as error:
            raise InputError("I011", path.name, reason=error.reason) from error
    rows, problems = read_rows(sheets, path.name)
    if not rows and not problems:
        raise InputError("I012", path.name)
    return rows, tuple(problems)
