"""Brings the tables of every room that has some up to date; the rooms do not know each other."""

from sqlalchemy import Engine

from archive_store.vault.database.engine import migrate

ROOMS = ("archive_store", "retention")
"""The packages with tables in the archive's database, each with its ``migrations``."""


def prepare_tables(engine: Engine) -> None:
    """Make or renew what is not there yet.

    Raises:
        SetupError: as ``migrate``.
    """
    for room in ROOMS:
        migrate(engine, room)
