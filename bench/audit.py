"""Reads a store of made-up packages as the audit does, and as bare ``sha512sum`` does.

``python -P bench/audit.py FOLDER [--objects N --files N --bytes N --jobs N]``: makes an archive in
FOLDER unless there is one (put it on a memory disk to measure no disk), reads everything once to
warm the cache, then lets both read the same files with the same number of processes, in turn.
Prints bytes, CPU and wall seconds of both, their ratio, and the findings: none is right. ``store``
is the audit against inventory and ledger, ``whole`` also against catalogue and intake; ``start``
reads one package in each process, and so is what starting them takes.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path, PurePosixPath

from archive_store.vault.audit.fixity import Judge, Scope, audit
from archive_store.vault.ledger.captures import capture
from archive_store.vault.objects.inventory import sha512_of_bytes
from flows.archive import FOLDERS, Archive, open_archive
from flows.auditing.judges import judges_of
from flows.keeping.cataloguing import catalogue_package
from flows.keeping.packaging import package_id_of
from metadata.record import write_record
from records.batch import DeliveredFile, Fonds
from records.digest import sha256_of_bytes
from records.document import Description, Document
from records.dossier import Dossier
from records.package import FileEntry, Package

NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one contestant took."""

    cpu: float
    wall: float


def main() -> None:
    """Make the store, then measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--objects", type=int, default=1000)
    asked.add_argument("--files", type=int, default=12)
    asked.add_argument("--bytes", type=int, default=16_000)
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    # The audit's processes need nothing of this file: they would load it, and be charged for it.
    del sys.modules["__main__"].__file__
    archive = make(options.folder, options.objects, options.files, options.bytes)
    measure(archive, options.jobs, options.rounds)


def make(root: Path, objects: int, count: int, size: int) -> Archive:
    """An archive with ``objects`` packages of ``count`` files, each about ``size`` bytes."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in ("settings.toml", "fonds.csv"):
        (root / name).write_bytes(files("flows").joinpath("defaults", name).read_bytes())
    archive = open_archive(root.resolve())
    there = len(archive.vault.list_packages())
    chance = random.Random(there)  # noqa: S311 - made-up bytes, no secret
    started = time.monotonic()
    for number in range(there, objects):
        sizes = [chance.randint(1, 2 * size) for _ in range(count)]
        store(archive, number, [chance.randbytes(each) for each in sizes])
    print(f"{objects - there} packages made in {time.monotonic() - started:.0f} s")
    return archive


