"""What a build has durably done, line by line, so that a killed one goes on where it was."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from search.embedded.folders import sync_folder
from search.engine import Shelved

JOURNAL = "BUILDING.jsonl"
"""Its first line are the versions that the generation is built for."""


def begin_journal(generation: Path, versions: tuple[int, int]) -> None:
    """Begin the journal of a generation whose indexes are there and empty."""
    _append(generation, [list(versions)])


def is_ours(generation: Path, versions: tuple[int, int]) -> bool:
    """Whether a generation was begun for these versions, and can be gone on with."""
    return next(_lines(generation), None) == list(versions)


def read_journal(generation: Path) -> dict[str, Shelved]:
    """What was noted, by the codes of the dossiers; the last word on each counts."""
    noted: dict[str, Shelved] = {}
    for line in _lines(generation):
        if isinstance(line, dict):
            shelved = Shelved(**{**line, "page_ids": tuple(line["page_ids"])})
            noted[shelved.code] = shelved
    return noted


def note(generation: Path, shelved: Iterable[Shelved]) -> None:
    """Add to the journal; durable when it returns."""
    _append(generation, [asdict(each) for each in shelved])


def _append(generation: Path, told: Iterable[object]) -> None:
    # Behind a torn line of a killed run, a line of its own.
    lines = "".join("\n" + json.dumps(each, ensure_ascii=False) for each in told)
    with (generation / JOURNAL).open("a", encoding="utf-8") as stream:
        stream.write(lines + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(generation)


def _lines(generation: Path) -> Iterator[object]:
    try:
        written = (generation / JOURNAL).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    for line in written.split("\n"):
        try:
            told = json.loads(line)
        except ValueError:
            continue
        yield told
