"""Builds, switches and crowds on both engines; kills are real."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from records.access import ARCHIVIST, AccessLevel
from records.errors import RefusedError, SetupError, TransientError
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.verified import digest_of_entries
from tests.search.conftest import Place

MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]
FORK = multiprocessing.get_context("fork")
KILLS = 4


def total(index: SearchIndex, words: str) -> int:
    return index.search(Question(words=words), ARCHIVIST).total


def test_a_rebuild_replaces_everything_and_keeps_one_generation(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    index.add([page("c.1", "cũ"), page("c.2", "đất")])
    index.rebuild(
        dossiers([page("c.2", "đất"), page("d.3", "đất", access=AccessLevel.CONDITIONAL)])
    )
    assert index.page_ids() == {"c.2/0002", "d.3/0002"}
    assert (total(index, "cũ"), total(index, "đất")) == (0, 2)
    assert len(place.generations()) == 1


def test_a_rebuild_gives_the_same_answers(
    index: SearchIndex, page: MakePage, dossiers: Dossiers
) -> None:
    pages = [page(f"c.{n}", "đất " * n + "nhà") for n in range(1, 15)]
    for one in pages:
        index.add([one])
    before = index.search(Question(words="đất nhà"), ARCHIVIST)
    index.rebuild(dossiers(pages))
    after = index.search(Question(words="đất nhà"), ARCHIVIST)
    assert [hit.document_code for hit in after.hits] == [hit.document_code for hit in before.hits]
    assert after.facets == before.facets


def test_a_rebuild_goes_on_from_what_is_durable(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    read: list[str] = []

    def watched(pages: list[IndexedPage], stop: str = "") -> Iterator[IndexedDossier]:
        for dossier in dossiers(pages):
            if dossier.code == stop:
                raise KeyboardInterrupt

            def read_pages(dossier: IndexedDossier = dossier) -> Iterator[IndexedPage]:
                read.append(dossier.code)
                yield from dossier.read_pages()

            yield replace(dossier, read_pages=read_pages)

    index.add([page("z.1", "đất")])
    first = [page("a.1", "gốc"), page("b.1", "xưa"), page("c.1", "bỏ"), page("d.1", "sau")]
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(watched(first, stop="d"), step_pages=1)
    assert index.page_ids() == {"z.1/0002"}
    index.add([page("y.1", "đất")])
    then = [page("a.1", "gốc"), page("b.1", "mới"), page("b.2", "mới"), page("d.1", "sau")]
    index.rebuild(watched(then), step_pages=1)
    assert read == ["a", "b", "c", "b", "d"]
    assert index.page_ids() == {"a.1/0002", "b.1/0002", "b.2/0002", "d.1/0002"}
    assert [total(index, words) for words in ("gốc", "xưa", "mới", "bỏ")] == [1, 0, 2, 0]
    assert not place.holds("xưa")
    assert len(place.generations()) == 1


def test_a_dossier_that_is_removed_is_in_no_build_that_was_broken_off(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    def torn() -> Iterator[IndexedDossier]:
        yield from dossiers([page("c.1", "khobau"), page("d.1", "đất")])
        raise KeyboardInterrupt

    index.add([page("c.1", "khobau"), page("d.1", "đất")])
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(torn(), step_pages=1)
    assert len(place.generations()) == 2
    index.remove_dossier("c")
    assert index.page_ids() == {"d.1/0002"}
    assert not place.holds("khobau")
    assert len(place.generations()) == 1


def test_a_secret_page_ends_a_rebuild(
    index: SearchIndex, page: MakePage, dossiers: Dossiers
) -> None:
    index.add([page("c.1", "đất")])
    with pytest.raises(RefusedError) as refused:
        index.rebuild(dossiers([page("c.1", "đất"), page("c.2", "m", access=AccessLevel.SECRET)]))
    assert refused.value.problem.code == "S001"
    assert index.page_ids() == {"c.1/0002"}


def _rebuild(place: Place, dossiers: list[IndexedDossier]) -> None:
    place.open(lock_seconds=30).rebuild(dossiers, step_pages=20)


def test_a_rebuild_killed_at_any_moment_is_finished_by_the_next(
    page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable
    levels = (AccessLevel.PUBLIC, AccessLevel.CONDITIONAL)
    pages = [page(f"d{n % 40}.{n}", f"đất số {n}", access=levels[n % 2]) for n in range(240)]
    index = place.open(lock_seconds=30, patience_seconds=5)
    index.add([page("z.1", "đất")])
    began = time.monotonic()
    _rebuild(place, dossiers(pages))
    whole = time.monotonic() - began
    for _ in range(KILLS):
        index.rebuild(dossiers([page("z.1", "đất")]))
        child = FORK.Process(target=_rebuild, args=(place, dossiers(pages)))
        child.start()
        time.sleep(chance.uniform(0, whole))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert index.page_ids() in ({"z.1/0002"}, {each.page_id for each in pages})
        _rebuild(place, dossiers(pages))
        assert index.page_ids() == {each.page_id for each in pages}
        assert total(index, "đất số") == len(pages)
        assert len(place.generations()) == 1


@pytest.mark.parametrize("entries", [["a"], ["a", "b", "b"], ["a", "c"]])
def test_a_generation_that_misses_pages_is_not_published(entries: list[str]) -> None:
    with pytest.raises(SetupError) as refused:
        digest_of_entries("g-000001", {"a", "b"}, entries)
    assert refused.value.problem.code == "S004"


def test_a_second_writer_waits_and_then_gives_up(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    other = place.open()

    def busy() -> Iterator[IndexedDossier]:
        with pytest.raises(TransientError) as refused:
            other.add([page("c.2", "đất")])
        assert refused.value.problem.code == "S002"
        assert total(other, "đất") == 1
        yield from dossiers([page("c.1", "đất")])

    index.add([page("c.1", "đất")])
    index.rebuild(busy())
    other.add([page("c.2", "đất")])
    assert total(index, "đất") == 2


def _read_until(place: Place, is_enough: object, told: "multiprocessing.Queue[str]") -> None:
    index = place.open(patience_seconds=10)
    looks = 0
    while not is_enough.is_set():  # type: ignore[attr-defined]  # an event of multiprocessing
        looks += 1
        found = index.search(Question(words="đất"), ARCHIVIST)
        if (found.total, len(found.hits), found.facets["year"]) != (1, 1, {"2010": 1}):
            told.put(f"found {found}")
    told.put("done" if looks else "never looked")


def test_a_reader_never_stumbles_over_writers_and_switches(
    page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    index = place.open(lock_seconds=30, patience_seconds=10)
    index.add([page("c.0", "đất"), page("c.1", "nhà")])
    is_enough, told = FORK.Event(), FORK.Queue()
    readers = [FORK.Process(target=_read_until, args=(place, is_enough, told)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(4):
        index.add([page("c.0", "đất"), page("d.1", "nhà")])
        index.add(
            [page("c.1", "nhà", access=AccessLevel.CONDITIONAL if turn % 2 else AccessLevel.PUBLIC)]
        )
        index.remove_dossier("d")
        index.rebuild(dossiers([page("c.0", "đất"), page("c.1", "nhà")]))
    is_enough.set()
    assert [told.get(timeout=30) for _ in readers] == ["done", "done"]
    for reader in readers:
        reader.join()
        assert reader.exitcode == 0
