"""Runs the migrations of this room on the connection that it is handed."""

from alembic import context

from retention.tables import METADATA

settings = context.config.attributes
context.configure(
    connection=settings["connection"],
    target_metadata=METADATA,
    version_table=settings["version_table"],
)
with context.begin_transaction():
    context.run_migrations()
