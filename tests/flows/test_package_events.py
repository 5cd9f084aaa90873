"""The package's events say for each document what its text was taken from."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.keeping.package_events import events_of, ingestion_of
from records.digest import Sha256
from records.dossier import ArchiveIdentity
from records.event import Agent, Event, EventType
from records.page import RecognizedPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
READ = RecognizedPage(
    number=1, file_sha256=Sha256("ab" * 32), width=10, height=10, dpi=75, rotation_degrees=0,
    skew_degrees=0.0, confidence=0.9, lines=(), is_blank=False,
    treatments=("image-extracted",), engine="tesseract 5.3.0 vie:79df64caf7bc",
    image=Path("a.jpg"), alto=Path("a.alto.xml"),
)  # fmt: skip
KEPT = replace(READ, engine="pdfium 159.0 text-layer", treatments=("text-kept",))


def test_each_engine_has_its_documents() -> None:
    pages = {"H.01": (READ, KEPT), "H.02": (READ,), "H.03": (KEPT,)}
    events = events_of("urn:uuid:1", "batch-1", pages, NOW)
    told = {
        event.agent.version: (event.agent.name, event.objects)
        for event in events
        if event.type is EventType.RECOGNITION
    }
    assert told == {
        KEPT.engine: ("pdfium", ("H.01", "H.03")),
        READ.engine: ("tesseract", ("H.01", "H.02")),
    }
    kept, read = (event.detail for event in events if event.type is EventType.RECOGNITION)
    assert "Giữ nguyên chữ" in kept
    assert "Nhận dạng chữ từ hình ảnh" in read
    assert len({event.event_id for event in events}) == len(events)
    assert {event.objects for event in events if event.type is not EventType.RECOGNITION} == {
        tuple(pages)
    }


def test_the_archive_that_takes_a_package_in_is_its_agent() -> None:
    keeper = ArchiveIdentity(name="Trung tâm Lưu trữ lịch sử", code="H46")
    told = ingestion_of("urn:uuid:1", keeper, NOW)
    assert told == Event(
        event_id=told.event_id,
        type=EventType.INGESTION,
        time=NOW,
        outcome="success",
        detail="Nhập kho lưu trữ: Trung tâm Lưu trữ lịch sử (H46).",
        agent=Agent(name="Trung tâm Lưu trữ lịch sử", kind="organization"),
        objects=("urn:uuid:1",),
    )
