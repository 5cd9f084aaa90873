"""The engines that are asked: ours by its front door, and what we might have chosen instead.

FTS5 and tantivy get the same folded syllables and give ten hits with a snippet and the total; ours
gives besides these six facets, the places of the words, and looks at each page's access again.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine

from bench.searching.corpus import Corpus
from bench.searching.questions import Asked
from records.access import ARCHIVIST, AccessLevel
from records.hit import IndexedDossier, IndexedPage, Question
from search import SearchIndex
from search.analyser import syllables
from search.entry import FoundPage

HITS = 10
HEAP_BYTES = 128 << 20


class Contender(Protocol):
    """An engine with an index of its own."""

    def build(self, corpus: Corpus) -> None:
        """Index the whole corpus."""

    def add(self, pages: Sequence[IndexedPage]) -> None:
        """Make more pages searchable."""

    def ask(self, asked: Asked) -> int:
        """Find the first hits with their snippets; how many pages there are in all."""


class Ours:
    """The product, on either of its engines."""

    def __init__(self, folder: Path, engine: str, database: Engine | None = None) -> None:
        self.database = database
        self._index = SearchIndex(
            folder, access_now=_as_indexed, database=database, wanted=lambda: engine
        )

    def build(self, corpus: Corpus) -> None:
        """As ``luutru rebuild index``."""
        self._index.rebuild(corpus.dossiers())

    def add(self, pages: Sequence[IndexedPage]) -> None:
        """As the end of a batch."""
        self._index.add(pages)

    def ask(self, asked: Asked) -> int:
        """As ``luutru search``."""
        question = Question(
            words=asked.words, fonds=asked.fonds, document_type=asked.document_type,
            year=asked.year, sort=asked.sort, limit=HITS,
        )  # fmt: skip
        return self._index.search(question, ARCHIVIST).total


class Fts5:
    """SQLite's own full text index, with the text beside it."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file)
        self._database.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE VIRTUAL TABLE word USING fts5(fold);"
            "CREATE TABLE fact (number INTEGER PRIMARY KEY, fonds TEXT, year INTEGER);"
        )

    def build(self, corpus: Corpus) -> None:
        """One transaction for every dossier."""
        for dossier in corpus.dossiers():
            self.add(tuple(dossier.read_pages()))

    def add(self, pages: Sequence[IndexedPage]) -> None:
        """In one transaction."""
        with self._database:
            for page in pages:
                told = self._database.execute("INSERT INTO word VALUES (?)", (_folded(page),))
                fact = (told.lastrowid, page.fonds, page.year)
                self._database.execute("INSERT INTO fact VALUES (?, ?, ?)", fact)

    def ask(self, asked: Asked) -> int:
        """Ranked by BM25."""
        quoted = [f'"{fold}"' for fold in asked.folds]
        match = " AND ".join(quoted)
        if asked.is_phrase:
            match = f'"{" ".join(asked.folds)}"'
        if asked.is_prefix:
            match += "*"
        joined, values = "", [match]
        if asked.fonds and asked.years:
            joined = " JOIN fact ON number = word.rowid AND fonds = ? AND year BETWEEN ? AND ?"
            values = [asked.fonds, *map(str, asked.years), match]
        hits = (
            f"SELECT snippet(word, 0, '[', ']', '…', 20) FROM word{joined} "  # noqa: S608 - ours
            f"WHERE word MATCH ? ORDER BY bm25(word) LIMIT {HITS}"
        )
        self._database.execute(hits, values).fetchall()
        counted = f"SELECT count(*) FROM word{joined} WHERE word MATCH ?"  # noqa: S608 - ours
        return int(self._database.execute(counted, values).fetchone()[0])


class Tantivy:
    """The engine of other archives, written in Rust."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415 - of the bench only: it may be absent

        self._tantivy = tantivy
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("fold", stored=True, tokenizer_name="whitespace")
        builder.add_text_field("fonds", tokenizer_name="raw")
        builder.add_integer_field("year", indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, corpus: Corpus) -> None:
        """One commit."""
        writer = self._index.writer(HEAP_BYTES, 1)
        for dossier in corpus.dossiers():
            self._write(writer, dossier.read_pages())
        self._commit(writer)

    def add(self, pages: Sequence[IndexedPage]) -> None:
        """One commit."""
        writer = self._index.writer(HEAP_BYTES, 1)
        self._write(writer, pages)
        self._commit(writer)

    def ask(self, asked: Asked) -> int:
        """Ranked by BM25."""
        query = self._query(asked)
        searcher = self._index.searcher()
        found = searcher.search(query, HITS)
        snippets = self._tantivy.SnippetGenerator.create(searcher, query, self._schema, "fold")
        for _, address in found.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return int(found.count)

    def _query(self, asked: Asked) -> Any:
        made, schema = self._tantivy.Query, self._schema
        must = self._tantivy.Occur.Must
        if asked.is_phrase:
            parts = [made.phrase_query(schema, "fold", list(asked.folds))]
        elif asked.is_prefix:
            parts = [made.regex_query(schema, "fold", f"{asked.folds[0]}.*")]
        else:
            parts = [made.term_query(schema, "fold", fold) for fold in asked.folds]
        if asked.fonds and asked.years:
            kind = self._tantivy.FieldType.Integer
            parts.append(made.term_query(schema, "fonds", asked.fonds))
            parts.append(made.range_query(schema, "year", kind, *asked.years))
        return made.boolean_query([(must, part) for part in parts])

    def _write(self, writer: Any, pages: Iterable[IndexedPage]) -> None:
        for page in pages:
            writer.add_document(
                self._tantivy.Document(fold=_folded(page), fonds=page.fonds, year=page.year)
            )

    def _commit(self, writer: Any) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()


class Generating:
    """A corpus that notes how long its pages took to make, which no engine is charged with."""

    def __init__(self, corpus: Corpus, clock: Callable[[], float]) -> None:
        self.corpus, self._clock, self.seconds = corpus, clock, 0.0

    def dossiers(self) -> Iterator[IndexedDossier]:
        """As the corpus."""
        for dossier in self.corpus.dossiers():
            yield replace(dossier, read_pages=partial(self._read, dossier))

    def _read(self, dossier: IndexedDossier) -> tuple[IndexedPage, ...]:
        began = self._clock()
        pages = tuple(dossier.read_pages())
        self.seconds += self._clock() - began
        return pages


def _folded(page: IndexedPage) -> str:
    return " ".join(each.fold for line in page.lines for each in syllables(line.text))


def _as_indexed(pages: Sequence[FoundPage]) -> Mapping[str, AccessLevel | None]:
    return {page.page_id: page.access for page in pages}
