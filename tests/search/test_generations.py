import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from records.access import ARCHIVIST, AccessLevel
from records.errors import SetupError, TransientError
from records.hit import IndexedPage, Question
from search import SearchIndex
from search.generations import begin_generation, publish_generation

MakePage = Callable[..., IndexedPage]


def total(index: SearchIndex, words: str) -> int:
    return index.search(Question(words=words), ARCHIVIST).total


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "index").glob("g-*"))


def test_a_rebuild_replaces_everything_and_keeps_one_generation(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.1", "cũ"), page("c.2", "đất")])
    index.rebuild([page("c.2", "đất"), page("c.3", "đất", access=AccessLevel.CONDITIONAL)])
    assert index.page_ids() == {"c.2/0002", "c.3/0002"}
    assert (total(index, "cũ"), total(index, "đất")) == (0, 2)
    assert generations(tmp_path) == ["g-000002"]


def test_a_rebuild_gives_the_same_answers(index: SearchIndex, page: MakePage) -> None:
    pages = [page(f"c.{n}", "đất " * n + "nhà") for n in range(1, 15)]
    for one in pages:
        index.add([one])
    before = index.search(Question(words="đất nhà"), ARCHIVIST)
    index.rebuild(pages)
    after = index.search(Question(words="đất nhà"), ARCHIVIST)
    assert [hit.document_code for hit in after.hits] == [hit.document_code for hit in before.hits]
    assert after.facets == before.facets


def test_a_rebuild_that_breaks_leaves_the_live_generation(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    def torn() -> Iterator[IndexedPage]:
        yield page("c.2", "mới")
        raise KeyboardInterrupt

    index.add([page("c.1", "đất")])
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(torn())
    assert index.page_ids() == {"c.1/0002"}
    index.rebuild([page("c.2", "mới")])
    assert index.page_ids() == {"c.2/0002"}
    assert len(generations(tmp_path)) == 1


def _die_while_building(folder: Path, pages: list[IndexedPage]) -> None:
    def fatal() -> Iterator[IndexedPage]:
        yield from pages
        os.kill(os.getpid(), signal.SIGKILL)

    SearchIndex(folder).rebuild(fatal())


def test_a_build_that_was_killed_is_ignored(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.1", "đất")])
    pages = [page("c.2", "mới")]
    child = multiprocessing.get_context("fork").Process(
        target=_die_while_building, args=(tmp_path / "index", pages)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert generations(tmp_path) == ["g-000001", "g-000002"]
    assert index.page_ids() == {"c.1/0002"}
    index.add([page("c.3", "đất")])
    assert total(index, "đất") == 2


@pytest.mark.parametrize("entries", [["a"], ["a", "b", "b"], ["a", "c"]])
def test_a_generation_that_misses_pages_is_not_published(
    tmp_path: Path, entries: list[str]
) -> None:
    generation = begin_generation(tmp_path)
    with pytest.raises(SetupError) as refused:
        publish_generation(generation, expected={"a", "b"}, entries=entries)
    assert refused.value.problem.code == "S004"
    assert not (tmp_path / "CURRENT").exists()


def test_a_second_writer_waits_and_then_gives_up(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.1", "đất")])
    with FileLock(tmp_path / "index" / "writing.lock"):
        with pytest.raises(TransientError) as refused:
            index.add([page("c.2", "đất")])
        assert total(index, "đất") == 1
    assert refused.value.problem.code == "S002"
    index.add([page("c.2", "đất")])
    assert total(index, "đất") == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_a_full_disk_leaves_the_pages_that_were_there(index: SearchIndex, page: MakePage) -> None:
    index.add([page("c.1", "đất")])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(SetupError) as refused:
            index.add([page(f"d.{n}", "đất " * 200) for n in range(20)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refused.value.problem.code == "S006"
    assert index.page_ids() == {"c.1/0002"}
    index.add([page("c.2", "đất")])
    assert total(index, "đất") == 2


@pytest.mark.parametrize("content", ["", "../x", "g-000009"])
def test_a_pointer_that_leads_nowhere_is_reported(
    index: SearchIndex, page: MakePage, tmp_path: Path, content: str
) -> None:
    index.add([page("c.1", "đất")])
    (tmp_path / "index" / "CURRENT").write_text(content)
    with pytest.raises(SetupError) as refused:
        total(index, "đất")
    assert refused.value.problem.code == "S003"
    index.rebuild([page("c.1", "đất")])
    assert total(index, "đất") == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_a_torn_table_of_contents_is_reported(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.1", "đất")])
    for contents in tmp_path.glob("index/g-*/public/*.toc"):
        contents.write_bytes(contents.read_bytes()[:20])
    with pytest.raises(SetupError) as refused:
        total(index, "đất")
    assert refused.value.problem.code == "S003"


def _read_for_a_while(folder: Path, seconds: float, failures: "multiprocessing.Queue[str]") -> None:
    index = SearchIndex(folder)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = index.search(Question(words="đất"), ARCHIVIST).total
        if found < 1:
            failures.put(f"found {found}")
    failures.put("done")


def test_a_reader_never_stumbles_over_writers_and_switches(
    index: SearchIndex, page: MakePage, tmp_path: Path
) -> None:
    index.add([page("c.0", "đất")])
    fork = multiprocessing.get_context("fork")
    failures = fork.Queue()
    reader = fork.Process(target=_read_for_a_while, args=(tmp_path / "index", 2.0, failures))
    reader.start()
    while reader.is_alive():
        index.add([page("c.1", "đất")])
        index.rebuild([page("c.0", "đất")])
    reader.join()
    assert (reader.exitcode, failures.get(timeout=5)) == (0, "done")
