"""Alembic migrations of this room's tables, run by ``vault.database.migrate``."""
