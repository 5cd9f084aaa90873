"""The engines that an archive can have its index in, by the names that people write."""

from pathlib import Path

from sqlalchemy import Engine as Database

from search.engine import Engine

WHOOSH, POSTGRES = "whoosh", "postgres"


def known_engines(
    folder: Path, database: Database | None, readers: str, lock_seconds: float
) -> dict[str, Engine]:
    """The engine in ``folder``, and the one in ``database`` where that is PostgreSQL."""
    from search.embedded.engine import EmbeddedEngine  # noqa: PLC0415 - loaded by need

    found: dict[str, Engine] = {
        WHOOSH: EmbeddedEngine(folder, lock_seconds=lock_seconds, readers=readers)
    }
    if database is not None and database.dialect.name == "postgresql":
        from search.postgresql.engine import PostgresEngine  # noqa: PLC0415 - as above

        found[POSTGRES] = PostgresEngine(database, lock_seconds=lock_seconds, readers=readers)
    return found
