"""What is peculiar to the engine in the database: its limits, its rights, its pointer."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from sqlalchemy.exc import IntegrityError, ProgrammingError

from records.access import ARCHIVIST, AccessLevel
from records.dates import PartialDate
from records.errors import ArchiveError, RefusedError
from records.hit import Answer, IndexedDossier, IndexedPage, Question, Sort
from search import SearchIndex
from search.edits import one_edit_away
from search.engine import MovedError
from search.engines import POSTGRES
from search.entry import terms_of
from search.filters import Filters
from search.parsing import parse
from search.postgresql import marks, postings, ranking, session, sorting
from search.postgresql.bits import Bits
from search.postgresql.engine import PostgresEngine
from search.postgresql.lexemes import LARGEST_VECTOR, folds_of, lexemes_of, quoted, vector_of
from search.postgresql.tables import BLOCK_PAGES
from tests.postgres_server import GUEST, SECRET
from tests.search.access_now import as_indexed
from tests.search.conftest import Place

ENGINES = (POSTGRES,)
MakePage = Callable[..., IndexedPage]
Dossiers = Callable[[list[IndexedPage]], list[IndexedDossier]]


def total(index: SearchIndex, words: str) -> int:
    return index.search(Question(words=words), ARCHIVIST).total


def test_the_tables_of_a_class_take_no_page_of_another(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "đất")])
    (schema,) = place.ask("SELECT schema_name FROM luutru_search.class_index WHERE level = '01'")
    with pytest.raises(IntegrityError):
        place.ask(f"UPDATE {schema}.shown SET access = '02'")  # noqa: S608 - our own name


def test_the_words_of_a_class_are_counted_as_its_pages_are(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "đất đất"), page("d.1", "dat nhà"), page("d.2", "nhà")])
    index.add([page("d.2", "nhà")])
    asked = (
        "SELECT fold || ' ' || pages FROM"
        ' luutru_search_000001_public_{}.word ORDER BY fold COLLATE "C"'
    )
    assert place.ask(asked.format(1)) == [" 3", "dat 2", "nha 2"]
    index.remove_dossier("d")
    assert place.ask(asked.format(2)) == [" 1", "dat 1"]


def test_a_page_larger_than_a_vector_is_found_by_its_first_words(
    index: SearchIndex, page: MakePage
) -> None:
    words = " ".join(f"{n:09d}{'x' * 40}" for n in range(20_000))
    index.add([page("c.1", f"đất {words}")])
    assert total(index, "đất") == 1
    assert len(vector_of(lexemes_of(terms_of(page("c.1", words)))).encode()) < LARGEST_VECTOR


def test_a_lexeme_is_as_long_as_a_server_takes_it() -> None:
    assert len(quoted("đ" * 5000).encode()) <= 2002
    assert quoted("'\\'") == "'''\\\\'''"


def test_folds_are_told_apart_from_every_other_lexeme(page: MakePage) -> None:
    lexemes = lexemes_of(terms_of(page("c.1", "đất nhà đất đất đất theo 12/QĐ-UBND")))
    assert set(folds_of(lexemes)) == {"dat", "nha", "theo", "12", "qd", "ubnd"}
    assert (lexemes["dat"], lexemes["=đất"], lexemes["+dat"], lexemes["dat_nha"]) == (4, 4, 1, 1)
    assert "12-qd-ubnd" in lexemes


def test_one_edit_away_is_what_whoosh_calls_so() -> None:
    found = one_edit_away("quyet")
    assert {"quyt", "quyeet", "quyat", "quyets"} <= found
    assert not found & {"quyet", "tuyet", "uyet", "quety"}


def _ask_often(index: SearchIndex) -> None:
    for _ in range(50):
        total(index, "đất")


def test_a_question_that_takes_too_long_is_stopped_and_told(
    index: SearchIndex, page: MakePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add([page(f"c.{n}", "đất " * 50) for n in range(300)])
    monkeypatch.setitem(session.READING, "statement_timeout", "1")
    with pytest.raises(RefusedError) as refused:
        _ask_often(index)
    assert refused.value.problem.code == "S020"


def test_a_role_that_reads_reads_everything_and_writes_nothing(
    place: Place, page: MakePage, dossiers: Dossiers
) -> None:
    index = SearchIndex(
        place.folder,
        access_now=as_indexed,
        database=place.database(),
        wanted=lambda: POSTGRES,
        readers=GUEST,
    )
    index.add([page("c.1", "đất"), page("d.1", "đất")])
    index.rebuild(dossiers([page("c.1", "đất"), page("d.1", "đất")]))
    index.add([page("c.2", "đất", access=AccessLevel.CONDITIONAL)])
    index.remove_dossier("d")
    assert place.address is not None
    guest = Place(
        engine=POSTGRES,
        folder=place.folder,
        address=place.address.replace("luutru@", f"{GUEST}:{quote(SECRET)}@"),
    )
    assert total(guest.open(), "đất") == 2
    with pytest.raises(ArchiveError) as refused:
        guest.open().add([page("c.3", "đất")])
    assert refused.value.problem.code == "A131"
    for table in ("generation", "class_index", "built"):
        with pytest.raises((ArchiveError, ProgrammingError)):
            guest.ask(f"DELETE FROM luutru_search.{table}")  # noqa: S608 - our own name
    guest.close()


def test_who_only_reads_makes_nothing(index: SearchIndex, place: Place) -> None:
    assert total(index, "đất") == 0
    assert place.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'luutru%%'") == []


def test_the_likeliest_of_very_many_are_ranked(index: SearchIndex, page: MakePage) -> None:
    index.add([page(f"c.{n:04d}", "xã đất") for n in range(700)])
    index.add([page("z.0001", "đất " * 12, title="Đất"), page("z.0002", "đat " * 12)])
    hits = index.search(Question(words="dat", limit=2), ARCHIVIST).hits
    assert {hit.document_code for hit in hits} == {"z.0001", "z.0002"}
    assert total(index, "dat") == 702


@pytest.fixture
def with_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bits from the first page on, in blocks of which there are several."""
    monkeypatch.setattr(postings, "LEAST_PAGES", 1)


