"""Reads a chunk of a batch's pages in one confined child; a page that fails is noted and left.

A file with a page that looks secret is kept apart here, before any later stage sees it.
"""

import contextlib
import copy
import itertools
import json
import threading
from collections.abc import Iterator

from flows.archive import Archive
from flows.taking_in.batches import PageInHand
from flows.taking_in.secrecy import is_kept_apart, keep_apart
from ocr import PageReader
from records.errors import InputError, pack_error, unpack_error
from records.page import RecognizedPage

_stopping = threading.Event()
_tally = itertools.count()
_readers: set[PageReader] = set()


def read_chunk(archive: Archive, pages: tuple[PageInHand, ...]) -> int:
    """Read each page unless its result is there already; returns how many could not be read.

    Raises:
        KeyboardInterrupt: ``stop_reading`` was called.
    """
    failed = 0
    with PageReader(archive.ocr_options, archive.work / "temporary") as reader, _known(reader):
        for page in pages:
            if _stopping.is_set():
                raise KeyboardInterrupt
            failed += not _read(archive, reader, page)
            next(_tally)
    return failed


def pages_tried() -> int:
    """How many pages this process has read, or given up, so far."""
    return next(copy.copy(_tally))


def recognised(archive: Archive, page: PageInHand) -> RecognizedPage:
    """The result of a page that has been read.

    Raises:
        InputError: why it could not be read.
    """
    if page.failure.exists():
        raise unpack_error(json.loads(page.failure.read_bytes()))
    # Its step is done, so no child is started.
    with PageReader(archive.ocr_options, page.folder) as reader:
        return reader.read(page.scanned, page.folder)


def stop_reading() -> None:
    """Stop every page being read in this process, from any thread."""
    _stopping.set()
    for reader in tuple(_readers):
        reader.stop()


@contextlib.contextmanager
def _known(reader: PageReader) -> Iterator[None]:
    _readers.add(reader)
    try:
        yield
    finally:
        _readers.discard(reader)


def _read(archive: Archive, reader: PageReader, page: PageInHand) -> bool:
    if is_kept_apart(archive, page):
        return False
    page.folder.mkdir(parents=True, exist_ok=True)
    try:
        read = reader.read(page.scanned, page.folder)
    except InputError as error:
        if not _stopping.is_set():
            page.failure.write_text(json.dumps(pack_error(error)), encoding="utf-8")
        return False
    if keep_apart(archive, page, read):
        return False
    page.failure.unlink(missing_ok=True)
    return True
