"""The finished step of a page on disk: its name, marking it done, finding it again."""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from ocr.options import OcrOptions
from ocr.page_record import page_of, record_of
from ocr.whole_file import write_whole
from records.page import RecognizedPage, ScannedPage

STEP = "read"
METHOD = "6"
"""Raised whenever the room treats or reads pages differently, so that no older result is reused."""
DIGEST_LETTERS = 20


def step_name(page: ScannedPage, options: OcrOptions, engine: str) -> str:
    """``read-<digest of input, options and engine version>``, without an extension."""
    told = [page.file_sha256, page.number, asdict(options), engine, METHOD]
    digest = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return f"{STEP}-{digest[:DIGEST_LETTERS]}"


def save_step(page: RecognizedPage, folder: Path, name: str) -> None:
    """Mark the step as done; access page and ALTO must be in place already."""
    told = json.dumps(record_of(page), ensure_ascii=False, separators=(",", ":"))
    write_whole(folder / f"{name}.json", lambda stream: stream.write(told.encode()))


def load_step(folder: Path, name: str) -> RecognizedPage | None:
    """The page as an earlier run read it, or ``None`` if the step is not done."""
    done = folder / f"{name}.json"
    if not done.is_file():
        return None
    page = page_of(json.loads(done.read_bytes()), folder)
    return page if page.image.is_file() and page.alto.is_file() else None
