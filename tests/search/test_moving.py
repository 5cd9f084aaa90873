"""The index moves from the folder to the database and back, while people read and write."""

import multiprocessing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.access import ARCHIVIST, AccessLevel
from records.errors import SetupError
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.engines import POSTGRES, WHOOSH
from tests.search.access_now import as_indexed
from tests.search.conftest import Place

ENGINES = (POSTGRES,)
MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]
FORK = multiprocessing.get_context("fork")


class Wish:
    """Which engine has the index, in a file that every process reads, as settings are."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.write(WHOOSH)

    def read(self) -> str:
        return self.file.read_text()

    def write(self, engine: str) -> None:
        partial = self.file.with_suffix(".partial")
        partial.write_text(engine)
        partial.replace(self.file)


@pytest.fixture
def wish(tmp_path: Path) -> Wish:
    return Wish(tmp_path / "engine.txt")


def open_index(place: Place, wish: Wish) -> SearchIndex:
    return SearchIndex(
        place.folder, database=place.database(), wanted=wish.read,
        access_now=as_indexed,
        lock_seconds=30, patience_seconds=10,
    )  # fmt: skip


def told(index: SearchIndex) -> tuple[object, ...]:
    answer = index.search(Question(words="đất nhà"), ARCHIVIST)
    return answer.total, answer.facets, sorted(hit.document_code for hit in answer.hits)


def schemas(place: Place) -> list[str]:
    return place.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'luutru_search_%%'")


def test_there_and_back_the_answers_are_the_same(
    page: MakePage, place: Place, wish: Wish, dossiers: Dossiers
) -> None:
    levels = (AccessLevel.PUBLIC, AccessLevel.CONDITIONAL)
    pages = [page(f"d{n}.1", "đất nhà", access=levels[n % 2]) for n in range(6)]
    index = open_index(place, wish)
    index.add(pages)
    before = told(index)
    index.rebuild(dossiers(pages), to=POSTGRES, name_engine=wish.write)
    assert (wish.read(), told(index)) == (POSTGRES, before)
    assert [path.name for path in place.folder.iterdir() if path.name.startswith("g-")] == []
    assert len(schemas(place)) == 2
    index.add([page("new.1", "khobau")])
    index.rebuild(dossiers(pages), to=WHOOSH, name_engine=wish.write)
    assert (wish.read(), told(index), schemas(place)) == (WHOOSH, before, [])
    assert not place.holds("khobau")


def test_a_move_that_is_broken_off_leaves_the_index_where_it_was(
    page: MakePage, place: Place, wish: Wish, dossiers: Dossiers
) -> None:
    def killed(_: str) -> None:
        raise KeyboardInterrupt

    index = open_index(place, wish)
    pages = [page("c.1", "đất nhà"), page("k.1", "khobau")]
    index.add(pages)
    before = told(index)
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(dossiers(pages), to=POSTGRES, name_engine=killed)
    assert (told(index), len(schemas(place))) == (before, 2)
    index.remove_dossier("k")
    assert (told(index), schemas(place)) == (before, [])
    assert not place.holds("khobau")


def test_only_a_postgresql_database_can_have_it(tmp_path: Path, page: MakePage) -> None:
    index = SearchIndex(tmp_path / "index", access_now=as_indexed, wanted=lambda: POSTGRES)
    with pytest.raises(SetupError) as refused:
        index.add([page("c.1", "đất")])
    assert refused.value.problem.code == "S022"


def _read_until(
    place: Place, wish: Wish, is_enough: object, said: "multiprocessing.Queue[str]"
) -> None:
    index, looks = open_index(place, wish), 0
    while not is_enough.is_set():  # type: ignore[attr-defined]  # an event of multiprocessing
        looks += 1
        if (found := index.search(Question(words="đất nhà"), ARCHIVIST)).total != 1:
            said.put(f"found {found}")
    said.put("done" if looks else "never looked")


def test_who_reads_and_writes_meanwhile_follows(
    page: MakePage, place: Place, wish: Wish, dossiers: Dossiers
) -> None:
    index = open_index(place, wish)
    index.add([page("c.1", "đất nhà")])
    is_enough, said = FORK.Event(), FORK.Queue()
    reader = FORK.Process(target=_read_until, args=(place, wish, is_enough, said))
    reader.start()

    def seen(pages: list[IndexedPage], engine: str) -> Iterator[IndexedDossier]:
        # Somebody who adds now waits for the lock of what is about to be left.
        adding = FORK.Process(target=_add, args=(place, wish, page(f"{engine}.1", "mới")))
        adding.start()
        adders.append(adding)
        yield from dossiers(pages)

    adders: list[multiprocessing.process.BaseProcess] = []
    for engine in (POSTGRES, WHOOSH, POSTGRES):
        index.rebuild(seen([page("c.1", "đất nhà")], engine), to=engine, name_engine=wish.write)
        adders[-1].join()
        assert adders[-1].exitcode == 0
        assert index.page_ids() == {"c.1/0002", f"{engine}.1/0002"}
    is_enough.set()
    assert said.get(timeout=30) == "done"
    reader.join()


def _add(place: Place, wish: Wish, page: IndexedPage) -> None:
    open_index(place, wish).add([page])
