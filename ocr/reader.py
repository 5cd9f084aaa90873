"""Reads pages through one confined child that is kept and reused."""

import os
import shutil
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from ocr.handwriting_model import identify_handwriting
from ocr.options import OcrOptions
from ocr.page_record import page_of
from ocr.step import load_step, save_step, step_name
from ocr.tesseract import identify_engine
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError, TransientError
from records.page import RecognizedPage, ScannedPage

CHILD_MODULE = "ocr.worker"
PAGES_PER_CHILD = 500
"""A fresh child now and then, so that libraries that hoard memory cannot fill the machine."""
BYTES_PER_PIXEL, SMALL_FILE_BYTES = 4, 64 << 20
"""A page between programs is written without compression."""
FAILURES = {"timeout": "O008", "memory": "O009", "crash": "O004"}
MISTOLD = (KeyError, TypeError, ValueError, AttributeError)
"""What a record raises that is none: the child may have been taken over by what it decoded."""


class PageReader:
    """Reads pages in a limited child process; use as a context manager.

    ``temporary`` is where the child works; it is left as it was found, and has to be on the file
    system of the pages' folders.
    """

    def __init__(self, options: OcrOptions, temporary: Path) -> None:
        self._options = options
        self._calls = 0
        self._stopped = False
        limits = Limits(
            call_seconds=options.page_seconds,
            cpu_seconds=options.page_seconds,
            file_bytes=BYTES_PER_PIXEL * options.max_pixels + SMALL_FILE_BYTES,
        )
        self._exchange = temporary / f"reader-{os.getpid()}-{id(self)}"
        self._worker = ConfinedWorker(CHILD_MODULE, limits, self._exchange)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.stop()
        shutil.rmtree(self._exchange, ignore_errors=True)

    def stop(self) -> None:
        """End the child at once, from any thread; a page being read fails as transient."""
        self._stopped = True
        self._worker.stop()

    def count_pages(self, file: Path) -> int:
        """How many pages a PDF, TIFF, JPEG or PNG file has.

        Raises:
            InputError: O001 to O009, the file cannot be opened.
            TransientError: O030, stopped meanwhile.
        """
        limit = self._options.max_pixels
        return int(self._ask(file.name, "count_pages", file=str(file), max_pixels=limit))

    def read(self, page: ScannedPage, folder: Path) -> RecognizedPage:
        """The page with its text; written into ``folder``, or loaded if it was read before.

        Raises:
            InputError: O001 to O009, this page cannot be read.
            SetupError: O020 to O022, a program or its data is missing.
            TransientError: O030, stopped meanwhile.
        """
        engine = identify_engine(self._options.language)
        hand = identify_handwriting()
        name = step_name(page, self._options, f"{engine} {hand}" if hand else engine)
        done = load_step(folder, name)
        if done is not None:
            return done
        folder.mkdir(parents=True, exist_ok=True)
        made = self._exchange / "made"
        made.mkdir(parents=True, exist_ok=True)
        subject = f"{page.file.name}#{page.number}"
        record = self._ask(
            subject, "read_page",
            page={"file": str(page.file), "file_sha256": page.file_sha256, "number": page.number},
            options=asdict(self._options), engine=engine, folder=str(made), name=name,
        )  # fmt: skip
        try:
            recognised = page_of(record, folder)
        except MISTOLD as error:
            raise InputError("O004", subject, detail=str(error)) from error
        _take_over(made, name, folder)
        save_step(recognised, folder, name)
        return recognised

    def _ask(self, subject: str, function: str, **arguments: Any) -> Any:
        if self._stopped:
            raise TransientError("O030", subject)
        self._calls += 1
        if self._calls % PAGES_PER_CHILD == 0:
            self._worker.stop()
        try:
            return self._worker.call(function, **arguments)
        except ConfinedFailure as error:
            # What it was at work on would fill the disk over many failures.
            shutil.rmtree(self._exchange, ignore_errors=True)
            if self._stopped:
                raise TransientError("O030", subject) from error
            seconds = self._options.page_seconds
            raise InputError(
                FAILURES[error.reason], subject, seconds=seconds, detail=error.detail
            ) from error


def _take_over(made: Path, name: str, folder: Path) -> None:
    """Move what the child wrote for a page to the page's folder, where the child cannot write."""
    for file in made.iterdir():
        if file.name.startswith(f"{name}.") and stat.S_ISREG(file.lstat().st_mode):
            file.replace(folder / file.name)
