"""A disk that becomes full at each step, and at each size that a command may run out at."""

import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.faulty.commands import start, undisturbed
from bench.faulty.intakes import Intake, packages_of
from bench.faulty.judging import reopened_vault, what_is_wrong, wrong_in_store
from bench.faulty.kills import damage, lose_and_notice
from bench.faulty.small import Case, store_tiny
from bench.faulty.tally import Row
from records.errors import SetupError

DISK_BYTES, LARGE_DISK_BYTES = 32 << 20, 320 << 20
"""The large one has the room that a taking in asks for before it begins."""
STEP_BYTES = 16 << 10
SETUP = 3
COMMANDS = {
    "correct": ("correct", "{code}", "title=Lần {number}", "--by", "bench", "--why", "Thử"),
    "copies sync": ("copies", "sync"),
    "repair": ("repair", "{code}", "--by", "bench"),
    "rebuild": ("rebuild",),
    "audit": ("audit", "--all"),
    "export": ("export", "{code}", "--as", "bag", "--to", "{to}", "--by", "bench"),
}
WORKS = (("first version", [b"1"]), ("next version", [b"1", b"2"]))
ENDLESS_SECONDS = 180.0


@contextmanager
def small_disk(at: Path, size_bytes: int = DISK_BYTES) -> Iterator[Path]:
    """A disk of ``size_bytes`` in memory.

    Raises:
        subprocess.CalledProcessError: this user may not mount one.
    """
    at.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", at], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", at], check=True)


class Filler:
    """A file that takes all the room of a disk but what is asked for."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "filler"

    def fill(self, left_bytes: int = 0) -> None:
        """Leave ``left_bytes``, by 4096."""
        block = b"\0" * 4096
        with self._file.open("ab", buffering=0) as stream:
            try:
                while True:
                    stream.write(block)
            except OSError:
                stream.truncate(max(self._file.stat().st_size - left_bytes, 0))

    def free(self) -> None:
        """Give the room back."""
        self._file.unlink(missing_ok=True)


def fill_at_every_step(
    folder: Path,
    judge: Path | None,
    works: tuple[tuple[str, list[bytes]], ...] = WORKS,
    only: tuple[str, ...] = (),
) -> Iterator[Row]:
    """The disk is full from each step of storing on (or from some); then there is room again."""
    for name, texts in works:
        row = Row(fault=f"disk full at each step: {name}")
        steps: list[str] = []
        with small_disk(folder / "disk") as disk:
            _store(disk / "steps", texts, steps.append)
        for step in only or steps:
            with small_disk(folder / "disk") as disk:
                row.count(_survives(disk, texts, step, judge))
        yield row


def _store(root: Path, texts: list[bytes], on_step: Callable[[str], None]) -> None:
    root.mkdir()
    vault = reopened_vault(root)
    for text in texts[:-1]:
        store_tiny(vault, 1, text)
    try:
        store_tiny(vault.watched(on_step), 1, texts[-1])
    finally:
        vault.place.engine.dispose()


def _survives(disk: Path, texts: list[bytes], step: str, judge: Path | None) -> list[str]:
    filler, said = Filler(disk), "no error"

    def fill(at: str) -> None:
        if at == step:
            filler.fill()

    try:
        _store(disk / "archive", texts, fill)
    except SetupError as error:
        said = f"{error.problem.code} {error.problem.subject}"
    filler.free()
    # Where nothing more had to be written, the version may well have come through.
    wrong = [] if said.startswith("A003 /") or said == "no error" else [said]
    vault = reopened_vault(disk / "archive")
    stored = store_tiny(vault, 1, texts[-1])
    wrong += wrong_in_store(vault, judge)
    wrong += [] if stored.version == len(texts) else [f"version {stored.version}"]
    vault.place.engine.dispose()
    return [f"{step}: {each}" for each in wrong]


def fill_under_command(
    case: Case, name: str, judge: Path | None, tries: int, first: int = 0
) -> Iterator[Row]:
    """A command with ever more room: it ends well, or with exit 3, the file and the remedy."""
    disk, arguments = case.folder / "case", COMMANDS[name]
    row = Row(fault=f"disk full under: {name}")
    _clear(disk)
    with small_disk(disk):
        code = _fill_with(case)
        for number in range(first, first + tries):
            if name in PREPARED:
                PREPARED[name](case, number)
            target = case.archive.parent / f"out-{number}"
            asked = [each.format(code=code, number=number, to=target) for each in arguments]
            row.count(_ends_well(case, Filler(disk), asked, number * STEP_BYTES))
        left = what_is_wrong(case.archive, judge)
        row.stood -= bool(left)
        row.notes += left
    yield row


def fill_during(
    case: Case, intake: Intake, judge: Path | None, tries: int, seed: int
) -> Iterator[Row]:
    """The disk becomes full while a taking in is at work; with room again it goes on."""
    row, chance = Row(fault=f"disk full at random: {intake.name}"), random.Random(seed)  # noqa: S311 - repeatable
    disk = case.folder / "case"
    _clear(disk)
    with small_disk(disk, LARGE_DISK_BYTES):
        intake.prepare()
        usual = undisturbed(intake.begin)
        for number in range(seed, seed + tries):
            intake.prepare()
            wrong = _starved(case, intake, chance.uniform(0, 1) * usual.seconds, usual.code)
            wrong += intake.finish() + what_is_wrong(case.archive, judge)
            row.count([f"try {number}: {each}" for each in wrong])
    yield row


def _starved(case: Case, intake: Intake, after_seconds: float, usual_code: int) -> list[str]:
    filler = Filler(case.folder / "case")
    command = intake.begin()
    time.sleep(after_seconds)
    filler.fill()
    code = command.wait_for(ENDLESS_SECONDS)
    if code is None:
        intake.kill(command, random.Random(0))  # noqa: S311 - repeatable
    filler.free()
    said = command.said.read_text() or "(nothing)"
    is_told = code in {1, SETUP} and str(case.folder / "case") in said
    # Where nothing more had to be written, it may well have come through.
    is_whole = code == usual_code and not intake.missing()
    return [] if is_told or is_whole else [f"exit {code} after {after_seconds:.1f} s: {said}"]


def _clear(disk: Path) -> None:
    if disk.exists():
        shutil.rmtree(disk)
    disk.mkdir()


PREPARED: dict[str, Callable[[Case, int], None]] = {
    "copies sync": lambda case, _: lose_and_notice(case),
    "repair": damage,
}


def _fill_with(case: Case) -> str:
    """The clean archive on the small disk; the package of it that harm is done to."""
    ignored = shutil.ignore_patterns("prefect", "batch-*")
    for part in ("archive", "second"):
        shutil.copytree(case.folder / "clean" / part, case.folder / "case" / part, ignore=ignored)
    return packages_of(case)[0]


def _ends_well(case: Case, filler: Filler, arguments: list[str], left_bytes: int) -> list[str]:
    filler.fill(left_bytes)
    command = start(case.archive, *arguments)
    code = command.wait()
    filler.free()
    said = command.said.read_text() or "(nothing)"
    # A copy that has no room is told as a problem of that copy; the archive itself goes on.
    ends = (SETUP, 1) if arguments[0] == "copies" else (SETUP,)
    is_told = code in ends and str(case.folder / "case") in said
    wrong = [] if code == 0 or is_told else [f"exit {code} with {left_bytes} bytes: {said[-300:]}"]
    again = start(case.archive, *arguments)
    ended = again.wait()
    return wrong + ([] if ended == 0 else [f"again: exit {ended}: {again.said.read_text()[-300:]}"])
