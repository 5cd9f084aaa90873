"""Validates the signatures in the store, or those of any PDF, by the authorities of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from archive_store.package.layout import ACCESS, MASTER, master_holders, stem
from archive_store.package.signatures.certificates import read_anchors
from archive_store.package.signatures.examining import SignatureExaminer
from flows.archive import Archive
from flows.looking.show import find_row
from metadata.record import read_record
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError
from records.signature import SignatureFinding

TRUST = "trust"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedFile:
    """A PDF and what is found of each of its signatures.

    ``representation`` is ``rep1`` for an access copy, ``master`` for a received file, ``None``
    outside the store; ``path`` is then the file's own.
    """

    path: str
    representation: str | None
    signatures: tuple[SignatureFinding, ...]


def examine_file(root: Path, file: Path, now: datetime) -> tuple[ExaminedFile, ...]:
    """The signatures of any PDF; of the archive ``root`` only ``trust/`` is used, if it is there.

    Raises:
        SetupError: A126, ``trust/`` holds a file that is no certificate.
    """
    with (
        TemporaryDirectory() as folder,
        SignatureExaminer(read_anchors(root / TRUST), Path(folder)) as examiner,
    ):
        found = examiner.examine(file.resolve(), now)
    return (ExaminedFile(path=str(file), representation=None, signatures=found),)


def examine_stored(archive: Archive, code: str, now: datetime) -> tuple[ExaminedFile, ...]:
    """The signed files of a dossier, package or document: access copies, and what was received.

    Raises:
        InputError: F009, nothing has this code; A034, A036, the package is damaged.
        SetupError: A126, ``trust/`` holds a file that is no certificate.
    """
    row = find_row(archive, code)
    dossier = read_record(row.record)
    documents = dossier.documents
    if code not in {row.dossier_code, row.package_id}:
        documents = tuple(each for each in documents if each.code == code)
        if not documents:
            raise InputError("F009", code)
    paths = archive.vault.list_files(row.package_id)
    anchors = read_anchors(archive.root / TRUST)
    with SignatureExaminer(anchors, archive.work / "temporary") as examiner:
        return tuple(
            ExaminedFile(
                path=path,
                representation=representation,
                signatures=examiner.examine(archive.vault.read_file(row.package_id, path), now),
            )
            for representation, start in dict.fromkeys(_signed(dossier, documents))
            for path in paths
            if path.startswith(start)
        )


def _signed(dossier: Dossier, documents: tuple[Document, ...]) -> Iterator[tuple[str, str]]:
    holders = master_holders(dossier.documents)
    for each in documents:
        if each.signed is not None:
            name = stem(dossier.code, each)
            yield ACCESS, f"representations/{ACCESS}/data/{name}."
        if each.file.is_signed:
            name = stem(dossier.code, holders[each.code])
            yield MASTER, f"representations/{MASTER}/data/{name}."
