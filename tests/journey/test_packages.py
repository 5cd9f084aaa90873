"""What lies in the store: the scans as delivered, copies to read, XML that holds, and proof."""

import subprocess
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from lxml import etree

from metadata.archival_xml import read_fields
from metadata.schema import validate
from ocr.alto_schema import load_alto_schema

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Found = Callable[[Path, str], dict[str, Path]]
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def test_the_scans_in_the_store_are_the_delivered_bytes(
    good: SimpleNamespace, shown: dict[str, Any], samples: Path, files_of: Found
) -> None:
    stored = {}
    for code, dossier in shown.items():
        for document in dossier["dossier"]["documents"]:
            pattern = f"*/master/data/{code}.{document['ordinal']:03d}.*"
            (master,) = files_of(good.archive, pattern).values()
            stored[document["file"]["name"]] = digest(master)
    batch = samples / "batches" / "good"
    delivered = {
        file.relative_to(batch).as_posix(): digest(file)
        for file in batch.rglob("*")
        if file.is_file() and file.name != "list.xlsx"
    }
    assert stored == delivered


def likeliest(alto: Path) -> list[str]:
    """The words of a page's text, in the second reading where there is one; no seal's."""
    return [
        str(string.findtext(f"{ALTO}ALTERNATIVE") or string.get("CONTENT"))
        for string in etree.parse(alto).iter(f"{ALTO}String")
        if not any(block.get("TYPE") == "seal" for block in string.iterancestors())
    ]


def test_a_copy_to_read_has_the_pages_of_the_scan_and_its_words(
    good: SimpleNamespace, files_of: Found
) -> None:
    (copy,) = files_of(good.archive, "*/rep1/data/H46.21.2012.01.01.02.004.pdf").values()
    with pikepdf.open(copy) as pdf:
        assert len(pdf.pages) == 6
    told = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", copy, "-"], capture_output=True, text=True, check=True
    ).stdout
    alto = files_of(good.archive, "*/ocr/data/H46.21.2012.01.01.02.004/*.alto.xml").values()
    recognised = Counter(word for page in alto for word in likeliest(page))
    assert recognised.total() > 800
    assert Counter(told.split()) == recognised


def test_the_archival_xml_of_every_dossier_and_document_holds(
    good: SimpleNamespace, files_of: Found
) -> None:
    dossiers = files_of(good.archive, "EAD.xml")
    documents = files_of(good.archive, "EAD_doc_*.xml")
    assert (len(dossiers), len(documents)) == (3, 12)
    for name, file in dossiers.items():
        assert validate(file.read_bytes(), "EAD.xsd") == (), name
    for name, file in documents.items():
        assert validate(file.read_bytes(), "EAD_doc.xsd") == (), name


def test_show_prints_the_stored_xml_and_the_other_forms(
    good: SimpleNamespace, files_of: Found, luutru: Callable[..., Any]
) -> None:
    for name, file in files_of(good.archive, "EAD.xml").items():
        told = dict(read_fields(file.read_bytes(), name))
        code = str(told["arcFileCode"]).partition(".H46")[2]
        done = luutru("--archive", good.archive, "show", f"H46{code}", "--xml")
        assert (done.returncode, done.stdout.encode()) == (0, file.read_bytes())
    document = next(iter(files_of(good.archive, "EAD_doc_*.xml").values())).read_bytes()
    code = str(dict(read_fields(document))["docCode"])
    for form, root in (
        ("aip", "simpledc"),
        ("sip", "simpledc"),
        ("ead3", "ead"),
        ("tt02", "VanBan"),
    ):
        done = luutru("--archive", good.archive, "show", code, "--xml", "--as", form)
        assert etree.QName(etree.fromstring(done.stdout.encode())).localname == root


def test_the_text_of_every_page_holds(good: SimpleNamespace, files_of: Found) -> None:
    judge = load_alto_schema()
    pages = files_of(good.archive, "*.alto.xml")
    assert len(pages) == 30
    for page in pages.values():
        judge.assertValid(etree.parse(page))


def test_an_audit_of_what_nobody_touched_finds_nothing(good: SimpleNamespace, ask: Ask) -> None:
    audit = ask(good.archive, "audit", "--all")
    assert (audit["objects"], audit["ok"], audit["damaged"]) == (3, 3, [])
    assert (audit["ledger"]["size"], audit["ledger"]["intact"]) == (12 + 3, True)


def test_one_changed_bit_is_named_by_the_audit(
    good: SimpleNamespace, ask: Ask, copy_of: Callable[[Path], Path], files_of: Found
) -> None:
    archive = copy_of(good.archive)
    ((name, scan),) = files_of(archive, "*/master/data/H46.21.2019.01.02.03.002.png").items()
    content = bytearray(scan.read_bytes())
    content[len(content) // 2] ^= 1
    scan.chmod(0o644)
    scan.write_bytes(content)
    audit = ask(archive, "audit", "--all", ends=1)
    (damage,) = audit["damaged"]
    (hurt,) = (
        each["package_id"]
        for each in good.report["dossiers"]
        if each["dossier_code"] == "H46.21.2019.01.02.03"
    )
    assert (damage["package_id"], damage["kind"]) == (hurt, "changed")
    assert name.endswith(damage["path"])
    assert (audit["objects"], audit["ok"]) == (3, 2)
    assert ask(archive, "audit", "H46.21.2010.01.01.01")["damaged"] == []
