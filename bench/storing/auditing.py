"""The public ``audit`` beside ``sha512sum`` over the same files."""

import os
import random
import subprocess
from argparse import Namespace
from pathlib import Path

from archive_store import Vault, audit
from archive_store.package.staging import place_bytes
from archive_store.vault.audit.fixity import Scope
from bench.storing.measuring import NOW, database, measured
from records.package import Package

FILE_BYTES = (8_000, 60_000, 400_000, 1_200_000)
"""Like metadata, recognised text, an access copy, a scan."""


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


def bench_audit(folder: Path, options: Namespace) -> None:
    """Audit and ``sha512sum`` in turns, three times; the best of each counts."""
    vault = Vault(folder / "store", database(folder))
    packages_of(vault, options.megabytes)
    paths = [path for path in sorted((folder / "store").rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    names = b"\0".join(map(os.fsencode, paths))
    jobs = options.jobs
    each = -(-len(paths) // (4 * jobs))
    sums, audits = [], []
    for _ in range(3):
        with measured() as spent:
            subprocess.run(["xargs", "-0", "-n", str(each), "-P", str(jobs), "sha512sum"],
                           input=names, stdout=subprocess.DEVNULL, check=True)  # fmt: skip
        sums.append(spent)
        with measured() as spent:
            report = audit(vault, NOW, Scope(jobs=jobs), None)
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
