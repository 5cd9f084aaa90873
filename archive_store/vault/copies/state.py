"""What else an archive is rebuilt from, at a copy: settings, lists, saved heads, open work.

Each file is kept once under its digest; a list of names, written last, makes them a state of the
archive. Passwords are struck out, keys never asked for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from archive_store.vault.copies.shelf import Copy, read_bytes
from archive_store.vault.copies.writing import write_verified
from archive_store.vault.ledger.entries import LedgerHead
from archive_store.vault.objects.inventory import sha512_of_bytes
from archive_store.vault.objects.place import Place, locked
from records.digest import Sha256
from records.errors import InputError

FOLDER = "state"
_PASSWORD = re.compile(rb"(://[^:/@\s\"']*):[^@/\s\"']*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the archive was at one moment; ``files`` are contents by name."""

    taken_at: str
    ledger: LedgerHead
    figures: Mapping[str, int]
    files: Mapping[str, bytes]


def copy_state(
    place: Place, copy: Copy, files: Mapping[str, bytes], head: LedgerHead,
    figures: Mapping[str, int], now: datetime,
) -> bool:  # fmt: skip
    """Keep ``files`` at the copy as the newest state; whether anything was new.

    Raises:
        SetupError, OSError: as ``write_verified``.
    """
    with locked(place, f"copy {copy.name} {FOLDER}"):
        contents = {name: strike(name, files[name]) for name in sorted(files)}
        digests = {name: sha512_of_bytes(content) for name, content in contents.items()}
        told = {
            "ledger": {"size": head.size, "root": head.root},
            "figures": dict(figures),
            "files": digests,
        }
        names = copy.shelf.list_files(FOLDER)
        newest = _newest(names)
        if newest is not None and _told(copy, newest, told):
            return False
        for name, digest in digests.items():
            if f"files/{digest}" not in names:
                place.on_step("copy state")
                stream = BytesIO(contents[name])
                write_verified(copy.shelf, f"{FOLDER}/files/{digest}", digest, stream)
        written = json.dumps({"taken_at": now.isoformat(), **told}, indent=1).encode()
        path = f"{FOLDER}/{now:%Y%m%dT%H%M%S%f}.json"
        write_verified(copy.shelf, path, sha512_of_bytes(written), BytesIO(written))
        return True


def fetch_state(copy: Copy) -> State:
    """The newest state that a copy has.

    Raises:
        InputError: A088, there is none, or a file of it is not what it was.
        OSError: the copy cannot be reached.
    """
    newest = _newest(copy.shelf.list_files(FOLDER))
    if newest is None:
        raise InputError("A088", f"{copy.name}/{FOLDER}")
    told = json.loads(read_bytes(copy.shelf, f"{FOLDER}/{newest}"))
    files = {}
    for name, digest in told["files"].items():
        place = PurePosixPath(name)
        content = read_bytes(copy.shelf, f"{FOLDER}/files/{digest}")
        if sha512_of_bytes(content) != digest or place.is_absolute() or ".." in place.parts:
            raise InputError("A088", f"{copy.name}/{FOLDER}/{newest}: {name}")
        files[name] = content
    head = LedgerHead(size=told["ledger"]["size"], root=Sha256(told["ledger"]["root"]))
    return State(taken_at=told["taken_at"], ledger=head, figures=told["figures"], files=files)


def strike(name: str, content: bytes) -> bytes:
    """The content of a file, settings without the passwords in their addresses."""
    return _PASSWORD.sub(rb"\1:***@", content) if name.endswith(".toml") else content


def _newest(names: Mapping[str, int]) -> str | None:
    return max((name for name in names if "/" not in name and name.endswith(".json")), default=None)


def _told(copy: Copy, newest: str, told: Mapping[str, object]) -> bool:
    held = json.loads(read_bytes(copy.shelf, f"{FOLDER}/{newest}"))
    return all(held.get(key) == value for key, value in told.items())
