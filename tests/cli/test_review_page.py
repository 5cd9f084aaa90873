"""The pages of a review: one for few dossiers, one each for many."""

import re
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from cli.review_page import ONE_PAGE, rule_key, write_pages
from flows.revising.review import PageNote, ReviewedDocument, ReviewedDossier, Sighted
from metadata.review import OpenPoint, Reason
from records.batch import DeliveredFile, Fonds
from records.digest import Sha256
from records.document import Description, Document, Field
from records.dossier import Dossier

NOW = datetime(2026, 11, 25, tzinfo=UTC)
READ = Field(value="Quảng Binh", confidence=0.8996, page=1, box=None, rule="place.date-line")


def reviewed(number: int) -> ReviewedDossier:
    file = DeliveredFile(
        name=PurePosixPath("a.pdf"),
        copy=Path("a.pdf"),
        size_bytes=1,
        sha256=Sha256("a" * 64),
        media_type="application/pdf",
        page_count=2,
    )
    code = f"H1.2026.01.01.{number:02d}"
    document = Document(
        code=f"{code}.0000001",
        ordinal=1,
        file=file,
        page_count=2,
        read=Description(place=READ),
        listed=None,
        document_type=None,
        type_code=None,
        number=None,
        notation=None,
        issued=None,
        issuing_body=None,
        subject=None,
        language=("01",),
        access="01",
        confidence_level="02",
    )
    dossier = Dossier(
        code=code,
        archive_file_code=code,
        fonds=Fonds(name="Sở Nội vụ", agency_code="H1", fonds_code="P1"),
        inventory=None,
        title=f"Hồ sơ {number}",
        maintenance="01",
        retention=None,
        access="01",
        language=("01",),
        start=None,
        end=None,
        sheets=1,
        documents=(document,),
        confidence_level="02",
        paper_file_code=None,
    )
    point = OpenPoint(
        code=document.code,
        field="place",
        reason=Reason.UNSURE,
        held="Quảng Binh",
        read=READ,
        listed=None,
    )
    blank = PageNote(number=2, confidence=0.0, is_blank=True)
    sighted = ReviewedDocument(document=document, points=(Sighted(point=point),), notes=(blank,))
    return ReviewedDossier(dossier=dossier, documents=(sighted,))


@pytest.mark.parametrize("count", [1, ONE_PAGE, ONE_PAGE + 1])
def test_many_dossiers_have_pages_of_their_own_and_every_link_leads_there(
    tmp_path: Path, count: int
) -> None:
    index = write_pages([reviewed(n) for n in range(1, count + 1)], "Kho", NOW, tmp_path)
    pages = {page.name: page.read_text() for page in tmp_path.iterdir()}
    assert len(pages) == (1 if count <= ONE_PAGE else count + 1)
    assert pages[index.name].count("<tr><td>") == count
    told = "".join(pages.values())
    assert told.count('class="point unsure"') == count
    for page in pages.values():
        anchors = set(re.findall(r'id="([^"]+)"', page))
        for target in re.findall(r'href="([^"]+)"', page):
            assert target.removeprefix("#") in anchors | pages.keys()


def test_a_confidence_below_the_limit_is_not_shown_as_the_limit(tmp_path: Path) -> None:
    page = write_pages([reviewed(1)], "Kho", NOW, tmp_path).read_text()
    assert "89 %" in page
    assert "90 %" not in page
    assert "trang 2 trống" in page


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("place.date-line", "rule.place.date-line"),
        ("issuing-body.letterhead.mended", "rule.issuing-body.letterhead"),
        ("handwriting", "rule.handwriting"),
        ("unheard.of", "rule.other"),
    ],
)
def test_a_rule_is_told_in_words(rule: str, key: str) -> None:
    read = Field(value="x", confidence=0.5, page=1, box=None, rule=rule)
    assert rule_key(read) == key
