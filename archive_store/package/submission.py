"""Places what a foreign package said of itself into a package of ours, as documentation."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive_store.package.layout import SUBMISSION, safe_name
from archive_store.package.staging import place_file
from records.batch import SubmittedFile
from records.package import FileEntry

MEDIA_TYPES = {
    ".xml": "text/xml", ".xsd": "text/xml", ".txt": "text/plain", ".json": "application/json",
    ".pdf": "application/pdf", ".tif": "image/tiff", ".jpg": "image/jpeg", ".png": "image/png",
}  # fmt: skip
UNKNOWN = "application/octet-stream"


def place_submission(submission: Iterable[SubmittedFile], root: Path) -> tuple[FileEntry, ...]:
    """Copy the files below ``documentation/submission``, under names that any system takes.

    Raises:
        InputError: A001 or A002, a file is gone or changed.
        SetupError: A003, the disk is full.
    """
    placed = []
    for path, file in _named(submission):
        digests = place_file(file.copy, root / path, file.sha256)
        media_type = MEDIA_TYPES.get(Path(path).suffix.lower(), UNKNOWN)
        placed.append(digests.of(path, media_type))
    return tuple(placed)


def _named(submission: Iterable[SubmittedFile]) -> Iterator[tuple[str, SubmittedFile]]:
    taken: set[str] = set()
    for file in submission:
        path = SUBMISSION + "/".join(safe_name(part) for part in file.path.split("/"))
        plain, count = path, 1
        while path.lower() in taken:
            count += 1
            path = f"{plain}-{count}"
        taken.add(path.lower())
        yield path, file
