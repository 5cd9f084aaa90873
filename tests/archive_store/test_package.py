from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from archive_store import build_package, check_package
from archive_store.package.layout import safe_name
from archive_store.package.premis_reading import read_events
from archive_store.package.xml import read_xml, schema_faults
from records.errors import InputError
from records.event import EventType
from records.package import Package, PackageContents

Make = Callable[..., PackageContents]
PREMIS = {"p": "http://www.loc.gov/premis/v3"}
METS = {"m": "http://www.loc.gov/METS/"}


def parse(path: Path) -> Any:
    return etree.parse(path)


@pytest.fixture
def package(make_contents: Make, tmp_path: Path, now: datetime) -> Package:
    return build_package(make_contents(), tmp_path / "staging", now)


def test_a_package_has_the_tree_of_the_circular_and_of_e_ark(package: Package) -> None:
    present = {str(p.relative_to(package.root)) for p in package.root.rglob("*") if p.is_file()}
    assert present == {file.path for file in package.files}
    assert package.root.name == "urn_uuid_00000000-0000-4000-8000-000000000001"
    assert present >= {
        "METS.xml",
        "metadata/descriptive/EAD.xml",
        "metadata/preservation/PREMIS.xml",
        "metadata/other/record.json",
        "schemas/METS.xsd",
        "schemas/EAD.xsd",
        "schemas/alto-3-1.xsd",
        "representations/rep1/metadata/descriptive/EAD_doc_001.xml",
        "representations/rep1/metadata/preservation/PREMIS_rep1.xml",
        "representations/rep1/data/H46.21.2010.01.001.pdf",
        "representations/master/data/H46.21.2010.01.002.tif",
        "representations/ocr/data/H46.21.2010.01.001/0001.alto.xml",
    }


def test_every_mets_and_premis_file_is_valid_against_its_schema(package: Package) -> None:
    for pattern, schema in (("METS.xml", "mets.xsd"), ("PREMIS*.xml", "premis.xsd")):
        found = list(package.root.rglob(pattern))
        assert len(found) == 4
        for path in found:
            assert schema_faults(read_xml(path.read_bytes(), path), schema) == ()


def test_a_fresh_package_is_sound(package: Package) -> None:
    assert check_package(package.root) == ()


