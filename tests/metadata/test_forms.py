"""The forms of one dossier: what each prints, and what it says of itself."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from lxml import etree

from metadata.archival_xml import read_fields
from metadata.ead3 import Keeper
from metadata.forms import Form, write_form
from metadata.scan import dossier_of_scan
from records.batch import DeliveredFile
from records.digest import Sha256
from records.dossier import Dossier
from records.page import RecognizedPage

KEEPER = Keeper(agency="Trung tâm", fonds="Sở Nội vụ", made=datetime(2026, 11, 25, tzinfo=UTC))
SCAN = DeliveredFile(
    name=PurePosixPath("a.pdf"),
    copy=Path("a.pdf"),
    size_bytes=1,
    sha256=Sha256("b" * 64),
    media_type="application/pdf",
    page_count=2,
)


@pytest.mark.parametrize(
    ("form", "root", "first"),
    [
        (Form.AIP, "simpledc", "H99.99.H99.21.2018.01.07"),
        (Form.SIP, "simpledc", "H99.21.2018.01.07"),
        (Form.EAD3, "ead", "H99.99.H99.21.2018.01.07"),
        (Form.DUBLIN_CORE, "dc", "H99.99.H99.21.2018.01.07"),
        (Form.TT02, "HoSo", "H99.99.P15.2018.01.07"),
    ],
)
def test_each_form_of_a_dossier_begins_with_its_code(
    dossier: Dossier, form: Form, root: str, first: str
) -> None:
    told = etree.fromstring(write_form(form, dossier, None, KEEPER).xml)
    assert etree.QName(told).localname == root
    texts = [text.strip() for text in told.itertext() if text.strip()]
    assert texts[0] == first


def test_a_document_in_ead3_stands_alone_in_its_dossier(dossier: Dossier) -> None:
    told = etree.fromstring(write_form(Form.EAD3, dossier, dossier.documents[1], KEEPER).xml)
    codes = told.findall(".//{*}c/{*}did/{*}unitid[@localtype='docCode']")
    assert [code.text for code in codes] == ["H99.21.2018.01.07.0000002"]


def test_the_problems_of_a_form_are_told(dossier: Dossier) -> None:
    unknown = write_form(Form.AIP, dossier, dossier.documents[1], KEEPER)
    assert [(told.code, told.field) for told in unknown.problems] == [
        ("M001", "typeName"),
        ("M001", "issuedDate"),
        ("M001", "organName"),
        ("M001", "subject"),
    ]
    bare = replace(dossier, paper_file_code=None)
    assert [
        (told.code, told.field) for told in write_form(Form.AIP, bare, None, KEEPER).problems
    ] == [("M059", "paperFileCode")]
    lost = write_form(Form.DUBLIN_CORE, dossier, None, KEEPER).problems
    assert {told.code for told in lost} == {"M069"}


def test_the_old_form_names_the_fonds_where_ours_names_the_agency(dossier: Dossier) -> None:
    told = dict(read_fields(write_form(Form.TT02, dossier, dossier.documents[0], KEEPER).xml))
    assert told["FileCode"] == "H99.99.P15.2018.01.07"
    assert (told["Identifier"], told["OrganId"]) == ("H99.99", "P15")
    assert (told["FileCatalog"], told["FileNotation"]) == ("2018", "01.07")
    assert (told["DocCode"], told["TypeName"]) == ("H99.21.2018.01.07.1", "Quyết định")


def test_what_the_old_form_has_no_room_for_is_told(dossier: Dossier) -> None:
    long = replace(dossier, code="H99.21.2018.01.07.1234567", keywords="a" * 101)
    problems = write_form(Form.TT02, long, long.documents[0], KEEPER).problems
    assert [told.field for told in problems if told.code == "M056"] == ["DocCode"]
    problems = write_form(Form.TT02, long, None, KEEPER).problems
    assert [told.field for told in problems if told.code == "M056"] == ["Keyword"]


def test_a_scan_without_a_list_has_a_description_and_no_codes(
    decision: tuple[RecognizedPage, ...],
) -> None:
    dossier = dossier_of_scan((decision,), SCAN, None)
    written = write_form(Form.SIP, dossier, dossier.documents[0], KEEPER)
    told = dict(read_fields(written.xml))
    assert (told["docId"], told["docCode"], told["organName"]) == (None, None, "SỞ NỘI VỤ")
    assert [each.field for each in written.problems] == ["docId", "docCode"]


def test_a_scan_whose_file_code_is_given_is_wholly_valid(
    decision: tuple[RecognizedPage, ...],
) -> None:
    dossier = dossier_of_scan((decision,), SCAN, "H99.21.2018.160")
    written = write_form(Form.SIP, dossier, dossier.documents[0], KEEPER)
    assert dict(read_fields(written.xml))["docId"] == "H99.21.2018.160.1"
    assert written.problems == ()
