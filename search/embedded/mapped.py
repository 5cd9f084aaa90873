"""Whoosh's segments, read where the kernel maps them: its own way copies each part it opens."""

import mmap
import os
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.structfile import BufferFile, StructFile


class _Cursor:
    """Reads on through a part of memory, without a copy of it."""

    def __init__(self, memory: memoryview) -> None:
        self._memory, self._at = memory, 0

    def read(self, size: int = -1) -> bytes:
        end = len(self._memory) if size < 0 else self._at + size
        part = bytes(self._memory[self._at : end])
        self._at += len(part)
        return part

    def readline(self) -> bytes:
        begin = self._at
        found = self.read().partition(b"\n")
        line = found[0] + found[1]
        self._at = begin + len(line)
        return line

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._memory)}[whence]
        self._at = max(begin + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        self._memory = self._memory[:0]


class _MappedFile(BufferFile):
    def __init__(self, memory: memoryview, name: str) -> None:
        # The constructor between them is what copies.
        cursor = _Cursor(memory)
        StructFile.__init__(self, cursor, name=name)
        self._buf = memory
        # Opening a list of terms reads its directory in 256 steps.
        self.read = cursor.read

    def view(self, at: int, length: int) -> memoryview:
        return self._buf[at : at + length]


class _MappedStorage(CompoundStorage):
    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if self._source is None or self.is_closed:
            return super().open_file(name, *args, **kwargs)
        begin, length = self.range(name)
        return _MappedFile(memoryview(self._source)[begin : begin + length], name)

    def forget(self) -> None:
        """Give back the memory of what was read; it is read again when it is asked for again."""
        if self._source is not None:
            self._source.madvise(mmap.MADV_DONTNEED)


class MappedSegment(W3Segment):
    """A segment in one file, of which nothing is read before it is asked for."""

    def open_compound_file(self, storage: Any) -> _MappedStorage:
        """The parts of the file."""
        file = storage.open_file(self.make_filename(self.COMPOUND_EXT))
        return _MappedStorage(file, use_mmap=storage.supports_mmap)


def view_of(file: Any, at: int, length: int) -> memoryview:
    """A part of a segment's file, in place where it is mapped: a question needs little of it."""
    if isinstance(file, _MappedFile):
        return file.view(at, length)
    return memoryview(file.get(at, length))


def forget(storage: Any) -> None:
    """Forget what was read of the segment whose reader has this storage."""
    if isinstance(getattr(storage, "a", None), _MappedStorage):
        storage.a.forget()
