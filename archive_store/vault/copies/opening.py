"""Finds the shelf of a copy that the settings name, and makes a folder or bucket a copy.

An unmounted disk leaves an empty folder: only a place with this copy's own marker is written to.
"""

import configparser
import errno
import json
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from archive_store.vault.copies.on_path import INCOMING, PathShelf
from archive_store.vault.copies.shelf import MARKER, Copy, Shelf, read_bytes
from archive_store.vault.copies.writing import write_verified
from archive_store.vault.objects.inventory import sha512_of_bytes
from archive_store.vault.objects.storage_root import root_files
from records.errors import RefusedError, SetupError

REMOTE = "s3://"
KEY, SECRET = "aws_access_key_id", "aws_secret_access_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyPlace:
    """Where a copy lies: a folder's path, or ``s3://bucket/prefix`` at an ``endpoint``.

    The key of an S3-compatible store comes from ``key_file``, else from the environment.
    """

    name: str
    url: str
    endpoint: str = ""
    key_file: Path | None = None


def open_copy(place: CopyPlace) -> Copy:
    """The copy, when it is there.

    Raises:
        SetupError: A080, it cannot be reached; A081, it is not this copy; A087, no usable key.
    """
    found = open_unnamed(place)
    if found.name != place.name:
        raise SetupError("A081", place.name, url=place.url, found=found.name)
    return found


def open_unnamed(place: CopyPlace) -> Copy:
    """Whatever copy lies there, under the name that its marker tells; raises as ``open_copy``."""
    shelf = _shelf(place)
    if not place.url.startswith(REMOTE) and not Path(place.url).is_dir():
        raise SetupError("A080", place.name, url=place.url, reason=os.strerror(errno.ENOENT))
    try:
        named = str(json.loads(read_bytes(shelf, MARKER))["name"])
    except FileNotFoundError as error:
        raise SetupError("A081", place.name, url=place.url, found="–") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SetupError("A080", place.name, url=place.url, reason=error) from error
    return Copy(name=named, shelf=shelf)


def prepare_copy(place: CopyPlace, now: datetime) -> Copy:
    """Make an empty or absent folder or prefix a copy; one that is this copy already stays.

    Raises:
        RefusedError: A082, something else lies there.
        SetupError: as ``open_copy``.
    """
    shelf = _shelf(place)
    try:
        if place.url.startswith(REMOTE) or Path(place.url).exists():
            there = shelf.list_files("")
        else:
            Path(place.url).mkdir(parents=True)
            there = {}
        written = {f"{shelf.store}/{name}": text for name, text in root_files().items()}
        # What a killed run of this very work left is no stranger.
        strangers = [name for name in there if name not in written and INCOMING not in name]
        if MARKER not in there and strangers:
            raise RefusedError("A082", place.url, found=strangers[0])
        if MARKER in there:
            return open_copy(place)
        told = {"name": place.name, "made_at": now.isoformat()}
        for name, content in {**written, MARKER: json.dumps(told).encode()}.items():
            write_verified(shelf, name, sha512_of_bytes(content), BytesIO(content))
    except OSError as error:
        raise SetupError("A080", place.name, url=place.url, reason=error) from error
    return open_copy(place)


def _shelf(place: CopyPlace) -> Shelf:
    if not place.url.startswith(REMOTE):
        return PathShelf(Path(place.url))
    # Loads an HTTP client and more: only archives with such a copy wait for it.
    from archive_store.vault.copies.remote import Access, RemoteShelf  # noqa: PLC0415

    key, secret = _key_of(place)
    return RemoteShelf(place.url, Access(endpoint=place.endpoint, key=key, secret=secret))


def _key_of(place: CopyPlace) -> tuple[str, str]:
    found = {name: os.environ.get(name.upper(), "") for name in (KEY, SECRET)}
    if place.key_file is not None:
        reader = configparser.ConfigParser()
        try:
            if place.key_file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise SetupError("A087", place.name, reason=f"chmod 600 {place.key_file}")
            reader.read_string(place.key_file.read_text(encoding="utf-8"))
        except (OSError, configparser.Error) as error:
            raise SetupError("A087", place.name, reason=error) from error
        section = reader[reader.sections()[0]] if reader.sections() else {}
        found = {name: section.get(name, "") for name in (KEY, SECRET)}
    if not all(found.values()):
        raise SetupError("A087", place.name, reason=f"{KEY.upper()}, {SECRET.upper()}")
    return found[KEY], found[SECRET]
