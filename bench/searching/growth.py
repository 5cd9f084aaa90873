"""One index at several sizes: it is opened again where its build ended, and more pages are added.

So every size has what a rebuild of so many pages has, and no page is read twice.
"""

from sqlalchemy import Connection, Engine

POINTER = "luutru_search"


def reopen(database: Engine, fingerprint: str) -> None:
    """Make the live generation one that is being built, as if it had been killed at its end."""
    with database.begin() as connection:
        schemas = schemas_of(connection)
        if not schemas:
            return
        each = [f"SELECT dossier, page_id FROM {name}.shown" for name in schemas]  # noqa: S608 - our own names
        pages = " UNION ALL ".join(each)
        connection.exec_driver_sql(
            f"INSERT INTO {POINTER}.built SELECT number, dossier, %s, array_agg(page_id) "  # noqa: S608 - our own names
            f"FROM ({pages}) AS each, {POINTER}.generation GROUP BY number, dossier",
            (fingerprint,),
        )
        for name in schemas:
            connection.exec_driver_sql(f"DROP INDEX {name}.page_terms")
            connection.exec_driver_sql(f"TRUNCATE {name}.common, {name}.facet")
        connection.exec_driver_sql(f"UPDATE {POINTER}.generation SET state = 'building'")  # noqa: S608 - our own names


def sizes_of(database: Engine) -> dict[str, int]:
    """The bytes of each table of the index, with what lies beside it, and of the vectors' index."""
    sizes: dict[str, int] = {}
    with database.begin() as connection:
        for schema in schemas_of(connection):
            rows = connection.exec_driver_sql(
                "SELECT relname, pg_total_relation_size(pg_class.oid) FROM pg_class "
                "WHERE relnamespace = %s::regnamespace AND relkind = 'r' UNION ALL "
                "SELECT relname, pg_relation_size(pg_class.oid) FROM pg_class "
                "WHERE relnamespace = %s::regnamespace AND relname = 'page_terms'",
                (schema, schema),
            )
            for name, size in rows:
                sizes[name] = sizes.get(name, 0) + size
    return sizes


def schemas_of(connection: Connection) -> list[str]:
    """The schemas of the classes; none before the first build."""
    if connection.exec_driver_sql(f"SELECT to_regclass('{POINTER}.class_index')").scalar() is None:
        return []
    rows = connection.exec_driver_sql(f"SELECT schema_name FROM {POINTER}.class_index")  # noqa: S608 - our own name
    return sorted(rows.scalars())
