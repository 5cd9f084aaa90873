"""The schedules of an archive: those that are shipped, and files that were imported.

An imported file is named by instrument, version and its own digest. It is never written again,
and the ledger tells who imported it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive_store.vault.catalogue.retention import facts_of, retention_groups
from flows.archive import Archive
from intake import read_sheets
from records.digest import sha256_of_bytes
from records.errors import SetupError
from records.problem import Problem, Severity, problem
from records.vietnamese import fold
from retention.schedule import (
    Schedule,
    in_order,
    load_schedules,
    read_schedules,
)
from retention.schedule_check import ChangedItem, changed_items, check_schedule, version_before
from retention.schedule_table import ReadTable, read_schedule_table

FOLDER = "schedules"
DIGEST_SIGNS = 16
ARCHIVES_REMEMBERED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What an import changes; ``stay`` counts dossiers under older versions, which stay so.

    ``is_new`` tells that the schedule is not there yet; ``file`` where it is, once it is.
    """

    schedule: Schedule | None
    before: str | None
    changes: tuple[ChangedItem, ...]
    stay: Mapping[str, int]
    problems: tuple[Problem, ...]
    is_new: bool
    file: Path | None = None

    @property
    def is_refused(self) -> bool:
        """Whether an error stands against it."""
        return any(each.severity is Severity.ERROR for each in self.problems)


def archive_schedules(root: Path) -> tuple[Schedule, ...]:
    """Every schedule of an archive, the shipped ones among them, the oldest first.

    Raises:
        SetupError: T024, a file was changed since it was imported.
    """
    return _schedules(tuple(sorted((root / FOLDER).glob("*.csv"))))


def preview_schedule(archive: Archive, path: Path, given: Mapping[str, str]) -> Preview:
    """Read and judge a schedule, and tell what would change; writes nothing.

    Raises:
        InputError: it is too large (I016) or cannot be read (I011).
    """
    with TemporaryDirectory(dir=archive.work, prefix="schedule-") as folder:
        sheets = read_sheets(path, Path(folder))
    read = read_schedule_table(sheets, path.name, given)
    known = archive_schedules(archive.root)
    if read.schedule is None:
        return _refused(read)
    schedule = read.schedule
    problems = (*read.problems, *check_schedule(schedule, read.rows, known))
    same = [each for each in known if _name(each) == _name(schedule)]
    if same and same[0] != schedule:
        facts = {"instrument": schedule.instrument, "version": schedule.version}
        problems = (*problems, problem("T023", path.name, **facts))
    before = version_before(schedule, known)
    return Preview(
        schedule=schedule,
        before=before.version if before is not None else None,
        changes=changed_items(before, schedule),
        stay=_dossiers_by_version(archive, schedule),
        problems=problems,
        is_new=not same,
    )


def _refused(read: ReadTable) -> Preview:
    return Preview(
        schedule=None, before=None, changes=(), stay={}, problems=read.problems, is_new=True
    )


def _dossiers_by_version(archive: Archive, schedule: Schedule) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for group in retention_groups(archive.engine):
        rule = facts_of("", group.deciding).rule
        is_older = rule is not None and rule.version != schedule.version
        if rule is not None and is_older and rule.instrument == schedule.instrument:
            counted[rule.version] += group.dossiers
    return dict(sorted(counted.items()))


@lru_cache(maxsize=ARCHIVES_REMEMBERED)
def _schedules(paths: tuple[Path, ...]) -> tuple[Schedule, ...]:
    # A file's name holds its digest, so that the same names are the same schedules.
    imported = [schedule for path in paths for schedule in _read(path)]
    return in_order((*load_schedules(), *imported))


def _read(path: Path) -> tuple[Schedule, ...]:
    content = path.read_bytes()
    try:
        schedules = tuple(read_schedules(content.decode()))
    except (ValueError, KeyError) as error:
        raise SetupError("T024", path, name=path.name) from error
    if len(schedules) != 1 or path.name != file_name(schedules[0], content):
        raise SetupError("T024", path, name=path.name)
    return schedules


def _name(schedule: Schedule) -> tuple[str, str]:
    return schedule.instrument, schedule.version


def file_name(schedule: Schedule, content: bytes) -> str:
    """The name of a schedule's file, which holds the digest of its content."""
    parts = (re.sub(r"[^a-z0-9]+", "-", fold(each)).strip("-")[:60] for each in _name(schedule))
    return "@".join((*parts, sha256_of_bytes(content)[:DIGEST_SIGNS])) + ".csv"
