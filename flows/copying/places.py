"""Where the second copies of an archive lie, by its settings; never inside the archive itself."""

from pathlib import Path

from archive_store.vault.copies.opening import REMOTE, CopyPlace
from flows.settings import CopySection, Settings
from records.errors import InputError, SetupError


def copy_places(root: Path, settings: Settings) -> tuple[CopyPlace, ...]:
    """Every copy of the settings, in their order.

    Raises:
        SetupError: F120, one of them would lie inside the archive.
    """
    return tuple(copy_place(root, each) for each in settings.copies)


def copy_place(root: Path, section: CopySection) -> CopyPlace:
    """One copy of the settings; raises as ``copy_places``."""
    if not section.url.startswith(REMOTE):
        place, archive = Path(section.url).resolve(), root.resolve()
        if place.is_relative_to(archive) or archive.is_relative_to(place):
            raise SetupError("F120", section.url)
    return CopyPlace(
        name=section.name,
        url=section.url,
        endpoint=section.endpoint,
        key_file=Path(section.key_file) if section.key_file else None,
    )


def chosen(root: Path, settings: Settings, names: tuple[str, ...]) -> tuple[CopyPlace, ...]:
    """The copies with these names, or all.

    Raises:
        InputError: F121, there is no copy of this name.
        SetupError: as ``copy_places``.
    """
    places = {each.name: each for each in copy_places(root, settings)}
    for name in names:
        if name not in places:
            raise InputError("F121", name, known=", ".join(places) or "–")
    return tuple(places[name] for name in names or places)
