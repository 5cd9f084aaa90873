"""What Whoosh keeps as arrays, beside plain sets and Whoosh's own way along a list."""

from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from whoosh.index import open_dir
from whoosh.query import And, Or, Term

from records.access import ARCHIVIST
from records.hit import IndexedPage, Question
from search import SearchIndex
from search.edits import one_edit_away
from search.embedded import words
from search.embedded.evaluating import Evaluation
from search.embedded.gathering import GatheredField
from search.embedded.merging import LARGEST_MERGED, MIDDLE, MOST_ALIKE, SMALL, to_merge
from search.embedded.postings import Postings, packed, unpacked
from search.embedded.reading import OpenIndex
from search.embedded.segments import schema
from search.embedded.writing import change_index, create_index, join_segments
from search.engines import WHOOSH
from search.query import Run
from tests.search.conftest import Place

ENGINES = (WHOOSH,)
MakePage = Callable[..., IndexedPage]
SYLLABLES = ("dat", "nha", "xa", "huyen", "tinh", "so")

pages = st.dictionaries(
    st.integers(0, 1 << 31), st.sets(st.integers(0, 1 << 20), min_size=1), min_size=1, max_size=30
)


@given(pages)
def test_a_list_comes_back_as_it_was_packed(placed: dict[int, set[int]]) -> None:
    numbers = sorted(placed)
    counts = [len(placed[number]) for number in numbers]
    places = [place for number in numbers for place in sorted(placed[number])]
    for kept in (places, []):
        told = Postings(*(np.array(part, dtype=np.int64) for part in (numbers, counts, kept)))
        for before, after in zip(told, unpacked(packed(told)), strict=True):
            assert before.tolist() == after.tolist()


@given(st.lists(st.lists(st.lists(st.sampled_from(SYLLABLES), max_size=6), max_size=3), max_size=9))
def test_a_field_is_gathered_as_by_counting(told: list[list[list[str]]]) -> None:
    field, wanted = GatheredField(with_places=True), defaultdict[str, Counter[int]](Counter)
    for page, passages in enumerate(told):
        field.add(page, passages)
        for passage in passages:
            for term in passage:
                wanted[term][page] += 1
    found = {}
    for term, count, total, written in field.lists():
        postings = unpacked(written)
        found[term.decode()] = dict(zip(*(part.tolist() for part in postings[:2]), strict=True))
        assert (count, total) == (len(postings.pages), postings.counts.sum())
        assert len(postings.places) == total
    assert found == wanted
    assert list(found) == sorted(found)


@given(st.dictionaries(st.text("abcđ1", min_size=1, max_size=30), st.integers(1, 99), max_size=60))
def test_a_word_list_knows_neighbours_and_beginnings(counted: dict[str, int]) -> None:
    kept = {word: n for word, n in counted.items() if len(word.encode()) <= words.LONGEST}
    listed = words.read(words.written(sorted((w.encode(), n) for w, n in counted.items())))
    for asked in [*counted][:5]:
        alike = {other: kept[other] for other in one_edit_away(asked) & kept.keys()}
        assert listed.near(asked) == alike
        begun = {word: n for word, n in kept.items() if word.startswith(asked[:2])}
        assert listed.begun(asked[:2], 99) == begun
    most = sorted(kept.values(), reverse=True)[:2]
    for letter in {word[0] for word in kept}:
        assert set(listed.begun(letter, 2).values()) <= set(kept.values())
    assert not kept or max(max(listed.begun(w[0], 1).values()) for w in kept) == most[0]


def test_whoosh_walks_along_our_lists_to_the_same_pages(tmp_path: Path, page: MakePage) -> None:
    chance = Random(5)  # noqa: S311 - repeatable
    create_index(tmp_path)
    for batch in range(3):
        told = [" ".join(chance.choices(SYLLABLES, k=4)) for _ in range(20)]
        change_index(tmp_path, [page(f"c.{batch}{n:02d}", text) for n, text in enumerate(told)])
    change_index(tmp_path, [], remove=[("id", f"c.1{n:02d}/0002") for n in range(7)])
    with open_dir(tmp_path, schema=schema()).searcher() as theirs, OpenIndex(tmp_path) as ours:
        asked = Evaluation(ours)
        for _ in range(40):
            both = chance.sample(SYLLABLES, 2)
            masks = [np.isin(np.arange(ours.size), asked.of_run(Run(folds=(fold,))).pages)
                     for fold in both]  # fmt: skip
            terms = [Term("fold", fold) for fold in both]
            for query, mask in (
                (And(terms), masks[0] & masks[1]),
                (Or(terms), masks[0] | masks[1]),
            ):
                found = set(theirs.docs_for_query(query))
                assert found == set(np.flatnonzero(mask & ours.there).tolist())


def test_a_quotation_of_any_length_is_found_where_it_stands(
    index: SearchIndex, page: MakePage
) -> None:
    chance = Random(6)  # noqa: S311 - repeatable
    texts = [" ".join(chance.choices(SYLLABLES[:3], k=12)) for _ in range(60)]
    index.add([page(f"c.{n:03d}", text[:17], text[18:]) for n, text in enumerate(texts)])
    joined = [f" {text[:17]} {text[18:]} " for text in texts]
    for length in (2, 3, 4, 5):
        for _ in range(10):
            quoted = " ".join(chance.choices(SYLLABLES[:3], k=length))
            answer = index.search(Question(words=f'"{quoted}"'), ARCHIVIST)
            expected = sum(f" {quoted} " in text for text in joined)
            if expected >= 5:
                assert (answer.total, answer.is_exact) == (expected, True)


def test_many_small_segments_become_one_and_nothing_is_lost(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    for number in range(2 * MOST_ALIKE + 3):
        index.add([page(f"c.{number:02d}", f"đất thửa {number}")])
    folder = place.folder / "g-000001" / "public"
    assert len([*folder.glob("*.seg")]) < MOST_ALIKE
    assert len(index.page_ids()) == index.search(Question(words="đất"), ARCHIVIST).total == 19
    (hit,) = index.search(Question(words='"thửa 13"'), ARCHIVIST).hits
    assert hit.document_code == "c.13"
    join_segments(folder)
    assert len([*folder.glob("*.seg")]) == 1
    assert index.search(Question(words='"thửa 13"'), ARCHIVIST).hits == (hit,)


def test_what_is_taken_out_is_rewritten_and_large_segments_stay(
    index: SearchIndex, page: MakePage, place: Place
) -> None:
    index.add([page("c.1", "đất"), page("d.1", "nhà")])
    index.add([page("e.1", "đất")])
    folder = place.folder / "g-000001" / "public"
    untouched = min(folder.glob("*.seg"), key=lambda path: path.stat().st_size)
    index.remove_dossier("d")
    assert untouched.exists()
    assert index.page_ids() == {"c.1/0002", "e.1/0002"}


class _Sized:
    def __init__(self, pages: int) -> None:
        self._pages = pages

    def doc_count(self) -> int:
        return self._pages


def test_merging_never_takes_more_than_people_wait_for() -> None:
    assert to_merge([_Sized(SMALL - 1)] * (MOST_ALIKE - 1)) == []
    assert len(to_merge([_Sized(SMALL - 1)] * MOST_ALIKE)) == MOST_ALIKE
    middling = to_merge([_Sized(MIDDLE - 1)] * MOST_ALIKE)
    assert sum(each.doc_count() for each in middling) <= LARGEST_MERGED
    assert to_merge([_Sized(MIDDLE)] * 50) == []
