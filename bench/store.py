"""What the store costs: audit, packaging, ledger and catalogue, each beside its measure.

``python bench/store.py [audit packaging ledger catalogue] [--megabytes 2048] [--jobs N]
[--entries 1000000] [--dossiers 100000] [--batch FOLDER] [--profile]``: everything is made anew in a
temporary folder, each comparison runs both sides in this one call, and the same bytes are in
memory for both.

- audit: the public ``audit`` beside ``sha512sum`` over the same files, with as many processes.
- packaging: describing, access PDF, package and store of one document of 20 pages, beside reading
  these pages. The pages come from the samples, or from ``--batch``.
- ledger: appending one by one, beside the bare synchronous write of as many bytes; head and
  verification of many entries.
- catalogue: list, filter and show among many dossiers, each the median of seven.
"""

import argparse
import cProfile
import dataclasses
import hashlib
import importlib
import importlib.util
import json
import os
import pstats
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

# This folder has a module with the name of a package that is needed.
sys.path.remove(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

import pikepdf
from sqlalchemy import Engine, insert

from archive_store import Vault, audit, catalogue, find, open_database
from archive_store.package.staging import place_bytes
from archive_store.vault.audit import fixity
from archive_store.vault.catalogue import listing
from archive_store.vault.database.engine import migrate
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger import check as ledger_check
from archive_store.vault.ledger import entries as ledger
from archive_store.vault.ledger.merkle import leaf_hash
from flows.archive import make_archive, open_archive
from flows.keeping.storing import store_dossier
from flows.taking_in.batches import pages_of_batch, receive
from flows.taking_in.reading import read_chunk
from records.batch import Fonds
from records.dates import PartialDate
from records.digest import Sha512
from records.dossier import Dossier
from records.package import CatalogueEntry, Package, StorageState, StoredPackage

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "batches" / "good"
PAGES = 20
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EXPORT = "archive_store.vault.ledger.export"
ROWS = 10_000
PARTS = ("audit", "packaging", "ledger", "catalogue")
FILE_BYTES = (8_000, 60_000, 400_000, 1_200_000)
"""Like metadata, recognised text, an access copy, a scan."""


@dataclasses.dataclass
class Spent:
    """What something took: seconds on the clock and of processors, with its children."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Spent]:
    """Fill a ``Spent`` with what happens meanwhile; children count once they have ended."""
    spent = Spent(time.monotonic(), _cpu())
    yield spent
    spent.wall, spent.cpu = time.monotonic() - spent.wall, _cpu() - spent.cpu


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF,
                                                        resource.RUSAGE_CHILDREN))  # fmt: skip
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def database(folder: Path) -> Engine:
    """A new archive database in ``folder``."""
    engine = open_database(folder / "luutru.db")
    migrate(engine)
    return engine


def packages_of(vault: Vault, megabytes: int) -> None:
    """Store packages of files with chance contents until they come to so much."""
    chance, stored, number = random.Random(5), 0, 0  # noqa: S311 - contents, no secrets
    while stored < megabytes << 20:
        name = f"urn:uuid:00000000-0000-4000-8000-{number:012d}"
        root = vault.staging / name.replace(":", "_")
        files = []
        for place, size in enumerate(FILE_BYTES * 3):
            path = f"data/{place:03d}.bin"
            digests = place_bytes(chance.randbytes(size), root / path)
            files.append(digests.of(path, "application/octet-stream"))
            stored += size
        package = Package(package_id=name, dossier_code=f"H.{number}", root=root,
                          files=tuple(files))  # fmt: skip
        vault.store_package(package, f"{number:064x}", NOW)
        number += 1


def bench_audit(folder: Path, options: argparse.Namespace) -> None:
    """Audit and ``sha512sum`` in turns, three times; the best of each counts."""
    vault = Vault(folder / "store", database(folder))
    packages_of(vault, options.megabytes)
    paths = [path for path in sorted((folder / "store").rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    names = b"\0".join(map(os.fsencode, paths))
    scope_fields = {field.name for field in dataclasses.fields(fixity.Scope)}
    jobs = options.jobs if "jobs" in scope_fields else 1
    scope = fixity.Scope(**({"jobs": jobs} if "jobs" in scope_fields else {}))
    each = -(-len(paths) // (4 * jobs))
    sums, audits = [], []
    for _ in range(3):
        with measured() as spent:
            subprocess.run(["xargs", "-0", "-n", str(each), "-P", str(jobs), "sha512sum"],
                           input=names, stdout=subprocess.DEVNULL, check=True)  # fmt: skip
        sums.append(spent)
        with measured() as spent:
            report = audit(vault, NOW, scope, None)
        audits.append(spent)
        if not report.ok:
            raise RuntimeError(f"the audit found {report.damaged}")
    print(f"audit: {report.objects} objects, {len(paths)} files, {size >> 20} MB, {jobs} processes")
    for what in ("wall", "cpu"):
        ours, bare = (min(getattr(one, what) for one in many) for many in (audits, sums))
        print(
            f"  {what}: sha512sum {bare:.2f} s ({size / bare / 1e6:.0f} MB/s), audit {ours:.2f} s "
            f"({size / ours / 1e6:.0f} MB/s): {bare / ours:.2f} of its speed (aim 0.85)"
        )


def twenty_pages(source: Path, target: Path) -> None:
    """One PDF of 20 pages out of the PDF files below ``source``, again from the start if few."""
    target.parent.mkdir(parents=True)
    files = sorted(source.rglob("*.pdf"))
    with pikepdf.new() as made:
        while len(made.pages) < PAGES:
            for file in files:
                with pikepdf.open(file) as pdf:
                    made.pages.extend(list(pdf.pages)[: PAGES - len(made.pages)])
        made.save(target)


def bench_packaging(folder: Path, options: argparse.Namespace) -> None:
    """Read 20 pages, then make and store their package."""
    twenty_pages(options.batch, folder / "batch" / "dossier" / "001.pdf")
    make_archive(folder / "archive")
    archive = open_archive(folder / "archive")
    batch = receive(archive, (folder / "batch",))
    with measured() as reading:
        failed = read_chunk(archive, pages_of_batch(batch))
    profile = cProfile.Profile()
    with measured() as storing:
        if options.profile:
            profile.enable()
        outcome = store_dossier(archive, batch, batch.dossiers[0], NOW)
        profile.disable()
    if failed or not outcome.is_stored:
        raise RuntimeError(f"not stored: {outcome}")
    print(f"packaging: a document of {outcome.report.pages} pages")
    for what in ("wall", "cpu"):
        read, stored = getattr(reading, what), getattr(storing, what)
        print(f"  {what}: reading {read:.2f} s, describing, packaging and storing {stored:.2f} s: "
              f"{stored / read:.1%} (aim 10 %)")  # fmt: skip
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


def new_entry(number: int) -> ledger.NewEntry:
    """An entry as storing makes them."""
    return ledger.NewEntry(
        time=NOW, actor="luutru", action=ledger.STORED, version=1,
        object_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
        inventory_sha512=Sha512(hashlib.sha512(str(number).encode()).hexdigest()),
    )  # fmt: skip


def fill(engine: Engine, folder: Path, count: int) -> None:
    """Write ``count`` entries at once, by the ledger's own import where there is one."""
    file = folder / "ledger.jsonl"
    previous: str = ledger.NO_ENTRY
    rows = []
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            told = dataclasses.asdict(new_entry(number))
            told |= {"seq": number, "previous": previous, "time": NOW.isoformat()}
            line = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            previous = leaf_hash(line.encode())
            stream.write(line + "\n")
            rows.append((line, previous))
    if importlib.util.find_spec(EXPORT) is not None:
        importlib.import_module(EXPORT).import_ledger(engine, file)
        return
    with engine.begin() as connection:
        for start in range(0, count, ROWS):
            some = rows[start : start + ROWS]
            connection.execute(insert(LEDGER), [_row(line, leaf) for line, leaf in some])


def _row(line: str, leaf: str) -> dict[str, object]:
    told = {name: value for name, value in json.loads(line).items() if name in LEDGER.c}
    return told | {"leaf": leaf, "payload": line}


def bench_ledger(folder: Path, options: argparse.Namespace) -> None:
    """Append to a ledger with many entries, then head and verification of all."""
    engine = database(folder)
    with measured() as filling:
        fill(engine, folder, options.entries)
    print(f"ledger: {options.entries} entries, filled in {filling.wall:.0f} s")
    count = 200
    with measured() as appending:
        for number in range(options.entries, options.entries + count):
            ledger.append(engine, new_entry(number))
    with measured() as writing, (folder / "bare").open("wb") as stream:
        for _ in range(count):
            stream.write(bytes(700))
            stream.flush()
            os.fsync(stream.fileno())
    wall, cpu, bare = (
        1000 * each / count for each in (appending.wall, appending.cpu, writing.wall)
    )
    print(
        f"  append: {wall:.2f} ms wall, {cpu:.2f} ms cpu an entry, of which a dossier needs one "
        f"(aim 2 ms a page); bare write and fsync {bare:.2f} ms"
    )
    with measured() as asking:
        told = ledger.head(engine)
    print(f"  head of {told.size}: {asking.wall:.2f} s wall, {asking.cpu:.2f} s cpu")
    with measured() as judging:
        faults = ledger_check.verify(engine)
    if faults:
        raise RuntimeError(str(faults[0]))
    print(f"  verify: {judging.wall:.1f} s wall, {judging.cpu:.1f} s cpu (aim 60 s a million)")


def entry_of(number: int) -> CatalogueEntry:
    """A catalogue entry of one of many dossiers."""
    code = f"H46.{number % 90:02d}.{1975 + number % 45}.{number:06d}"
    dossier = Dossier(
        code=code, archive_file_code=f"46.{code}", inventory="01",
        title=f"Hồ sơ về việc giải quyết công việc số {number} của cơ quan",
        fonds=Fonds(name=f"Cơ quan {number % 90}", agency_code=f"H46.{number % 90:02d}",
                    fonds_code=f"{number % 90:02d}"),
        maintenance="01", retention=None, access="01", language=("01",),
        start=PartialDate(year=1975 + number % 45), end=None, sheets=20, documents=(),
        confidence_level="02", paper_file_code=None, batch_id=f"lo-{number // 500}",
    )  # fmt: skip
    stored = StoredPackage(
        package_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}", dossier_code=code, version=1,
        object_path=Path("store"), inventory_sha512=Sha512("ab" * 64), files=40,
        size_bytes=9_000_000, ledger_position=number,
    )  # fmt: skip
    state = StorageState.PARTIAL if number % 50 == 0 else StorageState.STORED
    return CatalogueEntry(dossier=dossier, stored=stored, state=state,
                          batch_id=dossier.batch_id, stored_at=NOW)  # fmt: skip


