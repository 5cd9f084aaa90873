"""The rows that tell which generations there are, which is live, and what a build has done."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from records.access import AccessLevel
from search.engine import CLASSES, Shelved
from search.postgresql.schemas import grant, new_schema
from search.postgresql.tables import (
    BUILT,
    CLASS_INDEX,
    GENERATION,
    SCHEMA,
    ClassTables,
    class_tables,
    create_tables,
)

LIVE, BUILDING, MOVED = "live", "building", "moved"


def live_row(connection: Connection) -> Row[Any] | None:
    """The row of the live generation, or the one that says that another engine has the index."""
    if connection.scalar(select(func.to_regclass(f"{SCHEMA}.class_index"))) is None:
        return None
    return connection.execute(select(GENERATION).where(GENERATION.c.state != BUILDING)).first()


def begun(connection: Connection, versions: tuple[int, int]) -> int | None:
    """The number of the newest generation that was begun for these versions."""
    layout, analyser = versions
    number: int | None = connection.scalar(
        select(func.max(GENERATION.c.number)).where(
            GENERATION.c.state == BUILDING,
            GENERATION.c.layout == layout,
            GENERATION.c.analyser == analyser,
        )
    )
    return number


def begin_anew(connection: Connection, versions: tuple[int, int], readers: str) -> int:
    """Make an empty generation; its number."""
    number = (connection.scalar(select(func.max(GENERATION.c.number))) or 0) + 1
    _enter(connection, number, BUILDING, versions)
    for level, name in CLASSES.items():
        schema = new_schema(connection, number, name)
        create_tables(connection, class_tables(schema, level))
        grant(connection, schema, readers)
        told = {"number": number, "level": level.value, "schema_name": schema}
        connection.execute(insert(CLASS_INDEX).values(told))
    return number


def forget_begun(connection: Connection, but: int | None) -> None:
    """Let nothing lead to generations that were begun, but to one."""
    begun_ones = select(GENERATION.c.number).where(
        GENERATION.c.state == BUILDING, GENERATION.c.number.is_distinct_from(but)
    )
    for table in (BUILT, CLASS_INDEX):
        connection.execute(delete(table).where(table.c.number.in_(begun_ones)))
    connection.execute(delete(GENERATION).where(GENERATION.c.number.in_(begun_ones)))


def switch(connection: Connection, number: int, pages: int, digest: str) -> None:
    """Make a generation the live one, and let nothing lead to any other."""
    for table in (CLASS_INDEX, GENERATION):
        connection.execute(delete(table).where(table.c.number != number))
    connection.execute(delete(BUILT))
    told = {"state": LIVE, "pages": pages, "page_ids_sha256": digest}
    connection.execute(update(GENERATION).values(told))


def lead_away(connection: Connection, versions: tuple[int, int]) -> None:
    """Say that another engine has the index, and let nothing lead to any generation."""
    number = (connection.scalar(select(func.max(GENERATION.c.number))) or 0) + 1
    for table in (BUILT, CLASS_INDEX, GENERATION):
        connection.execute(delete(table))
    _enter(connection, number, MOVED, versions)


def tables_of(connection: Connection, number: int) -> list[ClassTables]:
    """The tables of every class of a generation."""
    asked = select(CLASS_INDEX).where(CLASS_INDEX.c.number == number)
    rows = connection.execute(asked).all()
    return [class_tables(row.schema_name, AccessLevel(row.level)) for row in rows]


def noted(connection: Connection, number: int) -> dict[str, Shelved]:
    """What a build has done, by the codes of the dossiers."""
    rows = connection.execute(select(BUILT).where(BUILT.c.number == number))
    return {
        row.code: Shelved(code=row.code, fingerprint=row.fingerprint, page_ids=tuple(row.page_ids))
        for row in rows
    }


def note(connection: Connection, number: int, shelved: Iterable[Shelved]) -> None:
    """Note what a build has done."""
    rows = [
        {
            "number": number,
            "code": each.code,
            "fingerprint": each.fingerprint,
            "page_ids": list(each.page_ids),
        }
        for each in shelved
    ]
    if rows:
        codes = [each["code"] for each in rows]
        connection.execute(delete(BUILT).where(BUILT.c.number == number, BUILT.c.code.in_(codes)))
        connection.execute(insert(BUILT), rows)


def _enter(connection: Connection, number: int, state: str, versions: tuple[int, int]) -> None:
    layout, analyser = versions
    told = {"number": number, "state": state, "layout": layout, "analyser": analyser}
    connection.execute(insert(GENERATION).values(told))
