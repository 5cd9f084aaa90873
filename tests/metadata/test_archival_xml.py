"""Archival XML: golden files, the schemas' refusals, and round trips."""

import importlib.util
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from metadata.archival_xml import read_fields, write_document, write_dossier, write_fields
from metadata.ead3 import Keeper
from metadata.field_sets import FieldSet
from metadata.fields import document_fields, dossier_fields
from metadata.forms import Form, write_form
from metadata.record import read_record, without_work_area, write_record
from metadata.schema import FOLDER, SCHEMAS, schema_files, validate
from records.dates import PartialDate
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError
from records.retention import PeriodKind, RetentionPeriod

GOLDEN = Path(__file__).parent / "golden"
EAD3 = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "ead3.xsd"))
AIP_FILE, AIP_DOCUMENT = FieldSet.AIP_FILE, FieldSet.AIP_DOCUMENT
SIP_FILE, SIP_DOCUMENT = FieldSet.SIP_FILE, FieldSet.SIP_DOCUMENT


def partial(day: date, precision: int) -> PartialDate:
    month = day.month if precision else None
    return PartialDate(year=day.year, month=month, day=day.day if precision > 1 else None)


st.register_type_strategy(
    PartialDate,
    st.builds(partial, st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2)),
)
st.register_type_strategy(
    RetentionPeriod,
    st.builds(
        RetentionPeriod,
        kind=st.just(PeriodKind.YEARS),
        wording=st.text(max_size=9),
        years=st.integers(1, 99),
    ),
)
names = st.from_regex(r"[a-zà-ỹ0-9]{1,12}\.pdf", fullmatch=True)
st.register_type_strategy(Path, names.map(Path))
st.register_type_strategy(PurePosixPath, names.map(PurePosixPath))
st.register_type_strategy(float, st.floats(0, 1))
code_of_three = st.sampled_from(["01", "02", "03"])
documents = st.builds(
    Document,
    code=st.from_regex(r"H[0-9.]{1,20}\.[0-9]{7}", fullmatch=True),
    ordinal=st.integers(1, 9_999_999),
    page_count=st.integers(0, 9999),
    type_code=st.none() | st.integers(1, 32).map(lambda number: f"{number:02d}"),
    language=st.lists(code_of_three, min_size=1, max_size=3).map(tuple),
    access=code_of_three,
    confidence_level=code_of_three,
    physical_state=st.none() | code_of_three,
)
dossiers = st.builds(
    Dossier,
    code=st.from_regex(r"H[0-9.]{1,16}", fullmatch=True),
    archive_file_code=st.from_regex(r"H[0-9.]{1,40}", fullmatch=True),
    title=st.from_regex(r"[A-ZĐ][a-zà-ỹ]{0,20}", fullmatch=True),
    maintenance=st.integers(1, 7).map(lambda number: f"{number:02d}"),
    access=code_of_three,
    language=st.lists(code_of_three, min_size=1, max_size=3).map(tuple),
    sheets=st.integers(0, 9_999_999_999),
    documents=st.lists(documents, max_size=2).map(tuple),
    confidence_level=code_of_three,
    # Of what has no length here texts are cut; codes never are, and too long a one is refused.
    paper_file_code=st.none() | st.text(max_size=100),
    physical_state=st.none() | code_of_three,
)
few = settings(
    max_examples=settings.default.max_examples // 2, suppress_health_check=list(HealthCheck)
)


@given(dossiers)
@few
def test_a_dossiers_values_come_back_from_its_valid_xml(dossier: Dossier) -> None:
    xml = write_dossier(dossier)
    assert read_fields(xml) == dossier_fields(dossier)
    assert validate(xml, "EAD.xsd") == ()


@given(dossiers, documents)
@few
def test_a_documents_values_come_back_from_its_valid_xml(
    dossier: Dossier, document: Document
) -> None:
    xml = write_document(dossier, document)
    assert read_fields(xml) == document_fields(dossier, document)
    assert validate(xml, "EAD_doc.xsd") == ()


@given(dossiers)
@few
def test_the_record_is_lossless(dossier: Dossier) -> None:
    written = write_record(dossier)
    assert read_record(written) == without_work_area(dossier)
    assert write_record(read_record(written)) == written


def test_ead_xml_is_the_golden_file(dossier: Dossier) -> None:
    assert write_dossier(dossier) == (GOLDEN / "EAD.xml").read_bytes()


def test_ead_doc_is_the_golden_file(dossier: Dossier) -> None:
    first = write_document(dossier, dossier.documents[0])
    assert first == (GOLDEN / "EAD_doc.xml").read_bytes()


def test_an_unknown_document_is_the_golden_file_and_valid(dossier: Dossier) -> None:
    unknown = write_document(dossier, dossier.documents[1])
    assert unknown == (GOLDEN / "EAD_doc_unknown.xml").read_bytes()
    assert validate(unknown, "EAD_doc.xsd") == ()


def test_the_record_names_no_folder_of_the_work_area(dossier: Dossier) -> None:
    assert b"/work-area" not in write_record(dossier)


