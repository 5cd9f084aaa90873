"""Archival XML from anywhere: every fault has its code and field, and the schema agrees."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metadata import check_dossier_xml, check_xml
from metadata.field_sets import FieldSet, field_set
from metadata.schema import FOLDER, SCHEMAS, validate
from metadata.xml_package import check_schema
from records.problem import Problem, Severity

GOLDEN = Path(__file__).parent / "golden"
AIP, AIP_DOC = FieldSet.AIP_FILE, FieldSet.AIP_DOCUMENT
SIP, SIP_DOC = FieldSet.SIP_FILE, FieldSet.SIP_DOCUMENT
DOSSIER = {
    "fileCode": "H99.21.2001.160", "title": "Hồ sơ về quy chế", "maintenance": "01",
    "mode": "01", "language": "01;03", "startDate": "01/02/2001", "endDate": "05/02/2001",
    "keyword": "quy chế", "totalDoc": "1", "numberOfPaper": "1", "numberOfPage": "2",
    "format": "01", "inforSign": "A", "confidenceLevel": "02", "paperFileCode": "H99.12.07",
    "riskRecovery": "1", "riskRecoveryStatus": "01", "description": "Người lập: Nguyễn Văn An",
}  # fmt: skip
DOCUMENT = {
    "docId": "H99.21.2001.160.1", "docCode": "H99.21.2001.160.0000001", "maintenance": "01",
    "typeName": "02", "codeNumber": "15", "codeNotation": "QĐ-SNV", "issuedDate": "05/02/2001",
    "organName": "Sở Nội vụ", "subject": "Ban hành quy chế", "language": "01",
    "numberOfPage": "2", "inforSign": "A", "keyword": "quy chế", "mode": "01",
    "confidenceLevel": "02", "autograph": "Lưu", "format": "02", "riskRecovery": "0",
    "description": "Bản chính",
}  # fmt: skip


def written(values: dict[str, str]) -> bytes:
    inside = "".join(f"<{tag}>{value}</{tag}>\n" for tag, value in values.items())
    return f"<simpledc>\n{inside}</simpledc>".encode()


def found(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(told.code, told.field) for told in problems]


@pytest.mark.parametrize(("name", "as_set"), [("EAD", AIP), ("EAD_doc", AIP_DOC)])
def test_our_own_xml_is_sound(name: str, as_set: FieldSet) -> None:
    assert check_xml((GOLDEN / f"{name}.xml").read_bytes(), as_set) == ()


def test_a_submission_with_all_its_fields_is_sound() -> None:
    assert list(DOSSIER) == [rule.tag for rule in field_set(SIP)]
    assert check_dossier_xml(written(DOSSIER), {"1": written(DOCUMENT)}, SIP) == ()


def test_the_document_set_of_the_circular_without_backup_is_sound_too() -> None:
    nineteen = {tag: value for tag, value in DOCUMENT.items() if tag != "riskRecovery"}
    assert check_xml(written(nineteen), SIP_DOC) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"paperFileCode": ""}, [("M055", "paperFileCode"), ("M059", "paperFileCode")]),
        ({"riskRecoveryStatus": None}, [("M059", "riskRecoveryStatus")]),
        ({"paperFileCode": "H99.12"}, [("M062", "paperFileCode")]),
        ({"fileCode": "H99.21..160"}, [("M062", "fileCode")]),
        ({"fileCode": "H99.21.2001"}, [("M062", "fileCode")]),
        ({"fileCode": "H99.21.160"}, [("M063", "fileCode")]),
        ({"fileCode": "Sở.2001.160"}, [("M064", "fileCode")]),
        ({"title": "a" * 1001}, [("M056", "title")]),
        ({"title": " \n"}, [("M055", "title")]),
        ({"title": None}, [("M052", "title")]),
        ({"maintenance": "08"}, [("M003", "maintenance")]),
        ({"language": "01;12"}, [("M003", "language")]),
        ({"startDate": "2001"}, [("M057", "startDate")]),
        ({"startDate": "31/02/2001"}, [("M057", "startDate")]),
        ({"startDate": "06/02/2001"}, [("M005", "startDate")]),
        ({"totalDoc": "1.000"}, [("M058", "totalDoc")]),
        ({"totalDoc": "12345678901"}, [("M058", "totalDoc")]),
        ({"arcDocCode": "x"}, [("M051", "arcDocCode")]),
        ({"title": "<b>x</b>"}, [("M061", "title")]),
    ],
)  # fmt: skip
def test_a_fault_of_a_dossier_is_told_with_its_field(
    changed: dict[str, str | None], expected: list[tuple[str, str]]
) -> None:
    values = {tag: value for tag, value in (DOSSIER | changed).items() if value is not None}
    assert found(check_xml(written(values), SIP)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"docCode": "H99.21.2026.160.0000001"}, [("M065", "docCode")]),
        ({"docCode": "H99.21.2001.161.0000001"}, [("M004", "docCode")]),
        ({"docCode": "H99.21.2001.160.0000002"}, [("M066", "docId")]),
        ({"docCode": "H99.21.2001.160.1"}, [("M062", "docCode")]),
        (
            {"docId": "H99.21.2001.160.1234567.12"},
            [("M056", "docId"), ("M004", "docCode"), ("M066", "docId")],
        ),
        ({"confidenceLevel": "01"}, [("M059", "process")]),
    ],
)  # fmt: skip
def test_a_fault_of_a_document_is_told_with_its_field(
    changed: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert found(check_xml(written(DOCUMENT | changed), SIP_DOC)) == expected


def test_fields_out_of_order_and_twice_are_told() -> None:
    turned = dict(sorted(DOSSIER.items(), key=lambda item: item[0] == "title"))
    assert found(check_xml(written(turned), SIP)) == [("M053", "title")]
    twice = written(DOSSIER).replace(b"<mode>", b"<mode>01</mode><mode>", 1)
    assert found(check_xml(twice, SIP)) == [("M054", "mode")]


def test_the_faults_of_the_package_seen_in_use_are_each_caught() -> None:
    dossier = written(DOSSIER | {"paperFileCode": ""})
    other_year = {"docId": "H99.21.2026.160.1", "docCode": "H99.21.2026.160.0000001"}
    document = written(DOCUMENT | other_year)
    assert found(check_dossier_xml(dossier, {"1": document}, SIP)) == [
        ("M055", "paperFileCode"),
        ("M059", "paperFileCode"),
        ("M065", "docCode"),
    ]
    schema = (FOLDER / SCHEMAS[SIP_DOC]).read_bytes()
    assert check_schema(schema, SIP_DOC, "ead_doc.xsd") == ()
    bundled = schema.replace(b'"docCode"', b'"arcDocCode"')
    (told,) = check_schema(bundled, SIP_DOC, "ead_doc.xsd")
    assert told.code == "M068"
    assert "arcDocCode" in told.message_en
    assert "docCode" in told.message_en.partition("lacking")[2]


def test_documents_are_counted_against_their_dossier() -> None:
    pair = {"1": written(DOCUMENT), "2": written(DOCUMENT)}
    assert found(check_dossier_xml(written(DOSSIER), pair, SIP)) == [
        ("M067", "totalDoc"),
        ("M067", "numberOfPage"),
        ("M015", "docCode"),
        ("M015", "docId"),
    ]


def test_a_document_of_another_archived_dossier_is_told() -> None:
    document = (GOLDEN / "EAD_doc.xml").read_bytes().replace(b"H99.99.H99", b"H98.99.H99")
    dossier = (GOLDEN / "EAD.xml").read_bytes().replace(b">4</numberOfPage", b">2</numberOfPage")
    dossier = dossier.replace(b">2</totalDoc", b">1</totalDoc")
    assert found(check_dossier_xml(dossier, {"1": document}, AIP)) == [("M004", "arcFileCode")]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "M060"),
        (b"\x00" * 100, "M060"),
        (b"<a>" * 1_000_000, "M060"),
        (b"<simpledc>" + b"<a/>" * 900_000 + b"</simpledc>", "M017"),
        (b"x" * (100 << 20), "M017"),
        (b'<!DOCTYPE a [<!ENTITY a "b">]><simpledc><title>&a;</title></simpledc>', "M017"),
        ("<!DOCTYPE simpledc><simpledc/>".encode("utf-16"), "M017"),
    ],
    ids=["empty", "zeros", "deep", "wide", "huge", "entity", "doctype in UTF-16"],
)
def test_hostile_xml_gives_one_problem(xml: bytes, code: str) -> None:
    assert [told.code for told in check_xml(xml, AIP)] == [code]


def test_what_is_not_known_of_the_circular_is_not_shown_as_law() -> None:
    values = {rule.tag: rule for rule in field_set(AIP_DOC)}
    assert values["docOrdinal"].clause == ""
    assert values["docCode"].clause == (
        "Circular 05/2025/TT-BNV, Annexes I and II, AIP EAD_doc docCode"
    )
    sound = (GOLDEN / "EAD_doc.xml").read_text(encoding="utf-8")
    (told,) = check_xml(sound.replace("QĐ-SNV", "a" * 31).encode(), AIP_DOC)
    assert (told.code, told.clause) == ("M056", "")
    assert {rule.clause for rule in field_set("TT02_hoso")} == {""}


texts = st.sampled_from(["", " ", "0", "01", "2", "2001", "05/02/2001", "a" * 31, "H9.2001.2", "?"])
tags = st.sampled_from([*DOSSIER, "docCode", "x"])


@given(st.lists(st.tuples(st.sampled_from(["set", "drop", "move"]), tags, texts), max_size=3))
@settings(max_examples=150, deadline=None)
def test_what_the_schema_refuses_is_told_in_our_own_words(
    changes: list[tuple[str, str, str]],
) -> None:
    values = dict(DOSSIER)
    for action, tag, value in changes:
        kept = values.pop(tag, None)
        if action != "drop":
            values[tag] = value if action == "set" or kept is None else kept
    xml = written(values)
    errors = [told for told in check_xml(xml, SIP) if told.severity is Severity.ERROR]
    assert "M016" not in {told.code for told in errors}
    if validate(xml, SCHEMAS[SIP]):
        assert errors


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_broken_bytes_never_raise(data: st.DataObject) -> None:
    sound = (GOLDEN / "EAD_doc.xml").read_bytes()
    at = data.draw(st.integers(0, len(sound)))
    put = data.draw(st.binary(max_size=6) | st.sampled_from([b"<", b"&#0;", b"]]>", b"<?a b?>"]))
    xml = sound[:at] + put + sound[at + data.draw(st.integers(0, 40)) :]
    for as_set in FieldSet:
        check_xml(xml, as_set)
    check_dossier_xml(xml, {"1": xml}, AIP)
