"""A changed dossier becomes the next version of its package; no page is read a second time.

Scans, access copies and recognised text are those that are stored; OCFL keeps them once. The
events of earlier versions stay in the package, and each change adds one.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive_store import build_package, find
from archive_store.vault.catalogue.rows import save
from flows.archive import Archive
from flows.copying.kept_state import follow
from flows.keeping.cataloguing import read_entry
from flows.keeping.indexing import reindex_dossier
from flows.keeping.newest import Newest, read_newest, read_story
from flows.keeping.package_events import PACKAGE_NAMES
from flows.revising.held_signatures import with_held_signatures
from flows.revising.revised_files import Revising, revised_files
from flows.taking_in.submissions import stored_submission
from metadata.archival_xml import write_dossier
from metadata.record import write_record
from metadata.schema import schema_files
from ocr import alto_schemas
from records.document import Correction
from records.dossier import Dossier
from records.errors import RefusedError
from records.event import Agent, Event, EventType
from records.messages import text
from records.package import DocumentFiles, PackageContents, StoredPackage

Change = Callable[[Dossier], Dossier]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Who changes a dossier, and why, in their own words."""

    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVersion:
    """What a package becomes, the events of the change, and who makes it.

    ``access`` are access copies by document code that take the place of those stored.
    """

    after: Dossier
    events: tuple[Event, ...]
    actor: str
    access: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What is in the store after a revision; ``before`` equals ``after`` where nothing changed."""

    stored: StoredPackage
    before: Dossier
    after: Dossier


def revise(
    archive: Archive,
    package_id: str,
    change: Change,
    note: Note,
    now: datetime,
    expected_version: int | None = None,
) -> Revised:
    """Store what ``change`` makes of the newest dossier; then catalogue and index follow.

    Where nothing changes no version is made, but catalogue and index are put right, so that a
    command that was killed half-way is finished by running it again. ``expected_version`` is the
    version that the person saw; ``None`` means the newest.

    Raises:
        RefusedError: A031, another version was stored since.
        InputError: A036, no such package; and what ``build_package`` and the vault tell.
        TransientError, SetupError: as the vault tells.
    """
    newest = read_newest(archive, package_id, now)
    found = newest.stored.version
    if expected_version not in {None, found}:
        make_known(archive, newest.stored)
        raise RefusedError("A031", package_id, expected=expected_version, found=found)
    after = with_held_signatures(newest.dossier, change(newest.dossier))
    stored = newest.stored
    if after != newest.dossier:
        events = _modifications(newest, after, note, now)
        coming = NextVersion(after=after, events=events, actor=note.by)
        stored = store_next(archive, newest, coming, now)
    make_known(archive, stored)
    return Revised(stored=stored, before=newest.dossier, after=after)


def make_known(archive: Archive, stored: StoredPackage) -> None:
    """Index and catalogue a version; the catalogue comes last and tells that both are done."""
    entry, record = read_entry(archive, stored)
    row = find(archive.engine, entry.dossier.code)
    if row is None or row.version != stored.version:
        reindex_dossier(archive, stored.package_id, entry.dossier)
        save(archive.engine, entry, record)


def store_next(
    archive: Archive, newest: Newest, coming: NextVersion, now: datetime
) -> StoredPackage:
    """Store the version after ``newest``; second copies follow.

    Raises:
        What ``build_package`` and the vault tell.
    """
    with archive.vault.workshop() as folder:
        revising = Revising(folder=folder, after=coming.after, now=now, access=coming.access)
        documents = tuple(
            revised_files(archive, newest, each, revising) for each in coming.after.documents
        )
        contents = _contents(archive, newest, documents, coming)
        package = build_package(contents, folder, now)
        stored = archive.vault.store_revision(package, newest.told, coming.actor, now)
    follow(archive, now)
    return stored


def _contents(
    archive: Archive, newest: Newest, documents: tuple[DocumentFiles, ...], coming: NextVersion
) -> PackageContents:
    after = coming.after
    return PackageContents(
        package_id=newest.stored.package_id,
        dossier=after,
        dossier_xml=write_dossier(after),
        record=write_record(after),
        documents=documents,
        schemas=(*schema_files(), *alto_schemas()),
        events=(*read_story(archive, newest), *coming.events),
        submission=stored_submission(archive, newest.stored.package_id),
    )


def _modifications(newest: Newest, after: Dossier, note: Note, now: datetime) -> tuple[Event, ...]:
    """An event for each value that was corrected, or one that tells why where none was."""
    package_id, version = newest.stored.package_id, newest.stored.version
    told = [*_corrections(package_id, newest.dossier, after)]
    stories = [(subject, each.field, _story(each)) for subject, each in told]
    return tuple(
        Event(
            event_id=str(
                uuid.uuid5(PACKAGE_NAMES, f"{package_id} v{version + 1} {subject} {name}")
            ),
            type=EventType.MODIFICATION,
            time=now,
            outcome="success",
            detail=story,
            agent=Agent(name=note.by, kind="person"),
            objects=(subject,),
        )
        for subject, name, story in stories or [(package_id, "", note.why)]
    )


def _corrections(
    package_id: str, before: Dossier, after: Dossier
) -> Iterator[tuple[str, Correction]]:
    known = {document.code: document.corrected for document in before.documents}
    for each in after.corrected[len(before.corrected) :]:
        yield package_id, each
    for document in after.documents:
        for each in document.corrected[len(known.get(document.code, ())) :]:
            yield document.code, each


def _story(told: Correction) -> str:
    unknown = text("event.unknown")
    return text(
        "event.modification",
        field=told.field,
        old=told.old or unknown,
        new=told.new or unknown,
        why=told.why,
    )
