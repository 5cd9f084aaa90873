"""Names file formats by PRONOM and gives each media type its file extension; judges nothing."""

import mmap
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

HEAD_BYTES = 1024
# XMP may hold the claim as elements or as attributes (ISO 19005-1, 6.7.11).
_CLAIM = re.compile(rb"pdfaid:(part|conformance)\s*(?:>|=\s*[\"'])\s*(\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format as PREMIS wants it; ``key`` is the PRONOM identifier where one is certain."""

    name: str
    version: str | None
    key: str | None


@cache
def _table() -> dict[str, Any]:
    source = files("archive_store.package").joinpath("data/formats.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def extension_of(media_type: str) -> str:
    """The extension, without a dot; ``bin`` for a media type that is not in the table."""
    for row in _table()["format"]:
        if row["media_type"] == media_type:
            return str(row["extension"])
    return "bin"


def format_of(path: Path, media_type: str) -> FileFormat:
    """The format of the file at ``path``; for a PDF what it claims to be (PDF/A) comes first."""
    if media_type == "application/pdf" and (claim := _pdfa_claim(path)) in _table()["pdfa"]:
        return _named(_table()["pdfa"][claim])
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    for row in _table()["format"]:
        if row["media_type"] == media_type and _fits(row, head):
            return _named(row)
    return FileFormat(name=media_type, version=None, key=None)


def _fits(row: dict[str, str], head: bytes) -> bool:
    return "pattern" not in row or re.search(row["pattern"].encode(), head) is not None


def _named(row: dict[str, str]) -> FileFormat:
    return FileFormat(name=row["name"], version=row.get("version"), key=row.get("key"))


def _pdfa_claim(path: Path) -> str:
    if not path.stat().st_size:
        return ""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as view:
        claims = {found[1]: found[2] for found in _CLAIM.finditer(view)}
    return (claims.get(b"part", b"") + claims.get(b"conformance", b"")).decode().upper()
