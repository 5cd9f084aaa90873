"""Pages made of plain sentences, each word with a box of its own."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.access import AccessLevel
from records.hit import IndexedPage
from records.page import Line, Word
from records.place import Box, around
from search import SearchIndex

MakePage = Callable[..., IndexedPage]


def _line(row: int, sentence: str) -> Line:
    words = tuple(
        Word(text=text, box=Box(50 * at, 30 * row, 50 * at + 40, 30 * row + 20), confidence=0.9)
        for at, text in enumerate(sentence.split())
    )
    return Line(words=words, box=around(tuple(word.box for word in words)))


@pytest.fixture(scope="session")
def page() -> MakePage:
    def make(document: str, *lines: str, **facts: object) -> IndexedPage:
        told: dict[str, object] = {
            "package_id": "p1", "dossier_code": document.rpartition(".")[0] or "hs1", "page": 2,
            "title": "Về việc giao đất", "document_type": "Quyết định", "notation": None,
            "year": 2010, "fonds": "UBND tỉnh", "access": AccessLevel.PUBLIC, "confidence": 0.9,
        }  # fmt: skip
        printed = tuple(_line(row, sentence) for row, sentence in enumerate(lines))
        return IndexedPage(document_code=document, lines=printed, **(told | facts))  # type: ignore[arg-type]  # facts are the fields of IndexedPage

    return make


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return SearchIndex(tmp_path / "index", lock_seconds=0.2, patience_seconds=0.2)


@pytest.fixture
def collected() -> Iterator[None]:
    """Whoosh leaves files open when it fails: let that be warned of within the same test."""
    yield
    gc.collect()
