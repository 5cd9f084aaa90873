"""A signature on an access copy stays with its pages, a finding with its delivered file."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from flows.revising.held_signatures import with_held_signatures
from records.batch import DeliveredFile, Fonds
from records.digest import Sha256
from records.document import Description, Document
from records.dossier import Dossier
from records.signature import AccessSignature, SignatureFinding, SignerCertificate, Verdict

SIGNED = AccessSignature(
    sha256=Sha256("cd" * 32), time=datetime(2026, 11, 28, tzinfo=UTC), level="B-B",
    certificate=SignerCertificate(subject="CN=a", issuer="CN=b", serial="1", sha256=Sha256("e")),
)  # fmt: skip
FOUND = (SignatureFinding(name="s", verdict=Verdict.VALID),)


@pytest.fixture
def dossier() -> Dossier:
    file = DeliveredFile(
        name=PurePosixPath("a.pdf"), copy=Path("a.pdf"), size_bytes=1, sha256=Sha256("ab" * 32),
        media_type="application/pdf", page_count=3, is_signed=True,
    )  # fmt: skip
    document = Document(
        code="H46.1.0000001", ordinal=1, file=file, page_count=3, read=Description(), listed=None,
        document_type=None, type_code=None, number=None, notation=None, issued=None,
        issuing_body=None, subject=None, language=("01",), access="01", confidence_level="02",
        signed=SIGNED, received_signatures=FOUND,
    )  # fmt: skip
    return Dossier(
        code="H46.1", archive_file_code="46.H46.1", inventory=None, title="Hồ sơ",
        fonds=Fonds(name="UBND", agency_code="H46", fonds_code="01"), maintenance="01",
        retention=None, access="01", language=("01",), start=None, end=None, sheets=2,
        documents=(document,), confidence_level="02", paper_file_code=None,
    )  # fmt: skip


def test_another_description_of_the_same_pages_keeps_both(dossier: Dossier) -> None:
    (document,) = dossier.documents
    told = replace(document, number="9", signed=None, received_signatures=())
    after = with_held_signatures(dossier, replace(dossier, documents=(told,)))
    assert after.documents == (replace(document, number="9"),)


def test_other_pages_of_the_same_file_keep_only_what_was_found_of_it(dossier: Dossier) -> None:
    (document,) = dossier.documents
    parts = (
        replace(document, page_count=1),
        replace(document, code="H46.1.0000002", ordinal=2, first_page=2, page_count=2,
                received_signatures=()),
    )  # fmt: skip
    after = with_held_signatures(dossier, replace(dossier, documents=parts))
    assert [(each.signed, each.received_signatures) for each in after.documents] == [
        (None, FOUND), (None, FOUND),
    ]  # fmt: skip


def test_what_is_unchanged_is_the_same_dossier(dossier: Dossier) -> None:
    assert with_held_signatures(dossier, dossier) is dossier
