"""Whether the search index holds exactly the pages of the store, each in its access class.

The index is derived: whatever differs is put right by building it again. Reads no package, only
what the catalogue says of each.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive_store.vault.catalogue.listing import count_rows, read_rows
from flows.archive import Archive
from flows.keeping.rebuild import Watch
from metadata.record import read_record
from records.access import AccessLevel
from records.problem import Problem, problem
from records.report import Progress, Stage

MOST_NAMED = 5
Held = dict[AccessLevel, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexCheck:
    """Pages by id: in store and index, and what differs.

    ``misplaced`` are in the index of another access class than the catalogue tells, ``doubled``
    more than once in one index; ``damaged`` are files that are not as they were written.
    """

    pages: int
    indexed: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    misplaced: tuple[str, ...]
    doubled: tuple[str, ...]
    damaged: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """One for each kind of difference, with what to do."""
        told = {
            "S025": self.missing,
            "S026": self.extra,
            "S027": self.misplaced,
            "S028": self.doubled,
            "S029": self.damaged,
        }
        return tuple(
            problem(code, "index", count=len(found), some=", ".join(found[:MOST_NAMED]))
            for code, found in told.items()
            if found
        )

    def as_contract(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {**asdict(self), "problems": self.problems}


def check_index(archive: Archive, watch: Watch) -> IndexCheck:
    """Compare the index with the catalogue, and its files with what was written.

    Raises:
        SetupError: the index is damaged.
        TransientError: S002, another process is writing to it.
    """
    # What is being stored in the middle is not there yet: the second look tells.
    found = _look(archive, watch)
    return _look(archive, watch) if found.problems else found


def _look(archive: Archive, watch: Watch) -> IndexCheck:
    held, damaged = archive.index.examine()
    wanted: Held = {level: Counter() for level in held}
    for level, page_id in _ids(archive, watch):
        if level in wanted:
            wanted[level][page_id] += 1
    there = Counter[str]()
    known = Counter[str]()
    misplaced: set[str] = set()
    for level, ids in held.items():
        there.update(ids)
        known.update(wanted[level])
        misplaced.update(ids.keys() - wanted[level].keys())
    extra = there.keys() - known.keys()
    return IndexCheck(
        pages=known.total(),
        indexed=there.total(),
        missing=tuple(sorted(known.keys() - there.keys())),
        extra=tuple(sorted(extra)),
        misplaced=tuple(sorted(misplaced - extra)),
        doubled=tuple(sorted(key for ids in held.values() for key, n in ids.items() if n > 1)),
        damaged=tuple(sorted(damaged)),
    )


def _ids(archive: Archive, watch: Watch) -> Iterator[tuple[AccessLevel, str]]:
    dossiers, _ = count_rows(archive.engine)
    for done, row in enumerate(read_rows(archive.engine)):
        watch(Progress(stage=Stage.AUDITING, done=min(done, dossiers), total=dossiers))
        dossier = read_record(row.record)
        for document in dossier.documents:
            level = dossier.access_of(document)
            if level is not None:
                pages = range(1, document.page_count + 1)
                yield from ((level, f"{document.code}/{number:04d}") for number in pages)
