"""Makes a place a second copy and names it in the settings."""

import os
from datetime import datetime
from pathlib import Path

from archive_store.vault.copies.opening import prepare_copy
from archive_store.vault.objects.durable import move
from flows.archive import Archive
from flows.copying.places import copy_place
from flows.settings import CopySection, read_settings
from records.errors import RefusedError


def add_copy(archive: Archive, section: CopySection, now: datetime) -> None:
    """Prepare the place, then add it at the end of ``settings.toml``; the rest of it stays.

    Raises:
        RefusedError: F123, there is a copy of this name; A082, something else lies there.
        SetupError: F120, it lies inside the archive; A080, A081, A087, it cannot be used.
    """
    if section.name in {each.name for each in archive.settings.copies}:
        raise RefusedError("F123", section.name)
    prepare_copy(copy_place(archive.root, section), now)
    lines = ["", "[[copies]]"]
    for name, value in section.model_dump().items():
        if value:
            # A JSON string of these values is a TOML string as well.
            lines.append(f"{name} = {_quoted(value)}")
    settings = archive.root / "settings.toml"
    _write(settings, settings.read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(lines))
    read_settings(settings)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("w", encoding="utf-8") as stream:
        stream.write(f"{text}\n")
        stream.flush()
        os.fsync(stream.fileno())
    move(part, file)
