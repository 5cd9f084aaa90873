"""An archive on disk, opened: its settings, database, store and index in one value."""

from dataclasses import dataclass, replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from archive_store import Vault
from archive_store.vault.copies.keeping import Following
from archive_store.vault.objects.place import prepare
from flows.copying.places import copy_places
from flows.machine.database import archive_engine, name_database, require_unused, section_engine
from flows.machine.tables import prepare_tables
from flows.running.environment import require_archive
from flows.running.server import prepare_server
from flows.settings import DatabaseSection, Settings, read_settings
from intake import IntakeOptions, read_fonds_table
from intake.restricted import accepted_digests, withheld_digests
from metadata.authority_lists import AuthorityLists, read_lists
from ocr import OcrOptions
from records.batch import Fonds
from records.dossier import ArchiveIdentity
from records.errors import RefusedError

if TYPE_CHECKING:
    from search import SearchIndex

DEFAULTS = (
    "settings.toml",
    "fonds.csv",
    "authorities/bodies.csv",
    "authorities/people.csv",
    "authorities/document_types.csv",
)
FOLDERS = (
    "authorities", "schedules", "trust", "store", "index", "work", "quarantine", "prefect",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One archive; every folder it names exists."""

    root: Path
    settings: Settings
    engine: Engine
    vault: Vault

    @property
    def work(self) -> Path:
        """Work in hand; may be deleted when no batch is open."""
        return self.root / "work"

    @property
    def quarantine(self) -> Path:
        """What could not be taken in, with its reasons."""
        return self.root / "quarantine"

    @property
    def index(self) -> "SearchIndex":
        """What asks it by its words; derived from the packages."""
        # Both are slow to load, and few commands ask them.
        from flows.looking.access_now import access_now  # noqa: PLC0415
        from search import SearchIndex  # noqa: PLC0415

        return SearchIndex(
            self.root / "index",
            access_now=partial(access_now, self.engine),
            database=self.engine,
            # Another process may have moved it since this archive was opened.
            wanted=lambda: read_settings(self.root / "settings.toml").search.engine,
            readers=self.settings.search.readers,
        )

    @property
    def identity(self) -> ArchiveIdentity:
        """Who keeps."""
        institution = self.settings.institution
        return ArchiveIdentity(name=institution.name, code=institution.code)

    @property
    def intake_options(self) -> IntakeOptions:
        """What intake has to know of this archive."""
        institution = self.settings.institution
        return IntakeOptions(
            fonds=read_fonds_table(self.root / "fonds.csv"),
            default_fonds=Fonds(
                name=institution.default_fonds,
                agency_code=institution.default_agency_code,
                fonds_code=institution.default_fonds_code,
            ),
            max_pixels=self.settings.intake.max_pixels,
            max_pages_per_file=self.settings.intake.max_pages_per_file,
            withheld=withheld_digests(self.quarantine),
            accepted=accepted_digests(self.quarantine),
        )

    @property
    def authorities(self) -> AuthorityLists:
        """The lists that names are judged by: the nation's with the archive's own.

        Raises:
            SetupError: one of the archive's files is wrong.
        """
        return read_lists(self.root / "authorities")

    @property
    def ocr_options(self) -> OcrOptions:
        """How pages are read here."""
        return OcrOptions(max_pixels=self.settings.intake.max_pixels)


def make_archive(root: Path, database: DatabaseSection | None = None) -> None:
    """Make an archive in an empty or absent folder; without ``database`` it has one of its own.

    Raises:
        RefusedError: F005, there is one already; F160, the database is another archive's.
        SetupError: one of its databases could not be reached or made; then nothing is made.
    """
    if (root / "settings.toml").exists():
        raise RefusedError("F005", root)
    if database is not None:
        engine = section_engine(root, database)
        prepare_tables(engine)
        require_unused(engine)
        engine.dispose()
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in reversed(DEFAULTS):
        (root / name).write_bytes(files("flows").joinpath("defaults", name).read_bytes())
    if database is not None:
        name_database(root / "settings.toml", database)
    open_archive(root)
    prepare_server(root)


@cache
def open_archive(root: Path) -> Archive:
    """Open an archive, bringing its tables up to date.

    Raises:
        SetupError: no archive, wrong settings, or a database that cannot be reached.
    """
    require_archive(root)
    settings = read_settings(root / "settings.toml")
    engine = archive_engine(root, settings)
    prepare_tables(engine)
    vault = Vault(root / "store", engine)
    prepare(vault.place)
    vault.place = replace(
        vault.place, on_verified=Following(vault.place, copy_places(root, settings))
    )
    return Archive(
        root=root,
        settings=settings,
        engine=engine,
        vault=vault,
    )
