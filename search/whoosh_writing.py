"""Whoosh, the writing half: schema, creating, opening, changing one index of one access class.

Only this module and ``whoosh_asking`` know Whoosh; they are two because the writer's defects and
the query tree have nothing in common. Its own ``update_document`` is never used: an id given twice
would stay twice for ever.
"""

import contextlib
import os
import pickle
import struct
from collections.abc import Iterable
from pathlib import Path

from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.index import EmptyIndexError, IndexVersionError, create_in, open_dir
from whoosh.reading import IndexReader
from whoosh.writing import LockError, SegmentWriter

from records.errors import SetupError, TransientError
from records.hit import IndexedPage
from records.vietnamese import single_spaced
from search.entry import pack, terms_of
from search.query import filter_key

MEMORY_MB = 128
_DAMAGE = (IndexVersionError, pickle.UnpicklingError, struct.error, EOFError)


def create_index(folder: Path) -> None:
    """Make an empty index in the new folder ``folder``; nobody but the archive may read it."""
    folder.mkdir(mode=0o700)
    create_in(os.fspath(folder), _schema())
    _make_durable(folder)


def open_reader(folder: Path) -> IndexReader:
    """Open the index with our own schema, so that the pickled one is never read.

    Raises:
        FileNotFoundError: a commit or a switch ran at the same moment; open it again.
        SetupError: the index is damaged.
    """
    try:
        return open_dir(os.fspath(folder), schema=_schema()).reader()
    except EmptyIndexError as error:
        raise FileNotFoundError(folder) from error
    except _DAMAGE as error:
        raise SetupError("S003", folder.name, reason=type(error).__name__) from error


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
        writer = open_dir(os.fspath(folder), schema=_schema()).writer(limitmb=MEMORY_MB)
    except LockError as error:
        raise TransientError("S002", folder.name) from error
    except (FileNotFoundError, EmptyIndexError, *_DAMAGE) as error:
        raise SetupError("S003", folder.name, reason=type(error).__name__) from error
    try:
        _commit(writer, remove, pages, squeeze=squeeze)
    except OSError as error:
        raise SetupError("S006", folder.name, reason=error.strerror) from error
    finally:
        _let_go(writer)
    _make_durable(folder)


def _schema() -> Schema:
    terms = TEXT(analyzer=RegexTokenizer(r"\S+"), phrase=False)
    kept, key = ID(stored=True), ID()
    facet = ID(stored=True, sortable=True)
    return Schema(
        id=ID(stored=True, sortable=True), dossier=kept, document=kept, access=facet,
        fonds=facet, fonds_key=key, year=facet, type=facet, type_key=key,
        exact=terms, fold=terms, pairs=terms, codes=terms,
        page=STORED, title=STORED, content=STORED,
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
    kind = single_spaced(page.document_type or "")
    return {
        "id": page.page_id, "dossier": page.dossier_code, "document": page.document_code,
        "access": page.access.value, "page": page.page, "title": page.title, "content": pack(page),
        "fonds": single_spaced(page.fonds), "fonds_key": filter_key(page.fonds),
        "type": kind, "type_key": filter_key(kind),
        "year": "" if page.year is None else f"{page.year:04d}",
        "exact": terms.exact, "fold": terms.fold, "pairs": terms.pairs, "codes": terms.codes,
    }  # fmt: skip


def _make_durable(folder: Path) -> None:
    for path in [*(path for path in folder.iterdir() if path.is_file()), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
