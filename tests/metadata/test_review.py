"""What of a described dossier is left for a person, and the sheet that it stands on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from metadata.arrange import assemble
from metadata.corrections import Corrected, Made, Signed, Wanted, correct
from metadata.describe import describe
from metadata.review import OpenPoint, Reason, open_points, surest_first
from metadata.review_table import SheetRow, write_review_table
from records.batch import BatchDossier, ListedDocument
from records.dates import PartialDate
from records.document import Description, Document, Field
from records.dossier import ArchiveIdentity, Dossier
from records.page import RecognizedPage
from records.place import Box
from records.review_columns import REVIEW_COLUMNS, WORDS

SIGNED = Signed(by="Lan", at=datetime(2026, 11, 25, tzinfo=UTC), why="Rà soát")
CODE = "H99.21.2018.01.07.0000001"
LISTED = ListedDocument(
    row=2,
    document_type="Quyết định",
    number="15",
    notation="QĐ-SNV",
    issued=PartialDate(year=2018, month=4, day=5),
    issuing_body="Sở Nội vụ",
    subject="Ban hành Quy chế",
)
DOUBTED = Field(
    value="Quảng Binh", confidence=0.71, page=1, box=Box(1, 2, 3, 4), rule="place.date-line"
)


@pytest.fixture
def listed(
    decision: tuple[RecognizedPage, ...], make_batch: Callable[..., BatchDossier]
) -> Callable[..., Dossier]:
    """A dossier of one document with the list's row, its page read with nothing to doubt."""

    def build(row: ListedDocument | None = LISTED, **read: Field | None) -> Dossier:
        batch = make_batch(None, (row,))
        described = describe(decision, batch.documents[0], batch)
        sure = {name: replace(each, confidence=0.95) for name, each in described.read.known()}
        described = replace(described, read=replace(Description(**sure), **read))  # type: ignore[arg-type]  # fields
        return assemble(batch, (described,), ArchiveIdentity(name="Kho", code="99"), None)

    return build


def changed(dossier: Dossier, **values: object) -> Dossier:
    document: Document = replace(dossier.documents[0], **values)  # type: ignore[arg-type]  # fields
    return replace(dossier, documents=(document,))


def open_in(dossier: Dossier) -> list[tuple[str, Reason]]:
    return [(each.field, each.reason) for each in open_points(dossier)]


def settled(dossier: Dossier, field: str, typed: str) -> Corrected:
    wanted = (Wanted(subject=CODE, field=field, typed=typed, confirms=True),)
    return correct(dossier, wanted, SIGNED, lambda _: None)


def test_where_list_and_page_are_sure_and_agree_nothing_is_open(
    listed: Callable[..., Dossier],
) -> None:
    assert open_in(listed()) == []


def test_a_disagreement_has_both_values(listed: Callable[..., Dossier]) -> None:
    typed = replace(LISTED, issued=PartialDate(year=2018, month=4, day=6))
    (told,) = open_points(listed(typed))
    assert (told.reason, told.held, told.listed, told.proposed) == (
        Reason.DISAGREEMENT,
        "06/04/2018",
        "06/04/2018",
        "05/04/2018",
    )


@pytest.mark.parametrize(
    ("confidence", "as_read", "reasons"),
    [
        (0.9, None, []),
        (0.899, None, [Reason.UNSURE]),
        (0.95, "Quảng Blnh", [Reason.MENDED]),
    ],
)
def test_a_reading_below_the_sure_limit_or_mended_is_open(
    listed: Callable[..., Dossier],
    confidence: float,
    as_read: str | None,
    reasons: list[Reason],
) -> None:
    place = replace(DOUBTED, confidence=confidence, as_read=as_read)
    assert open_in(listed(place=place)) == [("place", each) for each in reasons]


def test_what_the_operator_typed_is_not_doubted(listed: Callable[..., Dossier]) -> None:
    assert open_in(listed(subject=DOUBTED)) == []


