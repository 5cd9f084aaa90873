"""Saving a PDF into an open file, so that a disk without room is an error and not the end.

qpdf ends the whole process where the stream that it writes to raises an error (pikepdf 10).
"""

from typing import Any, BinaryIO

import pikepdf


class _Enduring:
    """Takes all that is written; the first error is kept for who asked."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.failed: OSError | None = None

    def write(self, some: bytes) -> int:
        if self.failed is None:
            try:
                self._stream.write(some)
            except OSError as error:
                self.failed = error
        return len(some)

    def flush(self) -> None:
        """What is flushed is seen to by whoever opened the file."""

    def seek(self, at: int, whence: int = 0) -> int:
        return self._stream.seek(at, whence)

    def tell(self) -> int:
        return self._stream.tell()


def save_pdf(pdf: pikepdf.Pdf, stream: BinaryIO, **how: Any) -> None:
    """``pdf.save`` with a deterministic id.

    Raises:
        OSError: the file could not be written.
    """
    enduring = _Enduring(stream)
    pdf.save(enduring, deterministic_id=True, **how)  # type: ignore[arg-type]  # all of it that is used
    if enduring.failed is not None:
        raise enduring.failed
