"""Whoosh, the writing half: schema, creating, opening, changing one index of one access class.

Its own ``update_document`` is never used: an id given twice would stay twice for ever.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema
from whoosh.index import EmptyIndexError, create_in, open_dir
from whoosh.reading import IndexReader
from whoosh.writing import LockError, SegmentWriter

from records.errors import SetupError, TransientError
from records.hit import IndexedPage
from search.embedded.damage import damage_told
from search.embedded.folders import make_durable
from search.embedded.manifest import write_manifest
from search.entry import pack, terms_of
from search.facets import FACETS, facets_of, issued_number

MEMORY_MB = 128


def create_index(folder: Path) -> None:
    """Make an empty index in the empty folder ``folder``."""
    create_in(os.fspath(folder), _schema())
    make_durable(folder)
    write_manifest(folder)


def open_reader(folder: Path) -> IndexReader:
    """Open the index with our own schema, so that the pickled one is never read.

    Raises:
        FileNotFoundError: a commit or a switch ran at the same moment; open it again.
        SetupError: the index is damaged.
    """
    try:
        with damage_told(folder.name):
            return open_dir(os.fspath(folder), schema=_schema()).reader()
    except EmptyIndexError as error:
        raise FileNotFoundError(folder) from error


def change_index(
    folder: Path,
    pages: Iterable[IndexedPage],
    *,
    remove: Iterable[tuple[str, str]] = (),
    squeeze: bool = False,
) -> None:
    """Take out every entry that has one of the terms ``remove`` and add ``pages``, in one commit.

    ``squeeze`` rewrites the index as one segment when something was taken out, so that nothing of
    it is left in the files; that takes as long as building the index.

    Raises:
        TransientError: another process is writing.
        SetupError: the disk is full or the index is damaged. Whatever was there is still there.
    """
    try:
        with damage_told(folder.name):
            writer = open_dir(os.fspath(folder), schema=_schema()).writer(limitmb=MEMORY_MB)
    except LockError as error:
        raise TransientError("S002", folder.name) from error
    except (FileNotFoundError, EmptyIndexError) as error:
        raise SetupError("S003", folder.name, reason=type(error).__name__) from error
    try:
        _commit(writer, remove, pages, squeeze=squeeze)
    except OSError as error:
        raise SetupError("S006", folder, reason=error.strerror) from error
    finally:
        _let_go(writer)
    make_durable(folder)
    write_manifest(folder)


def _schema() -> Schema:
    terms = TEXT(analyzer=RegexTokenizer(r"\S+"), phrase=False)
    kept, facet = ID(stored=True), ID(stored=True, sortable=True)
    return Schema(
        id=ID(stored=True, sortable=True), dossier=kept, document=kept,
        issued=NUMERIC(stored=True, sortable=True),
        exact=terms, fold=terms, pairs=terms, codes=terms, facts=terms,
        page=STORED, title=STORED, dossier_title=STORED, content=STORED,
        **dict.fromkeys(FACETS, facet),
    )  # fmt: skip


def _commit(
    writer: SegmentWriter,
    remove: Iterable[tuple[str, str]],
    pages: Iterable[IndexedPage],
    *,
    squeeze: bool,
) -> None:
    removed = [writer.delete_by_term(field, term) for field, term in remove]
    for page in pages:
        writer.add_document(**_fields(page))
    writer.commit(optimize=squeeze and any(removed))


def _let_go(writer: SegmentWriter) -> None:
    if writer.is_closed:
        return
    # Whoosh keeps its lock for the life of the process when a commit fails.
    with contextlib.suppress(OSError):
        writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()


def _fields(page: IndexedPage) -> dict[str, object]:
    terms = terms_of(page)
    return {
        "id": page.page_id, "dossier": page.dossier_code, "document": page.document_code,
        "page": page.page, "title": page.title, "dossier_title": page.dossier_title,
        "issued": issued_number(page), "content": pack(page),
        "exact": terms.exact, "fold": terms.fold, "pairs": terms.pairs, "codes": terms.codes,
        "facts": terms.facts,
        **facets_of(page),
    }  # fmt: skip