def codes(told: Answer) -> list[str]:
    return [hit.document_code for hit in told.hits]


ASKED: tuple[dict[str, object], ...] = (
    {"words": "đất"}, {"words": "đất nhà"}, {"words": '"nhà đất"'}, {"words": "đất hiem"},
    {"words": "12/QĐ-UBND"}, {"words": "đất", "fonds": "Sở"}, {"words": "đất", "year": 2011},
    {"words": "đất", "document_type": "báo cáo", "year": 2010}, {"words": "đất", "fonds": "không"},
    {"words": "ubnd đất"}, {"words": "đất loại:qđ"}, {"words": "đất phông:sở -hiem"},
    {"words": "loại:bc"}, {"words": "đất năm:2010-2011"}, {"words": "nhà đất -nhà"},
    {"words": "nh*"}, {"words": "hi* đất"}, {"words": "hi*"}, {"words": "ngày:2/2010-2011 đất"},
    {"words": "ngày:3/4/2011-2012"}, {"words": "ngày:5/2010-8/2010 đất"}, {"words": "ngày:..2010"},
    {"words": "đất", "sort": Sort.NEWEST}, {"words": "đất", "sort": Sort.OLDEST, "limit": 60},
    {"words": "ngày:2010..", "sort": Sort.NEWEST, "limit": 25}, {"words": "", "year": 2011},
    {"words": "", "fonds": "Sở", "page": 2}, {"words": "hi*", "sort": Sort.OLDEST},
    # Misread, so that their neighbours are counted.
    {"words": "nhaz"}, {"words": "hien"}, {"words": "nhaz", "year": 2011}, {"words": "nhaz hien"},
    {"words": "đất nhaz năm:2010"}, {"words": "nhà đất hiem khongco"}, {"words": "nhà hien đất"},
)  # fmt: skip


