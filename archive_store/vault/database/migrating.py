"""Runs the migrations of a room's tables; the only module that talks to Alembic."""

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from archive_store.vault.database.revisions import OWN, version_table
from records.errors import SetupError


def upgrade(connection: Connection, revision: str = "head", room: str = OWN) -> None:
    """Bring the tables of ``room`` to ``revision``; what was done already is not done again.

    Raises:
        SetupError: A050, no migration of ours made what is there.
    """
    configuration = Config()
    configuration.set_main_option("script_location", f"{room}:migrations")
    configuration.attributes["version_table"] = version_table(room)
    configuration.attributes["connection"] = connection
    try:
        command.upgrade(configuration, revision)
    except CommandError as error:
        raise SetupError("A050", str(connection.engine.url), reason=error) from error
