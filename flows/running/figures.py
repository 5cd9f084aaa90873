"""Writes what a nightly flow found where people look for it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pydantic_core import to_json


def write_figures(target: Path, figures: dict[str, Any]) -> None:
    """Write ``figures`` as JSON, through a temporary name."""
    with written_whole(target) as stream:
        stream.write(to_json(figures, indent=2))


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes become ``target`` when all of them are written, and not before."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    with partial.open("wb") as stream:
        yield stream
    partial.replace(target)


def write_document(
    stream: IO[bytes], figures: Mapping[str, Any], lists: Mapping[str, Iterable[bytes]]
) -> None:
    """Write one JSON document: ``figures``, then ``lists`` of items that are JSON already."""
    parts = [to_json(name) + b": " + to_json(value) for name, value in figures.items()]
    stream.write(b"{\n" + b",\n".join(parts))
    for name, items in lists.items():
        stream.write((b",\n" if parts else b"") + to_json(name) + b": [")
        parts.append(name.encode())
        before = b"\n"
        for item in items:
            stream.write(before + item)
            before = b",\n"
        stream.write(b"]")
    stream.write(b"\n}\n")
