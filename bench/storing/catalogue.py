"""The questions that the command line asks of the catalogue, among many dossiers."""

import json
import statistics
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from archive_store import catalogue, find
from archive_store.vault.catalogue import listing
from bench.storing.measuring import NOW, database, measured
from records.batch import Fonds
from records.dates import PartialDate
from records.digest import Sha512
from records.dossier import Dossier
from records.package import CatalogueEntry, StorageState, StoredPackage


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


def bench_catalogue(folder: Path, options: Namespace) -> None:
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
        "list, a page of 50": lambda: listing.list_page(engine, limit=50),
    }
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
