"""The database of an archive: which one its settings name, and how to name another in them."""

from pathlib import Path

from sqlalchemy import Engine

from archive_store import open_database
from archive_store.vault.ledger.entries import head
from flows.machine.settings_file import name_section, with_section
from flows.settings import DatabaseSection, Settings
from records.errors import RefusedError


def archive_engine(root: Path, settings: Settings) -> Engine:
    """An engine for an archive's database; nothing is read yet.

    Raises:
        SetupError: A138, the settings hold no address of a database.
    """
    return section_engine(root, settings.database)


def section_engine(root: Path, section: DatabaseSection) -> Engine:
    """As ``archive_engine`` for settings that are not written yet."""
    file = root / section.password_file if section.password_file else None
    return open_database(section.url or root / "luutru.db", file)


def require_unused(engine: Engine) -> None:
    """Refuse a database that another archive's ledger is in.

    Raises:
        RefusedError: F160.
    """
    if size := head(engine).size:
        raise RefusedError("F160", str(engine.url), size=size)


def name_database(file: Path, section: DatabaseSection) -> None:
    """Name another database in ``settings.toml``, leaving every other word of it as it is.

    Raises:
        SetupError: F161, what is written there or an environment variable speaks against it.
    """
    name_section(file, "database", section)


def with_database(written: str, section: DatabaseSection) -> str:
    """The text of ``settings.toml`` that names another database, every other word as it is."""
    return with_section(written, "database", dict(section))
