"""Ways of taking dossiers in, to be killed and starved: a delivery, and packages from elsewhere.

Whole ones are ``luutru ingest`` and ``luutru import`` with every process that they start. The
others are their stages in one process, without Prefect around.
"""

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive_store import list_rows
from archive_store.vault.ledger.entries import STORED, entries
from bench.faulty.commands import SAID, Command, fork, start, told_as_command
from bench.faulty.judging import reopened
from bench.faulty.small import FORMS, Case
from flows.archive import Archive, open_archive
from flows.copying.kept_state import follow
from flows.keeping.indexing import index_dossiers
from flows.keeping.storing import store_dossier
from flows.taking_in.batches import pages_of_batch, receive
from flows.taking_in.importing import receive_package
from flows.taking_in.reading import read_chunk
from records.batch import Batch

Receive = Callable[[Archive], Batch]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A command that takes ``dossiers`` dossiers in; ``is_whole``: with processes of its own."""

    name: str
    case: Case
    prepare: Callable[[], object]
    begin: Callable[[], Command]
    dossiers: int
    is_whole: bool

    def kill(self, command: Command, chance: random.Random) -> str:
        """Kill everything that works at it, or only one of its processes; what was killed."""
        helpers = _at_work_for(self.case.archive) if self.is_whole else []
        if helpers and chance.random() < 0.3:
            _kill(chance.choice(helpers))
            command.wait()
            return "a helper"
        command.kill()
        is_alone = self.is_whole and chance.random() < 0.3
        while not is_alone and (helpers := _at_work_for(self.case.archive)):
            for helper in helpers:
                _kill(helper)
        ended = command.wait()
        return f"{'the command' if is_alone else 'everything'}: {ended}"

    def finish(self) -> list[str]:
        """Run it to its end; what is missing or doubled then."""
        command = self.begin()
        code = command.wait()
        wrong = [] if code in {0, 1} else [f"exit {code}: {command.said.read_text()[-400:]}"]
        return wrong + self.missing()

    def missing(self) -> list[str]:
        """What is missing or doubled now."""
        archive = reopened(self.case.archive)
        rows = list_rows(archive.engine)
        told = [entry.version for entry in entries(archive.engine) if entry.action == STORED]
        archive.engine.dispose()
        is_right = len(rows) == self.dossiers and told == [1] * self.dossiers
        return [] if is_right else [f"{len(rows)} dossiers, versions {told}"]


def intakes(case: Case) -> Iterator[Intake]:
    """Deliveries and packages, whole and by stages, read before or not."""
    receive_all = partial(_receive, case)
    yield from _ways(case, "ingest", case.batch, receive_all, len(list(case.batch.iterdir())))
    for form in FORMS:
        take = partial(_receive_package, case, form)
        yield from _ways(case, f"import {form}", case.package(form), take, 1)


def _ways(case: Case, name: str, source: Path, take: Receive, dossiers: int) -> Iterator[Intake]:
    yield Intake(
        name=f"{name}, by stages", case=case, prepare=case.fresh_read, dossiers=dossiers,
        begin=partial(_by_stages, case, take), is_whole=False,
    )  # fmt: skip
    arguments = (name.split(maxsplit=1)[0], source)
    yield Intake(
        name=f"{name}, whole", case=case, prepare=case.fresh_empty, dossiers=dossiers,
        begin=partial(start, case.archive, *arguments), is_whole=True,
    )  # fmt: skip


def packages_of(case: Case) -> list[str]:
    """The packages that the catalogue has."""
    archive = reopened(case.archive)
    packages = sorted(row.package_id for row in list_rows(archive.engine))
    archive.engine.dispose()
    return packages


def _receive(case: Case, archive: Archive) -> Batch:
    return receive(archive, (case.batch,))


def _receive_package(case: Case, form: str, archive: Archive) -> Batch:
    return receive_package(archive, case.package(form))


def _by_stages(case: Case, take: Receive) -> Command:
    def work() -> int:
        return told_as_command(case.archive, partial(_take_in, case, take))

    return fork(work, case.archive.parent.parent / SAID)


def _take_in(case: Case, take: Receive) -> None:
    archive = open_archive(case.archive)
    batch = take(archive)
    read_chunk(archive, pages_of_batch(batch))
    outcomes = [store_dossier(archive, batch, each, datetime.now(UTC)) for each in batch.dossiers]
    index_dossiers(archive, tuple(each.report.dossier_code for each in outcomes))
    follow(archive, datetime.now(UTC))


def _at_work_for(archive: Path) -> list[int]:
    """The processes for an archive: its path is in their arguments or surroundings."""
    return [int(each.name) for each in Path("/proc").iterdir() if _is_for(each, archive)]


def _is_for(process: Path, archive: Path) -> bool:
    if not process.name.isdigit() or int(process.name) == os.getpid():
        return False
    try:
        told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return False
    return bytes(archive) in told


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
