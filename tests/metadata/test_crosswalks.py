"""Crosswalks: valid by the other's schema, every field with a place arrives, the rest is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from metadata.crosswalks import Level, places, tell_losses
from metadata.dublin_core import write_dublin_core
from metadata.ead3 import Keeper, write_ead3
from metadata.field_sets import field_set
from metadata.tt02 import from_tt02, to_tt02

SCHEMAS = Path(__file__).parent / "schemas"
GOLDEN = Path(__file__).parent / "golden"
KEEPER = Keeper(
    agency="Trung tâm Lưu trữ lịch sử",
    fonds="Sở Nội vụ tỉnh An Bình",
    made=datetime(2026, 11, 25, 8, tzinfo=UTC),
)
DOSSIER: dict[str, str | None] = {
    "fileCode": "H99.21.2001.160", "arcFileCode": "H99.99.P15.2001.160", "title": "Quy chế <1>",
    "maintenance": "01", "mode": "02", "language": "06;09", "startDate": "2001",
    "endDate": "05/02/2001", "keyword": "văn thư", "totalDoc": "17", "numberOfPaper": "23",
    "numberOfPage": "45", "format": "03", "inforSign": "KH-1", "confidenceLevel": "02",
    "paperFileCode": "H99.12.07", "description": "Người lập: An", "riskRecovery": "0",
    "riskRecoveryStatus": None,
}  # fmt: skip
DOCUMENT: dict[str, str | None] = {
    "docId": "H99.21.2001.160.1", "docCode": "H99.21.2001.160.0000001", "docOrdinal": "1",
    "arcFileCode": "H99.99.P15.2001.160", "maintenance": "04", "typeName": "02",
    "codeNumber": "15", "codeNotation": "QĐ-SNV", "issuedDate": "05/02/2001",
    "organName": "Sở Nội vụ", "subject": "Ban hành quy chế", "language": "01",
    "numberOfPage": "6", "inforSign": "VT", "keyword": "lưu trữ", "mode": "03",
    "confidenceLevel": "02", "autograph": "Đã duyệt", "format": "01", "process": "0",
    "description": "Bản chính", "riskRecovery": "1", "riskRecoveryStatus": "01",
}  # fmt: skip
CODED = {
    "maintenance": {"01": "Vĩnh viễn", "04": "30 năm"},
    "mode": {"02": "Sử dụng có điều kiện", "03": "Mật"},
    "format": {"01": "Tốt", "03": "Hỏng"},
    "confidenceLevel": {"02": "Số hóa"},
    "typeName": {"02": "Quyết định"},
}
STANDARD = {"05/02/2001": "2001-02-05", "06;09": "vie", "01": "vie"}


def arrived(tag: str, value: str, xml: str) -> bool:
    return (CODED.get(tag, {}).get(value) or STANDARD.get(value, value)) in xml


def judge(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


def test_ead3_is_valid_and_the_golden_file() -> None:
    xml = write_ead3(DOSSIER, [DOCUMENT], KEEPER)
    judge("ead3.xsd").assertValid(etree.fromstring(xml))
    assert xml == (GOLDEN / "ead3.xml").read_bytes()


def test_ead3_of_a_dossier_of_which_hardly_anything_is_known_is_valid() -> None:
    judge("ead3.xsd").assertValid(etree.fromstring(write_ead3({}, [{}], KEEPER)))


@pytest.mark.parametrize("level", list(Level))
def test_every_field_with_a_place_in_ead3_arrives(level: Level) -> None:
    told = DOSSIER if level is Level.DOSSIER else DOCUMENT
    whole = told if level is Level.DOSSIER else {"arcFileCode": told["arcFileCode"]}
    xml = write_ead3(whole, [told], KEEPER).decode()
    root = etree.fromstring(xml.encode())
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    for tag, place in places("ead3", level).items():
        assert place in names, tag
        assert arrived(tag, str(told[tag]).replace("<", "&lt;").replace(">", "&gt;"), xml), tag


@pytest.mark.parametrize("level", list(Level))
def test_every_field_with_a_place_in_dublin_core_arrives(level: Level) -> None:
    told = DOSSIER if level is Level.DOSSIER else DOCUMENT
    root = etree.fromstring(write_dublin_core(told, level))
    judge("dc.xsd").assertValid(root)
    for tag, place in places("dc", level).items():
        element = f"{{http://purl.org/dc/elements/1.1/}}{place}"
        texts = " ".join(each.text or "" for each in root.iter(element))
        assert arrived(tag, str(told[tag]), texts), tag


@pytest.mark.parametrize(
    ("target", "level", "lost"),
    [
        ("ead3", Level.DOSSIER, ["riskRecovery"]),
        ("dc", Level.DOSSIER, ["maintenance", "totalDoc", "numberOfPaper", "numberOfPage",
                               "format", "inforSign", "confidenceLevel", "riskRecovery"]),
        ("tt02", Level.DOSSIER, ["fileCode", "confidenceLevel", "paperFileCode", "riskRecovery"]),
        ("tt02", Level.DOCUMENT, ["docCode", "maintenance", "process", "riskRecovery",
                                  "riskRecoveryStatus"]),
    ],
)  # fmt: skip
def test_what_has_no_place_is_told(target: str, level: Level, lost: list[str]) -> None:
    told = DOSSIER if level is Level.DOSSIER else DOCUMENT
    assert [each.field for each in tell_losses(told, target, level, "x")] == lost


def test_every_field_of_our_sets_is_in_the_table_of_places() -> None:
    sets = {Level.DOSSIER: ("SIP_hoso", "AIP_hoso"), Level.DOCUMENT: ("SIP_doc", "AIP_doc")}
    for level, names in sets.items():
        known = set(DOSSIER if level is Level.DOSSIER else DOCUMENT)
        assert {rule.tag for name in names for rule in field_set(name)} == known
        for target, old in (("tt02", f"TT02_{'hoso' if level is Level.DOSSIER else 'vanban'}"),):
            assert set(places(target, level).values()) <= {rule.tag for rule in field_set(old)}


def test_a_type_without_a_code_of_its_own_is_given_no_name() -> None:
    assert dict(to_tt02({"typeName": "32"}, Level.DOCUMENT)) == {"TypeName": "Khác"}


def test_the_old_circulars_codes_are_words_and_parts() -> None:
    closed = DOSSIER | {"fileCode": "P15.2001.160"}
    assert to_tt02(closed, Level.DOSSIER) == (
        ("FileCode", "H99.99.P15.2001.160"), ("Identifier", "H99.99"), ("OrganId", "P15"),
        ("FileCatalog", "2001"), ("FileNotation", "160"), ("Title", "Quy chế <1>"),
        ("Maintenance", "Vĩnh viễn"), ("Rights", "Sử dụng có điều kiện"),
        ("Language", "Việt - Anh; Hán Nôm"), ("StartDate", "2001"), ("EndDate", "05/02/2001"),
        ("TotalDoc", "17"), ("Description", "Người lập: An"), ("InforSign", "KH-1"),
        ("Keyword", "văn thư"), ("Maximum", "23"), ("PageNumber", "45"), ("Format", "Hỏng"),
    )  # fmt: skip


coded = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Quy chế", "A; B"]),
        "maintenance": st.integers(1, 7).map(lambda number: f"{number:02d}"),
        "mode": st.sampled_from(["01", "02", "03"]),
        "language": st.lists(st.integers(1, 11), min_size=1, max_size=3, unique=True).map(
            lambda numbers: ";".join(f"{number:02d}" for number in numbers)
        ),
        "startDate": st.sampled_from(["2001", "03/2001", "04/03/2001"]),
        "format": st.sampled_from(["01", "02", "03"]),
        "typeName": st.integers(1, 32).map(lambda number: f"{number:02d}"),
        "confidenceLevel": st.sampled_from(["01", "02", "03"]),
    },
)


@given(coded)
@settings(max_examples=100, deadline=None)
def test_what_the_old_circular_has_a_place_for_comes_back(told: dict[str, str]) -> None:
    for level in Level:
        kept = {tag: value for tag, value in told.items() if tag in places("tt02", level)}
        assert from_tt02(to_tt02(told, level), level) == kept


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            (("OrganId", "H99.99"), ("FondId", "P15"), ("FileCatalog", "2001"),
             ("FileNotation", "160"), ("NumberSheet", "12"), ("Rights", "Hạn chế")),
            {"arcFileCode": "H99.99.P15.2001.160", "numberOfPaper": "12", "mode": "02"},
        ),
        (
            (("Maintenance", "vĩnh viễn"), ("Rights", "?"), ("StartDate", "2001-02-05"),
             ("EndDate", "mùa xuân"), ("Language", "Tiếng Việt")),
            {"maintenance": "01", "mode": "?", "startDate": "05/02/2001",
             "endDate": "mùa xuân", "language": "01"},
        ),
    ],
)  # fmt: skip
def test_old_data_are_read_and_what_is_not_understood_stays(
    values: tuple[tuple[str, str | None], ...], expected: dict[str, str]
) -> None:
    assert from_tt02(values, Level.DOSSIER) == expected
