"""Asking 100,000 pages: the product beside SQLite FTS5 and tantivy, the same questions, one run.

``python bench/search.py [--pages N] [--only NAME...] [--each N]``: builds every index anew and
asks ``each`` questions of every kind. Told are milliseconds of CPU, of this process and of the
database's server together: median and 95th percentile. tantivy is no part of the product and is
left out where it is not installed.

``--clients N`` asks PostgreSQL from N processes at once: CPU of client and its server process,
and by the clock. ``--growth N N N`` does so with one index at several sizes, the smallest first.
"""

import argparse
import contextlib
import importlib.util
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import Engine

from archive_store import open_database
from bench.catalogue import own_server, stat_of
from bench.searching.contenders import Contender, Fts5, Generating, Ours, Tantivy
from bench.searching.corpus import PAGES_PER_DOSSIER, Corpus
from bench.searching.growth import reopen, sizes_of
from bench.searching.questions import Asked, narrowed, questions
from records.errors import RefusedError

NEW_PAGES = 50
WHOOSH, POSTGRES = "whoosh", "postgres"
NAMES = (WHOOSH, POSTGRES, "fts5", "tantivy")
LIMIT_MS = {"rare": 20.0}
"""Of an engine in the folder, asked by one person at a time."""
USUAL_LIMIT_MS = 250.0


def main() -> None:
    """Build, ask, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=NAMES, default=NAMES)
    parser.add_argument("--growth", type=int, nargs="+", default=())
    told = parser.parse_args()
    if told.growth:
        grow(sorted(told.growth), told.each, told.clients)
        return
    corpus = Corpus(told.pages - told.pages % PAGES_PER_DOSSIER)
    asked = questions(corpus, told.each)
    for name in told.only:
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            if name == "tantivy" and importlib.util.find_spec("tantivy") is None:
                print("tantivy: not installed, left out")
                continue
            make, server = opener(name, Path(folder), stack)
            measure(name, make(), corpus, asked, server)
            if name == POSTGRES and told.clients > 1:
                crowd(make, told.clients, asked)


def opener(
    name: str, folder: Path, stack: contextlib.ExitStack
) -> tuple[Callable[[], Contender], int | None]:
    """How to open a contender, and the process of its server where it has one."""
    if name == POSTGRES:
        address = stack.enter_context(own_server())
        engine = open_database(address)
        with engine.connect() as connection:
            backend = int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
        stack.callback(engine.dispose)
        make = partial(postgres, folder, address)
        return make, int(stat_of(backend)[1])
    if name == WHOOSH:
        return partial(Ours, folder / "index", WHOOSH), None
    return (
        partial(Fts5, folder / "a.db") if name == "fts5" else partial(Tantivy, folder / "a")
    ), None


def postgres(folder: Path, address: str) -> Contender:
    """The product on the server, with connections of its own."""
    return Ours(folder / "index", POSTGRES, open_database(address))


def grow(sizes: list[int], each: int, clients: int) -> None:
    """The product on PostgreSQL at several sizes."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        make, server = opener(POSTGRES, Path(folder), stack)
        made = make()
        database: Engine = made.database  # type: ignore[attr-defined]  # it has one
        before = 0
        for size in sizes:
            corpus = Corpus(size - size % PAGES_PER_DOSSIER)
            reopen(database, corpus.fingerprint)
            build(POSTGRES, made, corpus, server, before)
            before = corpus.pages
            told = (f"{name} {size >> 20}" for name, size in sorted(sizes_of(database).items()))
            print(f"  MB: {', '.join(told)}")
            crowd(make, clients, questions(corpus, each) + narrowed(corpus, each))
        add(made, server)


def build(name: str, made: Contender, corpus: Corpus, server: int | None, before: int = 0) -> None:
    """Index a corpus, of which ``before`` pages are there; the making of pages is not charged."""
    clock = partial(cpu, server)
    watched, began, wall = Generating(corpus, clock), clock(), time.monotonic()
    made.build(watched)  # type: ignore[arg-type]  # it has what a corpus is asked for
    took, wall = clock() - began - watched.seconds, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    rate = (corpus.pages - before) / took
    print(
        f"{name}: {corpus.pages} pages, {took:.0f} s CPU, {rate:.0f} a second, "
        f"{wall:.0f} s by the clock with making them, peak {peak} MB",
        flush=True,
    )


