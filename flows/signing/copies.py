"""The archive signs its digitised copies; each dossier's signed copies are its next version.

The unsigned copy stays in the version before, and masters are not touched. What was signed when a
run was stopped is stored; the same command goes on with the rest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive_store.package.signatures.certificates import read_anchors
from archive_store.package.signatures.examining import SignatureExaminer
from archive_store.package.signatures.signing import Pkcs11Key, Pkcs12Key, Seal, open_sealer
from archive_store.vault.catalogue.listing import list_unsigned
from flows.archive import Archive
from flows.looking.show import find_row
from flows.signing.dossier import Bench, Signed, sign_dossier
from metadata.record import read_record
from records.document import Document
from records.errors import InputError, RefusedError, TransientError
from records.problem import Problem
from records.report import Progress, Stage
from records.signature import SignerCertificate

Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRequest:
    """What is to be signed and by whose hand.

    ``codes`` of dossiers, packages or documents; none means all that await a signature, oldest
    dossier first. ``limit`` is the number of documents after which the run ends.
    """

    codes: tuple[str, ...]
    by: str
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningReport:
    """What was signed, with whose certificate, and what a person should know."""

    certificate: SignerCertificate
    dossiers: tuple[Signed, ...]
    problems: tuple[Problem, ...]

    @property
    def documents(self) -> int:
        """How many documents were signed."""
        return sum(len(each.documents) for each in self.dossiers)

    @property
    def is_trusted(self) -> bool:
        """Whether every signature leads to an authority of the archive's folder ``trust/``."""
        return all(each.is_trusted for each in self.dossiers)


@dataclass(slots=True, kw_only=True)
class _Wanted:
    """The documents of one package that are to be signed."""

    package_id: str
    codes: list[str] = field(default_factory=list)


def sign_copies(
    archive: Archive,
    request: SigningRequest,
    key: Pkcs12Key | Pkcs11Key,
    secret: str,
    watch: Watch,
) -> SigningReport:
    """Sign what is wanted; a document that cannot be signed does not stop the others.

    Raises:
        InputError: F009, nothing has one of the codes.
        RefusedError: F154, this archive does not sign; A121, the certificate may not sign now.
        SetupError: A120, A128, the key; A122, the font; A124, the time-stamp; A126, ``trust/``.
    """
    anchors = read_anchors(archive.root / "trust")
    wanted = tuple(_wanted(archive, request))
    with (
        open_sealer(key, secret, seal_of(archive), datetime.now(UTC)) as sealer,
        SignatureExaminer(anchors, archive.work / "temporary") as examiner,
    ):
        bench = Bench(archive=archive, sealer=sealer, examiner=examiner, by=request.by)
        outcomes = tuple(_outcomes(bench, wanted, watch))
    return SigningReport(
        certificate=sealer.certificate,
        dossiers=tuple(each for each in outcomes if isinstance(each, Signed) and each.documents),
        problems=tuple(
            told
            for each in outcomes
            for told in (each.problems if isinstance(each, Signed) else (each,))
        ),
    )


def _outcomes(
    bench: Bench, wanted: tuple[_Wanted, ...], watch: Watch
) -> Iterator[Signed | Problem]:
    total, tried = sum(len(each.codes) for each in wanted), 0
    for each in wanted:
        watch(Progress(stage=Stage.SIGNING, done=tried, total=total))
        try:
            yield sign_dossier(bench, each.package_id, tuple(each.codes))
        except (InputError, TransientError) as error:
            yield error.problem
        except RefusedError as error:
            # The certificate is everybody's trouble; another version is this dossier's own.
            if error.problem.code == "A121":
                raise
            yield error.problem
        tried += len(each.codes)


def seal_of(archive: Archive) -> Seal:
    """For whom this archive's signatures are made."""
    signing = archive.settings.signing
    return Seal(
        organisation=signing.organisation or archive.identity.name,
        timestamp_authority=signing.timestamp_authority,
    )


def _wanted(archive: Archive, request: SigningRequest) -> Iterator[_Wanted]:
    if not request.codes and not archive.settings.signing.required:
        raise RefusedError("F154", archive.root)
    left = request.limit
    found: dict[str, _Wanted] = {}
    for code in request.codes or list_unsigned(archive.engine):
        package_id, documents = _unsigned(archive, code)
        each = found.setdefault(package_id, _Wanted(package_id=package_id))
        for document in documents:
            if document.code not in each.codes and left != 0:
                each.codes.append(document.code)
                left = None if left is None else left - 1
        if left == 0:
            break
    return (each for each in found.values() if each.codes)


def _unsigned(archive: Archive, code: str) -> tuple[str, list[Document]]:
    row = find_row(archive, code)
    documents = read_record(row.record).documents
    if code not in {row.dossier_code, row.package_id}:
        documents = tuple(each for each in documents if each.code == code)
        if not documents:
            raise InputError("F009", code)
    return row.package_id, [each for each in documents if each.signed is None]
