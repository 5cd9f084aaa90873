"""Runs the migrations on the connection that ``vault.database.migrate`` hands over."""

from alembic import context

from archive_store.vault.database.tables import METADATA

settings = context.config.attributes
context.configure(
    connection=settings["connection"],
    target_metadata=METADATA,
    version_table=settings["version_table"],
)
with context.begin_transaction():
    context.run_migrations()