def add(made: Contender, server: int | None) -> None:
    """More pages, as they come at the end of a batch."""
    clock = partial(cpu, server)
    more = Corpus(2 * PAGES_PER_DOSSIER, seed=8)
    codes = enumerate(("H99.01.01.000001", "H99.01.01.000002"))
    pages = [page for number, code in codes for page in more.dossier(number, code)][:NEW_PAGES]
    wall, began = time.monotonic(), clock()
    made.add(pages)
    took, wall = clock() - began, time.monotonic() - wall
    print(f"  {len(pages)} new pages: {took:.2f} s CPU, {wall:.2f} s by the clock")


def measure(
    name: str, made: Contender, corpus: Corpus, asked: list[Asked], server: int | None
) -> None:
    """One contender, alone."""
    build(name, made, corpus, server)
    add(made, server)
    made.ask(asked[0])
    clock = partial(cpu_of, list(_children(server)) if server else [])
    times: dict[str, list[float]] = defaultdict(list)
    totals: dict[str, list[int]] = defaultdict(list)
    for each in asked:
        began = clock()
        totals[each.kind].append(made.ask(each))
        times[each.kind].append((clock() - began) * 1000)
    for kind, took_ms in times.items():
        pages = f"  ({statistics.median(totals[kind]):.0f} pages)"
        table_row(kind, took_ms, LIMIT_MS.get(kind, USUAL_LIMIT_MS), pages)


def table_row(kind: str, took_ms: list[float], limit: float, pages: str = "") -> None:
    """One kind of question."""
    p50, p95 = statistics.median(took_ms), statistics.quantiles(took_ms, n=20)[-1]
    over = "" if p95 <= limit else f"  over {limit:.0f}"
    print(f"  {kind:<12} p50 {p50:7.1f}  p95 {p95:7.1f} ms{pages}{over}", flush=True)


def crowd(make: Callable[[], Contender], clients: int, asked: list[Asked]) -> None:
    """Everything asked by several processes at once, each in an order of its own."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(clients) as pool:
        answers = pool.map(partial(_client, make, asked), range(clients))
    times: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for kind, *told_of_one in (each for answer in answers for each in answer):
        times[kind].append(tuple(told_of_one))
    print(f"  {clients} clients at once, CPU of a question, and by the clock:")
    for kind, told in times.items():
        table_row(kind, [own for own, _, _ in told], USUAL_LIMIT_MS)
        walls, stopped = [wall for _, wall, _ in told], sum(each for _, _, each in told)
        told_walls = statistics.median(walls), statistics.quantiles(walls, n=20)[-1]
        print("  {:<12} by the clock p50 {:7.1f}  p95 {:7.1f} ms".format("", *told_walls), end="")
        print(f"  {stopped} of {len(told)} stopped (S020)" if stopped else "", flush=True)


def _client(make: Callable[[], Contender], asked: list[Asked], number: int) -> list[Any]:
    made = make()
    made.ask(asked[0])
    mine = asked[number:] + asked[:number]
    server = _own_backends(made)
    told = []
    for each in mine:
        own, wall, refused = cpu_of(server), time.monotonic(), 0
        try:
            made.ask(each)
        except RefusedError:
            refused = 1
        took = (cpu_of(server) - own) * 1000
        told.append((each.kind, took, (time.monotonic() - wall) * 1000, refused))
    return told


def _own_backends(made: Contender) -> list[int]:
    engine = made.database  # type: ignore[attr-defined]  # only ours is asked in a crowd
    with engine.connect() as connection:
        return [int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())]


def cpu(server: int | None) -> float:
    """Seconds of this process and of a server's processes, also of those that have ended."""
    if server is None:
        return cpu_of([])
    ended = sum(map(int, stat_of(server)[13:15])) / os.sysconf("SC_CLK_TCK")
    return ended + cpu_of(list(_children(server)))


def cpu_of(processes: list[int]) -> float:
    """Seconds of this process and of others; schedstat counts nanoseconds, see proc(5)."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    kept = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = own.ru_utime + own.ru_stime + kept.ru_utime + kept.ru_stime
    for process in processes:
        with contextlib.suppress(OSError):
            spent += int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    return spent


def _children(parent: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ProcessLookupError):
                if int(stat_of(int(folder.name))[1]) == parent:
                    yield int(folder.name)


if __name__ == "__main__":
    main()
