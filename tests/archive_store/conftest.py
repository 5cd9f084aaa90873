"""A small dossier with its scans, made anew for each test."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image
from sqlalchemy import Engine

from archive_store.vault.database import migrate, open_database
from archive_store.vault.vault import Vault
from records.batch import DeliveredFile, Fonds
from records.digest import sha256_of
from records.document import Description, Document
from records.dossier import Dossier
from records.event import Agent, Event, EventType
from records.package import DocumentFiles, PackageContents
from records.page import RecognizedPage

NOW = datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC)
ALTO = b"""<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p1" PHYSICAL_IMG_NR="1"
HEIGHT="40" WIDTH="30"><PrintSpace HEIGHT="40" WIDTH="30" VPOS="0" HPOS="0"/></Page></Layout></alto>
"""
PDF = b"%PDF-1.4\n<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n%%EOF\n"


def _document_files(folder: Path, code: str, ordinal: int) -> DocumentFiles:
    folder.mkdir(parents=True, exist_ok=True)
    scan = folder / f"scan-{ordinal}.tif"
    Image.new("L", (30, 40), color=ordinal).save(scan)
    access, alto, image = (folder / f"{ordinal}{end}" for end in (".pdf", ".xml", ".png"))
    access.write_bytes(PDF + str(ordinal).encode())
    alto.write_bytes(ALTO)
    file = DeliveredFile(
        name=PurePosixPath(f"Hộp 1/văn bản {ordinal}.tif"),
        copy=scan,
        size_bytes=scan.stat().st_size,
        sha256=sha256_of(scan),
        media_type="image/tiff",
        page_count=1,
    )
    page = RecognizedPage(
        number=1, file_sha256=file.sha256, width=30, height=40, dpi=300, rotation_degrees=0,
        skew_degrees=0.0, confidence=0.9, lines=(), is_blank=False, treatments=("deskew",),
        engine="tesseract 5.3.0", image=image, alto=alto,
    )  # fmt: skip
    document = Document(
        code=f"{code}.{ordinal:07d}", ordinal=ordinal, file=file, page_count=1, read=Description(),
        listed=None, document_type="Quyết định", type_code="03", number="1", notation="QĐ-UBND",
        issued=None, issuing_body="UBND tỉnh", subject="Về việc thử", language=("01",), access="01",
        confidence_level="02",
    )  # fmt: skip
    xml = f"<simpledc><docCode>{document.code}</docCode></simpledc>".encode()
    return DocumentFiles(document=document, description_xml=xml, access_pdf=access, pages=(page,))


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def make_contents(tmp_path: Path) -> Callable[..., PackageContents]:
    def make(
        number: int = 1, documents: int = 2, record: bytes = b'{"title": "H\xe1\xbb\x93 s\xc6\xa1"}'
    ) -> PackageContents:
        code = f"H46.21.2010.{number:02d}"
        files = tuple(
            _document_files(tmp_path / "work" / code, code, ordinal + 1)
            for ordinal in range(documents)
        )
        dossier = Dossier(
            code=code, archive_file_code=f"46.{code}", inventory="01", title="Hồ sơ thử nghiệm",
            fonds=Fonds(name="UBND tỉnh", agency_code="H46.21", fonds_code="01"), maintenance="01",
            retention=None, access="01", language=("01",), start=None, end=None, sheets=documents,
            documents=tuple(each.document for each in files), confidence_level="02",
            paper_file_code="46.1.1",
        )  # fmt: skip
        scanner = Agent(name="Máy quét", kind="hardware", version="2.1")
        event = Event(
            event_id="e1", type=EventType.TRANSFER, time=NOW, outcome="success", detail="300 dpi",
            agent=scanner, objects=(str(files[0].document.file.name),),
        )  # fmt: skip
        return PackageContents(
            package_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
            dossier=dossier,
            dossier_xml=f"<simpledc><arcFileCode>46.{code}</arcFileCode></simpledc>".encode(),
            record=record,
            documents=files,
            schemas=(("EAD.xsd", b"<schema xmlns='http://www.w3.org/2001/XMLSchema'/>"),),
            events=(event, replace(event, event_id="e2", type=EventType.RECOGNITION, objects=())),
        )

    return make


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(tmp_path / "luutru.db")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def vault(tmp_path: Path, engine: Engine) -> Vault:
    return Vault(tmp_path / "store", engine)