def test_masters_are_byte_for_byte_what_was_delivered(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    package = build_package(contents, tmp_path / "staging", now)
    for each in contents.documents:
        kept = next(
            package.root.glob(f"representations/master/data/*.{each.document.ordinal:03d}.tif")
        )
        assert kept.read_bytes() == each.document.file.copy.read_bytes()


def test_premis_tells_digests_format_original_name_and_who_scanned(package: Package) -> None:
    file = package.root / "representations/master/metadata/preservation/PREMIS_master.xml"
    premis = parse(file)
    master = next(f for f in package.files if f.path.endswith("master/data/H46.21.2010.01.001.tif"))
    assert premis.xpath("string(//p:messageDigest)", namespaces=PREMIS) == master.sha256
    assert premis.xpath("string(//p:formatRegistryKey)", namespaces=PREMIS) == "fmt/353"
    assert premis.xpath("string(//p:originalName)", namespaces=PREMIS) == "Hộp 1/văn bản 1.tif"
    assert premis.xpath("string(//p:eventType)", namespaces=PREMIS) == "transfer"
    assert premis.xpath("string(//p:eventDateTime)", namespaces=PREMIS) == (
        "2026-03-02T08:02:03.456+07:00"
    )
    assert premis.xpath("string(//p:agentName)", namespaces=PREMIS) == "Máy quét"
    assert (
        premis.xpath("string(//p:linkingObjectIdentifierValue)", namespaces=PREMIS) == master.path
    )


def test_an_access_copy_is_named_by_the_pdfa_level_it_claims(package: Package) -> None:
    premis = parse(package.root / "representations/rep1/metadata/preservation/PREMIS_rep1.xml")
    assert premis.xpath("string(//p:formatRegistryKey)", namespaces=PREMIS) == "fmt/354"


def test_the_whole_story_holds_the_making_of_the_package_once(package: Package) -> None:
    premis = parse(package.root / "metadata/preservation/PREMIS.xml")
    kinds = premis.xpath("//p:eventType/text()", namespaces=PREMIS)
    assert kinds == [EventType.TRANSFER, EventType.RECOGNITION, EventType.PACKAGING]


def test_every_name_that_an_event_tells_is_an_object(package: Package) -> None:
    for file in package.root.rglob("PREMIS*.xml"):
        premis = parse(file)
        known = set(premis.xpath("//p:objectIdentifierValue/text()", namespaces=PREMIS))
        told = set(premis.xpath("//p:linkingObjectIdentifierValue/text()", namespaces=PREMIS))
        assert told - known == set(), file.name
    whole = parse(package.root / "metadata/preservation/PREMIS.xml")
    document = whole.xpath("//p:object[.//*[.='H46.21.2010.01.0000002']]", namespaces=PREMIS)[0]
    assert document.findtext("p:originalName", namespaces=PREMIS) == "Về việc thử"
    related = document.findtext(".//p:relatedObjectIdentifierValue", namespaces=PREMIS)
    assert related == package.package_id


def test_a_later_version_tells_when_the_first_was_made(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    first = build_package(contents, tmp_path / "first", now)
    story = read_events((first.root / "metadata/preservation/PREMIS.xml").read_bytes())
    later = now + timedelta(days=400)
    second = build_package(replace(contents, events=story), tmp_path / "second", later)
    told = [
        tuple(parse(each.root / name).find("m:metsHdr", METS).get(fact) for fact in
              ("CREATEDATE", "LASTMODDATE", "RECORDSTATUS"))
        for each in (first, second) for name in ("METS.xml", "representations/rep1/METS.xml")
    ]  # fmt: skip
    made, changed = "2026-03-02T08:02:03.456+07:00", "2027-04-06T08:02:03.456+07:00"
    assert told == [(made, made, "NEW")] * 2 + [(made, changed, "REPLACEMENT")] * 2


def test_descriptions_are_linked_to_the_documents_they_describe(package: Package) -> None:
    mets = parse(package.root / "representations/rep1/METS.xml")
    link = mets.xpath("//m:div[@LABEL='MetadataLink/File']", namespaces=METS)[1]
    described = mets.xpath(f"//m:dmdSec[@ID='{link.get('DMDID')}']/m:mdRef", namespaces=METS)[0]
    data = mets.xpath(f"//m:file[@ID='{link[0].get('FILEID')}']/m:FLocat", namespaces=METS)[0]
    href = "{http://www.w3.org/1999/xlink}href"
    assert described.get(href) == "metadata/descriptive/EAD_doc_002.xml"
    assert data.get(href) == "data/H46.21.2010.01.002.pdf"


def test_a_master_that_changed_since_delivery_is_refused(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    scan = contents.documents[1].document.file.copy
    scan.write_bytes(scan.read_bytes() + b"\0")
    with pytest.raises(InputError) as refused:
        build_package(contents, tmp_path / "staging", now)
    assert refused.value.problem.code == "A002"


def test_a_missing_file_is_an_input_error(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    contents.documents[0].access_pdf.unlink()
    with pytest.raises(InputError) as refused:
        build_package(contents, tmp_path / "staging", now)
    assert refused.value.problem.code == "A001"


def test_two_documents_with_one_ordinal_are_refused(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    twice = replace(contents, documents=(contents.documents[0], contents.documents[0]))
    with pytest.raises(InputError) as refused:
        build_package(twice, tmp_path / "staging", now)
    assert refused.value.problem.code == "A004"


def test_building_again_replaces_what_an_interrupted_run_left(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    first = build_package(make_contents(), tmp_path / "staging", now)
    (first.root / "left over").write_text("x")
    assert build_package(make_contents(), tmp_path / "staging", now) == first
    assert check_package(first.root) == ()


def test_a_dossier_code_never_leads_out_of_the_package() -> None:
    assert safe_name("../../Hồ sơ/Đ 1\0") == "Ho-so-D-1-"
    assert safe_name("..") == "_"


def test_characters_that_xml_forbids_do_not_stop_a_package(
    make_contents: Make, tmp_path: Path, now: datetime
) -> None:
    contents = make_contents()
    odd = replace(contents, dossier=replace(contents.dossier, title="Hồ\x0b sơ\ud800"))
    package = build_package(odd, tmp_path / "staging", now)
    assert parse(package.root / "METS.xml").getroot().get("LABEL") == "Hồ sơ"


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "A010": (lambda r: (r / "metadata/descriptive/EAD.xml").write_text("<a>"), "EAD.xml"),
    "A011": (
        lambda r: (r / "metadata/descriptive/EAD.xml").write_text(
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"
        ),
        "EAD.xml",
    ),
    "A012": (
        lambda r: (r / "METS.xml").write_text("<mets xmlns='http://www.loc.gov/METS/'/>"),
        "METS.xml",
    ),
    "A013": (lambda r: (r / "METS.xml").unlink(), "METS.xml"),
    "A015": (
        lambda r: (r / "METS.xml").write_bytes(
            (r / "METS.xml").read_bytes().replace(b'OBJID="urn', b'OBJID="urm')
        ),
        "urn_uuid",
    ),
    "A016": (lambda r: next(r.glob("representations/rep1/data/*.001.pdf")).unlink(), ".001.pdf"),
    "A017": (lambda r: (r / "documentation/alien.txt").write_text("x"), "alien.txt"),
    "A018": (
        lambda r: next(r.glob("representations/master/data/*.002.tif")).write_bytes(b"x"),
        ".002.tif",
    ),
}


@pytest.mark.parametrize("code", DAMAGE)
def test_damage_is_named_by_rule_and_file(code: str, package: Package) -> None:
    damage, subject = DAMAGE[code]
    damage(package.root)
    problems = check_package(package.root)
    assert [problem.code for problem in problems] == [code]
    assert subject in problems[0].subject


def test_a_scan_with_two_documents_is_kept_once_for_both(
    make_contents: Callable[..., PackageContents], tmp_path: Path, now: datetime
) -> None:
    contents = make_contents(documents=2)
    first, second = contents.documents
    shared = replace(second.document, file=first.document.file, first_page=2)
    alto = tuple(replace(page, number=2) for page in second.pages)
    documents = (first, replace(second, document=shared, pages=alto))
    dossier = replace(contents.dossier, documents=(first.document, shared))
    both = replace(contents, documents=documents, dossier=dossier)
    package = build_package(both, tmp_path / "both", now)
    paths = [file.path for file in package.files]
    stem = f"{contents.dossier.code}."
    assert [path for path in paths if "/master/data/" in path] == [
        f"representations/master/data/{stem}001.tif"
    ]
    assert f"representations/rep1/data/{stem}002.pdf" in paths
    assert f"representations/ocr/data/{stem}002/0001.alto.xml" in paths
    assert check_package(package.root) == ()
    premis = (
        package.root / "representations/master/metadata/preservation/PREMIS_master.xml"
    ).read_text()
    assert premis.count("</premis:originalName>") == 1
