"""What is peculiar to the engine in a folder: its files, its permissions, and Whoosh's defects."""

import gc
import grp
import os
import pwd
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from whoosh.filedb.filestore import FileStorage

from records.access import ARCHIVIST, AccessLevel
from records.errors import SetupError
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.embedded.writing import change_index
from search.engines import WHOOSH
from tests.search.access_now import as_indexed
from tests.search.conftest import Place

ENGINES = (WHOOSH,)
MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]


def total(index: SearchIndex, words: str) -> int:
    return index.search(Question(words=words), ARCHIVIST).total


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


@pytest.mark.parametrize("content", ["", "../x", "g-000009", "moved"])
def test_a_pointer_that_leads_nowhere_is_reported(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers, content: str
) -> None:
    index.add([page("c.1", "đất")])
    (place.folder / "CURRENT").write_text(content)
    for asked in (lambda: total(index, "đất"), lambda: index.add([page("c.2", "đất")])):
        with pytest.raises(SetupError) as refused:
            asked()
        assert refused.value.problem.code == "S003"
    index.rebuild(dossiers([page("c.1", "đất")]))
    assert total(index, "đất") == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_a_torn_table_of_contents_is_reported(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "đất")])
    for contents in place.folder.glob("g-*/public/*.toc"):
        contents.write_bytes(contents.read_bytes()[:20])
    with pytest.raises(SetupError) as refused:
        total(index, "đất")
    assert refused.value.problem.code == "S003"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_a_torn_journal_and_torn_files_of_a_build_are_begun_anew(
    index: SearchIndex, page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    def torn() -> Iterator[IndexedDossier]:
        yield from dossiers([page("a.1", "đất"), page("b.1", "đất")])
        raise KeyboardInterrupt

    for harm in ("journal", "contents"):
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(torn(), step_pages=1)
        begun = max(place.folder.glob("g-*"))
        if harm == "journal":
            with (begun / "BUILDING.jsonl").open("a") as journal:
                journal.write('\n{"code": "c", "fing')
        else:
            for contents in begun.glob("public/*.toc"):
                contents.write_bytes(b"")
        index.rebuild(dossiers([page("a.1", "đất"), page("b.1", "nhà")]))
        assert (total(index, "đất"), total(index, "nhà")) == (1, 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("collected")
def test_flipped_bytes_never_end_in_a_stack_trace(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page(f"c.{n}", "đất nhà " * 20) for n in range(20)])
    chance = Random(3)  # noqa: S311 - repeatable
    (segment,) = place.folder.glob("g-*/public/*.seg")
    sound, told = segment.read_bytes(), set()
    for _ in range(120):
        harmed = bytearray(sound)
        for _ in range(3):
            harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
        segment.write_bytes(harmed)
        try:
            told.add(f"{len(index.search(Question(words='đất nhà'), ARCHIVIST).hits)} hits")
        except SetupError as error:
            told.add(error.problem.code)
    assert told >= {"10 hits", "S003"}


def test_a_file_that_was_changed_is_told(index: SearchIndex, page: MakePage, place: Place) -> None:
    for number in range(3):
        index.add([page(f"c.{number}", "đất nhà")])
    assert index.examine()[1] == ()
    segment = max(place.folder.glob("g-*/public/*.seg"))
    content = bytearray(segment.read_bytes())
    content[content.index("nhà".encode())] ^= 1
    segment.write_bytes(content)
    assert index.examine()[1] == (f"g-000001/public/{segment.name}",)
    noted = segment.with_name("MANIFEST.sha256").read_text().split()
    assert set(noted[1::2]) == {path.name for path in segment.parent.glob("*.[st][eo][gc]")}


def test_only_we_may_look_into_the_folder(index: SearchIndex, page: MakePage, place: Place) -> None:
    index.add([page("c.1", "đất")])
    folders = [place.folder, *(path for path in place.folder.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_a_group_that_reads_may_read_everything_and_write_nothing(
    page: MakePage, place: Place, dossiers: Dossiers
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may act as another user")
    guest, ours = pwd.getpwnam("nobody").pw_uid, grp.getgrnam("www-data")
    index = SearchIndex(place.folder, access_now=as_indexed, readers=ours.gr_name)
    index.add([page("c.1", "đất")])
    index.rebuild(
        dossiers([page("c.1", "đất"), page("c.2", "đất", access=AccessLevel.CONDITIONAL)])
    )
    index.add([page("c.3", "đất")])
    index.remove_dossier("d")
    paths = [place.folder, *place.folder.rglob("*")]
    assert {path.stat().st_gid for path in paths if path.name != "writing.lock"} == {ours.gr_gid}
    for path in place.folder.parents:
        path.chmod(path.stat().st_mode | 0o001)
    # Everything is loaded before another user looks, who may not read the programs of ours.
    assert total(index, "đất") == 3
    assert SetupError("S003", "x", reason="").problem.code == "S003"
    assert _as_another(place, guest, ours.gr_gid) == "3 False"
    assert _as_another(place, guest, guest) == "PermissionError False"


def _found(place: Place) -> str:
    try:
        found = str(total(place.open(patience_seconds=0.1), "đất"))
    except SetupError as error:
        found = "PermissionError" if "PermissionError" in error.problem.message else str(error)
    paths = [place.folder, *place.folder.rglob("*")]
    return f"{found} {any(os.access(path, os.W_OK) for path in paths)}"


def _as_another(place: Place, user: int, group: int) -> str:
    """What another user finds, and whether anything is open to writing."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)
            os.write(writing, _found(place).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return said


def test_a_page_that_is_there_twice_is_counted_twice(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "đất"), page("c.2", "đất")])
    change_index(place.folder / "g-000001" / "public", [page("c.1", "đất")])
    held, _ = index.examine()
    assert held[AccessLevel.PUBLIC] == {"c.1/0002": 2, "c.2/0002": 1}
    index.add([page("c.1", "đất")])
    assert index.examine()[0][AccessLevel.PUBLIC] == {"c.1/0002": 1, "c.2/0002": 1}


def test_the_analyser_that_whoosh_pickled_is_never_loaded(
    index: SearchIndex, page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> object:
        raise AssertionError

    index.add([page("c.1", "đất")])
    monkeypatch.setattr("whoosh.index.pickle", SimpleNamespace(loads=refuse))
    assert total(index, "đất") == 1


def test_segments_that_cannot_be_mapped_are_read_all_the_same(
    index: SearchIndex, page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [page(f"c.{n}", f"đất {'hiếm ' * (n % 3)}", year=2010 + n % 2) for n in range(9)]
    index.add(pages)
    asked = Question(words="hiem", year=2010)
    mapped = index.search(asked, ARCHIVIST)
    monkeypatch.setattr(FileStorage, "supports_mmap", False)
    assert index.search(asked, ARCHIVIST) == mapped
    assert index.search(Question(words="hiexm"), ARCHIVIST).total == 6
    index.remove_dossier(pages[0].dossier_code)
    index.add(pages)
    assert index.search(asked, ARCHIVIST).total == mapped.total == 3


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_nothing_is_mapped_behind_a_question_or_a_change(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    def mapped() -> list[str]:
        maps = Path("/proc/self/maps").read_text()
        return [line for line in maps.splitlines() if str(place.folder) in line]

    index.add([page("c.1", "đất hiếm"), page("d.1", "đất")])
    for words in ("đất", '"đất hiếm"', "hiexm", "hi*"):
        index.search(Question(words=words), ARCHIVIST)
        assert mapped() == [], words
    index.remove_dossier("d")
    assert mapped() == []
