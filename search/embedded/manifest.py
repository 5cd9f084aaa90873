"""What each file of an index was when it was written, in the form that ``sha256sum -c`` reads."""

import re
from pathlib import Path

from records.digest import sha256_of
from search.embedded.folders import write_durably

MANIFEST = "MANIFEST.sha256"
_WRITTEN_ONCE = re.compile(r".+\.(?:seg|toc)")
"""Whoosh gives what it writes a new name each time, and never writes into a file again."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write_manifest(folder: Path) -> None:
    """Note the digest of each file; of one that was noted already, it is not taken again."""
    noted = _noted(folder)
    names = sorted(path.name for path in folder.iterdir() if _WRITTEN_ONCE.fullmatch(path.name))
    told = (f"{noted.get(name) or sha256_of(folder / name)}  {name}" for name in names)
    write_durably(folder / MANIFEST, "\n".join(told))


def damaged_files(folder: Path) -> list[str]:
    """The files that are not as they were noted; for who holds the right to write.

    One that was written by a run that was killed behind it is noted with the next.
    """
    return [
        f"{folder.parent.name}/{folder.name}/{name}"
        for name, digest in _noted(folder).items()
        if (folder / name).exists() and sha256_of(folder / name) != digest
    ]


def _noted(folder: Path) -> dict[str, str]:
    try:
        written = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    lines = (_LINE.fullmatch(line) for line in written.splitlines())
    return {found[2]: found[1] for found in lines if found}
