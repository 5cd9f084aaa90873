"""A small dossier with its scans, made anew for each test; and a sample authority that signs."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import numpy as np
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pydantic import TypeAdapter
from sqlalchemy import Engine

from archive_store.package.signatures.signing import Pkcs12Key, Seal, open_sealer
from archive_store.package.signatures.validating import validate_pdf
from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.vault import Vault
from ocr.access_page import new_access_page
from ocr.pdf import write_access_pdf
from ocr.pixels import Picture
from records.batch import DeliveredFile, Fonds
from records.dates import PartialDate
from records.digest import Sha256, Sha512, sha256_of
from records.document import Description, Document
from records.dossier import Dossier
from records.event import Agent, Event, EventType
from records.package import (
    CatalogueEntry,
    DocumentFiles,
    PackageContents,
    StorageState,
    StoredPackage,
)
from records.page import Line, RecognizedPage, Word
from records.place import Box
from records.signature import SignatureFinding
from samples.signing_authority import Issued, SampleAuthority

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
def make_entry(
    make_contents: Callable[..., PackageContents], now: datetime
) -> Callable[[int], CatalogueEntry]:
    def make(number: int) -> CatalogueEntry:
        contents = make_contents(number)
        dossier = replace(contents.dossier, start=PartialDate(year=2010, month=5))
        stored = StoredPackage(
            package_id=contents.package_id, dossier_code=dossier.code, version=1,
            object_path=Path("x"), inventory_sha512=Sha512("0" * 128), files=3, size_bytes=1 << 40,
            ledger_position=number,
        )  # fmt: skip
        return CatalogueEntry(
            dossier=dossier, stored=stored, state=StorageState.STORED, batch_id="b1", stored_at=now
        )

    return make


BOTH = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both databases, unless it or its module (``DATABASES``) names one of them."""
    named = (mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "engine" in metafunc.fixturenames and "engine" not in named:
        kinds = getattr(metafunc.module, "DATABASES", BOTH)
        metafunc.parametrize("engine", kinds, indirect=True)


@pytest.fixture
def engine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database of the kind that is asked for."""
    if request.param == "sqlite":
        made = open_database(tmp_path / "luutru.db")
        migrate(made)
    else:
        made = open_database(request.getfixturevalue("new_database")("template"))
    yield made
    made.dispose()


@pytest.fixture
def vault(tmp_path: Path, engine: Engine) -> Vault:
    return Vault(tmp_path / "store", engine)


@pytest.fixture(scope="session")
def authority() -> SampleAuthority:
    return SampleAuthority(NOW)


@pytest.fixture(scope="session")
def access_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An access copy of one white page with two words."""
    folder = tmp_path_factory.mktemp("access")
    paper = np.full((1169, 827), 255, dtype=np.uint8)
    (folder / "page.pdf").write_bytes(
        new_access_page(Picture(pixels=paper, dpi=100, bitonal=True), 80)
    )
    words = tuple(
        Word(text=text, box=Box(100 + 90 * n, 300, 180 + 90 * n, 320), confidence=0.9)
        for n, text in enumerate(("Quyết", "định"))
    )
    page = RecognizedPage(
        number=1, file_sha256=Sha256("ab" * 32), width=827, height=1169, dpi=100,
        rotation_degrees=0, skew_degrees=0.0, confidence=0.9, is_blank=False, treatments=(),
        lines=(Line(words=words, box=Box(100, 300, 270, 320)),), engine="tesseract 5.3.0",
        image=folder / "page.pdf", alto=folder / "page.alto.xml",
    )  # fmt: skip
    write_access_pdf((page,), "Quyết định", NOW, folder / "access.pdf")
    return folder / "access.pdf"


@pytest.fixture
def sign(tmp_path: Path) -> Callable[..., Path]:
    """Signs a PDF with an issued key at ``NOW``; gives the signed file."""

    def signed(
        source: Path,
        issued: Issued,
        name: str = "signed.pdf",
        organisation: str = "Trung tâm Lưu trữ lịch sử tỉnh Quảng Ngãi, Sở Nội vụ (mẫu)",
        timestamp_authority: str = "",
    ) -> Path:
        file = tmp_path / f"{name}.p12"
        file.write_bytes(issued.p12("bí mật"))
        seal = Seal(organisation=organisation, timestamp_authority=timestamp_authority)
        with open_sealer(Pkcs12Key(file=file), "bí mật", seal, NOW) as sealer:
            sealer.sign(source, tmp_path / name, NOW)
        return tmp_path / name

    return signed


@pytest.fixture
def judge(authority: SampleAuthority) -> Callable[..., tuple[SignatureFinding, ...]]:
    """Validates a file in this very process, trusting the sample authority's root."""
    adapter = TypeAdapter(tuple[SignatureFinding, ...])

    def judged(
        file: Path, now: datetime = NOW, *, trusts: bool = True, with_intermediate: bool = False
    ) -> tuple[SignatureFinding, ...]:
        known = [authority.root] if trusts else []
        known += [authority.intermediate] if with_intermediate else []
        anchors = [
            base64.b64encode(each.certificate.public_bytes(Encoding.DER)).decode() for each in known
        ]
        return adapter.validate_python(validate_pdf(str(file), anchors, now.isoformat()))

    return judged
