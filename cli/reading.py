"""Reads a single scan for the commands that need no archive."""

from pathlib import Path

from cli.progress import progress_bar
from ocr import OcrOptions, PageReader
from records.digest import sha256_of
from records.page import RecognizedPage, ScannedPage
from records.report import Progress, Stage


def read_scan(file: Path, work: Path) -> tuple[RecognizedPage, ...]:
    """Every page of ``file``, read one after the other; pictures and ALTO are left in ``work``.

    Raises:
        InputError: the file is not a scan, or one of its pages cannot be decoded.
    """
    digest = sha256_of(file)
    read: list[RecognizedPage] = []
    with progress_bar() as watch, PageReader(OcrOptions(), work / "temporary") as reader:
        count = reader.count_pages(file)
        for number in range(1, count + 1):
            watch(Progress(stage=Stage.READING, done=number - 1, total=count))
            page = ScannedPage(file=file, file_sha256=digest, number=number)
            read.append(reader.read(page, work / f"{number:04d}"))
    return tuple(read)
