"""Keeps apart, before anything of it is read, what the list or an earlier run says to.

Problems about such a file name it by its digest and give no reason: the reason is in the
restricted part of the quarantine.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from intake.copies import Kept
from intake.listed_secrecy import secret_names
from intake.matching import Match
from intake.options import IntakeOptions
from intake.restricted import Withheld, withhold
from intake.scans import Judged
from records.digest import Sha256
from records.problem import Problem, problem

APART = "F030"
REFERENCE_LETTERS = 12


def apart_problem(sha256: Sha256) -> Problem:
    """What people are told of a file that is kept apart."""
    return problem(APART, f"sha256:{sha256[:REFERENCE_LETTERS]}")


def names_apart(
    matches: tuple[Match, ...], kept: Mapping[PurePosixPath, Kept], options: IntakeOptions
) -> dict[PurePosixPath, str]:
    """The files to keep apart, each with the place in the list that says so, if it does.

    Equal bytes under several names are kept apart together.
    """
    listed = {kept[name].sha256: place for name, place in secret_names(matches).items()}
    return {
        name: listed.get(one.sha256, "")
        for name, one in kept.items()
        if one.sha256 in options.withheld
        or (one.sha256 in listed and one.sha256 not in options.accepted)
    }


def judged_apart(kept: Kept) -> Judged:
    """The judgement of a file that is kept apart: it is not opened."""
    return Judged(kept=kept, problem=apart_problem(kept.sha256))


def keep_listed_apart(kept: Kept, place: str, batch_id: str, quarantine: Path) -> None:
    """Move the copy of a file into the restricted quarantine; one that is there stays as it is.

    Raises:
        SetupError: the quarantine cannot be written (I007).
    """
    if not kept.copy.exists():
        return
    told = Withheld(
        batch=batch_id,
        name=str(kept.name),
        sha256=kept.sha256,
        rule="list",
        written=place,
        page=None,
        found_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    withhold(kept.copy, told, quarantine)
    kept.copy.unlink()
