"""What the ledger costs: an entry, a head, and judging all of it, in CPU seconds.

``python bench/ledger.py [--entries N]``: an archive's database of its own in a temporary folder,
with a million entries unless told. SHA-256 over the same lines is the yardstick within the run.
The entries come in at once, as from an export, and the last 2,000 singly, each on the disk.
"""

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.ledger.check import examine_ledger
from archive_store.vault.ledger.entries import (
    NO_ENTRY,
    STORED,
    LedgerEntry,
    NewEntry,
    append,
    canonical,
    head,
)
from archive_store.vault.ledger.export import export_ledger, import_ledger
from archive_store.vault.ledger.merkle import leaf_hash
from records.digest import Sha512

SINGLY = 2000
START = datetime(2026, 1, 1, tzinfo=UTC)


def made(count: int) -> Iterator[bytes]:
    """The lines of a ledger with ``count`` entries."""
    previous = NO_ENTRY
    for seq in range(count):
        entry = LedgerEntry(
            seq=seq, time=(START + timedelta(seconds=seq)).isoformat(), actor="luutru",
            action=STORED, object_id=f"urn:uuid:00000000-0000-4000-8000-{seq:012d}", version=1,
            inventory_sha512=Sha512(hashlib.sha512(str(seq).encode()).hexdigest()),
            previous=previous,
        )  # fmt: skip
        line = canonical(entry).encode()
        previous = leaf_hash(line)
        yield line + b"\n"


@contextmanager
def measured(name: str, times: int = 1) -> Iterator[Callable[[], float]]:
    """Print what one time cost; the yielded function tells its CPU seconds."""
    started, began = time.process_time(), time.monotonic()
    spent: list[float] = []
    yield lambda: spent[0]
    spent.append((time.process_time() - started) / times)
    wall = (time.monotonic() - began) / times
    print(f"{name:36} {spent[0] * 1000:12.3f} ms CPU {wall * 1000:12.3f} ms wall")


def fill(engine: Engine, file: Path, count: int) -> float:
    """Take in the lines and add to them; CPU seconds of one more entry."""
    with measured("import, a line", count):
        import_ledger(engine, file)
    new = NewEntry(
        time=START + timedelta(seconds=count), actor="luutru", action=STORED, version=1,
        object_id="urn:uuid:00000000-0000-4000-8000-00000000000a",
        inventory_sha512=Sha512("0" * 128),
    )  # fmt: skip
    with measured("append, an entry", SINGLY) as appending:
        for _ in range(SINGLY):
            append(engine, new)
    return appending()


def judge(engine: Engine) -> float:
    """Ask for the head, read everything; CPU seconds of that."""
    with measured("head", 100):
        for _ in range(100):
            newest = head(engine)
    with measured("verify, everything") as verifying:
        examined = examine_ledger(engine)
    if examined.head != newest or examined.faults:
        sys.exit("the ledger that was made is not sound")
    return verifying()


def main() -> None:
    """Fill a ledger and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    count = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.jsonl"
        with file.open("wb") as stream:
            stream.writelines(made(count))
        print(f"{count} entries, {file.stat().st_size >> 20} MiB of lines")
        with measured("SHA-256 of the lines, one by one") as yardstick, file.open("rb") as stream:
            for line in stream:
                hashlib.sha256(line).digest()
        engine = open_database(Path(folder) / "luutru.db")
        migrate(engine)
        appending, verifying = fill(engine, file, count), judge(engine)
        with measured("export, everything"):
            export_ledger(engine, file)
        engine.dispose()
    print(f"append                     {appending * 1000:8.2f} ms CPU   (target: at most 2)")
    print(f"verify of a million        {verifying * 1e6 / count:8.1f} s CPU    (target: below 60)")
    print(f"verify / SHA-256 of lines  {verifying / yardstick():8.1f}")


if __name__ == "__main__":
    main()
