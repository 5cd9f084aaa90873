"""The vault's front door: keep a package, find it again, read from it.

One value, made once per process; threads and processes may share the store behind it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from archive_store.vault.history import VersionTold, describe_history
from archive_store.vault.ledger.entries import stored_packages
from archive_store.vault.objects.place import Place
from archive_store.vault.reading import list_files, read_file
from archive_store.vault.storing import (
    REVISION,
    Deposit,
    find_stored,
    recover,
    recover_package,
    store_package,
)
from archive_store.vault.workshop import workshop
from records.package import Package, StoredPackage

INGESTER = "luutru"


class Vault:
    """Keeps packages in the OCFL store ``root`` and their ledger in the database ``engine``.

    ``staging`` must be on the store's file system; by default it lies beside the store. Build
    packages in a ``workshop``: storing moves their files. Raises what
    ``archive_store.vault.storing`` tells.
    """

    def __init__(self, root: Path, engine: Engine, staging: Path | None = None) -> None:
        self.place = Place(
            root=root, staging=staging or root.parent / "work" / "staging", engine=engine
        )

    @property
    def staging(self) -> Path:
        """Beside the store, for packages that are built there once; prefer ``workshop``."""
        return self.place.staging / "packages"

    def watched(self, on_step: Callable[[str], None]) -> "Vault":
        """The same vault, telling ``on_step`` the name of each step before it is taken."""
        other = Vault(self.place.root, self.place.engine)
        other.place = replace(self.place, on_step=on_step)
        return other

    def store_package(
        self,
        package: Package,
        source_digest: str,
        now: datetime,
        expected_version: int | None = None,
    ) -> StoredPackage:
        """Make ``package`` the newest version; the same source is stored only once."""
        deposit = Deposit(
            actor=INGESTER, source_digest=source_digest, expected_version=expected_version
        )
        return store_package(self.place, package, deposit, now)

    def store_revision(
        self, package: Package, before: VersionTold, actor: str, now: datetime
    ) -> StoredPackage:
        """Make ``package`` the version after ``before``; refused where another one came first."""
        deposit = Deposit(
            actor=actor,
            source_digest=before.source_digest,
            reason=REVISION,
            expected_version=before.version,
        )
        return store_package(self.place, package, deposit, now)

    def find_same(self, package_id: str, source_digest: str) -> StoredPackage | None:
        """The newest version, if it is in the ledger and was made from this very source."""
        stored = self.find(package_id)
        if stored is None:
            return None
        newest = describe_history(self.place, package_id)[-1]
        return stored if newest.source_digest == source_digest else None

    def find(self, package_id: str) -> StoredPackage | None:
        """The newest version of a package, if the ledger knows it."""
        return find_stored(self.place, package_id)

    def list_packages(self) -> tuple[str, ...]:
        """The ids of all packages that the ledger knows, in the order they first came."""
        return stored_packages(self.place.engine)

    def history(self, package_id: str) -> tuple[VersionTold, ...]:
        """Every version of a package, oldest first."""
        return describe_history(self.place, package_id)

    def list_files(self, package_id: str) -> tuple[str, ...]:
        """The files of the newest version, relative to the package's root, sorted."""
        return list_files(self.place, package_id)

    def read_file(self, package_id: str, path: str, version: int | None = None) -> Path:
        """Where a file of a package lies; never write there."""
        return read_file(self.place, package_id, path, version)

    def find_alto(self, package_id: str, ordinal: int, page: int) -> Path | None:
        """The recognised text of one page of the document ``ordinal``, if there is any."""
        ending = f".{ordinal:03d}/{page:04d}.alto.xml"
        found = (path for path in self.list_files(package_id) if path.endswith(ending))
        return next((self.read_file(package_id, path) for path in found), None)

    def workshop(self) -> AbstractContextManager[Path]:
        """A new folder of one's own to build a package in; gone afterwards, even after a kill."""
        return workshop(self.place)

    def recover(self, now: datetime) -> tuple[str, ...]:
        """Finish or remove what killed runs left; the ids of the packages that were finished."""
        return recover(self.place, now)

    def recover_package(self, package_id: str, now: datetime) -> StoredPackage | None:
        """As ``recover`` for one package; its newest version, if it has one."""
        return recover_package(self.place, package_id, now)
