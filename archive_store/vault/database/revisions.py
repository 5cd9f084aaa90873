"""Which form of a room's tables the program wants, and which one a database has.

A room is named by its package, whose ``migrations`` make its tables; each notes in a table of its
own how far they are. Read without the library that migrates: every command asks, and hardly one
has to migrate.
"""

import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from sqlalchemy import Connection, inspect, text

OWN = "archive_store"
SUFFIX = "_version"
"""The ending of the tables in which rooms note how far their migrations are."""
NAMED = re.compile(r'^(revision|down_revision) = (?:"([^"]+)"|None)$', re.MULTILINE)


def version_table(room: str) -> str:
    """The table in which ``room`` notes its revision."""
    return f"{room}{SUFFIX}"


@cache
def newest_revision(room: str = OWN) -> str:
    """The revision that no other one follows.

    Raises:
        ValueError: there is none, or more than one; a mistake of ours.
    """
    revisions: set[str] = set()
    followed: set[str] = set()
    for module in files(f"{room}.migrations.versions").iterdir():
        if module.name.endswith(".py"):
            told = dict(NAMED.findall(module.read_text(encoding="utf-8")))
            revisions |= {told["revision"]} if "revision" in told else set()
            followed |= {told.get("down_revision", "")}
    (newest,) = revisions - followed
    return newest


def present_revision(connection: Connection, room: str = OWN) -> str | None:
    """The revision of a room's tables in a database; ``None`` where there are none yet."""
    table = version_table(room)
    if not inspect(connection).has_table(table):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {table}"))  # noqa: S608 - our own name
    return str(found) if found is not None else None


def is_room(name: str) -> bool:
    """Whether a package of this name has migrations."""
    try:
        return find_spec(f"{name}.migrations.versions") is not None
    except (ImportError, ValueError):
        return False


def rooms_in(connection: Connection) -> tuple[str, ...]:
    """The rooms that have tables in a database, by the notes of their migrations, sorted."""
    names = inspect(connection).get_table_names()
    return tuple(sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)))
