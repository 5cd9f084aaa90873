"""One policy decides what is shown, handed out and found, and the catalogue has its word."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from archive_store import find
from archive_store.vault.catalogue.rows import clear, save
from flows.archive import Archive
from flows.disposing.holds import find_codes
from flows.keeping.cataloguing import read_entry
from flows.keeping.indexing import index_dossiers, pages_of_dossier
from flows.looking.permission import require_whole, seen_part
from flows.looking.show import show_record
from metadata.record import read_record, write_record
from metadata.review import open_points
from records.access import ARCHIVIST, PUBLIC_READER, READERS, AccessLevel, Reader
from records.dossier import Dossier
from records.errors import RefusedError
from records.hit import Question
from records.package import CatalogueRow

DATABASES = ("sqlite",)
PUBLIC, CONDITIONAL, SECRET = AccessLevel
NOBODY = Reader(name="nobody", grants=frozenset())


@pytest.fixture
def row(home: Any) -> CatalogueRow:
    code = home.batch.dossiers[0].code
    found = find(home.archive.engine, code)
    assert found is not None
    return found


def modes(dossier: Dossier, whole: str, *own: str) -> Dossier:
    documents = tuple(
        replace(document, access=mode)
        for document, mode in zip(dossier.documents, own, strict=True)
    )
    return replace(dossier, access=whole, documents=documents)


@pytest.mark.parametrize(
    ("whole", "own", "levels"),
    [
        ("01", ("01", "01"), (PUBLIC, PUBLIC)),
        ("02", ("01", "02"), (PUBLIC, CONDITIONAL)),
        ("02", ("01", "01"), (CONDITIONAL, CONDITIONAL)),
        ("03", ("01", "02"), (SECRET, SECRET)),
        ("01", ("01", "x"), (PUBLIC, None)),
        ("x", ("01", "02"), (None, None)),
    ],
)
def test_a_document_has_its_own_level_unless_the_dossier_is_meant_as_a_whole(
    row: CatalogueRow, whole: str, own: tuple[str, str], levels: tuple[AccessLevel | None, ...]
) -> None:
    dossier = modes(read_record(row.record), whole, *own)
    assert tuple(map(dossier.access_of, dossier.documents)) == levels


@pytest.mark.parametrize(
    ("whole", "own", "reader", "shown"),
    [
        ("01", ("01", "01"), PUBLIC_READER, 2),
        ("01", ("01", "01"), NOBODY, None),
        ("02", ("01", "02"), PUBLIC_READER, None),
        ("02", ("01", "01"), PUBLIC_READER, None),
        ("02", ("01", "02"), ARCHIVIST, 2),
        ("03", ("02", "03"), ARCHIVIST, 1),
        ("03", ("02", "03"), PUBLIC_READER, None),
        ("03", ("01", "01"), ARCHIVIST, None),
        ("03", ("03", "03"), ARCHIVIST, None),
        ("01", ("01", "x"), ARCHIVIST, None),
    ],
)
def test_what_of_a_dossier_is_shown(
    row: CatalogueRow, whole: str, own: tuple[str, str], reader: Reader, shown: int | None
) -> None:
    dossier = modes(read_record(row.record), whole, *own)
    if shown is None:
        with pytest.raises(RefusedError) as refused:
            seen_part(dossier, dossier.code, reader)
        assert refused.value.problem.code == "F130"
    else:
        assert len(seen_part(dossier, dossier.code, reader).documents) == shown
    is_whole = shown == len(dossier.documents)
    if not is_whole:
        with pytest.raises(RefusedError):
            require_whole(dossier, reader)
    else:
        require_whole(dossier, reader)


def test_a_secret_document_is_not_shown_by_its_code(row: CatalogueRow) -> None:
    dossier = modes(read_record(row.record), "03", "01", "03")
    with pytest.raises(RefusedError):
        seen_part(dossier, dossier.documents[1].code, ARCHIVIST)
    public = modes(dossier, "01", "01", "01")
    first = public.documents[0].code
    assert {point.code for point in open_points(dossier)} == {first}
    assert open_points(dossier) == tuple(
        point for point in open_points(public) if point.code == first
    )


def test_show_refuses_the_public_what_is_conditional(home: Any, row: CatalogueRow) -> None:
    for code in (row.dossier_code, row.package_id, f"{row.dossier_code}.0000001"):
        with pytest.raises(RefusedError) as refused:
            show_record(home.archive, code, PUBLIC_READER)
        assert refused.value.problem.code == "F130"
        assert show_record(home.archive, code, ARCHIVIST).hidden == 0


@pytest.fixture
def reclassified(
    home: Any, row: CatalogueRow
) -> Iterator[Callable[[str, tuple[str, ...]], Archive]]:
    """Changes modes in the catalogue only, as when a run was killed before the index followed."""
    index_dossiers(home.archive, (row.dossier_code,))
    stored = home.archive.vault.find(row.package_id)
    assert stored is not None
    entry, record = read_entry(home.archive, stored)

    def change(whole: str, own: tuple[str, ...]) -> Archive:
        dossier = modes(entry.dossier, whole, *own)
        save(home.archive.engine, replace(entry, dossier=dossier), write_record(dossier))
        archive: Archive = home.archive
        return archive

    yield change
    save(home.archive.engine, entry, record)


def found(archive: Archive, reader: Reader) -> set[str]:
    answer = archive.index.search(Question(words="kho"), reader)
    assert answer.total == len(answer.hits) == sum(answer.facets["access"].values())
    return {hit.document_code.rpartition(".")[2] for hit in answer.hits}


def test_search_asks_the_catalogue_before_it_shows_a_page(
    reclassified: Callable[[str, tuple[str, ...]], Archive],
) -> None:
    archive = reclassified("02", ("01", "02"))
    assert found(archive, PUBLIC_READER) == {"0000001"}
    assert found(archive, ARCHIVIST) == {"0000001", "0000002"}
    assert found(reclassified("02", ("02", "02")), PUBLIC_READER) == set()
    assert found(reclassified("03", ("03", "02")), ARCHIVIST) == {"0000002"}
    clear(archive.engine)
    assert {name: found(archive, reader) for name, reader in READERS.items()} == {
        "public": set(), "archivist": set(),
    }  # fmt: skip


def test_the_dossiers_title_is_not_kept_with_a_document_that_more_may_see(
    home: Any, row: CatalogueRow
) -> None:
    first, second = pages_of_dossier(home.archive, row.dossier_code)
    assert (first.access, second.access) == (PUBLIC, CONDITIONAL)
    assert (first.dossier_title, second.dossier_title) == ("", row.title)
    assert row.title not in first.title


def test_a_hold_by_words_takes_dossiers_with_pages_that_have_them_all(
    home: Any, row: CatalogueRow
) -> None:
    index_dossiers(home.archive, (row.dossier_code,))
    assert find_codes(home.archive, (), "mở rộng kho") == (row.dossier_code,)
    assert find_codes(home.archive, (), '"mở rộng kho" năm:2010') == (row.dossier_code,)
    assert find_codes(home.archive, (), "mở rộng kho -kho") == ()
    near = home.archive.index.search(Question(words="mở rộng khoz"), ARCHIVIST)
    assert {hit.is_approximate for hit in near.hits} == {True}
    assert find_codes(home.archive, (), "mở rộng khoz") == ()