@pytest.mark.parametrize(
    ("schema", "old", "new"),
    [
        ("EAD.xsd", "<maintenance>01<", "<maintenance>08<"),
        ("EAD.xsd", "<mode>01<", "<mode>04<"),
        ("EAD.xsd", "<startDate>05/04/2018<", "<startDate>32/04/2018<"),
        ("EAD.xsd", "<startDate>05/04/2018<", "<startDate>2018-04-05<"),
        ("EAD.xsd", "<totalDoc>2<", "<totalDoc>hai<"),
        ("EAD.xsd", "<riskRecovery>0<", "<riskRecovery>no<"),
        ("EAD.xsd", "<language>01<", "<language>12<"),
        ("EAD.xsd", "<title>Quy", f"<title>{'a' * 1000}Quy"),
        ("EAD.xsd", "<mode>01</mode>", ""),
        ("EAD_doc.xsd", "<typeName>02<", "<typeName>33<"),
        ("EAD_doc.xsd", "<issuedDate>05/04/2018<", "<issuedDate>04/2018<"),
        ("EAD_doc.xsd", "<codeNumber>15<", "<codeNumber>123456789012<"),
        ("EAD_doc.xsd", "<docCode>H99.21.2018.01.07.0000001<", "<docCode>H99.1<"),
        ("EAD_doc.xsd", "<docOrdinal>1<", "<docOrdinal>0<"),
        ("EAD_doc.xsd", "<mode>01</mode>", '<mode xsi:nil="true"/>'),
    ],
)
def test_the_schemas_refuse(schema: str, old: str, new: str) -> None:
    sound = (GOLDEN / schema.replace(".xsd", ".xml")).read_text(encoding="utf-8")
    assert validate(sound.encode(), schema) == ()
    assert old in sound
    problems = validate(sound.replace(old, new).encode(), schema)
    assert {problem.code for problem in problems} == {"M016"}


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "M060"),
        (b"<simpledc>", "M060"),
        (b"<a>" * 100_000, "M060"),
        (b"<!DOCTYPE simpledc><simpledc/>", "M017"),
        (
            b'<!DOCTYPE simpledc [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            b"<simpledc>&a;</simpledc>",
            "M017",
        ),
        (b"<simpledc>" + b" " * (100 << 20) + b"</simpledc>", "M017"),
    ],
    ids=["empty", "cut", "deep", "doctype", "entity", "huge"],
)
def test_unsafe_xml_is_refused(xml: bytes, code: str) -> None:
    assert [problem.code for problem in validate(xml, "EAD.xsd")] == [code]
    with pytest.raises(InputError) as refused:
        read_fields(xml)
    assert refused.value.problem.code == code


def test_a_remark_inside_a_value_does_not_cut_it(dossier: Dossier) -> None:
    xml = write_dossier(dossier).replace("Quy chế văn".encode(), "Quy chế<!-- ? --> văn".encode())
    assert dict(read_fields(xml))["title"] == "Quy chế văn thư & lưu trữ"


@given(dossiers)
@few
def test_every_set_validates_and_comes_back_byte_for_byte(dossier: Dossier) -> None:
    written = [(write_dossier(dossier, each), each) for each in (AIP_FILE, SIP_FILE)]
    for each in (AIP_DOCUMENT, SIP_DOCUMENT):
        written += [
            (write_document(dossier, document, each), each) for document in dossier.documents
        ]
    for xml, each in written:
        assert validate(xml, SCHEMAS[each]) == ()
        assert write_fields(read_fields(xml)) == xml


@given(dossiers, st.text(max_size=9), st.sampled_from(list(Form)))
@few
def test_every_dossier_can_be_written_in_every_form(
    dossier: Dossier, agency: str, form: Form
) -> None:
    keeper = Keeper(agency=agency, fonds=agency, made=datetime(2026, 11, 25, tzinfo=UTC))
    for document in (None, *dossier.documents):
        written = write_form(form, dossier, document, keeper)
        root = etree.fromstring(written.xml)
        if form is Form.EAD3:
            EAD3.assertValid(root)
        if form in {Form.AIP, Form.SIP}:
            assert "M016" not in {told.code for told in written.problems}


def test_the_schemas_are_what_the_table_of_fields_says() -> None:
    source = Path(__file__).parents[2] / "docs" / "make_schemas.py"
    spec = importlib.util.spec_from_file_location("make_schemas", source)
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for each, file in SCHEMAS.items():
        assert (FOLDER / file).read_text(encoding="utf-8") == make.schema_of(each)


@pytest.mark.parametrize("record", [b"", b"[]", b"{}", b'{"format": "luutru-dossier/1"}', b"\xff"])
def test_anything_else_is_no_record(record: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read_record(record)
    assert refused.value.problem.code == "M018"


def test_control_characters_never_reach_the_xml(dossier: Dossier) -> None:
    marked = replace(dossier, title="Quy\x0c chế\x00\ufffe")
    assert dict(read_fields(write_dossier(marked)))["title"] == "Quy chế"


def test_a_text_too_long_is_cut_and_says_so(dossier: Dossier) -> None:
    document = replace(dossier.documents[0], subject="a" * 600)
    subject = dict(read_fields(write_document(dossier, document)))["subject"]
    assert subject == "a" * 499 + "…"


def test_both_schemas_go_into_the_package() -> None:
    assert [name for name, _ in schema_files()] == ["EAD.xsd", "EAD_doc.xsd"]
