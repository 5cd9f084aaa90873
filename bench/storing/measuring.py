"""What something costs, and a new database to measure it with."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from archive_store import open_database
from archive_store.vault.database.engine import migrate

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@dataclass
class Spent:
    """What something took: seconds on the clock and of processors, with its children."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def measured() -> Iterator[Spent]:
    """Fill a ``Spent`` with what happens meanwhile; children count once they have ended."""
    spent = Spent(time.monotonic(), _cpu())
    yield spent
    spent.wall, spent.cpu = time.monotonic() - spent.wall, _cpu() - spent.cpu


def _cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF,
                                                        resource.RUSAGE_CHILDREN))  # fmt: skip
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def database(folder: Path) -> Engine:
    """A new archive database in ``folder``."""
    engine = open_database(folder / "luutru.db")
    migrate(engine)
    return engine
