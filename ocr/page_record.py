"""A read page as JSON values and back: what the child tells and what a finished step keeps."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ocr.sheet_code import read_code
from records.digest import Sha256
from records.page import Line, Proposal, RecognizedPage, Seal, Word
from records.place import Box


def record_of(page: RecognizedPage) -> dict[str, Any]:
    """The page as JSON values; files by name, so that the folder may be moved."""
    # Words are told below; going through them here as well would cost as much as the ALTO file.
    record = asdict(replace(page, lines=(), seals=(), stamps=())) | {
        "image": page.image.name,
        "alto": page.alto.name,
    }
    record["lines"] = _told_lines(page.lines)
    record["stamps"] = _told_lines(page.stamps)
    record["seals"] = [{"box": list(seal.box), "words": _told(seal.words)} for seal in page.seals]
    return record


def page_of(record: dict[str, Any], folder: Path) -> RecognizedPage:
    """The page that ``record_of`` told, with its files in ``folder``."""
    told = dict(record)
    told["lines"] = _lines(record["lines"])
    told["stamps"] = _lines(record.get("stamps", ()))
    told["seals"] = tuple(
        Seal(box=Box(*seal["box"]), words=_words(seal["words"])) for seal in record.get("seals", ())
    )
    told["proposals"] = tuple(
        Proposal(**(proposal | {"box": Box(*proposal["box"])}))
        for proposal in record.get("proposals", ())
    )
    told["separator"] = _code(record.get("separator"))
    told["file_sha256"] = Sha256(record["file_sha256"])
    told["treatments"] = tuple(record["treatments"])
    told["image"] = folder / Path(record["image"]).name
    told["alto"] = folder / Path(record["alto"]).name
    return RecognizedPage(**told)


def _told_lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {"block": line.block, "box": list(line.box), "words": _told(line.words)} for line in lines
    ]


def _lines(told: Iterable[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(block=int(line["block"]), box=Box(*line["box"]), words=_words(line["words"]))
        for line in told
    )


def _code(written: Any) -> str | None:
    """The code of a separator sheet.

    Raises:
        ValueError: it is none; the record was not told by us.
    """
    code = None if written is None else read_code(written)
    if code != written:
        raise ValueError(f"separator: {written!r} is no code of a sheet")
    return code


def _told(words: tuple[Word, ...]) -> list[list[Any]]:
    return [[word.text, *word.box, word.confidence, word.repaired] for word in words]


def _words(told: list[list[Any]]) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, box=Box(*box), confidence=confidence, repaired=repaired)
        for text, *box, confidence, repaired in told
    )
