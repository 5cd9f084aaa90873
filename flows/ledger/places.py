"""Where heads and keys of the ledger lie outside the database."""

from datetime import UTC
from pathlib import Path

from archive_store.vault.ledger.signed_note import LONGEST_NOTE, SignedHead, read_note
from archive_store.vault.objects.durable import move, sync
from flows.archive import Archive
from records.errors import InputError, RefusedError, SetupError


def place_of(archive: Archive, setting: str) -> Path | None:
    """A path of the settings, relative to the archive; ``None`` where it is empty."""
    return archive.root / setting if setting else None


def key_file(archive: Archive, given: Path | None) -> Path:
    """The file of the private key: as given, else as the settings have it.

    Raises:
        SetupError: F108, neither.
    """
    file = given or place_of(archive, archive.settings.ledger.key_file)
    if file is None:
        raise SetupError("F108", archive.root / "settings.toml", setting="key_file")
    return file


def memory_of(key: Path) -> Path:
    """Where the signer remembers what was signed: beside the key, out of the archive's reach."""
    return key.with_name(f"{key.name}.heads")


def notes_in(folder: Path) -> tuple[tuple[str, str], ...]:
    """The heads in a folder, each with its path; none where the folder is not there."""
    return tuple(
        (str(file), file.read_bytes()[:LONGEST_NOTE].decode(errors="replace"))
        for file in sorted(folder.glob("*.head"))
    )


def notes_outside(archive: Archive) -> tuple[tuple[str, str], ...]:
    """The heads that the archive also keeps elsewhere."""
    folder = place_of(archive, archive.settings.ledger.heads_folder)
    return notes_in(folder) if folder else ()


def put_file(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, on the disk when this returns.

    Raises:
        RefusedError: F107, it is there.
    """
    if file.exists():
        raise RefusedError("F107", file)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(content)
    sync(part)
    move(part, file)


def put_note(folder: Path, head: SignedHead) -> Path:
    """Write a head into a folder, which is made where there is none; names sort by time.

    Raises:
        RefusedError: F107, a head of that name is there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = head.checkpoint
    file = folder / f"{told.time.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}-{told.size}.head"
    put_file(file, head.note.encode())
    return file


def read_head_file(file: Path) -> SignedHead:
    """The head in a file.

    Raises:
        InputError: F106, it is none.
    """
    try:
        with file.open("rb") as stream:
            found = read_note(stream.read(LONGEST_NOTE).decode())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("F106", file) from error
    if found is None:
        raise InputError("F106", file)
    return found