def bench_catalogue(folder: Path, options: argparse.Namespace) -> None:
    """The questions that the command line asks."""
    engine = database(folder)
    record = json.dumps({"documents": ["x" * 1500] * 6}).encode()
    with measured() as filling:
        for number in range(options.dossiers):
            catalogue.save(engine, entry_of(number), record)
    print(f"catalogue: {options.dossiers} dossiers, saved in {filling.wall:.0f} s "
          f"({1000 * filling.cpu / options.dossiers:.2f} ms cpu each)")  # fmt: skip
    code = entry_of(options.dossiers // 2).dossier.code
    asked: dict[str, Callable[[], object]] = {
        "show": lambda: find(engine, code),
        "filter by batch": lambda: listing.list_rows(engine, batch_id="lo-3"),
        "filter by state (one in 50)": lambda: listing.list_rows(engine, state="partial"),
        "filter by fonds (one in 90)": lambda: listing.list_rows(engine, fonds="H46.07"),
    }
    if hasattr(listing, "list_page"):
        asked["list, a page of 50"] = lambda: listing.list_page(engine, limit=50)
    else:
        asked["list, all"] = lambda: listing.list_rows(engine)
    for name, ask in asked.items():
        times = []
        for _ in range(7):
            with measured() as spent:
                found = ask()
            times.append(spent)
        if not found:
            raise RuntimeError(f"nothing found: {name}")
        wall, cpu = (
            1000 * statistics.median(getattr(each, what) for each in times)
            for what in ("wall", "cpu")
        )
        print(f"  {name}: {wall:.1f} ms wall, {cpu:.1f} ms cpu (aim 100 ms)")


def main() -> None:
    """Run the parts that are asked for, each in a folder of its own."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("parts", nargs="*", default=PARTS)
    reader.add_argument("--megabytes", type=int, default=2048)
    reader.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    reader.add_argument("--entries", type=int, default=1_000_000)
    reader.add_argument("--dossiers", type=int, default=100_000)
    reader.add_argument("--batch", type=Path, default=SAMPLES)
    reader.add_argument("--profile", action="store_true")
    reader.add_argument("--folder", type=Path, help="where to work, for example in memory")
    options = reader.parse_args()
    # Processes that the audit starts would read this script again, with all it imports.
    del sys.modules["__main__"].__file__
    print(f"{date.today()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # noqa: DTZ011 - for people
    for part in options.parts:
        folder = Path(tempfile.mkdtemp(prefix="luutru-bench-", dir=options.folder))
        try:
            globals()[f"bench_{part}"](folder, options)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
