"""A copy of a dossier leaves the archive: permitted, proven, noted in the ledger, then named.

It reads the store; nothing of it changes but what a killed run left unfinished.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from archive_store.package.exports.bag import BagTold, make_bag
from archive_store.package.exports.circular import Sender, to_circular
from archive_store.package.exports.part import Part, below
from archive_store.package.exports.publish import Finished, publish
from archive_store.package.exports.tar_file import write_tar
from archive_store.package.exports.zip_file import write_zip
from archive_store.package.layout import root_name, safe_name
from archive_store.vault.digests import promised
from archive_store.vault.ledger.entries import NewEntry, append
from flows.archive import Archive
from flows.keeping.newest import Newest, read_newest
from flows.looking.permission import require_whole
from flows.looking.reading_copies import copied_documents, write_copy
from flows.looking.show import find_row
from records.access import Reader
from records.digest import Sha256
from records.dossier import Dossier

EXPORTED = "export"
"""A copy left the archive; the digest is that of the file that left."""


class ExportForm(StrEnum):
    """The forms in which a dossier leaves."""

    EARK = "eark"
    """The E-ARK AIP in a ZIP."""
    CIRCULAR = "tt05"
    """The AIP_hoso of Circular 05/2025/TT-BNV in a ZIP."""
    BAG = "bag"
    """The E-ARK AIP in a BagIt 1.0 bag, in a tar."""
    PDF = "pdf"
    """The access copies behind a cover sheet."""


SUFFIXES = {
    ExportForm.EARK: "eark.zip",
    ExportForm.CIRCULAR: "tt05.zip",
    ExportForm.BAG: "bag.tar",
    ExportForm.PDF: "pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """Where to, in which form, with whose rights to see, and who asks."""

    form: ExportForm
    folder: Path
    reader: Reader
    by: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One file that left; ``files`` counts those inside it, manifests of a bag too."""

    code: str
    package_id: str
    version: int
    path: Path
    files: int
    bytes: int
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaving:
    """A dossier on its way out; ``documents`` are the codes asked for."""

    archive: Archive
    newest: Newest
    parts: tuple[Part, ...]
    codes: frozenset[str]

    @property
    def package_id(self) -> str:
        return self.newest.stored.package_id

    @property
    def dossier(self) -> Dossier:
        return self.newest.dossier

    @property
    def version(self) -> int:
        return self.newest.stored.version

    @property
    def made(self) -> datetime:
        return self.newest.told.created


def export_record(archive: Archive, code: str, request: ExportRequest) -> Exported:
    """Write one dossier, or for ``pdf`` also one document, as a file of its own.

    Raises:
        InputError: F009, nothing has this code; A106, the store is damaged.
        RefusedError: F130, the reader may not see it; A107, a file of that name is there.
        SetupError: A108, the folder cannot be written.
    """
    package_id = find_row(archive, code).package_id
    # The catalogue may lag behind a run that was killed; the package says who may see it.
    newest = read_newest(archive, package_id, request.now)
    require_whole(newest.dossier, request.reader)
    leaving = _Leaving(
        archive=archive,
        newest=newest,
        parts=tuple(_parts(archive, package_id)),
        codes=frozenset({code} & {each.code for each in newest.dossier.documents}),
    )
    target = request.folder / _file_name(leaving, code, request.form)
    files, write = WRITERS[request.form](leaving)
    finished = publish(target, write, partial(_witness, leaving, request))
    return Exported(
        code=code,
        package_id=package_id,
        version=newest.stored.version,
        path=target,
        files=files,
        bytes=finished.size_bytes,
        sha256=finished.sha256,
    )


def _parts(archive: Archive, package_id: str) -> Iterator[Part]:
    for path, (file, digest) in sorted(promised(archive.vault.place, package_id).items()):
        size = file.stat().st_size if file.exists() else 0
        yield Part(path=path, source=file, sha512=digest, size_bytes=size)


def _file_name(leaving: _Leaving, code: str, form: ExportForm) -> str:
    name = code if form is ExportForm.PDF and leaving.codes else leaving.dossier.code
    return f"{safe_name(name)}.v{leaving.version}.{SUFFIXES[form]}"


def _witness(leaving: _Leaving, request: ExportRequest, finished: Finished) -> None:
    """The entry comes before the file has its name: no copy leaves unnoted."""
    new = NewEntry(
        time=request.now,
        actor=request.by,
        action=EXPORTED,
        # Not the package's own id: what is told of that is what its object holds.
        object_id=f"{leaving.package_id}#{request.form}",
        version=leaving.version,
        inventory_sha512=finished.sha512,
    )
    append(leaving.archive.engine, new)


Writer = tuple[int, Callable[[Path], None]]


def _eark(leaving: _Leaving) -> Writer:
    parts = below(root_name(leaving.package_id), leaving.parts)
    return len(parts), partial(write_zip, parts)


def _circular(leaving: _Leaving) -> Writer:
    identity = leaving.archive.identity
    sender = Sender(package_id=leaving.package_id, organisation=identity.name)
    parts = below(root_name(sender.package_id), to_circular(leaving.parts, sender))
    return len(parts), partial(write_zip, parts)


def _bag(leaving: _Leaving) -> Writer:
    identity, dossier = leaving.archive.identity, leaving.dossier
    told = BagTold(
        organisation=identity.name,
        organisation_code=identity.code,
        identifier=leaving.package_id,
        description=f"{dossier.code} {dossier.title}",
        bagged=leaving.made.date(),
    )
    name = f"{safe_name(dossier.code)}.v{leaving.version}"
    bag = make_bag(below(root_name(leaving.package_id), leaving.parts), told)
    parts = below(name, bag)
    return len(parts), lambda target: write_tar(parts, leaving.made, target)


def _pdf(leaving: _Leaving) -> Writer:
    documents = copied_documents(leaving.dossier, leaving.codes, leaving.parts)
    keeper = leaving.archive.identity.name
    version = f"{leaving.package_id}, v{leaving.version}"
    facts = (keeper, version, leaving.made)
    return len(documents), lambda target: write_copy(leaving.dossier, documents, facts, target)


WRITERS: dict[ExportForm, Callable[[_Leaving], Writer]] = {
    ExportForm.EARK: _eark,
    ExportForm.CIRCULAR: _circular,
    ExportForm.BAG: _bag,
    ExportForm.PDF: _pdf,
}
