"""What is known to be true of scans: ``<stem>.pN.gt.txt`` beside them, and a list of fields.

It pairs and reads; it judges nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from records.document import Description
from records.errors import InputError
from records.problem import Problem, problem

PAGE_TRUTH = re.compile(r"(?P<stem>.+)\.p(?P<number>[0-9]{1,5})\.gt\.txt")
SCANS = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})
FIELD_LIST = "truth.json"
BY_HAND = {"number_handwritten": "number", "date_handwritten": "issued_date"}
"""Marks in the list of fields, and the field whose value is then written by hand."""
FIELD_NAMES = frozenset(each.name for each in fields(Description))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueScan:
    """A scan with the true text of some of its pages (by number from 1) and its true fields."""

    file: Path
    texts: Mapping[int, str]
    fields: Mapping[str, str | None]
    by_hand: frozenset[str]


def read_truth(folder: Path, listed: Path | None) -> tuple[tuple[TrueScan, ...], list[Problem]]:
    """Every scan below ``folder`` of which something true is known; ``listed`` tells fields.

    Raises:
        InputError: C001 no such scan, C002 a truth that cannot be read.
    """
    texts: dict[Path, dict[int, str]] = {}
    entries: dict[Path, dict[str, Any]] = {}
    problems = []
    for file in sorted(folder.rglob("*.gt.txt")):
        named = PAGE_TRUTH.fullmatch(file.name)
        scan = _scan_of(file.parent, named["stem"]) if named else None
        if named is None or scan is None:
            problems.append(problem("C003", file.relative_to(folder)))
        else:
            texts.setdefault(scan, {})[int(named["number"])] = _text_of(file)
    for entry in _entries_of(listed or folder / FIELD_LIST, required=listed is not None):
        scan = folder / entry["file"]
        if scan.is_file():
            entries[scan] = entry
            texts[scan] = _listed_texts(entry) | texts.get(scan, {})
        else:
            problems.append(problem("C003", entry["file"]))
    if not texts:
        raise InputError("C001", folder)
    return tuple(
        _true_scan(scan, texts[scan], entries.get(scan)) for scan in sorted(texts)
    ), problems


def _true_scan(file: Path, texts: Mapping[int, str], entry: dict[str, Any] | None) -> TrueScan:
    entry = entry or {}
    told = entry.get("fields", entry)
    known = {name: _as_value(told[name]) for name in told if name in FIELD_NAMES}
    by_hand = frozenset(name for mark, name in BY_HAND.items() if told.get(mark))
    return TrueScan(file=file, texts=texts, fields=known, by_hand=by_hand)


def _as_value(told: Any) -> str | None:
    if isinstance(told, list):
        return "; ".join(str(item).rstrip(" ;.,") for item in told) or None
    return None if told is None else str(told)


def _scan_of(folder: Path, stem: str) -> Path | None:
    return next((f for f in _scans_in(folder) if f.stem == stem), None)


def _scans_in(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.iterdir()) if file.suffix.lower() in SCANS)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("C002", file.name, detail=str(error)) from error


def _entries_of(file: Path, *, required: bool) -> list[dict[str, Any]]:
    if not required and not file.is_file():
        return []
    try:
        told = json.loads(_text_of(file))
    except ValueError as error:
        raise InputError("C002", file.name, detail=str(error)) from error
    if not isinstance(told, list) or not all(_is_entry(entry) for entry in told):
        raise InputError("C002", file.name, detail='[{"file": "…"}]')
    return told


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("file"), str)


def _listed_texts(entry: dict[str, Any]) -> dict[int, str]:
    pages = entry.get("pages")
    if not isinstance(pages, list):
        return {}
    return {int(page["number"]): str(page["text"]) for page in pages}