def test_required_fields_that_nobody_knows_are_open(listed: Callable[..., Dossier]) -> None:
    nothing = listed(ListedDocument(row=2))
    nothing = changed(
        nothing,
        read=Description(),
        document_type=None,
        type_code=None,
        number=None,
        notation=None,
        issued=PartialDate(year=2018, month=4),
        issuing_body=None,
        subject=None,
    )
    required = ("issuing_body", "subject", "document_type", "issued_date")
    assert open_in(nothing) == [(name, Reason.UNKNOWN) for name in required]


def test_a_type_outside_the_circular_is_open(listed: Callable[..., Dossier]) -> None:
    typed = replace(LISTED, document_type="Sổ tay")
    assert open_in(changed(listed(typed), disagreements=())) == [
        ("document_type", Reason.UNKNOWN_TYPE)
    ]
    assert open_in(changed(listed(replace(typed, document_type="Khác")), disagreements=())) == []


def test_nothing_of_a_secret_document_is_told(listed: Callable[..., Dossier]) -> None:
    assert open_in(changed(listed(place=DOUBTED), access="03")) == []


@pytest.mark.parametrize("typed", ["Quảng Bình", "Quảng Binh", ""])
def test_a_correction_a_confirmation_and_an_unknown_settle(
    listed: Callable[..., Dossier], typed: str
) -> None:
    done = settled(listed(place=DOUBTED), "place", typed)
    assert done.changes == (Made(subject=CODE, field="place", old="Quảng Binh", new=typed or None),)
    assert open_in(done.dossier) == []
    again = settled(done.dossier, "place", typed)
    assert (again.changes, again.dossier) == ((), done.dossier)


def test_the_same_value_without_a_person_s_look_settles_nothing(
    listed: Callable[..., Dossier],
) -> None:
    dossier = listed(place=DOUBTED)
    wanted = (Wanted(subject=CODE, field="place", typed="Quảng Binh"),)
    assert correct(dossier, wanted, SIGNED, lambda _: None).dossier == dossier


def point(reason: Reason, confidence: float | None, field: str = "subject") -> OpenPoint:
    read = None if confidence is None else replace(DOUBTED, confidence=confidence)
    return OpenPoint(code=CODE, field=field, reason=reason, held=None, read=read, listed=None)


def test_what_is_quickest_to_settle_comes_first() -> None:
    low, high = point(Reason.MENDED, 0.4), point(Reason.UNSURE, 0.85)
    unknown, contrary = point(Reason.UNKNOWN, None), point(Reason.DISAGREEMENT, 0.81)
    ordered = [contrary, high, low, unknown]
    assert sorted([unknown, low, high, contrary], key=surest_first) == ordered


def test_the_sheet_holds_text_and_no_formulas(tmp_path: Path) -> None:
    risky = replace(DOUBTED, value="=HYPERLINK(1)\x07")
    row = SheetRow(point=replace(point(Reason.UNSURE, 0.7), read=risky, held="-1"), file="=a.pdf")
    target = tmp_path / "review.xlsx"
    assert write_review_table([row], target) == 1
    header, cells = openpyxl.load_workbook(target).worksheets[0].iter_rows()
    told = dict(zip(REVIEW_COLUMNS, cells, strict=True))
    assert [cell.value for cell in header] == [*REVIEW_COLUMNS.values()]
    assert {key: told[key].value for key in ("read", "held", "file", "right", "confidence")} == {
        "read": "=HYPERLINK(1)",
        "held": "-1",
        "file": "=a.pdf",
        "right": None,
        "confidence": 0.71,
    }
    assert {told[key].data_type for key in ("read", "held", "file")} == {"s"}
    assert all(told[key].quotePrefix for key in ("read", "held", "file"))
    assert [*WORDS] == ["đúng", "theo kho", "theo máy", "không rõ"]