def store(archive: Archive, number: int, contents: list[bytes]) -> None:
    """One package with its ledger entries and its row; a quarter of its files are masters."""
    code = f"H46.00.2026.{number:06d}"
    masters = contents[: max(1, len(contents) // 4)]
    dossier = dossier_of(code, masters)
    package_id = package_id_of(archive.identity, code)
    root = archive.vault.staging / package_id.replace(":", "_")
    placed = {"metadata/other/record.json": write_record(dossier)}
    for ordinal, content in enumerate(contents, 1):
        kind = "master" if ordinal <= len(masters) else "ocr"
        placed[f"representations/{kind}/data/{code}.{ordinal:03d}.tif"] = content
    for path, content in placed.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    package = Package(
        package_id=package_id,
        dossier_code=code,
        root=root,
        files=tuple(
            FileEntry(
                path=path, size_bytes=len(content), sha256=sha256_of_bytes(content),
                sha512=sha512_of_bytes(content), media_type="x/x",
            )
            for path, content in placed.items()
        ),
    )  # fmt: skip
    capture(archive.engine, package_id, (d.file for d in dossier.documents), "bench", NOW)
    catalogue_package(archive, archive.vault.store_package(package, "ab", NOW))


def dossier_of(code: str, masters: list[bytes]) -> Dossier:
    """A dossier with a document for each master."""
    return Dossier(
        code=code, archive_file_code=f"46.{code}", inventory="01", title=f"Hồ sơ {code}",
        fonds=Fonds(name="UBND tỉnh", agency_code="H46", fonds_code="01"), maintenance="01",
        retention=None, access="01", language=("01",), start=None, end=None, sheets=1,
        documents=tuple(document_of(code, n, master) for n, master in enumerate(masters, 1)),
        confidence_level="02", paper_file_code="46.1.1",
    )  # fmt: skip


def document_of(code: str, ordinal: int, master: bytes) -> Document:
    """A document of one page."""
    file = DeliveredFile(
        name=PurePosixPath(f"{code}/{ordinal}.tif"), copy=Path("x.tif"), size_bytes=len(master),
        sha256=sha256_of_bytes(master), media_type="image/tiff", page_count=1,
    )  # fmt: skip
    return Document(
        code=f"{code}.{ordinal:07d}", ordinal=ordinal, file=file, page_count=1, read=Description(),
        listed=None, document_type="Quyết định", type_code="03", number="1", notation="QĐ-UBND",
        issued=None, issuing_body="UBND tỉnh", subject="Về việc thử", language=("01",), access="01",
        confidence_level="02",
    )  # fmt: skip


def measure(archive: Archive, jobs: int, rounds: int) -> None:
    """Both contestants in turn, several times; the CPU seconds of their best rounds count."""
    bare(archive, jobs)
    findings: list[int] = []

    some = archive.vault.list_packages()[:jobs]

    def read(judges: tuple[Judge, ...], package_ids: tuple[str, ...] | None = None) -> None:
        scope = Scope(jobs=jobs, clock=time.monotonic, package_ids=package_ids)
        report = audit(archive.vault, datetime.now(UTC), scope, None, judges)
        findings.append(len(report.damaged))

    contestants: dict[str, Callable[[], None]] = {
        "sha512sum": lambda: bare(archive, jobs),
        "store": lambda: read(()),
        "whole": lambda: read(judges_of(archive, NOW)),
        "start": lambda: read((), some),
    }
    spent = {name: [timed(work) for _ in range(rounds)] for name, work in contestants.items()}
    every = archive.vault.place.root.rglob("*")
    size = sum(file.stat().st_size for file in every if file.is_file())
    count = len(archive.vault.list_packages())
    print(f"{count} packages, {size / 1e6:.0f} MB, {jobs} processes, {rounds} rounds")
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak, worker = (resource.getrusage(each).ru_maxrss >> 10 for each in who)
    print(f"findings in each round: {findings}; largest MiB: {peak}, of a child {worker}")
    plain, start = best(spent.pop("sha512sum")), best(spent.pop("start"))
    print(f"sha512sum  CPU {plain.cpu:7.2f} s  wall {plain.wall:7.2f} s")
    print(f"start      CPU {start.cpu:7.2f} s  wall {start.wall:7.2f} s, of {jobs} processes")
    for name, told in spent.items():
        took = best(told)
        print(
            f"{name:10} CPU {took.cpu:7.2f} s  wall {took.wall:7.2f} s  speed by CPU "
            f"{plain.cpu / took.cpu:5.2f}, without the start "
            f"{plain.cpu / (took.cpu - start.cpu):5.2f}, by wall {plain.wall / took.wall:5.2f}"
        )


def best(told: list[Spent]) -> Spent:
    """The least of each figure."""
    return Spent(cpu=min(each.cpu for each in told), wall=min(each.wall for each in told))


def bare(archive: Archive, jobs: int) -> None:
    """``sha512sum`` over every file of the store."""
    command = f"find . -type f -print0 | xargs -0 -P {jobs} -n 500 sha512sum > /dev/null"
    subprocess.run(command, shell=True, cwd=archive.vault.place.root, check=True)  # noqa: S602 - our own words


def timed(work: Callable[[], None]) -> Spent:
    """CPU of this process and its children, and wall time."""
    before, started = cpu(), time.monotonic()
    work()
    return Spent(cpu=cpu() - before, wall=time.monotonic() - started)


def cpu() -> float:
    """CPU seconds of this process and of the children that have ended."""
    told = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in told)


if __name__ == "__main__":
    main()
