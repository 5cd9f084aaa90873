"""Unpacks a foreign ZIP: its directory is judged whole before a byte of content is written.

Refuses encryption, links, overlapping entries and methods other than stored and deflated.
"""

import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from archive_store.package.imports.limits import UnpackLimits
from archive_store.package.imports.names import Names, shown
from archive_store.package.imports.writing import write_bounded
from records.errors import InputError

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    UnicodeDecodeError, ValueError, OverflowError,
)  # fmt: skip
"""What ``zipfile`` raises for spoilt files."""
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 1
END, END64 = b"PK\5\6", b"PK\6\6"
TAIL_BYTES = (64 << 10) + 22
HEADER_BYTES = 30
DIRECTORY_BYTES_PER_ENTRY = 320
Entries = list[tuple[zipfile.ZipInfo, PurePosixPath]]


def unpack_zip(source: Path, target: Path, limits: UnpackLimits) -> None:
    """Write every file of ``source`` below ``target``.

    Raises:
        InputError: A090, it is broken or of a kind that is not read; A091 to A094.
    """
    size = source.stat().st_size
    _check_end(source, size, limits)
    try:
        with zipfile.ZipFile(source) as packed:
            entries = _judged(packed, source, limits)
            for entry, name in entries:
                with packed.open(entry) as stream:
                    write_bounded(stream, target / name, entry.file_size)
    except BROKEN as error:
        raise InputError("A090", source.name, reason=str(error) or type(error).__name__) from error


def _check_end(source: Path, size: int, limits: UnpackLimits) -> None:
    """The directory's own claim, before it is read into memory."""
    with source.open("rb") as stream:
        stream.seek(max(0, size - TAIL_BYTES))
        tail = stream.read(TAIL_BYTES)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise InputError("A090", source.name, reason="no end of central directory")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if (wide := tail.rfind(END64, 0, at)) >= 0 and len(tail) >= wide + 56:
        count, length = struct.unpack_from("<QQ", tail, wide + 32)
    limits.check_entries(source.name, count)
    limits.check_entries(source.name, length // DIRECTORY_BYTES_PER_ENTRY)


def _judged(packed: zipfile.ZipFile, source: Path, limits: UnpackLimits) -> Entries:
    listed = packed.infolist()
    limits.check_entries(source.name, len(listed))
    size = source.stat().st_size
    limits.check_size(source.name, sum(entry.file_size for entry in listed), size)
    names, placed = Names(limits), []
    for entry in listed:
        _check_kind(entry)
        name = names.take(entry.orig_filename, is_folder=entry.is_dir())
        limits.check_size(shown(entry.filename), entry.file_size, entry.compress_size)
        if name is not None and not entry.is_dir():
            placed.append((entry, name))
    _check_overlap(placed, source.name)
    return placed


def _check_kind(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise InputError("A092", shown(entry.filename))
    if entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
        reason = f"flags={entry.flag_bits} method={entry.compress_type}"
        raise InputError("A090", shown(entry.filename), reason=reason)


def _check_overlap(placed: Entries, subject: str) -> None:
    end = 0
    for entry, _ in sorted(placed, key=lambda each: each[0].header_offset):
        if entry.header_offset < end:
            raise InputError("A090", subject, reason="entries overlap")
        end = entry.header_offset + HEADER_BYTES + entry.compress_size
