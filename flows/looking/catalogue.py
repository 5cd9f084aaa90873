"""The catalogue alone, for commands that only look something up in it."""

from pathlib import Path

from sqlalchemy import Engine

from flows.machine.database import archive_engine
from flows.machine.tables import prepare_tables
from flows.running.environment import require_archive
from flows.settings import Settings, read_settings


def open_catalogue(root: Path) -> tuple[Engine, Settings]:
    """The database of an archive, up to date, and the archive's settings.

    Neither store nor index is touched.

    Raises:
        SetupError: no archive, wrong settings, or a database that cannot be reached.
    """
    require_archive(root)
    settings = read_settings(root / "settings.toml")
    engine = archive_engine(root, settings)
    prepare_tables(engine)
    return engine, settings
