"""An archive on disk, opened: its settings, database, store and index in one value."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine

from archive_store import Vault, open_database
from archive_store.vault.database import migrate
from archive_store.vault.place import prepare
from flows.environment import require_archive
from flows.server import prepare_server
from flows.settings import Settings, read_settings
from intake import IntakeOptions, read_fonds_table
from intake.restricted import accepted_digests, withheld_digests
from metadata.authority_lists import AuthorityLists, read_lists
from ocr import OcrOptions
from records.batch import Fonds
from records.dossier import ArchiveIdentity
from records.errors import RefusedError
from search import SearchIndex

DEFAULTS = (
    "settings.toml",
    "fonds.csv",
    "authorities/bodies.csv",
    "authorities/people.csv",
    "authorities/document_types.csv",
)
FOLDERS = ("authorities", "store", "index", "work", "quarantine", "prefect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One archive; every folder it names exists."""

    root: Path
    settings: Settings
    engine: Engine
    vault: Vault
    index: SearchIndex

    @property
    def work(self) -> Path:
        """Work in hand; may be deleted when no batch is open."""
        return self.root / "work"

    @property
    def quarantine(self) -> Path:
        """What could not be taken in, with its reasons."""
        return self.root / "quarantine"

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


def make_archive(root: Path) -> None:
    """Make an archive in an empty or absent folder.

    Raises:
        RefusedError: there is one already.
        SetupError: one of its databases could not be made.
    """
    if (root / "settings.toml").exists():
        raise RefusedError("F005", root)
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in reversed(DEFAULTS):
        (root / name).write_bytes(files("flows").joinpath("defaults", name).read_bytes())
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
    engine = open_database(settings.institution.database or root / "luutru.db")
    migrate(engine)
    vault = Vault(root / "store", engine)
    prepare(vault.place)
    return Archive(
        root=root,
        settings=settings,
        engine=engine,
        vault=vault,
        index=SearchIndex(root / "index"),
    )
