"""The room's front door: a delivery becomes a Batch at rest in the work area."""

from pathlib import Path, PurePosixPath

from intake.apart import judged_apart, keep_listed_apart, names_apart
from intake.arrange import Arrangement, arrange
from intake.codes import slug
from intake.copies import Kept, digest_of, keep_copy, no_copy
from intake.delivery import Delivery, Found, survey
from intake.find_list import FoundList, find_list
from intake.matching import match_rows
from intake.options import IntakeOptions
from intake.quarantine import set_aside
from intake.scans import judge_scan
from records.batch import Batch
from records.confined import ConfinedWorker, Limits
from records.digest import Sha256, sha256_of_bytes
from records.errors import InputError
from records.problem import Problem

LIMITS = Limits(file_bytes=64 << 20, call_seconds=900)
"""A scan of thousands of pages is decoded in one call; nothing but notes is written."""


def read_batch(
    sources: tuple[Path, ...], work: Path, quarantine: Path, options: IntakeOptions
) -> Batch:
    """Take in one delivery: a batch folder with its list, or folders and single files without.

    The digest of every file comes first, then our copy of it, and only the copies are opened.
    The same delivery gives an equal Batch again, and nothing is copied twice.

    The batch lies in ``work/<batch_id>``; copies of what cannot be taken in go to
    ``quarantine/<batch_id>``, each with its Problem beside it.

    Raises:
        InputError: a source is not there (I001), or nothing was delivered (I002).
        TransientError: a file is still being written (I005).
        SetupError: work or quarantine area cannot be written (I007).
    """
    return take_in(survey(sources), work, quarantine, options)


def take_in(
    delivery: Delivery, work: Path, quarantine: Path, options: IntakeOptions, salt: str = ""
) -> Batch:
    """As ``read_batch`` for what was surveyed; ``salt`` tells equal files of two packages apart.

    Raises:
        TransientError, SetupError: as ``read_batch``.
    """
    digests, unreadable = digests_of(delivery.files)
    identity = identity_of(digests, salt)
    batch_id = f"{slug(delivery.root.name)}-{identity[:12]}"
    folder = work / batch_id
    kept = keep_all(delivery.files, digests, folder / "received", options.withheld)
    found_list, arrangement, apart = _judged(delivery, kept, folder, identity, options)
    for name, reason in (found_list.refused | arrangement.withheld).items():
        if name not in apart:
            set_aside(kept[name], reason, quarantine / batch_id)
    for name, place in apart.items():
        keep_listed_apart(kept[name], place, batch_id, quarantine)
    if apart and found_list.name:
        # It describes what is kept apart; the delivery's own is the operator's to keep.
        kept[found_list.name].copy.unlink()
    problems = (*delivery.problems, *unreadable, *found_list.refused.values())
    return Batch(
        batch_id=batch_id,
        source=delivery.root,
        folder=folder,
        dossiers=arrangement.dossiers,
        problems=(*problems, *found_list.problems, *arrangement.problems),
    )


def identity_of(digests: dict[PurePosixPath, Sha256], salt: str = "") -> Sha256:
    """The digest of a delivery's names and digests, by which it is known."""
    told = "\n".join(f"{name}\0{digest}" for name, digest in digests.items())
    return sha256_of_bytes(f"{salt}{told}".encode())


def digests_of(
    files: tuple[Found, ...],
) -> tuple[dict[PurePosixPath, Sha256], tuple[Problem, ...]]:
    """The digest of each file that can be read, and the Problems of the others."""
    digests: dict[PurePosixPath, Sha256] = {}
    unreadable = []
    for found in files:
        try:
            digests[found.name] = digest_of(found)
        except InputError as error:
            unreadable.append(error.problem)
    return digests, tuple(unreadable)


def keep_all(
    files: tuple[Found, ...], digests: dict[PurePosixPath, Sha256], received: Path,
    withheld: frozenset[Sha256],
) -> dict[PurePosixPath, Kept]:  # fmt: skip
    """Our copies of the files; of those that are ``withheld`` there is none."""
    return {
        found.name: no_copy(found, digest, received)
        if digest in withheld
        else keep_copy(found, digest, received)
        for found in files
        if (digest := digests.get(found.name)) is not None
    }


def _judged(
    delivery: Delivery, kept: dict[PurePosixPath, Kept], folder: Path, identity: Sha256,
    options: IntakeOptions,
) -> tuple[FoundList, Arrangement, dict[PurePosixPath, str]]:  # fmt: skip
    candidates = tuple(one for name, one in kept.items() if name in delivery.lists)
    with ConfinedWorker("intake.inspection", LIMITS, folder / "temporary") as worker:
        found = find_list(worker, candidates)
        names = [name for name in kept if name not in delivery.lists]
        matches = match_rows(found.rows, names, found.name.parent) if found.name else None
        apart = names_apart(matches or (), kept, options)
        scans = {
            name: judged_apart(kept[name])
            if name in apart
            else judge_scan(worker, kept[name], options)
            for name in names
        }
    arrangement = arrange(matches, scans, delivery.root.name, identity, options)
    return found, arrangement, apart