@pytest.mark.usefixtures("with_bits")
def test_what_bits_count_is_what_is_there(
    index: SearchIndex,
    page: MakePage,
    place: Place,
    dossiers: Dossiers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def some(dossier: str, count: int) -> list[IndexedPage]:
        kinds = ("Quyết định", "Báo cáo", None)
        return [
            page(
                f"{dossier}.{n}",
                f"nhà đất {'hiem' if n == 1 else ''} 12/QĐ-UBND {n % 2 and 'nhà'}",
                fonds="Sở" if n % 3 else "UBND tỉnh", year=2010 + n % 3, document_type=kinds[n % 3],
                issued=PartialDate(year=2010 + n % 3, month=1 + n % 12, day=9) if n % 4 else None,
            )
            for n in range(count)
        ]  # fmt: skip

    pages = some("a", 40)
    index.rebuild(dossiers(pages))
    assert "dat" in place.ask("SELECT lexeme FROM luutru_search_000001_public_1.common")
    index.add(some("b", 30))
    index.add(some("b", 10))
    index.remove_dossier("a")
    index.add(some("c", 25))
    plain = SearchIndex(place.folder, access_now=as_indexed)
    plain.add([*some("b", 30), *some("c", 25)])
    for asked in ASKED:
        question = Question(**asked)  # type: ignore[arg-type]  # fields of Question
        there, here = index.search(question, ARCHIVIST), plain.search(question, ARCHIVIST)
        assert (there.total, there.facets) == (here.total, here.facets), asked
        if "sort" in asked or not question.words:
            assert codes(there) == codes(here), asked
        # Of very many, the likeliest are picked by bits, too.
        monkeypatch.setattr(ranking, "BLOCK", 3)
        monkeypatch.setattr(sorting, "FEW", 3)
        monkeypatch.setattr(marks, "FEW", 1)
        picked = index.search(question, ARCHIVIST)
        monkeypatch.undo()
        assert (picked.total, picked.facets) == (here.total, here.facets), asked
        assert len(picked.hits) == len(here.hits), asked
        if "sort" in asked or not question.words:
            assert codes(picked) == codes(here), asked


@pytest.mark.usefixtures("with_bits")
def test_a_page_that_is_replaced_at_once_is_counted_as_it_is_now(
    index: SearchIndex, page: MakePage, dossiers: Dossiers
) -> None:
    index.rebuild(dossiers([page(f"a.{n}", "nhà đất", document_type="Báo cáo") for n in range(5)]))
    index.add([page("b.1", "nhà", document_type="Báo cáo")])
    index.add([page("b.1", "đất", document_type="Tờ trình")])
    found = index.search(Question(words="nhà"), ARCHIVIST)
    assert (found.total, found.facets["type"]) == (5, {"Báo cáo": 5})
    assert index.search(Question(words="đất"), ARCHIVIST).facets["type"] == {
        "Báo cáo": 5,
        "Tờ trình": 1,
    }


def test_a_bit_is_at_its_place_in_its_block() -> None:
    bits = Bits()
    bits.set(("a",), [0, 9, BLOCK_PAGES])
    first, second = bits.rows(("lexeme",))
    assert (first["block"], str(first["bits"])[:6], second["block"]) == (0, "x80400", 1)
    assert str(second["bits"]).startswith("x80000")


def test_a_reader_of_an_older_state_is_led_to_no_table_made_since(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    engine = PostgresEngine(place.opened[-1], lock_seconds=5.0)
    public = Filters(level=AccessLevel.PUBLIC)

    def look_late() -> None:
        with engine.reading() as live:
            # Each time a page leaves the public class its tables are made anew.
            for level in (AccessLevel.CONDITIONAL, AccessLevel.PUBLIC, AccessLevel.CONDITIONAL):
                index.add([page("c.1", "đất", access=level)])
            assert live is not None
            live.of(AccessLevel.PUBLIC).find(parse("đất"), public, Sort.RELEVANCE, 1)

    index.add([page("c.0", "đất"), page("c.1", "đất")])
    with pytest.raises(MovedError):
        look_late()
    assert total(index, "đất") == 2
