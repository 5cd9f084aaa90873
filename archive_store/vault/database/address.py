"""Where a database is: an address judged, its password read from a file when it is needed.

A password stands in a file, in ``PGPASSWORD`` or in ``~/.pgpass``; the driver reads the last two.
"""

import stat
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from records.errors import SetupError

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
OTHERS_MAY = stat.S_IRWXO


def read_address(address: str | Path) -> URL:
    """The address of a SQLite file (a path) or of a database on a PostgreSQL server.

    Raises:
        SetupError: A138, no address, or one of another kind of database.
    """
    if isinstance(address, Path):
        return URL.create("sqlite", database=str(address))
    try:
        read = make_url(address)
        driver = DRIVERS[read.get_backend_name()]
    except (ArgumentError, ValueError, KeyError) as error:
        # What could not be read may hold a password: only its beginning is told.
        raise SetupError("A138", address.split(":", 1)[0]) from error
    if read.drivername not in {driver, read.get_backend_name()}:
        raise SetupError("A138", read.drivername)
    if not read.database or read.database == ":memory:":
        raise SetupError("A138", read.render_as_string())
    return read.set(drivername=driver)


def read_password(file: Path) -> str:
    """The one line of a password file.

    Raises:
        SetupError: A139, it is missing, empty, or other users of the machine may read it.
    """
    try:
        mode = file.stat().st_mode
        written = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise SetupError("A139", file, reason=reason) from error
    if mode & OTHERS_MAY:
        raise SetupError("A139", file, reason=stat.filemode(mode))
    if not written:
        raise SetupError("A139", file, reason="0 byte")
    return written
