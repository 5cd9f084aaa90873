"""ocfl-py's ``ocfl-validate.py`` over OCFL objects, digests and all.

Never over a storage root: there it calls damage valid.
"""

from collections.abc import Sequence
from pathlib import Path

from judges.programs import HOME, python_of, run
from judges.verdict import Verdict

NAME = "ocfl-validate"
SCRIPT = HOME / "packages" / "bin" / "ocfl-validate.py"
END = "OCFL v1.1 Object at "


def objects_of(store: Path) -> tuple[Path, ...]:
    """Every folder of an OCFL store that claims to be an object."""
    return tuple(sorted(marker.parent for marker in store.rglob("0=ocfl_object_*")))


def judge(objects: Sequence[Path]) -> tuple[Verdict, ...]:
    """A verdict on each object.

    Raises:
        JudgeMissingError: it is not installed.
        RuntimeError: it told of other objects than it was given.
    """
    said = run([python_of("packages"), SCRIPT, *objects]).stdout
    told: list[Verdict] = []
    lines: list[str] = []
    for line in said.splitlines():
        if not line.startswith(END):
            lines.append(line)
            continue
        path, _, word = line.removeprefix(END).rpartition(" is ")
        told.append(_verdict(Path(path), lines, is_valid=word == "VALID"))
        lines = []
    if [verdict.subject for verdict in told] != [path.name for path in objects]:
        raise RuntimeError(f"{NAME}: {said}")
    return tuple(told)


def _verdict(path: Path, lines: list[str], *, is_valid: bool) -> Verdict:
    warnings = tuple(line for line in lines if line.lstrip("[").startswith("W"))
    errors = tuple(line for line in lines if line not in warnings)
    return Verdict(judge=NAME, subject=path.name, is_valid=is_valid,
                   errors=errors, warnings=warnings)  # fmt: skip
