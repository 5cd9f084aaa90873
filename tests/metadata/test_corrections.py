"""Corrections of a described dossier: what is taken, what is refused, and what they leave alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from metadata.arrange import assemble
from metadata.corrections import (
    Corrected,
    Made,
    Signed,
    Wanted,
    correct,
    keep_corrections,
)
from metadata.describe import describe
from metadata.record import read_record, without_work_area, write_record
from records.batch import BatchDossier, ListedDocument, ListedDossier
from records.dates import PartialDate
from records.document import Correction, Document
from records.dossier import ArchiveIdentity, Dossier
from records.errors import RefusedError
from records.page import RecognizedPage
from records.retention import PeriodKind, RetentionPeriod, RetentionRule

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
SIGNED = Signed(by="Lan", at=AT, why="Đối chiếu với bản giấy")
CODE = "H99.21.2018.01.07"
DOCUMENT = f"{CODE}.0000001"
LISTED = ListedDossier(title="Tập quyết định", number="07", box="02", access="Công khai")
ROW = ListedDocument(row=2, number="16", document_type="Quyết định", access="Công khai")


def rule_of(wording: str) -> RetentionRule | None:
    if wording != "20 năm":
        return None
    period = RetentionPeriod(kind=PeriodKind.YEARS, wording=wording, years=20)
    return RetentionRule(
        instrument="i", version="v", item=wording, text="t", period=period, reason="r"
    )


@pytest.fixture
def dossier(
    decision: tuple[RecognizedPage, ...], make_batch: Callable[..., BatchDossier]
) -> Dossier:
    batch = make_batch(LISTED, (ROW,))
    documents = tuple(describe(decision, each, batch) for each in batch.documents)
    return assemble(batch, documents, ArchiveIdentity(name="Kho", code="99"), None)


def corrected(dossier: Dossier, subject: str, /, **values: str) -> Corrected:
    wanted = tuple(
        Wanted(subject=subject, field=name, typed=value) for name, value in values.items()
    )
    return correct(dossier, wanted, SIGNED, rule_of)


def refused(dossier: Dossier, subject: str, /, **values: str) -> list[str]:
    done = corrected(dossier, subject, **values)
    assert done.changes == ()
    assert done.dossier is dossier
    return [error.problem.code for error in done.errors]


def first(done: Corrected) -> Document:
    return done.dossier.documents[0]


def test_a_correction_is_noted_beside_what_was_read_and_listed(dossier: Dossier) -> None:
    before = dossier.documents[0]
    done = corrected(dossier, DOCUMENT, number="15", document_type="thông báo")
    after = first(done)
    assert done.errors == ()
    assert done.changes == (
        Made(subject=DOCUMENT, field="number", old="16", new="15"),
        Made(subject=DOCUMENT, field="document_type", old="Quyết định", new="Thông báo"),
    )
    assert after == replace(
        before,
        number="15",
        document_type="Thông báo",
        type_code=after.type_code,
        disagreements=(),
        corrected=tuple(
            Correction(field=one.field, old=one.old, new=one.new, by="Lan", at=AT, why=SIGNED.why)
            for one in done.changes
        ),
    )
    assert before.disagreements == ("number",)
    assert after.type_code != before.type_code
    assert read_record(write_record(done.dossier)) == without_work_area(done.dossier)


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2018-04-05", PartialDate(year=2018, month=4, day=5)),
        ("5/4/2018", PartialDate(year=2018, month=4, day=5)),
        ("04/2017", PartialDate(year=2017, month=4)),
        ("2017", PartialDate(year=2017)),
        ("", None),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(
    dossier: Dossier, typed: str, date: PartialDate | None
) -> None:
    blank = replace(dossier, documents=(replace(dossier.documents[0], issued=None),))
    assert first(corrected(blank, DOCUMENT, issued_date=typed)).issued == date


@pytest.mark.parametrize(
    "typed", ["31/02/2018", "2018-13-01", "05-04-2018", "1/2/3", "0999", "hôm qua", "26/11/2026"]
)
def test_an_impossible_date_is_refused(dossier: Dossier, typed: str) -> None:
    assert refused(dossier, DOCUMENT, issued_date=typed) == ["M041"]


def test_the_day_of_the_correction_itself_is_possible_in_vietnam(dossier: Dossier) -> None:
    late = replace(SIGNED, at=datetime(2026, 11, 25, 18, 0, tzinfo=UTC))
    wanted = Wanted(subject=DOCUMENT, field="issued_date", typed="26/11/2026")
    assert correct(dossier, (wanted,), late, rule_of).errors == ()


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("seal", "x", "M040"),
        ("title", "x", "M040"),
        ("secrecy", "Mật", "M040"),
        ("number", "1" * 12, "M042"),
        ("notation", "QĐ-" + "A" * 28, "M042"),
        ("subject", "x" * 501, "M042"),
        ("subject", "a\x01b", "M048"),
        ("language", "tiếng Lào", "M043"),
        ("access", "nửa kín nửa hở", "M043"),
        ("access", "", "M044"),
        ("confidence_level", "04", "M043"),
        ("physical_state", "nát", "M043"),
    ],
)
def test_a_wrong_value_of_a_document_is_refused(
    dossier: Dossier, field: str, typed: str, code: str
) -> None:
    assert refused(dossier, DOCUMENT, **{field: typed}) == [code]


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("number", "1", "M040"),
        ("title", "", "M044"),
        ("title", "x" * 1001, "M042"),
        ("sheets", "0", "M047"),
        ("sheets", "năm", "M047"),
        ("sheets", "", "M044"),
        ("retention", "lâu", "M043"),
        ("start", "30/02/2018", "M041"),
        ("event_on", "31/12/2999", "M041"),
        ("submitted_on", "2999", "M041"),
        ("transferred_on", "01/2999", "M041"),
    ],
)
def test_a_wrong_value_of_a_dossier_is_refused(
    dossier: Dossier, field: str, typed: str, code: str
) -> None:
    assert refused(dossier, CODE, **{field: typed}) == [code]


def test_one_wrong_value_stops_all_and_each_is_told(dossier: Dossier) -> None:
    assert refused(dossier, DOCUMENT, number="15", issued_date="x", foo="y") == ["M041", "M040"]


def test_secret_papers_are_not_made_here(dossier: Dossier) -> None:
    for subject in (CODE, DOCUMENT):
        (error,) = corrected(dossier, subject, access="Tối mật").errors
        assert isinstance(error, RefusedError)
        assert error.problem.code == "M045"


def test_a_field_given_twice_is_refused(dossier: Dossier) -> None:
    twice = (Wanted(subject=DOCUMENT, field="number", typed="1"),) * 2
    assert [e.problem.code for e in correct(dossier, twice, SIGNED, rule_of).errors] == ["M049"]


def test_what_is_there_already_is_no_correction(dossier: Dossier) -> None:
    done = corrected(dossier, DOCUMENT, document_type="QUYẾT ĐỊNH", access="Công khai")
    assert (done.changes, done.dossier) == ((), dossier)


def test_a_disagreement_may_be_decided_for_the_value_that_stands(dossier: Dossier) -> None:
    done = corrected(dossier, DOCUMENT, number="16")
    assert done.changes == (Made(subject=DOCUMENT, field="number", old="16", new="16"),)
    assert first(done).disagreements == ()


def test_an_empty_value_is_not_known(dossier: Dossier) -> None:
    after = first(corrected(dossier, DOCUMENT, number=" ", document_type="", notation=""))
    assert (after.number, after.document_type, after.type_code, after.notation) == (None,) * 4
    whole = corrected(corrected(dossier, CODE, retention="20 năm").dossier, CODE, retention="")
    assert (whole.dossier.retention, whole.dossier.maintenance) == (None, "07")
    assert whole.changes[0].old == "20 năm"


def test_a_dossier_s_values_are_taken_as_the_circular_codes_them(dossier: Dossier) -> None:
    done = corrected(
        dossier, CODE, sheets="1", retention="20 năm", language="Việt; Anh", physical_state="Tốt"
    ).dossier
    assert (done.sheets, done.sheets_estimated, done.maintenance) == (1, False, "05")
    assert (done.language, done.physical_state) == (("01", "02"), "01")


def test_a_party_s_notation_keeps_its_hyphen(dossier: Dossier) -> None:
    after = first(corrected(dossier, DOCUMENT, number="42", notation="- NQ/TW"))
    assert after.full_notation == "42-NQ/TW"


def test_what_no_xml_holds_lives_in_the_correction(dossier: Dossier) -> None:
    once = corrected(dossier, DOCUMENT, signer_name="Nguyễn Văn Ân")
    assert once.changes == (
        Made(subject=DOCUMENT, field="signer_name", old="Nguyễn Văn An", new="Nguyễn Văn Ân"),
    )
    assert first(once).read == dossier.documents[0].read
    again = corrected(once.dossier, DOCUMENT, signer_name="Nguyễn Văn Ẩn")
    assert again.changes[0].old == "Nguyễn Văn Ân"


def test_a_dossier_follows_its_strictest_document(dossier: Dossier) -> None:
    done = corrected(dossier, DOCUMENT, access="02")
    assert [(one.subject, one.field, one.new) for one in done.changes] == [
        (DOCUMENT, "access", "02"),
        (CODE, "access", "02"),
    ]
    assert refused(done.dossier, CODE, access="01") == ["M046"]


def test_corrections_stay_when_the_dossier_is_described_again(dossier: Dossier) -> None:
    wanted = (
        Wanted(subject=DOCUMENT, field="number", typed=""),
        Wanted(subject=DOCUMENT, field="document_type", typed="Thông báo"),
        Wanted(subject=CODE, field="title", typed="Tập thông báo"),
    )
    held = correct(dossier, wanted, SIGNED, rule_of).dossier
    again = replace(dossier, keywords="kho")
    assert keep_corrections(again, held) == replace(held, keywords="kho")
    other = replace(dossier.documents[0], code=f"{CODE}.0000002", ordinal=2)
    kept = keep_corrections(replace(again, documents=(other,)), held)
    assert kept.documents == (other,)
    assert kept.title == "Tập thông báo"
