"""Kills of copying and repairing at random moments, and a full disk, on a real archive's copy.

    python bench/copies.py ARCHIVE [--kills 40] [--small-disk FOLDER]

Works on copies of ARCHIVE in a temporary folder; prints what it compared. FOLDER is a file system
that is too small for the store (such as a tmpfs of some MB), to see what a full disk leaves.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from archive_store import Vault, open_database
from archive_store.vault.audit.fixity import audit
from archive_store.vault.copies.compare import compare_copies, strangers
from archive_store.vault.copies.held import Standing
from archive_store.vault.copies.keeping import sync_objects
from archive_store.vault.copies.opening import CopyPlace, open_copy, prepare_copy
from archive_store.vault.copies.plan import witnessed_of
from archive_store.vault.database.engine import migrate
from archive_store.vault.repair.plan import Order, the_store
from archive_store.vault.repair.repairing import repair_object

NOW = datetime.now(UTC)


def open_vault(root: Path) -> Vault:
    """The vault of an archive's folder."""
    engine = open_database(root / "luutru.db")
    migrate(engine)
    return Vault(root / "store", engine)


def killed(work: Callable[[], object], seconds: float) -> bool:
    """Do ``work`` in a child and kill it after ``seconds``; whether it was still at work."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def sync(root: Path, place: CopyPlace) -> None:
    """Bring the copy into step."""
    vault = open_vault(root)
    sync_objects(vault.place, open_copy(place), NOW, lambda _done, _total: None)


def repair(root: Path, place: CopyPlace) -> None:
    """Repair every package from the copy."""
    vault = open_vault(root)
    order = Order(target=the_store(vault.place), sources=(open_copy(place),), by="bench", now=NOW)
    for package_id in vault.list_packages():
        known = witnessed_of(vault.place.engine, package_id)
        if known is not None:
            repair_object(vault.place, known, order)


def state(root: Path, place: CopyPlace) -> tuple[int, int, int]:
    """Packages in step, damaged ones, and things that no ledger knows, at the copy."""
    vault = open_vault(root)
    copy = open_copy(place)
    held = compare_copies(vault.place, (copy,), vault.list_packages(), NOW)
    standings = [each.standing for each in held]
    count = standings.count(Standing.IN_STEP), standings.count(Standing.DAMAGED)
    vault.place.engine.dispose()
    return (*count, len(list(strangers(vault.place, copy))))


def kill_copying(root: Path, place: CopyPlace, kills: int, chance: random.Random) -> None:
    """Kill a first copying at random moments; then it must show no half object, and go on."""
    hits = damaged = behind = 0
    started = time.monotonic()
    sync(root, place)
    whole = time.monotonic() - started
    for _ in range(kills):
        shutil.rmtree(place.url)
        prepare_copy(place, NOW)
        hits += killed(lambda: sync(root, place), chance.uniform(0, whole / 3))
        damaged += sum(state(root, place)[1:])
        sync(root, place)
        behind += len(open_vault(root).list_packages()) - state(root, place)[0]
    print(f"copying: {kills} runs, {hits} killed at work; damage or strangers shown: {damaged}; "
          f"packages behind after the next run: {behind}")  # fmt: skip


def kill_repairing(root: Path, place: CopyPlace, kills: int, chance: random.Random) -> None:
    """Flip bits, kill the repair at random moments, repair again; then nothing may be damaged."""
    files = sorted(path for path in (root / "store").glob("*/*/*/**/*") if path.is_file())
    hits = lost = 0
    for _ in range(kills):
        for file in chance.sample(files, 6):
            content = bytearray(file.read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            file.write_bytes(content)
        hits += killed(lambda: repair(root, place), chance.uniform(0.05, 0.6))
        repair(root, place)
        vault = open_vault(root)
        report = audit(vault, NOW)
        lost += len(report.damaged) + (not report.ledger_intact)
        vault.place.engine.dispose()
    print(f"repairing: {kills} times 6 flipped bits, {hits} killed at work, damage left: {lost}")


def fill(root: Path, folder: Path) -> None:
    """Copy to a disk that is too small."""
    place = CopyPlace(name="small", url=str(folder / "copy"))
    prepare_copy(place, NOW)
    try:
        sync(root, place)
    except OSError as error:
        print(f"full disk: {error.strerror}; in step, damaged, strangers: {state(root, place)}")
    else:
        print("full disk: the folder had room for everything")


def main() -> None:
    """Read the command line and run it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--small-disk", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - repeatable, no secret
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "archive")
        ignored = shutil.ignore_patterns("work", "prefect", "index", "quarantine")
        shutil.copytree(asked.archive, root, ignore=ignored)
        place = CopyPlace(name="bench", url=str(Path(folder, "copy")))
        prepare_copy(place, NOW)
        print(f"packages: {len(open_vault(root).list_packages())}")
        kill_copying(root, place, asked.kills, chance)
        kill_repairing(root, place, asked.kills, chance)
        if asked.small_disk is not None:
            fill(root, asked.small_disk)


if __name__ == "__main__":
    sys.exit(main())
