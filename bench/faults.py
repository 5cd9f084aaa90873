"""Every fault that the store has to survive or find, many times over, and the table of it.

``python bench/faults.py [--quick] [--only NAME...] [--folder FOLDER] [--judge OCFL-VALIDATE]``:
makes a small archive with a second copy by real commands, and does harm to it. Ends with 1 when
anything slipped through. With ``--folder`` every row is kept as it comes: the same call goes on
where it was interrupted, ``--anew`` does the named faults again, and ``--show FOLDER...`` prints
what these folders hold. ``--judge`` is ``ocfl-validate.py`` of ocfl-py. Filling a disk needs the
right to mount one. The long run takes hours, ``--quick`` some minutes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

# This folder has a module with the name of a package that is needed.
sys.path.remove(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from bench.faulty import (
    bits,
    calm,
    crowd,
    forgeries,
    full_disk,
    hostile,
    index_kills,
    kills,
    pages,
    rollback,
    steps,
)
from bench.faulty.commands import load_commands
from bench.faulty.intakes import intakes
from bench.faulty.small import Case, make_case
from bench.faulty.tally import Row, Table, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What is asked for: the archive, a folder for more, the judge, and how much of everything."""

    case: Case
    scratch: Path
    judge: Path | None
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Work that is entered ``sitting`` turns at a time, until ``turns`` are done.

    ``work`` is given the number of turns, and how many were done before, which chooses its chance.
    """

    name: str
    turns: int
    sitting: int
    work: Callable[[int, int], Iterator[Row]]


def _kills(run: Run) -> Iterator[Piece]:
    for subject in kills.subjects(run.case):
        work = partial(kills.kill_at_random, run.case, subject, run.judge)
        yield Piece(name=f"kills: {subject.name}", turns=40, sitting=10, work=work)
    for intake in intakes(run.case):
        kill = partial(kills.kill_taking_in, run.case, intake, run.judge)
        turns = 6 if intake.is_whole else 40
        yield Piece(
            name=f"kills: {intake.name}",
            turns=turns,
            sitting=1 if intake.is_whole else 2,
            work=kill,
        )


def _disk(run: Run) -> Iterator[Piece]:
    steps_ = partial(full_disk.fill_at_every_step, run.scratch / "disk", run.judge)
    yield _once("disk: steps", steps_)
    for name in full_disk.COMMANDS:
        work = partial(full_disk.fill_under_command, run.case, name, run.judge)
        yield Piece(name=f"disk: {name}", turns=20, sitting=20, work=work)
    for intake in intakes(run.case):
        fill = partial(full_disk.fill_during, run.case, intake, run.judge)
        turns = 4 if intake.is_whole else 12
        yield Piece(name=f"disk: {intake.name}", turns=turns, sitting=2, work=fill)


def _bits(run: Run) -> Iterator[Piece]:
    for kind in bits.KINDS:
        work = partial(bits.flip_in_files, run.case, kind)
        yield Piece(name=f"bits: {kind}", turns=80, sitting=10, work=work)
    root = partial(bits.flip_in_root_files, run.case)
    yield Piece(name="bits: root files", turns=40, sitting=20, work=root)
    copy = partial(bits.flip_in_copy, run.case)
    yield Piece(name="bits: second copy", turns=100, sitting=20, work=copy)


def _database(run: Run) -> Iterator[Piece]:
    work = partial(pages.flip_in_database, run.case)
    yield Piece(name="database", turns=200, sitting=20, work=work)
    ledger = partial(pages.flip_in_ledger, run.case)
    yield Piece(name="database: ledger", turns=100, sitting=20, work=ledger)


def _once(name: str, rows: Callable[[], Iterator[Row]]) -> Piece:
    return Piece(name=name, turns=1, sitting=1, work=lambda _, __: rows())


def _crowd(run: Run) -> Iterator[Piece]:
    work = partial(crowd.crowd, run.scratch, run.judge)
    yield Piece(name="crowd", turns=10, sitting=1, work=work)


def _index(run: Run) -> Iterator[Piece]:
    work = partial(index_kills.kill_builds, run.scratch / "index")
    yield Piece(name="index", turns=20, sitting=20, work=work)


def _calm(run: Run) -> Iterator[Piece]:
    count = max(round(10_000 * run.share), 1)
    work = partial(calm.audit_clean_objects, run.scratch / "calm", count)
    yield _once("calm", lambda: iter([work()]))


FAULTS: dict[str, Callable[[Run], Iterator[Piece]]] = {
    "steps": lambda run: iter(
        [_once("steps", partial(steps.kill_at_every_step, run.scratch / "steps", run.judge))]
    ),
    "kills": _kills,
    "disk": _disk,
    "crowd": _crowd,
    "index": _index,
    "bits": _bits,
    "database": _database,
    "forged": lambda run: iter([_once("forged", partial(forgeries.forge, run.case))]),
    "rollback": lambda run: iter([_once("rollback", partial(rollback.roll_back, run.case, 6))]),
    "hostile": lambda run: iter([_once("hostile", partial(hostile.refuse, run.case))]),
    "clock": lambda run: iter(
        [_once("clock", lambda: iter([rollback.set_clock_back(run.scratch / "clock", 12)]))]
    ),
    "calm": _calm,
}


def _do(piece: Piece, table: Table, share: float) -> None:
    turns = max(round(piece.turns * share), 1)
    while (done := table.done(piece.name)) < turns:
        began, now = time.monotonic(), min(piece.sitting, turns - done)
        rows = tuple(piece.work(now, done))
        table.enter(piece.name, now, rows)
        show(rows)
        print(
            f"{piece.name}: {done + now} of {turns}, {time.monotonic() - began:.0f} s", flush=True
        )


def main() -> int:
    """Do the harm that is asked for and print the table."""
    told = _asked()
    if told.show:
        files = [folder / "rows.json" for folder in told.show]
        return 0 if show(row for file in files for row in Table(file).rows()) else 1
    load_commands()
    with tempfile.TemporaryDirectory() as scratch:
        folder = told.folder or Path(scratch) / "archives"
        folder.mkdir(parents=True, exist_ok=True)
        share = 0.05 if told.quick else 1.0
        case = make_case(folder)
        run = Run(case=case, scratch=Path(scratch), judge=told.judge, share=share)
        table = Table(folder / "rows.json")
        pieces = [piece for name in told.only for piece in FAULTS[name](run)]
        for piece in pieces:
            if piece.name.startswith(told.piece):
                if told.anew:
                    table.forget(piece.name)
                _do(piece, table, share)
        return 0 if show(table.rows()) else 1


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", nargs="*", choices=FAULTS, default=list(FAULTS))
    asked.add_argument("--piece", default="", help="only pieces whose name begins so")
    asked.add_argument("--folder", type=Path, help="kept, with its archive, for the next run")
    asked.add_argument("--anew", action="store_true")
    asked.add_argument("--show", nargs="*", type=Path)
    asked.add_argument("--judge", type=Path)
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
