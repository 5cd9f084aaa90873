"""Reads scans and measures the reading against what is known to be true of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.progress import progress_bar
from cli.truth import TrueScan
from metadata import read_description
from metadata.field_quality import FieldOutcome, Outcome, judge_fields
from ocr import OcrOptions, PageReader
from ocr.quality import PageQuality, Tally, measure_page
from records.digest import sha256_of
from records.errors import InputError
from records.page import RecognizedPage, ScannedPage, Word
from records.problem import Problem, problem
from records.report import Progress, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPage:
    """A page as it was read, and how well; its access page lies where the reader left it.

    ``quality`` is that of the text people get, ``engine`` that of the first reading alone.
    """

    page: RecognizedPage
    quality: PageQuality
    engine: Tally

    @property
    def words(self) -> tuple[Word, ...]:
        """The read words, numbered as ``quality`` numbers them."""
        return _words_of(self.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredScan:
    """A scan with its measured pages, the outcome of its fields, and what went wrong."""

    scan: TrueScan
    pages: tuple[MeasuredPage, ...] = ()
    fields: tuple[FieldOutcome, ...] = ()
    problems: tuple[Problem, ...] = ()


def measure_scans(scans: Sequence[TrueScan], work: Path) -> tuple[MeasuredScan, ...]:
    """Measure one scan after the other; one that cannot be read is told and costs no other."""
    measured = []
    with progress_bar() as watch, PageReader(OcrOptions(), work / "temporary") as reader:
        for number, scan in enumerate(scans):
            watch(Progress(stage=Stage.READING, done=number, total=len(scans)))
            try:
                measured.append(_measure(scan, reader, work / f"{number:05d}"))
            except InputError as error:
                measured.append(MeasuredScan(scan=scan, problems=(error.problem,)))
    return tuple(measured)


def total(scans: Sequence[MeasuredScan], *, engine: bool = False) -> Tally:
    """The sum over every measured page; with ``engine`` of the first reading alone."""
    pages = [page for scan in scans for page in scan.pages]
    return sum((page.engine if engine else page.quality.tally for page in pages), Tally())


def count_outcomes(scans: Sequence[MeasuredScan]) -> dict[tuple[str, bool], Counter[Outcome]]:
    """Outcomes by field and whether its value is written by hand."""
    counted: dict[tuple[str, bool], Counter[Outcome]] = {}
    for scan in scans:
        for each in scan.fields:
            key = (each.name, each.name in scan.scan.by_hand)
            counted.setdefault(key, Counter())[each.outcome] += 1
    return counted


def _words_of(page: RecognizedPage) -> tuple[Word, ...]:
    """The words of a page in the order they were read."""
    return tuple(word for line in page.lines for word in line.words)


def _measure(scan: TrueScan, reader: PageReader, work: Path) -> MeasuredScan:
    count = reader.count_pages(scan.file)
    wanted = range(1, count + 1) if scan.fields else sorted(n for n in scan.texts if n <= count)
    pages = {page.number: page for page in _read(scan.file, wanted, reader, work)}
    return MeasuredScan(
        scan=scan,
        pages=tuple(
            _measure_page(pages[number], scan.texts[number])
            for number in sorted(scan.texts)
            if number in pages
        ),
        fields=judge_fields(scan.fields, read_description(tuple(pages.values())))
        if scan.fields
        else (),
        problems=tuple(
            problem("C004", scan.file.name, number=number, count=count)
            for number in sorted(scan.texts)
            if number not in pages
        ),
    )


def _read(
    file: Path, numbers: Sequence[int], reader: PageReader, work: Path
) -> Iterator[RecognizedPage]:
    digest = sha256_of(file)
    for number in numbers:
        page = ScannedPage(file=file, file_sha256=digest, number=number)
        yield reader.read(page, work / f"{number:04d}")


def _measure_page(page: RecognizedPage, truth: str) -> MeasuredPage:
    words = _words_of(page)
    quality = measure_page(truth, [word.likeliest for word in words])
    alone = measure_page(truth, [word.text for word in words]).tally
    return MeasuredPage(page=page, quality=quality, engine=alone)
