"""Eight processes at once: on one object, on one ledger, and behind a lock whose holder dies."""

import os
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from archive_store import Vault
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import STORED, entries
from archive_store.vault.objects.place import locked
from bench.faulty.judging import reopened_vault, wrong_in_store
from bench.faulty.small import NOW, in_child, kill_myself, store_tiny, tiny_package
from bench.faulty.tally import Row
from records.errors import RefusedError

PROCESSES = 8
SOON_SECONDS = 20.0


def crowd(
    folder: Path, judge: Path | None, rounds: int, first: int = 0, turns: int = 5
) -> Iterator[Row]:
    """Let eight processes write, each so many times: one wins each version, no entry is lost."""
    one = Row(fault=f"{PROCESSES} processes, one object: one wins each version")
    many = Row(fault=f"{PROCESSES} processes, one ledger: no entry is lost")
    holder = Row(fault="the holder of the lock is killed: the others go on")
    for number in range(first, first + rounds):
        one.count(_one_object(folder / f"one-{number}", judge, turns))
        many.count(_many_objects(folder / f"many-{number}", judge, turns))
        holder.count(_holder_dies(folder / f"holder-{number}"))
    yield from (one, many, holder)


def _prepared(root: Path) -> None:
    root.mkdir(parents=True)
    vault = reopened_vault(root)
    store_tiny(vault, 0)
    vault.place.engine.dispose()


def _together(work: Callable[[int], int]) -> list[int]:
    """Run ``work(number)`` in a process for each number; their exit codes."""
    children = []
    for number in range(PROCESSES):
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = work(number)
            except Exception:  # noqa: BLE001 - told, and counted by the exit code
                traceback.print_exc()
            finally:
                os._exit(code)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in children]


def _one_object(root: Path, judge: Path | None, rounds: int) -> list[str]:
    _prepared(root)

    def update(number: int) -> int:
        vault, wins = reopened_vault(root), 0
        for expected in range(1, rounds + 1):
            with vault.workshop() as folder:
                package = tiny_package(folder, 0, b"%d by %d" % (expected, number))
                try:
                    vault.store_package(package, f"{expected:02x}{number:02x}", NOW, expected)
                    wins += 1
                except RefusedError:
                    pass
            _wait_for(vault, expected + 1)
        return wins

    wins = _together(update)
    vault = reopened_vault(root)
    told = [each.version for each in entries(vault.place.engine) if each.action == STORED]
    wrong = wrong_in_store(vault, judge) + [str(each) for each in verify(vault.place.engine)]
    vault.place.engine.dispose()
    wrong += [] if sum(wins) == rounds else [f"{wins} won {rounds} versions"]
    return wrong + ([] if told == list(range(1, rounds + 2)) else [f"ledger {told}"])


def _wait_for(vault: Vault, version: int) -> None:
    until = time.monotonic() + SOON_SECONDS
    while len(entries(vault.place.engine)) < version and time.monotonic() < until:
        time.sleep(0.01)


def _many_objects(root: Path, judge: Path | None, each_stores: int) -> list[str]:
    _prepared(root)

    def store(number: int) -> int:
        vault = reopened_vault(root)
        for turn in range(each_stores):
            store_tiny(vault, 1 + number * each_stores + turn)
        return 0

    codes = _together(store)
    vault = reopened_vault(root)
    told = {each.object_id for each in entries(vault.place.engine)}
    wrong = wrong_in_store(vault, judge) + [str(each) for each in verify(vault.place.engine)]
    vault.place.engine.dispose()
    wrong += [] if codes == [0] * PROCESSES else [f"exit codes {codes}"]
    return wrong + ([] if len(told) == 1 + PROCESSES * each_stores else [f"{len(told)} objects"])


def _holder_dies(root: Path) -> list[str]:
    _prepared(root)
    vault = reopened_vault(root)
    package_id = vault.list_packages()[0]
    vault.place.engine.dispose()
    ready = root / "held"

    def hold() -> None:
        with locked(reopened_vault(root).place, package_id):
            ready.write_text("")
            time.sleep(1.0)
            kill_myself()

    holder = os.fork()
    if holder == 0:
        os.setpgid(0, 0)
        hold()
    while not ready.exists():
        time.sleep(0.01)
    began = time.monotonic()
    ended = in_child(lambda: _store_next(root))
    os.waitpid(holder, 0)
    took = time.monotonic() - began
    return [] if ended == 0 and took < SOON_SECONDS else [f"status {ended} after {took:.1f} s"]


def _store_next(root: Path) -> None:
    store_tiny(reopened_vault(root), 0, b"2")
