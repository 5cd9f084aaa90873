"""SIGKILL at random times of real commands; the same command again must end as if nothing was."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive_store import list_rows
from bench.faulty.commands import Command, start, undisturbed
from bench.faulty.intakes import Intake, packages_of
from bench.faulty.judging import PATIENCE, audited_anew, reopened, what_is_wrong
from bench.faulty.small import Case
from bench.faulty.tally import Row

JUDGE_EVERY, LOOK_EVERY = 10, 2
FRESH_EVERY = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A command to be killed: ``prepare`` makes work for it, ``begin`` starts it.

    ``wrong`` tells what its own result lacks, after it ran to its end; each is given the number of
    the try. An audit finds nothing after a kill where ``prepare`` ``is_harmless``.
    """

    name: str
    prepare: Callable[[int], None]
    begin: Callable[[int], Command]
    wrong: Callable[[int], list[str]]
    is_harmless: bool = True


def kill_at_random(
    case: Case, subject: Subject, judge: Path | None, tries: int, seed: int
) -> Iterator[Row]:
    """Kill, run again, and judge the whole archive, ``tries`` times."""
    row, chance = Row(fault=f"SIGKILL at random: {subject.name}"), random.Random(seed)  # noqa: S311 - repeatable
    seconds = 0.0
    for number in range(tries):
        if number % FRESH_EVERY == 0:
            case.fresh()
            subject.prepare(-1)
            seconds = undisturbed(lambda: subject.begin(-1)).seconds
        subject.prepare(number)
        command = subject.begin(number)
        time.sleep(chance.uniform(0, 1.1) * seconds)
        command.kill()
        killed = command.wait() == -signal.SIGKILL
        wrong = _harm_seen(case) if subject.is_harmless and number % LOOK_EVERY == 0 else []
        again = subject.begin(number)
        code = again.wait()
        wrong += [] if code in {0, 1} else [f"exit {code}: {again.said.read_text()[-400:]}"]
        is_last = number % JUDGE_EVERY == JUDGE_EVERY - 1 or number == tries - 1
        wrong += subject.wrong(number) + what_is_wrong(case.archive, judge if is_last else None)
        row.count([f"try {number}, killed {killed}: {each}" for each in wrong])
    yield row


def subjects(case: Case) -> Iterator[Subject]:
    """The commands that write: a correction, copies brought into step, a repair, a rebuild."""
    yield Subject(
        name="correct",
        prepare=lambda _: None,
        begin=lambda number: start(
            case.archive, "correct", packages_of(case)[0], f"title=Lần {number}", *_signed()
        ),
        wrong=lambda number: _uncorrected(case, number),
    )
    yield Subject(
        name="copies sync",
        prepare=lambda _: lose_and_notice(case),
        begin=lambda _: start(case.archive, "copies", "sync"),
        wrong=lambda _: _asked(case, "copies", "verify"),
    )
    yield Subject(
        name="repair",
        prepare=lambda number: damage(case, number),
        begin=lambda _: start(case.archive, "repair", packages_of(case)[0], "--by", "bench"),
        wrong=lambda _: _asked(case, "copies", "verify"),
        is_harmless=False,
    )
    yield Subject(
        name="rebuild",
        prepare=lambda _: None,
        begin=lambda _: start(case.archive, "rebuild"),
        wrong=lambda _: [],
        is_harmless=False,
    )


def kill_taking_in(
    case: Case, intake: Intake, judge: Path | None, tries: int, seed: int
) -> Iterator[Row]:
    """Kill a taking in, up to three times, and let it run to its end: all dossiers, each once."""
    row, chance = Row(fault=f"SIGKILL at random: {intake.name}"), random.Random(seed)  # noqa: S311 - repeatable
    intake.prepare()
    seconds = undisturbed(intake.begin).seconds
    for number in range(seed, seed + tries):
        intake.prepare()
        wrong, killed = [], []
        for _ in range(chance.randint(1, 2)):
            command = intake.begin()
            time.sleep(chance.uniform(0, 1.05) * seconds)
            killed.append(intake.kill(command, chance))
        if number % LOOK_EVERY == 0:
            wrong += _harm_seen(case)
        wrong += intake.finish() + what_is_wrong(case.archive, judge)
        row.count([f"try {number}, killed {killed}: {each}" for each in wrong])
    yield row


def _harm_seen(case: Case) -> list[str]:
    """What an audit calls damage that is only unfinished."""
    wrong, told = audited_anew(case.archive, PATIENCE)
    return [f"audit before it went on: {sorted(wrong) or told}"] if wrong or told else []


def _signed() -> tuple[str, ...]:
    return ("--by", "bench", "--why", "Thử")


def _uncorrected(case: Case, number: int) -> list[str]:
    archive = reopened(case.archive)
    row = next(each for each in list_rows(archive.engine) if each.title == f"Lần {number}")
    archive.engine.dispose()
    wanted = 2 + number % FRESH_EVERY + 1
    return [] if row.version == wanted else [f"version {row.version}, expected {wanted}"]


def _lose_of_copy(case: Case) -> None:
    """Have the second copy lose one of its packages."""
    objects = sorted(case.second.rglob("inventory.json.sha512"))
    home = min((each.parent for each in objects), key=lambda each: len(each.parts))
    shutil.rmtree(home)


def lose_and_notice(case: Case) -> None:
    """Have the second copy lose a package, and the archive know it."""
    _lose_of_copy(case)
    start(case.archive, "copies", "verify").wait()


def damage(case: Case, number: int) -> None:
    """Flip a bit in one of the files of the first package, each in turn."""
    first = packages_of(case)[0]
    archive = reopened(case.archive)
    files = [each for each in archive.vault.place.object(first).rglob("*") if each.is_file()]
    archive.engine.dispose()
    chosen = sorted(files)[number % len(files)]
    content = bytearray(chosen.read_bytes())
    content[len(content) // 2] ^= 1
    chosen.write_bytes(content)


def _asked(case: Case, *arguments: str) -> list[str]:
    command = start(case.archive, *arguments)
    return [f"{arguments}: {command.said.read_text()[-400:]}"] if command.wait() else []
