"""A catalogue of 100,000 dossiers: what lists, filters and one dossier cost on each database.

``python -m bench.catalogue [--dossiers N] [--only NAME]``: SQLite in a folder of its own, and a
PostgreSQL server of its own with the settings that Debian gives it. Every question is asked
``TIMES`` times, from call to values. Told are milliseconds of CPU of this process and the server's
together, which count on a machine that does other work, and the median by the clock. The limit is
100 ms. Titles and names are put together from words; a record has about 16,000 bytes.
"""

import argparse
import contextlib
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert

from archive_store import find, list_page, open_database, read_rows
from archive_store.vault.catalogue.listing import count_rows
from archive_store.vault.catalogue.title_words import words_to_keep
from archive_store.vault.catalogue.wanted import Wanted
from archive_store.vault.database.engine import migrate, writing
from archive_store.vault.database.tables import CATALOGUE, RECORDS
from tests import postgres_server

TIMES = 10
PAGE = 50
LIMIT_MS = 100
AT_ONCE = 1000
FONDS = [
    ("UBND tỉnh", "H46", "01"),
    *((f"Sở số {n}", f"H46.{n}", f"{n:02d}") for n in range(2, 40)),
]
SENTENCE = (
    "hồ sơ xây dựng kho lưu trữ huyện về việc giải quyết đất đai nhà ở công trình thủy lợi "
    "quy hoạch đường giao thông nông thôn năm học phổ thông y tế dự phòng bệnh viện đa khoa "
    "ngân sách quyết toán"
)
WORDS = SENTENCE.split()


def main() -> None:
    """Fill, ask, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        print(f"{asked.dossiers} dossiers; milliseconds of CPU / by the clock, {TIMES} times each")
        addresses: dict[str, Callable[[], Path | str]] = {
            "SQLite": lambda: Path(folder) / "luutru.db",
            "PostgreSQL": lambda: stack.enter_context(own_server()),
        }
        for name in [asked.only] if asked.only else addresses:
            address = addresses[name]()
            engine = open_database(address)
            migrate(engine)
            began = time.process_time()
            fill(engine, asked.dossiers)
            print(f"{name} {version_of(engine)}: filled in {time.process_time() - began:.0f} s CPU")
            measure(name, engine, asked.dossiers)
            engine.dispose()


@contextlib.contextmanager
def own_server() -> Iterator[str]:
    """A server with Debian's settings: what the tests switch off is on."""
    postgres_server.SETTINGS = {
        name: postgres_server.SETTINGS[name]
        for name in ("listen_addresses", "unix_socket_directories")
    }
    with postgres_server.running_server() as server:
        server.ask(f"CREATE DATABASE kho OWNER {server.role}")
        yield server.address("kho")


def version_of(engine: Engine) -> str:
    """What the database calls itself."""
    with engine.connect() as connection:
        return ".".join(map(str, connection.dialect.server_version_info or ()))


def fill(engine: Engine, dossiers: int) -> None:
    """Write the rows as the catalogue has them."""
    chance = random.Random(5)  # noqa: S311 - a repeatable choice, no secret
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for first in range(0, dossiers, AT_ONCE):
        rows = [row(number, chance, now) for number in range(first, min(first + AT_ONCE, dossiers))]
        with writing(engine) as connection:
            connection.execute(insert(CATALOGUE), rows)
            records = [
                {"dossier_code": each["dossier_code"], "record": chance.randbytes(200) * 80}
                for each in rows
            ]
            connection.execute(insert(RECORDS), records)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def row(number: int, chance: random.Random, now: datetime) -> dict[str, object]:
    """One dossier; earlier ones are older."""
    fonds, agency, code = chance.choice(FONDS)
    year = chance.randint(1954, 2024)
    title = f"Hồ sơ {' '.join(chance.choices(WORDS, k=14))} năm {year}, tập {number % 9}"
    return {
        "dossier_code": f"{agency}.{code}.{year}.{number:06d}",
        "package_id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}", "version": 1,
        "ledger_position": number, "title": title, "title_words": words_to_keep(title),
        "fonds": fonds, "agency_code": agency, "fonds_code": code,
        "start_date": f"{year}-01-05", "end_date": f"{year + number % 3}-12-20",
        "access": "02" if number % 10 == 0 else "01", "maintenance": "01",
        "documents": 12, "pages": 60, "sheets": 40, "files": 90, "size_bytes": 1 << 26,
        "provisional": False, "state": "partial" if number % 50 == 0 else "stored",
        "batch_id": f"lo-{number // 200:04d}",
        "stored_at": (now + timedelta(seconds=number)).isoformat(),
    }  # fmt: skip


def measure(name: str, engine: Engine, dossiers: int) -> None:
    """Ask everything that people ask of a list."""
    some = list_page(engine, limit=1, offset=dossiers // 2).rows[0]

    def page(offset: int = 0, **wanted: object) -> Callable[[], object]:
        return lambda: list_page(engine, Wanted(**wanted), PAGE, offset)  # type: ignore[arg-type]

    questions: dict[str, Callable[[], object]] = {
        "list, first page": page(),
        "list, last page": page(dossiers - PAGE),
        "state partial (2 %)": page(state="partial"),
        "fonds by name": page(fonds="Sở số 7"),
        "fonds by code": page(fonds="07"),
        "year": page(year=1999),
        "access 02 (10 %)": page(access="02"),
        "batch": page(batch_id="lo-0007"),
        "title, a frequent word": page(words="kho"),
        "title, three words": page(words="benh vien 1999"),
        "title, no such word": page(words="không-có-từ-này"),
        "fonds, year and title": page(fonds="H46.7", year=1999, words="lưu trữ"),
        "show by code": lambda: find(engine, some.dossier_code),
        "show by package": lambda: find(engine, some.package_id),
        "show, no such code": lambda: find(engine, "H99"),
        "count": lambda: count_rows(engine),
    }
    server = server_of(engine)
    for question, ask in questions.items():
        ask()
        cpu = cpu_milliseconds(server)
        times = [milliseconds(ask) for _ in range(TIMES)]
        cpu = (cpu_milliseconds(server) - cpu) / TIMES
        slow = "" if cpu < LIMIT_MS else f"  over {LIMIT_MS}"
        print(f"  {question:<28}{cpu:8.1f} /{statistics.median(times):8.1f}{slow}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = milliseconds(lambda: sum(1 for _ in read_rows(engine)))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    read = f"{took / 1000:.1f} s, {name} grew memory by {grown >> 10} MB"
    print(f"  every row and record in turn: {read}")


def server_of(engine: Engine) -> tuple[int, int] | None:
    """The process that answers this connection, and its parent, whose helpers come and go."""
    if engine.dialect.name == "sqlite":
        return None
    with engine.connect() as connection:
        backend = int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
    return backend, int(stat_of(backend)[1])


def cpu_milliseconds(server: tuple[int, int] | None) -> float:
    """What this process and the server have used so far; the server counts in hundredths."""
    own = time.process_time() * 1000
    if server is None:
        return own
    backend, parent = map(stat_of, server)
    # proc(5): user and system time of the process, and of its children that ended.
    ticks = sum(map(int, (*backend[11:13], *parent[13:15])))
    return own + ticks * 1000 / os.sysconf("SC_CLK_TCK")


def stat_of(pid: int) -> list[str]:
    """The fields of a process behind its name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def milliseconds(ask: Callable[[], object]) -> float:
    """How long one question takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
