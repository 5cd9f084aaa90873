"""What the store holds of a package now: its newest version, the dossier in it, and its story."""

from dataclasses import dataclass
from datetime import datetime

from archive_store.package.layout import PREMIS
from archive_store.package.premis_reading import read_events
from archive_store.vault.history import VersionTold
from flows.archive import Archive
from flows.keeping.cataloguing import RECORD
from metadata.record import read_record
from records.dossier import Dossier
from records.errors import InputError
from records.event import Event, EventType
from records.package import StoredPackage


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """A package's newest version and the dossier it holds."""

    stored: StoredPackage
    told: VersionTold
    dossier: Dossier


def read_newest(archive: Archive, package_id: str, now: datetime) -> Newest:
    """The newest version, after what a killed run left of it was finished or removed.

    Raises:
        InputError: A036, no such package; M018, its record cannot be read.
    """
    newest = find_newest(archive, package_id, now)
    if newest is None:
        raise InputError("A036", package_id, path=RECORD)
    return newest


def find_newest(archive: Archive, package_id: str, now: datetime) -> Newest | None:
    """As ``read_newest``, and ``None`` where there is no such package."""
    stored = archive.vault.recover_package(package_id, now)
    if stored is None:
        return None
    record = archive.vault.read_file(package_id, RECORD, stored.version)
    told = archive.vault.history(package_id)[stored.version - 1]
    return Newest(stored=stored, told=told, dossier=read_record(record.read_bytes()))


def read_story(archive: Archive, newest: Newest) -> tuple[Event, ...]:
    """The events that a stored version tells.

    Raises:
        InputError: as ``read_events``.
    """
    package_id, version = newest.stored.package_id, newest.stored.version
    return read_events(archive.vault.read_file(package_id, PREMIS, version).read_bytes())


def read_changes(archive: Archive, newest: Newest) -> tuple[Event, ...]:
    """The changes that people made up to a stored version; raises as ``read_story``."""
    story = read_story(archive, newest)
    return tuple(each for each in story if each.type is EventType.MODIFICATION)
