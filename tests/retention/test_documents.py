"""The longest period of a dossier's documents decides; what is not known decides nothing."""

from pathlib import Path, PurePosixPath

import pytest

from records.batch import DeliveredFile
from records.digest import Sha256
from records.document import Description, Document
from records.errors import RefusedError
from records.retention import PROPOSED, RetentionRule
from retention.documents import decided_rule
from retention.period import read_period

CODE = "H46.01.01"


def rule(wording: str, item: str = "M") -> RetentionRule:
    period = read_period(wording)
    assert period is not None
    return RetentionRule(
        instrument="09/2011/TT-BNV", version="2026-11", item=item, text="", period=period,
        reason=wording,
    )  # fmt: skip


def documents(*wordings: str | None) -> tuple[Document, ...]:
    return tuple(
        Document(
            code=f"{CODE}.{ordinal}", ordinal=ordinal,
            file=DeliveredFile(
                name=PurePosixPath("1.png"), copy=Path("1.png"), sha256=Sha256("a" * 64),
                size_bytes=1, media_type="image/png", page_count=1,
            ),
            page_count=1, read=Description(), listed=None, document_type="Tờ trình",
            type_code=None, number="05", notation="TTr-SNV", issued=None, issuing_body=None,
            subject=None, language=(), access="01", confidence_level="01",
            retention=rule(wording) if wording else None,
        )
        for ordinal, wording in enumerate(wordings, 1)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "of_documents", "decided"),
    [
        ("5 năm", (None, None), "5 năm"),
        ("5 năm", ("20 năm", None), "20 năm"),
        ("5 năm", ("20 năm", "Vĩnh viễn"), "Vĩnh viễn"),
        ("20 năm", ("5 năm", "10 năm"), "20 năm"),
        ("Vĩnh viễn", ("Đến khi văn bản hết hiệu lực", None), "Vĩnh viễn"),
        (None, ("5 năm", "10 năm"), "10 năm"),
        (None, ("5 năm", None), None),
    ],
)
def test_the_longest_of_a_dossier_and_its_documents_decides(
    own: str | None, of_documents: tuple[str | None, ...], decided: str | None
) -> None:
    found = decided_rule(CODE, rule(own) if own else None, documents(*of_documents))
    assert (found and found.period.wording) == decided


def test_the_reason_names_the_document_and_its_item() -> None:
    found = decided_rule(CODE, rule("5 năm"), documents("5 năm", "20 năm"))
    assert found is not None
    for told in (f"{CODE}.2", "Tờ trình 05/TTr-SNV", "09/2011/TT-BNV", "2026-11", "20 năm"):
        assert told in found.reason


def test_a_proposal_for_the_dossier_is_no_period_of_its_own() -> None:
    proposed = rule("Vĩnh viễn", f"{PROPOSED}M")
    assert decided_rule(CODE, proposed, documents("5 năm", None)) is proposed
    found = decided_rule(CODE, proposed, documents("5 năm", "10 năm"))
    assert found is not None
    assert found.period.wording == "10 năm"


def test_years_and_events_of_one_dossier_are_for_a_person() -> None:
    with pytest.raises(RefusedError) as caught:
        decided_rule(CODE, rule("5 năm"), documents("Đến khi văn bản hết hiệu lực", None))
    assert caught.value.problem.code == "T067"
