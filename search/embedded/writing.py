"""Whoosh, the writing half: creating and changing one index of one access class.

Its own ``update_document`` is never used: an id given twice would stay twice for ever.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.index import EmptyIndexError, create_in, open_dir
from whoosh.writing import LockError

from records.errors import SetupError, TransientError
from records.hit import IndexedPage
from search.embedded.damage import damage_told
from search.embedded.folders import make_durable
from search.embedded.manifest import write_manifest
from search.embedded.merging import left_by_pages, to_merge
from search.embedded.segments import SegmentOfPages, schema


def create_index(folder: Path) -> None:
    """Make an empty index in the empty folder ``folder``."""
    create_in(os.fspath(folder), schema())
    make_durable(folder)
    write_manifest(folder)


def change_index(
    folder: Path,
    pages: Iterable[IndexedPage],
    *,
    remove: Iterable[tuple[str, str]] = (),
    squeeze: bool = False,
) -> None:
    """Take out every entry that has one of the terms ``remove`` and add ``pages``, in one commit.

    ``squeeze`` rewrites what something was taken out of, so that nothing of it is left in the
    files.

    Raises:
        TransientError: another process is writing.
        SetupError: the disk is full or the index is damaged. Whatever was there is still there.
    """
    with _writing(folder) as writer:
        removed = [writer.take_out(field, term) for field, term in remove]
        for page in pages:
            writer.add_page(page)
        writer.finish(left_by_pages if squeeze and any(removed) else to_merge)


def join_segments(folder: Path) -> None:
    """Make one segment of all, for each costs every question some milliseconds.

    Raises:
        TransientError, SetupError: as ``change_index``.
    """
    with _writing(folder) as writer:
        if len(writer.segments) > 1:
            writer.finish(list)


@contextmanager
def _writing(folder: Path) -> Iterator[SegmentOfPages]:
    try:
        with damage_told(folder.name):
            writer = SegmentOfPages(open_dir(os.fspath(folder), schema=schema()))
    except LockError as error:
        raise TransientError("S002", folder.name) from error
    except (FileNotFoundError, EmptyIndexError) as error:
        raise SetupError("S003", folder.name, reason=type(error).__name__) from error
    try:
        with damage_told(folder.name):
            yield writer
    except OSError as error:
        raise SetupError("S006", folder, reason=error.strerror) from error
    finally:
        writer.let_go()
    make_durable(folder)
    write_manifest(folder)
