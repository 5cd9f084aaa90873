"""Judges the names in a foreign package: each must mean one place below its root.

Names that only some file systems tell apart (upper and lower case, Unicode forms) are one name.
"""

import re
import unicodedata
from pathlib import PurePosixPath

from archive_store.package.imports.limits import UnpackLimits
from records.errors import InputError

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
SHOWN_LETTERS = 200
SEGMENT_BYTES = 255


def is_inside(name: str) -> bool:
    """Whether a relative name stays below where it starts, on any system."""
    segments = name.split("/")
    return not (
        _CONTROL.search(name)
        or _DRIVE.match(name)
        or "\\" in name
        or name.startswith("~")
        or {"", ".", ".."} & set(segments)
    )


def shown(name: str) -> str:
    """``name`` as a message may hold it."""
    return ascii(name[:SHOWN_LETTERS])[1:-1] if _CONTROL.search(name) else name[:SHOWN_LETTERS]


class Names:
    """The names of one package as they come; refuses the first that is not safe or not new."""

    def __init__(self, limits: UnpackLimits) -> None:
        self._limits = limits
        self._spelt: dict[str, str] = {}
        self._files: set[str] = set()
        self._count = 0

    def take(self, written: str, *, is_folder: bool) -> PurePosixPath | None:
        """Where the entry belongs; ``None`` for the root itself.

        Raises:
            InputError: A091, it leads outside or could; A093, another entry has that name; A094,
                too many, too long or too deep.
        """
        self._count += 1
        self._limits.check_entries(shown(written), self._count)
        name = self._inside(written, is_folder=is_folder)
        if name is None:
            return None
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            is_whole = end == len(parts)
            self._claim("/".join(parts[:end]), is_file=is_whole and not is_folder)
        return PurePosixPath(name)

    def _inside(self, written: str, *, is_folder: bool) -> str | None:
        name = written.removesuffix("/") if is_folder else written
        while name.startswith("./"):
            name = name[2:]
        if is_folder and name in {"", "."} and not written.startswith("/"):
            return None
        if not is_inside(name):
            raise InputError("A091", shown(written))
        if len(name.encode()) > self._limits.name_bytes or name.count("/") >= self._limits.depth:
            raise InputError("A094", shown(written), what="path", found=len(name),
                             limit=self._limits.name_bytes)  # fmt: skip
        if any(len(part.encode()) > SEGMENT_BYTES for part in name.split("/")):
            raise InputError("A091", shown(written))
        return name

    def _claim(self, path: str, *, is_file: bool) -> None:
        key = folded(path)
        first = self._spelt.get(key)
        if first is not None and (first != path or is_file or key in self._files):
            raise InputError("A093", shown(path), other=shown(first))
        self._spelt[key] = path
        if is_file:
            self._files.add(key)


def folded(path: str) -> str:
    """What file systems that know neither case nor Unicode forms take ``path`` for."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
