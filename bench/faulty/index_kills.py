"""SIGKILL at random moments of building the search index, on both engines.

A build is told whole where, before the next run, everybody finds all of the old pages or all of
the new ones and nothing else, and the next run ends with all of the new ones, each once, having
read again no dossier that was durably done.
"""

import os
import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from archive_store.vault.database.engine import open_database
from bench.faulty.tally import Row
from records.access import ARCHIVIST, AccessLevel
from records.hit import IndexedDossier, IndexedPage, Question
from records.page import Line, Word
from records.place import Box
from search import SearchIndex
from search.engines import POSTGRES, WHOOSH
from tests.postgres_server import running_server
from tests.search.access_now import as_indexed

PAGES, DOSSIERS, STEP = 600, 60, 50
LEVELS = (AccessLevel.PUBLIC, AccessLevel.CONDITIONAL)
WORDS = ("quyết", "định", "về", "việc", "giao", "đất", "tại", "xã")


def kill_builds(scratch: Path, tries: int, seed: int) -> Iterator[Row]:
    """Kill builds of the index in a folder, and of the index in a PostgreSQL server of our own."""
    with running_server() as server:
        server.ask(f"CREATE DATABASE indexes OWNER {server.role}")
        for engine in (WHOOSH, POSTGRES):
            address = server.address("indexes") if engine == POSTGRES else None
            # A name of its own for each sitting, that starts from nothing.
            folder = scratch / f"{engine}-{seed}"
            yield _kill(partial(_open, engine, folder, address), engine, tries, seed)


def _kill(open_index: partial[SearchIndex], engine: str, tries: int, seed: int) -> Row:
    row = Row(fault=f"SIGKILL at random: building the index ({engine})")
    chance = random.Random(seed)  # noqa: S311 - repeatable
    old, new = tuple(_pages("cu", 20)), tuple(_pages("moi", PAGES))
    index, noted = open_index(), Path(f"{open_index.args[1]}.read")
    began = time.monotonic()
    index.rebuild(_dossiers(new, noted), step_pages=STEP)
    seconds = time.monotonic() - began
    for number in range(tries):
        index.rebuild(_dossiers(old, noted))
        noted.write_text("")
        killed = _build_and_kill(open_index, new, noted, chance.uniform(0, 1.1) * seconds)
        wrong = _differs(index, (old, new))
        # One that was killed behind its switch is through, and the next begins anew.
        killed = killed and bool(_differs(index, (new,)))
        read_before = noted.read_text().split()
        index.rebuild(_dossiers(new, noted), step_pages=STEP)
        wrong += _differs(index, (new,))
        again = len(noted.read_text().split()) - max(len(read_before), DOSSIERS)
        # What was read and not yet durable is read again: two steps at most.
        wrong += [f"{again} dossiers read again"] if killed and again > _most_again() else []
        row.count([f"try {number}, killed {killed}: {each}" for each in wrong])
    return row


def _most_again() -> int:
    return 2 * STEP * DOSSIERS // PAGES


def _build_and_kill(
    open_index: partial[SearchIndex], pages: tuple[IndexedPage, ...], noted: Path, seconds: float
) -> bool:
    child = os.fork()
    if not child:
        open_index().rebuild(_dossiers(pages, noted), step_pages=STEP)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _differs(index: SearchIndex, states: tuple[tuple[IndexedPage, ...], ...]) -> list[str]:
    held, damaged = index.examine()
    ids = sorted(key for level in held.values() for key in level.elements())
    found = index.search(Question(words="giao đất"), ARCHIVIST).total
    wanted = [sorted(page.page_id for page in state) for state in states]
    wrong = [f"damaged {damaged}"] if damaged else []
    if ids not in wanted or found != len(ids):
        wrong.append(f"{len(ids)} pages, {found} found, wanted {[len(each) for each in wanted]}")
    return wrong


def _open(engine: str, folder: Path, address: str | None) -> SearchIndex:
    database = None if address is None else open_database(address)
    return SearchIndex(folder, access_now=as_indexed, database=database, wanted=lambda: engine)


def _dossiers(pages: tuple[IndexedPage, ...], noted: Path) -> Iterator[IndexedDossier]:
    for code in dict.fromkeys(page.dossier_code for page in pages):
        those = [page for page in pages if page.dossier_code == code]
        yield IndexedDossier(code=code, fingerprint="1", read_pages=partial(_read, those, noted))


def _read(pages: list[IndexedPage], noted: Path) -> list[IndexedPage]:
    with noted.open("a") as stream:
        stream.write(f"{pages[0].dossier_code}\n")
    return pages


def _pages(prefix: str, count: int) -> Iterator[IndexedPage]:
    chance = random.Random(count)  # noqa: S311 - repeatable
    for number in range(count):
        words = ["giao", "đất", *chance.choices(WORDS, k=200)]
        line = tuple(Word(text=each, box=Box(0, 0, 9, 9), confidence=0.9) for each in words)
        code = f"{prefix}.{number % DOSSIERS:03d}"
        yield IndexedPage(
            package_id="p", dossier_code=code, document_code=f"{code}.{number:07d}", page=1,
            title="Về việc", document_type=None, notation=None, year=2010, fonds="Phông",
            access=LEVELS[number % 2], confidence=0.9,
            lines=(Line(words=line, box=Box(0, 0, 9, 9)),),
        )  # fmt: skip
